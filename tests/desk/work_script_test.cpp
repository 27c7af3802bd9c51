// Work orders driven as hands do: the menu, the keys, the questions asked, and the commands that come of them.
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>

#include <catch2/catch_test_macros.hpp>

#include "gis/model/work_cost.hpp"
#include "gis/model/work_states.hpp"
#include "panels/left/saved_filters.hpp"
#include "tests/ui/ui_driver.hpp"

using namespace vigie;
namespace command = gis::command;
namespace fs = std::filesystem;

namespace {

struct Desk {
    ui::Stage stage;
    ui::UiDriver ui{stage};
    Desk() {
        stage.settings.actor_name = "C. Delmas";
        stage.view.bottom_tab = panels::BottomTab::interventions;
        ui.frames(3);
    }
    [[nodiscard]] const gis::Intervention& in_state(gis::InterventionState state) const {
        for (const gis::Intervention& i : stage.desk->world().interventions())
            if (i.state == state) return i;
        FAIL("no such intervention");
        return *stage.desk->world().interventions().begin();
    }
    [[nodiscard]] const gis::Intervention& now(gis::InterventionId id) const { return *stage.desk->world().find(id); }
    void choose(gis::EntityRef ref) {
        stage.view.selection = {};
        stage.view.selection.entities = {ref};
        ui.frames(3);
    }
    void choose(gis::InterventionId id) { choose({gis::EntityKind::intervention, id.value}); }
    void press(ImGuiKey key) {
        ui.key(key);
        ui.frames(3);
    }
    void yes() {
        REQUIRE(ui.click("dialog.yes"));
        ui.frames(3);
    }
    template <class T>
    [[nodiscard]] std::vector<T> pushed() const {
        std::vector<T> found;
        for (const gis::Command& c : stage.commands)
            if (const auto* one = std::get_if<T>(&c)) found.push_back(*one);
        return found;
    }
};

std::vector<std::string> ids_with(const ui::UiDriver& ui, std::string_view beginning) {
    std::vector<std::string> found;
    for (const auto& item : ui.items())
        if (item.stable_id().starts_with(beginning)) found.emplace_back(item.stable_id());
    return found;
}

struct Pictures {
    fs::path folder = fs::temp_directory_path() / ("vigie-work-" + std::to_string(::getpid()));
    Pictures() {
        fs::create_directories(folder);
        render::Image image;
        image.width = 640;
        image.height = 400;
        image.rgba.assign(static_cast<std::size_t>(640) * 400 * 4, 200);
        REQUIRE(render::write_png(image, folder / "avant.png"));
        for (std::size_t i = 0; i < image.rgba.size(); i += 4) image.rgba[i] = 40;
        REQUIRE(render::write_png(image, folder / "apres.png"));
        std::ofstream(folder / "note.txt") << "rien";
    }
    ~Pictures() { std::error_code ignored; fs::remove_all(folder, ignored); }
};

} // namespace

TEST_CASE("U asks what is to be settled, the list has it, and only the director is offered to answer") {
    Desk d;
    const gis::InterventionId id = d.in_state(gis::InterventionState::planned).id;
    const auto crews = d.now(id).crews;
    d.choose(id);
    d.press(ImGuiKey_U);
    REQUIRE(d.ui.exists("dialog.yes"));
    REQUIRE(d.ui.click("work.escalate.services"));
    d.yes();
    REQUIRE(d.stage.refused.empty());
    REQUIRE(gis::is_escalated(d.now(id)));
    CHECK(d.now(id).crews == crews);
    CHECK_FALSE(d.ui.exists("escalation.answer"));
    d.stage.view.filter.to_arbitrate = true;
    d.ui.frames(3);
    CHECK(d.ui.exists("interventions." + std::to_string(id.value)));
    for (const gis::Intervention& i : d.stage.desk->world().interventions()) CHECK(d.ui.exists("interventions." + std::to_string(i.id.value)) == (i.id == id));
    d.stage.settings.role = gis::Role::director;
    d.stage.settings.actor_name = "A. Roux";
    d.ui.frames(2);
    REQUIRE(d.ui.click("escalation.answer"));
    d.ui.frames(3);
    REQUIRE(d.ui.click("dialog.reason"));
    d.ui.type("La voirie d’abord");
    d.yes();
    CHECK_FALSE(gis::is_escalated(d.now(id)));
    CHECK(d.now(id).escalations.back().answer == "La voirie d’abord");
}

