#include <catch2/catch_test_macros.hpp>

#include "gis/rules/rules.hpp"

using namespace vigie::gis;

namespace {

constexpr double degree_m = 111'195;

Report report(std::uint64_t id, double north_m, const char* category, int hours_ago) {
    Report r;
    r.id = {id};
    r.place = {3, 43 + north_m / degree_m};
    r.category = category;
    r.received_at = time_from_ms(1'795'428'000'000) - std::chrono::hours{hours_ago};
    return r;
}

Catalog catalog() {
    Catalog c;
    for (const char* id : {"depot", "bac_plein", "nid_de_poule"}) {
        ReportCategory category;
        category.id = id;
        category.domain = std::string(id) == "nid_de_poule" ? "voirie" : "dechets";
        c.report_categories.push_back(category);
    }
    return c;
}

} // namespace

TEST_CASE("the nearest report of the same category comes first, with its reasons") {
    World world;
    Report done = report(6, 5, "depot", 1);
    done.state = ReportState::closed;
    world.apply({.put = {report(1, 40, "depot", 2), report(2, 18, "depot", 2), report(3, 5, "nid_de_poule", 2), report(4, 10, "bac_plein", 2),
                         report(5, 300, "depot", 2), done}});
    const auto found = duplicate_candidates(world, catalog(), report(9, 0, "depot", 0), 10);
    REQUIRE(found.size() == 3);
    CHECK(found[0].report == ReportId{2});
    CHECK(found[0].why == Text{"rules.duplicate.same_hours", {{"metres", "18"}, {"n", "2"}}});
    CHECK(found[1].report == ReportId{1});
    CHECK(found[2].report == ReportId{4});
    CHECK(found[2].why.key == "rules.duplicate.other_hours");
    CHECK(duplicate_candidates(world, catalog(), report(9, 0, "depot", 0), 1).size() == 1);
}

TEST_CASE("a report is not its own duplicate, nor of one that is too old, but of one on the same asset further away") {
    World world;
    Report old = report(1, 0, "depot", 24 * 40), far = report(2, 200, "depot", 1), me = report(3, 0, "depot", 0);
    far.asset = me.asset = {7};
    world.apply({.put = {old, far, me}});
    const auto found = duplicate_candidates(world, catalog(), me, 10);
    REQUIRE(found.size() == 1);
    CHECK(found[0].report == ReportId{2});
}
