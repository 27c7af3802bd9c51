// What a director of technical services does with the week, each job from its first gesture to its end.
#include <catch2/catch_test_macros.hpp>

#include <algorithm>
#include <filesystem>

#include "gis/model/entity_json.hpp"
#include "gis/planning/calendar.hpp"
#include "gis/planning/proposal.hpp"
#include "tests/jobs/person.hpp"

using namespace vigie;
using test::moment;
using test::Person;

namespace {

std::vector<std::filesystem::path> files_of(const std::filesystem::path& folder, const char* extension) {
    std::vector<std::filesystem::path> out;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(folder))
        if (entry.path().extension() == extension) out.push_back(entry.path());
    return out;
}

} // namespace

TEST_CASE("Monday: the week is built from the backlog and legal dues, then printed with every crew’s work sheets") {
    Person p(moment("2026-11-30T05:40:00Z"));  // 06:40, before the crews
    p.click("workspace.planning");
    p.decide();
    p.click("backlog.tab.due");
    p.decide();
    p.click("due.filter.without_work");
    const std::size_t interventions = p.world().interventions().size();
    p.shot("monday-1-due");
    p.click("due.create_all");
    CHECK(p.world().interventions().size() > interventions);
    p.click("backlog.tab.cards");
    p.click("board.propose");
    REQUIRE(p.until([&] { return p.session().proposal() && p.find("board.proposal.accept"); }));
    p.decide(5);
    p.shot("monday-2-proposal");
    const gis::Proposal proposal = *p.session().proposal();
    CHECK_FALSE(proposal.added.empty());
    for (const gis::Unplanned& left : proposal.unplanned) CHECK_FALSE(left.why.key.empty());
    p.decide(static_cast<int>(proposal.unplanned.size()));  // each with its sentence, below the cards
    p.click("board.proposal.accept");
    CHECK(p.displaced().empty());
    p.press(ImGuiKey_K, true);
    p.type("tableau de la semaine");
    p.shot("monday-4-palette");
    p.press(ImGuiKey_Enter);
    p.decide();
    p.shot("monday-5-folder");
    p.press(ImGuiKey_Enter);
    CHECK(p.until([&] { return files_of(p.home(), ".pdf").size() == 1; }));
    p.press(ImGuiKey_P, true, true);
    p.decide();
    p.press(ImGuiKey_Enter);
    CHECK(p.until([&] { return files_of(p.home(), ".pdf").size() == 2; }));
    p.shot("monday-6-done");
    for (const auto& file : files_of(p.home(), ".pdf")) CHECK(std::filesystem::file_size(file) > 20'000);
    p.done("Monday: the week", 20 * 60);
}

TEST_CASE("the week by keyboard alone: cards one by one, then the rest by a proposal") {
    Person p(moment("2026-11-30T05:40:00Z"));
    p.press(ImGuiKey_2, true);
    const auto waiting = [&] { return std::ranges::count_if(p.world().interventions(), [](const gis::Intervention& i) { return i.state == gis::InterventionState::to_plan; }); };
    const auto before = waiting();
    int refused = 0;
    for (int i = 0; i < 5; ++i) {
        p.press(ImGuiKey_J);
        p.decide(2);
        p.press(ImGuiKey_1);
        p.frames(5);
        if (!p.find("dialog.no")) continue;
        p.shot("keys-refused");  // no crew has so many hours in one piece: left to the proposal, which may move others
        p.press(ImGuiKey_Escape);
        ++refused;
    }
    CHECK(refused < 5);
    CHECK(waiting() == before - 5 + refused);
    p.press(ImGuiKey_K, true);
    p.type("proposer la sem");
    p.press(ImGuiKey_Enter);
    REQUIRE(p.until([&] { return p.session().proposal() && p.find("board.proposal.accept"); }));
    p.decide(5);
    const auto left = static_cast<std::ptrdiff_t>(p.session().proposal()->unplanned.size());
    p.press(ImGuiKey_Enter, true);
    p.shot("keys-accepted");
    CHECK_FALSE(p.session().proposal());
    CHECK(waiting() == left);
    CHECK(p.displaced().empty());
    p.done("the week by keyboard alone", 20 * 60);
}

TEST_CASE("what is overdue by law stands in one list by date, with the register behind each line") {
    Person p(moment("2026-12-01T08:00:00Z"));
    p.press(ImGuiKey_2, true);
    p.click("backlog.tab.due");
    p.decide();
    p.click("due.filter.overdue");
    p.decide();
    p.shot("overdue-1-list");
    const auto* row = p.begins_with("due.controle_pei_3_ans.");
    REQUIRE(row);
    p.click(row->label);
    p.shot("overdue-2-chosen");
    p.click("due.on_map");
    p.frames(20);
    p.shot("overdue-3-register");
    const auto& shown = p.view().selection.entities;
    REQUIRE(shown.size() == 1);
    REQUIRE(shown.front().kind == gis::EntityKind::asset);
    const auto done = std::ranges::find_if(p.world().interventions(), [&](const gis::Intervention& i) { return i.asset.value == shown.front().id && i.state == gis::InterventionState::closed; });
    REQUIRE(done != p.world().interventions().end());
    CHECK(gis::local_day(*done->actual_end, p.session().zone()) + std::chrono::days{3 * 365} < gis::local_day(p.session().now(), p.session().zone()));
    p.done("what is overdue by law", 120);
}