TEST_CASE("B puts a planned intervention back with its reason, undone in one step") {
    Desk d;
    const gis::InterventionId id = d.in_state(gis::InterventionState::planned).id;
    d.choose(id);
    d.press(ImGuiKey_B);
    REQUIRE(d.ui.click("desk.suspend.weather"));
    d.yes();
    REQUIRE(d.stage.refused.empty());
    CHECK(d.now(id).state == gis::InterventionState::to_plan);
    CHECK(d.now(id).crews.empty());
    CHECK(d.now(id).reason == (*d.stage.language)("desk.suspend.weather"));
    d.stage.ask.undo = true;
    d.ui.frames(3);
    CHECK(d.now(id).state == gis::InterventionState::planned);
    CHECK_FALSE(d.now(id).crews.empty());
}

TEST_CASE("the three points open the same gestures by mouse") {
    Desk d;
    const gis::InterventionId id = d.in_state(gis::InterventionState::planned).id;
    d.choose(id);
    REQUIRE(d.ui.click("intervention.more"));
    d.ui.frames(2);
    for (const char* row : {"menu.state", "menu.escalate", "menu.back_to_plan", "menu.record"}) CHECK(d.ui.exists(row));
    REQUIRE(d.ui.click("menu.escalate"));
    d.ui.frames(3);
    CHECK(d.ui.exists("work.escalate.cost"));
    d.press(ImGuiKey_Escape);
    CHECK(d.stage.commands.empty());
}

TEST_CASE("S offers the commune's own states, and says which are another role's") {
    Desk d;
    const gis::InterventionId id = d.in_state(gis::InterventionState::to_plan).id;
    d.choose(id);
    d.press(ImGuiKey_S);
    REQUIRE(d.ui.exists("state.to_plan.attente_devis"));
    CHECK_FALSE(d.ui.exists("state.planned"));   // that is assigning
    REQUIRE(d.ui.click("state.to_plan.attente_devis"));
    d.yes();
    REQUIRE(d.stage.refused.empty());
    CHECK(d.now(id).status == "attente_devis");
    d.press(ImGuiKey_S);
    REQUIRE(d.ui.click("state.closed.annulee"));
    d.ui.click("dialog.yes");                    // not without a reason
    d.ui.frames(2);
    CHECK(d.now(id).state == gis::InterventionState::to_plan);
    REQUIRE(d.ui.click("dialog.reason"));
    d.ui.type("Doublon");
    d.yes();
    CHECK(d.now(id).state == gis::InterventionState::closed);
    CHECK(d.now(id).status == "annulee");
}

TEST_CASE("an agent may not close: the row says so and the button stays shut") {
    Desk d;
    d.stage.settings.role = gis::Role::agent;
    const gis::InterventionId id = d.in_state(gis::InterventionState::to_plan).id;
    d.choose(id);
    d.press(ImGuiKey_S);
    REQUIRE(d.ui.click("state.closed.annulee"));
    REQUIRE(d.ui.click("dialog.reason"));
    d.ui.type("Doublon");
    d.ui.click("dialog.yes");
    d.ui.frames(2);
    CHECK(d.stage.commands.empty());
}

