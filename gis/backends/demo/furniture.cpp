// Bins, containers, benches, signs and the other small things of the street.
#include <algorithm>
#include <string_view>

#include "gis/backends/demo/inventory.hpp"

namespace vigie::gis::demo {

namespace {

class Furnisher {
public:
    Furnisher(Inventory& in, Rng rng) : in_(in), rng_(rng) {}

    void streets() {
        for (std::size_t s = 0; s < in_.town.streets.size(); ++s) {
            const Street& street = in_.town.streets[s];
            if (street.fabric == Fabric::field || street.parts.empty()) continue;
            const bool busy = street.klass == StreetClass::boulevard || street.klass == StreetClass::avenue;
            if (busy) every(street, 150, [&](P at) { in_.point("corbeille", at, in_.code("CO", 3), {}, {{"volume_l", "60"}, {"street", street.name}}); });
            else if (street.fabric == Fabric::old_centre) every(street, 95, [&](P at) { in_.point("corbeille", at, in_.code("CO", 3), {}, {{"volume_l", "60"}, {"street", street.name}}); });
            if (street.fabric == Fabric::old_centre)
                every(street, 120, [&](P at) { in_.point(rng_.chance(0.6) ? "bac_om" : "bac_tri", at, in_.code("BAC", 4), {}, {{"volume_l", "660"}, {"street", street.name}}); });
            if (street.fabric == Fabric::flats || street.fabric == Fabric::estate)
                every(street, 420, [&](P at) { in_.point(rng_.chance(0.5) ? "bac_om" : "bac_bio", at, in_.code("BAC", 4), {}, {{"volume_l", "340"}, {"street", street.name}}); });
            junction_signs(street);
        }
    }

    // Recycling points: three containers side by side, near the middle of a street every few hundred metres.
    void containers() {
        std::vector<P> points;
        for (const Street& street : in_.town.streets) {
            if (street.fabric == Fabric::field || street.klass == StreetClass::ruelle || street.klass == StreetClass::chemin || street.parts.empty()) continue;
            const auto& part = street.parts.front();
            P way;
            const P axis = along(part, length(part) * 0.3, &way);
            if (in_.survey.quartier_at(axis) < 0) continue;
            if (std::any_of(points.begin(), points.end(), [&](P p) { return distance(p, axis) < 230; })) continue;
            const double off = drawn_half_width_m(street.klass) + 1.7;
            const char* what[] = {"verre", "emballages", "papier"};
            int placed = 0;
            for (int i = 0; i < 3; ++i) {
                const P at = axis + way * (i * 2.4) + left_of(way) * off;
                if (!in_.survey.free(at, 0.5, 0.3, 1.2)) continue;
                in_.survey.put(at);
                in_.point("colonne", at, in_.code("PAV", 3), {}, {{"flux", what[i]}, {"type", rng_.chance(0.25) ? "enterrée" : "aérienne"}, {"volume_m3", i == 0 ? "3" : "4"}, {"street", street.name}});
                ++placed;
            }
            if (placed > 0) points.push_back(axis);
        }
    }

    void grounds() {
        for (const Site& site : in_.town.sites) {
            if (site.kind == "parc" || site.kind == "place") {
                const int benches = site.name == "Parc des Berges" ? 16 : 9;
                ring(site, benches, 4.5, [&](P at) { in_.point("banc", at, in_.code("BAN", 3)); });
                ring(site, site.kind == "place" ? 4 : 5, 6.0, [&](P at) { in_.point("corbeille", at, in_.code("CO", 3), {}, {{"volume_l", "80"}}); });
                ring(site, 1, 9.0, [&](P at) { in_.point("canisette", at, in_.code("CAN", 2)); });
            }
            if (site.kind == "place") ring(site, 3, 2.2, [&](P at) { in_.point("borne", at, in_.code("BOR", 3), {}, {{"type", "escamotable"}}); });
            if (site.kind == "parc" && area(site.ring) > 3000) ring(site, 1, 12, [&](P at) { in_.point("arrosage", at, in_.code("ARR", 2), "Programmateur " + site.name); });
            if (site.type == "place") ring(site, 1, 11, [&](P at) { in_.point("fontaine", at, in_.code("FON", 2), "Fontaine"); });
            if (site.kind == "batiment_communal" || site.kind == "ecole" || site.kind == "ehpad") beside(site);
        }
        composters();
        for (const char* kind : {"point_noir", "zone_tag"}) scattered(kind, 9, kind[0] == 'p' ? "PN" : "TAG");
    }

private:
    template <class Put>
    void every(const Street& street, double metres, Put&& put) {
        for (const auto& part : street.parts) {
            const double span = length(part);
            for (double m = metres * rng_.range(0.3, 0.7); m < span - 6; m += metres) {
                P way;
                const P axis = along(part, m, &way);
                if (in_.survey.quartier_at(axis) < 0) continue;
                const double side = rng_.chance(0.5) ? 1 : -1;
                const P at = axis + left_of(way) * (side * (drawn_half_width_m(street.klass) + 0.75));
                if (!in_.survey.free(at, 0.4, 0.05, 1.5)) continue;
                in_.survey.put(at);
                put(at);
            }
        }
    }

