#include "gis/layers/triangulate.hpp"

#include <algorithm>
#include <cmath>

namespace vigie::gis {

namespace {

bool in_triangle(QPoint p, QPoint a, QPoint b, QPoint c) {
    return cross(a, b, p) >= 0 && cross(b, c, p) >= 0 && cross(c, a, p) >= 0;
}

} // namespace

// Links a ring so that it runs to the left (counter-clockwise) or right; `none` when it has no area.
std::uint32_t Triangulator::link_ring(std::span<const QPoint> points, std::uint32_t begin, std::uint32_t end, bool left) {
    if (end - begin < 3) return none;
    const std::int64_t area2 = ring_area2(points.subspan(begin, end - begin));
    if (area2 == 0) return none;
    const auto first = static_cast<std::uint32_t>(nodes_.size());
    const std::uint32_t n = end - begin;
    const bool turn = (area2 > 0) != left;
    for (std::uint32_t i = 0; i < n; ++i) {
        const std::uint32_t from = turn ? end - 1 - i : begin + i;
        nodes_.push_back({points[from], from, first + (i ? i - 1 : n - 1), first + (i + 1 < n ? i + 1 : 0), none, false, false});
    }
    left_ += n;
    return drop_degenerate(first);
}

// Takes out doubled points and spikes of no width; `none` when nothing is left.
std::uint32_t Triangulator::drop_degenerate(std::uint32_t start) {
    std::uint32_t node = start;
    std::size_t good = 0;  // corners in a row that were left alone
    while (good <= left_) {
        Node& n = nodes_[node];
        if (n.after == n.before || n.after == node) return none;
        if (cross(nodes_[n.before].at, n.at, nodes_[n.after].at) != 0) {
            ++good;
            node = n.after;
            continue;
        }
        nodes_[n.before].after = n.after;
        nodes_[n.after].before = n.before;
        n.gone = true;
        --left_;
        good = 0;
        node = n.before;
    }
    return node;
}

// Does the inside near this corner lie towards p?
bool Triangulator::opens_to(const Node& n, QPoint p) const {
    const QPoint a = nodes_[n.before].at, c = nodes_[n.after].at;
    const bool left_of_first = cross(a, n.at, p) >= 0, left_of_second = cross(n.at, c, p) >= 0;
    return cross(a, n.at, c) > 0 ? left_of_first && left_of_second : left_of_first || left_of_second;
}

// Where the bridge from a hole's leftmost point h meets the outside: going left, the first edge that is met; of its ends
// the left one, unless a reflex corner hides it from h (after D. Eberly, "Triangulation by Ear Clipping").
std::uint32_t Triangulator::bridge_end(std::uint32_t outer, std::uint32_t hole) const {
    const QPoint h = nodes_[hole].at;
    double met_x = -1e300;
    std::uint32_t best = none;
    std::uint32_t n = outer;
    do {
        const QPoint a = nodes_[n].at, b = nodes_[nodes_[n].after].at;
        if (a == h && opens_to(nodes_[n], nodes_[nodes_[hole].after].at)) return n;
        if (a.y >= h.y && b.y < h.y) {  // the inside lies left of an edge: edges that go down have it to their east
            const double x = a.x + double(h.y - a.y) * (b.x - a.x) / (b.y - a.y);
            if (x <= h.x && x > met_x) {
                met_x = x;
                best = a.x < b.x ? n : nodes_[n].after;
            }
        }
        n = nodes_[n].after;
    } while (n != outer);
    return best == none ? none : seen_from(h, static_cast<std::int32_t>(std::floor(met_x)), best, outer);
}

std::uint32_t Triangulator::seen_from(QPoint h, std::int32_t met_x, std::uint32_t candidate, std::uint32_t outer) const {
    const QPoint met{met_x, h.y}, end = nodes_[candidate].at;
    const QPoint a = end.y < h.y ? end : met, b = end.y < h.y ? met : end;  // h, b, a turn left
    const std::int32_t low_x = std::min(met_x, end.x);
    double best_slope = end.x < h.x ? std::abs(double(end.y) - h.y) / (double(h.x) - end.x) : 1e300;
    std::uint32_t seen = candidate, n = outer;
    do {
        const Node& node = nodes_[n];
        const bool near = node.at.x >= low_x && node.at.x < h.x && in_triangle(node.at, h, b, a) && opens_to(node, h);
        if (near) {
            const double slope = std::abs(double(node.at.y) - h.y) / (double(h.x) - node.at.x);
            const QPoint s = nodes_[seen].at;
            if (slope < best_slope || (slope == best_slope && (node.at.x > s.x || (node.at == s && !opens_to(nodes_[seen], h))))) {
                best_slope = slope;
                seen = n;
            }
        }
        n = node.after;
    } while (n != outer);
    return seen;
}

// Joins a hole to the outside by a bridge walked both ways: two copies of its ends. Where the hole touches the outside
// no bridge is needed: the two rings change partners.
void Triangulator::join(std::uint32_t outer, std::uint32_t hole) {
    if (nodes_[outer].at == nodes_[hole].at) {
        std::swap(nodes_[outer].after, nodes_[hole].after);
        nodes_[nodes_[outer].after].before = outer;
        nodes_[nodes_[hole].after].before = hole;
        return;
    }
    const auto outer_copy = static_cast<std::uint32_t>(nodes_.size()), hole_copy = outer_copy + 1;
    nodes_.push_back(nodes_[outer]);
    nodes_.push_back(nodes_[hole]);
    left_ += 2;
    nodes_[outer_copy].before = hole_copy;
    nodes_[nodes_[outer_copy].after].before = outer_copy;
    nodes_[hole_copy].after = outer_copy;
    nodes_[nodes_[hole_copy].before].after = hole_copy;
    nodes_[outer].after = hole;
    nodes_[hole].before = outer;
}

void Triangulator::bridge_holes(std::uint32_t outer, std::span<const std::uint32_t> holes) {
    struct Start {
        QPoint at;
        std::uint32_t node;
    };
    std::vector<Start> starts;
    for (const std::uint32_t hole : holes) {
        std::uint32_t leftmost = hole;
        for (std::uint32_t n = nodes_[hole].after; n != hole; n = nodes_[n].after)
            if (nodes_[n].at < nodes_[leftmost].at) leftmost = n;
        starts.push_back({nodes_[leftmost].at, leftmost});
    }
    std::ranges::sort(starts, [](const Start& a, const Start& b) { return a.at < b.at; });
    for (const Start& s : starts) {
        const std::uint32_t end = bridge_end(outer, s.node);
        if (end != none) join(end, s.node);
    }
}

std::size_t Triangulator::cell_of(QPoint p) const {
    return static_cast<std::size_t>((p.y - low_.y) / cell_size_) * static_cast<std::size_t>(columns_) +
           static_cast<std::size_t>((p.x - low_.x) / cell_size_);
}

// About two corners a cell.
void Triangulator::fill_grid(std::uint32_t start) {
    QPoint high = low_ = nodes_[start].at;
    std::size_t count = 0;
    std::uint32_t n = start;
    do {
        const QPoint p = nodes_[n].at;
        low_ = {std::min(low_.x, p.x), std::min(low_.y, p.y)};
        high = {std::max(high.x, p.x), std::max(high.y, p.y)};
        ++count;
        n = nodes_[n].after;
    } while (n != start);
    const double area = (double(high.x) - low_.x + 1) * (double(high.y) - low_.y + 1);
    const int widest = std::max(high.x - low_.x, high.y - low_.y) + 1;
    cell_size_ = std::max({1, static_cast<int>(std::sqrt(2 * area / double(count))), widest / 1024});
    columns_ = (high.x - low_.x) / cell_size_ + 1;
    rows_ = (high.y - low_.y) / cell_size_ + 1;
    cells_.assign(static_cast<std::size_t>(columns_) * static_cast<std::size_t>(rows_), none);
    do {
        classify(n);
        if (nodes_[n].reflex) {
            std::uint32_t& cell = cells_[cell_of(nodes_[n].at)];
            nodes_[n].next_in_cell = cell;
            cell = n;
        }
        n = nodes_[n].after;
    } while (n != start);
}

// A corner once convex never turns reflex by clipping; one that becomes convex stays in its cell and is passed over.
void Triangulator::classify(std::uint32_t node) {
    Node& n = nodes_[node];
    n.reflex = cross(nodes_[n.before].at, n.at, nodes_[n.after].at) <= 0;
}

bool Triangulator::is_ear(std::uint32_t node) const {
    const Node& n = nodes_[node];
    if (n.reflex) return false;
    const QPoint a = nodes_[n.before].at, b = n.at, c = nodes_[n.after].at;
    const QPoint low{std::min({a.x, b.x, c.x}), std::min({a.y, b.y, c.y})};
    const QPoint high{std::max({a.x, b.x, c.x}), std::max({a.y, b.y, c.y})};
    const int x0 = (low.x - low_.x) / cell_size_, x1 = (high.x - low_.x) / cell_size_;
    const int y0 = (low.y - low_.y) / cell_size_, y1 = (high.y - low_.y) / cell_size_;
    for (int y = y0; y <= y1; ++y)
        for (int x = x0; x <= x1; ++x)
            for (std::uint32_t r = cells_[static_cast<std::size_t>(y) * static_cast<std::size_t>(columns_) +
                                          static_cast<std::size_t>(x)];
                 r != none; r = nodes_[r].next_in_cell) {
                const Node& other = nodes_[r];
                if (other.gone || !other.reflex || other.at == a || other.at == b || other.at == c) continue;
                if (in_triangle(other.at, a, b, c)) return false;
            }
    return true;
}

void Triangulator::cut_off(std::uint32_t node, std::vector<std::uint32_t>& triangles) {
    Node& n = nodes_[node];
    if (cross(nodes_[n.before].at, n.at, nodes_[n.after].at) > 0)
        triangles.insert(triangles.end(), {nodes_[n.before].index, n.index, nodes_[n.after].index});
    nodes_[n.before].after = n.after;
    nodes_[n.after].before = n.before;
    n.gone = true;
    --left_;
    classify(n.before);
    classify(n.after);
}

// Triangles from one corner, when the ring is convex: every corner turns left and is passed once seen from there.
bool Triangulator::fan(std::uint32_t start, std::vector<std::uint32_t>& triangles) const {
    const Node& first = nodes_[start];
    std::uint32_t n = start;
    do {
        const Node& node = nodes_[n];
        if (cross(nodes_[node.before].at, node.at, nodes_[node.after].at) <= 0) return false;
        const bool opposite = n != start && node.after != start;
        if (opposite && cross(first.at, node.at, nodes_[node.after].at) <= 0) return false;
        n = node.after;
    } while (n != start);
    for (n = first.after; nodes_[n].after != start; n = nodes_[n].after)
        triangles.insert(triangles.end(), {first.index, nodes_[n].index, nodes_[nodes_[n].after].index});
    return true;
}

void Triangulator::clip(std::uint32_t start, std::vector<std::uint32_t>& triangles) {
    std::uint32_t node = start;
    std::size_t since_ear = 0;
    while (left_ > 2) {
        const std::uint32_t after = nodes_[node].after;
        if (after == node || nodes_[node].before == after) return;
        // Without an ear on a whole round the ring crosses itself: any convex corner goes, else any corner.
        const bool forced = since_ear > left_ && (!nodes_[node].reflex || since_ear > 2 * left_);
        if (forced || is_ear(node)) {
            cut_off(node, triangles);
            since_ear = 0;
            node = nodes_[after].after;  // skipping one gives less slender triangles
            if (nodes_[node].gone) node = after;
        } else {
            ++since_ear;
            node = after;
        }
    }
}

void Triangulator::run(std::span<const QPoint> points, std::span<const std::uint32_t> first,
                       std::vector<std::uint32_t>& triangles) {
    nodes_.clear();
    left_ = 0;
    if (first.size() < 2) return;
    const std::uint32_t outer = link_ring(points, first[0], first[1], true);
    if (outer == none) return;
    std::vector<std::uint32_t> holes;
    for (std::size_t r = 1; r + 1 < first.size(); ++r) {
        const std::size_t before = left_;
        const std::uint32_t hole = link_ring(points, first[r], first[r + 1], false);
        if (hole == none) left_ = before;
        else holes.push_back(hole);
    }
    if (holes.empty() && left_ <= 16 && fan(outer, triangles)) return;
    bridge_holes(outer, holes);
    fill_grid(outer);
    clip(outer, triangles);
}

} // namespace vigie::gis
