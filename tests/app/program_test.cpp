// The program as its users call it, in a home of its own.
#include <catch2/catch_test_macros.hpp>

#include <array>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <algorithm>
#include <memory>
#include <set>
#include <nlohmann/json.hpp>
#include <sys/wait.h>
#include <unistd.h>

#include "app/commune_file.hpp"
#include "app/system_clock.hpp"
#include "gis/layers/commune/credits.hpp"
#include "render/gpu.hpp"
#include "tests/services/served.hpp"

using namespace vigie;
namespace fs = std::filesystem;

namespace {

struct Ran {
    int code = -1;
    std::string out;
};

struct Home {
    fs::path path = fs::temp_directory_path() / ("vigie-home-" + std::to_string(::getpid()));
    Home() { fs::create_directories(path); }
    ~Home() { fs::remove_all(path); }
    Ran run(const std::string& arguments) const {
        const std::string command = "HOME=" + path.string() + " XDG_DATA_HOME= XDG_CONFIG_HOME= XDG_CACHE_HOME= DISPLAY= WAYLAND_DISPLAY= " +
                                    VIGIE_BINARY_DIR "/vigie " + arguments + " 2>" + (path / "stderr").string();
        Ran ran;
        const std::unique_ptr<FILE, void (*)(FILE*)> pipe(popen(command.c_str(), "r"), [](FILE*) {});
        REQUIRE(pipe);
        std::array<char, 4096> buffer;
        for (std::size_t n; (n = std::fread(buffer.data(), 1, buffer.size(), pipe.get())) > 0;) ran.out.append(buffer.data(), n);
        ran.code = WEXITSTATUS(pclose(pipe.get()));
        return ran;
    }
    std::string messages() const {
        std::ifstream in(path / "stderr");
        return {std::istreambuf_iterator<char>(in), {}};
    }
};

fs::path shared() {
    const char* set = std::getenv("VIGIE_SHARED");
    return set ? fs::path(set) : fs::path(VIGIE_SOURCE_DIR).parent_path() / "shared";
}

} // namespace

TEST_CASE("check reads a style: its rules, its faults with line and column, and exit codes that tell them apart") {
    const Home home;
    const auto file = [&](const char* name, const std::string& text) {
        std::ofstream(home.path / name, std::ios::binary) << text;
        return (home.path / name).string();
    };
    const Ran good = home.run("check --json " VIGIE_SOURCE_DIR "/assets/styles/municipal.json");
    CHECK(good.code == 0);
    CHECK(nlohmann::json::parse(good.out)["styles"][0]["rules"].get<int>() > 40);
    const Ran faulty = home.run("--lang fr check --json " + file("faulty.json", "{\"layers\": [\n{\"theme\": \"light\", \"paint\": {\"circle-radius\": 900}}]}"));
    CHECK(faulty.code == 1);
    const auto notice = nlohmann::json::parse(faulty.out)["notices"][0];
    CHECK(notice["where"] == (home.path / "faulty.json").string());
    CHECK(notice["text"].get<std::string>().find("Ligne 2, colonne 47") != std::string::npos);
    CHECK(notice["remedy"].get<std::string>().find("128") != std::string::npos);
    CHECK(home.run("check " + file("broken.json", "{\"layers\": [{\"theme\": ")).code == 3);
}

TEST_CASE("versions name what the program runs on") {
    const Home home;
    const Ran ran = home.run("--version");
    CHECK(ran.code == 0);
    for (const char* library : {"vigie ", "GDAL ", "PROJ ", "SQLite ", "Dear ImGui 1.90.1"}) CHECK(ran.out.find(library) != std::string::npos);
}

TEST_CASE("wrong usage exits with 2 and says so on the error output only") {
    const Home home;
    const Ran ran = home.run("render --demo");
    CHECK(ran.code == 2);
    CHECK(ran.out.empty());
    CHECK_FALSE(home.messages().empty());
    CHECK(home.run("render --demo --size 3 --out " + (home.path / "x.png").string()).code == 2);
}

TEST_CASE("a missing file exits with 3 and names the file") {
    const Home home;
    CHECK(home.run("plan /nowhere/week.json --out " + (home.path / "p.json").string()).code == 3);
    CHECK(home.messages().find("/nowhere/week.json") != std::string::npos);
    CHECK(home.run("check /nowhere/data.shp --json").code == 3);
}

TEST_CASE("a picture that lacks what could not be read is written, and says what it lacks") {
    const Home home;
    std::ofstream(home.path / "good.geojson") << R"({"type":"FeatureCollection","features":[{"type":"Feature","properties":{},"geometry":{"type":"Point","coordinates":[2.35,43.21]}},
        {"type":"Feature","properties":{},"geometry":{"type":"Point","coordinates":[2.36,43.22]}}]})";
    std::ofstream(home.path / "bad.geojson") << R"({"type":"FeatureCollection","features":[{"type")";
    const auto good = (home.path / "good.geojson").string(), out = (home.path / "x.png").string();
    CHECK(home.run("render " + good + " --size 200x200 --out " + out).code == 0);
    CHECK(home.run("render " + good + " " + (home.path / "bad.geojson").string() + " --size 200x200 --out " + out).code == 1);
    CHECK(home.messages().find("bad.geojson") != std::string::npos);
    std::filesystem::remove(out);
    CHECK(home.run("render " + good + " 'http://127.0.0.1:9/{z}/{x}/{y}.png' --size 200x200 --out " + out).code == 1);
    CHECK(home.messages().find("127.0.0.1:9") != std::string::npos);
    CHECK(std::filesystem::exists(out));
}

