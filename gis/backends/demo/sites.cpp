// The places that make it a commune: squares with church and town hall, schools, care homes, parks, sports, cemetery, works
// of the town, treatment plant, and what the countryside is used for. Each takes the cell nearest to where it belongs.
#include <algorithm>
#include <string_view>

#include "gis/backends/demo/town.hpp"

namespace vigie::gis::demo {

namespace {

enum class Plan : std::uint8_t { church_square, town_hall, market, school, care_home, public_hall, park, stadium, cemetery, workshop, recycling, station_square, treatment, superstore };

struct Wish {
    P near;
    Fabric fabric;
    double least_m2, most_m2;
    Plan plan;
    const char* name;
    const char* type;
};

constexpr Wish wishes[] = {
    {{-35, 25}, Fabric::old_centre, 1800, 5500, Plan::church_square, "Place de l’Église", "église Saint-Nazaire"},
    {{50, -40}, Fabric::old_centre, 2000, 5500, Plan::town_hall, "Place de l’Hôtel-de-Ville", "mairie"},
    {{-120, -60}, Fabric::old_centre, 1700, 5000, Plan::market, "Place du Marché", "halle"},
    {{-300, 430}, Fabric::faubourg, 5000, 14000, Plan::school, "École Jules-Verne", "école élémentaire"},
    {{400, 260}, Fabric::faubourg, 4500, 14000, Plan::school, "École Marie-Curie", "école élémentaire"},
    {{-430, -430}, Fabric::faubourg, 4500, 14000, Plan::school, "École Jean-Moulin", "école élémentaire"},
    {{260, 880}, Fabric::estate, 6000, 26000, Plan::school, "École des Aubes", "école élémentaire"},
    {{600, -460}, Fabric::faubourg, 4500, 14000, Plan::school, "École Saint-Michel", "école élémentaire"},
    {{-820, 60}, Fabric::grid, 3500, 11000, Plan::school, "École maternelle Les Cigales", "école maternelle"},
    {{-120, 900}, Fabric::flats, 7000, 40000, Plan::school, "Collège Paul-Riquet", "collège"},
    {{280, 560}, Fabric::faubourg, 5000, 14000, Plan::care_home, "EHPAD Les Platanes", "EHPAD"},
    {{360, -830}, Fabric::estate, 6000, 26000, Plan::care_home, "EHPAD Les Oliviers", "EHPAD"},
    {{-250, 330}, Fabric::faubourg, 3500, 14000, Plan::park, "Jardin public", "jardin"},
    {{-560, -60}, Fabric::grid, 3500, 11000, Plan::park, "Square Gambetta", "square"},
    {{930, 120}, Fabric::faubourg, 4000, 14000, Plan::park, "Square des Cigales", "square"},
    {{-680, 650}, Fabric::estate, 6000, 30000, Plan::park, "Parc des Perdigals", "parc"},
    {{-250, 960}, Fabric::flats, 6000, 40000, Plan::park, "Parc Saint-Lazare", "parc"},
    {{660, 900}, Fabric::estate, 5000, 30000, Plan::park, "Square des Hauts-de-Valmont", "square"},
    {{-30, -350}, Fabric::faubourg, 3000, 14000, Plan::public_hall, "Médiathèque Joë-Bousquet", "médiathèque"},
    {{250, 430}, Fabric::faubourg, 3500, 14000, Plan::public_hall, "Salle des fêtes", "salle des fêtes"},
    {{-600, 480}, Fabric::estate, 5000, 30000, Plan::public_hall, "Gymnase des Perdigals", "gymnase"},
    {{560, 560}, Fabric::faubourg, 4000, 14000, Plan::public_hall, "Piscine des Berges", "piscine"},
    {{-560, -420}, Fabric::faubourg, 4000, 14000, Plan::public_hall, "Centre de secours", "caserne"},
    {{-40, -1000}, Fabric::estate, 8000, 40000, Plan::stadium, "Stade des Jardins", "stade"},
    {{-700, 880}, Fabric::estate, 9000, 40000, Plan::cemetery, "Cimetière Saint-Lazare", "cimetière"},
    {{-1250, 520}, Fabric::works, 12000, 60000, Plan::workshop, "Centre technique municipal", "CTM"},
    {{-1420, 180}, Fabric::works, 12000, 60000, Plan::recycling, "Déchèterie des Artisans", "déchèterie"},
    {{-1250, -150}, Fabric::works, 14000, 60000, Plan::superstore, "Centre commercial des Artisans", "commerce"},
    {{-940, 40}, Fabric::grid, 2500, 11000, Plan::station_square, "Place de la Gare", "parvis"},
    {{-1340, -640}, Fabric::field, 30000, 900000, Plan::treatment, "Station d’épuration", "station d’épuration"},
};

class Settler {
public:
    Settler(Town& town, const Relief& relief, Rng rng) : town_(town), relief_(relief), rng_(rng) {}

