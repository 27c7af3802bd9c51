// A commune file into a PostGIS database and back: the same file.
#include <catch2/catch_test_macros.hpp>

#include <algorithm>
#include <filesystem>
#include <unistd.h>

#include "gis/backends/postgis/migrate.hpp"
#include "gis/backends/postgis/schema.hpp"
#include "gis/layers/photo.hpp"
#include "gis/model/entity_json.hpp"
#include "gis/store/desk.hpp"
#include "gis/store/sqlite.hpp"
#include "tests/postgis/cluster.hpp"

using namespace vigie::gis;
using namespace vigie::gis::postgis;
using vigie::test::Cluster;
namespace fs = std::filesystem;

namespace {

struct FixedClock : Clock {
    Time now() const override { return *time_from_rfc3339("2026-11-23T08:00:00Z"); }
};

struct Folder {
    fs::path path = fs::temp_directory_path() / ("vigie-migrate-" + std::to_string(::getpid()));
    Folder() { fs::create_directories(path); }
    ~Folder() { fs::remove_all(path); }
};

const Time at = *time_from_rfc3339("2026-11-23T07:30:00.123Z");

// One of everything that is easily lost: links, empty and odd shapes, numbers at the edge, every kind of text.
EditSet odd_commune() {
    EditSet edits;
    Asset pipe{.id = {1}, .origin = {"files", "troncon/é\t1", "v\\7"}, .updated_at = at, .kind = "conduite", .code = "AEP-12", .name = "Rue « Émile-Zola »\nsuite", .geometry = {}, .attributes = {{"matériau", "fonte \\ PEHD"}, {"", ""}}};
    pipe.geometry.type = GeometryType::line;
    pipe.geometry.points = {{3.0000000001, 43.123456789012345}, {3.1, 43.2}, {-0.1, 1e-9}};
    pipe.geometry.parts = {0};
    edits.put.emplace_back(pipe);
    edits.put.emplace_back(Sensor{.id = {2}, .origin = {}, .updated_at = at, .kind = "niveau", .code = "", .name = "", .place = {3.05, 43.1}, .asset = {1}, .quartier = "", .unit = "cm", .watch_above = 0.1, .alarm_above = {}, .watch_below = {}, .alarm_below = -1e300, .battery_pct = 1.0 / 3, .state = SensorState::watch, .state_since = at, .last_value = 12.345678901234567, .last_at = at});
    edits.put.emplace_back(Agent{.id = {3}, .origin = {}, .updated_at = at, .name = "L. Martin", .phone = "+33 4 67", .skills = {{"BR", at}, {"AIPR", {}}}});
    edits.put.emplace_back(Crew{.id = {4}, .origin = {}, .updated_at = at, .code = "VA", .name = "Voirie A", .domain = "voirie", .leader = {3}, .agents = {{3}}, .vehicle = {}, .equipment = {"pelle"}, .depot = {3, 43}, .status = CrewStatus::available, .status_since = {}, .current = {6}, .place = LonLat{3.01, 43.02}, .heading_deg = 359.99, .speed_ms = 0, .fix_at = at});
    edits.put.emplace_back(Report{.id = {5}, .origin = {}, .updated_at = at, .number = 1187, .state = ReportState::qualified, .state_since = at, .category = "voirie", .severity = 3, .place = {}, .address = "", .quartier = "", .description = "œuf 🥚 cassé", .channel = "phone", .received_at = at, .due_at = {}, .asset = {}, .duplicate_of = {}, .reason = "", .photos = {"a.jpg"}, .has_reporter = false});
    edits.put.emplace_back(Intervention{.id = {6}, .origin = {}, .updated_at = at, .number = 412, .state = InterventionState::assigned, .state_since = at, .status = "attente_devis", .kind = "reprise", .title = "Nid-de-poule", .description = "", .severity = 2, .place = {3.01, 43.02}, .address = "", .quartier = "", .asset = {1}, .more_assets = {{1}}, .reports = {{5}}, .alerts = {}, .duration = Seconds{5400}, .skills = {"BR"}, .equipment = {}, .people = 2, .crews_needed = 1, .windows = {{at, at + std::chrono::hours(4)}}, .deadline = {}, .after = {}, .regulatory = true, .locked = true, .crews = {{4}}, .start = at, .actual_start = {}, .actual_end = {}, .created_at = at, .reason = "", .tasks = {{"Baliser", true}, {"Reprendre", false}},
                                        .escalations = {{"Qui paie ?", "C. Delmas", at, "", "", {}}}, .hours = {{"M. Ferrand", Seconds{5400}, 27}}, .materials = {{"Enrobé à froid", "kg", 50, 0.45}},
                                        .vehicles = {{"Fourgon V02", 12.5, 0.45, Seconds{0}, 0}}, .photos = {}});
    return edits;
}

void make_commune(const fs::path& file, const FixedClock& clock) {
    DeskOptions options;
    options.file = file;
    options.clock = &clock;
    options.personal_key = std::string(32, 'k');
    auto desk = Desk::open(std::move(options));
    REQUIRE(desk.ok());
    REQUIRE(desk->derive(odd_commune(), {"gesture.create_report", {{"report", "S-1187"}}}, true).ok());
    EditSet news;
    for (int hour = 0; hour < 60; ++hour) news.observations.push_back({{2}, at + std::chrono::hours(hour * 24), 0.1 * hour});
    news.positions = {{{4}, at, {3.01, 43.02}, 12.5, {}, 4.0}, {{4}, at + std::chrono::minutes(1), {3.02, 43.02}, {}, {}, {}}};
    REQUIRE(desk->derive(news, {}, false).ok());
    const Actor actor{"C. Delmas", "régulation", Role::dispatcher};
    REQUIRE(desk->execute(command::SetCrewStatus{.crew = {4}, .status = CrewStatus::on_break}, actor).ok());
    auto picture = keep_picture(VIGIE_SOURCE_DIR "/tests/golden/paper/work_sheet_fr.png");
    REQUIRE(picture.ok());
    REQUIRE(desk->execute(command::AddPhoto{{6}, PhotoMoment::before, "Avant", std::make_shared<const KeptPicture>(std::move(*picture))}, actor).ok());
    REQUIRE(desk->set_setting("commune_name", "Valmont").ok());
}

// Every row of every table of ours, as text.
std::string content(const fs::path& file) {
    auto db = Database::open(file, OpenMode::read_only);
    REQUIRE(db.ok());
    std::vector<std::string> tables;
    Statement names = db->prepare("SELECT name FROM sqlite_master WHERE type='table' AND name NOT LIKE 'gpkg_%' AND name NOT LIKE 'sqlite_%' ORDER BY name");
    while (names.step()) tables.emplace_back(names.text(0));
    std::string all;
    for (const std::string& table : tables) {
        std::string list;
        Statement columns = db->prepare("SELECT name FROM pragma_table_info('" + table + "')");
        while (columns.step()) list += std::string(list.empty() ? "" : "||'|'||") + "quote(\"" + std::string(columns.text(0)) + "\")";
        Statement rows = db->prepare("SELECT " + list + " FROM \"" + table + "\" ORDER BY 1");
        while (rows.step()) all += table + ": " + std::string(rows.text(0)) + "\n";
    }
    return all;
}

std::string words(const Error& e) { return e.text.key + " " + e.detail; }

} // namespace

