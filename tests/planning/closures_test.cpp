// Streets closed on some days: read from assets, gone around by times and routes, on their days only.
#include <catch2/catch_test_macros.hpp>

#include <algorithm>
#include <cmath>
#include <ctime>
#include <random>

#include "gis/planning/crew_days.hpp"
#include "gis/planning/proposal.hpp"
#include "gis/planning/street_closures.hpp"
#include "small_commune.hpp"
#include "tests/pace.hpp"

using namespace small_commune;

namespace {

MapPlane lambert() {
    auto plane = MapPlane::create(2154);
    REQUIRE(plane);
    return *plane;
}

constexpr double west = 770'000, south = 6'279'000;  // Montpellier

struct Street {
    std::vector<PlanePoint> line;
};

LayerPtr layer_of(const std::vector<Street>& list) {
    auto layer = std::make_shared<Layer>();
    layer->info.theme = "street";
    auto& g = layer->geometry;
    g.part_begin = {0};
    g.vertex_begin = {0};
    for (const auto& street : list) {
        for (const auto& p : street.line) {
            g.xy.push_back(p.x);
            g.xy.push_back(p.y);
        }
        g.vertex_begin.push_back(static_cast<std::uint32_t>(g.xy.size() / 2));
        g.part_begin.push_back(static_cast<std::uint32_t>(g.vertex_begin.size() - 1));
        g.type.push_back(GeometryType::line);
    }
    return layer;
}

PlanePoint at_corner(int x, int y) { return {west + 100 * x, south + 100 * y}; }

// Blocks of 100 m, `side` × `side` corners.
std::vector<Street> blocks(int side) {
    std::vector<Street> out;
    for (int y = 0; y < side; ++y)
        for (int x = 0; x < side; ++x) {
            if (x + 1 < side) out.push_back({{at_corner(x, y), at_corner(x + 1, y)}});
            if (y + 1 < side) out.push_back({{at_corner(x, y), at_corner(x, y + 1)}});
        }
    return out;
}

Asset closure(const std::vector<PlanePoint>& line, std::vector<Attribute> attributes, GeometryType type = GeometryType::line) {
    const auto plane = lambert();
    Asset out;
    out.kind = closure_kind;
    out.geometry.type = type;
    out.geometry.parts = {0};
    for (const auto& p : line) out.geometry.points.push_back(*plane.lonlat_from_plane(p));
    out.attributes = std::move(attributes);
    return out;
}

std::chrono::local_days on(int year, unsigned month, unsigned day) { return std::chrono::local_days{std::chrono::year{year} / static_cast<int>(month) / static_cast<int>(day)}; }

} // namespace

TEST_CASE("a closure holds on its days, a market on its weekday only, one without days until it is removed") {
    Commune c;
    c.put(closure({at_corner(0, 0), at_corner(1, 0)}, {{"debut", "2026-11-23"}, {"fin", "2026-11-25"}}));
    c.put(closure({at_corner(0, 1), at_corner(1, 1)}, {{"debut", "2026-11-01"}, {"recurrence", "FREQ=WEEKLY;BYDAY=TH"}}));
    c.put(closure({at_corner(0, 2), at_corner(1, 2)}, {}));
    c.put(closure({at_corner(0, 3), at_corner(1, 3)}, {{"debut", "demain"}}));        // no day: not read
    c.put(closure({at_corner(0, 3), at_corner(1, 3)}, {{"debut", "2026-11-25"}, {"fin", "2026-11-23"}}));
    const auto all = street_closures(c.world);
    REQUIRE(all.size() == 3);
    CHECK_FALSE(all[0].holds(on(2026, 11, 22)));
    CHECK(all[0].holds(on(2026, 11, 23)));
    CHECK(all[0].holds(on(2026, 11, 25)));
    CHECK_FALSE(all[0].holds(on(2026, 11, 26)));
    CHECK(all[1].holds(on(2026, 11, 26)));
    CHECK_FALSE(all[1].holds(on(2026, 11, 27)));
    CHECK_FALSE(all[1].holds(on(2026, 10, 29)));
    CHECK(all[2].holds(on(1999, 1, 1)));
    CHECK(all[2].holds(on(2060, 1, 1)));
}

