// « Ma commune » from its first letter to the opened commune, in the whole program without a window, against a mirror on this
// machine that retells the formats of the public services.
#include <catch2/catch_test_macros.hpp>
#include <imgui.h>
#include <imgui_internal.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <thread>

#include "app/commune_file.hpp"
#include "app/painter.hpp"
#include "app/system_clock.hpp"
#include "gis/layers/commune/credits.hpp"
#include "panels/ui_recorder.hpp"
#include "tests/services/served.hpp"

using namespace vigie;
using namespace vigie::app;
namespace fs = std::filesystem;

namespace {

// The program with hands: a home of its own, the mirror in its settings, no commune open.
struct Desk {
    test::Served served{"public_services.py"};
    fs::path home = test::fresh_folder("assistant");
    SystemClock clock;
    Places places{VIGIE_BINARY_DIR "/share/vigie", home / "data", home / "config", home / "cache"};
    std::unique_ptr<Painter> painter;
    std::unique_ptr<Workbench> bench;
    std::unique_ptr<panels::UiRecorder> recorder;

    Desk() {
        ::setenv("HOME", home.c_str(), 1);  // where a new commune file is proposed
        ::unsetenv("XDG_DOCUMENTS_DIR");
        fs::create_directories(home / "config");
        painter = std::move(Painter::create(places.share / "shaders", 1280, 800)).value();
        WorkbenchOptions w;
        w.places = places;
        w.preferences.settings.language = "fr";
        w.preferences.settings.public_mirror = served.url("");
        bench = std::move(Workbench::create(std::move(w), open({}), painter->gpu(), clock, [] {})).value();
        recorder = std::make_unique<panels::UiRecorder>(ImGui::GetCurrentContext());
        frames(3);
    }
    ~Desk() {
        recorder.reset();
        bench.reset();
    }
    std::unique_ptr<Session> open(std::vector<fs::path> paths) const {
        SessionOptions o;
        o.places = places;
        o.paths = std::move(paths);
        return std::move(Session::open(std::move(o), clock, [] {})).value();
    }
    void frames(int n) {
        for (int i = 0; i < n; ++i) {
            recorder->begin_frame();
            painter->frame(*bench, 1, 0.02);
            if (const auto wanted = bench->take_commune_request()) bench->adopt(open(wanted->paths));
        }
    }
    template <class Done>
    bool until(Done&& done) {
        const auto patience = std::chrono::steady_clock::now() + std::chrono::seconds(90);
        while (!done() && std::chrono::steady_clock::now() < patience) {
            frames(1);
            std::this_thread::sleep_for(std::chrono::milliseconds(5));
        }
        return done();
    }
    [[nodiscard]] const panels::RecordedItem* find(const std::string& id) const {
        const auto found = std::ranges::find_if(recorder->items(), [&](const auto& item) { return item.visible && item.label.ends_with("###" + id); });
        return found == recorder->items().end() ? nullptr : &*found;
    }
    bool click(const std::string& id) {
        const auto* item = find(id);
        if (!item) return false;
        const ImVec2 at((item->min.x + item->max.x) / 2, (item->min.y + item->max.y) / 2);
        ImGui::GetIO().AddMousePosEvent(at.x, at.y);
        frames(2);
        ImGui::GetIO().AddMouseButtonEvent(0, true);
        frames(1);
        ImGui::GetIO().AddMouseButtonEvent(0, false);
        frames(3);
        return true;
    }
    void type(const char* text) {
        ImGui::GetIO().AddInputCharactersUTF8(text);
        frames(3);
    }
    void press(ImGuiKey key) {
        ImGui::GetIO().AddKeyEvent(key, true);
        frames(1);
        ImGui::GetIO().AddKeyEvent(key, false);
        frames(3);
    }
    void faults(const nlohmann::json& what) const { std::ofstream(served.folder() / "faults.json") << what.dump(); }
    void shot(const char* name) {
        if (const char* folder = std::getenv("VIGIE_SHOTS")) (void)render::write_png(painter->read_back(), fs::path(folder) / (std::string(name) + ".png"));
    }
    [[nodiscard]] fs::path file() const { return home / "valmont-sur-lergue.gpkg"; }
    [[nodiscard]] bool is_open() const { return bench->session().file() == file(); }
};

} // namespace

