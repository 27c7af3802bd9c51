// What a dispatcher is told while sorting reports: doubles by their words, the object meant, how often before, the clock of a
// category, the answer to a whole group.
#include <catch2/catch_test_macros.hpp>

#include "gis/rules/answers.hpp"
#include "gis/rules/asset_near.hpp"
#include "gis/rules/personal_words.hpp"
#include "gis/rules/repeats.hpp"
#include "gis/rules/rules.hpp"
#include "tests/pace.hpp"
#include "tests/rules/near_places.hpp"

using namespace vigie::gis;
using namespace vigie::rules_test;

namespace {

Report report(std::uint64_t id, double north_m, const char* category, std::chrono::hours ago, const char* words = "") {
    Report r;
    r.id = {id};
    r.number = static_cast<std::uint32_t>(id);
    r.place = north(north_m);
    r.category = category;
    r.received_at = noon - ago;
    r.description = words;
    return r;
}

Asset asset(std::uint64_t id, const char* kind, double north_m) {
    Asset a;
    a.id = {id};
    a.kind = kind;
    a.geometry = {.type = GeometryType::point, .points = {north(north_m)}};
    return a;
}

Catalog catalog() {
    Catalog c;
    c.report_categories.push_back({.id = "depot", .domain = "dechets", .icon = {}, .name = {}, .intervention = {}, .guard = {}});
    c.report_categories.push_back({.id = "obstacle", .domain = "voirie", .icon = {}, .name = {}, .intervention = {}, .guard = {}});
    c.report_categories.push_back({.id = "lampe", .domain = "voirie", .icon = {}, .name = {"Lampe", "Lamp"}, .intervention = {}, .guard = {}, .asset_kinds = {"candelabre"}, .asset_reach_m = 30});
    return c;
}

using std::chrono::hours;

} // namespace

TEST_CASE("of two reports as near and as old, the one that tells of the same things in the same words comes first") {
    World world;
    world.apply({.put = {report(1, 10, "depot", hours{2}, "Sacs poubelle éventrés devant le 12"),
                         report(2, 12, "depot", hours{2}, "Deux MATELAS et un canapé, gravats."), report(3, 10, "depot", hours{2})}});
    const auto found = duplicate_candidates(world, catalog(), report(9, 0, "depot", hours{0}, "un vieux canapé et des matelas sur le trottoir"), 10);
    REQUIRE(found.size() == 3);
    CHECK(found[0].report == ReportId{2});
    REQUIRE(found[0].reasons.size() == 1);
    CHECK(found[0].reasons[0] == Text{"rules.duplicate.words", {{"words", "canapé, matelas"}}});
    CHECK(found[1].report == ReportId{3});  // says nothing: does not speak against it
    CHECK(found[1].reasons.empty());
    CHECK(found[2].report == ReportId{1});
}

TEST_CASE("words that agree bridge two categories, one word alone does not") {
    World world;
    world.apply({.put = {report(1, 5, "obstacle", hours{1}, "grosse branche tombée sur la chaussée"), report(2, 5, "obstacle", hours{1}, "voiture tombée en panne")}});
    const auto found = duplicate_candidates(world, catalog(), report(9, 0, "depot", hours{0}, "branche tombée, chaussée coupée"), 10);
    REQUIRE(found.size() == 1);
    CHECK(found[0].report == ReportId{1});
    CHECK(found[0].why.key == "rules.duplicate.other_hours");
}

TEST_CASE("the same object is told as a reason") {
    World world;
    Report other = report(1, 200, "lampe", hours{1}), me = report(9, 0, "lampe", hours{0});
    other.asset = me.asset = {7};
    world.apply({.put = {other}});
    const auto found = duplicate_candidates(world, catalog(), me, 10);
    REQUIRE(found.size() == 1);
    CHECK(found[0].reasons == std::vector<Text>{{"rules.duplicate.asset", {}}});
}

