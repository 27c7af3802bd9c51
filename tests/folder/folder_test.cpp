// A folder as it lives: files that arrive, whole, half-written, bad, again; and data that nobody here wrote.
#include <unistd.h>

#include <catch2/catch_test_macros.hpp>
#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <fstream>
#include <functional>
#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include <thread>

#include "gis/backends/folder/files_read.hpp"
#include "gis/backends/hub.hpp"
#include "tests/layers/shared_data.hpp"

using namespace vigie::gis;
using nlohmann::json;
namespace fs = std::filesystem;

namespace {

struct FixedClock : Clock {
    Time now() const override { return time_from_ms(1'777'716'000'000); }
};

constexpr const char* two_reports = "ref,categorie,date,lon,lat\n1,Tag,02/05/2026,2.33,48.88\n2,Propreté,02/05/2026,2.34,48.89\n";

struct Watched {
    FixedClock clock;
    BackendHub hub{clock, [] {}};
    fs::path folder;
    std::vector<Change> changes;
    std::string cursor;
    json config;

    Watched() {
        static int counter = 0;
        folder = fs::path(VIGIE_BINARY_DIR) / "folder" / (std::to_string(::getpid()) + "-" + std::to_string(++counter));
        fs::remove_all(folder);
        fs::create_directories(folder);
        config = {{"path", folder.string()}, {"content", "reports"}};
    }
    ~Watched() {
        hub.stop_all();
        std::error_code ec;
        fs::remove_all(folder, ec);
    }
    [[nodiscard]] SourceConfig source() const { return {"s", "S", "folder", config.dump(), false}; }
    void start() { REQUIRE(hub.start(source(), cursor).ok()); }
    void write(const std::string& name, const std::string& text) const { std::ofstream(folder / name, std::ios::binary) << text; }
    void drain() {
        for (ChangeBatch& b : hub.drain(1'000'000)) {
            if (!b.cursor.empty()) cursor = b.cursor;
            changes.insert(changes.end(), b.changes.begin(), b.changes.end());
        }
    }
    template <class T>
    [[nodiscard]] std::size_t count() {
        drain();
        return static_cast<std::size_t>(std::ranges::count_if(changes, [](const Change& c) { return std::holds_alternative<T>(c); }));
    }
    [[nodiscard]] SourceStatus status() const { return hub.statuses().at(0); }
    bool until(const std::function<bool()>& true_at_last) const {
        const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(60);
        while (std::chrono::steady_clock::now() < end) {
            if (true_at_last()) return true;
            std::this_thread::sleep_for(std::chrono::milliseconds(10));
        }
        return false;
    }
};

} // namespace

TEST_CASE("a file that is still growing is waited for, a whole one is handed out once") {
    Watched w;
    folder::Watch watch(w.folder);
    w.write("a.csv", "x\n1\n");
    CHECK(watch.look()->empty());
    CHECK(watch.waits());
    w.write("a.csv", "x\n1\n2\n");
    CHECK(watch.look()->empty());  // it changed since
    CHECK(watch.look()->size() == 1);
    CHECK(watch.look()->empty());
    CHECK_FALSE(watch.waits());
    w.write("a.csv", "x\n1\n2\n3\n");
    w.write(".~lock.a.csv#", "x");
    w.write("b.csv.part", "x");
    w.write("empty.csv", "");
    (void)watch.look();
    CHECK(watch.look()->size() == 1);
    fs::remove_all(w.folder);
    CHECK_FALSE(watch.look());
}

TEST_CASE("files that arrive are read once each, whatever their name, and not again after a restart") {
    Watched w;
    w.write("lundi.csv", two_reports);
    w.start();
    REQUIRE(w.until([&] { return w.count<Upsert>() == 2; }));
    const auto& report = std::get<Report>(std::get<Upsert>(w.changes[0]).entity);
    CHECK(report.category == "Tag");
    CHECK(report.place.lon == 2.33);
    w.write("copie.csv", two_reports);
    w.write("mardi.csv", "ref,categorie,date,lon,lat\n3,Tag,03/05/2026,2.33,48.88\n");
    REQUIRE(w.until([&] { return w.count<Upsert>() == 3; }));
    w.start();  // from its cursor
    w.write("mercredi.csv", "ref,categorie,date,lon,lat\n4,Tag,04/05/2026,2.33,48.88\n");
    REQUIRE(w.until([&] { return w.count<Upsert>() == 4; }));
    CHECK(std::get<Upsert>(w.changes.back()).entity.index() == static_cast<std::size_t>(EntityKind::report));
    CHECK(fs::exists(w.folder / "lundi.csv"));
}