TEST_CASE("times and routes go around a closed street on its days, and a street that only crosses stays open") {
    const auto plane = lambert();
    const auto roads = RoadGraph::build({layer_of(blocks(3))}, 1);
    Commune c;
    c.put(closure({at_corner(0, 1), at_corner(1, 1)}, {{"debut", "2026-11-24"}, {"fin", "2026-11-24"}}));
    const OpenRoads open(roads, plane, street_closures(c.world), zone);
    const PlanePoint a = at_corner(0, 1), b = at_corner(2, 1);
    const auto free = open.on(on(2026, 11, 23)).route(a, b), around = open.on(on(2026, 11, 24)).route(a, b);
    REQUIRE(free);
    REQUIRE(around);
    CHECK(std::abs(free->length_m - 200) < 0.5);
    CHECK(std::abs(around->length_m - 400) < 0.5);
    for (std::size_t i = 1; i < around->line.size(); ++i) {  // never along the closed block
        const double mx = (around->line[i - 1].x + around->line[i].x) / 2, my = (around->line[i - 1].y + around->line[i].y) / 2;
        CHECK_FALSE((std::abs(my - a.y) < 1 && mx > a.x && mx < a.x + 100));
    }
    const auto travel = open.travel();
    const LonLat from = *plane.lonlat_from_plane(a), to = *plane.lonlat_from_plane(b);
    const std::vector<LonLat> both{from, to};
    CHECK(travel.table(both, std::vector<TimeWindow>{{at(0, 0), at(1, 0)}})[1] == free->time.count());
    CHECK(travel.table(both, std::vector<TimeWindow>{{at(0, 0), at(7, 0)}})[1] == around->time.count());  // the longest of the week
    CHECK(travel(from, to, at(0, 10)) == free->time);
    CHECK(travel(from, to, at(1, 10)) == around->time);
    CHECK(travel(from, to) == free->time);
    // A market square: everything in it is closed, what leads there is not.
    Commune market;
    market.put(closure({{west + 90, south + 90}, {west + 110, south + 90}, {west + 110, south + 110}, {west + 90, south + 110}}, {}, GeometryType::polygon));
    const OpenRoads squares(roads, plane, street_closures(market.world), zone);
    const auto edge = squares.on(monday).route(at_corner(0, 0), at_corner(2, 0));
    REQUIRE(edge);
    CHECK(std::abs(edge->length_m - 200) < 0.5);
}

TEST_CASE("a check, a first slot and a proposal of a day know the streets closed on it") {
    const auto plane = lambert();
    const auto roads = RoadGraph::build({layer_of({{{at_corner(0, 0), at_corner(20, 0)}}, {{at_corner(20, 0), at_corner(40, 0)}},
                                                   {{at_corner(0, 0), at_corner(20, 40)}}, {{at_corner(20, 40), at_corner(40, 0)}}})}, 1);
    Commune c;
    c.put(closure({at_corner(2, 0), at_corner(6, 0)}, {{"debut", "2026-11-24"}, {"fin", "2026-11-24"}}));
    const OpenRoads open(roads, plane, street_closures(c.world), zone);
    c.travel = open.travel();
    const LonLat depot = *plane.lonlat_from_plane(at_corner(0, 0)), far = *plane.lonlat_from_plane(at_corner(40, 0));
    const auto crew = c.crew("Voirie A", {c.agent("M. Ferrand")}, {}, depot);
    for (int day = 0; day < 2; ++day) c.shift(crew, day, 8, 12, false);
    const auto job = c.job("Banc", 60, far);
    const auto way = c.travel(depot, far, at(0, 8)), detour = c.travel(depot, far, at(1, 8));
    REQUIRE(detour > way + Seconds{120});
    CHECK(refusals(c.context(), job, {crew}, at(0, 8) + way).empty());
    CHECK(kinds(refusals(c.context(), job, {crew}, at(1, 8) + way)) == std::vector{RefusalKind::travel_too_long});
    CHECK(refusals(c.context(), job, {crew}, at(1, 8) + detour).empty());
    const auto slot = first_slot(c.context(), job, crew, at(1, 0), std::chrono::hours{24});
    REQUIRE(slot);
    CHECK(slot->start >= at(1, 8) + detour);
}

