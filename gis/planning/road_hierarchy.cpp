#include "gis/planning/road_hierarchy.hpp"

#include <algorithm>
#include <array>
#include <numeric>
#include <utility>

namespace vigie::gis {

std::uint32_t HierarchyShape::arc(std::uint32_t low, std::uint32_t high) const {
    const auto begin = up.begin() + up_begin[low], end = up.begin() + up_begin[low + 1];
    return static_cast<std::uint32_t>(std::lower_bound(begin, end, high) - up.begin());
}

std::shared_ptr<const HierarchyShape> hierarchy_shape(const RoadNetwork& network) {
    HierarchyShape out;
    out.rank = dissection_ranks(network);
    const auto n = static_cast<std::uint32_t>(network.nodes.size());
    std::vector<std::vector<std::uint32_t>> above(n);
    for (const auto& edge : network.edges) {
        const auto a = out.rank[edge.from], b = out.rank[edge.to];
        if (a != b) above[std::min(a, b)].push_back(std::max(a, b));
    }
    // A node taken out joins all its neighbours above: it is enough to hand them to the lowest of them.
    out.parent.assign(n, no_rank);
    out.up_begin.assign(n + 1, 0);
    for (std::uint32_t v = 0; v < n; ++v) {
        auto& mine = above[v];
        std::ranges::sort(mine);
        mine.erase(std::unique(mine.begin(), mine.end()), mine.end());
        out.up.insert(out.up.end(), mine.begin(), mine.end());
        out.up_begin[v + 1] = static_cast<std::uint32_t>(out.up.size());
        if (!mine.empty()) {
            out.parent[v] = mine.front();
            auto& next = above[mine.front()];
            next.insert(next.end(), mine.begin() + 1, mine.end());
        }
        std::vector<std::uint32_t>().swap(mine);
    }
    out.down_begin.assign(n + 1, 0);
    for (const auto w : out.up) ++out.down_begin[w + 1];
    std::partial_sum(out.down_begin.begin(), out.down_begin.end(), out.down_begin.begin());
    out.down.resize(out.up.size());
    auto at = out.down_begin;
    for (std::uint32_t v = 0; v < n; ++v)
        for (auto a = out.up_begin[v]; a < out.up_begin[v + 1]; ++a) out.down[at[out.up[a]]++] = {v, a};
    return std::make_shared<const HierarchyShape>(std::move(out));
}

RoadHierarchy::RoadHierarchy(std::shared_ptr<const HierarchyShape> shape, const RoadNetwork& network)
    : shape_(std::move(shape)), costs_(shape_->up.size()), vias_(shape_->up.size()) {
    for (std::uint32_t i = 0; i < network.edges.size(); ++i) {
        const auto& edge = network.edges[i];
        const auto a = shape_->rank[edge.from], b = shape_->rank[edge.to];
        if (a == b) continue;
        if (edge.forward) offer(a, b, edge.cost, i);
        if (edge.backward) offer(b, a, edge.cost, i);
    }
    customise();
}

void RoadHierarchy::offer(std::uint32_t from, std::uint32_t to, Cost cost, std::uint32_t edge) {
    const auto arc = shape_->arc(std::min(from, to), std::max(from, to));
    auto& best = from < to ? costs_[arc].up : costs_[arc].down;
    if (cost >= best) return;
    best = cost;
    (from < to ? vias_[arc].up : vias_[arc].down) = edge | edge_bit;
}

// Every triangle once, from its lowest corner v to its sides: what lies below x is final when x is looked at. Costs are at most
// no_path, half of what the type holds, so that a sum never overflows.
void RoadHierarchy::customise() {
    const auto& s = *shape_;
    std::vector<std::uint32_t> arc_to(s.rank.size(), 0);
    for (std::uint32_t x = 0; x < s.rank.size(); ++x) {
        for (auto a = s.up_begin[x]; a < s.up_begin[x + 1]; ++a) arc_to[s.up[a]] = a;
        for (auto d = s.down_begin[x]; d < s.down_begin[x + 1]; ++d) {
            const auto [v, low] = s.down[d];
            const Cost from_v = costs_[low].up, to_v = costs_[low].down;
            if (from_v == no_path && to_v == no_path) continue;
            for (auto a = low + 1; a < s.up_begin[v + 1]; ++a) {
                const auto side = arc_to[s.up[a]];
                if (const Cost out = to_v + costs_[a].up; out < costs_[side].up) {
                    costs_[side].up = out;
                    vias_[side].up = v;
                }
                if (const Cost back = costs_[a].down + from_v; back < costs_[side].down) {
                    costs_[side].down = back;
                    vias_[side].down = v;
                }
            }
        }
    }
}

// Where a climb begins: one end of the place's edge, or both.
struct RoadHierarchy::Seeds {
    std::array<std::uint32_t, 2> ranks{no_rank, no_rank};
    std::array<Cost, 2> costs{no_path, no_path};

