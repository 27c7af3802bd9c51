#include "week_fixture.hpp"

#include <cstdio>
#include <cstdlib>

#include "gis/planning/calendar.hpp"
#include "tests/ui/fixture.hpp"

namespace vigie::board_test {
namespace {

using State = gis::InterventionState;

const std::chrono::local_days monday{std::chrono::year{2026} / 11 / 23};
constexpr double m_per_lat = 111'132.0, m_per_lon = 81'100.0;

gis::LonLat place(double east_m, double north_m) {
    const auto c = ui::fixture_centre();
    return {c.lon + east_m / m_per_lon, c.lat + north_m / m_per_lat};
}

struct Maker {
    gis::EditSet edits{};
    std::uint64_t next;  // the desk gives new entities the next free ids in the order they come
    std::uint32_t number = 1;

    explicit Maker(const ui::Stage& stage) : next(stage.desk->world().next_id()) {}

    template <class T>
    T& add(T entity) {
        entity.id.value = next++;
        edits.put.emplace_back(std::move(entity));
        return std::get<T>(edits.put.back());
    }

    gis::CrewId crew(const char* name, const char* leader, std::vector<const char*> skills, std::vector<std::string> equipment, gis::CrewStatus status, int agents = 2) {
        std::vector<gis::AgentId> ids;
        for (int i = 0; i < agents; ++i) {
            gis::Agent agent;
            agent.name = i == 0 ? leader : std::string("Agent ") + std::to_string(next);
            if (i == 0)
                for (const auto* skill : skills) agent.skills.push_back({skill, {}});
            ids.push_back(add(agent).id);
        }
        gis::Crew crew;
        crew.name = name;
        crew.agents = ids;
        crew.leader = ids.front();
        crew.equipment = std::move(equipment);
        crew.depot = place(-600, 450);
        crew.status = status;
        const auto id = add(crew).id;
        for (int day = 0; day < 5; ++day) {
            gis::Shift shift;
            shift.crew = id;
            shift.start = at(day, 8);
            shift.end = at(day, 17);
            shift.lunch_from = at(day, 12);
            shift.lunch_to = at(day, 13, 30);
            add(shift);
        }
        return id;
    }