    void run() {
        for (const Wish& wish : wishes)
            if (Cell* cell = nearest(wish)) settle(wish, *cell);
        station();
        river_banks();
        countryside();
        for (const Cell& cell : town_.cells) block(cell);
    }

private:
    Cell* nearest(const Wish& wish) {
        Cell* best = nullptr;
        double best_d = 1e300;
        for (Cell& cell : town_.cells) {
            if (cell.taken || cell.fabric != wish.fabric) continue;
            const double size = area(cell.ring.v);
            const double d = distance(centroid(cell.ring.v), wish.near) + (size < wish.least_m2 || size > wish.most_m2 ? 4000 : 0);
            const bool on_street = std::any_of(cell.ring.tag.begin(), cell.ring.tag.end(), [](int t) { return t >= 0; });
            if (on_street && d < best_d) best_d = d, best = &cell;
        }
        return best;
    }

    // What a site's building needs to know about its ground.
    struct Ground {
        Ring ring;
        std::size_t front = 0;
        P u{}, n{}, a{};
        double span = 0, deep = 0;
        int street = -1, quartier = -1;
    };

    Ground ground(const Cell& cell) const {
        Ground g{.ring = block_of(town_, cell), .quartier = cell.quartier};
        double longest = -1;
        for (std::size_t i = 0; i < g.ring.size(); ++i)
            if (g.ring.tag[i] >= 0 && g.ring.edge_length(i) > longest) longest = g.ring.edge_length(i), g.front = i;
        g.u = unit(g.ring.edge(g.front));
        g.n = left_of(g.u);
        g.a = g.ring.v[g.front];
        g.span = g.ring.edge_length(g.front);
        for (const P p : g.ring.v) g.deep = std::max(g.deep, dot(p - g.a, g.n));
        g.street = town_.lines[static_cast<std::size_t>(g.ring.tag[g.front])].street;
        return g;
    }

    Site& add(const Ground& g, std::string kind, std::string type, std::string name, std::vector<P> ring, int levels = 1, int year = 1960) {
        const P door = relief_.ground(mix(g.a, g.a + g.u * g.span, 0.5) + g.n * 1.5);
        town_.sites.push_back({std::move(kind), std::move(type), std::move(name), std::move(ring), door, g.street, g.quartier, levels, year, true});
        return town_.sites.back();
    }

    [[nodiscard]] std::vector<P> bent(const Ring& ring) const { return relief_.ground_ring(ring.v, 12); }

    // The shape scaled down until it lies in the ring, a few metres off its limits; if it must become too small where it was
    // wanted, in the middle of the ring.
    std::vector<P> fit(const Ring& ring, P at, P u, const std::vector<P>& shape, double margin = 2) const {
        const P n = left_of(u);
        for (const P where : {at, centroid(ring.v)})
            for (double scale = 1; scale > (where == at ? 0.6 : 0.25); scale *= 0.92) {
                bool fits = true;
                for (const P p : shape)
                    for (std::size_t i = 0; fits && i < ring.size(); ++i)
                        fits = dot(where + u * (p.x * scale) + n * (p.y * scale) - ring.v[i], left_of(unit(ring.edge(i)))) >= margin;
                if (!fits) continue;
                std::vector<P> scaled = shape;
                for (P& p : scaled) p = p * scale;
                return relief_.place(where, u, scaled);
            }
        return {};
    }

    static std::vector<P> box(double w, double d) { return {{-w / 2, -d / 2}, {w / 2, -d / 2}, {w / 2, d / 2}, {-w / 2, d / 2}}; }

    void put(const Ground& g, const char* kind, const char* type, const char* name, std::vector<P> ring, int levels, int year) {
        if (ring.size() >= 3) add(g, kind, type, name, std::move(ring), levels, year);
    }

