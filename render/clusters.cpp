#include "render/clusters.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>

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
    void lay(std::span<const Spot> spots, float width, float height, float cell) {
        spots_.resize(spots.size());
        indices_.resize(spots.size());
        const float most = 8 * static_cast<float>(spots.size()) + 64;
        const float cells = (width / cell + 1) * (height / cell + 1);
        if (cells > most) cell *= std::sqrt(cells / most);
        per_unit_ = 1 / cell;
        columns_ = static_cast<int>(width * per_unit_) + 1;
        rows_ = static_cast<int>(height * per_unit_) + 1;
        last_column_ = static_cast<float>(columns_ - 1);
        last_row_ = static_cast<float>(rows_ - 1);
        begins_.assign(static_cast<std::size_t>(columns_) * static_cast<std::size_t>(rows_) + 2, 0);  // shifted by one while it is filled
        cell_of_.resize(spots.size());
        for (std::size_t i = 0; i < spots.size(); ++i) ++begins_[(cell_of_[i] = cell_at(column(spots[i].x), row(spots[i].y))) + 2];
        std::partial_sum(begins_.begin(), begins_.end(), begins_.begin());
        for (std::uint32_t i = 0; i < spots.size(); ++i) {
            const std::uint32_t at = begins_[cell_of_[i] + 1]++;
            spots_[at] = spots[i];
            indices_[at] = i;
        }
    }
    // In order of the cells: the spots, and their indices among those given.
    [[nodiscard]] std::vector<Spot>& spots() { return spots_; }
    [[nodiscard]] std::vector<std::uint32_t>& indices() { return indices_; }
    [[nodiscard]] std::uint32_t index_at(std::uint32_t position) const { return indices_[position]; }
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
    std::vector<std::uint32_t> indices_, cell_of_;
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

} // namespace

// The groups while they are made. Memory is kept from one time to the next: asking for it costs more than filling it.
struct Clusterer::Work {
    void make_room(std::size_t points);
    void make(std::span<const ClusterPoint> points, float radius);
    void number();
    void seed(float radius);
    void dissolve_small();
    void join_touching();
    void join(bool larger);
    void measure(std::uint32_t g);
    template <class Visit>
    void around(std::uint32_t g, float reach, Visit&& visit) const;

    static constexpr std::uint32_t small = 3;
    struct Few {
        std::array<std::uint32_t, small> members;
        std::uint32_t count = 0;
    };
    struct Join {
        std::uint32_t from, to;
    };
    float px = 1, width = 0, height = 0;
    Grid grid;
    std::vector<Spot> spots;             // neighbours together, once there are seeds
    std::vector<std::uint32_t> indices;  // of the point at each of them
    std::vector<std::uint32_t> group;    // of each of them
    std::vector<Group> groups;
    std::vector<Few> few;                // spots of each small group
    std::vector<std::uint32_t> into;     // the group that each was joined to, or itself
    std::vector<Spot> centres;
    std::vector<float> reach;            // of each one's picture around its centre
    std::vector<std::uint8_t> marked;
    float widest = 0, drift = 0;         // reach, and way of a centre since the grid was made, at most
    std::vector<std::uint32_t> order, taken;
    std::vector<std::uint64_t> ranks;    // the count turned round, then the group
    std::vector<Join> joins;
    std::vector<std::uint32_t> numbers, renamed;  // of the group of each point as given; of each group
    std::uint32_t count = 0;
};

// For as many groups as points, so that no later zoom pays for fresh pages.
void Clusterer::Work::make_room(std::size_t points) {
    if (points <= groups.capacity()) return;
    const auto touch = [points](auto&... each) { (each.resize(points), ...); };
    touch(spots, indices, group, groups, few, into, centres, reach, marked, numbers, renamed);
}