TEST_CASE("by keyboard alone: a name is typed, its commune chosen, everything fetched, and the commune opens with its credits") {
    Desk desk;
    REQUIRE(desk.click("empty.fetch"));
    desk.type("valmont");
    desk.press(ImGuiKey_Enter);
    REQUIRE(desk.until([&] { return desk.find("commune.found.76719") != nullptr; }));
    desk.shot("assistant-found");
    desk.press(ImGuiKey_DownArrow);
    desk.press(ImGuiKey_UpArrow);
    desk.press(ImGuiKey_Enter);
    REQUIRE(desk.find("commune.data.parcelles"));
    CHECK_FALSE(fs::exists(desk.file()));
    desk.frames(20);
    desk.shot("assistant-choose");
    desk.press(ImGuiKey_Enter);
    REQUIRE(desk.until([&] { return desk.is_open(); }));
    CHECK(desk.bench->session().commune_name() == "Valmont-sur-Lergue");
    REQUIRE(desk.until([&] { return desk.bench->session().layers().size() == 6; }));
    const auto credits = gis::attributions(gis::read_credits(desk.bench->session().desk().setting("credits")));
    CHECK(std::ranges::find(credits, "Base Adresse Nationale") != credits.end());
    CHECK(credits.size() == 5);
    CHECK_FALSE(desk.bench->view().public_data_open);
    desk.frames(5);
    desk.shot("assistant-opened");
}

TEST_CASE("what fails says why and what to do, the rest is there; Reprendre brings what is missing") {
    Desk desk;
    desk.faults({{"adresse.data.gouv.fr", {{"status", 429}, {"retry_after", "3600"}}}, {"data.education.gouv.fr", {{"status", 500}}}});
    REQUIRE(desk.click("empty.fetch"));
    desk.type("34079");
    REQUIRE(desk.click("commune.ask"));
    REQUIRE(desk.until([&] { return desk.find("commune.found.34079") != nullptr; }));
    REQUIRE(desk.click("dialog.yes"));
    REQUIRE(desk.click("commune.data.batiments"));  // not wanted
    REQUIRE(desk.click("dialog.yes"));
    REQUIRE(desk.until([&] { return desk.find("commune.again") != nullptr; }));
    desk.frames(3);  // what failed takes a line more
    desk.shot("assistant-failed");
    CHECK_FALSE(desk.is_open());
    desk.faults(nlohmann::json::object());
    REQUIRE(desk.click("commune.again"));
    REQUIRE(desk.until([&] { return desk.is_open(); }));
    REQUIRE(desk.until([&] { return desk.bench->session().layers().size() == 5; }));
    CHECK_FALSE(fs::exists(desk.home / "valmont-sur-lergue_donnees/batiments.gpkg"));
}

TEST_CASE("a download that is stopped is taken up where it stopped, also for the commune that is open") {
    Desk desk;
    desk.faults({{"cadastre.data.gouv.fr", {{"drip", true}}}});
    REQUIRE(desk.click("empty.fetch"));
    desk.type("34079");
    desk.press(ImGuiKey_Enter);
    REQUIRE(desk.until([&] { return desk.find("commune.found.34079") != nullptr; }));
    desk.press(ImGuiKey_Enter);
    REQUIRE(desk.click("dialog.yes"));
    const fs::path cache = desk.places.cache / "public";
    const auto part_there = [&] {
        std::error_code ec;
        for (const auto& entry : fs::directory_iterator(cache, ec))
            if (entry.path().extension() == ".part" && entry.path().filename().string().starts_with("parcelles")) return true;  // made with its first byte
        return false;
    };
    REQUIRE(desk.until(part_there));
    REQUIRE(desk.click("commune.stop"));
    REQUIRE(desk.until([&] { return desk.find("commune.again") != nullptr; }));
    desk.frames(3);
    desk.shot("assistant-stopped");
    desk.faults(nlohmann::json::object());
    REQUIRE(desk.click("commune.open"));  // with what came: boundary and addresses
    REQUIRE(desk.until([&] { return desk.is_open() && desk.bench->session().layers().size() == 2; }));
    desk.bench->view().public_data_open = true;
    desk.frames(3);
    REQUIRE(desk.click("commune.again"));
    REQUIRE(desk.until([&] { return desk.bench->session().layers().size() == 6; }));
    std::ifstream asked(desk.served.folder() / "asked.jsonl");
    bool resumed = false;
    for (std::string line; std::getline(asked, line);) resumed = resumed || line.find("\"Range\"") != std::string::npos;
    CHECK(resumed);
}

TEST_CASE("without a network the assistant says so and asks again when it is told to") {
    Desk desk;
    desk.served.kill();
    REQUIRE(desk.click("empty.fetch"));
    desk.type("Valmont");
    desk.press(ImGuiKey_Enter);
    const auto& words = desk.bench->language();
    REQUIRE(desk.until([&] { return desk.find("commune.typed") != nullptr && desk.find("commune.found.34079") == nullptr && !words("public.cut").empty(); }));
    desk.frames(50);
    desk.shot("assistant-offline");
    desk.served.start_again();
    REQUIRE(desk.until([&] {
        if (desk.find("commune.found.34079")) return true;
        (void)desk.click("commune.ask");
        return false;
    }));
    desk.press(ImGuiKey_Escape);
    CHECK_FALSE(desk.bench->view().public_data_open);
    CHECK_FALSE(fs::exists(desk.file()));
}