    void add(std::size_t which, std::uint32_t rank, Cost cost) {
        ranks[which] = rank;
        costs[which] = std::min(costs[which], cost);
    }
    // The end, as a share of the edge's length, by which a path that passes this rank goes.
    [[nodiscard]] double end_at(std::uint32_t rank) const { return ranks[0] == rank && (ranks[1] != rank || costs[0] <= costs[1]) ? 0.0 : 1.0; }
    static Seeds leaving(const HierarchyShape& s, const RoadEdge& edge, double along) { return of(s, edge, along, edge.backward, edge.forward); }
    static Seeds arriving(const HierarchyShape& s, const RoadEdge& edge, double along) { return of(s, edge, along, edge.forward, edge.backward); }

private:
    // Exactly on a crossing a place belongs to every street that meets there.
    static Seeds of(const HierarchyShape& s, const RoadEdge& edge, double along, bool by_from, bool by_to) {
        Seeds out;
        if (by_from) out.add(0, s.rank[edge.from], edge.part(along));
        if (by_to) out.add(1, s.rank[edge.to], edge.part(1 - along));
        if (along == 0) out.add(0, s.rank[edge.from], 0);
        if (along == 1) out.add(1, s.rank[edge.to], 0);
        return out;
    }
};

// Every neighbour above a node is among its ancestors, so that the two chains of parents are all there is to look at.
Climb RoadHierarchy::climb(const Seeds& seeds, Cost Costs::*way, std::vector<Cost>& reached, std::vector<std::uint32_t>* came) const {
    const auto& s = *shape_;
    reached.resize(s.rank.size(), no_path);
    for (std::size_t i = 0; i < 2; ++i)
        if (seeds.ranks[i] != no_rank) reached[seeds.ranks[i]] = std::min(reached[seeds.ranks[i]], seeds.costs[i]);
    Climb out;
    auto [a, b] = seeds.ranks;
    while (a != no_rank || b != no_rank) {
        const auto v = std::min(a, b);
        const Cost here = std::exchange(reached[v], no_path);
        if (a == v) a = s.parent[v];
        if (b == v) b = s.parent[v];
        if (here == no_path) continue;
        out.ranks.push_back(v);
        out.costs.push_back(here);
        for (auto arc = s.up_begin[v]; arc < s.up_begin[v + 1]; ++arc) {
            const Cost there = here + costs_[arc].*way;
            if (there >= reached[s.up[arc]]) continue;
            reached[s.up[arc]] = there;
            if (came) (*came)[s.up[arc]] = v;
        }
    }
    return out;
}

Climb RoadHierarchy::leaving(const RoadNetwork& network, const Snapped& from, std::vector<Cost>& scratch) const {
    return climb(Seeds::leaving(*shape_, network.edges[from.edge], from.along), &Costs::up, scratch, nullptr);
}

Climb RoadHierarchy::arriving(const RoadNetwork& network, const Snapped& to, std::vector<Cost>& scratch) const {
    return climb(Seeds::arriving(*shape_, network.edges[to.edge], to.along), &Costs::down, scratch, nullptr);
}

Cost meeting_cost(const Climb& leaving, const Climb& arriving) {
    Cost best = no_path;
    auto i = leaving.ranks.size(), j = arriving.ranks.size();
    while (i > 0 && j > 0) {
        const auto a = leaving.ranks[i - 1], b = arriving.ranks[j - 1];
        if (a == b) best = std::min(best, leaving.costs[i - 1] + arriving.costs[j - 1]);
        if (a >= b) --i;
        if (b >= a) --j;
    }
    return best;
}

std::vector<Cost> RoadHierarchy::table(const std::vector<const Climb*>& leaving, const std::vector<const Climb*>& arriving) const {
    // At each rank, the places whose arrival passes there.
    struct Passing {
        std::uint32_t place = 0;
        Cost cost = 0;
    };
    std::vector<std::uint32_t> begin(shape_ ? shape_->rank.size() + 1 : 1, 0);
    for (const auto* climb : arriving)
        if (climb)
            for (const auto rank : climb->ranks) ++begin[rank + 1];
    std::partial_sum(begin.begin(), begin.end(), begin.begin());
    std::vector<Passing> passing(begin.back());
    auto at = begin;
    for (std::uint32_t place = 0; place < arriving.size(); ++place)
        if (arriving[place])
            for (std::size_t i = 0; i < arriving[place]->ranks.size(); ++i) passing[at[arriving[place]->ranks[i]]++] = {place, arriving[place]->costs[i]};
    std::vector<Cost> out(leaving.size() * arriving.size(), no_path);
    for (std::size_t from = 0; from < leaving.size(); ++from) {
        if (!leaving[from]) continue;
        Cost* row = out.data() + from * arriving.size();
        for (std::size_t i = 0; i < leaving[from]->ranks.size(); ++i) {
            const auto rank = leaving[from]->ranks[i];
            const Cost here = leaving[from]->costs[i];
            for (auto p = begin[rank]; p < begin[rank + 1]; ++p) row[passing[p].place] = std::min(row[passing[p].place], here + passing[p].cost);
        }
    }
    return out;
}

// The edges between two ranks that are joined, first to last.
void RoadHierarchy::unpack(const RoadNetwork& network, std::uint32_t from, std::uint32_t to, std::vector<Driven>& out) const {
    std::vector<std::pair<std::uint32_t, std::uint32_t>> left{{from, to}};
    while (!left.empty()) {
        const auto [a, b] = left.back();
        left.pop_back();
        const auto& vias = vias_[shape_->arc(std::min(a, b), std::max(a, b))];
        const auto via = a < b ? vias.up : vias.down;
        if (via & edge_bit) {
            const auto edge = via & ~edge_bit;
            const bool forward = shape_->rank[network.edges[edge].from] == a;
            out.push_back({edge, forward ? 0.0 : 1.0, forward ? 1.0 : 0.0});
            continue;
        }
        left.emplace_back(via, b);
        left.emplace_back(a, via);
    }
}

std::vector<Driven> RoadHierarchy::path(const RoadNetwork& network, const Snapped& from, const Snapped& to) const {
    const auto n = shape_->rank.size();
    std::vector<Cost> scratch;
    std::vector<std::uint32_t> came(n, no_rank), goes(n, no_rank);
    const Seeds begin = Seeds::leaving(*shape_, network.edges[from.edge], from.along), end = Seeds::arriving(*shape_, network.edges[to.edge], to.along);
    const Climb out = climb(begin, &Costs::up, scratch, &came), in = climb(end, &Costs::down, scratch, &goes);
    const Cost best = meeting_cost(out, in);
    if (best == no_path) return {};
    std::uint32_t top = no_rank;
    for (std::size_t i = 0, j = 0; top == no_rank; out.ranks[i] < in.ranks[j] ? ++i : ++j)
        if (out.ranks[i] == in.ranks[j] && out.costs[i] + in.costs[j] == best) top = out.ranks[i];
    std::vector<std::uint32_t> ways{top};  // down to where the climb began
    while (came[ways.back()] != no_rank) ways.push_back(came[ways.back()]);
    std::vector<Driven> driven{{from.edge, from.along, begin.end_at(ways.back())}};
    for (auto i = ways.size(); i-- > 1;) unpack(network, ways[i], ways[i - 1], driven);
    for (; goes[top] != no_rank; top = goes[top]) unpack(network, top, goes[top], driven);
    driven.push_back({to.edge, end.end_at(top), to.along});
    return driven;
}

} // namespace vigie::gis
