#include "gis/backends/demo/survey.hpp"

#include <algorithm>

namespace vigie::gis::demo {

namespace {
constexpr double grid_m = 40;
}

std::uint64_t Survey::key(P p, int dx, int dy) {
    const auto x = static_cast<std::int64_t>(std::floor(p.x / grid_m)) + dx + 100'000;
    const auto y = static_cast<std::int64_t>(std::floor(p.y / grid_m)) + dy + 100'000;
    return static_cast<std::uint64_t>(x) << 32 | static_cast<std::uint64_t>(y);
}

template <class Map, class Visit>
void Survey::around(const Map& map, P p, double reach, Visit&& visit) {
    const int cells = static_cast<int>(reach / grid_m) + 1;
    for (int dx = -cells; dx <= cells; ++dx)
        for (int dy = -cells; dy <= cells; ++dy)
            if (const auto it = map.find(key(p, dx, dy)); it != map.end())
                for (const auto& item : it->second) visit(item);
}

Survey::Survey(const Town& town) : town_(town) {
    for (const Street& street : town.streets)
        for (const auto& part : street.parts)
            for (std::size_t i = 1; i < part.size(); ++i)
                streets_[key(mix(part[i - 1], part[i], 0.5))].push_back({part[i - 1], part[i], drawn_half_width_m(street.klass)});
    const auto building = [&](const std::vector<P>& ring) {
        double x0 = 1e300, y0 = 1e300, x1 = -1e300, y1 = -1e300;
        for (const P p : ring) x0 = std::min(x0, p.x), x1 = std::max(x1, p.x), y0 = std::min(y0, p.y), y1 = std::max(y1, p.y);
        for (double x = x0; x < x1 + grid_m; x += grid_m)
            for (double y = y0; y < y1 + grid_m; y += grid_m) buildings_[key({std::min(x, x1), std::min(y, y1)})].push_back(&ring);
    };
    for (const House& h : town.houses) building(h.ring);
    for (const Site& s : town.sites)
        if (s.levels > 0) building(s.ring);
    for (std::size_t i = 1; i < town.river_axis.size(); ++i) river_[key(town.river_axis[i])].push_back(i);
}

double Survey::to_street(P p, double reach) const {
    double best = reach;
    around(streets_, p, reach, [&](const Stretch& s) { best = std::min(best, distance_to_segment(p, s.a, s.b) - s.half); });
    return best;
}

bool Survey::in_building(P p, double margin_m) const {
    bool in = false;
    around(buildings_, p, 1, [&](const std::vector<P>* ring) {
        if (in) return;
        in = inside(*ring, p);
        for (std::size_t i = 0; !in && margin_m > 0 && i < ring->size(); ++i)
            in = distance_to_segment(p, (*ring)[i], (*ring)[(i + 1) % ring->size()]) < margin_m;
    });
    return in;
}

bool Survey::in_water(P p, double margin_m) const {
    bool in = false;
    around(river_, p, 90, [&](std::size_t i) {
        if (distance_to_segment(p, town_.river_axis[i - 1], town_.river_axis[i]) < std::max(town_.river_half_width_m[i - 1], town_.river_half_width_m[i]) + margin_m) in = true;
    });
    return in;
}

int Survey::quartier_at(P p) const {
    for (std::size_t q = 0; q < town_.quartiers.size(); ++q)
        for (const auto& ring : town_.quartiers[q].rings)
            if (inside(ring, p)) return static_cast<int>(q);
    return -1;
}

int Survey::nearest_quartier(P p) const {
    if (const int q = quartier_at(p); q >= 0) return q;
    int best = 0;
    double best_d = 1e300;
    for (std::size_t q = 0; q < town_.quartiers.size(); ++q)
        for (const auto& ring : town_.quartiers[q].rings)
            for (const P v : ring)
                if (const double d = distance(v, p); d < best_d) best_d = d, best = static_cast<int>(q);
    return best;
}

bool Survey::free(P p, double off_street_m, double off_building_m, double apart_m) const {
    if (to_street(p, off_street_m + 1) < off_street_m || in_building(p, off_building_m) || in_water(p, 1.5)) return false;
    bool alone = true;
    around(standing_, p, apart_m, [&](P q) { alone = alone && distance(p, q) >= apart_m; });
    return alone;
}

void Survey::put(P p) { standing_[key(p)].push_back(p); }

} // namespace vigie::gis::demo
