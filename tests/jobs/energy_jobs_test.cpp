// A bill has risen: from the building to the meter, its hours, the cause and the order that mends it.
#include <catch2/catch_test_macros.hpp>

#include <algorithm>

#include "tests/jobs/person.hpp"

using namespace vigie;
using test::moment;
using test::Person;

TEST_CASE("a bill that has risen is explained: building, meter, hours, cause, order") {
    Person p(moment("2026-11-24T13:32:00Z"));
    p.press(ImGuiKey_3, true);
    const auto made = [&] { return p.session().energy() && !p.session().energy_running() && !p.session().energy()->ranking.empty(); };
    REQUIRE(p.until(made));
    p.frames(10);
    p.shot("bill-1-ranking");
    p.decide(2);
    const auto& ranking = p.session().energy()->ranking;
    const auto red = std::ranges::find(ranking, gis::Standing::excess, &gis::BuildingUse::standing);
    REQUIRE(red != ranking.end());
    const gis::BuildingId building = red->building;
    p.click("energy.building." + std::to_string(building.value));
    REQUIRE(p.until([&] { return made() && p.session().energy()->ask.building == building; }));
    p.frames(5);
    p.click("energy.meters");
    p.decide();
    p.shot("bill-2-meters");
    REQUIRE_FALSE(p.session().energy()->meters.empty());
    p.press(ImGuiKey_Escape);
    if (p.find("energy.bill")) {
        p.click("energy.bill");
        p.decide();
        p.shot("bill-3-why");
        p.press(ImGuiKey_Escape);
        const gis::BillChange& bill = *p.session().energy()->bill;
        CHECK(std::abs(bill.before_eur + bill.by_price + bill.by_weather + bill.by_use - bill.now_eur) < 0.01);
    }
    const auto& findings = p.session().energy()->findings;
    const auto cause = std::ranges::find_if(findings, [&](const gis::Finding& f) { return f.building == building && f.kind == gis::FindingKind::used_while_closed; });
    REQUIRE(cause != findings.end());
    CHECK(cause->cost_eur > 0);
    const auto n = std::to_string(cause - findings.begin());
    p.click("energy.finding.hours." + n);
    p.frames(5);
    p.decide();
    p.shot("bill-4-hours");
    const std::size_t before = p.world().interventions().size();
    p.press(ImGuiKey_I);
    p.frames(5);
    p.shot("bill-5-order");
    REQUIRE(p.world().interventions().size() == before + 1);
    const auto& orders = p.world().interventions();
    const auto newest = std::ranges::max_element(orders, {}, [](const gis::Intervention& i) { return i.id.value; });
    const gis::Building* where = p.world().find(building);
    REQUIRE(where);
    CHECK(newest->asset == where->asset);
    CHECK(newest->description.find("kWh") != std::string::npos);
    CHECK(newest->description.find("€") != std::string::npos);
    p.done("a bill has risen", 120);
}
