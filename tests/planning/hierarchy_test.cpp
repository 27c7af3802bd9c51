// The road hierarchy against plain Dijkstra, on thousands of random directed networks: in pieces, with loops, parallel and
// one-way streets, and with streets closed after its shape was made.
#include <catch2/catch_test_macros.hpp>

#include <algorithm>
#include <queue>
#include <random>

#include "gis/planning/road_hierarchy.hpp"

using namespace vigie::gis;

namespace {

struct Rng {
    std::mt19937 engine;
    std::uint32_t below(std::uint32_t n) { return static_cast<std::uint32_t>(engine() % n); }
    bool chance(std::uint32_t one_in) { return below(one_in) == 0; }
};

void add_edge(RoadNetwork& n, std::uint32_t from, std::uint32_t to, Cost cost, bool forward, bool backward) {
    n.edges.push_back({from, to, static_cast<std::uint32_t>(n.points.size()), 2, cost, forward, backward});
    n.points.push_back(n.nodes[from]);
    n.points.push_back(n.nodes[to]);
    n.edge_length_m.push_back(std::hypot(n.nodes[from].x - n.nodes[to].x, n.nodes[from].y - n.nodes[to].y));
}

// Crossings anywhere (some at one place, some on a line), fewer streets than would join them all or many more.
RoadNetwork random_network(Rng& rng, std::uint32_t size) {
    RoadNetwork n;
    const bool on_a_line = rng.chance(10);
    for (std::uint32_t i = 0; i < size; ++i)
        n.nodes.push_back({static_cast<double>(rng.below(rng.chance(8) ? 3 : 2000)), on_a_line ? 0 : static_cast<double>(rng.below(2000))});
    const auto streets = 1 + rng.below(3 * size);
    for (std::uint32_t i = 0; i < streets; ++i) {
        const auto from = rng.below(size), to = rng.chance(12) ? from : rng.below(size);
        const auto way = rng.below(5);
        // Few different costs: many ways are equally short.
        add_edge(n, from, to, rng.chance(3) ? 1 + rng.below(4) : 1 + rng.below(60'000), way != 0, way != 1);
    }
    finish_network(n);
    return n;
}

// A network that reaches farther: its neighbours are near.
RoadNetwork random_grid(Rng& rng, std::uint32_t side) {
    RoadNetwork n;
    for (std::uint32_t y = 0; y < side; ++y)
        for (std::uint32_t x = 0; x < side; ++x) n.nodes.push_back({x * 80.0 + rng.below(30), y * 80.0 + rng.below(30)});
    for (std::uint32_t i = 0; i < side * side; ++i)
        for (const auto next : {i + 1, i + side}) {
            if (next >= side * side || (next == i + 1 && next % side == 0) || rng.chance(6)) continue;
            const auto way = rng.below(6);
            add_edge(n, i, next, 1 + rng.below(20'000), way != 0, way != 1);
        }
    finish_network(n);
    return n;
}

RoadNetwork without_some(Rng& rng, const RoadNetwork& all) {
    RoadNetwork n;
    n.nodes = all.nodes;
    n.points = all.points;
    for (std::size_t e = 0; e < all.edges.size(); ++e)
        if (!rng.chance(4)) {
            n.edges.push_back(all.edges[e]);
            n.edge_length_m.push_back(all.edge_length_m[e]);
        }
    finish_network(n);
    return n;
}

Snapped random_place(Rng& rng, const RoadNetwork& n) {
    Snapped out{rng.below(static_cast<std::uint32_t>(n.edges.size())), 0, 0, {}};
    out.along = rng.chance(4) ? 0 : rng.chance(4) ? 1 : rng.below(1000) / 1000.0;
    return out;
}

// Dijkstra (1959) from a place to every crossing.
std::vector<std::uint64_t> plain(const RoadNetwork& n, const Snapped& from) {
    constexpr auto never = ~std::uint64_t{0};
    std::vector<std::vector<std::pair<std::uint32_t, Cost>>> out(n.nodes.size());
    for (const auto& e : n.edges) {
        if (e.forward) out[e.from].emplace_back(e.to, e.cost);
        if (e.backward) out[e.to].emplace_back(e.from, e.cost);
    }
    std::vector<std::uint64_t> best(n.nodes.size(), never);
    std::priority_queue<std::pair<std::uint64_t, std::uint32_t>, std::vector<std::pair<std::uint64_t, std::uint32_t>>, std::greater<>> open;
    const auto reach = [&](std::uint32_t node, std::uint64_t cost) {
        if (cost < best[node]) open.emplace(best[node] = cost, node);
    };
    const auto& e = n.edges[from.edge];
    if (e.forward || from.along == 1) reach(e.to, from.along == 1 ? 0 : e.part(1 - from.along));
    if (e.backward || from.along == 0) reach(e.from, from.along == 0 ? 0 : e.part(from.along));
    while (!open.empty()) {
        const auto [cost, node] = open.top();
        open.pop();
        if (cost == best[node])
            for (const auto& [to, more] : out[node]) reach(to, cost + more);
    }
    return best;
}

Cost plain_cost(const RoadNetwork& n, const std::vector<std::uint64_t>& best, const Snapped& to) {
    std::uint64_t out = no_path;
    const auto offer = [&](std::uint64_t base, std::uint64_t more) {
        if (base < no_path) out = std::min(out, base + more);
    };
    const auto& e = n.edges[to.edge];
    if (e.forward || to.along == 0) offer(best[e.from], to.along == 0 ? 0 : e.part(to.along));
    if (e.backward || to.along == 1) offer(best[e.to], to.along == 1 ? 0 : e.part(1 - to.along));
    return static_cast<Cost>(out);
}

// What a drive costs, each stretch beginning where the one before ended and driven only as it may be; no_path where it does not hold.
Cost drive(const RoadNetwork& n, const Snapped& from, const Snapped& to, const std::vector<Driven>& path) {
    if (path.size() < 2 || path.front().edge != from.edge || path.front().from != from.along || path.back().edge != to.edge || path.back().to != to.along) return no_path;
    Cost sum = 0;
    std::optional<std::uint32_t> at;
    for (std::size_t i = 0; i < path.size(); ++i) {
        const auto& d = path[i];
        const auto& e = n.edges[d.edge];
        if (d.to > d.from ? !e.forward : d.to < d.from && !e.backward) return no_path;
        if (at && (d.from == 0 ? e.from : e.to) != *at) return no_path;
        if (i > 0 && d.from != 0 && d.from != 1) return no_path;
        if (i + 1 < path.size() && d.to != 0 && d.to != 1) return no_path;
        sum += e.part(std::abs(d.to - d.from));
        at = d.to == 0 ? e.from : e.to;
    }
    return sum;
}

void compare(Rng& rng, const RoadNetwork& n, const RoadHierarchy& hierarchy, int places) {
    if (n.edges.empty()) return;
    std::vector<Cost> scratch;
    std::vector<Snapped> at;
    std::vector<Climb> leaving, arriving;
    for (int i = 0; i < places; ++i) {
        at.push_back(random_place(rng, n));
        leaving.push_back(hierarchy.leaving(n, at.back(), scratch));
        arriving.push_back(hierarchy.arriving(n, at.back(), scratch));
    }
    std::vector<const Climb*> from, to;
    for (std::size_t i = 0; i < at.size(); ++i) {
        from.push_back(i == 1 ? nullptr : &leaving[i]);  // a place off the network
        to.push_back(&arriving[i]);
    }
    const auto table = hierarchy.table(from, to);
    for (std::size_t a = 0; a < at.size(); ++a) {
        const auto best = plain(n, at[a]);
        for (std::size_t b = 0; b < at.size(); ++b) {
            const Cost expected = plain_cost(n, best, at[b]);
            REQUIRE(meeting_cost(leaving[a], arriving[b]) == expected);
            REQUIRE(table[a * at.size() + b] == (a == 1 ? no_path : expected));
            const auto path = hierarchy.path(n, at[a], at[b]);
            REQUIRE(path.empty() == (expected == no_path));
            if (!path.empty()) REQUIRE(drive(n, at[a], at[b], path) == expected);
        }
    }
}

} // namespace

TEST_CASE("the road hierarchy tells the times of plain Dijkstra on thousands of random networks, with every street open and with some closed") {
    const auto seed = std::random_device{}();
    INFO("seed " << seed);
    Rng rng{std::mt19937(seed)};
    for (int round = 0; round < 2500; ++round) {
        INFO("round " << round);
        const auto all = random_network(rng, 2 + rng.below(40));
        const RoadHierarchy open(hierarchy_shape(all), all);
        compare(rng, all, open, 3);
        const auto left = without_some(rng, all);
        compare(rng, left, RoadHierarchy(open.shape(), left), 3);
    }
}

TEST_CASE("and on networks of a thousand crossings") {
    const auto seed = std::random_device{}();
    INFO("seed " << seed);
    Rng rng{std::mt19937(seed)};
    for (int round = 0; round < 12; ++round) {
        const auto all = random_grid(rng, 20 + rng.below(15));
        const RoadHierarchy open(hierarchy_shape(all), all);
        compare(rng, all, open, 12);
        const auto left = without_some(rng, all);
        compare(rng, left, RoadHierarchy(open.shape(), left), 12);
    }
}

TEST_CASE("every node of a cut comes after the pieces that it parts") {
    Rng rng{std::mt19937(1)};
    const auto n = random_grid(rng, 40);
    const auto shape = hierarchy_shape(n);
    auto ranks = shape->rank;
    std::ranges::sort(ranks);
    for (std::uint32_t i = 0; i < ranks.size(); ++i) REQUIRE(ranks[i] == i);
    // Neighbours above are ancestors: what a climb relies on.
    for (std::uint32_t v = 0; v < ranks.size(); ++v)
        for (auto a = shape->up_begin[v]; a < shape->up_begin[v + 1]; ++a) {
            auto above = v;
            while (above != no_rank && above < shape->up[a]) above = shape->parent[above];
            REQUIRE(above == shape->up[a]);
        }
    // A square of 40 × 40 is parted by about 40 crossings, not by hundreds.
    std::size_t depth = 0, deepest = 0;
    for (std::uint32_t v = 0; v < ranks.size(); ++v) {
        depth = 0;
        for (auto above = v; above != no_rank; above = shape->parent[above]) ++depth;
        deepest = std::max(deepest, depth);
    }
    CHECK(deepest < 160);
}
