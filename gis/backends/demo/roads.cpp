#include <algorithm>
#include <map>
#include <queue>

#include "gis/backends/demo/inventory.hpp"

namespace vigie::gis::demo {

namespace {

constexpr int slowest_road_kmh = 10;  // footpaths and footbridges are not driven

using Key = std::pair<long long, long long>;
Key key(P p) { return {static_cast<long long>(std::floor(p.x * 1000 + 0.5)), static_cast<long long>(std::floor(p.y * 1000 + 0.5))}; }

// Tarjan's components without recursion; returns the component of each node.
std::vector<int> components(const RoadNet& net, int& count) {
    const auto n = net.nodes.size();
    std::vector<int> index(n, -1), low(n, 0), of(n, -1), stack;
    std::vector<std::size_t> next(n, 0);
    int counter = 0;
    count = 0;
    for (std::size_t root = 0; root < n; ++root) {
        if (index[root] >= 0) continue;
        std::vector<int> calls{static_cast<int>(root)};
        while (!calls.empty()) {
            const auto v = static_cast<std::size_t>(calls.back());
            if (next[v] == 0) index[v] = low[v] = counter++, stack.push_back(static_cast<int>(v));
            if (next[v] < net.out[v].size()) {
                const int w = net.arcs[static_cast<std::size_t>(net.out[v][next[v]++])].to;
                if (index[static_cast<std::size_t>(w)] < 0) calls.push_back(w);
                else if (of[static_cast<std::size_t>(w)] < 0) low[v] = std::min(low[v], index[static_cast<std::size_t>(w)]);
                continue;
            }
            if (low[v] == index[v]) {
                for (int w = -1; w != static_cast<int>(v);) {
                    w = stack.back();
                    stack.pop_back();
                    of[static_cast<std::size_t>(w)] = count;
                }
                ++count;
            }
            calls.pop_back();
            if (!calls.empty()) {
                const auto parent = static_cast<std::size_t>(calls.back());
                low[parent] = std::min(low[parent], low[v]);
            }
            next[v] = std::max<std::size_t>(next[v], 1);
        }
    }
    return of;
}

void add_arc(RoadNet& net, int from, int to, std::vector<P> line, const Street& street) {
    RoadNet::Arc arc{.from = from, .to = to, .line = std::move(line), .length_m = 0, .speed_ms = street.speed_kmh / 3.6 * 0.82, .street = street.name};
    arc.length_m = length(arc.line);
    net.out[static_cast<std::size_t>(from)].push_back(static_cast<int>(net.arcs.size()));
    net.arcs.push_back(std::move(arc));
}

} // namespace

void write_roads(const Town& town, RoadNet& net) {
    net = {};
    std::map<Key, int> uses;
    const auto driven = [](const Street& s) { return s.speed_kmh >= slowest_road_kmh; };
    for (const Street& s : town.streets)
        if (driven(s))
            for (const auto& part : s.parts)
                for (std::size_t i = 0; i < part.size(); ++i) uses[key(part[i])] += i == 0 || i + 1 == part.size() ? 2 : 1;
    std::map<Key, int> node_of;
    const auto node = [&](P p) {
        const auto [it, fresh] = node_of.try_emplace(key(p), static_cast<int>(net.nodes.size()));
        if (fresh) net.nodes.push_back(p), net.out.emplace_back();
        return it->second;
    };
    for (const Street& s : town.streets) {
        if (!driven(s)) continue;
        for (const auto& part : s.parts) {
            std::vector<P> run;
            for (const P p : part) {
                run.push_back(p);
                if (run.size() < 2 || uses[key(p)] < 2) continue;
                const int from = node(run.front()), to = node(run.back());
                std::vector<P> back(run.rbegin(), run.rend());
                add_arc(net, from, to, std::move(run), s);
                if (!s.one_way) add_arc(net, to, from, std::move(back), s);
                run = {p};
            }
        }
    }
}

void open_one_ways(Town& town) {
    for (int round = 0; round < 12; ++round) {
        RoadNet net;
        write_roads(town, net);
        int count = 0;
        const std::vector<int> of = components(net, count);
        if (count <= 1) return;
        bool opened = false;
        for (const RoadNet::Arc& arc : net.arcs)
            if (of[static_cast<std::size_t>(arc.from)] != of[static_cast<std::size_t>(arc.to)])
                for (Street& s : town.streets)
                    if (s.one_way && s.name == arc.street && !s.lines.empty()) s.one_way = false, opened = true;
        if (!opened) return;
    }
}

std::size_t RoadNet::component_count() const {
    int count = 0;
    (void)components(*this, count);
    return static_cast<std::size_t>(count);
}

int RoadNet::nearest_node(P p) const {
    int best = 0;
    double best_d = 1e300;
    for (std::size_t i = 0; i < nodes.size(); ++i) {
        const P d = nodes[i] - p;
        if (const double d2 = dot(d, d); d2 < best_d) best_d = d2, best = static_cast<int>(i);
    }
    return best;
}

std::vector<int> RoadNet::way(int from, int to) const {
    std::vector<double> best(nodes.size(), 1e300);
    std::vector<int> by(nodes.size(), -1);
    using Item = std::pair<double, int>;
    std::priority_queue<Item, std::vector<Item>, std::greater<>> open;
    best[static_cast<std::size_t>(from)] = 0;
    open.push({0, from});
    while (!open.empty()) {
        const auto [seconds, at] = open.top();
        open.pop();
        if (at == to) break;
        if (seconds > best[static_cast<std::size_t>(at)]) continue;
        for (const int a : out[static_cast<std::size_t>(at)]) {
            const Arc& arc = arcs[static_cast<std::size_t>(a)];
            const double then = seconds + arc.length_m / arc.speed_ms + 3;  // a junction costs three seconds
            if (then >= best[static_cast<std::size_t>(arc.to)]) continue;
            best[static_cast<std::size_t>(arc.to)] = then;
            by[static_cast<std::size_t>(arc.to)] = a;
            open.push({then, arc.to});
        }
    }
    std::vector<int> path;
    for (int at = to; at != from;) {
        const int a = by[static_cast<std::size_t>(at)];
        if (a < 0) return {};
        path.push_back(a);
        at = arcs[static_cast<std::size_t>(a)].from;
    }
    std::reverse(path.begin(), path.end());
    return path;
}

} // namespace vigie::gis::demo