TEST_CASE("Terminer asks what it took, in one gesture with the end") {
    Desk d;
    const gis::InterventionId id = d.in_state(gis::InterventionState::on_site).id;
    d.choose(id);
    REQUIRE(d.ui.click("intervention.next"));
    d.ui.frames(3);
    REQUIRE(d.ui.exists("dialog.yes"));
    CHECK(d.stage.commands.empty());
    const bool has_people = d.ui.exists("person.0.time");
    if (!has_people) {
        REQUIRE(d.ui.click("work.add_person"));
        d.ui.frames(2);
        REQUIRE(d.ui.click((*d.stage.language)("work.other")));
        d.ui.frames(2);
        REQUIRE(d.ui.click("person.0.name"));
        d.ui.type("M. Ferrand");
    }
    REQUIRE(d.ui.click("person.0.time"));
    d.ui.key(ImGuiKey_A, true);
    d.ui.type("abc");
    d.ui.click("dialog.yes");                   // what cannot be read is not taken
    d.ui.frames(2);
    CHECK(d.stage.commands.empty());
    REQUIRE(d.ui.click("person.0.time"));
    d.ui.key(ImGuiKey_A, true);
    d.ui.type("1 h 30");
    d.yes();
    REQUIRE(d.stage.refused.empty());
    REQUIRE(d.stage.receipts.size() == 1);      // one gesture
    CHECK(d.now(id).state == gis::InterventionState::finished);
    REQUIRE_FALSE(d.now(id).hours.empty());
    CHECK(d.now(id).hours[0].duration == gis::Seconds{5400});
    CHECK(gis::cost_of(d.now(id)).labour_eur > 0);
    d.stage.ask.undo = true;
    d.ui.frames(3);
    CHECK(d.now(id).state == gis::InterventionState::on_site);
    CHECK(d.now(id).hours.empty());
}

TEST_CASE("photos come in by the file dialog, are marked before or after, captioned and taken off") {
    Desk d;
    const Pictures pictures;
    const gis::InterventionId id = d.in_state(gis::InterventionState::on_site).id;
    d.choose(id);
    d.stage.settings.last_folder = pictures.folder.string();
    d.stage.view.photos_of = id;
    d.stage.view.photo_moment = gis::PhotoMoment::before;
    d.stage.view.file_task = panels::FileTask::add_photos;
    d.ui.frames(3);
    CHECK(d.ui.exists("file.avant.png"));
    CHECK_FALSE(d.ui.exists("file.note.txt"));
    REQUIRE(d.ui.click("file.avant.png"));
    REQUIRE(d.ui.click("files.accept"));
    d.ui.frames(4);
    REQUIRE(d.stage.not_pictures.empty());
    REQUIRE(d.now(id).photos.size() == 1);
    CHECK(d.now(id).photos[0].moment == gis::PhotoMoment::before);
    CHECK(d.now(id).photos[0].by == "C. Delmas");
    CHECK(d.stage.photos->small(*d.stage.desk, d.now(id).photos[0].id).texture != 0);
    d.stage.view.photo_open = d.now(id).photos[0].id;
    d.ui.frames(4);
    REQUIRE(d.ui.click("photo.moment.after"));
    d.ui.frames(3);
    CHECK(d.now(id).photos[0].moment == gis::PhotoMoment::after);
    REQUIRE(d.ui.click("photo.caption." + d.now(id).photos[0].id.substr(0, 12)));
    d.ui.type("Chaussée reprise");
    d.ui.key(ImGuiKey_Enter);
    d.ui.frames(3);
    CHECK(d.now(id).photos[0].caption == "Chaussée reprise");
    REQUIRE(d.ui.click("photo.remove"));
    d.ui.frames(4);
    CHECK(d.now(id).photos.empty());
    CHECK(d.stage.view.photo_open.empty());
    d.stage.ask.undo = true;
    d.ui.frames(3);
    CHECK(d.now(id).photos.size() == 1);
}

