// The file dialog and the ways into a commune, as a person without IT skills uses them.
#include <catch2/catch_test_macros.hpp>

#include <chrono>
#include <filesystem>
#include <fstream>
#include <unistd.h>

#include "panels/files/file_listing.hpp"
#include "tests/ui/ui_driver.hpp"

using namespace vigie;
using panels::CommuneRequest;
using panels::FileTask;
namespace fs = std::filesystem;

namespace {

// A home folder with what lies about in one.
struct Home {
    fs::path path = fs::temp_directory_path() / ("vigie-files-" + std::to_string(::getpid()));
    Home() {
        fs::remove_all(path);
        for (const char* folder : {"Documents", "Écoles", "carto.gdb"}) fs::create_directories(path / folder);
        for (const char* file : {"rue 10.geojson", "rue 2.geojson", "arbres.csv", "lettre.odt", ".caché.csv", "batiments.shp", "batiments.dbf",
                                 "commune.gpkg", "Documents/parcelles.zip", "Documents/bancs.csv"})
            std::ofstream(path / file) << "x";
    }
    ~Home() { fs::remove_all(path); }
};

struct Desk {
    Home home;
    ui::Stage stage;
    ui::UiDriver ui;
    explicit Desk(ui::StageOptions options = {}) : stage(options), ui(stage) {
        stage.settings.last_folder = home.path.string();
        stage.file_places = {{"home", {"app.place.home", {}}, home.path}, {"description", {"app.place.documents", {}}, home.path / "Documents"}};
    }
    void open(FileTask task) {
        stage.view.file_task = task;
        ui.frames(4);
    }
};

std::vector<std::string> names(const panels::FolderListing& listing, const std::vector<std::size_t>& rows) {
    std::vector<std::string> out;
    for (const std::size_t i : rows) out.push_back(listing.entries[i].name);
    return out;
}

} // namespace

TEST_CASE("a folder lists folders first, names as a person reads them, only what Vigie reads") {
    const Home home;
    const panels::FolderListing listing = panels::list_folder(home.path);
    CHECK_FALSE(listing.trouble);
    CHECK(names(listing, panels::shown_entries(listing, false, false, false)) ==
          std::vector<std::string>{"Documents", "Écoles", "arbres.csv", "batiments.shp", "carto.gdb", "commune.gpkg", "rue 2.geojson", "rue 10.geojson"});
    CHECK(names(listing, panels::shown_entries(listing, true, false, false)) == std::vector<std::string>{"Documents", "Écoles", "commune.gpkg"});
    const auto all = names(listing, panels::shown_entries(listing, false, false, true));
    CHECK(std::ranges::find(all, "lettre.odt") != all.end());
    CHECK(std::ranges::find(all, ".caché.csv") == all.end());
}

TEST_CASE("a folder that is gone or closed to us says so instead of looking empty") {
    const panels::FolderListing gone = panels::list_folder("/nowhere/at/all");
    REQUIRE(gone.trouble);
    CHECK(gone.trouble->key == "panels.files.gone");
    CHECK(gone.entries.empty());
    const Home home;
    fs::permissions(home.path / "Documents", fs::perms::none);
    if (::geteuid() != 0) {  // root reads everything
        const panels::FolderListing closed = panels::list_folder(home.path / "Documents");
        REQUIRE(closed.trouble);
        CHECK(closed.trouble->key == "panels.files.unreadable");
    }
    fs::permissions(home.path / "Documents", fs::perms::owner_all);
    Desk desk;
    desk.stage.settings.last_folder = (desk.home.path / "Documents").string();
    desk.open(FileTask::add_files);
    fs::remove_all(desk.home.path / "Écoles");
    REQUIRE(desk.ui.click("files.parent"));
    CHECK_FALSE(desk.ui.exists("file.Écoles"));
    CHECK(desk.ui.exists("file.arbres.csv"));
}