TEST_CASE("bad rows are left out and told with their line, the others arrive") {
    Watched w;
    w.write("a.csv", "ref,categorie,date,lon,lat\n1,Tag,02/05/2026,2.33,48.88\n2,Tag,n’importe quoi,2.33,48.88\n");
    w.start();
    REQUIRE(w.until([&] { return w.status().health == SourceHealth::late; }));
    CHECK(w.status().why == Text{"backends.folder.no_time", {{"n", "1"}, {"file", "a.csv"}, {"line", "3"}}});
    CHECK(w.count<Upsert>() == 1);
}

TEST_CASE("a table whose columns say nothing is told, and read once a person has said it") {
    Watched w;
    w.write("a.csv", "k1,k2,lon,lat\nTag,02/05/2026,2.33,48.88\n");
    w.start();
    REQUIRE(w.until([&] { return w.status().health == SourceHealth::late; }));
    CHECK(w.status().why.key == "backends.folder.missing_category");
    const auto proposal = w.hub.propose(w.source(), "a.csv", "");
    REQUIRE(proposal.ok());
    json rows = json::parse(*proposal)["columns"];
    REQUIRE(rows.size() == 4);
    rows[0]["field"] = "category";
    rows[1]["field"] = "time";
    w.config["columns"] = rows;
    const auto tried = w.hub.try_sample(w.source(), "a.csv", "");
    REQUIRE(tried.ok());
    REQUIRE(tried->changes.size() == 1);
    CHECK(std::get<Report>(std::get<Upsert>(tried->changes[0]).entity).received_at != Time{});
    const auto pasted = w.hub.try_sample(w.source(), "", "K1,K2,lon,lat\nBruit,03/05/2026,2.33,48.88\n");
    REQUIRE(pasted.ok());
    CHECK(std::get<Report>(std::get<Upsert>(pasted->changes.at(0)).entity).category == "Bruit");
    w.drain();
    w.start();  // with what was decided: the file that gave nothing is read now
    REQUIRE(w.until([&] { return w.count<Upsert>() == 1; }));
}

TEST_CASE("a folder that goes away is told and found again") {
    Watched w;
    fs::remove_all(w.folder);
    w.start();
    REQUIRE(w.until([&] { return w.status().health == SourceHealth::offline; }));
    CHECK(w.status().why.key == "backends.folder.absent");
    fs::create_directories(w.folder);
    w.write("a.csv", two_reports);
    REQUIRE(w.until([&] { return w.count<Upsert>() == 2; }));
    const auto begin = std::chrono::steady_clock::now();
    w.hub.stop_all();
    CHECK(std::chrono::steady_clock::now() - begin < std::chrono::seconds(1));
}

