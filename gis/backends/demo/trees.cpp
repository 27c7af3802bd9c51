// Trees: plane trees in double rows along the boulevards, alignments on avenues and some streets, parks, squares,
// the cypresses of the cemetery and the riverside woods.
#include <algorithm>
#include <string_view>

#include "gis/backends/demo/inventory.hpp"

namespace vigie::gis::demo {

namespace {

struct Species { const char* latin; const char* french; };
constexpr Species plane{"Platanus × hispanica", "platane"}, lime{"Tilia cordata", "tilleul à petites feuilles"}, hackberry{"Celtis australis", "micocoulier"},
    cypress{"Cupressus sempervirens", "cyprès de Provence"}, judas{"Cercis siliquastrum", "arbre de Judée"}, ash{"Fraxinus angustifolia", "frêne oxyphylle"},
    poplar{"Populus alba", "peuplier blanc"}, alder{"Alnus glutinosa", "aulne glutineux"}, willow{"Salix alba", "saule blanc"}, olive{"Olea europaea", "olivier"},
    pine{"Pinus halepensis", "pin d’Alep"}, holm{"Quercus ilex", "chêne vert"}, cedar{"Cedrus atlantica", "cèdre de l’Atlas"}, maple{"Acer monspessulanum", "érable de Montpellier"},
    mulberry{"Morus platanifolia", "mûrier-platane"}, lagerstroemia{"Lagerstroemia indica", "lilas des Indes"}, pear{"Pyrus calleryana", "poirier de Chine"};
constexpr Species park_mix[] = {plane, lime, hackberry, judas, holm, cedar, maple, pine, olive, mulberry};
constexpr Species street_mix[] = {lime, hackberry, mulberry, lagerstroemia, pear, judas};
constexpr Species river_mix[] = {poplar, alder, willow, ash, poplar, ash};

class Planter {
public:
    Planter(Inventory& in, Rng rng) : in_(in), rng_(rng) {}

    void streets() {
        for (std::size_t s = 0; s < in_.town.streets.size(); ++s) {
            const Street& street = in_.town.streets[s];
            if (street.fabric == Fabric::field || street.on_bridge) continue;
            const bool quay = std::string_view(street.name).starts_with("quai");
            const Species kind = street_mix[rng_.below(std::size(street_mix))];
            if (street.klass == StreetClass::boulevard) row(street, plane, 10, 2.6, true);
            else if (street.klass == StreetClass::avenue) row(street, rng_.chance(0.5) ? plane : lime, 13, 1.5, true);
            else if (quay) row(street, plane, 11, 1.6, true);
            else if (street.klass == StreetClass::rue && street.fabric != Fabric::old_centre && rng_.chance(0.17)) row(street, kind, 12, 0.75, rng_.chance(0.4));
        }
    }

    void grounds() {
        for (const Site& site : in_.town.sites) {
            if (site.kind == "parc") scatter(site, site.name == "Parc des Berges" ? 640 : 130, 6.5, "parc");
            else if (site.kind == "place") edge(site, plane, 8.5, 3.2);
            else if (site.kind == "cimetiere") scatter(site, 420, 8, "cimetière");
            else if (site.kind == "cour_ecole") scatter(site, 260, 8, "école");
            else if (site.kind == "parking") edge(site, hackberry, 14, 2.5);
            else if (site.kind == "pelouse") edge(site, maple, 13, 2.2);
        }
    }

    void river() {
        const auto& axis = in_.town.river_axis;
        for (std::size_t i = 1; i < axis.size(); ++i) {
            const P way = unit(axis[i] - axis[i - 1]);
            const double step = distance(axis[i - 1], axis[i]);
            for (double m = 0; m < step; m += 8.5)
                for (const double side : {-1.0, 1.0}) {
                    if (rng_.chance(0.3)) continue;
                    const P at = mix(axis[i - 1], axis[i], m / step) + left_of(way) * (side * (in_.town.river_half_width_m[i] + rng_.range(3, 13)));
                    if (length(at) < 1500) plant(at, river_mix[rng_.below(std::size(river_mix))], "berge", 1.5, 5);
                }
        }
    }

private:
    bool plant(P at, const Species& species, const char* situation, double off_street, double apart) {
        if (!in_.survey.free(at, off_street, 1.2, apart) || in_.survey.in_water(at, 2)) return false;
        in_.survey.put(at);
        const int planted = rng_.whole(1900, 2022);
        const int age = 2026 - planted;
        in_.point("arbre", at, in_.code("ARB", 5), {},
                  {{"espece", species.latin}, {"nom", species.french}, {"hauteur_m", std::to_string(std::min(26, 3 + age / 4 + rng_.whole(0, 3)))},
                   {"diametre_cm", std::to_string(std::min(140, 8 + age + rng_.whole(0, 6)))}, {"plantation", std::to_string(planted)}, {"situation", situation},
                   {"risque", rng_.chance(0.93) ? "faible" : rng_.chance(0.8) ? "à surveiller" : "élevé"}});
        return true;
    }

    void row(const Street& street, const Species& species, double every_m, double off_m, bool both) {
        for (const auto& part : street.parts) {
            const double span = length(part);
            for (double m = 9; m < span - 8; m += every_m) {
                P way;
                const P axis = along(part, m, &way);
                if (in_.survey.quartier_at(axis) < 0) continue;
                const double off = drawn_half_width_m(street.klass) + off_m;
                plant(axis + left_of(way) * off, species, "alignement", off_m * 0.85, 3.5);
                if (both) plant(axis - left_of(way) * off, species, "alignement", off_m * 0.85, 3.5);
            }
        }
    }

    void edge(const Site& site, const Species& species, double every_m, double in_m) {
        const P middle = centroid(site.ring);
        std::vector<P> closed = site.ring;
        closed.push_back(closed.front());
        const double span = length(closed);
        for (double m = every_m / 2; m < span; m += every_m) {
            const P at = along(closed, m);
            plant(at + unit(middle - at) * in_m, species, site.kind.c_str(), 0.6, 5.5);
        }
    }

    void scatter(const Site& site, double m2_each, double apart, const char* situation) {
        const double size = area(site.ring);
        double x0 = 1e300, x1 = -1e300, y0 = 1e300, y1 = -1e300;
        for (const P p : site.ring) x0 = std::min(x0, p.x), x1 = std::max(x1, p.x), y0 = std::min(y0, p.y), y1 = std::max(y1, p.y);
        const int wanted = static_cast<int>(size / m2_each);
        int left = wanted * 6, done = 0;
        // Groves rather than an even sprinkle.
        P grove{rng_.range(x0, x1), rng_.range(y0, y1)};
        Species kind = park_mix[rng_.below(std::size(park_mix))];
        while (done < wanted && left-- > 0) {
            if (rng_.chance(0.14)) {
                grove = {rng_.range(x0, x1), rng_.range(y0, y1)};
                kind = situation[0] == 'c' ? cypress : park_mix[rng_.below(std::size(park_mix))];
            }
            const P at = grove + P{rng_.bell() * 17, rng_.bell() * 17};
            if (inside(site.ring, at) && plant(at, kind, situation, 2.0, apart)) ++done;
        }
    }

    Inventory& in_;
    Rng rng_;
};

} // namespace

void write_trees(Inventory& in, Rng rng) {
    Planter planter(in, rng);
    planter.streets();
    planter.grounds();
    planter.river();
}

} // namespace vigie::gis::demo
