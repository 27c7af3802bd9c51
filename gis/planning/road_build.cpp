// Street lines to a graph: vertices within half a metre are one; a vertex met by several streets, or a line's end, is a
// node; what lies between is the shape of an edge.
#include <algorithm>
#include <cmath>
#include <numeric>

#include "gis/planning/road_network.hpp"
#include "gis/planning/road_speeds.hpp"

namespace vigie::gis {
namespace {

constexpr double snap_m = 0.5;

// Gives near points the same number.
class PointPool {
public:
    explicit PointPool(double tolerance) : tolerance_(tolerance) {}

    std::uint32_t number(PlanePoint p) {
        const auto cx = cell(p.x), cy = cell(p.y);
        std::uint32_t best = no_point;
        double nearest = tolerance_;
        for (auto dx = -1; dx <= 1; ++dx)
            for (auto dy = -1; dy <= 1; ++dy) {
                const auto bucket = buckets_.find(key(cx + dx, cy + dy));
                if (bucket == buckets_.end()) continue;
                for (const auto id : bucket->second) {
                    const double d = std::hypot(points[id].x - p.x, points[id].y - p.y);
                    if (d < nearest || (d == nearest && id < best)) {
                        nearest = d;
                        best = id;
                    }
                }
            }
        if (best != no_point) return best;
        points.push_back(p);
        buckets_[key(cx, cy)].push_back(static_cast<std::uint32_t>(points.size() - 1));
        return static_cast<std::uint32_t>(points.size() - 1);
    }

    std::vector<PlanePoint> points;

private:
    static constexpr std::uint32_t no_point = std::numeric_limits<std::uint32_t>::max();
    [[nodiscard]] std::int64_t cell(double v) const { return static_cast<std::int64_t>(std::floor(v / tolerance_)); }
    static std::uint64_t key(std::int64_t x, std::int64_t y) {
        return static_cast<std::uint64_t>(x) * 0x9E3779B97F4A7C15ull ^ static_cast<std::uint64_t>(y);
    }
    double tolerance_;
    std::unordered_map<std::uint64_t, std::vector<std::uint32_t>> buckets_;
};

struct Chain {
    std::vector<std::uint32_t> points;
    RoadUse use;
};

std::vector<Chain> read_chains(const std::vector<LayerPtr>& streets, PointPool& pool) {
    std::vector<Chain> chains;
    for (const auto& layer : streets) {
        if (!layer) continue;
        const RoadFields fields(*layer);
        const auto& g = layer->geometry;
        for (std::size_t f = 0; f < g.feature_count(); ++f) {
            if (g.type[f] != GeometryType::line) continue;
            const auto use = fields.use(f);
            if (!use.drivable) continue;
            for (auto part = g.part_begin[f]; part < g.part_begin[f + 1]; ++part) {
                Chain chain{{}, use};
                for (auto v = g.vertex_begin[part]; v < g.vertex_begin[part + 1]; ++v) {
                    const PlanePoint p{g.xy[2 * v], g.xy[2 * v + 1]};
                    if (!std::isfinite(p.x) || !std::isfinite(p.y)) continue;
                    const auto id = pool.number(p);
                    if (chain.points.empty() || chain.points.back() != id) chain.points.push_back(id);
                }
                if (chain.points.size() >= 2) chains.push_back(std::move(chain));
            }
        }
    }
    return chains;
}

// Points where a route can turn: line ends and vertices used more than once.
std::vector<char> junctions(const std::vector<Chain>& chains, std::size_t points) {
    std::vector<std::uint32_t> uses(points, 0);
    std::vector<char> out(points, 0);
    for (const auto& chain : chains) {
        for (const auto id : chain.points) ++uses[id];
        out[chain.points.front()] = out[chain.points.back()] = 1;
    }
    for (std::size_t i = 0; i < points; ++i)
        if (uses[i] > 1) out[i] = 1;
    return out;
}

struct EdgeMaker {
    RoadNetwork& network;
    const PointPool& pool;
    std::vector<std::uint32_t> node_of;

    std::uint32_t node(std::uint32_t point) {
        constexpr auto none = std::numeric_limits<std::uint32_t>::max();
        if (node_of[point] == none) {
            node_of[point] = static_cast<std::uint32_t>(network.nodes.size());
            network.nodes.push_back(pool.points[point]);
        }
        return node_of[point];
    }

