// The council's workspace and mode by hand: two clicks answer, keys, figures that choose places, scenes that are edited, and
// nothing personal anywhere.
#include <algorithm>
#include <cstring>
#include <set>

#include <catch2/catch_test_macros.hpp>

#include "panels/council/scene_view.hpp"
#include "scene.hpp"

using namespace vigie;
using council_test::Council;

namespace {

// Without spaces: what is a space on paper is a gap on the screen.
std::string bare(std::string_view text) {
    std::string out;
    for (std::size_t i = 0; i < text.size();) {
        if (text[i] == ' ' || text[i] == '\n') { ++i; continue; }
        if (text.substr(i).starts_with("\u00a0")) { i += std::strlen("\u00a0"); continue; }
        if (text.substr(i).starts_with("\u202f")) { i += std::strlen("\u202f"); continue; }
        out += text[i++];
    }
    return out;
}
bool shows(const Council& c, std::string_view words) { return bare(c.drawn()).find(bare(words)) != std::string::npos; }

// Everything about persons, crews, dwellings that the test commune knows.
std::set<std::string> personal(const ui::Stage& stage) {
    std::set<std::string> out{stage.settings.actor_name};
    const gis::World& w = stage.desk->world();
    for (const gis::Agent& a : w.agents()) out.insert(a.name);
    for (const gis::Crew& crew : w.crews()) out.insert(crew.name);
    for (const gis::Vehicle& v : w.vehicles()) out.insert(v.name);
    for (const gis::Report& r : w.reports()) { out.insert(r.address); out.insert(r.description); }
    for (const gis::Intervention& i : w.interventions()) {
        out.insert(i.title);
        out.insert(i.address);
        for (const gis::Photo& p : i.photos) { out.insert(p.by); out.insert(p.caption); }
    }
    for (const gis::Alert& a : w.alerts()) out.insert(a.title);
    out.erase("");
    return out;
}

std::vector<gis::Scene> kept(Council& c) {
    c.ui.wait(0.8f);
    auto asked = std::exchange(c.stage.ask.keep_scenes, {});
    REQUIRE(asked);
    c.stage.council->scenes = *asked;
    c.ui.frames(2);
    return *asked;
}

} // namespace

TEST_CASE("two clicks answer for another quartier, two more for another year") {
    Council c;
    c.project();
    REQUIRE(c.ui.click("council.quartier"));
    REQUIRE(c.ui.click("council.quartier.3"));
    CHECK(c.stage.view.council.quartier == "Les Aubes");
    REQUIRE(c.ui.click("council.year"));
    REQUIRE(c.ui.click("council.year.1"));
    CHECK(c.stage.view.council.year == 2025);
    c.answer();
    CHECK(shows(c, "Les Aubes"));
    CHECK(shows(c, "mieux qu’en 2024"));
    REQUIRE(c.ui.click("council.quartier"));
    REQUIRE(c.ui.click("council.quartier.0"));
    CHECK(c.stage.view.council.quartier.empty());
}

TEST_CASE("the scene says its question, four figures with their evolution in words, and places by block") {
    Council c;
    c.project();
    for (const char* words : {"Propreté : où en sommes-nous cette année ?", "Conseil municipal du 24 novembre 2026", "214", "dépôts sauvages signalés", "−18 %", "mieux qu’en 2025", "31 h", "−9 h", "96", "tags",
                              "+2", "plus qu’en 2025", "à traiter", "en cours", "fait", "42", "moins de 5", "Eau : les fuites"}) {
        INFO(words);
        CHECK(shows(c, words));
    }
}

