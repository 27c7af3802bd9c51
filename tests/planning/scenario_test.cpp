// Scenarios: the figures of a week with a proposal in it, kept as text, and what of one is still possible later.
#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers_floating_point.hpp>

#include <random>

#include "gis/planning/scenario.hpp"
#include "small_commune.hpp"

using namespace small_commune;
using Catch::Matchers::WithinAbs;

namespace {

// Two crews in one place but for one job 10 minutes away; one job planned, three waiting.
struct Two {
    Commune c;
    CrewId a, b;
    Intervention planned, near, far, late;
    Two() {
        c.travel = [](LonLat from, LonLat to) { return from == to ? Seconds{0} : Seconds{600}; };
        c.catalog.costs = {30, 0.5};
        a = c.crew("A", {c.agent("M. Ferrand"), c.agent("L. Martin")});
        b = c.crew("B", {c.agent("N. Bosc")});
        for (const auto crew : {a, b}) c.shift(crew, 0, 8, 17, false);
        planned = c.job("Banc", 60);
        planned.quartier = "Centre";
        planned = c.planned(planned, {a}, at(0, 9));
        near = c.job("Lampe", 60);
        near.quartier = "Centre";
        far = c.job("Arbre", 120, {2.1, 43.0});
        far.quartier = "La Plaine";
        late = c.job("Fuite", 60);
        late.deadline = at(1, 12);
        for (const auto& job : {near, far, late}) c.put(job);
    }
};

const RoadMetres five_km = [](LonLat from, LonLat to, Time) { return from == to ? 0.0 : 5000.0; };

} // namespace

TEST_CASE("the figures of a week are those counted by hand, with and without a proposal") {
    Two two;
    const auto now = scenario_figures(two.c.context(), five_km, monday, nullptr);
    CHECK(now.planned == 1);
    CHECK(now.unplanned == 3);
    CHECK(now.late == 1);  // due this week and not planned
    CHECK(now.work == Seconds{3600});
    CHECK(now.travel == Seconds{0});
    CHECK_THAT(now.agent_hours, WithinAbs(2, 1e-9));
    CHECK_THAT(now.cost_eur, WithinAbs(60, 1e-9));
    CHECK(now.crew_spread == Seconds{3600});
    CHECK_THAT(now.least_served, WithinAbs(0, 1e-9));
    CHECK(now.least_served_name == "La Plaine");
    CHECK_THAT(now.most_served, WithinAbs(0.5, 1e-9));

    Proposal p;
    p.added = {{two.far.id, {two.b}, at(0, 9), {}}, {two.late.id, {two.a}, at(0, 11), {}}};
    p.moved = {{two.planned.id, {two.b}, at(0, 13), {}}};
    const auto then = scenario_figures(two.c.context(), five_km, monday, &p);
    CHECK(then.planned == 3);
    CHECK(then.unplanned == 1);
    CHECK(then.late == 0);
    CHECK(then.work == Seconds{4 * 3600});
    CHECK(then.travel == Seconds{1200});  // B goes to the tree and on to the bench, where its depot is
    CHECK_THAT(then.km, WithinAbs(10, 1e-9));
    CHECK_THAT(then.agent_hours, WithinAbs(2 + 3 + 1200.0 / 3600, 1e-9));
    CHECK_THAT(then.cost_eur, WithinAbs((5 + 1.0 / 3) * 30 + 5, 1e-9));
    CHECK(then.crew_spread == Seconds{2 * 3600 + 1200});
    CHECK_THAT(then.least_served, WithinAbs(0.5, 1e-9));
    CHECK(then.least_served_name == "Centre");
    CHECK(then.most_served_name == "La Plaine");
    // Nothing of it was done.
    CHECK(two.c.world.find(two.planned.id)->crews == std::vector{two.a});
}