TEST_CASE("a commune goes into a database and comes back the same, every row of every table") {
    Cluster& cluster = Cluster::shared();
    const Folder folder;
    const FixedClock clock;
    const fs::path file = folder.path / "commune.gpkg", back = folder.path / "back.gpkg";
    make_commune(file, clock);
    const std::string database = cluster.make_database();
    auto connection = cluster.connect(database);
    const auto up = migrate_to(connection, file, clock);
    INFO((up ? std::string{} : words(up.error())));
    REQUIRE(up.ok());
    for (const Compared& c : *up) { INFO(c.what); CHECK(c.equal()); }
    CHECK(cluster.ask(database, "SELECT count(*) FROM vigie.observation") == "60");
    CHECK(cluster.ask(database, "SELECT ST_AsText(geom) FROM vigie.entity WHERE kind='crew'") == "POINT(3.02 43.02)");
    CHECK(cluster.ask(database, "SELECT count(*) FROM vigie.change_log") == "0");
    CHECK(cluster.ask(database, "SELECT next FROM vigie.number WHERE kind='report'") == "1188");

    const auto down = migrate_from(connection, back, clock);
    INFO((down ? std::string{} : words(down.error())));
    REQUIRE(down.ok());
    for (const Compared& c : *down) { INFO(c.what); CHECK(c.equal()); }
    CHECK(content(back) == content(file));

    DeskOptions options;
    options.file = back;
    options.clock = &clock;
    const auto desk = Desk::open(std::move(options));
    REQUIRE(desk.ok());
    CHECK_FALSE(desk->first_broken_link());
}

