// A commune of squares for the council's tests: quartiers side by side from west to east, reports where a test wants them.
#pragma once

#include <cstdlib>
#include <string>
#include <vector>

#include "gis/council/council_picture.hpp"
#include "gis/council/council_records.hpp"
#include "gis/model/zone.hpp"

namespace vigie::tests {

using namespace gis;

inline constexpr const char* paris = "Europe/Paris";

inline const Catalog& shipped() {
    static const Catalog catalog = load_catalog({std::string(VIGIE_SOURCE_DIR) + "/assets/catalog"}).catalog;
    return catalog;
}

inline Time at(int year, unsigned month, unsigned day, int hour = 12, int minute = 0) {
    const std::chrono::local_days local{std::chrono::year{year} / std::chrono::month{month} / std::chrono::day{day}};
    return utc_from_local(LocalTime{local} + std::chrono::hours{hour} + std::chrono::minutes{minute}, paris);
}

struct SmallCommune {
    static constexpr double west = 2.30, south = 43.20, side = 0.01;
    std::vector<AnyEntity> entities;
    std::uint64_t next = 1;

    explicit SmallCommune(int quartiers = 4) {
        for (int q = 0; q < quartiers; ++q) {
            const double x = west + q * side;
            Asset a;
            a.id = AssetId{next++};
            a.kind = "quartier";
            a.name = std::string("Quartier ") + static_cast<char>('A' + q);
            a.geometry = {GeometryType::polygon, {{x, south}, {x + side, south}, {x + side, south + side}, {x, south + side}, {x, south}}, {0}, {0}};
            entities.push_back(a);
        }
    }
    // In the middle of the quartier but for `dx`, `dy` (fractions of its side); -1 = outside of all.
    [[nodiscard]] static LonLat place(int quartier, double dx = 0, double dy = 0) {
        return {west + (quartier + 0.5 + dx) * side, south + (0.5 + dy) * side};
    }
    Report& report(const std::string& category, int quartier, Time received, MaybeTime done = {}, double dx = 0, double dy = 0) {
        Report r;
        r.id = ReportId{next++};
        r.category = category;
        r.place = place(quartier, dx, dy);
        r.received_at = received;
        r.state = done ? ReportState::closed : ReportState::received;
        r.state_since = done.value_or(received);
        r.description = "Chez Mme Dupuis";
        r.address = "12 rue des Lilas";
        entities.push_back(r);
        return std::get<Report>(entities.back());
    }
    Intervention& work(const std::string& kind, int quartier, Time done) {
        Intervention i;
        i.id = InterventionId{next++};
        i.kind = kind;
        i.title = "Chez Mme Dupuis";
        i.place = place(quartier);
        i.state = InterventionState::closed;
        i.actual_end = done;
        entities.push_back(i);
        return std::get<Intervention>(entities.back());
    }
    [[nodiscard]] World world() const {
        World w;
        w.apply({.put = entities});
        return w;
    }
    [[nodiscard]] CouncilRecords frozen(Time now) const { return freeze_council(world(), shipped(), paris, "", now); }
};

inline const Tile* tile(const CouncilPicture& p, const std::string& id) {
    for (const Tile& t : p.tiles)
        if (t.id == id) return &t;
    return nullptr;
}

inline std::size_t scene(const std::string& id) {
    for (std::size_t i = 0; i < shipped().scenes.size(); ++i)
        if (shipped().scenes[i].id == id) return i;
    std::abort();
}

} // namespace vigie::tests