TEST_CASE("keys change the scene, blank it and leave, and nothing of the program answers meanwhile") {
    Council c;
    c.stage.view.workspace = panels::Workspace::map;
    c.ui.frames(2);
    c.ui.key(ImGuiKey_F, true, true);
    REQUIRE(c.stage.view.projecting);
    CHECK(c.stage.view.workspace == panels::Workspace::council);
    c.ui.frames(4);
    c.ui.key(ImGuiKey_RightArrow);
    CHECK(c.stage.view.council.scene == 3);
    c.ui.key(ImGuiKey_PageDown);
    CHECK(c.stage.view.council.scene == 4);
    c.ui.key(ImGuiKey_RightArrow);
    CHECK(c.stage.view.council_end);
    c.ui.frames(2);
    CHECK(shows(c, "Données arrêtées le 24 novembre 2026"));
    c.ui.key(ImGuiKey_RightArrow);
    CHECK(c.stage.view.council_end);
    c.ui.key(ImGuiKey_LeftArrow);
    CHECK_FALSE(c.stage.view.council_end);
    CHECK(c.stage.view.council.scene == 4);
    for (int i = 0; i < 9; ++i) c.ui.key(ImGuiKey_PageUp);
    CHECK(c.stage.view.council.scene == 0);
    c.ui.key(ImGuiKey_B);
    CHECK(c.stage.view.council_blank);
    CHECK(bare(c.drawn()).empty());
    c.ui.key(ImGuiKey_Escape);
    CHECK_FALSE(c.stage.view.council_blank);
    CHECK(c.stage.view.projecting);
    for (const ImGuiKey key : {ImGuiKey_N, ImGuiKey_I, ImGuiKey_F1}) c.ui.key(key);
    c.ui.key(ImGuiKey_K, true);
    c.ui.key(ImGuiKey_1, true);
    CHECK_FALSE(c.stage.view.report_form_open);
    CHECK_FALSE(c.stage.view.help_open);
    CHECK_FALSE(c.stage.view.palette_open);
    CHECK(c.stage.view.workspace == panels::Workspace::council);
    REQUIRE(c.ui.click("council.quartier"));
    c.ui.key(ImGuiKey_Escape);  // closes the list alone
    CHECK(c.stage.view.projecting);
    c.ui.key(ImGuiKey_Escape);
    CHECK_FALSE(c.stage.view.projecting);
    c.ui.frames(2);
    CHECK(c.ui.exists("workspace.map"));  // the program is back
}

TEST_CASE("outside council mode its letters and arrows are nobody's") {
    Council c;
    c.ui.key(ImGuiKey_B);
    c.ui.key(ImGuiKey_RightArrow);
    CHECK_FALSE(c.stage.view.council_blank);
    CHECK(c.stage.view.council.scene == 2);
}

TEST_CASE("a figure shows its places alone, and all of them at the second click") {
    Council c;
    c.project();
    REQUIRE(c.ui.click("council.tile.tags_48_h"));
    CHECK(c.stage.view.council.tile == "tags_48_h");
    c.answer();
    REQUIRE(c.ui.exists("council.all_places"));
    REQUIRE(c.ui.click("council.tile.tags_48_h"));
    CHECK(c.stage.view.council.tile.empty());
    REQUIRE(c.ui.click("council.tile.depots"));
    c.ui.key(ImGuiKey_Escape);
    CHECK(c.stage.view.council.tile.empty());
    CHECK(c.stage.view.projecting);
    REQUIRE(c.ui.click("council.tile.depots"));
    c.ui.key(ImGuiKey_RightArrow);
    CHECK(c.stage.view.council.tile.empty());  // another scene has other figures
}

TEST_CASE("every target of council mode is at least 44 px at the projector's size") {
    Council c({}, 1920, 1080);
    c.add_pictures();
    c.project();
    const auto check = [&] {
        int seen = 0;
        for (const panels::RecordedItem& item : c.ui.items()) {
            if (!item.visible || !std::string_view(item.stable_id()).starts_with("council.")) continue;
            INFO(item.label);
            CHECK(item.max.x - item.min.x >= 44.0f);
            CHECK(item.max.y - item.min.y >= 44.0f);
            ++seen;
        }
        CHECK(seen > 10);
    };
    check();
    REQUIRE(c.ui.click("council.quartier"));
    check();
    c.ui.key(ImGuiKey_Escape);
    REQUIRE(c.ui.click("council.pair.0"));
    check();
}

TEST_CASE("pictures open over the map, the line between before and after follows the hand, a click or Escape closes them") {
    Council c;
    c.add_pictures();
    c.project();
    CHECK(shows(c, "Avant, mars"));
    CHECK(shows(c, "Après, octobre"));
    REQUIRE(c.ui.click("council.pair.0"));
    const auto line = c.ui.find("council.pair.line");
    REQUIRE(line);
    const float y = (line->min.y + line->max.y) / 2 + 60;
    c.ui.drag_between(ImVec2(line->min.x + 480, y), ImVec2(line->min.x + 200, y));
    CHECK(c.ui.exists("council.pair.line"));  // drawing the line does not close
    c.ui.click_at(ImVec2(line->min.x + 300, y));
    c.ui.frames(2);
    CHECK_FALSE(c.ui.exists("council.pair.line"));
    REQUIRE(c.ui.click("council.pair.0"));
    c.ui.key(ImGuiKey_Escape);
    c.ui.frames(2);
    CHECK_FALSE(c.ui.exists("council.pair.line"));
    CHECK(c.stage.view.projecting);
    REQUIRE(c.ui.click("council.pair.next"));
    CHECK(c.ui.exists("council.pair.1"));
}