TEST_CASE("a thing of the commune shows all its history, narrowed by a chip, and a row leads on") {
    Desk d;
    gis::AssetId school;
    for (const gis::Asset& a : d.stage.desk->world().assets())
        if (a.kind == "ecole") school = a.id;
    const gis::Actor actor{"C. Delmas", "régulation", gis::Role::dispatcher};
    gis::EditSet many;
    for (int n = 0; n < 1000; ++n) {
        gis::Report r;
        r.category = "malproprete";
        r.asset = school;
        r.received_at = d.stage.clock.now() - std::chrono::hours{n};
        many.put.emplace_back(r);
    }
    auto delta = d.stage.desk->derive(many, {}, false);
    REQUIRE(delta.ok());
    command::CreateIntervention create;
    create.intervention.title = "Vitre cassée";
    create.intervention.asset = school;
    auto made = d.stage.desk->execute(create, actor);
    REQUIRE(made.ok());
    const gis::InterventionId id{made->created.front().id};
    d.choose({gis::EntityKind::asset, school.value});
    d.ui.frames(3);
    REQUIRE(d.ui.exists("sheet.reports"));
    const std::size_t drawn = ids_with(d.ui, "sheet.row.").size();
    CHECK(drawn > 2);
    CHECK(drawn < 80);                           // only what is seen is drawn
    REQUIRE(d.ui.click("sheet.interventions"));
    d.ui.frames(3);
    const auto only = ids_with(d.ui, "sheet.row.");
    REQUIRE(only.size() == 1);
    REQUIRE(d.ui.click(only[0]));
    d.ui.frames(2);
    CHECK(d.stage.view.selection.primary() == gis::EntityRef{gis::EntityKind::intervention, id.value});
}

TEST_CASE("a filter of the list is kept under a name, recalled and forgotten") {
    Desk d;
    d.stage.view.filter.text = "nid";
    d.stage.view.filter.max_severity = 3;
    d.stage.view.find_in_list = true;
    d.ui.frames(3);
    REQUIRE(d.ui.click("filter.name"));
    d.ui.type("Nids urgents");
    REQUIRE(d.ui.click("filter.keep"));
    d.ui.frames(2);
    REQUIRE(d.stage.view.saved_filters.size() == 1);
    CHECK(d.stage.view.saved_filters[0].list == "interventions");
    d.stage.view.filter = {};
    d.ui.frames(2);
    if (!d.ui.exists("filter.recall.Nids urgents")) {
        d.stage.view.find_in_list = true;
        d.ui.frames(3);
    }
    REQUIRE(d.ui.click("filter.recall.Nids urgents"));
    d.ui.frames(2);
    CHECK(d.stage.view.filter.text == "nid");
    CHECK(d.stage.view.filter.max_severity == 3);
    d.stage.view.find_in_list = true;
    d.ui.frames(3);
    REQUIRE(d.ui.click("filter.forget.Nids urgents"));
    d.ui.frames(2);
    CHECK(d.stage.view.saved_filters.empty());
}

TEST_CASE("names of filters are trimmed, bounded between letters, and replace their like in the same list") {
    std::vector<panels::SavedFilter> kept;
    const auto named = [](std::string name, std::string list) { return panels::SavedFilter{std::move(name), std::move(list), {}, {}}; };
    CHECK_FALSE(panels::keep_filter(kept, named("   ", "backlog")));
    CHECK(panels::keep_filter(kept, named(" Voirie ", "backlog")));
    CHECK(panels::keep_filter(kept, named("Voirie", "reports")));
    CHECK(panels::keep_filter(kept, named("Voirie", "backlog")));
    CHECK(kept.size() == 2);
    CHECK(kept[0].name == "Voirie");
    std::string accents;
    for (int i = 0; i < 40; ++i) accents += "é";
    CHECK(panels::keep_filter(kept, named(accents, "backlog")));
    CHECK(kept.back().name.size() == panels::max_filter_name);
    CHECK(panels::keep_filter(kept, named("x" + accents, "backlog")));
    CHECK(kept.back().name.size() == panels::max_filter_name - 1);
    while (kept.size() < panels::max_saved_filters) CHECK(panels::keep_filter(kept, named("f" + std::to_string(kept.size()), "backlog")));
    CHECK_FALSE(panels::keep_filter(kept, named("un de trop", "backlog")));
}

TEST_CASE("a request goes up to the director with its reason") {
    Desk d;
    const gis::Actor actor{"C. Delmas", "régulation", gis::Role::dispatcher};
    command::CreateRequest create;
    create.request.title = "Chauffage du gymnase";
    auto made = d.stage.desk->execute(create, actor);
    REQUIRE(made.ok());
    d.choose(made->created.front());
    d.press(ImGuiKey_U);
    REQUIRE(d.ui.click("work.escalate.cost"));
    d.yes();
    CHECK(d.stage.desk->world().find(gis::RequestId{made->created.front().id})->state == gis::RequestState::to_confirm);
}