    void settle(const Wish& wish, Cell& cell) {
        Ground g = ground(cell);
        if (g.ring.size() < 3) return;
        cell.taken = true;
        const Frame f = frame_of(g.ring.v);
        switch (wish.plan) {
        case Plan::church_square: return church(g, f, wish);
        case Plan::town_hall: return town_hall(g, wish);
        case Plan::market:
            put(g, "place", "place", wish.name, bent(g.ring), 0, 0);
            put(g, "batiment_communal", wish.type, "Halle du marché", fit(g.ring, f.centre, f.u, box(f.along * 0.5, f.across * 0.42), 5), 1, 1884);
            return;
        case Plan::school: return school(g, f, wish);
        case Plan::care_home: return care_home(g, f, wish);
        case Plan::public_hall: return hall(g, f, wish);
        case Plan::park:
            put(g, "parc", wish.type, wish.name, bent(g.ring), 0, 0);
            put(g, "aire_jeux", "jeux", wish.name, fit(g.ring, f.centre + f.u * (f.along * 0.22), f.u, box(17, 13), 4), 0, 2014);
            return;
        case Plan::stadium: return stadium(g, f, wish);
        case Plan::cemetery: return put(g, "cimetiere", wish.type, wish.name, bent(g.ring), 0, 0);
        case Plan::workshop: return workshop(g, f, wish);
        case Plan::recycling:
            put(g, "parking", "quai", "Quai de la déchèterie", bent(inset(g.ring, [](int, std::size_t) { return 4.0; })), 0, 0);
            put(g, "decheterie", wish.type, wish.name, fit(g.ring, f.centre, f.u, {{-26, -9}, {26, -9}, {26, 9}, {8, 9}, {8, 3}, {-26, 3}}, 8), 1, 1998);
            return;
        case Plan::superstore:
            put(g, "parking", "parking", "Parking du centre commercial", bent(inset(g.ring, [](int, std::size_t) { return 3.0; })), 0, 0);
            put(g, "bati", "commerce", wish.name, fit(g.ring, f.centre + f.v * (f.across * 0.14), f.u, box(f.along * 0.66, f.across * 0.48), 8), 1, 1991);
            town_.sites.back().communal = false;
            return;
        case Plan::station_square:
            put(g, "place", "parvis", wish.name, bent(g.ring), 0, 0);
            return;
        case Plan::treatment: return treatment(g, wish);
        }
    }

    void church(const Ground& g, const Frame& f, const Wish& wish) {
        put(g, "place", "place", wish.name, bent(g.ring), 0, 0);
        const double k = std::min({1.0, f.along / 62, f.across / 34});
        // West front, nave, transept, three-sided apse, bell tower at the corner.
        std::vector<P> plan{{-21, -7}, {-21, -10}, {-14, -10}, {-14, -7}, {4, -7}, {4, -12}, {13, -12}, {13, -7}, {19, -6}, {23, -2.5},
                            {23, 2.5}, {19, 6}, {13, 7}, {13, 12}, {4, 12}, {4, 7}, {-21, 7}};
        for (P& p : plan) p = p * k;
        put(g, "batiment_communal", "église", "Église Saint-Nazaire", fit(g.ring, f.centre, f.u, plan, 4), 3, 1290);
    }

    void town_hall(const Ground& g, const Wish& wish) {
        put(g, "place", "place", wish.name, bent(g.ring), 0, 0);
        const P at = g.a + g.u * (g.span / 2) + g.n * (g.deep - 15);
        const double w = std::min(34.0, g.span * 0.62);
        put(g, "batiment_communal", "mairie", "Hôtel de ville",
            fit(g.ring, at, g.u, {{-w / 2, -7}, {-4, -7}, {-4, -9}, {4, -9}, {4, -7}, {w / 2, -7}, {w / 2, 7}, {-w / 2, 7}}, 2), 3, 1862);
    }

