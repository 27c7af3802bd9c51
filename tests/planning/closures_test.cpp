// Streets closed on some days: read from assets, gone around by times and routes, on their days only.
#include <catch2/catch_test_macros.hpp>

#include <cmath>
#include <random>

#include "gis/planning/street_closures.hpp"
#include "small_commune.hpp"

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
    CHECK(travel.table(both, at(0, 0), at(1, 0))[1] == free->time.count());
    CHECK(travel.table(both, at(0, 0), at(7, 0))[1] == around->time.count());  // the longest of the week
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