TEST_CASE("nothing that council mode draws names a person, a crew or an address, in any scene") {
    Council c;
    c.add_pictures();
    const auto names = personal(c.stage);
    REQUIRE(names.size() > 30);
    c.stage.toasts.push_back({.level = gis::Severity::warning, .text = {"panels.undo.nothing", {}}, .detail = {}, .at = c.stage.clock.now()});
    const auto seen = [&](const std::string& text) {
        return std::ranges::count_if(names, [&](const std::string& name) { return bare(name).size() > 3 && text.find(bare(name)) != std::string::npos; });
    };
    // The reader of this test reads: the same names are found where they are shown.
    c.stage.view.workspace = panels::Workspace::map;
    c.ui.frames(4);
    REQUIRE(seen(bare(c.drawn())) > 3);
    c.stage.view.workspace = panels::Workspace::council;
    c.project();
    for (std::size_t scene = 0; scene < c.stage.council->scenes.size(); ++scene) {
        c.stage.view.council.scene = scene;
        c.answer();
        const std::string text = bare(c.drawn());
        CHECK(text.size() > 100);
        for (const std::string& name : names) {
            if (bare(name).size() <= 3) continue;
            INFO(name);
            CHECK(text.find(bare(name)) == std::string::npos);
        }
    }
    c.stage.view.council_end = true;
    c.ui.frames(2);
    CHECK(seen(bare(c.drawn())) == 0);
    CHECK_FALSE(shows(c, (*c.stage.language)("panels.undo.nothing")));  // no message of the program either
}

TEST_CASE("English is complete") {
    Council c({.language = "en"});
    c.project();
    for (const char* words : {"Cleanliness: where do we stand this year?", "Council meeting of 24 November 2026", "better than in 2025", "more than in 2025", "fewer than 5", "under way"}) {
        INFO(words);
        CHECK(shows(c, words));
    }
    CHECK(c.drawn().find("council.") == std::string::npos);
}

TEST_CASE("long words and any number of scenes keep their place") {
    for (const std::size_t count : {std::size_t{1}, std::size_t{30}}) {
        Council c({}, 1280, 720);
        gis::CouncilPicture& p = *c.stage.council;
        p.scenes.clear();
        for (std::size_t i = 0; i < count; ++i) p.scenes.push_back({"s" + std::to_string(i), "Propreté des rues, des places et des marchés : où en sommes-nous vraiment cette année, quartier par quartier ?", {"depots"}, {}, {}, ""});
        p.quartiers.clear();
        for (int i = 0; i < 30; ++i) p.quartiers.push_back("Quartier de la Grande-Rue-Saint-Martin-des-Champs " + std::to_string(i));
        p.ask.quartier = c.stage.view.council.quartier = p.quartiers[7];
        p.ask.scene = c.stage.view.council.scene = count - 1;
        c.project();
        CHECK(shows(c, "Propreté des rues"));
        REQUIRE(c.ui.click("council.quartier"));
        REQUIRE(c.ui.exists("council.quartier.30"));
        for (const panels::RecordedItem& item : c.ui.items()) {
            if (!item.visible || !std::string_view(item.stable_id()).starts_with("council.")) continue;
            INFO(item.label);
            CHECK(item.min.x >= 0.0f);
            CHECK(item.max.x <= 1280.0f);
            CHECK(item.max.y <= 720.0f);
        }
    }
}

TEST_CASE("what is not known is said in words") {
    Council c;
    c.project();
    gis::CouncilPicture& p = *c.stage.council;
    p.tiles[0].before.reset();
    p.tiles[0].change.reset();
    p.tiles[1] = {"depots_delai", {}, false, {}, {}, gis::Evolution::unknown};
    p.tiles[2].few = true;
    p.tiles[3].withheld = true;
    p.blocks.clear();
    c.ui.frames(3);
    for (const char* words : {"sans donnée en 2025", "pas de données", "moins de 5", "non communiqué", "Aucun lieu à montrer sur cette période"}) {
        INFO(words);
        CHECK(shows(c, words));
    }
    p.quartiers.clear();
    c.ui.frames(3);
    CHECK(shows(c, "Aucun quartier connu"));
    c.stage.council.reset();
    c.ui.frames(3);
    CHECK(shows(c, "Préparation des chiffres"));
}

TEST_CASE("a picture of what was asked before stays until the next one is there") {
    Council c;
    c.project();
    c.stage.view.council.scene = 3;
    c.ui.frames(3);
    CHECK(shows(c, "Propreté : où en sommes-nous"));  // figures and question are of the same scene
    CHECK(shows(c, "214"));
}