    void school(const Ground& g, const Frame& f, const Wish& wish) {
        const double w = std::min(f.along * 0.78, 74.0), d = std::min(f.across * 0.72, 52.0), t = 11;
        // A U around the yard, open to the sun.
        const P at = f.centre;
        put(g, "cour_ecole", "cour", wish.name, fit(g.ring, at, f.u, box(w - 2, d - 2), 3), 0, 0);
        put(g, "ecole", wish.type, wish.name,
            fit(g.ring, at, f.u, {{-w / 2, -d / 2}, {w / 2, -d / 2}, {w / 2, d * 0.32}, {w / 2 - t, d * 0.32}, {w / 2 - t, -d / 2 + t},
                                  {-w / 2 + t, -d / 2 + t}, {-w / 2 + t, d / 2}, {-w / 2, d / 2}}, 2.5), 2, rng_.whole(1905, 1988));
        if (std::string_view(wish.type) != "collège")
            put(g, "aire_jeux_ecole", "jeux", wish.name, fit(g.ring, at + f.v * (d * 0.2), f.u, box(12, 9), 4), 0, 2016);
    }

    void care_home(const Ground& g, const Frame& f, const Wish& wish) {
        put(g, "pelouse", "jardin", wish.name, bent(inset(g.ring, [](int, std::size_t) { return 3.0; })), 0, 0);
        const double w = std::min(f.along * 0.74, 78.0), d = std::min(f.across * 0.66, 50.0), t = 12.5;
        put(g, "ehpad", wish.type, wish.name,
            fit(g.ring, f.centre, f.u, {{-w / 2, -d / 2}, {-w / 2 + t, -d / 2}, {-w / 2 + t, -t / 2}, {w / 2 - t, -t / 2}, {w / 2 - t, -d / 2}, {w / 2, -d / 2},
                                        {w / 2, d / 2}, {w / 2 - t, d / 2}, {w / 2 - t, t / 2}, {-w / 2 + t, t / 2}, {-w / 2 + t, d / 2}, {-w / 2, d / 2}}, 5), 3, 1994);
    }

    void hall(const Ground& g, const Frame& f, const Wish& wish) {
        put(g, "parking", "parking", wish.name, bent(inset(g.ring, [](int, std::size_t) { return 2.0; })), 0, 0);
        const double w = std::min(f.along * 0.62, 52.0), d = std::min(f.across * 0.55, 32.0);
        put(g, "batiment_communal", wish.type, wish.name,
            fit(g.ring, f.centre, f.u, {{-w / 2, -d / 2}, {w / 2, -d / 2}, {w / 2, d * 0.25}, {w * 0.2, d * 0.25}, {w * 0.2, d / 2}, {-w / 2, d / 2}}, 4), 1, rng_.whole(1968, 2009));
    }

    void stadium(const Ground& g, const Frame& f, const Wish& wish) {
        put(g, "pelouse", "abords", wish.name, bent(inset(g.ring, [](int, std::size_t) { return 2.0; })), 0, 0);
        const P at = f.centre - f.u * (f.along * 0.12);
        put(g, "terrain_sport", "terrain d’honneur", wish.name, fit(g.ring, at, f.u, box(104, 66), 5), 0, 1974);
        for (int i = 0; i < 2; ++i)
            put(g, "terrain_sport", "tennis", "Tennis " + std::to_string(i + 1),
                fit(g.ring, f.centre + f.u * (f.along * 0.38) + f.v * (i == 0 ? -19.0 : 19.0), f.v, box(34, 17), 4), 0, 1986);
    }

    void put(const Ground& g, const char* kind, const char* type, const std::string& name, std::vector<P> ring, int levels, int year) {
        put(g, kind, type, name.c_str(), std::move(ring), levels, year);
    }

    void workshop(const Ground& g, const Frame& f, const Wish& wish) {
        put(g, "parking", "cour", "Cour du CTM", bent(inset(g.ring, [](int, std::size_t) { return 3.0; })), 0, 0);
        const double w = std::min(f.along * 0.6, 70.0);
        const P base = f.centre;
        put(g, "batiment_communal", wish.type, wish.name,
            fit(g.ring, base + f.v * (f.across * 0.22), f.u, {{-w / 2, -9}, {w / 2, -9}, {w / 2, 9}, {-w / 2, 9}}, 6), 1, 1983);
        put(g, "batiment_communal", "garage", "Garage municipal", fit(g.ring, base - f.v * (f.across * 0.2) - f.u * (f.along * 0.16), f.u, box(38, 14), 6), 1, 1983);
        put(g, "batiment_communal", "serres", "Serres municipales", fit(g.ring, base - f.v * (f.across * 0.2) + f.u * (f.along * 0.24), f.u, box(30, 16), 6), 1, 2002);
    }