TEST_CASE("ten thousand reports around a place are looked through within a frame") {
    World world;
    EditSet many;
    for (std::uint64_t i = 1; i <= 10'000; ++i) many.put.emplace_back(report(i, double(i % 5000), "depot", hours{i % 600}, "canapé, matelas et gravats au coin de la rue"));
    world.apply(many);
    const auto begin = std::chrono::steady_clock::now();
    const auto found = duplicate_candidates(world, catalog(), report(20'000, 100, "depot", hours{0}, "matelas au coin"), 5);
    const double ms = std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - begin).count();
    CHECK(found.size() == 5);
    CHECK(ms < 50 * vigie::tests::slower);
}

TEST_CASE("a report clings to the nearest object of its category's kinds, and only when no other one could be meant") {
    World world;
    world.apply({.put = {asset(1, "candelabre", 6), asset(2, "candelabre", 25), asset(3, "banc", 1), asset(4, "candelabre", 31)}});
    const auto near = assets_near(world, catalog(), "lampe", north(0), 5);
    REQUIRE(near.size() == 2);
    CHECK(near[0].asset == AssetId{1});
    CHECK(std::abs(near[0].distance_m - 6) < 0.05);
    CHECK(asset_meant(near) == AssetId{1});
    CHECK_FALSE(asset_meant(assets_near(world, catalog(), "lampe", north(15), 5)));  // 9 m and 10 m away
    CHECK(asset_meant(assets_near(world, catalog(), "lampe", north(23), 5)) == AssetId{2});
    CHECK(assets_near(world, catalog(), "depot", north(0), 5).empty());
    CHECK(assets_near(world, catalog(), "lampe", {}, 5).empty());
}

TEST_CASE("the distance to a line is to its nearest point, inside a polygon it is none, in its hole it is to the edge") {
    const Geometry line{.type = GeometryType::line, .points = {north(-50), north(50)}};
    CHECK(std::abs(*metres_to(line, east(8)) - 8) < 0.05);
    const auto square = [](double half) { return std::vector<LonLat>{at(-half, -half), at(half, -half), at(half, half), at(-half, half), at(-half, -half)}; };
    Geometry park{.type = GeometryType::polygon, .points = square(100), .parts = {0, 5}, .first_ring = {0}};
    for (const LonLat p : square(20)) park.points.push_back(p);
    CHECK(*metres_to(park, at(50, 0)) == 0);
    CHECK(std::abs(*metres_to(park, at(0, 0)) - 20) < 0.05);
    CHECK(std::abs(*metres_to(park, at(112, 0)) - 12) < 0.05);
    CHECK_FALSE(metres_to({}, at(0, 0)));
}

TEST_CASE("the third time in six months is told, duplicates, rejected and older ones are no time") {
    World world;
    Report twin = report(4, 1, "depot", hours{24 * 30}), no = report(5, 1, "depot", hours{24 * 31}), done = report(2, 3, "depot", hours{24 * 90});
    twin.state = ReportState::duplicate;
    no.state = ReportState::rejected;
    done.state = ReportState::closed;
    world.apply({.put = {report(1, 5, "depot", hours{24 * 170}), done, twin, no, report(3, 0, "depot", hours{24 * 190}), report(6, 300, "depot", hours{1}),
                         report(7, 0, "obstacle", hours{1}), report(9, 0, "depot", hours{0})}});
    const Repeats again = repeats_of(world, catalog(), *world.find(ReportId{9}));
    CHECK(again.times() == 3);
    CHECK(again.earlier == std::vector<ReportId>{{2}, {1}});
    CHECK_FALSE(again.by_asset);
    CHECK(repeats_of(world, catalog(), *world.find(ReportId{2})).times() == 3);
    CHECK(repeats_of(world, catalog(), *world.find(ReportId{1})).times() == 2);  // 3 is twenty days before it
    Report neighbour = report(10, 4, "depot", hours{2});
    world.apply({.put = {neighbour}});
    CHECK(repeats_of(world, catalog(), *world.find(ReportId{9})).times() == 3);  // told by two this morning: one time
    neighbour.state = ReportState::closed;
    world.apply({.put = {neighbour}});
    CHECK(repeats_of(world, catalog(), *world.find(ReportId{9})).times() == 4);
}

TEST_CASE("an object counts its own reports wherever they were placed, and not those of its neighbour") {
    World world;
    Report own = report(1, 45, "lampe", hours{100}), neighbour = report(2, 5, "lampe", hours{100}), unsaid = report(3, 5, "lampe", hours{90}), me = report(9, 0, "lampe", hours{0});
    own.asset = me.asset = {7};
    own.category = "obstacle";
    neighbour.asset = {8};
    world.apply({.put = {own, neighbour, unsaid, me}});
    const Repeats again = repeats_of(world, catalog(), me);
    CHECK(again.by_asset);
    CHECK(again.earlier == std::vector<ReportId>{{3}, {1}});
}

TEST_CASE("a category has its own clock at its own severity, and the level's when somebody changed that") {
    Catalog c = catalog();
    c.report_categories[0].severity = 3;
    c.report_categories[0].delay = hours{12};
    c.report_categories[0].around_the_clock = true;
    CHECK(service_level_of(c, "depot", 3).delay == hours{12});
    CHECK(due_at(service_level_of(c, "depot", 3), noon, "Europe/Paris") == noon + hours{12});
    CHECK(service_level_of(c, "depot", 1).delay == hours{2});
    CHECK(service_level_of(c, "lampe", 3).delay == service_level_of(c, "", 3).delay);
}

TEST_CASE("what is not known leaves no hole in an answer") {
    const std::vector<std::pair<std::string, std::string>> known{{"what", "Lampe"}, {"where", "8, rue Lakanal"}, {"day", ""}}, nowhere{{"what", "Lampe"}, {"where", ""}};
    CHECK(filled("« {what} »{, where} est prévue{ le day}.", known) == "« Lampe », 8, rue Lakanal est prévue.");
    CHECK(filled("« {what} »{, where} est réglé.", nowhere) == "« Lampe » est réglé.");
    CHECK(filled("{autre} {", known) == "{autre} {");
}

TEST_CASE("a group is the report that was kept and every double of it, whichever of them one starts from") {
    World world;
    Report two = report(2, 0, "depot", hours{1}), three = report(3, 0, "depot", hours{1}), lost = report(5, 0, "depot", hours{1});
    two.duplicate_of = three.duplicate_of = {1};
    lost.duplicate_of = {99};
    world.apply({.put = {report(1, 0, "depot", hours{2}), two, three, report(4, 0, "depot", hours{1}), lost}});
    for (const std::uint64_t from : {1, 2, 3}) CHECK(group_of(world, {from}) == std::vector<ReportId>{{1}, {2}, {3}});
    CHECK(group_of(world, {4}) == std::vector<ReportId>{{4}});
    CHECK(group_of(world, {5}) == std::vector<ReportId>{{5}});
    CHECK(group_of(world, {77}).empty());
}

TEST_CASE("answers that fit the state come first, all others follow") {
    Catalog c;
    c.answers.push_back({"recu", {}, {}, {"received"}});
    c.answers.push_back({"regle", {}, {}, {"closed", "service_done"}});
    const auto found = answers_for(c, ReportState::closed);
    REQUIRE(found.size() == 2);
    CHECK(found[0]->id == "regle");
}

TEST_CASE("plates, telephone numbers and addresses are found in the words of a report, and nothing else is") {
    CHECK(masked("La voiture AB-123-CD est garée devant") == "La voiture […] est garée devant");
    CHECK(masked("ab 123 cd, blanche") == "[…], blanche");
    CHECK(masked("Rappeler au 06 12 34 56 78 ou +33 6 12 34 56 78.") == "Rappeler au […] ou […].");
    CHECK(masked("0612345678") == "[…]");
    CHECK(masked("écrire à jean.dupont@exemple.fr.") == "écrire à […].");
    for (const char* harmless : {"12, rue du 8 mai 1945", "3 m de fils, 5 m à côté", "du 12 au 15", "RD 613 km 12", "lampe EP-0412", "06 12", "a@b", "éAB-123-CD", ""})
        CHECK(masked(harmless) == harmless);
    CHECK(personal_words("AB-123-CD 0612345678") == std::vector<FoundWord>{{PersonalWord::plate, 0, 9}, {PersonalWord::phone, 10, 20}});
}