    void add(std::span<const std::uint32_t> points, const RoadUse& use) {
        RoadEdge edge;
        edge.first = static_cast<std::uint32_t>(network.points.size());
        edge.count = static_cast<std::uint32_t>(points.size());
        double length = 0;
        for (std::size_t i = 0; i < points.size(); ++i) {
            const auto p = pool.points[points[i]];
            if (i) length += std::hypot(p.x - network.points.back().x, p.y - network.points.back().y);
            network.points.push_back(p);
        }
        length *= network.metres_per_unit;
        edge.from = node(points.front());
        edge.to = node(points.back());
        edge.cost = static_cast<Cost>(std::min(2e9, std::max(1.0, length / (use.kmh / 3.6) * 1000)));
        edge.forward = use.forward;
        edge.backward = use.backward;
        network.edges.push_back(edge);
        network.edge_length_m.push_back(length);
    }
};

std::uint32_t root_of(std::vector<std::uint32_t>& parent, std::uint32_t i) {
    while (parent[i] != i) i = parent[i] = parent[parent[i]];
    return i;
}

void find_components(RoadNetwork& n) {
    std::vector<std::uint32_t> parent(n.nodes.size());
    std::iota(parent.begin(), parent.end(), 0u);
    for (const auto& edge : n.edges) parent[root_of(parent, edge.from)] = root_of(parent, edge.to);
    n.component.assign(n.nodes.size(), 0);
    std::unordered_map<std::uint32_t, std::uint32_t> number;
    std::vector<std::size_t> size;
    for (std::uint32_t i = 0; i < n.nodes.size(); ++i) {
        const auto [it, fresh] = number.try_emplace(root_of(parent, i), static_cast<std::uint32_t>(size.size()));
        if (fresh) size.push_back(0);
        ++size[it->second];
        n.component[i] = it->second;
    }
    n.components = static_cast<std::uint32_t>(size.size());
    n.largest = size.empty() ? 0 : static_cast<std::uint32_t>(std::ranges::max_element(size) - size.begin());
}

void fill_grid(RoadNetwork& n) {
    for (const auto& p : n.points) n.box.include(p.x, p.y);
    const double area = std::max(n.box.width(), 1.0) * std::max(n.box.height(), 1.0);
    n.cell = std::max(std::sqrt(area / std::max<double>(1.0, static_cast<double>(n.points.size()))), 1e-6);
    n.columns = static_cast<std::uint32_t>(std::min(4000.0, n.box.width() / n.cell + 1));
    n.rows = static_cast<std::uint32_t>(std::min(4000.0, n.box.height() / n.cell + 1));
    n.cell = std::max({n.cell, n.box.width() / n.columns, n.box.height() / n.rows}) * (1 + 1e-9);
    const auto column = [&](double x) { return static_cast<std::uint32_t>(std::clamp((x - n.box.min_x) / n.cell, 0.0, n.columns - 1.0)); };
    const auto row = [&](double y) { return static_cast<std::uint32_t>(std::clamp((y - n.box.min_y) / n.cell, 0.0, n.rows - 1.0)); };
    const auto each_cell = [&](auto&& visit) {
        for (std::uint32_t e = 0; e < n.edges.size(); ++e)
            for (std::uint32_t p = n.edges[e].first; p + 1 < n.edges[e].first + n.edges[e].count; ++p) {
                const auto a = n.points[p], b = n.points[p + 1];
                for (auto x = column(std::min(a.x, b.x)); x <= column(std::max(a.x, b.x)); ++x)
                    for (auto y = row(std::min(a.y, b.y)); y <= row(std::max(a.y, b.y)); ++y)
                        visit(static_cast<std::size_t>(y) * n.columns + x, RoadNetwork::Segment{e, p});
            }
    };
    n.cell_begin.assign(static_cast<std::size_t>(n.columns) * n.rows + 1, 0);
    each_cell([&](std::size_t c, const RoadNetwork::Segment&) { ++n.cell_begin[c + 1]; });
    std::partial_sum(n.cell_begin.begin(), n.cell_begin.end(), n.cell_begin.begin());
    n.segments.resize(n.cell_begin.back());
    auto at = n.cell_begin;
    each_cell([&](std::size_t c, const RoadNetwork::Segment& s) { n.segments[at[c]++] = s; });
}

} // namespace

void finish_network(RoadNetwork& network) {
    find_components(network);
    if (!network.edges.empty()) fill_grid(network);
}

RoadNetwork build_network(const std::vector<LayerPtr>& streets, double metres_per_unit) {
    RoadNetwork network;
    network.metres_per_unit = metres_per_unit > 0 ? metres_per_unit : 1;
    PointPool pool(snap_m / network.metres_per_unit);
    const auto chains = read_chains(streets, pool);
    const auto turns = junctions(chains, pool.points.size());
    EdgeMaker maker{network, pool, std::vector(pool.points.size(), std::numeric_limits<std::uint32_t>::max())};
    for (const auto& chain : chains) {
        std::size_t from = 0;
        for (std::size_t i = 1; i < chain.points.size(); ++i)
            if (turns[chain.points[i]]) {
                maker.add(std::span(chain.points).subspan(from, i - from + 1), chain.use);
                from = i;
            }
    }
    finish_network(network);
    return network;
}

} // namespace vigie::gis
