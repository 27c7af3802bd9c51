#include "render/clusters.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>
#include <numeric>
#include <tuple>

namespace vigie::render {

namespace {

constexpr std::uint32_t none = 0xffff'ffff;
constexpr float single_px = 22;  // room that a marker on its own takes

// Places count from the corner of where most points are: single precision holds a centimetre over a hundred kilometres.
struct Spot {
    float x, y;
};

float square_distance(Spot a, Spot b) { return (a.x - b.x) * (a.x - b.x) + (a.y - b.y) * (a.y - b.y); }

// Where most of the points are: within three standard deviations of their middle, as a part of them tells.
gis::PlaneBox usual_extent(std::span<const ClusterPoint> points) {
    constexpr std::size_t enough = 4096;
    const std::size_t step = points.size() / enough + 1;
    gis::PlaneBox box;
    gis::PlanePoint sum{}, squares{};
    double count = 0;
    for (std::size_t i = 0; i < points.size(); i += step) {
        const gis::PlanePoint p = points[i].at;
        box.include(p.x, p.y);
        sum = {sum.x + p.x, sum.y + p.y};
        ++count;
    }
    const gis::PlanePoint mean{sum.x / count, sum.y / count};
    for (std::size_t i = 0; i < points.size(); i += step) {
        const double dx = points[i].at.x - mean.x, dy = points[i].at.y - mean.y;
        squares = {squares.x + dx * dx, squares.y + dy * dy};
    }
    const double wide_x = 3 * std::sqrt(squares.x / count), wide_y = 3 * std::sqrt(squares.y / count);
    return {std::max(box.min_x, mean.x - wide_x), std::max(box.min_y, mean.y - wide_y), std::min(box.max_x, mean.x + wide_x), std::min(box.max_y, mean.y + wide_y)};
}

// Spots sorted by the cells of a grid over `width` × `height` from 0, row after row, so that the cells of a row that a
// search reaches are one run of memory. A spot outside counts to the outermost cell beside it: callers measure anyway.
class Grid {
public:
    Grid(std::span<const Spot> spots, float width, float height, float cell) : spots_(spots.size()), indices_(spots.size()) {
        const float most = 8 * static_cast<float>(spots.size()) + 64;
        const float cells = (width / cell + 1) * (height / cell + 1);
        if (cells > most) cell *= std::sqrt(cells / most);
        per_unit_ = 1 / cell;
        columns_ = static_cast<int>(width * per_unit_) + 1;
        rows_ = static_cast<int>(height * per_unit_) + 1;
        last_column_ = static_cast<float>(columns_ - 1);
        last_row_ = static_cast<float>(rows_ - 1);
        begins_.resize(static_cast<std::size_t>(columns_) * static_cast<std::size_t>(rows_) + 2);  // shifted by one while it is filled
        std::vector<std::uint32_t> cell_of(spots.size());
        for (std::size_t i = 0; i < spots.size(); ++i) ++begins_[(cell_of[i] = cell_at(column(spots[i].x), row(spots[i].y))) + 2];
        std::partial_sum(begins_.begin(), begins_.end(), begins_.begin());
        for (std::uint32_t i = 0; i < spots.size(); ++i) {
            const std::uint32_t at = begins_[cell_of[i] + 1]++;
            spots_[at] = spots[i];
            indices_[at] = i;
        }
    }
    // Of the spots in order of the cells, their indices among those given.
    [[nodiscard]] const std::vector<std::uint32_t>& indices() const { return indices_; }
    // Both, in that order.
    [[nodiscard]] std::pair<std::vector<Spot>, std::vector<std::uint32_t>> sorted() && { return {std::move(spots_), std::move(indices_)}; }
    struct Cell {
        int x, y;
    };
    // Positions in that order, and spots there, of the cells within `reach`.
    template <class Visit>
    void around(Spot p, float reach, Visit&& visit) const {
        const int left = column(p.x - reach), right = column(p.x + reach), top = row(p.y + reach);
        for (int y = row(p.y - reach); y <= top; ++y)
            for (std::uint32_t i = begins_[cell_at(left, y)], end = begins_[cell_at(right, y) + 1]; i < end; ++i) visit(i, spots_[i]);
    }
    // The same of a cell and the eight around it.
    template <class Visit>
    void beside(Cell c, Visit&& visit) const {
        const int left = std::max(c.x - 1, 0), right = std::min(c.x + 1, columns_ - 1), top = std::min(c.y + 1, rows_ - 1);
        for (int y = std::max(c.y - 1, 0); y <= top; ++y)
            for (std::uint32_t i = begins_[cell_at(left, y)], end = begins_[cell_at(right, y) + 1]; i < end; ++i) visit(i, spots_[i]);
    }
    // All positions; the cells in such an order that two cells lie between those that follow each other.
    template <class Visit>
    void spread(Visit&& visit) const {
        constexpr int stride = 3;
        for (int part = 0; part < stride * stride; ++part)
            for (int y = part / stride; y < rows_; y += stride)
                for (int x = part % stride; x < columns_; x += stride)
                    for (std::uint32_t i = begins_[cell_at(x, y)], end = begins_[cell_at(x, y) + 1]; i < end; ++i) visit(Cell{x, y}, i, spots_[i]);
    }

private:
    [[nodiscard]] int column(float x) const { return static_cast<int>(std::clamp(x * per_unit_, 0.0f, last_column_)); }
    [[nodiscard]] int row(float y) const { return static_cast<int>(std::clamp(y * per_unit_, 0.0f, last_row_)); }
    [[nodiscard]] std::uint32_t cell_at(int x, int y) const { return static_cast<std::uint32_t>(y * columns_ + x); }