TEST_CASE("the hours of a closure are read as people write them") {
    const auto hours = [](int from, int from_min, int to, int to_min) { return std::optional(std::pair(Seconds{from * 3600 + from_min * 60}, Seconds{to * 3600 + to_min * 60})); };
    CHECK(read_hours("6:00-14:00") == hours(6, 0, 14, 0));
    CHECK(read_hours("06:00 – 14:30") == hours(6, 0, 14, 30));
    CHECK(read_hours("6h-14h") == hours(6, 0, 14, 0));
    CHECK(read_hours("22 h 30 – 5 h") == hours(22, 30, 5, 0));
    CHECK(read_hours("6-14") == hours(6, 0, 14, 0));
    CHECK(read_hours("20:00-24:00") == hours(20, 0, 24, 0));
    for (const char* wrong : {"", "6:00", "matin", "6:00-", "-14:00", "6:75-14:00", "25:00-26:00", "8:00-8:00", "6:00-14:00-18:00", "999999999999-1", "6::-14"})
        CHECK_FALSE(read_hours(wrong));
}

TEST_CASE("a market from 6 to 14 is gone around in its hours only, also by who is under way when it begins") {
    const auto plane = lambert();
    // The short way of 4 km, and a long one of about 9 km.
    const auto roads = RoadGraph::build({layer_of({{{at_corner(0, 0), at_corner(20, 0)}}, {{at_corner(20, 0), at_corner(40, 0)}},
                                                   {{at_corner(0, 0), at_corner(20, 40)}}, {{at_corner(20, 40), at_corner(40, 0)}}})}, 1);
    Commune c;
    c.put(closure({at_corner(2, 0), at_corner(6, 0)}, {{"debut", "2026-11-01"}, {"recurrence", "FREQ=WEEKLY;BYDAY=TU"}, {"heures", "6:00-14:00"}}));
    const OpenRoads open(roads, plane, street_closures(c.world), zone);
    c.travel = open.travel();
    const LonLat depot = *plane.lonlat_from_plane(at_corner(0, 0)), far = *plane.lonlat_from_plane(at_corner(40, 0));
    const Seconds way = c.travel(depot, far), detour = c.travel(depot, far, at(1, 8));
    REQUIRE(detour > way + Seconds{120});
    CHECK(c.travel(depot, far, at(1, 5)) == way);
    CHECK(c.travel(depot, far, at(1, 6)) == detour);
    CHECK(c.travel(depot, far, at(1, 13, 59)) == detour);
    CHECK(c.travel(depot, far, at(1, 14)) == way);
    CHECK(c.travel(depot, far, at(2, 8)) == way);
    CHECK(c.travel(depot, far, at(1, 6) - way + Seconds{30}) == detour);  // it begins on the way
    CHECK(c.travel(depot, far, at(1, 6) - way - Seconds{30}) == way);
    CHECK(std::abs(open.at(at(1, 8)).route(at_corner(0, 0), at_corner(40, 0))->length_m - open.on(on(2026, 11, 24)).route(at_corner(0, 0), at_corner(40, 0))->length_m) < 0.5);
    const std::vector<LonLat> both{depot, far};
    CHECK(c.travel.table(both, std::vector<TimeWindow>{{at(1, 14), at(1, 18)}, {at(2, 6), at(2, 14)}})[1] == way.count());
    CHECK(c.travel.table(both, std::vector<TimeWindow>{{at(1, 13), at(1, 18)}})[1] == detour.count());
    // The check of a visit, the first slot, the ways of the day and the load of the board.
    const auto crew = c.crew("Voirie A", {c.agent("M. Ferrand")}, {}, depot);
    c.shift(crew, 1, 8, 18, false);
    const auto job = c.job("Banc", 60, far);
    CHECK(kinds(refusals(c.context(), job, {crew}, at(1, 8) + way)) == std::vector{RefusalKind::travel_too_long});
    CHECK(refusals(c.context(), job, {crew}, at(1, 8) + detour).empty());
    const auto slot = first_slot(c.context(), job, crew, at(1, 0), std::chrono::hours{24});
    REQUIRE(slot);
    CHECK(slot->start >= at(1, 8) + detour);
    CHECK(slot->travel_before == detour);
    c.planned(job, {crew}, at(1, 13));
    const auto load = day_load(c.context(), crew, monday + std::chrono::days{1});
    CHECK(load.travel == detour + way);  // there around the market, back at 14 through the street
}

