// The demo commune behind the whole session: sources, rules, store, planning; a week of it, and a restart.
#include <catch2/catch_test_macros.hpp>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <set>
#include <thread>
#include <unistd.h>

#include "app/commune_file.hpp"
#include "app/session.hpp"
#include "gis/model/entity_json.hpp"
#include "gis/model/zone.hpp"
#include "moving_clock.hpp"
#include "tests/pace.hpp"

using namespace vigie;
using namespace vigie::app;
using vigie::tests::MovingClock;

namespace {

const gis::Time monday = *gis::time_from_rfc3339("2026-11-23T06:00:00Z");

struct Home {
    std::filesystem::path path = std::filesystem::temp_directory_path() / ("vigie-session-" + std::to_string(::getpid()));
    Home() { std::filesystem::create_directories(path); }
    ~Home() { std::filesystem::remove_all(path); }
    [[nodiscard]] Places places() const { return {VIGIE_BINARY_DIR "/share/vigie", path / "data", path / "config", path / "cache"}; }
};

std::unique_ptr<Session> demo(const Home& home, const gis::Clock& clock, bool in_memory, int speed = 1) {
    SessionOptions o;
    o.places = home.places();
    o.demo = true;
    o.in_memory = in_memory;
    o.demo_config_json = R"({"seed":1,"speed":)" + std::to_string(speed) + "}";
    auto session = Session::open(std::move(o), clock, [] {});
    REQUIRE(session.ok());
    (*session)->wait_until_loaded(gis::Millis{60'000});
    return std::move(session).value();
}

void live_for(Session& session, MovingClock& clock, gis::Millis span, gis::Millis step) {
    for (gis::Millis passed{0}; passed < span; passed += step) {
        clock.advance(step);
        for (int i = 0; i < 5; ++i) {  // a source looks at the clock five times a second
            (void)session.tick();
            std::this_thread::sleep_for(std::chrono::milliseconds(41));
        }
    }
}

std::size_t resident_kb() {
    std::ifstream in("/proc/self/statm");
    std::size_t total = 0, resident = 0;
    in >> total >> resident;
    return resident * static_cast<std::size_t>(sysconf(_SC_PAGESIZE)) / 1024;
}

} // namespace

TEST_CASE("the demo commune arrives whole through the plugin interface") {
    const Home home;
    MovingClock clock(monday);
    const auto session = demo(home, clock, true);
    const gis::World& w = session->world();
    const auto of_kind = [&](const char* kind) { return std::count_if(w.assets().begin(), w.assets().end(), [&](const auto& a) { return a.kind == kind; }); };
    CHECK(w.crews().size() == 10);
    CHECK(w.sensors().size() >= 150);
    CHECK(w.reports().size() >= 20);
    CHECK(w.interventions().size() >= 60);
    CHECK(of_kind("candelabre") + of_kind("point_lumineux") >= 1500);
    CHECK(of_kind("arbre") >= 2500);
    CHECK(session->commune_name() == "Valmont-sur-Aude");
    CHECK_FALSE(session->roads().empty());
    CHECK(session->roads().pieces().count == 1);
    CHECK_FALSE(session->gazetteer().search("mairie", 3).empty());
    for (const gis::Notice& n : session->notices()) { INFO(n.where << " " << n.text.key); CHECK(n.severity != gis::Severity::error); }
}

TEST_CASE("an edit survives a restart, and the source goes on instead of beginning again") {
    const Home home;
    MovingClock clock(monday + std::chrono::hours(3));
    const gis::Actor actor{"C. Delmas", "régulation", gis::Role::dispatcher};
    std::string description;
    std::size_t assets = 0;
    {
        const auto session = demo(home, clock, false);
        gis::command::CreateReport create;
        create.report.category = session->catalog().report_categories.front().id;
        create.report.place = session->world().crews().rows().front().depot;
        create.report.description = "Essai de redémarrage";
        REQUIRE(session->execute({create}, actor).ok());
        assets = session->world().assets().size();
    }
    clock.advance(std::chrono::minutes(5));
    const auto session = demo(home, clock, false);
    const auto& reports = session->world().reports();
    CHECK(std::count_if(reports.begin(), reports.end(), [](const auto& r) { return r.description == "Essai de redémarrage"; }) == 1);
    CHECK(session->world().assets().size() == assets);
    CHECK(session->desk().first_broken_link() == std::nullopt);
    REQUIRE(session->desk().undo_summary() == nullptr);  // undo belongs to one sitting
}

TEST_CASE("a street closed today is gone around, and open again when that is undone") {
    const Home home;
    MovingClock clock(monday + std::chrono::hours(3));
    const auto session = demo(home, clock, true);
    const gis::Actor actor{"C. Delmas", "régulation", gis::Role::dispatcher};
    const auto centre = session->plane().plane_from_lonlat(session->world().crews().rows().front().depot);
    REQUIRE(centre);
    const auto street = session->roads().nearest_stretch(*centre, 2000);
    REQUIRE(street.size() >= 2);
    gis::Asset closed;
    closed.kind = gis::closure_kind;
    closed.geometry.type = gis::GeometryType::line;
    closed.geometry.parts = {0};
    for (const auto& p : street) closed.geometry.points.push_back(*session->plane().lonlat_from_plane(p));
    closed.attributes = {{"motif", "Marché"}, {"debut", "2026-11-01"}, {"recurrence", "FREQ=WEEKLY;BYDAY=MO"}};
    const gis::LonLat a = closed.geometry.points.front(), b = closed.geometry.points.back();
    const gis::Time today = session->now(), tomorrow = today + std::chrono::hours(24);
    const gis::Seconds before = session->travel()(a, b, today);
    REQUIRE(session->execute({gis::command::AddAsset{closed}}, actor).ok());
    (void)session->tick();
    CHECK(session->travel()(a, b, today) > before);
    CHECK(session->travel()(a, b, tomorrow) == before);
    CHECK(session->travel()(a, b) == before);
    REQUIRE(session->undo(actor).ok());
    (void)session->tick();
    CHECK(session->travel()(a, b, today) == before);
}

TEST_CASE("a scenario kept is there after a restart, and what of it is still possible is shown again") {
    const Home home;
    MovingClock clock(monday);
    const auto week = gis::local_day(monday, "Europe/Paris");
    std::size_t added = 0;
    {
        const auto session = demo(home, clock, false);
        session->propose_week(week);
        for (int i = 0; i < 600 && !session->proposal(); ++i) {
            std::this_thread::sleep_for(std::chrono::milliseconds(50));
            (void)session->tick();
        }
        REQUIRE(session->proposal());
        added = session->proposal()->added.size() + session->proposal()->moved.size();
        REQUIRE(added > 0);
        REQUIRE(session->keep_scenario("Essai", week).ok());
        REQUIRE(session->keep_scenario("Essai", week).ok());  // the same name of the same week: replaced
        session->discard_proposal();
        CHECK(session->scenarios().size() == 1);
    }
    const auto session = demo(home, clock, false);
    REQUIRE(session->scenarios().size() == 1);
    CHECK(session->scenarios().front().name == "Essai");
    CHECK(session->scenarios().front().monday == week);
    session->show_scenario(0);
    REQUIRE(session->proposal());
    CHECK(session->proposal()->added.size() + session->proposal()->moved.size() <= added);
    CHECK(session->proposal()->added.size() + session->proposal()->moved.size() > 0);
    session->show_scenario(7);  // there is none
    REQUIRE(session->drop_scenario(0).ok());
    CHECK(session->scenarios().empty());
}

TEST_CASE("settings that another program garbled in the commune file are passed over") {
    const Home home;
    MovingClock clock(monday);
    const auto file = home.path / "commune.gpkg";
    {
        gis::DeskOptions o;
        const gis::Catalog catalog;
        o.catalog = &catalog;
        o.clock = &clock;
        o.file = file;
        auto desk = gis::Desk::open(std::move(o));
        REQUIRE(desk.ok());
        REQUIRE(desk->set_setting("sources", R"([7, {"id": 3}, {"id": "a", "name": [], "backend": {}, "config": 1, "paused": "no"}])").ok());
        REQUIRE(desk->set_setting("layer_choices", R"({"x": 5, "y": {"epsg": "2154", "encoding": 1}, "z": {"epsg": 3950}})").ok());
        REQUIRE(desk->set_setting("plane_epsg", "none").ok());
        REQUIRE(desk->set_setting("zone", "Mars/Olympus").ok());
    }
    SessionOptions o;
    o.places = home.places();
    o.paths = {file, home.path / "nothing-here.geojson"};
    const auto session = Session::open(std::move(o), clock, [] {});
    REQUIRE(session.ok());
    (*session)->wait_until_loaded(gis::Millis{5'000});
    CHECK((*session)->source_configs().empty());
    CHECK((*session)->plane().epsg() == 2154);
}

TEST_CASE("a simulated week at full speed brings no error and does not grow without end") {
    const Home home;
    MovingClock clock(monday);
    const auto session = demo(home, clock, false, 600);
    const gis::Time begin = session->now();
    constexpr gis::Millis day{144'000}, beat{2'000};  // of the computer's time at 600×
    live_for(*session, clock, day, beat);
    const std::size_t after_a_day = resident_kb();
    const std::size_t reports_after_a_day = session->world().reports().size();
    live_for(*session, clock, 6 * day, beat);
    CHECK(session->now() - begin > std::chrono::hours(24 * 6));
    for (const gis::Notice& n : session->notices()) { INFO(n.where << " " << n.text.key); CHECK(n.severity != gis::Severity::error); }
    CHECK(session->world().reports().size() > reports_after_a_day);
    CHECK(session->world().alerts().size() > 0);
    CHECK(session->desk().first_broken_link() == std::nullopt);
    for (const gis::SourceStatus& s : session->statuses()) CHECK(s.health == gis::SourceHealth::ok);
    INFO(after_a_day << " kB after a day, " << resident_kb() << " kB after the week");
    CHECK(resident_kb() < after_a_day + 150'000);
}

TEST_CASE("the session stops within a second, whatever its sources and workers do") {
    const Home home;
    MovingClock clock(monday);
    auto session = demo(home, clock, true);
    session->propose_week(std::chrono::local_days{std::chrono::year{2026} / 11 / 23});
    const auto begin = std::chrono::steady_clock::now();
    session.reset();
    CHECK(std::chrono::steady_clock::now() - begin < std::chrono::milliseconds(2'000) * vigie::tests::slower);
}

namespace {

void write_points(const std::filesystem::path& file, int count) {
    std::ofstream out(file);
    out << R"({"type":"FeatureCollection","features":[)";
    for (int i = 0; i < count; ++i)
        out << (i ? "," : "") << R"({"type":"Feature","properties":{"name":"b)" << i << R"("},"geometry":{"type":"Point","coordinates":[)" << 2.35 + i * 1e-6 << "," << 43.1 << "]}}";
    out << "]}";
}

std::unique_ptr<Session> of_paths(const Home& home, const gis::Clock& clock, std::vector<std::filesystem::path> paths) {
    SessionOptions o;
    o.places = home.places();
    o.paths = std::move(paths);
    auto session = Session::open(std::move(o), clock, [] {});
    REQUIRE(session.ok());
    return std::move(session).value();
}

std::set<std::string> files_on_map(const Session& session) {
    std::set<std::string> out;
    for (const auto& row : session.layers())
        if (row.layer->entities.empty()) out.insert(std::filesystem::path(row.layer->info.source).filename().string());
    return out;
}

} // namespace

TEST_CASE("layers come onto the map one by one, while the others are still being read") {
    const Home home;
    MovingClock clock(monday);
    std::vector<std::filesystem::path> paths;
    for (int i = 0; i < 6; ++i) {
        paths.push_back(home.path / ("bancs" + std::to_string(i) + ".geojson"));
        write_points(paths.back(), 30'000);
    }
    const auto session = of_paths(home, clock, paths);
    std::set<std::size_t> counts;
    const auto until = std::chrono::steady_clock::now() + std::chrono::seconds(60);
    while (session->reading() && std::chrono::steady_clock::now() < until) {
        (void)session->tick();
        if (session->reading()) counts.insert(session->layers().size());
        std::this_thread::sleep_for(std::chrono::milliseconds(2));
    }
    CHECK(session->layers().size() == 6);
    CHECK(counts.size() >= 3);  // 0, then some, not all at once
}

TEST_CASE("reading can be stopped: what was read stays, and nothing is lost by opening more meanwhile") {
    const Home home;
    MovingClock clock(monday);
    write_points(home.path / "small.geojson", 10);
    write_points(home.path / "large.geojson", 400'000);
    const auto session = of_paths(home, clock, {home.path / "small.geojson"});
    session->wait_until_loaded(gis::Millis{60'000});
    CHECK(files_on_map(*session) == std::set<std::string>{"small.geojson"});
    session->add_paths({home.path / "large.geojson"});
    session->stop_reading();
    const auto begin = std::chrono::steady_clock::now();
    while (session->reading() && std::chrono::steady_clock::now() - begin < std::chrono::seconds(10)) (void)session->tick();
    CHECK(std::chrono::steady_clock::now() - begin < std::chrono::seconds(2));
    CHECK(files_on_map(*session).contains("small.geojson"));
    write_points(home.path / "other.geojson", 10);
    session->add_paths({home.path / "large.geojson"});
    session->add_paths({home.path / "other.geojson"});  // before the first one is there
    session->wait_until_loaded(gis::Millis{60'000});
    CHECK(files_on_map(*session) == std::set<std::string>{"small.geojson", "large.geojson", "other.geojson"});
}

TEST_CASE("what was opened into a commune is there again at the next start") {
    const Home home;
    MovingClock clock(monday);
    const std::filesystem::path file = home.path / "commune.gpkg";
    const gis::LoadedCatalog catalog = catalog_of(home.places());
    REQUIRE(create_commune(file, "Essai", "11000", catalog.catalog, clock));
    CHECK_FALSE(create_commune(file, "Essai", {}, catalog.catalog, clock));  // never over another file
    write_points(home.path / "bancs.geojson", 10);
    {
        const auto session = of_paths(home, clock, {file});
        CHECK(session->commune_name() == "Essai");
        session->add_paths({home.path / "bancs.geojson"});
        session->wait_until_loaded(gis::Millis{60'000});
    }
    const auto session = of_paths(home, clock, {file});
    session->wait_until_loaded(gis::Millis{60'000});
    CHECK(files_on_map(*session) == std::set<std::string>{"bancs.geojson"});
}

TEST_CASE("a corrected theme is read, kept beside the other choices, and remembered with the commune") {
    const Home home;
    MovingClock clock(monday);
    const std::filesystem::path file = home.path / "commune.gpkg";
    REQUIRE(create_commune(file, "Essai", {}, catalog_of(home.places()).catalog, clock));
    write_points(home.path / "releve.geojson", 10);
    const auto only = [](const Session& s) { return s.layers().front().layer->info; };
    {
        const auto session = of_paths(home, clock, {file, home.path / "releve.geojson"});
        session->wait_until_loaded(gis::Millis{60'000});
        REQUIRE(only(*session).theme == "other_point");
        session->correct({{only(*session).id, {4326, "UTF-8", {}}}});
        session->wait_until_loaded(gis::Millis{60'000});
        session->correct({{only(*session).id, {4326, {}, "tree"}}});
        CHECK(session->layers().front().loading);  // the last good one stays in sight
        session->wait_until_loaded(gis::Millis{60'000});
        REQUIRE(session->layers().size() == 1);
        CHECK_FALSE(session->layers().front().loading);
        CHECK(only(*session).theme == "tree");
        CHECK(only(*session).domain == "espaces_verts");
        CHECK(only(*session).crs_origin == gis::CrsOrigin::user);
    }
    const auto session = of_paths(home, clock, {file});
    session->wait_until_loaded(gis::Millis{60'000});
    CHECK(only(*session).theme == "tree");
    CHECK(only(*session).crs_origin == gis::CrsOrigin::user);
}

TEST_CASE("layers that are read again change on the map in one moment, not one after the other") {
    const Home home;
    MovingClock clock(monday);
    std::vector<std::filesystem::path> paths;
    for (const char* name : {"a.geojson", "b.geojson", "c.geojson", "d.geojson"}) write_points(paths.emplace_back(home.path / name), 20'000);
    const auto session = of_paths(home, clock, paths);
    session->wait_until_loaded(gis::Millis{60'000});
    REQUIRE(session->layers().size() == 4);
    std::vector<gis::LayerPtr> before;
    for (const panels::LayerRow& row : session->layers()) before.push_back(row.layer);
    session->correct({{before[0]->info.id, {4326, {}, "tree"}}});
    std::set<std::size_t> kept;  // how many of them were there still, tick by tick
    const auto patience = std::chrono::steady_clock::now() + std::chrono::seconds(60);
    while (session->reading() && std::chrono::steady_clock::now() < patience) {
        (void)session->tick();
        kept.insert(static_cast<std::size_t>(std::ranges::count_if(session->layers(), [&](const auto& row) { return std::ranges::find(before, row.layer) != before.end(); })));
    }
    CHECK(session->layers().size() == 4);
    CHECK(session->layers()[0].layer->info.theme == "tree");
    CHECK(kept == std::set<std::size_t>{0, 4});
}

TEST_CASE("a QGIS project opens where it looked, with its rules before its layers") {
    const Home home;
    const auto folder = home.path / "projet";
    std::filesystem::create_directories(folder);
    std::ofstream(folder / "points.geojson") << R"({"type":"FeatureCollection","features":[{"type":"Feature","properties":{},"geometry":{"type":"Point","coordinates":[2.3,43.2]}}]})";
    const std::string layer = R"(<id>a</id><datasource>./points.geojson</datasource><layername>Points</layername><provider>ogr</provider><renderer-v2 type="singleSymbol"><symbols><symbol name="0" type="marker"><layer class="SimpleMarker"><prop k="color" v="1,2,3,255"/></layer></symbol></symbols></renderer-v2>)";
    std::ofstream(folder / "plan.qgs") << R"(<qgis><title>Plan</title><projectCrs><spatialrefsys><authid>EPSG:2154</authid></spatialrefsys></projectCrs><layer-tree-group><layer-tree-layer id="a" name="Points" checked="Qt::Unchecked"/></layer-tree-group>)"
                                          R"(<mapcanvas name="theMapCanvas"><extent><xmin>640000</xmin><ymin>6230000</ymin><xmax>650000</xmax><ymax>6240000</ymax></extent></mapcanvas><projectlayers><maplayer type="vector" geometry="Point">)" + layer + "</maplayer></projectlayers></qgis>";
    MovingClock clock(monday);
    SessionOptions o;
    o.places = home.places();
    o.in_memory = true;
    o.paths = {folder / "plan.qgs"};
    auto session = Session::open(std::move(o), clock, [] {});
    REQUIRE(session.ok());
    (*session)->wait_until_loaded(gis::Millis{60'000});
    CHECK((*session)->bounds().min_x == 640'000);
    CHECK((*session)->bounds().max_y == 6'240'000);
    REQUIRE((*session)->layers().size() == 1);
    CHECK((*session)->layers()[0].layer->info.waits);
    REQUIRE((*session)->projects().size() == 1);
    CHECK((*session)->projects()[0].style.rules.size() == 1);
}

TEST_CASE("a layer taken off the map stays off after a restart, comes back undone or when its file is opened again") {
    const Home home;
    MovingClock clock(monday);
    const auto file = home.path / "bancs.geojson", other = home.path / "arbres.geojson";
    for (const auto& path : {file, other})
        std::ofstream(path) << R"({"type":"FeatureCollection","features":[{"type":"Feature","properties":{"a":1},"geometry":{"type":"Point","coordinates":[2.35,43.21]}}]})";
    const auto before = std::filesystem::last_write_time(file);
    const auto open = [&](std::vector<std::filesystem::path> paths) {
        SessionOptions o;
        o.places = home.places();
        o.paths = std::move(paths);
        auto session = Session::open(std::move(o), clock, [] {});
        REQUIRE(session.ok());
        (*session)->wait_until_loaded(gis::Millis{60'000});
        return std::move(session).value();
    };
    const auto names = [](const Session& s) {
        std::vector<std::string> out;
        for (const panels::LayerRow& row : s.layers()) out.push_back(row.layer->info.name);
        return out;
    };
    std::filesystem::path commune;
    std::vector<std::string> all;
    {
        const auto session = open({file, other});
        commune = session->file();
        all = names(*session);
        REQUIRE(all.size() == 2);
        const std::string id = session->layers().front().layer->info.id;
        CHECK_FALSE(session->take_off("no such layer"));
        REQUIRE(session->take_off(id));
        CHECK(names(*session) == std::vector{all[1]});
        REQUIRE(session->put_back(id));
        CHECK(names(*session) == all);
        CHECK_FALSE(session->put_back(id));
        REQUIRE(session->take_off(id));
    }
    CHECK(std::filesystem::last_write_time(file) == before);
    {
        const auto session = open({commune});
        CHECK(names(*session) == std::vector{all[1]});
        session->add_paths({file});
        session->wait_until_loaded(gis::Millis{60'000});
        CHECK(names(*session).size() == 2);
    }
    CHECK(names(*open({commune})).size() == 2);
}

TEST_CASE("a whole layer becomes assets by portions, as one step to undo, and their layer is there") {
    const Home home;
    MovingClock clock(monday);
    const auto file = home.path / "bancs.geojson";
    constexpr int count = 1200;
    {
        std::ofstream out(file);
        out << R"({"type":"FeatureCollection","features":[)";
        for (int i = 0; i < count; ++i)
            out << (i ? "," : "") << R"({"type":"Feature","properties":{"a":)" << i << R"(},"geometry":{"type":"Point","coordinates":[2.35,)" << 43.2 + i * 1e-5 << "]}}";
        out << "]}";
    }
    SessionOptions o;
    o.places = home.places();
    o.paths = {file};
    auto session = Session::open(std::move(o), clock, [] {});
    REQUIRE(session.ok());
    Session& s = **session;
    s.wait_until_loaded(gis::Millis{60'000});
    REQUIRE(s.layers().size() == 1);
    const gis::Actor actor{"C. Delmas", "régulation", gis::Role::dispatcher};
    s.copy({s.layers().front().layer, nullptr, "banc"});
    CHECK(s.copying());
    int portions = 0;
    std::optional<gis::Result<gis::Receipt>> done;
    for (int i = 0; i < 10'000 && !done; ++i) {
        (void)s.tick();
        const std::size_t before = s.world().assets().size();
        done = s.import_some(actor);
        const std::size_t fresh = s.world().assets().size() - before;
        CHECK(fresh <= 250);  // what one frame takes in is bounded
        portions += fresh > 0;
        if (!fresh) std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
    REQUIRE(done);
    REQUIRE(done->ok());
    s.take_delta((*done)->delta);
    CHECK(portions == 5);
    CHECK_FALSE(s.copying());
    CHECK(s.world().assets().size() == count);
    s.wait_until_loaded(gis::Millis{60'000});
    REQUIRE(s.layers().size() == 2);
    CHECK(s.layers().back().layer->info.features == count);
    const auto undone = s.undo(actor);
    REQUIRE(undone.ok());
    CHECK(s.world().assets().empty());
    s.take_delta(undone->delta);
    s.wait_until_loaded(gis::Millis{60'000});
    CHECK(s.layers().size() == 1);
}