    void treatment(const Ground& g, const Wish& wish) {
        const P at = g.a + g.u * (g.span * 0.45) + g.n * 62;
        put(g, "pelouse", "enceinte", wish.name, fit(g.ring, at, g.u, box(120, 80), 4), 0, 1996);
        put(g, "step", wish.type, wish.name, fit(g.ring, at - g.u * 34.0, g.u, box(24, 14), 4), 1, 1996);
        for (int i = 0; i < 3; ++i) {
            std::vector<P> basin;
            for (int k = 0; k < 20; ++k) basin.push_back(P{cos_turns(k / 20.0), sin_turns(k / 20.0)} * 11.0);
            put(g, "plan_eau", "bassin", "Bassin " + std::to_string(i + 1), fit(g.ring, at + g.u * (i * 27.0 - 6), g.u, basin, 2), 0, 1996);
        }
    }

    // Between the street and the tracks, beside the avenue.
    void station() {
        Ground g{.ring = {}, .u = {0, -1}, .n = {1, 0}, .a = {-993, 70}, .span = 54, .street = -1, .quartier = 5};
        for (std::size_t s = 0; s < town_.streets.size(); ++s)
            if (town_.streets[s].name == "rue des Cheminots") g.street = static_cast<int>(s);
        put(g, "bati", "gare", "Gare de Valmont-sur-Aude",
            relief_.place({-1000, 42}, {0, 1}, {{-26, -5}, {-9, -5}, {-9, -7}, {9, -7}, {9, -5}, {26, -5}, {26, 5}, {-26, 5}}), 2, 1858);
        town_.sites.back().communal = false;
    }

    void river_banks() {
        for (Cell& cell : town_.cells) {
            if (cell.fabric != Fabric::valley) continue;
            const Ground g = ground_of_green(cell);
            if (g.ring.size() < 3) continue;
            const P mid = centroid(cell.ring.v);
            const bool in_town = length(mid) < 900;
            if (in_town) put(g, "parc", "berges", "Parc des Berges", bent(g.ring), 0, 0);
            else put(g, rng_.chance(0.5) ? "pre" : "bois", "ripisylve", "Ripisylve de l’Aude", bent(g.ring), 0, 0);
        }
    }

    Ground ground_of_green(const Cell& cell) const {
        Ground g{.ring = block_of(town_, cell), .quartier = cell.quartier};
        g.a = g.ring.size() > 0 ? g.ring.v[0] : P{};
        return g;
    }

    // Fields: each cell in strips, most of them vineyards.
    void countryside() {
        for (Cell& cell : town_.cells) {
            if (cell.fabric != Fabric::field || cell.taken) continue;
            strips(inset(block_of(town_, cell), [](int, std::size_t) { return 4.0; }), 0);
            farm(cell);
        }
    }

    // A farmstead off the road, around its yard.
    void farm(const Cell& cell) {
        constexpr const char* farms[] = {"Mas de la Bade", "Mas Gazelle", "Domaine de l’Estagnol", "Métairie de Bosc", "Mas Redon", "Domaine des Prats", "La Bergerie", "Mas Cabanis",
                                         "Domaine de la Coume", "Métairie Basse", "Mas Vaissière", "Domaine de Malbosc", "Mas de la Vernède", "La Tuilerie"};
        const bool on_street = std::any_of(cell.ring.tag.begin(), cell.ring.tag.end(), [](int t) { return t >= 0; });
        if (!on_street || farms_ >= std::size(farms) || rng_.chance(0.35)) return;
        const Ground g = ground(cell);
        if (g.span < 90) return;
        const std::size_t before = town_.sites.size();
        const P at = g.a + g.u * (g.span * rng_.range(0.25, 0.75)) + g.n * rng_.range(30, 60);
        const double w = rng_.range(26, 38), d = rng_.range(20, 30), t = rng_.range(8, 10);
        put(g, "bati", "mas", farms[farms_++], fit(g.ring, at, g.u, {{-w / 2, 0}, {w / 2, 0}, {w / 2, d}, {w / 2 - t, d}, {w / 2 - t, t}, {-w / 2 + t, t}, {-w / 2 + t, d * 0.7}, {-w / 2, d * 0.7}}, 4), 2, rng_.whole(1790, 1890));
        if (town_.sites.size() > before) town_.sites.back().communal = false;
    }