TEST_CASE("scenarios come back from their text as they were, and other text gives none") {
    const auto seed = std::random_device{}();
    INFO("seed " << seed);
    std::mt19937 rng(seed);
    std::vector<Scenario> all;
    for (std::size_t i = 0; i < most_scenarios; ++i) {
        Scenario s{"Été n° " + std::to_string(i), monday + std::chrono::days{7 * static_cast<int>(i)}, at(0, 8), {}};
        for (auto k = rng() % 20; k > 0; --k) s.proposal.added.push_back({InterventionId{rng() % 1000 + 1}, {CrewId{rng() % 9 + 1}, CrewId{rng() % 9 + 10}}, at(static_cast<int>(rng() % 5), 9), {}});
        s.proposal.moved.push_back({InterventionId{7}, {CrewId{1}}, at(2, 9), {}});
        s.proposal.unplanned.push_back({InterventionId{8}, {"planning.unplanned.full", {{"crews", "A, B"}}}});
        s.proposal.travel_after = Seconds{static_cast<std::int64_t>(rng() % 10000)};
        all.push_back(std::move(s));
    }
    const auto back = read_scenarios(scenarios_text(all));
    REQUIRE(back.size() == all.size());
    for (std::size_t i = 0; i < all.size(); ++i) {
        CHECK(back[i].name == all[i].name);
        CHECK(back[i].monday == all[i].monday);
        CHECK(back[i].kept_at == all[i].kept_at);
        CHECK(back[i].proposal.travel_after == all[i].proposal.travel_after);
        REQUIRE(back[i].proposal.added.size() == all[i].proposal.added.size());
        for (std::size_t k = 0; k < all[i].proposal.added.size(); ++k) {
            CHECK(back[i].proposal.added[k].intervention == all[i].proposal.added[k].intervention);
            CHECK(back[i].proposal.added[k].crews == all[i].proposal.added[k].crews);
            CHECK(back[i].proposal.added[k].start == all[i].proposal.added[k].start);
        }
        REQUIRE(back[i].proposal.unplanned.size() == 1);
        CHECK(back[i].proposal.unplanned.front().why == all[i].proposal.unplanned.front().why);
    }
    for (const char* bad : {"", "[", "{}", "[1,null,\"x\",{}]", R"([{"name":1}])", R"([{"name":"x","monday":"hier","kept_at":0,"added":[],"moved":[],"unplanned":[]}])"})
        CHECK(read_scenarios(bad).empty());
    const std::string text = scenarios_text(all);
    for (int cut = 0; cut < 200; ++cut) CHECK(read_scenarios(text.substr(0, rng() % text.size())).empty());
}

TEST_CASE("of a kept proposal what is gone, begun, locked, past or adopted is not asked for again") {
    Two two;
    Proposal p;
    p.added = {{two.near.id, {two.a}, at(0, 10), {}}, {two.far.id, {two.b}, at(0, 9), {}}, {two.late.id, {two.b}, at(0, 12), {}}};
    p.moved = {{two.planned.id, {two.b}, at(0, 13), {}}};
    CHECK(still_possible(two.c.world, p, two.c.now).added.size() == 3);
    CHECK(still_possible(two.c.world, p, at(0, 9, 30)).added.size() == 2);
    two.c.remove({EntityKind::intervention, two.far.id.value});
    two.near = two.c.planned(two.near, {two.a}, at(0, 10));  // adopted
    auto locked = two.planned;
    locked.locked = true;
    two.c.put(locked);
    const auto left = still_possible(two.c.world, p, two.c.now);
    CHECK(left.moved.empty());
    REQUIRE(left.added.size() == 1);
    CHECK(left.added.front().intervention == two.late.id);
    auto begun = two.late;
    begun.state = InterventionState::on_site;
    begun.actual_start = at(0, 8);
    two.c.put(begun);
    CHECK(still_possible(two.c.world, p, two.c.now).added.empty());
    two.c.remove({EntityKind::crew, two.b.value});
    CHECK(still_possible(two.c.world, p, two.c.now).added.empty());
}
