#include "gis/council/council_places.hpp"

#include <cmath>
#include <unordered_map>

#include "gis/council/council_figures.hpp"

namespace vigie::gis {

namespace {

constexpr double metres_per_degree = 111'195;

struct Key {
    std::int64_t a = 0, b = 0;
    std::int32_t quartier = 0;
    bool operator==(const Key&) const = default;
};
struct KeyHash {
    std::size_t operator()(const Key& k) const {
        std::uint64_t h = static_cast<std::uint64_t>(k.a) * 0x9E3779B97F4A7C15ull;
        h = (h ^ static_cast<std::uint64_t>(k.b)) * 0xC2B2AE3D27D4EB4Full;
        return static_cast<std::size_t>((h ^ static_cast<std::uint64_t>(k.quartier)) * 0x165667B19E3779F9ull);
    }
};

} // namespace

std::vector<ToldPlace> told_places(const CouncilRecords& records, const Catalog& catalog, const Indicator& indicator, Time from, Time to) {
    std::vector<ToldPlace> out;
    std::unordered_map<Key, std::size_t, KeyHash> objects;                 // asset → place
    std::unordered_map<Key, std::vector<std::size_t>, KeyHash> spots;      // square of that width → places that begin in it
    for (std::size_t n = 0; n < records.reports.size(); ++n) {
        const CouncilRecords::Report& r = records.reports[n];
        if (r.received < from || r.received >= to || !counts(indicator, catalog, r)) continue;
        if (r.asset) {
            const auto [it, fresh] = objects.try_emplace({static_cast<std::int64_t>(r.asset.value), 0, r.quartier}, out.size());
            if (fresh) out.push_back({r.quartier, {}});
            out[it->second].reports.push_back(n);
            continue;
        }
        if (r.place == LonLat{}) continue;
        const double east = r.place.lon * metres_per_degree * std::cos(r.place.lat * 0.017453292519943295), north = r.place.lat * metres_per_degree;
        const auto x = static_cast<std::int64_t>(std::floor(east / same_place_m)), y = static_cast<std::int64_t>(std::floor(north / same_place_m));
        ToldPlace* found = nullptr;
        double nearest = same_place_m;
        for (std::int64_t dx = -1; dx <= 1; ++dx)
            for (std::int64_t dy = -1; dy <= 1; ++dy)
                if (const auto cell = spots.find({x + dx, y + dy, r.quartier}); cell != spots.end())
                    for (const std::size_t p : cell->second)
                        if (const double d = distance_m(records.reports[out[p].reports.front()].place, r.place); d <= nearest) nearest = d, found = &out[p];
        if (!found) {
            spots[{x, y, r.quartier}].push_back(out.size());
            out.push_back({r.quartier, {}});
            found = &out.back();
        }
        found->reports.push_back(n);
    }
    return out;
}

} // namespace vigie::gis
