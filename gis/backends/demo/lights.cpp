// Street lights beside the carriageway, closer along the boulevards, on walls in the old town; each fed by a cabinet of its
// neighbourhood.
#include <algorithm>
#include <span>

#include "gis/backends/demo/inventory.hpp"

namespace vigie::gis::demo {

namespace {

struct Light {
    P at;
    int street = -1;
    int cabinet = -1;
    double height_m = 6;
};

struct Spacing { double every_m, off_m, height_m; bool both_sides; };

Spacing spacing_of(const Street& s) {
    switch (s.klass) {
    case StreetClass::boulevard: return {40, 1.4, 9, true};
    case StreetClass::avenue: return {44, 1.2, 9, true};
    case StreetClass::rue: return {s.fabric == Fabric::works ? 58.0 : 46.0, 0.7, 7, false};
    case StreetClass::ruelle: return {33, 0.5, 4.5, false};
    case StreetClass::chemin: return {42, 1.2, 4, false};
    }
    return {40, 1, 6, false};
}

std::vector<Light> lights_along(Inventory& in) {
    std::vector<Light> lights;
    for (std::size_t s = 0; s < in.town.streets.size(); ++s) {
        const Street& street = in.town.streets[s];
        if (street.fabric == Fabric::field || (street.klass == StreetClass::chemin && street.fabric != Fabric::valley && !street.on_bridge)) continue;
        const Spacing plan = spacing_of(street);
        for (const auto& part : street.parts) {
            const double span = length(part);
            int side = s % 2 == 0 ? 1 : -1;
            for (double m = plan.every_m * 0.4; m < span - 5; m += plan.every_m * (plan.both_sides ? 0.5 : 1)) {
                P way;
                const P axis = along(part, m, &way);
                if (in.survey.quartier_at(axis) < 0) continue;
                if (plan.both_sides) side = -side;
                const P at = axis + left_of(way) * (side * (drawn_half_width_m(street.klass) + plan.off_m));
                if (!in.survey.free(at, 0.35, 0.05, 9)) continue;
                in.survey.put(at);
                lights.push_back({at, static_cast<int>(s), -1, plan.height_m});
            }
        }
    }
    return lights;
}

// Halves the neighbourhood until a cabinet can feed it.
void feed(std::span<Light*> group, int& cabinets, std::vector<P>& at) {
    constexpr std::size_t most_lights = 64;
    if (group.size() <= most_lights) {
        P centre;
        for (const Light* l : group) centre = centre + l->at * (1.0 / static_cast<double>(group.size()));
        const Light* nearest = group.front();
        for (Light* l : group) {
            l->cabinet = cabinets;
            if (distance(l->at, centre) < distance(nearest->at, centre)) nearest = l;
        }
        at.push_back(nearest->at);
        ++cabinets;
        return;
    }
    double x0 = 1e300, x1 = -1e300, y0 = 1e300, y1 = -1e300;
    for (const Light* l : group) x0 = std::min(x0, l->at.x), x1 = std::max(x1, l->at.x), y0 = std::min(y0, l->at.y), y1 = std::max(y1, l->at.y);
    const bool across = x1 - x0 > y1 - y0;
    std::sort(group.begin(), group.end(), [&](const Light* a, const Light* b) {
        const double ka = across ? a->at.x : a->at.y, kb = across ? b->at.x : b->at.y;
        return ka != kb ? ka < kb : a < b;
    });
    feed(group.first(group.size() / 2), cabinets, at);
    feed(group.subspan(group.size() / 2), cabinets, at);
}

P beside(Inventory& in, P at) {
    for (double r = 1.5; r < 12; r += 0.75)
        for (int i = 0; i < 12; ++i) {
            const P p = at + P{cos_turns(i / 12.0), sin_turns(i / 12.0)} * r;
            if (in.survey.free(p, 0.4, 0.3, 1.0)) return p;
        }
    return at + P{0.8, 0.8};
}

std::string two_digits(int n) { return n < 10 ? "0" + std::to_string(n) : std::to_string(n); }

} // namespace

void write_lights(Inventory& in, Rng rng) {
    std::vector<Light> lights = lights_along(in);
    std::vector<Light*> all;
    for (Light& l : lights) all.push_back(&l);
    int cabinets = 0;
    std::vector<P> cabinet_at;
    if (!all.empty()) feed(all, cabinets, cabinet_at);
    for (int c = 0; c < cabinets; ++c) {
        const P at = beside(in, cabinet_at[static_cast<std::size_t>(c)]);
        in.survey.put(at);
        const std::string code = "ARM-" + two_digits(c + 1);
        in.point("armoire", at, code, "Armoire " + std::to_string(c + 1), {{"quartier", in.quartier(at)}, {"puissance_kva", std::to_string(rng.whole(1, 3) * 6)}});
    }
    for (const Light& l : lights) {
        const bool led = rng.chance(0.72);
        in.point("candelabre", l.at, in.code("EP", 4), {},
                 {{"armoire", "ARM-" + two_digits(l.cabinet + 1)}, {"source", led ? "LED" : "SHP"}, {"puissance_w", std::to_string(led ? rng.whole(2, 6) * 10 : rng.whole(0, 2) * 50 + 70)},
                  {"temperature_k", led ? (rng.chance(0.6) ? "3000" : "2700") : "2000"}, {"hauteur_m", decimal(l.height_m, 1)},
                  {"support", l.height_m < 5 ? "console" : "mât"}, {"street", in.street_name(l.street)}, {"annee", std::to_string(led ? rng.whole(2014, 2025) : rng.whole(1984, 2008))}});
    }
}

} // namespace vigie::gis::demo