TEST_CASE("backends are listed as one JSON object, built-ins among them") {
    const Home home;
    const Ran ran = home.run("backends --json");
    CHECK(ran.code == 0);
    const auto json = nlohmann::json::parse(ran.out);
    std::vector<std::string> names;
    for (const auto& b : json["backends"]) names.push_back(b["name"]);
    CHECK(std::count(names.begin(), names.end(), "demo") == 1);
    CHECK(std::count(names.begin(), names.end(), "files") == 1);
    CHECK(json["backends"][0]["capabilities"].is_object());
}

TEST_CASE("the demo is drawn without a display, the same picture twice") {
    const Home home;
    const auto picture = [&](const char* name) { return (home.path / name).string(); };
    const std::string arguments = "render --demo --size 800x500 --at 2026-11-24T10:00 --out ";
    REQUIRE(home.run(arguments + picture("a.png")).code == 0);
    REQUIRE(home.run(arguments + picture("b.png")).code == 0);
    const auto a = render::read_png(picture("a.png")), b = render::read_png(picture("b.png"));
    REQUIRE(a.ok());
    REQUIRE(b.ok());
    CHECK(a->width == 800);
    CHECK(a->height == 500);
    CHECK(a->rgba == b->rgba);
    // A town, not a plain ground: many colours.
    std::set<std::uint32_t> colours;
    for (std::size_t i = 0; i + 3 < a->rgba.size(); i += 4) colours.insert(a->rgba[i] << 16u | a->rgba[i + 1] << 8u | a->rgba[i + 2]);
    CHECK(colours.size() > 200);
}