void Clusterer::Work::make(std::span<const ClusterPoint> points, float radius) {
    make_room(points.size());
    const gis::PlaneBox extent = usual_extent(points);
    width = static_cast<float>(extent.width());
    height = static_cast<float>(extent.height());
    spots.clear();
    for (const ClusterPoint& p : points) spots.push_back({static_cast<float>(p.at.x - extent.min_x), static_cast<float>(p.at.y - extent.min_y)});
    seed(radius);
    dissolve_small();
    join_touching();
    number();
}

// By their first points.
void Clusterer::Work::number() {
    numbers.resize(group.size());
    for (std::size_t at = 0; at < group.size(); ++at) numbers[indices[at]] = into[group[at]];
    renamed.assign(groups.size(), none);
    count = 0;
    for (std::uint32_t& g : numbers) {
        std::uint32_t& name = renamed[g];
        if (name == none) name = count++;
        g = name;
    }
}

// Each spot not yet taken becomes a seed and takes what is free within the radius.
void Clusterer::Work::seed(float radius) {
    grid.lay(spots, width, height, radius);
    group.assign(spots.size(), none);
    count = 0;
    grid.spread([&](Grid::Cell cell, std::uint32_t at, Spot seed) {
        if (group[at] != none) return;
        grid.beside(cell, [&](std::uint32_t other, Spot spot) {
            if (square_distance(spot, seed) <= radius * radius && group[other] == none) group[other] = count;
        });
        ++count;
    });
    groups.assign(count, {});
    spots.swap(grid.spots());
    indices.swap(grid.indices());
    for (std::size_t i = 0; i < spots.size(); ++i) groups[group[i]].add(spots[i]);
}

// A pair or a trio whose markers stand clear of each other reads better as it is than as a number.
void Clusterer::Work::dissolve_small() {
    constexpr float clear_px = 26;
    const float least = clear_px * px;
    few.assign(groups.size(), {});
    for (std::uint32_t i = 0; i < spots.size(); ++i)
        if (groups[group[i]].count <= small) {
            Few& f = few[group[i]];
            f.members[f.count++] = i;
        }
    for (std::size_t g = 0; g < few.size(); ++g) {
        const std::span members(few[g].members.data(), few[g].count);
        bool apart = members.size() > 1;
        for (std::size_t i = 0; i < members.size(); ++i)
            for (std::size_t j = i + 1; j < members.size(); ++j)
                apart = apart && square_distance(spots[members[i]], spots[members[j]]) >= least * least;
        if (!apart) continue;
        for (std::size_t i = 0; i < members.size(); ++i) {
            Group alone;
            alone.add(spots[members[i]]);
            if (i == 0) {
                groups[g] = alone;
            } else {
                group[members[i]] = static_cast<std::uint32_t>(groups.size());
                groups.push_back(alone);
            }
        }
    }
}

// Joins groups whose pictures would touch, larger ones first, in rounds: each moves centres a little.
void Clusterer::Work::join_touching() {
    constexpr int most_rounds = 4;     // what still touches then is left
    constexpr float cell_px = 36;      // two of the small donuts side by side
    into.resize(groups.size());
    std::iota(into.begin(), into.end(), 0u);
    centres.resize(groups.size());
    reach.resize(groups.size());
    marked.assign(groups.size(), 0);
    order.clear();
    widest = drift = 0;
    for (std::uint32_t g = 0; g < groups.size(); ++g) {
        measure(g);
        if (groups[g].count > 1) order.push_back(g);
    }
    if (order.empty()) return;
    grid.lay(centres, width, height, cell_px * px);
    for (int round = 0; round < most_rounds && !order.empty(); ++round) join(round > 0);
    for (std::uint32_t& g : into)
        while (into[g] != g) g = into[g];
}

void Clusterer::Work::measure(std::uint32_t g) {
    const std::uint32_t points = groups[g].count;
    reach[g] = (points > 1 ? donut_diameter(points) + 4 : single_px) / 2 * px;
    widest = std::max(widest, reach[g]);
    centres[g] = groups[g].centre();
}