    float per_unit_ = 1;
    int columns_ = 1, rows_ = 1;
    float last_column_ = 0, last_row_ = 0;
    std::vector<std::uint32_t> begins_;  // per cell: its first position
    std::vector<Spot> spots_;
    std::vector<std::uint32_t> indices_;
};

struct Group {
    double x = 0, y = 0;  // sums over its points
    std::uint32_t count = 0;
    [[nodiscard]] Spot centre() const { return {static_cast<float>(x / count), static_cast<float>(y / count)}; }
    void add(Spot p) {
        ++count;
        x += static_cast<double>(p.x);
        y += static_cast<double>(p.y);
    }
};

// The grouping while it is made.
class Grouping {
public:
    Grouping(std::span<const ClusterPoint> points, double radius, double units_per_px) : px_(static_cast<float>(units_per_px)) {
        const gis::PlaneBox extent = usual_extent(points);
        width_ = static_cast<float>(extent.width());
        height_ = static_cast<float>(extent.height());
        spots_.reserve(points.size());
        for (const ClusterPoint& p : points) spots_.push_back({static_cast<float>(p.at.x - extent.min_x), static_cast<float>(p.at.y - extent.min_y)});
        seed(static_cast<float>(radius));
        dissolve_small();
        join_touching();
    }
    // Per point the number of its group, and how many groups there are: numbered by their first points.
    [[nodiscard]] std::pair<std::vector<std::uint32_t>, std::size_t> numbered() && {
        std::vector<std::uint32_t> renamed(groups_.size(), none);
        std::uint32_t count = 0;
        std::vector<std::uint32_t> group(group_.size());
        for (std::size_t at = 0; at < group.size(); ++at) group[indices_[at]] = into_[group_[at]];
        for (std::uint32_t& g : group) {
            std::uint32_t& name = renamed[g];
            if (name == none) name = count++;
            g = name;
        }
        return {std::move(group), count};
    }

private:
    void seed(float radius);
    void dissolve_small();
    void join_touching();
    std::vector<std::uint32_t> join(const std::vector<std::uint32_t>& order, const Grid& grid);
    std::vector<std::uint32_t> beside(const std::vector<std::uint32_t>& changed, const Grid& grid);
    void measure(std::uint32_t g);
    template <class Visit>
    void around(const Grid& grid, std::uint32_t g, float reach, Visit&& visit) const;

