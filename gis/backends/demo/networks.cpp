// Water and sewers under the streets. Water comes from two reservoirs on the northern heights; sewers fall to the plant
// below the town, lifted where the land does not.
#include <algorithm>

#include "gis/backends/demo/inventory.hpp"

namespace vigie::gis::demo {

namespace {

// The axis moved aside; the same number of vertices, so that crossings stay close.
std::vector<P> aside(const std::vector<P>& axis, double off) {
    std::vector<P> out;
    for (std::size_t i = 0; i < axis.size(); ++i) {
        const P way = unit(axis[std::min(i + 1, axis.size() - 1)] - axis[i > 0 ? i - 1 : 0]);
        out.push_back(axis[i] + left_of(way) * off);
    }
    return out;
}

bool piped(const Inventory& in, const Street& s) {
    if (s.parts.empty() || s.klass == StreetClass::chemin || s.fabric == Fabric::field) return false;
    return in.survey.quartier_at(along(s.parts.front(), length(s.parts.front()) / 2)) >= 0 || s.on_bridge;
}

void mains(Inventory& in, Rng& rng) {
    for (const Street& s : in.town.streets) {
        if (!piped(in, s)) continue;
        const bool main = s.klass == StreetClass::boulevard || s.klass == StreetClass::avenue;
        const int year = s.fabric == Fabric::old_centre ? rng.whole(1932, 1988) : s.fabric == Fabric::estate ? rng.whole(1966, 2012) : rng.whole(1951, 2006);
        std::vector<std::vector<P>> water, sewer;
        for (const auto& part : s.parts) water.push_back(aside(part, 1.5)), sewer.push_back(aside(part, -1.2));
        in.line("conduite_eau", water, in.code("AEP", 4), {},
                {{"diametre_mm", main ? "200" : rng.chance(0.5) ? "100" : "125"}, {"materiau", year < 1970 ? "fonte grise" : year < 1990 ? "PVC" : "fonte ductile"}, {"pose", std::to_string(year)}, {"street", s.name}});
        if (!s.on_bridge)
            in.line("collecteur", sewer, in.code("EU", 4), {},
                    {{"diametre_mm", main ? "400" : "200"}, {"materiau", year < 1975 ? "grès" : "PVC"}, {"type", s.fabric == Fabric::old_centre ? "unitaire" : "eaux usées"}, {"pose", std::to_string(year + 2)}, {"street", s.name}});
        for (const auto& part : s.parts) {
            if (length(part) < 25 || s.turning_circle) continue;
            P way;
            const P at = along(part, 8.5, &way) + left_of(way) * 1.5;
            in.point("vanne", at, in.code("VN", 4), {}, {{"position", rng.chance(0.97) ? "ouverte" : "fermée"}, {"diametre_mm", main ? "200" : "100"}, {"street", s.name}});
        }
    }
}

void gullies_and_manholes(Inventory& in, Rng& rng) {
    for (const Street& s : in.town.streets) {
        if (!piped(in, s) || s.on_bridge) continue;
        for (const auto& part : s.parts) {
            const double span = length(part);
            for (double m = 20; m < span; m += 75) {
                P way;
                const P axis = along(part, m, &way);
                in.point("regard", axis - left_of(way) * 1.2, in.code("RG", 4), {}, {{"profondeur_m", decimal(rng.range(1.1, 3.4), 1)}});
                if (rng.chance(0.6)) in.point("avaloir", axis + left_of(way) * (drawn_half_width_m(s.klass) - 0.4), in.code("AV", 4), {}, {{"street", s.name}});
            }
        }
    }
}

void hydrants(Inventory& in, Rng& rng) {
    std::vector<P> placed;
    for (const Street& s : in.town.streets) {
        if (!piped(in, s) || s.on_bridge) continue;
        for (const auto& part : s.parts)
            for (double m = 14; m < length(part) - 10; m += 40) {
                P way;
                const P axis = along(part, m, &way);
                if (std::any_of(placed.begin(), placed.end(), [&](P p) { return distance(p, axis) < 185; })) continue;
                const P at = axis + left_of(way) * (drawn_half_width_m(s.klass) + 0.8);
                if (!in.survey.free(at, 0.5, 0.1, 1.5)) continue;
                in.survey.put(at);
                placed.push_back(axis);
                in.point("hydrant", at, in.code("PEI", 3), {},
                         {{"type", "PI 100"}, {"debit_m3h", std::to_string(rng.whole(52, 118))}, {"pression_bar", decimal(rng.range(2.6, 5.8), 1)}, {"controle", std::to_string(rng.whole(2023, 2026))}, {"street", s.name}});
            }
    }
}

struct Plant { const char* kind; const char* code; P paper; const char* name; };
constexpr Plant plants[] = {
    {"reservoir", "RES-1", {-560, 1420}, "Réservoir des Capitelles"}, {"reservoir", "RES-2", {250, 1490}, "Réservoir des Hauts-de-Valmont"},
    {"surpresseur", "SUR-1", {-720, 940}, "Surpresseur des Perdigals"},
    {"poste_relevage", "PR-1", {660, 470}, "Poste des Berges"}, {"poste_relevage", "PR-2", {300, -215}, "Poste des Tanneurs"},
    {"poste_relevage", "PR-3", {-60, -445}, "Poste des Lavandières"}, {"poste_relevage", "PR-4", {-560, -690}, "Poste du Halage"},
    {"poste_relevage", "PR-5", {405, -395}, "Poste du Bac"}, {"poste_relevage", "PR-6", {-330, -815}, "Poste des Jardins"},
    {"deversoir", "DO-1", {210, -330}, "Déversoir du Pont-Vieux"}, {"deversoir", "DO-2", {-420, -650}, "Déversoir de l’Europe"},
};

void plants_of_the_network(Inventory& in) {
    for (const Plant& p : plants) {
        P at = in.relief.ground(p.paper);
        for (int k = 0; k < 60 && !in.survey.free(at, 1, 1, 2); ++k)
            at = in.relief.ground(p.paper) + P{cos_turns(k / 12.0), sin_turns(k / 12.0)} * (2.0 + k * 0.7);
        in.survey.put(at);
        in.point(p.kind, at, p.code, p.name, {{"altitude_m", decimal(in.relief.height_m(at), 1)}});
    }
    // The supply mains from the reservoirs down to the town.
    const auto down = [&](P from, P to, const char* code) {
        in.line("conduite_eau", {in.relief.ground_line({from, to}, 30)}, code, "Adduction", {{"diametre_mm", "300"}, {"materiau", "fonte ductile"}, {"pose", "1987"}});
    };
    down({-560, 1420}, {-430, 1150}, "ADD-1");
    down({250, 1490}, {80, 1240}, "ADD-2");
    for (std::size_t q = 0; q < in.town.quartiers.size(); ++q) {
        const auto& rings = in.town.quartiers[q].rings;
        if (rings.empty()) continue;
        P at = centroid(rings.front());
        for (int k = 0; k < 200 && !in.survey.free(at, 0.6, 0.4, 1); ++k)
            at = centroid(rings.front()) + P{cos_turns(k / 14.0), sin_turns(k / 14.0)} * (1.0 + k * 0.8);
        in.survey.put(at);
        in.point("compteur_secteur", at, in.code("SECT", 2), "Secteur " + in.town.quartiers[q].name, {{"diametre_mm", "150"}});
    }
}

} // namespace

void write_networks(Inventory& in, Rng rng) {
    mains(in, rng);
    hydrants(in, rng);
    plants_of_the_network(in);
    gullies_and_manholes(in, rng);
}

} // namespace vigie::gis::demo