TEST_CASE("what was made in the database since comes along, with numbers of its own and its roll-ups") {
    Cluster& cluster = Cluster::shared();
    const Folder folder;
    const FixedClock clock;
    make_commune(folder.path / "commune.gpkg", clock);
    const std::string database = cluster.make_database();
    auto connection = cluster.connect(database);
    REQUIRE(migrate_to(connection, folder.path / "commune.gpkg", clock).ok());
    REQUIRE(connection.script(R"sql(
        SELECT vigie.submit('0ab', 'upsert', 'report', '', NULL, '{"number":1187,"state":"received","category":"eau","place":[3,43]}', NULL, 'x');
        SELECT vigie.submit('0ac', 'upsert', 'intervention', '', NULL, '{"state":"to_plan","reports":["0ab","5"]}', NULL, 'x');
        INSERT INTO vigie.observation VALUES ('2', '2026-11-23T07:45:00.000900Z', 7))sql").ok());
    const auto down = migrate_from(connection, folder.path / "back.gpkg", clock);
    INFO((down ? std::string{} : words(down.error())));
    REQUIRE(down.ok());
    for (const Compared& c : *down) { INFO(c.what); CHECK(c.equal()); }
    DeskOptions options;
    options.file = folder.path / "back.gpkg";
    options.clock = &clock;
    const auto desk = Desk::open(std::move(options));
    REQUIRE(desk.ok());
    const World& w = desk->world();
    REQUIRE(w.reports().size() == 2);
    const Report& report = *std::ranges::find(w.reports(), "eau", &Report::category);
    CHECK(report.number == 1188);  // 1187 is taken
    REQUIRE(w.interventions().size() == 2);
    const Intervention& made = *std::ranges::find(w.interventions(), InterventionState::to_plan, &Intervention::state);
    CHECK(made.reports == std::vector<ReportId>{report.id, ReportId{5}});
    const auto hours = desk->observation_hours({2}, at, at + std::chrono::minutes(20));
    REQUIRE(hours.size() == 1);
    CHECK(hours[0].count == 2);
    CHECK(hours[0].max == 7);
}

TEST_CASE("a database that holds a commune already, a file that exists, and a database without one are refused") {
    Cluster& cluster = Cluster::shared();
    const Folder folder;
    const FixedClock clock;
    make_commune(folder.path / "commune.gpkg", clock);
    const std::string database = cluster.make_database();
    auto connection = cluster.connect(database);
    CHECK(migrate_from(connection, folder.path / "none.gpkg", clock).error().text.key == "postgis.error.not_shared");
    CHECK_FALSE(fs::exists(folder.path / "none.gpkg"));
    REQUIRE(migrate_to(connection, folder.path / "commune.gpkg", clock).ok());
    CHECK(migrate_to(connection, folder.path / "commune.gpkg", clock).error().text.key == "postgis.migrate.not_empty");
    CHECK(migrate_from(connection, folder.path / "commune.gpkg", clock).error().text.key == "app.file_exists");
    REQUIRE(connection.script("UPDATE vigie.meta SET value = '99' WHERE key = 'schema'").ok());
    CHECK(migrate_from(connection, folder.path / "none.gpkg", clock).error().text.key == "postgis.error.newer");
}

TEST_CASE("a migration that fails half-way leaves nothing behind") {
    Cluster& cluster = Cluster::shared();
    const Folder folder;
    const FixedClock clock;
    make_commune(folder.path / "commune.gpkg", clock);
    {
        auto db = Database::open(folder.path / "commune.gpkg", OpenMode::read_write);
        REQUIRE(db.ok());
        REQUIRE(db->run("UPDATE setting SET value = 'a' || char(0) || 'b'").ok());  // PostgreSQL has no such text
    }
    const std::string database = cluster.make_database();
    auto connection = cluster.connect(database);
    CHECK_FALSE(migrate_to(connection, folder.path / "commune.gpkg", clock).ok());
    CHECK(cluster.ask(database, "SELECT count(*) FROM pg_namespace WHERE nspname='vigie'") == "0");
}

TEST_CASE("an address with a password is refused, and its words do not repeat it") {
    for (const char* url : {"postgresql://dst:geheim@serveur/commune", "postgresql://dst@serveur/commune?password=geheim", "postgresql://serveur/commune?user=dst&sslpassword=geheim"}) {
        const auto target = target_from_url(url);
        REQUIRE_FALSE(target.ok());
        CHECK(target.error().text.key == "postgis.url.password");
        CHECK(target.error().remedy.key == "postgis.url.password.remedy");
        for (const auto& [arg, value] : target.error().text.args) CHECK(value.find("geheim") == std::string::npos);
        CHECK(target.error().detail.find("geheim") == std::string::npos);
    }
    CHECK(target_from_url("http://serveur/commune").error().text.key == "postgis.url.bad");
    CHECK(target_from_url("postgresql://dst@serveur/").error().text.key == "postgis.url.no_database");
    CHECK(target_from_url("postgresql://dst@[::1/x").error().text.key == "postgis.url.bad");
}

TEST_CASE("another host must prove who it is unless a person says otherwise; this machine need not") {
    CHECK(target_from_url("postgresql://dst@base.mairie.fr/c")->get("sslmode") == "verify-full");
    CHECK(target_from_url("postgresql://dst@base.mairie.fr/c?sslmode=require")->get("sslmode") == "require");
    CHECK(target_from_url("postgresql://dst@127.0.0.1,base.mairie.fr/c")->get("sslmode") == "verify-full");
    for (const char* here : {"postgresql://dst@localhost/c", "postgresql://dst@127.0.0.1/c", "postgresql://dst@[::1]/c", "postgresql:///c?host=/run/postgresql"})
        CHECK(target_from_url(here)->get("sslmode").empty());
    CHECK(target_from_config(R"({"host":"db","database":"c"})")->get("sslmode") == "verify-full");
    for (const char* bad : {"[]", "{", R"({"host":"db"})", R"({"database":"c","port":0})", R"({"database":"c","port":"5x"})", R"({"database":"c","host":["a"]})", R"({"database":"c","sslmode":"no"})"})
        CHECK_FALSE(target_from_config(bad).ok());
}
