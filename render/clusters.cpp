#include "render/clusters.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>
#include <numeric>

namespace vigie::render {

namespace {

constexpr std::uint32_t none = 0xffff'ffff;
constexpr float single_px = 22;  // room that a marker on its own takes

double square_distance(gis::PlanePoint a, gis::PlanePoint b) { return (a.x - b.x) * (a.x - b.x) + (a.y - b.y) * (a.y - b.y); }

// Places in buckets by grid cell. Cells of a row that stand together share a line of memory.
class Grid {
public:
    struct Entry {
        gis::PlanePoint at;
        std::uint32_t index;
    };
    template <class Place>
    Grid(std::size_t count, double cell, Place&& place_of) : per_unit_(1 / cell), entries_(count) {
        std::size_t buckets = 64;
        while (buckets < count) buckets *= 2;
        ranges_.resize(buckets);
        occupied_.resize(buckets * bits_per_bucket / 64);
        std::vector<std::uint32_t> bucket_of(count);
        for (std::uint32_t i = 0; i < count; ++i) {
            const gis::PlanePoint p = place_of(i);
            const std::uint64_t cell_hash = hash(column(p.x), column(p.y));
            bucket_of[i] = bucket(cell_hash);
            const std::uint64_t bit = cell_hash & (buckets * bits_per_bucket - 1);
            occupied_[bit / 64] |= std::uint64_t{1} << bit % 64;
            ++ranges_[bucket_of[i]].end;
        }
        std::uint32_t first = 0;
        for (Range& range : ranges_) {
            first += range.end;
            range.begin = range.end = first - range.end;
        }
        for (std::uint32_t i = 0; i < count; ++i) entries_[ranges_[bucket_of[i]].end++] = {place_of(i), i};
    }
    // Entries of the cells within `reach` of p, and strangers of the same bucket: the caller measures. Those for which
    // `visit` says true are taken out, so that the next search is shorter.
    template <class Visit>
    void around(gis::PlanePoint p, double reach, Visit&& visit) {
        const std::int64_t left = column(p.x - reach), right = column(p.x + reach), top = column(p.y + reach);
        for (std::int64_t y = column(p.y - reach); y <= top; ++y)
            for (std::int64_t x = left; x <= right; ++x) {
                const std::uint64_t cell_hash = hash(x, y);
                if (is_empty(cell_hash)) continue;
                Range& range = ranges_[bucket(cell_hash)];
                for (std::uint32_t i = range.begin; i < range.end;) {
                    if (visit(entries_[i])) entries_[i] = entries_[--range.end];
                    else ++i;
                }
            }
    }

private:
    struct Range {
        std::uint32_t begin = 0, end = 0;
    };
    // Rising with v; the shift makes cutting off rounding down.
    [[nodiscard]] std::int64_t column(double v) const { return static_cast<std::int64_t>(v * per_unit_ + 0x1p40); }
    [[nodiscard]] static std::uint64_t hash(std::int64_t x, std::int64_t y) {
        const std::uint64_t h = static_cast<std::uint64_t>(x >> 3) * 0x9E3779B97F4A7C15u ^ static_cast<std::uint64_t>(y) * 0xC2B2AE3D27D4EB4Fu;
        return (h ^ (h >> 29)) << 3 | (static_cast<std::uint64_t>(x) & 7);
    }
    [[nodiscard]] std::uint32_t bucket(std::uint64_t cell_hash) const { return static_cast<std::uint32_t>(cell_hash & (ranges_.size() - 1)); }
    // Most cells are, at the scale of a street: a bit says so from a few kilobytes.
    [[nodiscard]] bool is_empty(std::uint64_t cell_hash) const {
        const std::uint64_t bit = cell_hash & (ranges_.size() * bits_per_bucket - 1);
        return (occupied_[bit / 64] >> bit % 64 & 1) == 0;
    }
    static constexpr std::size_t bits_per_bucket = 8;
    double per_unit_;
    std::vector<Range> ranges_;
    std::vector<std::uint64_t> occupied_;
    std::vector<Entry> entries_;
};

// What a group weighs, while groups are still being joined: places are sums.
struct Group {
    gis::PlanePoint sum;
    std::uint32_t count = 0;
    bool changed = true;  // by the last round
    [[nodiscard]] gis::PlanePoint centre() const { return {sum.x / count, sum.y / count}; }
};

// Group number per point: each point not yet taken becomes a seed and takes what is free within the radius.
std::vector<std::uint32_t> seed_groups(std::span<const ClusterPoint> points, double radius, std::uint32_t& groups) {
    std::vector<std::uint32_t> group(points.size(), none);
    groups = 0;
    if (radius <= 0) {
        groups = static_cast<std::uint32_t>(points.size());
        std::iota(group.begin(), group.end(), 0u);
        return group;
    }
    Grid grid(points.size(), radius, [&](std::uint32_t i) { return points[i].at; });
    for (std::size_t i = 0; i < points.size(); ++i) {
        if (group[i] != none) continue;
        const gis::PlanePoint seed = points[i].at;
        grid.around(seed, radius, [&](const Grid::Entry& other) {
            if (square_distance(other.at, seed) > radius * radius) return false;
            group[other.index] = groups;
            return true;
        });
        ++groups;
    }
    return group;
}

std::vector<Group> weigh(std::span<const ClusterPoint> points, const std::vector<std::uint32_t>& group, std::size_t groups) {
    std::vector<Group> out(groups);
    for (std::size_t i = 0; i < points.size(); ++i) {
        Group& g = out[group[i]];
        ++g.count;
        g.sum.x += points[i].at.x;
        g.sum.y += points[i].at.y;
    }
    return out;
}

// A pair or a trio whose markers stand clear of each other reads better as it is than as a number.
void dissolve_small(std::span<const ClusterPoint> points, std::vector<std::uint32_t>& group, std::vector<Group>& groups, double units_per_px) {
    constexpr std::uint32_t small = 3;
    constexpr double clear_px = 26;
    const double least = clear_px * units_per_px;
    struct Few {
        std::array<std::uint32_t, small> members;
        std::uint32_t count = 0;
    };
    std::vector<Few> few(groups.size());
    for (std::uint32_t i = 0; i < points.size(); ++i)
        if (groups[group[i]].count <= small) {
            Few& f = few[group[i]];
            f.members[f.count++] = i;
        }
    for (std::size_t g = 0; g < few.size(); ++g) {
        const std::span members(few[g].members.data(), few[g].count);
        bool apart = members.size() > 1;
        for (std::size_t i = 0; i < members.size(); ++i)
            for (std::size_t j = i + 1; j < members.size(); ++j)
                apart = apart && square_distance(points[members[i]].at, points[members[j]].at) >= least * least;
        if (!apart) continue;
        for (std::size_t i = 0; i < members.size(); ++i) {
            const Group alone{points[members[i]].at, 1, true};
            if (i == 0) {
                groups[g] = alone;
            } else {
                group[members[i]] = static_cast<std::uint32_t>(groups.size());
                groups.push_back(alone);
            }
        }
    }
}

// How far the picture of so many reaches around its middle.
double reach_px(std::uint32_t count) { return static_cast<double>(count > 1 ? donut_diameter(count) + 4 : single_px) / 2; }

// Joins groups whose pictures would touch, larger ones first; `into` leads from the first groups to those that are left.
// Returns how many joins were made.
std::size_t join_touching(std::vector<Group>& groups, std::vector<std::uint32_t>& into, double units_per_px, bool first) {
    if (std::ranges::none_of(groups, [](const Group& g) { return g.count > 1; })) return 0;
    constexpr double cell_px = 36;  // two of the small donuts side by side
    Grid grid(groups.size(), cell_px * units_per_px, [&](std::uint32_t g) { return groups[g].centre(); });
    std::vector<double> reach(groups.size());
    double widest = 0;
    for (std::size_t g = 0; g < groups.size(); ++g) widest = std::max(widest, reach[g] = reach_px(groups[g].count) * units_per_px);
    // Where nothing changed since the last round, nothing is to be joined.
    std::vector<std::uint8_t> near_change(groups.size());
    for (std::uint32_t g = 0; g < groups.size(); ++g) {
        near_change[g] = near_change[g] || groups[g].changed;
        if (first || !groups[g].changed) continue;
        grid.around(groups[g].centre(), reach[g] + widest, [&](const Grid::Entry& other) {
            near_change[other.index] = 1;
            return false;
        });
    }
    std::vector<std::uint32_t> order;
    for (std::uint32_t g = 0; g < groups.size(); ++g)
        if (groups[g].count > 1 && near_change[g]) order.push_back(g);
    std::ranges::stable_sort(order, std::greater{}, [&](std::uint32_t g) { return groups[g].count; });
    std::vector<std::uint32_t> parent(groups.size());
    std::iota(parent.begin(), parent.end(), 0u);
    std::vector<std::uint8_t> taken(groups.size());
    std::size_t joins = 0;
    for (const std::uint32_t g : order) {
        if (taken[g]) continue;
        taken[g] = 1;
        const gis::PlanePoint centre = groups[g].centre();
        grid.around(centre, 2 * reach[g], [&](const Grid::Entry& other) {  // larger ones are taken
            if (taken[other.index]) return other.index != g;
            const double touch = reach[g] + reach[other.index];
            if (square_distance(centre, other.at) >= touch * touch) return false;
            taken[other.index] = 1;
            parent[other.index] = g;
            ++joins;
            return true;
        });
    }
    if (joins == 0) return 0;
    std::vector<std::uint32_t> renamed(groups.size(), none);
    std::vector<Group> left;
    for (std::uint32_t g = 0; g < groups.size(); ++g) {
        std::uint32_t& name = renamed[parent[g]];  // a parent has none itself
        if (name == none) {
            name = static_cast<std::uint32_t>(left.size());
            left.emplace_back();
        }
        Group& sum = left[name];
        sum.changed = sum.count > 0;
        sum.count += groups[g].count;
        sum.sum.x += groups[g].sum.x;
        sum.sum.y += groups[g].sum.y;
    }
    for (std::uint32_t& g : into) g = renamed[parent[g]];
    groups = std::move(left);
    return joins;
}

// Numbered by their first points.
std::size_t number(std::vector<std::uint32_t>& group, const std::vector<std::uint32_t>& into) {
    std::vector<std::uint32_t> renamed(into.size(), none);
    std::uint32_t count = 0;
    for (std::uint32_t& g : group) {
        std::uint32_t& name = renamed[into[g]];
        if (name == none) name = count++;
        g = name;
    }
    return count;
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

} // namespace

Clustering cluster(std::span<const ClusterPoint> points, double radius, double units_per_px) {
    std::uint32_t seeds = 0;
    std::vector<std::uint32_t> group = seed_groups(points, radius, seeds);
    if (radius <= 0 || points.empty()) return gather(points, group, seeds);
    constexpr int most_rounds = 4;  // each round moves centres a little; what still touches then is left
    std::vector<Group> groups = weigh(points, group, seeds);
    dissolve_small(points, group, groups, units_per_px);
    std::vector<std::uint32_t> into(groups.size());
    std::iota(into.begin(), into.end(), 0u);
    for (int round = 0; round < most_rounds && join_touching(groups, into, units_per_px, round == 0) > 0; ++round) {}
    const std::size_t count = number(group, into);
    return gather(points, group, count);
}

int cluster_level(double units_per_px) { return static_cast<int>(std::floor(std::log2(std::max(units_per_px, 1e-12)) * 2)); }

double level_units_per_px(int level) { return std::exp2(level / 2.0); }

double cluster_radius_px(double metres_per_px) { return metres_per_px > 2.5 ? 60 : metres_per_px > 0.7 ? 44 : metres_per_px > 0.35 ? 28 : 14; }

} // namespace vigie::render