    template <class Put>
    void ring(const Site& site, int count, double in_m, Put&& put) {
        std::vector<P> closed = site.ring;
        closed.push_back(closed.front());
        const double span = length(closed);
        const P middle = centroid(site.ring);
        for (int i = 0; i < count; ++i) {
            const P edge = along(closed, span * (i + rng_.range(0.2, 0.8)) / count);
            for (double more = 0; more < 12; more += 2) {
                const P at = edge + unit(middle - edge) * (in_m + more);
                if (!inside(site.ring, at) || !in_.survey.free(at, 0.5, 0.5, 1.5)) continue;
                in_.survey.put(at);
                put(at);
                break;
            }
        }
    }

    // What hangs at the door of a public building.
    void beside(const Site& site) {
        const bool ground_floor = site.type == "mairie" || site.type == "gymnase" || site.type == "salle des fêtes" || site.type == "piscine" || site.kind == "ehpad" || site.type == "école élémentaire" || site.type == "médiathèque" || site.type == "CTM";
        const P at = site.door;
        if (ground_floor) in_.point("defibrillateur", at, in_.code("DAE", 2), "Défibrillateur, " + site.name);
        if (site.type == "sanitaires" || site.name == "Halle du marché") in_.point("sanitaire_public", at + P{1, 1}, in_.code("WC", 2), "Toilettes, " + site.name);
        if (site.type == "police") in_.point("poste_police", at, "PM-1", site.name);
        if (site.kind == "ecole") in_.point("point_ecole", at + P{-1.5, 0.5}, in_.code("PE", 2), "Point école, " + site.name);
    }

    void composters() {
        for (const Site& site : in_.town.sites)
            if (site.kind == "parc" && site.name != "Parc des Berges") ring(site, 1, 15, [&](P at) { in_.point("composteur", at, in_.code("COMP", 2), "Composteur " + site.name); });
    }

    void scattered(const char* kind, int count, const char* prefix) {
        for (int i = 0, tries = 0; i < count && tries < 400; ++tries) {
            const Street& street = in_.town.streets[rng_.below(in_.town.streets.size())];
            if (street.parts.empty() || street.fabric == Fabric::field) continue;
            P way;
            const P axis = along(street.parts.front(), length(street.parts.front()) * rng_.unit(), &way);
            const P at = axis + left_of(way) * (drawn_half_width_m(street.klass) + 1.1);
            if (in_.survey.quartier_at(at) < 0 || !in_.survey.free(at, 0.4, 0.2, 2)) continue;
            in_.point(kind, at, in_.code(prefix, 2), street.name);
            ++i;
        }
    }

    // A stop or give-way where a street runs into a bigger one, lights where two big ones cross.
    void junction_signs(const Street& street) {
        if (street.klass == StreetClass::chemin) return;
        for (const auto& part : street.parts) {
            if (part.size() < 3 || length(part) < 30) continue;
            for (const bool tail : {false, true}) {
                P way;
                const double back = 11 + (street.klass == StreetClass::rue ? 0 : 4);
                const P axis = along(part, tail ? length(part) - back : back, &way);
                if (!tail) way = way * -1.0;
                if (in_.survey.quartier_at(axis) < 0 || rng_.chance(0.42)) continue;
                const P at = axis - left_of(way) * (drawn_half_width_m(street.klass) + 0.6);
                if (!in_.survey.free(at, 0.3, 0.05, 1.0)) continue;
                in_.survey.put(at);
                const bool main = street.klass == StreetClass::boulevard || street.klass == StreetClass::avenue;
                if (main && rng_.chance(0.5)) in_.point("feu_tricolore", at, in_.code("FT", 2), {}, {{"street", street.name}});
                else in_.point("panneau", at, in_.code("PAN", 4), {}, {{"type", rng_.chance(0.45) ? "AB4 stop" : rng_.chance(0.6) ? "AB3a cédez le passage" : "B14 vitesse"}, {"annee", std::to_string(rng_.whole(1996, 2025))}, {"street", street.name}});
            }
        }
    }

    Inventory& in_;
    Rng rng_;
};

} // namespace

void write_furniture(Inventory& in, Rng rng) {
    Furnisher furnisher(in, rng);
    furnisher.containers();
    furnisher.streets();
    furnisher.grounds();
}

} // namespace vigie::gis::demo