TEST_CASE("six thousand reports of Paris are read, each with its place and day") {
    const fs::path file = shared_data("reports/dans-ma-rue_paris_part1.csv");
    Watched w;
    fs::copy_file(file, w.folder / file.filename());
    w.start();
    REQUIRE(w.until([&] { return w.count<Upsert>() + w.changes.size() >= 12'000 || w.status().health == SourceHealth::late; }));
    REQUIRE(w.until([&] { return w.status().health == SourceHealth::ok || w.status().health == SourceHealth::late; }));
    CHECK(w.count<Upsert>() == 6'000);
    std::set<std::string> ids, categories;
    for (const Change& c : w.changes) {
        const auto& report = std::get<Report>(std::get<Upsert>(c).entity);
        ids.insert(report.origin.remote_id);
        categories.insert(report.category);
        if (report.place.lon < 2.2 || report.place.lon > 2.5 || report.place.lat < 48.8 || report.received_at == Time{}) FAIL_CHECK(report.origin.remote_id);
    }
    CHECK(categories.contains("Graffitis, tags, affiches et autocollants"));
    CHECK(ids.size() > 5'900);
    WARN(ids.size() << " ids, " << categories.size() << " categories");
}

TEST_CASE_METHOD(Watched, "what a person said of the categories of Paris is kept beside the columns and holds for the next file") {
    const fs::path file = shared_data("reports/dans-ma-rue_paris_part1.csv");
    fs::copy_file(file, folder / file.filename());
    const auto proposal = hub.propose(source(), file.filename().string(), "");
    REQUIRE(proposal.ok());
    config.update(json::parse(*proposal));
    REQUIRE(config["columns"].size() == 17);
    REQUIRE(config["categories"].size() > 5);
    CHECK(config["categories"][0]["theirs"] == "Graffitis, tags, affiches et autocollants");  // the most frequent one
    config["categories"][0]["ours"] = "tag";
    const auto again = hub.propose(source(), file.filename().string(), "");
    REQUIRE(again.ok());
    CHECK(json::parse(*again)["categories"] == config["categories"]);  // what was decided is not asked again
    start();
    REQUIRE(until([&] { return count<Upsert>() == 6'000 || status().health == SourceHealth::late; }));
    std::map<std::string, int> by_category;
    for (const Change& c : changes)
        if (const auto* upsert = std::get_if<Upsert>(&c)) ++by_category[std::get<Report>(upsert->entity).category];
    CHECK(by_category["tag"] == 2'278);
    CHECK_FALSE(by_category.contains("Graffitis, tags, affiches et autocollants"));
}

TEST_CASE("meters of Cambridge and Alicante are read: a column for each, and a row for each reading") {
    const fs::path energy = shared_data("energy");
    Watched w;
    w.config["content"] = "readings";
    w.config["fluid"] = "electricity";
    SECTION("a column for each building") {
        fs::copy_file(energy / "cambridge_buildings/electricity_2019_jan-apr_hourly_kWh.csv", w.folder / "e.csv");
        w.start();
        REQUIRE(w.until([&] { return w.count<Observed>() >= 57'600; }));
        CHECK(w.count<Observed>() == 57'600);
        CHECK(w.count<Upsert>() == 40);  // twenty sensors, twenty meters
    }
    SECTION("a row for each reading") {
        fs::copy_file(energy / "water_alicante/swm_trialA_clean_subset_2016-03_04.csv", w.folder / "w.csv");
        w.start();
        REQUIRE(w.until([&] { return w.count<Observed>() >= 27'159; }));
        CHECK(w.count<Upsert>() == 40);
    }
}

TEST_CASE("spreadsheets and map files give the same as delimited text") {
    Watched w;
    w.write("a.csv", two_reports);
    std::size_t made = 0;
    for (const auto& [driver, ending] : {std::pair{"XLSX", "xlsx"}, std::pair{"ODS", "ods"}, std::pair{"GPKG", "gpkg"}, std::pair{"GeoJSON", "geojson"}}) {
        const std::string command = std::string("ogr2ogr -f ") + driver + " -oo X_POSSIBLE_NAMES=lon -oo Y_POSSIBLE_NAMES=lat -oo KEEP_GEOM_COLUMNS=YES -a_srs EPSG:4326 '" + (w.folder / "out.").string() + ending + "' '" + (w.folder / "a.csv").string() + "' >/dev/null 2>&1";
        made += std::system(command.c_str()) == 0;
    }
    REQUIRE(made == 4);
    fs::remove(w.folder / "a.csv");
    w.start();
    REQUIRE(w.until([&] { return w.count<Upsert>() >= 8; }));
    std::map<std::string, std::size_t> seen;
    for (const Change& c : w.changes) {
        const auto& report = std::get<Report>(std::get<Upsert>(c).entity);
        ++seen[report.origin.remote_id + report.category];
        CHECK(report.place.lon > 2.3);
        CHECK(report.received_at != Time{});
    }
    CHECK(seen == std::map<std::string, std::size_t>{{"1Tag", 4}, {"2Propreté", 4}});
}

TEST_CASE_METHOD(Watched, "columns of assets become what a person said: code, name, attributes or nothing, in every file of that layout") {
    config = {{"path", folder.string()}, {"content", "assets"}, {"asset_kind", "candelabre"},
              {"columns", json::array({{{"column", "NUM_SUPPORT"}, {"field", "id"}}, {{"column", "Voie"}, {"field", "name"}}, {{"column", "Agent"}, {"field", ""}}})}};
    start();
    const std::string head = "NUM_SUPPORT,Voie,Agent,Puissance,lon,lat\n";
    write("secteur1.csv", head + "L-7,rue du Port,M. Martin,70,3.1,43.2\n");
    write("secteur2.csv", head + "L-8,quai Sud,M. Martin,50,3.2,43.3\n");
    REQUIRE(until([&] { return count<Upsert>() >= 2; }));
    std::map<std::string, Asset> assets;
    for (const Change& c : changes)
        if (const auto* u = std::get_if<Upsert>(&c)) assets[std::get<Asset>(u->entity).code] = std::get<Asset>(u->entity);
    REQUIRE(assets.contains("L-8"));
    const Asset& light = assets.at("L-7");
    CHECK(light.origin.remote_id == "L-7");
    CHECK(light.name == "rue du Port");
    std::map<std::string, std::string> attributes;
    for (const Attribute& a : light.attributes) attributes[a.name] = a.value;
    CHECK(attributes.at("Puissance") == "70");
    CHECK_FALSE(attributes.contains("Agent"));
    CHECK_FALSE(attributes.contains("NUM_SUPPORT"));
}