TEST_CASE("Ctrl O, a double click into a folder, a click on a file and Ouvrir bring it onto the map") {
    Desk desk;
    desk.ui.key(ImGuiKey_O, true);
    desk.ui.frames(3);
    REQUIRE(desk.stage.view.file_task == FileTask::add_files);
    REQUIRE(desk.ui.double_click("file.Documents"));
    CHECK_FALSE(desk.ui.exists("file.arbres.csv"));
    REQUIRE(desk.ui.click("file.bancs.csv"));
    REQUIRE(desk.ui.click("files.accept"));
    CHECK(desk.stage.ask.open_paths == std::vector{desk.home.path / "Documents/bancs.csv"});
    CHECK(desk.stage.view.file_task == FileTask::none);
    CHECK(desk.stage.settings.last_folder == (desk.home.path / "Documents").string());
}

TEST_CASE("the keyboard alone finds a file: typing jumps, Enter enters and opens, Backspace goes up") {
    Desk desk;
    desk.open(FileTask::add_files);
    desk.ui.type("doc");
    desk.ui.key(ImGuiKey_Enter);
    CHECK(desk.ui.exists("file.parcelles.zip"));
    desk.ui.key(ImGuiKey_Backspace);
    CHECK(desk.ui.exists("file.arbres.csv"));
    desk.ui.wait(1.2f);  // a new word begins
    desk.ui.type("arb");
    desk.ui.key(ImGuiKey_DownArrow, false, true);  // and the one below it
    desk.ui.key(ImGuiKey_Enter);
    CHECK(desk.stage.ask.open_paths == std::vector{desk.home.path / "arbres.csv", desk.home.path / "batiments.shp"});
    CHECK(desk.stage.commands.empty());  // letters were not shortcuts meanwhile
    CHECK_FALSE(desk.stage.view.report_form_open);
}

TEST_CASE("Escape closes the dialog and changes nothing") {
    Desk desk;
    desk.open(FileTask::add_files);
    desk.ui.key(ImGuiKey_DownArrow);
    desk.ui.key(ImGuiKey_Escape);
    CHECK(desk.stage.view.file_task == FileTask::none);
    CHECK(desk.stage.ask.open_paths.empty());
    desk.ui.key(ImGuiKey_L);
    CHECK(desk.stage.view.tool == panels::MapTool::lasso);  // the keyboard is the map's again
}

TEST_CASE("several files and a whole folder are opened in one go") {
    Desk desk;
    desk.open(FileTask::add_files);
    desk.ui.key(ImGuiKey_A, true);
    REQUIRE(desk.ui.click("files.accept"));
    CHECK(desk.stage.ask.open_paths.size() == 6);
    desk.stage.ask.open_paths.clear();
    desk.open(FileTask::add_files);
    REQUIRE(desk.ui.click("file.Documents"));
    REQUIRE(desk.ui.click("files.whole"));
    CHECK(desk.stage.ask.open_paths == std::vector{desk.home.path / "Documents"});
}

TEST_CASE("places, the way above the list and the toggle for all files lead where they say") {
    Desk desk;
    desk.open(FileTask::add_files);
    CHECK_FALSE(desk.ui.exists("file.lettre.odt"));
    REQUIRE(desk.ui.click("files.all"));
    CHECK(desk.ui.exists("file.lettre.odt"));
    REQUIRE(desk.ui.click("files.place.1"));
    CHECK(desk.ui.exists("file.parcelles.zip"));
    REQUIRE(desk.ui.click("files.crumb.1"));
    CHECK(desk.ui.exists("file.arbres.csv"));
}

TEST_CASE("a commune file is opened instead of the one that is open") {
    Desk desk;
    REQUIRE(desk.ui.click("top.commune"));
    REQUIRE(desk.ui.click("top.open_commune"));
    desk.ui.frames(3);
    CHECK_FALSE(desk.ui.exists("file.arbres.csv"));
    REQUIRE(desk.ui.double_click("file.commune.gpkg"));
    REQUIRE(desk.stage.ask.commune);
    CHECK(*desk.stage.ask.commune == CommuneRequest{CommuneRequest::Kind::open, {desk.home.path / "commune.gpkg"}, {}});
}