    void strips(const Ring& ring, int depth) {
        if (ring.size() < 3) return;
        const Frame f = frame_of(ring.v);
        if (depth < 6 && area(ring.v) > 26000 * rng_.range(0.8, 1.7)) {
            const P p = f.centre + f.u * (f.along * rng_.range(-0.14, 0.14));
            const P n = unit(f.u + f.v * rng_.range(-0.12, 0.12));
            strips(clip(ring, p + n * 1.5, n, no_line), depth + 1);
            strips(clip(ring, p - n * 1.5, n * -1.0, no_line), depth + 1);
            return;
        }
        const double dice = rng_.unit();
        const char* kind = dice < 0.34 ? "vigne" : dice < 0.44 ? "bois" : dice < 0.53 ? "pre" : nullptr;
        Ground g{.ring = ring, .a = ring.v[0]};
        if (kind) put(g, kind, kind, "", relief_.ground_ring(ring.v, 40), 0, 0);
    }

    void block(const Cell& cell) {
        if (cell.fabric == Fabric::field || cell.fabric == Fabric::valley || cell.fabric == Fabric::corridor) return;
        const Ring ring = inset(cell.ring, [&](int tag, std::size_t) {
            return tag < 0 ? 0.0 : drawn_half_width_m(town_.streets[static_cast<std::size_t>(town_.lines[static_cast<std::size_t>(tag)].street)].klass) - 0.3;
        });
        if (ring.size() >= 3) town_.blocks.push_back(relief_.ground_ring(ring.v, 12));
    }

    Town& town_;
    const Relief& relief_;
    Rng rng_;
    std::size_t farms_ = 0;
};

// Town services that live in ordinary houses: the first big enough house nearest to where they should be.
struct Tenant {
    P near;
    double least_m2;
    const char* name;
    const char* type;
};
constexpr Tenant tenants[] = {
    {{90, -70}, 90, "Police municipale", "police"}, {{-10, 90}, 90, "Office de tourisme", "accueil"},
    {{-90, 60}, 100, "Maison des associations", "associations"}, {{140, 40}, 90, "CCAS", "social"},
    {{-160, -20}, 90, "École de musique", "enseignement"}, {{30, 140}, 80, "Poste", "poste"},
    {{330, 120}, 120, "Crèche Pinocchio", "crèche"}, {{-420, 130}, 120, "Crèche Les Lucioles", "crèche"},
    {{-250, -250}, 110, "Maison de santé", "santé"}, {{60, 480}, 110, "Maison de quartier des Aubes", "quartier"},
    {{-480, 420}, 110, "Maison de quartier Saint-Lazare", "quartier"}, {{520, -300}, 110, "Maison de quartier Saint-Michel", "quartier"},
    {{-800, -150}, 110, "Maison des jeunes", "jeunesse"}, {{-330, 60}, 100, "Cinéma Le Rex", "culture"},
    {{-60, -150}, 80, "Archives municipales", "archives"}, {{170, -120}, 80, "Toilettes du quai", "sanitaires"},
    {{-700, 180}, 120, "Dojo municipal", "sport"}, {{250, -820}, 110, "Club des aînés", "social"},
    {{840, 60}, 110, "Salle Saint-Michel", "salle"}, {{10, -20}, 100, "Annexe de la mairie", "administration"},
    {{-350, -560}, 110, "Régie des eaux", "administration"}, {{700, 760}, 100, "Club-house des Hauts", "sport"},
};

} // namespace

void place_sites(Town& town, const Relief& relief, Rng rng) { Settler(town, relief, rng).run(); }

void settle_services(Town& town) {
    for (const Tenant& tenant : tenants) {
        std::size_t best = town.houses.size();
        double best_d = 1e300;
        for (std::size_t i = 0; i < town.houses.size(); ++i) {
            const House& h = town.houses[i];
            if (h.annex || area(h.ring) < tenant.least_m2) continue;
            const double d = distance(centroid(h.ring), tenant.near);
            if (d < best_d) best_d = d, best = i;
        }
        if (best == town.houses.size()) continue;
        const House house = town.houses[best];
        const Lot& lot = town.lots[static_cast<std::size_t>(house.lot)];
        town.sites.push_back({"batiment_communal", tenant.type, tenant.name, house.ring, lot.door, lot.street, lot.quartier, house.levels, house.year, true});
        town.houses.erase(town.houses.begin() + static_cast<std::ptrdiff_t>(best));
    }
}

} // namespace vigie::gis::demo