// Groups not yet joined to another, of those whose centre is `within` that of g; and some further ones.
template <class Visit>
void Clusterer::Work::around(std::uint32_t g, float within, Visit&& visit) const {
    grid.around(centres[g], within + drift, [&](std::uint32_t at, Spot) {
        const std::uint32_t other = grid.index_at(at);
        if (into[other] == other) visit(other);
    });
}

// One round, of the groups in `order`, which take in those they touch: smaller ones, or larger ones as well. Leaves the
// changed groups there: where nothing changed, nothing is to be joined in the next.
void Clusterer::Work::join(bool larger) {
    ranks.clear();
    for (const std::uint32_t g : order) ranks.push_back(std::uint64_t{~groups[g].count} << 32 | g);
    std::ranges::sort(ranks);
    joins.clear();
    taken.clear();
    const auto take = [&](std::uint32_t g) {
        marked[g] = 1;
        taken.push_back(g);
    };
    for (const std::uint64_t rank : ranks) {
        const auto g = static_cast<std::uint32_t>(rank);
        if (marked[g]) continue;
        take(g);
        around(g, reach[g] + (larger ? widest : reach[g]), [&](std::uint32_t other) {
            const float touch = reach[g] + reach[other];
            if (marked[other] || square_distance(centres[g], centres[other]) >= touch * touch) return;
            take(other);
            joins.push_back({other, g});
        });
    }
    for (const std::uint32_t g : taken) marked[g] = 0;
    order.clear();
    for (const auto [from, to] : joins) {
        into[from] = to;
        groups[to].x += groups[from].x;
        groups[to].y += groups[from].y;
        groups[to].count += groups[from].count;
        if (order.empty() || order.back() != to) order.push_back(to);
    }
    float moved = 0;
    for (const std::uint32_t g : order) {
        const Spot before = centres[g];
        measure(g);
        moved = std::max(moved, square_distance(before, centres[g]));
    }
    drift += std::sqrt(moved);
}

Clusterer::Clusterer() : work_(std::make_unique<Work>()) {}
Clusterer::~Clusterer() = default;
Clusterer::Clusterer(Clusterer&&) noexcept = default;
Clusterer& Clusterer::operator=(Clusterer&&) noexcept = default;

void Clusterer::run(std::span<const ClusterPoint> points, double radius, double units_per_px, Clustering& out) {
    Work& work = *work_;
    work.px = static_cast<float>(units_per_px);
    if (radius > 0 && !points.empty()) {
        work.make(points, static_cast<float>(radius));
    } else {
        work.count = static_cast<std::uint32_t>(points.size());
        work.numbers.resize(points.size());
        std::iota(work.numbers.begin(), work.numbers.end(), 0u);
    }
    out.clusters.assign(work.count, {});
    for (std::size_t i = 0; i < points.size(); ++i) {
        Cluster& c = out.clusters[work.numbers[i]];
        ++c.count;
        ++c.families[std::min<std::size_t>(points[i].family, 5)];
        c.at.x += points[i].at.x;
        c.at.y += points[i].at.y;
    }
    std::uint32_t end = 0;
    for (Cluster& c : out.clusters) {
        c.first = end += c.count;  // counts down while the members are put in
        c.at.x /= c.count;
        c.at.y /= c.count;
    }
    out.members.resize(points.size());
    for (auto i = static_cast<std::uint32_t>(points.size()); i-- > 0;) out.members[--out.clusters[work.numbers[i]].first] = i;
}

Clustering cluster(std::span<const ClusterPoint> points, double radius, double units_per_px) {
    Clustering out;
    Clusterer().run(points, radius, units_per_px, out);
    return out;
}

int cluster_level(double units_per_px) { return static_cast<int>(std::floor(std::log2(std::max(units_per_px, 1e-12)) * 2)); }

double level_units_per_px(int level) { return std::exp2(level / 2.0); }

double cluster_radius_px(double metres_per_px) { return metres_per_px > 2.5 ? 60 : metres_per_px > 0.7 ? 44 : metres_per_px > 0.35 ? 28 : 14; }

} // namespace vigie::render