TEST_CASE("a new commune needs a name, never overwrites, and is made where it was said") {
    Desk desk;
    desk.open(FileTask::create_commune);
    REQUIRE(desk.ui.click("files.accept"));
    CHECK_FALSE(desk.stage.ask.commune);  // it has no name yet
    REQUIRE(desk.ui.click("files.name"));
    desk.ui.type("Commune");
    REQUIRE(desk.ui.click("files.accept"));
    CHECK_FALSE(desk.stage.ask.commune);  // there is one already
    REQUIRE(desk.ui.click("files.name"));
    desk.ui.type(" d’Été");
    desk.ui.key(ImGuiKey_Enter);
    REQUIRE(desk.stage.ask.commune);
    CHECK(*desk.stage.ask.commune == CommuneRequest{CommuneRequest::Kind::create, {desk.home.path / "commune-d-ete.gpkg"}, "Commune d’Été"});
    CHECK(desk.stage.view.file_task == FileTask::none);
}

TEST_CASE("without a commune the map says so and offers the ways in") {
    Desk desk({.empty = true});
    desk.stage.file_name.clear();
    desk.ui.frames(2);
    for (const char* offer : {"empty.create", "empty.demo", "empty.open", "empty.files"}) CHECK(desk.ui.exists(offer));
    REQUIRE(desk.ui.click("empty.create"));
    CHECK(desk.stage.view.file_task == FileTask::create_commune);
    desk.ui.key(ImGuiKey_Escape);
    REQUIRE(desk.ui.click("empty.demo"));
    REQUIRE(desk.stage.ask.commune);
    CHECK(desk.stage.ask.commune->kind == CommuneRequest::Kind::demo);
}

TEST_CASE("communes opened before are one click away") {
    Desk desk;
    desk.stage.recent = {{"Valmont-sur-Aude", {}}, {"Clermont", "/srv/clermont.gpkg"}};
    REQUIRE(desk.ui.click("top.commune"));
    REQUIRE(desk.ui.click("recent.1"));
    REQUIRE(desk.stage.ask.commune);
    CHECK(desk.stage.ask.commune->paths == std::vector<fs::path>{"/srv/clermont.gpkg"});
}

TEST_CASE("a long reading says in words what it reads and can be stopped") {
    Desk desk;
    desk.stage.loading_fraction = 0.42;
    desk.stage.reading_files = true;
    desk.stage.loading_what = "Batiments";
    desk.ui.frames(3);
    CHECK_FALSE(desk.ui.exists("reading.stop"));  // a short one is not worth a sentence
    desk.ui.wait(1.1f);
    REQUIRE(desk.ui.click("reading.stop"));
    CHECK(desk.stage.ask.stop_reading);
    desk.stage.loading_fraction = 1;
    desk.ui.frames(2);
    CHECK_FALSE(desk.ui.exists("reading.stop"));
}

TEST_CASE("ten thousand files stay smooth") {
    Desk desk;
    const fs::path many = desk.home.path / "many";
    fs::create_directories(many);
    for (int i = 0; i < 10'000; ++i) std::ofstream(many / ("releve " + std::to_string(i) + ".csv"));
    desk.stage.settings.last_folder = many.string();
    const auto begin = std::chrono::steady_clock::now();
    desk.open(FileTask::add_files);
    const auto opened = std::chrono::steady_clock::now();
    desk.ui.frames(20);
    const auto drawn = std::chrono::steady_clock::now();
    CHECK(opened - begin < std::chrono::milliseconds(2'000));
    INFO(std::chrono::duration_cast<std::chrono::milliseconds>(drawn - opened).count() << " ms for 20 frames");
    CHECK(drawn - opened < std::chrono::milliseconds(1'000));
    desk.ui.type("releve 9999");
    desk.ui.key(ImGuiKey_Enter);
    CHECK(desk.stage.ask.open_paths == std::vector{many / "releve 9999.csv"});
}