    float px_, width_ = 0, height_ = 0;
    std::vector<Spot> spots_;            // neighbours together, once there are seeds
    std::vector<std::uint32_t> indices_; // of the point at each of them
    std::vector<std::uint32_t> group_;   // of each of them
    std::vector<Group> groups_;
    std::vector<std::uint32_t> into_;    // the group that each was joined to, or itself
    std::vector<Spot> centres_;
    std::vector<float> reach_;           // of each one's picture around its centre
    std::vector<std::uint8_t> marked_;
    float widest_ = 0, drift_ = 0;       // reach, and way of a centre since the grid was made, at most
};

// Each spot not yet taken becomes a seed and takes what is free within the radius.
void Grouping::seed(float radius) {
    Grid grid(spots_, width_, height_, radius);
    group_.assign(spots_.size(), none);
    std::uint32_t count = 0;
    grid.spread([&](Grid::Cell cell, std::uint32_t at, Spot seed) {
        if (group_[at] != none) return;
        grid.beside(cell, [&](std::uint32_t other, Spot spot) {
            if (square_distance(spot, seed) <= radius * radius && group_[other] == none) group_[other] = count;
        });
        ++count;
    });
    groups_.resize(count);
    std::tie(spots_, indices_) = std::move(grid).sorted();
    for (std::size_t i = 0; i < spots_.size(); ++i) groups_[group_[i]].add(spots_[i]);
}

// A pair or a trio whose markers stand clear of each other reads better as it is than as a number.
void Grouping::dissolve_small() {
    constexpr std::uint32_t small = 3;
    constexpr float clear_px = 26;
    const float least = clear_px * px_;
    struct Few {
        std::array<std::uint32_t, small> members;
        std::uint32_t count = 0;
    };
    std::vector<Few> few(groups_.size());
    for (std::uint32_t i = 0; i < spots_.size(); ++i)
        if (groups_[group_[i]].count <= small) {
            Few& f = few[group_[i]];
            f.members[f.count++] = i;
        }
    for (std::size_t g = 0; g < few.size(); ++g) {
        const std::span members(few[g].members.data(), few[g].count);
        bool apart = members.size() > 1;
        for (std::size_t i = 0; i < members.size(); ++i)
            for (std::size_t j = i + 1; j < members.size(); ++j)
                apart = apart && square_distance(spots_[members[i]], spots_[members[j]]) >= least * least;
        if (!apart) continue;
        for (std::size_t i = 0; i < members.size(); ++i) {
            Group alone;
            alone.add(spots_[members[i]]);
            if (i == 0) {
                groups_[g] = alone;
            } else {
                group_[members[i]] = static_cast<std::uint32_t>(groups_.size());
                groups_.push_back(alone);
            }
        }
    }
}

// Joins groups whose pictures would touch, larger ones first, in rounds: each moves centres a little.
void Grouping::join_touching() {
    constexpr int most_rounds = 4;     // what still touches then is left
    constexpr float cell_px = 36;      // two of the small donuts side by side
    into_.resize(groups_.size());
    std::iota(into_.begin(), into_.end(), 0u);
    centres_.resize(groups_.size());
    reach_.resize(groups_.size());
    marked_.resize(groups_.size());
    std::vector<std::uint32_t> order;
    for (std::uint32_t g = 0; g < groups_.size(); ++g) {
        measure(g);
        if (groups_[g].count > 1) order.push_back(g);
    }
    if (order.empty()) return;
    const Grid grid(centres_, width_, height_, cell_px * px_);
    for (int round = 0; round < most_rounds && !order.empty(); ++round) order = beside(join(order, grid), grid);
    for (std::uint32_t& g : into_)
        while (into_[g] != g) g = into_[g];
}

void Grouping::measure(std::uint32_t g) {
    const std::uint32_t count = groups_[g].count;
    reach_[g] = (count > 1 ? donut_diameter(count) + 4 : single_px) / 2 * px_;
    widest_ = std::max(widest_, reach_[g]);
    centres_[g] = groups_[g].centre();
}

// Groups not yet joined to another, of those whose centre is within `reach` of that of g; and some further ones.
template <class Visit>
void Grouping::around(const Grid& grid, std::uint32_t g, float reach, Visit&& visit) const {
    grid.around(centres_[g], reach + drift_, [&](std::uint32_t at, Spot) {
        const std::uint32_t other = grid.indices()[at];
        if (into_[other] == other) visit(other);
    });
}

// One round, of the groups in `order`; returns those that took others in.
std::vector<std::uint32_t> Grouping::join(const std::vector<std::uint32_t>& order, const Grid& grid) {
    std::vector<std::uint64_t> ranks;  // the count turned round, then the group
    ranks.reserve(order.size());
    for (const std::uint32_t g : order) ranks.push_back(std::uint64_t{~groups_[g].count} << 32 | g);
    std::ranges::sort(ranks);
    struct Join {
        std::uint32_t from, to;
    };
    std::vector<Join> joins;
    std::vector<std::uint32_t> taken;
    const auto take = [&](std::uint32_t g) {
        marked_[g] = 1;
        taken.push_back(g);
    };
    for (const std::uint64_t rank : ranks) {
        const auto g = static_cast<std::uint32_t>(rank);
        if (marked_[g]) continue;
        take(g);
        around(grid, g, 2 * reach_[g], [&](std::uint32_t other) {  // larger ones are taken
            const float touch = reach_[g] + reach_[other];
            if (marked_[other] || square_distance(centres_[g], centres_[other]) >= touch * touch) return;
            take(other);
            joins.push_back({other, g});
        });
    }
    for (const std::uint32_t g : taken) marked_[g] = 0;
    std::vector<std::uint32_t> changed;
    for (const auto [from, to] : joins) {
        into_[from] = to;
        groups_[to].x += groups_[from].x;
        groups_[to].y += groups_[from].y;
        groups_[to].count += groups_[from].count;
        if (changed.empty() || changed.back() != to) changed.push_back(to);
    }
    float moved = 0;
    for (const std::uint32_t g : changed) {
        const Spot before = centres_[g];
        measure(g);
        moved = std::max(moved, square_distance(before, centres_[g]));
    }
    drift_ += std::sqrt(moved);
    return changed;
}

// The changed groups and those near them: where nothing changed, nothing is to be joined.
std::vector<std::uint32_t> Grouping::beside(const std::vector<std::uint32_t>& changed, const Grid& grid) {
    std::vector<std::uint32_t> out;
    const auto take = [&](std::uint32_t g) {
        if (marked_[g] || groups_[g].count < 2) return;
        marked_[g] = 1;
        out.push_back(g);
    };
    for (const std::uint32_t g : changed) {
        take(g);
        around(grid, g, reach_[g] + widest_, take);
    }
    for (const std::uint32_t g : out) marked_[g] = 0;
    return out;
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
    std::uint32_t end = 0;
    for (Cluster& c : out.clusters) {
        c.first = end += c.count;  // counts down while the members are put in
        if (c.count == 0) continue;
        c.at.x /= c.count;
        c.at.y /= c.count;
    }
    out.members.resize(points.size());
    for (auto i = static_cast<std::uint32_t>(points.size()); i-- > 0;) out.members[--out.clusters[group[i]].first] = i;
    return out;
}

} // namespace

Clustering cluster(std::span<const ClusterPoint> points, double radius, double units_per_px) {
    if (radius <= 0 || points.empty()) {
        std::vector<std::uint32_t> each(points.size());
        std::iota(each.begin(), each.end(), 0u);
        return gather(points, each, points.size());
    }
    const auto [group, groups] = Grouping(points, radius, units_per_px).numbered();
    return gather(points, group, groups);
}

int cluster_level(double units_per_px) { return static_cast<int>(std::floor(std::log2(std::max(units_per_px, 1e-12)) * 2)); }

double level_units_per_px(int level) { return std::exp2(level / 2.0); }

double cluster_radius_px(double metres_per_px) { return metres_per_px > 2.5 ? 60 : metres_per_px > 0.7 ? 44 : metres_per_px > 0.35 ? 28 : 14; }

} // namespace vigie::render
