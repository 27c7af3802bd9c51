// Looking around on the ground: how far is the nearest street, building or water; who else stands here. Grids of 40 m.
#pragma once

#include <cstdint>
#include <unordered_map>
#include <vector>

#include "gis/backends/demo/town.hpp"

namespace vigie::gis::demo {

class Survey {
public:
    explicit Survey(const Town& town);

    // Metres from the drawn edge of the nearest street (negative: on it); at most `reach`.
    [[nodiscard]] double to_street(P p, double reach = 30) const;
    [[nodiscard]] bool in_building(P p, double margin_m) const;
    [[nodiscard]] bool in_water(P p, double margin_m) const;
    [[nodiscard]] int quartier_at(P p) const;       // -1 outside
    [[nodiscard]] int nearest_quartier(P p) const;
    // Free ground for something standing: off streets, buildings and water, and `apart` from what was put before.
    [[nodiscard]] bool free(P p, double off_street_m, double off_building_m, double apart_m) const;
    void put(P p);

private:
    struct Stretch { P a, b; double half; };
    [[nodiscard]] static std::uint64_t key(P p, int dx = 0, int dy = 0);
    template <class Map, class Visit>
    static void around(const Map& map, P p, double reach, Visit&& visit);

    const Town& town_;
    std::unordered_map<std::uint64_t, std::vector<Stretch>> streets_;
    std::unordered_map<std::uint64_t, std::vector<const std::vector<P>*>> buildings_;
    std::unordered_map<std::uint64_t, std::vector<P>> standing_;
    std::unordered_map<std::uint64_t, std::vector<std::size_t>> river_;
};

} // namespace vigie::gis::demo
