#include "render/clusters.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace vigie::render {

namespace {

constexpr std::uint32_t none = 0xffff'ffff;
constexpr float single_px = 22;  // room that a marker on its own takes

// Buckets of point indices by grid cell: open addressing over the cell's hash, chains through `next`.
class Grid {
public:
    Grid(std::size_t points, double cell) : cell_(cell), next_(points, none) {
        std::size_t buckets = 64;
        while (buckets < points * 2) buckets *= 2;
        heads_.assign(buckets, none);
    }
    void add(std::uint32_t index, gis::PlanePoint p) {
        std::uint32_t& head = heads_[bucket(column(p.x), column(p.y))];
        next_[index] = head;
        head = index;
    }
    // Points of the 3×3 cells around p, and strangers of the same hash: the caller measures. Visited points for which
    // `visit` says true are taken out, so that the next search is shorter.
    template <class Visit>
    void around(gis::PlanePoint p, Visit&& visit) {
        const std::int64_t cx = column(p.x), cy = column(p.y);
        for (std::int64_t dy = -1; dy <= 1; ++dy)
            for (std::int64_t dx = -1; dx <= 1; ++dx) {
                std::uint32_t* link = &heads_[bucket(cx + dx, cy + dy)];
                while (*link != none) {
                    if (visit(*link)) *link = next_[*link];
                    else link = &next_[*link];
                }
            }
    }

private:
    [[nodiscard]] std::int64_t column(double v) const { return static_cast<std::int64_t>(std::floor(v / cell_)); }
    [[nodiscard]] std::size_t bucket(std::int64_t x, std::int64_t y) const {
        const std::uint64_t h = static_cast<std::uint64_t>(x) * 0x9E3779B97F4A7C15u ^ static_cast<std::uint64_t>(y) * 0xC2B2AE3D27D4EB4Fu;
        return static_cast<std::size_t>((h ^ (h >> 29)) & (heads_.size() - 1));
    }
    double cell_;
    std::vector<std::uint32_t> heads_, next_;
};

double square_distance(gis::PlanePoint a, gis::PlanePoint b) { return (a.x - b.x) * (a.x - b.x) + (a.y - b.y) * (a.y - b.y); }

// Group number per point: each point not yet taken becomes a seed and takes what is free within the radius.
std::vector<std::uint32_t> seed_groups(std::span<const ClusterPoint> points, double radius, std::uint32_t& groups) {
    std::vector<std::uint32_t> group(points.size(), none);
    Grid grid(points.size(), radius);
    for (std::size_t i = points.size(); i-- > 0;) grid.add(static_cast<std::uint32_t>(i), points[i].at);
    groups = 0;
    for (std::size_t i = 0; i < points.size(); ++i) {
        if (group[i] != none) continue;
        const gis::PlanePoint seed = points[i].at;
        const double reach = radius * radius;
        grid.around(seed, [&](std::uint32_t other) {
            if (square_distance(points[other].at, seed) > reach) return false;
            group[other] = groups;
            return true;
        });
        ++groups;
    }
    return group;
}

Clustering gather(std::span<const ClusterPoint> points, const std::vector<std::uint32_t>& group, std::size_t groups) {
    Clustering out;
    out.clusters.resize(groups);
    for (std::size_t i = 0; i < points.size(); ++i) {
        Cluster& c = out.clusters[group[i]];
        ++c.count;
        ++c.families[std::min<std::size_t>(points[i].family, 5)];
        c.at.x += points[i].at.x;
        c.at.y += points[i].at.y;
    }
    std::uint32_t first = 0;
    for (Cluster& c : out.clusters) {
        c.first = first;
        first += c.count;
        if (c.count == 0) continue;
        c.at.x /= c.count;
        c.at.y /= c.count;
    }
    out.members.resize(points.size());
    std::vector<std::uint32_t> filled(groups);
    for (std::size_t i = 0; i < points.size(); ++i)
        out.members[out.clusters[group[i]].first + filled[group[i]]++] = static_cast<std::uint32_t>(i);
    return out;
}

float reach_px(const Cluster& c) { return (c.count > 1 ? donut_diameter(c.count) + 4 : single_px) / 2; }

std::uint32_t root_of(std::vector<std::uint32_t>& parent, std::uint32_t g) {
    while (parent[g] != g) g = parent[g] = parent[parent[g]];
    return g;
}

// Joins groups whose pictures would touch, larger ones first. Returns how many joins were made; `group` is renumbered.
std::size_t join_touching(std::span<const ClusterPoint> points, std::vector<std::uint32_t>& group, std::size_t& groups, double units_per_px) {
    const Clustering now = gather(points, group, groups);
    const double widest = 64 * units_per_px;
    Grid grid(groups, widest);
    for (std::size_t g = groups; g-- > 0;) grid.add(static_cast<std::uint32_t>(g), now.clusters[g].at);
    std::vector<std::uint32_t> parent(groups), order(groups);
    std::iota(parent.begin(), parent.end(), 0u);
    std::iota(order.begin(), order.end(), 0u);
    std::stable_sort(order.begin(), order.end(), [&](auto a, auto b) { return now.clusters[a].count > now.clusters[b].count; });
    std::vector<std::uint8_t> taken(groups);
    std::size_t joins = 0;
    for (const std::uint32_t g : order) {
        if (taken[g] || now.clusters[g].count < 2) continue;
        taken[g] = 1;
        grid.around(now.clusters[g].at, [&](std::uint32_t other) {
            if (taken[other]) return other != g;
            const double touch = (reach_px(now.clusters[g]) + reach_px(now.clusters[other])) * units_per_px;
            if (square_distance(now.clusters[g].at, now.clusters[other].at) >= touch * touch) return false;
            taken[other] = 1;
            parent[other] = g;
            ++joins;
            return true;
        });
    }
    std::vector<std::uint32_t> renamed(groups, none);
    std::uint32_t count = 0;
    for (std::uint32_t& g : group) {
        const std::uint32_t root = root_of(parent, g);
        if (renamed[root] == none) renamed[root] = count++;
        g = renamed[root];
    }
    groups = count;
    return joins;
}

// A pair or a trio whose markers stand clear of each other reads better as it is than as a number.
bool stands_apart(std::span<const ClusterPoint> points, std::span<const std::uint32_t> members, double least) {
    for (std::size_t i = 0; i < members.size(); ++i)
        for (std::size_t j = i + 1; j < members.size(); ++j)
            if (square_distance(points[members[i]].at, points[members[j]].at) < least * least) return false;
    return true;
}

void dissolve_small(std::span<const ClusterPoint> points, std::vector<std::uint32_t>& group, std::size_t& groups, double units_per_px) {
    constexpr std::uint32_t small = 3;
    constexpr double clear_px = 26;
    const Clustering now = gather(points, group, groups);
    for (const Cluster& c : now.clusters) {
        if (c.count < 2 || c.count > small || !stands_apart(points, now.of(c), clear_px * units_per_px)) continue;
        const auto members = now.of(c);
        for (std::size_t i = 1; i < members.size(); ++i) group[members[i]] = static_cast<std::uint32_t>(groups++);
    }
}

} // namespace

Clustering cluster(std::span<const ClusterPoint> points, double radius, double units_per_px) {
    std::uint32_t seeds = 0;
    std::vector<std::uint32_t> group;
    if (radius > 0) {
        group = seed_groups(points, radius, seeds);
    } else {
        group.resize(points.size());
        std::iota(group.begin(), group.end(), 0u);
        seeds = static_cast<std::uint32_t>(points.size());
    }
    std::size_t groups = seeds;
    constexpr int most_rounds = 4;  // each round moves centres a little; what still touches then is left
    if (radius > 0 && !points.empty()) {
        dissolve_small(points, group, groups, units_per_px);
        for (int round = 0; round < most_rounds && join_touching(points, group, groups, units_per_px) > 0; ++round) {}
    }
    return gather(points, group, groups);
}

int cluster_level(double units_per_px) { return static_cast<int>(std::floor(std::log2(std::max(units_per_px, 1e-12)) * 2)); }

double level_units_per_px(int level) { return std::exp2(level / 2.0); }

double cluster_radius_px(double metres_per_px) { return metres_per_px > 2.5 ? 60 : metres_per_px > 0.7 ? 44 : metres_per_px > 0.35 ? 28 : 14; }

} // namespace vigie::render
