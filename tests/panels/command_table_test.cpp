#include <set>
#include <tuple>

#include <catch2/catch_test_macros.hpp>
#include <imgui.h>

#include "panels/command_table.hpp"

using namespace vigie;

TEST_CASE("no two actions share a shortcut, at work or in council mode") {
    using panels::InCouncilMode;
    std::set<std::tuple<bool, int, bool, bool>> taken;
    for (const panels::Action& action : panels::actions()) {
        if (action.shortcut.key == 0) continue;
        INFO(action.id);
        for (const bool council : {false, true})
            if (council ? action.in_council_mode != InCouncilMode::no : action.in_council_mode != InCouncilMode::only)
                CHECK(taken.emplace(council, action.shortcut.key, action.shortcut.ctrl, action.shortcut.shift).second);
    }
    CHECK(taken.size() > 30);
}

TEST_CASE("every action is named once, can run, and has words in both languages") {
    std::set<std::string_view> ids;
    for (const char* code : {"fr", "en"}) {
        const auto language = gis::Language::load(std::filesystem::path(VIGIE_SOURCE_DIR) / "assets/lang", code);
        REQUIRE(language.ok());
        for (const panels::Action& action : panels::actions()) {
            INFO(action.id);
            CHECK(language->has("action." + std::string(action.id)));
            CHECK(bool(action.run));
        }
    }
    for (const panels::Action& action : panels::actions()) {
        INFO(action.id);
        CHECK(ids.insert(action.id).second);
        CHECK(panels::find_action(action.id) == &action);
    }
    CHECK(panels::find_action("report.fold") == nullptr);
}

TEST_CASE("the keys of the interface description do what it says") {
    const auto key_of = [](const char* id) { return panels::find_action(id)->shortcut; };
    using panels::Shortcut;
    CHECK(key_of("app.palette") == Shortcut{ImGuiKey_K, true, false});
    CHECK(key_of("report.new") == Shortcut{ImGuiKey_N, false, false});
    CHECK(key_of("intervention.create") == Shortcut{ImGuiKey_I, false, false});
    CHECK(key_of("alert.take") == Shortcut{ImGuiKey_V, false, false});
    CHECK(key_of("view.commune") == Shortcut{ImGuiKey_Z, false, true});
    CHECK(key_of("app.night") == Shortcut{ImGuiKey_N, true, true});
    CHECK(key_of("time.live") == Shortcut{ImGuiKey_Home, false, false});
}