TEST_CASE("scenes are added, copied, renamed, removed and put back, and the others stay as they were") {
    Council c;
    const auto before = c.stage.council->scenes;
    REQUIRE(c.ui.click("council.scene.add"));
    auto now = kept(c);
    REQUIRE(now.size() == before.size() + 1);
    CHECK(c.stage.view.council.scene == 3);
    std::vector<gis::Scene> others = now;
    others.erase(others.begin() + 3);
    CHECK(others == before);
    REQUIRE(c.ui.click("council.title"));
    c.ui.type("Et la nuit ?");
    now = kept(c);
    CHECK(now[3].title == "Et la nuit ?");
    REQUIRE(c.ui.click("council.scene.copy"));
    now = kept(c);
    CHECK(now[4].title == "Et la nuit ? (copie)");
    CHECK(now[4].id != now[3].id);
    REQUIRE(c.ui.click("council.scene.remove"));
    now = kept(c);
    CHECK(now.size() == before.size() + 1);
    REQUIRE(c.ui.click("council.scene.put_back"));
    now = kept(c);
    CHECK(now.size() == before.size() + 2);
    CHECK(now[4].title == "Et la nuit ? (copie)");
}

TEST_CASE("scenes change their order by button, by key and by hand") {
    Council c;
    const auto ids = [](const std::vector<gis::Scene>& scenes) {
        std::string out;
        for (const gis::Scene& s : scenes) out += s.id + " ";
        return out;
    };
    REQUIRE(c.ui.click("council.scene.up"));
    CHECK(ids(kept(c)) == "annee proprete voirie ecoles eau ");
    CHECK(c.stage.view.council.scene == 1);
    ImGui::GetIO().AddKeyEvent(ImGuiMod_Alt, true);
    c.ui.key(ImGuiKey_DownArrow);
    ImGui::GetIO().AddKeyEvent(ImGuiMod_Alt, false);
    CHECK(ids(kept(c)) == "annee voirie proprete ecoles eau ");
    REQUIRE(c.ui.drag("council.row.eau", "council.row.voirie"));
    CHECK(ids(kept(c)) == "annee eau voirie proprete ecoles ");
}

TEST_CASE("figures, domains and pictures of a scene are chosen by name") {
    Council c;
    c.add_pictures();
    REQUIRE(c.ui.click("council.slot.3"));
    REQUIRE(c.ui.click("council.choose.interventions"));
    auto now = kept(c);
    CHECK(now[2].tiles == std::vector<std::string>{"depots", "depots_delai", "tags_48_h", "interventions"});
    REQUIRE(c.ui.click("council.domain.voirie"));
    now = kept(c);
    CHECK(now[2].domains == std::vector<std::string>{"proprete", "voirie"});
    const auto pair = c.stage.council->pairs[1].intervention;
    REQUIRE(c.ui.click("council.choose_pair." + std::to_string(pair.value)));
    now = kept(c);
    CHECK(now[2].pairs == std::vector{pair});
    CHECK(now[2].notes == "Remercier l’équipe de nuit.");
}

TEST_CASE("notes are kept and never projected") {
    Council c;
    CHECK(c.ui.exists("council.notes_text"));
    c.project();
    CHECK_FALSE(shows(c, "Remercier"));
}

TEST_CASE("the main button projects, the data are made new, and their day is in the status bar") {
    Council c;
    CHECK(shows(c, "Données du 24/11/2026 à 14:32"));
    REQUIRE(c.ui.click("council.refreeze"));
    CHECK(std::exchange(c.stage.ask.refreeze_council, false));
    REQUIRE(c.ui.click("council.project"));
    CHECK(c.stage.view.projecting);
}

TEST_CASE("a scene at rest asks for no frame, with and without a map, and none is asked for from elsewhere") {
    Council c;
    const auto rests = [&] {
        c.ui.wait(1.5f);
        CHECK_FALSE(c.stage.map->wants_frame(c.stage.clock.now()));
        CHECK(c.ui.shell().wants_frame_in_ms().value_or(1) > 0);
    };
    rests();
    c.project();
    rests();
    const auto touch = [&] {  // the map has something new to take in
        std::vector<render::MapLayerState> base;
        for (const panels::LayerRow& row : c.stage.layers) base.push_back({row.layer, panels::is_base_map(row.layer->info), false});
        c.stage.map->set_layers(std::move(base));
        REQUIRE(c.stage.map->wants_frame(c.stage.clock.now()));
    };
    c.stage.view.council_end = true;
    touch();
    rests();
    c.stage.view.council_end = false;
    c.ui.key(ImGuiKey_B);
    touch();
    rests();
    c.ui.key(ImGuiKey_B);
    c.stage.view.council.quartier = "ailleurs";  // never answered
    c.ui.frames(3);
    CHECK(c.ui.shell().wants_frame_in_ms().value_or(1) == 0);
    c.stage.view.projecting = false;
    c.stage.view.workspace = panels::Workspace::sources;
    c.ui.frames(3);
    CHECK(c.ui.shell().wants_frame_in_ms().value_or(1) > 0);
}
