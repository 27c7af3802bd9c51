#include "app/travel_cache.hpp"

#include <cmath>
#include <cstdint>
#include <memory>
#include <unordered_map>

namespace vigie::app {

namespace {

// About a metre: 1e-5 degree.
std::uint64_t cell(gis::LonLat p) {
    const auto x = static_cast<std::uint32_t>(static_cast<std::int32_t>(std::lround(p.lon * 1e5)));
    const auto y = static_cast<std::uint32_t>(static_cast<std::int32_t>(std::lround(p.lat * 1e5)));
    return (std::uint64_t{x} << 32) | y;
}

struct Pair {
    std::uint64_t from, to;
    bool operator==(const Pair&) const = default;
};
struct PairHash {
    std::size_t operator()(const Pair& p) const noexcept { return std::hash<std::uint64_t>{}(p.from * 0x9E3779B97F4A7C15ull ^ p.to); }
};

gis::Seconds straight(gis::LonLat from, gis::LonLat to) {
    return gis::Seconds{std::lround(1.3 * gis::distance_m(from, to) / (30 / 3.6))};
}

} // namespace

gis::TravelTime make_travel_time(gis::RoadGraph roads, gis::MapPlane plane) {
    auto memory = std::make_shared<std::unordered_map<Pair, gis::Seconds, PairHash>>();
    return [roads = std::move(roads), plane = std::move(plane), memory](gis::LonLat from, gis::LonLat to) {
        const Pair key{cell(from), cell(to)};
        if (key.from == key.to) return gis::Seconds{0};
        if (const auto it = memory->find(key); it != memory->end()) return it->second;
        gis::Seconds time = straight(from, to);
        if (!roads.empty()) {
            const auto a = plane.plane_from_lonlat(from), b = plane.plane_from_lonlat(to);
            if (a && b)
                if (const auto route = roads.route(*a, *b)) time = route->time;
        }
        if (memory->size() >= max_travel_pairs) memory->clear();
        memory->emplace(key, time);
        return time;
    };
}

} // namespace vigie::app
