// Changes of the list of scenes, and the draft that no older list overwrites.
#include <algorithm>
#include <random>
#include <set>

#include <catch2/catch_test_macros.hpp>

#include "panels/council/scene_edits.hpp"

using namespace vigie;
using panels::SceneDraft;

namespace {

std::vector<gis::Scene> five() {
    std::vector<gis::Scene> out;
    for (const char* id : {"a", "b", "c", "d", "e"}) {
        gis::Scene s;
        s.id = id;
        out.push_back(s);
    }
    return out;
}

} // namespace

TEST_CASE("whatever is moved, added or copied, no scene is lost and no two have the same id") {
    std::mt19937 random(20261124);
    std::vector<gis::Scene> scenes = five();
    std::size_t expected = scenes.size();
    for (int i = 0; i < 2000; ++i) {
        const std::size_t at = random() % (scenes.size() + 2), to = random() % (scenes.size() + 2);
        switch (random() % 4) {
            case 0: panels::add_scene(scenes, at); ++expected; break;
            case 1: expected += at < scenes.size() ? 1 : 0; panels::duplicate_scene(scenes, at, "copie"); break;
            default: panels::move_scene(scenes, at, to); break;
        }
        std::set<std::string> ids;
        for (const gis::Scene& s : scenes) ids.insert(s.id);
        REQUIRE(scenes.size() == expected);
        REQUIRE(ids.size() == expected);
        if (scenes.size() > 40) { scenes = five(); expected = 5; }
    }
}

TEST_CASE("a figure stands once in a scene and the slots close up") {
    gis::Scene s;
    panels::set_tile(s, 0, "a", 4);
    panels::set_tile(s, 3, "b", 4);
    panels::set_tile(s, 2, "c", 4);
    CHECK(s.tiles == std::vector<std::string>{"a", "b", "c"});
    panels::set_tile(s, 0, "c", 4);
    CHECK(s.tiles == std::vector<std::string>{"c", "b"});
    panels::set_tile(s, 0, "", 4);
    CHECK(s.tiles == std::vector<std::string>{"b"});
    panels::set_tile(s, 4, "d", 4);
    CHECK(s.tiles == std::vector<std::string>{"b"});
}

TEST_CASE("a list from before an edit does not undo it, one from elsewhere is taken") {
    SceneDraft draft;
    draft.follow(five(), 0);
    REQUIRE(draft.scenes().size() == 5);
    draft.edit()[1].title = "Nouveau";
    draft.typed(1);
    CHECK_FALSE(draft.take(1.1, false));          // still typing
    draft.follow(five(), 1.2);
    CHECK(draft.scenes()[1].title == "Nouveau");
    const auto sent = draft.take(1.1 + SceneDraft::rest_s, false);
    REQUIRE(sent);
    CHECK((*sent)[1].title == "Nouveau");
    draft.follow(five(), 2);                      // a picture made before it was kept
    CHECK(draft.scenes()[1].title == "Nouveau");
    draft.follow(*sent, 3);
    auto other = *sent;
    other[0].title = "D’un autre poste";
    draft.follow(other, 3.1);
    CHECK(draft.scenes()[0].title == "D’un autre poste");
}

TEST_CASE("a refused list gives way to the commune's own after a while") {
    SceneDraft draft;
    draft.follow(five(), 0);
    draft.remove(2);
    REQUIRE(draft.take(0, true));
    draft.follow(five(), 1);
    CHECK(draft.scenes().size() == 4);
    draft.follow(five(), SceneDraft::patience_s + 1);
    CHECK(draft.scenes().size() == 5);
}

TEST_CASE("the scene removed last comes back where it was") {
    SceneDraft draft;
    draft.follow(five(), 0);
    draft.remove(1);
    REQUIRE(draft.removed() != nullptr);
    CHECK(draft.removed()->id == "b");
    CHECK(draft.put_back() == 1);
    CHECK(draft.scenes() == five());
    CHECK(draft.removed() == nullptr);
    draft.remove(9);
    CHECK(draft.scenes().size() == 5);
}