    gis::Intervention& work(const char* title, const char* address, const char* kind, int minutes, double east, double north) {
        gis::Intervention what;
        what.number = number++;
        what.title = title;
        what.address = address;
        what.kind = kind;
        what.duration = gis::Minutes{minutes};
        what.place = place(east, north);
        what.quartier = number % 2 ? "Centre" : "Les Aubes";
        return add(what);
    }
    gis::Intervention& planned(gis::CrewId crew, int day, int hour, int minute, int minutes, const char* title, const char* address, const char* kind, State state, double east, double north) {
        auto& what = work(title, address, kind, minutes, east, north);
        what.crews = {crew};
        what.start = at(day, hour, minute);
        what.state = state;
        return what;
    }
};

void clear(ui::Stage& stage, gis::EditSet& edits) {
    const auto& w = stage.desk->world();
    for (const auto& e : w.crews()) edits.removed.push_back({gis::EntityKind::crew, e.id.value});
    for (const auto& e : w.shifts()) edits.removed.push_back({gis::EntityKind::shift, e.id.value});
    for (const auto& e : w.interventions()) edits.removed.push_back({gis::EntityKind::intervention, e.id.value});
}

void derive(ui::Stage& stage, const gis::EditSet& edits) {
    if (auto done = stage.desk->derive(edits, {}, false); done.ok()) return;
    std::fprintf(stderr, "week fixture refused\n");
    std::abort();
}

// Each crew's usual day: two visits, some weeks three, spread over the streets.
void fill(Maker& m, gis::CrewId crew, const std::vector<std::pair<const char*, const char*>>& names, const char* kind, double east) {
    std::size_t next = 0;
    for (int day = 0; day < 5; ++day)
        for (int half = 0; half < 2; ++half) {
            const auto& [title, address] = names[next++ % names.size()];
            const bool done = day == 0 || (day == 1 && half == 0);
            const bool now = day == 1 && half == 1;
            const int minutes = 90 + static_cast<int>((next * 47) % 4) * 30;
            m.planned(crew, day, half ? 13 : 8, half ? 45 : 15, minutes, title, address, kind, done ? State::finished : now ? State::on_site : State::planned,
                      east + 120.0 * half, -500 + 200.0 * day);
        }
}

void backlog(Maker& m) {
    auto& hole = m.work("Nid-de-poule", "avenue de Saint-Maur", "", 60, 180, -120);
    hole.number = 431;
    hole.severity = 2;
    hole.deadline = at(2, 13, 52);
    auto& lamp = m.work("Candélabre accidenté", "bd des Sports", "", 90, -250, 520);
    lamp.number = 428;
    lamp.skills = {"BR"};
    lamp.equipment = {"nacelle"};
    lamp.severity = 3;
    auto& trees = m.work("VTA, 3 platanes", "parc des Berges", "", 120, 560, 240);
    trees.number = 425;
    trees.windows = {{at(3, 8), at(3, 12)}};
    auto& games = m.work("Contrôle aire de jeux", "école Jules-Verne", "", 45, -400, -300);
    games.number = 419;
    games.regulatory = true;
    games.deadline = at(7, 0);
    auto& hydrants = m.work("Contrôle de 6 PEI", "Beaux-Arts", "", 120, 60, 330);
    hydrants.number = 417;
    hydrants.regulatory = true;
    auto& move = m.work("Déménager une classe", "école Jean-Moulin", "", 120, -180, -420);
    move.number = 396;
    move.crews_needed = 2;
    move.severity = 5;
    auto& leak = m.work("Réparation de fuite", "rue Proudhon", "", 180, -300, 210);
    leak.number = 440;
    leak.skills = {"CATEC"};
    leak.severity = 1;
}

} // namespace

gis::Time at(int day, int hour, int minute) {
    return gis::instant(monday + std::chrono::days{day}, gis::Seconds{hour * 3600 + minute * 60}, "Europe/Paris");
}

void put_week(ui::Stage& stage) {
    using enum gis::CrewStatus;
    Maker m(stage);
    clear(stage, m.edits);
    const auto roads_a = m.crew("Voirie A", "M. Ferrand", {"CE", "AIPR"}, {"enrobe"}, available);
    const auto roads_b = m.crew("Voirie B", "J. Oliveira", {"C", "AIPR"}, {"enrobe"}, on_site);
    const auto water = m.crew("Eau et réseaux", "S. Marty", {"AIPR"}, {"hydrocureuse"}, en_route);
    const auto houses = m.crew("Bâtiments", "P. Vidal", {"B1V", "BE"}, {}, on_site, 1);
    const auto lights = m.crew("Éclairage", "L. Martin", {"BR", "R486"}, {"nacelle"}, on_site);
    const auto green_1 = m.crew("Espaces verts 1", "A. Roussel", {"ELAGAGE", "R486"}, {"nacelle"}, on_break, 3);
    const auto green_2 = m.crew("Espaces verts 2", "C. Lopez", {"CERTIPHYTO"}, {}, on_site);
    const auto clean_1 = m.crew("Propreté 1", "K. Haddad", {"C"}, {"balayeuse"}, on_site);
    const auto clean_2 = m.crew("Propreté 2", "N. Bosc", {"B"}, {}, en_route);
    const auto events = m.crew("Logistique fêtes", "D. Sanchez", {"CE", "R489"}, {}, available, 4);
    fill(m, roads_a, {{"Purge", "rue Lakanal"}, {"Potelets ×6", "Minimes"}, {"Tranchée", "rue Guynemer"}, {"Marquage", "bd Mounié"}, {"Trottoir", "bd Renan"}, {"Affaissement", "Pépinière"}, {"Balisage marché", "place"}}, "", -200);
    fill(m, roads_b, {{"Avaloirs", "Fresquel"}, {"Bordures", "Ricard"}, {"Signalisation", "Jaude"}, {"Passage PMR", "rue des Couronnes"}, {"Bouchage", "3 points"}}, "", 100);
    fill(m, water, {{"Recherche de fuite", "St-Lazare"}, {"Sectorisation", "3 compteurs"}, {"Purge", "Aubes"}, {"Réparation", "Cavalerie"}}, "", 250);
    fill(m, houses, {{"Chauffage", "gymnase"}, {"Temp. ECS", "EHPAD"}, {"Porte automatique", "médiathèque"}, {"Extincteurs", "mairie"}}, "", -350);
    fill(m, lights, {{"Armoire 12", "Minimes"}, {"Foyers ×4", "Cavalerie"}, {"Illuminations", "centre"}, {"Foyer", "Poésie"}}, "", -450);
    fill(m, green_1, {{"Feuilles", "parc"}, {"Taille", "Poésie"}, {"Élagage", "bd des Sports"}, {"Plantation ×8", "parc Piaf"}}, "", 400);
    fill(m, green_2, {{"Tonte", "stade"}, {"Massifs", "mairie"}, {"Haies", "Paradisiers"}, {"Arrosage", "serre"}}, "", 300);
    fill(m, clean_1, {{"Balayage C1", "centre"}, {"Corbeilles", "tour"}, {"Balayage C2", "Aubes"}, {"Marché", "halle"}}, "", 0);
    fill(m, clean_2, {{"Dépôts, tournée", "nord"}, {"PAV, lavage", "12 points"}}, "", 150);
    fill(m, events, {{"Estrade", "salle"}, {"Tables", "école"}, {"Barrières", "marché"}, {"Chalets", "place"}}, "", -100);
    auto& late = m.planned(water, 1, 16, 20, 75, "Fuite, branchement", "Saint-Lazare", "", State::planned, 60, 200);
    late.number = 412;
    auto& locked = m.planned(roads_a, 4, 10, 30, 60, "Balisage", "place du Marché", "", State::planned, -180, -420);
    locked.number = 450;
    locked.locked = true;
    backlog(m);
    gis::Absence course;
    course.crew = clean_2;
    course.from = at(2, 0);
    course.to = at(5, 0);
    course.reason = "Formation CACES R490, équipe complète";
    m.add(course);
    gis::Absence leave;
    leave.crew = houses;
    leave.from = at(4, 13);
    leave.to = at(5, 0);
    leave.reason = "Congés, P. Vidal";
    m.add(leave);
    derive(stage, m.edits);
}

void put_late(ui::Stage& stage) {
    gis::Intervention hole = *work(stage, 431);
    hole.deadline = at(0, 18, 30);
    hole.crews = {crew_named(stage, "Voirie A")};
    hole.start = at(2, 11, 30);
    hole.state = State::planned;
    gis::EditSet edits;
    edits.put.emplace_back(std::move(hole));
    derive(stage, edits);
}

void put_due(ui::Stage& stage) {
    Maker m(stage);
    const auto playground = [&](const char* name, const char* checked, double east, double north) {
        gis::Asset asset;
        asset.kind = "aire_jeux";
        asset.name = name;
        asset.geometry = {gis::GeometryType::point, {place(east, north)}, {0}, {}};
        if (*checked) asset.attributes.push_back({"controle", checked});
        m.add(asset);
    };
    playground("Aire de jeux du parc Édith-Piaf", "2026-08-12", 150, 80);   // due 12 November: 12 days late
    playground("Square des Lilas", "2026-08-26", -220, 160);               // due on Thursday
    playground("Jardin des Poètes", "2026-10-01", 320, -240);              // due on 1 January
    playground("Esplanade", "", -60, -120);
    derive(stage, m.edits);
}

void put_crowd(ui::Stage& stage, int crews, int interventions) {
    Maker m(stage);
    clear(stage, m.edits);
    std::vector<gis::CrewId> ids;
    for (int i = 0; i < crews; ++i) ids.push_back(m.crew(("Équipe " + std::to_string(i + 1)).c_str(), "X. Y.", {"AIPR"}, {}, gis::CrewStatus::available));
    for (int i = 0; i < interventions; ++i) {
        const double east = -700 + 23.0 * (i % 61), north = -700 + 29.0 * (i % 47);
        const int day = i / crews % 5, slot = i / crews / 5;
        if (slot < 6) m.planned(ids[static_cast<std::size_t>(i % crews)], day, 8 + slot + (slot > 3), slot * 7 % 60, 45, "Visite", "rue Lakanal", "", State::planned, east, north);
        else m.work("En attente", "rue Lunaret", "", 45, east, north);
    }
    derive(stage, m.edits);
}

gis::CrewId crew_named(const ui::Stage& stage, const std::string& name) {
    for (const auto& crew : stage.desk->world().crews())
        if (crew.name == name) return crew.id;
    return {};
}

gis::AssetId asset_named(const ui::Stage& stage, const std::string& name) {
    for (const auto& asset : stage.desk->world().assets())
        if (asset.name == name) return asset.id;
    return {};
}

const gis::Intervention* work(const ui::Stage& stage, std::uint32_t number) {
    for (const auto& what : stage.desk->world().interventions())
        if (what.number == number) return &what;
    return nullptr;
}

} // namespace vigie::board_test
