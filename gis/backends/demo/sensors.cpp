// About 190 sensors on the things they watch, in all eight domains.
#include <algorithm>
#include <string_view>

#include "gis/backends/demo/inventory.hpp"

namespace vigie::gis::demo {

namespace {

struct Series {
    const char* kind;        // sensor kind of the catalogue
    const char* unit;        // UCUM, as there
    const char* label;
    const char* asset_kind;  // on which assets
    const char* with;        // an attribute value or name part they must have; empty = any
    int count;
};

constexpr Series series[] = {
    {"remplissage_colonne", "%", "Remplissage", "colonne", "verre", 24}, {"temperature_colonne", "Cel", "Température", "colonne", "papier", 5},
    {"methane_compost", "[ppm]", "Méthane", "composteur", "", 2}, {"poids_benne", "kg", "Poids", "decheterie", "", 1},
    {"passages_decheterie", "/h", "Passages", "decheterie", "", 1}, {"remplissage_corbeille", "%", "Remplissage", "corbeille", "80", 10},
    {"sanitaire_defaut", "1", "Défaut", "sanitaire_public", "", 2}, {"cycles_sanitaire", "/h", "Passages", "sanitaire_public", "", 2},
    {"frequentation", "/h", "Fréquentation", "place", "", 3},
    {"co2", "[ppm]", "CO₂, salle 1", "ecole", "", 7}, {"temperature_classe", "Cel", "Température, salle 1", "ecole", "", 7}, {"humidite_classe", "%", "Humidité, salle 1", "ecole", "maternelle", 1},
    {"temperature_ambiante", "Cel", "Température", "batiment_communal", "", 10}, {"electricite", "kW", "Puissance", "batiment_communal", "", 12},
    {"eau_batiment", "L/h", "Débit d’eau", "batiment_communal", "", 8}, {"eau_batiment", "L/h", "Débit d’eau", "ecole", "", 5},
    {"gaz", "m3/h", "Gaz", "ecole", "", 4}, {"chaudiere_defaut", "1", "Chaudière", "ecole", "", 4}, {"ssi_derangement", "1", "Centrale incendie", "batiment_communal", "", 3},
    {"ecs_production", "Cel", "Eau chaude, production", "ehpad", "", 2}, {"ecs_retour", "Cel", "Eau chaude, retour", "ehpad", "", 2},
    {"douche_temp", "Cel", "Douche, aile est", "ehpad", "", 2}, {"ambiante_ehpad", "Cel", "Chambre 12", "ehpad", "", 2},
    {"frigo", "Cel", "Chambre froide", "ehpad", "", 2}, {"fioul_groupe", "%", "Carburant du groupe", "ehpad", "", 2}, {"appel_defaut", "1", "Appel malade", "ehpad", "", 2},
    {"debit_secteur", "m3/h", "Débit", "compteur_secteur", "", 8}, {"pression", "bar", "Pression", "compteur_secteur", "", 8},
    {"niveau_reservoir", "m", "Niveau", "reservoir", "", 2}, {"chlore", "mg/L", "Chlore", "reservoir", "", 2}, {"turbidite", "{NFU}", "Turbidité", "reservoir", "", 2},
    {"pompe_intensite", "A", "Pompe 1", "poste_relevage", "", 6}, {"trop_plein", "m", "Niveau de bâche", "poste_relevage", "", 6}, {"h2s", "[ppm]", "H₂S", "poste_relevage", "", 2},
    {"pluie", "mm/h", "Pluviomètre", "reservoir", "RES-1", 1}, {"niveau_riviere", "m", "Niveau de l’Aude", "ouvrage_art", "Pont", 2},
    {"humidite_sol", "kPa", "Humidité du sol", "parc", "", 5}, {"debit_arrosage", "L/min", "Arrosage", "arrosage", "", 3}, {"inclinaison_arbre", "deg", "Inclinaison", "arbre", "élevé", 4},
    {"vent", "km/h", "Anémomètre", "terrain_sport", "honneur", 1},
    {"armoire_puissance", "kW", "Puissance", "armoire", "", 9}, {"armoire_defaut", "1", "Défaut", "armoire", "", 9},
    {"temperature_chaussee", "Cel", "Chaussée", "ouvrage_art", "Pont", 3}, {"parking_taux", "%", "Occupation", "parking", "parking", 4},
    {"feux_defaut", "1", "Carrefour", "feu_tricolore", "", 3}, {"stock_sel", "t", "Stock de sel", "batiment_communal", "Centre technique", 1}, {"pont_fissure", "mm", "Fissure", "ouvrage_art", "Pont Vieux", 1},
    {"bruit_nuit", "dB", "Bruit", "place", "", 2}, {"borne_etat", "1", "Borne", "borne", "", 3}, {"radar_pedagogique", "km/h", "Radar pédagogique", "ecole", "élémentaire", 2},
    {"intrusion", "1", "Intrusion", "batiment_communal", "", 2},
    {"temperature_air", "Cel", "Température de l’air", "terrain_sport", "Stade", 1},
};

bool has(const Asset& a, std::string_view with) {
    if (with.empty() || a.name.find(with) != std::string::npos || a.code == with) return true;
    return std::any_of(a.attributes.begin(), a.attributes.end(), [&](const Attribute& x) { return x.value == with; });
}

} // namespace

void write_sensors(Inventory& in, DemoCommune& out, Rng rng) {
    for (const Series& s : series) {
        std::vector<const Asset*> candidates;
        for (const Asset& a : out.assets)
            if (a.kind == s.asset_kind && has(a, s.with)) candidates.push_back(&a);
        const auto wanted = std::min<std::size_t>(static_cast<std::size_t>(s.count), candidates.size());
        for (std::size_t i = 0; i < wanted; ++i) {
            // Evenly over the list, so that they spread over the town.
            const Asset& a = *candidates[i * candidates.size() / wanted];
            const P at = ground_from_lonlat(*a.geometry.anchor());
            Sensor sensor;
            sensor.id = SensorId{out.sensors.size() + 1};
            sensor.origin.remote_id = std::to_string(sensor.id.value);
            sensor.kind = s.kind;
            sensor.code = in.code("C", 3);
            sensor.name = std::string(s.label) + ", " + (a.name.empty() ? a.code : a.name);
            sensor.place = lonlat_from_ground(at);
            sensor.asset = a.id;
            sensor.quartier = in.quartier(at);
            sensor.unit = s.unit;
            if (std::string_view(s.asset_kind) == "colonne" || std::string_view(s.asset_kind) == "corbeille" || std::string_view(s.asset_kind) == "arbre" || std::string_view(s.asset_kind) == "parc")
                sensor.battery_pct = rng.whole(34, 100);
            out.sensor_at.push_back(at);
            out.sensors.push_back(std::move(sensor));
        }
    }
    // Every electricity and water meter that has a sensor in its building reads through it.
    for (Meter& m : out.meters)
        for (const Sensor& s : out.sensors) {
            const bool fits = (m.fluid == "electricity" && s.kind == "electricite") || (m.fluid == "water" && s.kind == "eau_batiment") || (m.fluid == "gas" && s.kind == "gaz");
            const Building& b = out.buildings[static_cast<std::size_t>(m.building.value - 1)];
            if (fits && s.asset == b.asset) m.sensor = s.id;
        }
}

} // namespace vigie::gis::demo