TEST_CASE("a night's works run past midnight, and a clock change moves nothing") {
    const auto plane = lambert();
    const auto roads = RoadGraph::build({layer_of(blocks(3))}, 1);
    Commune c;
    c.put(closure({at_corner(0, 1), at_corner(1, 1)}, {{"debut", "2026-10-24"}, {"fin", "2026-10-24"}, {"heures", "22:00-5:00"}}));  // summer time ends that night
    const OpenRoads open(roads, plane, street_closures(c.world), zone);
    const auto length = [&](Time t) { return std::lround(open.at(t).route(at_corner(0, 1), at_corner(2, 1))->length_m); };
    const std::chrono::local_days saturday{std::chrono::year{2026} / std::chrono::October / 24};
    CHECK(length(instant(saturday, std::chrono::hours{21}, zone)) == 200);
    CHECK(length(instant(saturday, std::chrono::hours{22}, zone)) == 400);
    CHECK(length(instant(saturday, std::chrono::hours{24}, zone)) == 400);
    CHECK(length(instant(saturday + std::chrono::days{1}, std::chrono::minutes{4 * 60 + 59}, zone)) == 400);
    CHECK(length(instant(saturday + std::chrono::days{1}, std::chrono::hours{5}, zone)) == 200);
    CHECK(length(instant(saturday + std::chrono::days{1}, std::chrono::hours{23}, zone)) == 200);
}

TEST_CASE("work that closed streets cut off is refused in words, what no street of the map reaches is only remarked on") {
    const auto plane = lambert();
    // One street, and one far from it that nothing leads to.
    const auto roads = RoadGraph::build({layer_of({{{at_corner(0, 0), at_corner(10, 0)}}, {{at_corner(10, 0), at_corner(20, 0)}}, {{at_corner(20, 0), at_corner(30, 0)}},
                                                   {{at_corner(0, 90), at_corner(10, 90)}}})}, 1);
    CHECK(roads.pieces().count == 2);
    CHECK(std::abs(roads.pieces().apart_m - 1000) < 1);
    CHECK(std::abs(roads.pieces().all_m - 4000) < 1);
    Commune c;
    c.put(closure({at_corner(10, 0), at_corner(20, 0)}, {{"debut", "2026-11-24"}, {"fin", "2026-11-24"}}));
    const OpenRoads open(roads, plane, street_closures(c.world), zone);
    c.travel = open.travel(7);
    CHECK(c.travel.version() == 7);
    const LonLat depot = *plane.lonlat_from_plane(at_corner(0, 0)), behind = *plane.lonlat_from_plane(at_corner(28, 0)), island = *plane.lonlat_from_plane(at_corner(5, 90));
    const auto crew = c.crew("Voirie A", {c.agent("M. Ferrand")}, {}, depot);
    for (int day = 0; day < 2; ++day) c.shift(crew, day, 8, 18, false);
    const auto job = c.job("Banc", 60, behind), other = c.job("Arbre", 60, island);
    CHECK(refusals(c.context(), job, {crew}, at(0, 10)).empty());
    CHECK(kinds(refusals(c.context(), job, {crew}, at(1, 10))) == std::vector{RefusalKind::no_road});
    CHECK(remarks(c.context(), job, {crew}, at(0, 10)).empty());
    CHECK(refusals(c.context(), other, {crew}, at(0, 10)).empty());
    REQUIRE(remarks(c.context(), other, {crew}, at(0, 10)).size() == 1);
    CHECK(remarks(c.context(), other, {crew}, at(0, 10)).front().key == "planning.remark.no_road");
    // A week in which the street stays closed: the proposal leaves the work out and says why.
    Commune shut;
    shut.put(closure({at_corner(10, 0), at_corner(20, 0)}, {}));
    shut.travel = OpenRoads(roads, plane, street_closures(shut.world), zone).travel();
    const auto team = shut.crew("Voirie A", {shut.agent("M. Ferrand")}, {}, depot);
    for (int day = 0; day < 5; ++day) shut.shift(team, day, 8, 18, false);
    auto waiting = shut.job("Banc", 60, behind);
    waiting.state = InterventionState::to_plan;
    shut.put(waiting);
    const auto proposal = propose_week(shut.context(), monday, Seconds{1}, {});
    CHECK(proposal.added.empty());
    REQUIRE(proposal.unplanned.size() == 1);
    CHECK(proposal.unplanned.front().why.key == "planning.unplanned.no_road");
}