TEST_CASE("a new commune file is empty, checks well, and takes an import") {
    const Home home;
    const std::string file = (home.path / "commune.gpkg").string();
    REQUIRE(home.run("new " + file + " --name Essai --insee 11999").code == 0);
    CHECK(home.run("new " + file).code == 3);  // never over an existing one
    const Ran check = home.run("check " + file + " --json");
    REQUIRE(check.code == 0);
    CHECK(nlohmann::json::parse(check.out)["communes"][0]["journal_chain_holds"] == true);
    if (!fs::exists(shared() / "data")) SKIP("real data not beside the project: import not tried");
    const Ran imported = home.run("import " + (shared() / "data/communes/clermont_l_herault.gpkg").string() + " --into " + file + " --json");
    CHECK(imported.code <= 1);
    CHECK(nlohmann::json::parse(home.run("check " + file + " --json").out)["communes"][0]["entities"]["asset"] > 7'000);
}

TEST_CASE("the live services were not reached: a commune file filled from a local mirror has name, zone, layers and credits, and is completed by running again") {
    const Home home;
    const test::Served mirror("public_services.py");
    const std::string file = (home.path / "valmont.gpkg").string(), fetch = "--lang fr new --insee 34079 --json --into " + file + " --mirror " + mirror.url("");
    std::ofstream(mirror.folder() / "faults.json") << R"({"data.education.gouv.fr": {"status": 500}})";
    const Ran first = home.run(fetch);
    CHECK(first.code == 1);
    CHECK(home.messages().find("Écoles, collèges et lycées") != std::string::npos);
    CHECK(home.messages().find("Licence Ouverte 2.0, Base Adresse Nationale") != std::string::npos);
    CHECK(nlohmann::json::parse(first.out)["datasets"][5]["state"] == "failed");
    fs::remove(mirror.folder() / "faults.json");
    const Ran again = home.run(fetch);
    REQUIRE(again.code == 0);
    CHECK(nlohmann::json::parse(again.out)["datasets"][2]["unchanged"] == true);
    CHECK(nlohmann::json::parse(again.out)["datasets"][5]["features"] == 1);
    CHECK(home.run("new --insee 34080 --into " + file + " --mirror " + mirror.url("")).code == 3);  // another commune's file
    CHECK(home.run("new --insee 34800x --into " + file).code == 2);
    CHECK(home.run("new").code == 2);
    CHECK(home.run("new --insee 34079 --data cadastre --into " + file).code == 2);

    const app::SystemClock clock;
    const gis::Catalog catalog;
    const auto desk = app::open_commune(file, catalog, clock);
    REQUIRE(desk);
    CHECK(desk->setting("commune_name") == "Valmont-sur-Lergue");
    CHECK(desk->setting("insee") == "34079");
    CHECK(desk->setting("zone") == "Europe/Paris");
    CHECK(nlohmann::json::parse(desk->setting("map_paths")).size() == 6);
    const auto names = gis::attributions(gis::read_credits(desk->setting("credits")));
    CHECK(names.size() == 5);  // the cadastre has two datasets
    CHECK(std::find(names.begin(), names.end(), "© les contributeurs d’OpenStreetMap") != names.end());
}

TEST_CASE("migrate refuses an address with a password, and says what to do without repeating it") {
    const Home home;
    CHECK(home.run("migrate --to postgresql://dst:geheim@serveur/commune " + (home.path / "commune.gpkg").string()).code == 2);
    CHECK(home.messages().find("PGPASSFILE") != std::string::npos);
    CHECK(home.messages().find("geheim") == std::string::npos);
    CHECK(home.run("migrate " + (home.path / "commune.gpkg").string()).code == 2);
}

TEST_CASE("Montpellier is read whole: every layer in its place, what was guessed is said") {
    if (!fs::exists(shared() / "data")) SKIP("real data not beside the project");
    const Home home;
    const Ran ran = home.run("check " + (shared() / "data/communes/montpellier").string() + " --json");
    CHECK(ran.code == 1);  // guesses are notices that matter
    const auto json = nlohmann::json::parse(ran.out);
    CHECK(json["layers"].size() >= 20);
    for (const auto& layer : json["layers"]) {
        if (layer["extent_wgs84"].is_null()) continue;
        INFO(layer["name"]);
        CHECK(layer["extent_wgs84"][0] > 3.0);
        CHECK(layer["extent_wgs84"][2] < 4.8);
        CHECK(layer["extent_wgs84"][1] > 43.2);
        CHECK(layer["extent_wgs84"][3] < 44.2);
    }
}

TEST_CASE("the weeks of crews are written as a calendar, once, of a commune file only") {
    const Home home;
    const std::string file = (home.path / "c.gpkg").string(), out = (home.path / "week.ics").string();
    REQUIRE(home.run("new " + file).code == 0);
    REQUIRE(home.run("export " + file + " --out " + out).code == 0);
    std::ifstream in(out, std::ios::binary);
    const std::string text{std::istreambuf_iterator<char>(in), {}};
    CHECK(text.starts_with("BEGIN:VCALENDAR\r\n"));
    CHECK(text.ends_with("END:VCALENDAR\r\n"));
    CHECK(home.run("export " + file + " --out " + out).code == 3);
    CHECK(home.messages().find(out) != std::string::npos);
    CHECK(home.run("export " + file + " --replace --out " + out).code == 0);
    CHECK(home.run("export " + file + " --crew nobody --replace --out " + out).code == 2);
    CHECK(home.run("export " + (home.path / "none.geojson").string() + " --replace --out " + out).code == 2);
    CHECK_FALSE(fs::exists(out + ".part"));
}

TEST_CASE("road times are measured over made-up streets, with every street open and with some closed") {
    const Home home;
    const Ran ran = home.run("bench --roads 20 --crossings 400 --json");
    INFO(ran.out);
    REQUIRE(ran.code == 0);
    const auto figures = nlohmann::json::parse(ran.out);
    CHECK(figures.at("made_up") == true);
    CHECK(figures.at("nodes").get<int>() > 350);
    CHECK(figures.at("nodes").get<int>() <= 400);
    CHECK(figures.at("pairs") == 400);
    CHECK(figures.at("routes_found").get<int>() > 150);
    CHECK(figures.at("closed").get<int>() > 0);
}

TEST_CASE("the council's figures are told in words, as CSV, as JSON and on paper") {
    const Home home;
    const std::string file = (home.path / "commune.gpkg").string();
    REQUIRE(home.run("new " + file + " --name Essai --insee 11999").code == 0);
    const Ran empty = home.run("council " + file);
    CHECK(empty.code == 0);
    CHECK(empty.out.starts_with("Essai\n"));
    CHECK(empty.out.find("pas de donnée") != std::string::npos);
    CHECK(home.run("council").code == 2);
    CHECK(home.run("council " + file + " --csv --json").code == 2);
    CHECK(home.run("council " + file + " --quartier Atlantis").code == 2);
    CHECK(home.messages().find("Atlantis") != std::string::npos);

    const std::string pdf = (home.path / "conseil.pdf").string();
    const Ran demo = home.run("council --demo --json --pdf " + pdf);
    REQUIRE(demo.code == 0);
    const auto told = nlohmann::json::parse(demo.out);
    CHECK(told["quartiers"].size() >= 5);
    REQUIRE(told["scenes"].size() == 6);
    const auto& tile = told["scenes"][0]["tiles"][0];
    CHECK(tile["id"] == "signalements");
    CHECK(tile["value"] > 1);
    CHECK(demo.out.find("Ferrand") == std::string::npos);
    CHECK(fs::file_size(pdf) > 20'000);
    const Ran csv = home.run("council --demo --csv --year " + told["frozen_at"].get<std::string>().substr(0, 4));
    CHECK(std::count(csv.out.begin(), csv.out.end(), '\n') == 1 + 8 + 4 * 4 + 8);
}
