// What a dispatcher does in a day, each job from its first gesture to its end.
#include <catch2/catch_test_macros.hpp>

#include <algorithm>

#include "gis/model/entity_json.hpp"
#include "gis/planning/calendar.hpp"
#include "gis/planning/proposal.hpp"
#include "tests/jobs/person.hpp"

using namespace vigie;
using namespace std::chrono_literals;
using test::Person;

namespace {

gis::Time moment(const char* text) { return *gis::time_from_rfc3339(text); }

std::vector<gis::InterventionId> displaced(Person& p, gis::CrewId crew) {
    const gis::PlanningContext c{p.world(), p.session().catalog(), p.session().travel(), p.session().zone(), p.session().now()};
    return gis::displaced(c, gis::monday_of(gis::local_day(c.now, c.zone)), crew);
}

} // namespace

TEST_CASE("a crew calls in sick: its work goes to others with the smallest change") {
    Person p(moment("2026-12-01T06:05:00Z"));  // 07:05, Tuesday
    const auto crews = p.world().crews().rows();
    const auto ill = std::ranges::find(crews, "Voirie A", &gis::Crew::name);
    REQUIRE(ill != crews.end());
    const gis::CrewId id = ill->id;
    const auto before = p.world().interventions().rows();
    p.press(ImGuiKey_K, true);
    p.type("Voirie A");
    p.decide();
    p.press(ImGuiKey_Enter);
    p.click("crew.absence");
    p.decide();
    p.shot("sick-1-absence");
    p.click("dialog.yes");
    const auto lost = displaced(p, id);
    REQUIRE_FALSE(lost.empty());
    REQUIRE(p.until([&] { return p.find("crew.redistribute") != nullptr; }));
    p.shot("sick-2-crew");
    p.click("crew.redistribute");
    REQUIRE(p.until([&] { return p.session().proposal() && p.find("board.proposal.accept"); }));
    p.shot("sick-3-proposal");
    p.decide(3);
    const gis::Proposal proposal = *p.session().proposal();
    p.click("board.proposal.accept");
    p.shot("sick-4-accepted");
    CHECK(proposal.added.empty());
    CHECK(displaced(p, id).size() == proposal.unplanned.size());
    CHECK(proposal.unplanned.size() < lost.size());
    std::size_t others = 0;
    for (const auto& was : before) {
        const auto* is = p.world().find(was.id);
        REQUIRE(is);
        if (std::ranges::find(lost, was.id) == lost.end() && (is->start != was.start || is->crews != was.crews)) ++others;
    }
    CHECK(others <= 2 * lost.size());
    p.done("a crew calls in sick", 120);
}