TEST_CASE("with streets closed at random every time is that of the graph built without them") {
    const auto seed = std::random_device{}();
    INFO("seed " << seed);
    std::mt19937 rng(seed);
    const auto plane = lambert();
    for (int round = 0; round < 20; ++round) {
        const auto all = blocks(4);
        const auto roads = RoadGraph::build({layer_of(all)}, 1);
        Commune c;
        std::vector<Street> left;
        for (const auto& street : all) {
            if (rng() % 4) left.push_back(street);
            else c.put(closure(street.line, {}));
        }
        if (left.empty()) continue;
        const auto rebuilt = RoadGraph::build({layer_of(left)}, 1);
        const auto open = OpenRoads(roads, plane, street_closures(c.world), zone).on(monday);
        for (int pair = 0; pair < 30; ++pair) {
            const auto a = at_corner(static_cast<int>(rng() % 4), static_cast<int>(rng() % 4)), b = at_corner(static_cast<int>(rng() % 4), static_cast<int>(rng() % 4));
            INFO("round " << round);
            REQUIRE(open.seconds(a, b) == rebuilt.seconds(a, b));
            REQUIRE(open.route(a, b).has_value() == rebuilt.route(a, b).has_value());
        }
    }
}

TEST_CASE("a check after a drag keeps its millisecond by road, with works and a market in the week") {
    const auto plane = lambert();
    constexpr int side = 60;
    const auto roads = RoadGraph::build({layer_of(blocks(side))}, 1);
    Commune c;
    c.put(closure({at_corner(20, 30), at_corner(24, 30)}, {{"debut", "2026-11-01"}, {"recurrence", "FREQ=WEEKLY;BYDAY=TU,TH"}, {"heures", "6:00-14:00"}}));
    c.put(closure({at_corner(40, 10), at_corner(40, 14)}, {{"debut", "2026-11-24"}, {"fin", "2026-11-26"}}));
    const OpenRoads open(roads, plane, street_closures(c.world), zone);
    c.travel = open.travel();
    std::mt19937 rng(5);
    const auto somewhere = [&] { return *plane.lonlat_from_plane(at_corner(static_cast<int>(rng() % side), static_cast<int>(rng() % side))); };
    std::vector<CrewId> crews;
    for (int i = 0; i < 60; ++i) {
        crews.push_back(c.crew("Équipe", {c.agent("A"), c.agent("B")}, {}, somewhere()));
        for (int day = 0; day < 5; ++day) {
            c.shift(crews.back(), day);
            for (const int hour : {8, 10, 14}) c.planned(c.job("Visite", 45, somewhere()), {crews.back()}, at(day, hour, 30));
        }
    }
    const auto days = CrewDays::build(c.world);
    auto context = c.context();
    context.days = &days;
    std::vector<double> first, again;
    for (auto* times : {&first, &again}) {
        rng.seed(9);
        for (int i = 0; i < 300; ++i) {
            const auto job = c.job("Banc", 30, somewhere());
            const auto crew = crews[rng() % crews.size()];
            const auto begin = std::clock();
            (void)refusals(context, job, {crew}, at(static_cast<int>(rng() % 5), 11, 45));
            times->push_back(1e6 * static_cast<double>(std::clock() - begin) / CLOCKS_PER_SEC);
        }
        std::ranges::sort(*times);
    }
    WARN("check by road with closures: median " << first[150] << " us the first time, " << again[150] << " us again, 99 % " << first[297] << " us");
    CHECK(again[150] < 1000 * vigie::tests::slower);
}
