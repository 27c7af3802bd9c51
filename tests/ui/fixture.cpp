#include "tests/ui/fixture.hpp"

#include <array>
#include <cmath>
#include <string>

namespace vigie::ui {

namespace {

using namespace std::chrono_literals;
using gis::Time;

constexpr double m_per_deg_lat = 111'132.0, m_per_deg_lon = 81'100.0;  // at 43.2° N

gis::LonLat at(double east_m, double north_m) {
    const gis::LonLat c = fixture_centre();
    return {c.lon + east_m / m_per_deg_lon, c.lat + north_m / m_per_deg_lat};
}

struct Ids {
    std::uint64_t next = 1;
    std::uint64_t operator()() { return next++; }
};

constexpr std::array<const char*, 12> street_names = {"rue Proudhon",      "rue de la Cavalerie", "avenue de Saint-Maur", "rue Lakanal",
                                     "rue Guynemer",      "rue de l’Estragon",   "rue Val Marie",        "rue Lacombe",
                                     "boulevard Ernest Renan", "rue des Roitelets", "rue Lunaret",        "rue Saint-Léon"};
constexpr std::array<const char*, 4> quartiers = {"Beaux-Arts", "Les Aubes", "Centre", "Minimes"};

void add_asset(gis::EditSet& out, Ids& ids, const char* kind, std::string name, gis::GeometryType type,
               std::vector<gis::LonLat> points, std::vector<gis::Attribute> attributes = {}) {
    gis::Asset a;
    a.id = {ids()};
    a.kind = kind;
    a.code = std::string(kind) + "-" + std::to_string(a.id.value);
    a.name = std::move(name);
    a.geometry = {type, std::move(points), {0}, {}};
    if (type == gis::GeometryType::polygon) a.geometry.first_ring = {0};
    a.attributes = std::move(attributes);
    out.put.emplace_back(std::move(a));
}

std::vector<gis::LonLat> rectangle(double x, double y, double w, double h) {
    return {at(x, y), at(x + w, y), at(x + w, y + h), at(x, y + h), at(x, y)};
}

void add_ground(gis::EditSet& out, Ids& ids) {
    using enum gis::GeometryType;
    for (int i = 0; i < 6; ++i) {
        const double d = -750 + 300 * i;
        const auto name = [&](int k) { return std::string(street_names[static_cast<std::size_t>(k) % street_names.size()]); };
        std::vector<gis::LonLat> across, along;
        for (int k = 0; k < 6; ++k) {  // vertices at the crossings, so that the graph is connected
            across.push_back(at(-750 + 300 * k, d));
            along.push_back(at(d, -750 + 300 * k));
        }
        add_asset(out, ids, "rue", name(2 * i), line, across, {{"class", i == 2 ? "avenue" : "rue"}});
        add_asset(out, ids, "rue", name(2 * i + 1), line, along, {{"class", i == 4 ? "boulevard" : "rue"}});
    }
    for (int i = 0; i < 25; ++i) {
        const double x = -750 + 300 * (i % 5), y = -750 + 300 * (i / 5);
        for (int b = 0; b < 6; ++b)
            add_asset(out, ids, "bati", "", polygon, rectangle(x + 25 + 85 * (b % 3), y + 30 + 140 * (b / 3), 60, 55 + 8 * (b % 3)));
    }
    for (std::size_t q = 0; q < quartiers.size(); ++q)
        add_asset(out, ids, "quartier", quartiers[q], polygon, rectangle(q % 2 ? 0 : -760, q / 2 ? 0 : -760, 760, 760));
    add_asset(out, ids, "parc", "Parc des Berges", polygon, rectangle(480, 170, 240, 200));
    add_asset(out, ids, "ecole", "École Jules-Verne", polygon, rectangle(-420, -330, 80, 60));
    for (int i = 0; i < 60; ++i) {
        add_asset(out, ids, "candelabre", "", point, {at(-740 + 300 * (i % 6) + 9, -750 + 25 * i)});
        add_asset(out, ids, "arbre", "", point, {at(500 + 20 * (i % 10), 190 + 28 * (i / 10))});
    }
    for (int i = 0; i < 9; ++i) add_asset(out, ids, "hydrant", "", point, {at(-600 + 150 * i, 140 - 70 * (i % 3))});
    add_asset(out, ids, "conduite_eau", "Conduite Aubes", line, {at(-700, 20), at(100, 60), at(700, 160)});
}

struct ReportRow {
    int number;
    gis::ReportState state;
    const char* category;
    int severity;
    const char* address;
    int quartier;
    double x, y;
    gis::Minutes ago, due_in;
};

void add_reports(gis::EditSet& out, Ids& ids) {
    using enum gis::ReportState;
    const Time now = fixture_now();
    const ReportRow rows[] = {
        {1171, reopened, "fuite_voirie", 2, "12, rue Proudhon", 0, -300, 210, 1312min, -80min},
        {1174, taken, "eclairage_point", 4, "rue de la Cavalerie", 0, -520, 420, 1227min, 190min},
        {1187, qualified, "nid_de_poule", 2, "27, avenue de Saint-Maur", 1, 180, -120, 40min, 1280min},
        {1186, received, "depot_sauvage", 4, "8, rue Lakanal", 0, -120, -40, 55min, 2820min},
        {1185, received, "encombrants", 4, "31, rue Guynemer", 1, -30, -260, 72min, 2810min},
        {1183, scheduled, "branche_genante", 4, "parc des Berges", 1, 560, 240, 164min, 5760min},
        {1180, in_progress, "tag_injurieux", 3, "école Jules-Verne", 2, -400, -300, 250min, 950min},
        {1179, forwarded, "feux_panne", 3, "carrefour D 6113", 3, -620, -520, 317min, 600min},
        {1178, service_done, "borne_potelet", 5, "3, rue Lunaret", 2, 60, 330, 700min, 2000min},
        {1175, qualified, "nid_de_poule", 4, "29, avenue de Saint-Maur", 1, 198, -120, 900min, 1500min},
        {1169, closed, "malproprete", 5, "place du Marché", 2, -180, -420, 2900min, 300min},
        {1168, rejected, "chantier_genant", 5, "rue Lacombe", 3, -480, -120, 3000min, 300min}};
    for (const ReportRow& r : rows) {
        gis::Report e;
        e.id = {ids()};
        e.number = static_cast<std::uint32_t>(r.number);
        e.state = r.state;
        e.category = r.category;
        e.severity = r.severity;
        e.place = at(r.x, r.y);
        e.address = r.address;
        e.quartier = quartiers[static_cast<std::size_t>(r.quartier)];
        e.description = "Signalé par téléphone";
        e.channel = "phone";
        e.received_at = now - r.ago;
        e.state_since = e.updated_at = e.received_at;
        e.due_at = now + r.due_in;
        if (r.state == rejected || r.state == forwarded) e.reason = "Hors compétence de la commune";
        out.put.emplace_back(std::move(e));
    }
}

void add_crews(gis::EditSet& out, Ids& ids) {
    using enum gis::CrewStatus;
    const Time now = fixture_now();
    struct Row {
        const char *name, *domain;
        gis::CrewStatus status;
        double x, y, heading;
        const char *skill, *equipment;
        gis::Minutes fix;
    };
    const Row rows[] = {{"Voirie A", "voirie", available, 330, 260, 200, "CACES_R482", "enrobé", 0min},
                        {"Voirie B", "voirie", on_site, 640, -300, -1, "CACES_R482", "enrobé", 1min},
                        {"Propreté 2", "proprete", en_route, -10, 90, 45, "BALISAGE", "balayeuse", 0min},
                        {"Éclairage", "voirie", on_site, -560, -170, -1, "BR", "nacelle", 0min},
                        {"Eau et réseaux", "eau", en_route, -360, -180, 330, "EAU_POTABLE", "hydrocureur", 0min},
                        {"Espaces verts 1", "espaces_verts", on_break, 300, -90, -1, "ELAGAGE", "nacelle", 2min},
                        {"Bâtiments", "batiments", available, -650, 560, -1, "B2V", "outillage", 25min}};
    for (const Row& r : rows) {
        gis::Agent agent;
        agent.id = {ids()};
        agent.name = std::string("M. ") + r.name;
        agent.skills = {{r.skill, {}}, {"B", {}}};
        gis::Vehicle vehicle;
        vehicle.id = {ids()};
        vehicle.name = std::string("Fourgon ") + r.name;
        vehicle.equipment = {r.equipment};
        gis::Crew crew;
        crew.id = {ids()};
        crew.name = r.name;
        crew.domain = r.domain;
        crew.agents = {agent.id};
        crew.leader = agent.id;
        crew.vehicle = vehicle.id;
        crew.depot = at(-600, 600);
        crew.status = r.status;
        crew.status_since = now - 20min;
        crew.place = at(r.x, r.y);
        if (r.heading >= 0) crew.heading_deg = r.heading;
        crew.fix_at = now - r.fix;
        const gis::CrewId id = crew.id;
        out.put.insert(out.put.end(), {agent, vehicle, crew});
        for (int k = 6; k >= 0; --k) out.positions.push_back({id, now - r.fix - gis::Seconds{20 * k}, at(r.x - 12.0 * k, r.y), {}, {}, {}});
        for (int d = -1; d < 5; ++d) {
            gis::Shift s;
            s.id = {ids()};
            s.crew = id;
            const Time day = now - (14h + 32min) + gis::Seconds{86400 * d};
            s.start = day + 8h;
            s.end = day + 17h;
            s.lunch_from = day + 12h;
            s.lunch_to = day + 13h + 30min;
            out.put.emplace_back(s);
        }
    }
}

void add_sensors(gis::EditSet& out, Ids& ids) {
    using enum gis::SensorState;
    const Time now = fixture_now();
    struct Row {
        const char *name, *kind, *unit;
        gis::SensorState state;
        double x, y, value;
        gis::Minutes ago;
    };
    const Row rows[] = {{"Pression Aubes", "pression", "bar", alarm, -110, 330, 1.8, 3min},
                        {"Niveau Pont Neuf", "niveau_riviere", "m", alarm, 420, -330, 2.1, 2min},
                        {"Colonne Lakanal", "remplissage_colonne", "%", watch, 250, 90, 82, 12min},
                        {"Armoire 12", "armoire_puissance", "kW", normal, -400, 560, 4.2, 8min},
                        {"CO2 école", "co2", "[ppm]", normal, 0, -110, 640, 4min},
                        {"Sonde Fresquel", "niveau_riviere", "m", silent, -200, -330, 1.1, 185min},
                        {"Débit secteur 3", "debit_secteur", "m3/h", normal, 380, 420, 12.6, 1min},
                        {"Sol parc", "humidite_sol", "%", out_of_service, 600, 300, 31, 4000min}};
    for (const Row& r : rows) {
        gis::Sensor s;
        s.id = {ids()};
        s.kind = r.kind;
        s.name = r.name;
        s.place = at(r.x, r.y);
        s.quartier = quartiers[1];
        s.unit = r.unit;
        s.state = r.state;
        s.state_since = now - r.ago;
        s.last_value = r.value;
        s.last_at = now - r.ago;
        const gis::SensorId id = s.id;
        for (int k = 40; k >= 0; --k)
            out.observations.push_back({id, now - r.ago - gis::Minutes{15 * k}, r.value * (1 + 0.1 * std::sin(0.4 * k))});
        if (r.state == alarm) {
            gis::Alert a;
            a.id = {ids()};
            a.number = r.value < 2 ? 57 : 56;
            a.sensor = id;
            a.kind = r.kind;
            a.title = r.value < 2 ? "Fuite probable, 1,8 bar" : "Crue, 2,1 m";
            a.rule = "pression < 2 bar pendant 5 min";
            a.place = s.place;
            a.quartier = s.quartier;
            a.raised_at = a.state_since = now - r.ago;
            a.occurrences = r.value < 2 ? 6 : 1;
            a.state = r.value < 2 ? gis::AlertState::raised : gis::AlertState::taken;
            out.put.emplace_back(std::move(a));
        }
        out.put.emplace_back(std::move(s));
    }
}

void add_interventions(gis::EditSet& out, Ids& ids) {
    using enum gis::InterventionState;
    const Time now = fixture_now();
    struct Row {
        int number;
        const char *title, *kind;
        gis::InterventionState state;
        double x, y;
        gis::Minutes in;
    };
    const Row rows[] = {{412, "Fuite, branchement", "reparation_fuite", to_plan, 60, 200, 0min},
                        {415, "Candélabre éteint", "depannage_candelabre", planned, -250, 520, 90min},
                        {418, "Potelets Minimes", "pose_potelet", on_site, 60, 30, -60min},
                        {420, "Tag école", "enlevement_tag", finished, 150, -380, -200min},
                        {429, "Abattage Berges", "abattage", to_plan, 620, 330, 0min}};
    std::vector<gis::CrewId> crews;
    for (const gis::AnyEntity& e : out.put)
        if (const auto* crew = std::get_if<gis::Crew>(&e)) crews.push_back(crew->id);
    for (std::size_t i = 0; i < std::size(rows); ++i) {
        const Row& r = rows[i];
        gis::Intervention e;
        e.id = {ids()};
        e.number = static_cast<std::uint32_t>(r.number);
        e.title = r.title;
        e.kind = r.kind;
        e.state = r.state;
        e.state_since = e.created_at = e.updated_at = now - 1h;
        e.place = at(r.x, r.y);
        e.quartier = quartiers[i % quartiers.size()];
        e.address = street_names[i];
        e.duration = 3600s;
        if (r.state != to_plan) {
            e.crews = {crews[i % crews.size()]};
            e.start = now + r.in;
        }
        out.put.emplace_back(std::move(e));
    }
}

} // namespace

Time fixture_now() {
    using namespace std::chrono;
    return sys_days{year{2026} / 11 / 24} + 13h + 32min;
}

gis::LonLat fixture_centre() { return {2.351, 43.213}; }

gis::EditSet fixture_entities() {
    gis::EditSet out;
    Ids ids;
    add_ground(out, ids);
    add_crews(out, ids);
    add_reports(out, ids);
    add_sensors(out, ids);
    add_interventions(out, ids);
    return out;
}

} // namespace vigie::ui
