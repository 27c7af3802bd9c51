#include "gis/layers/simplify.hpp"

#include <algorithm>
#include <bit>

namespace vigie::gis {

namespace {

// A segment that many points are held against.
struct Chord {
    Chord(QPoint a, QPoint b) : from(a), dx(b.x - a.x), dy(b.y - a.y) {
        const double length2 = dx * dx + dy * dy;
        share = length2 > 0 ? 1 / length2 : 0;
    }
    // Square of the distance from p to the segment.
    [[nodiscard]] double distance2(QPoint p) const {
        const double px = p.x - from.x, py = p.y - from.y;
        const double t = std::clamp((px * dx + py * dy) * share, 0.0, 1.0);
        const double ex = px - t * dx, ey = py - t * dy;
        return ex * ex + ey * ey;
    }
    QPoint from;
    double dx, dy, share;
};

// Douglas and Peucker over at(begin) … at(end), both kept by the caller. Which way the chain runs must not matter:
// distances are taken from the lower end, and of equal distances the lower point wins.
template <class At, class Keep>
void thin(std::uint32_t begin, std::uint32_t end, double tolerance2, const At& at, const Keep& keep, Stretches& stack) {
    stack.clear();
    stack.emplace_back(begin, end);
    while (!stack.empty()) {
        const auto [first, last] = stack.back();
        stack.pop_back();
        const Chord chord(std::min(at(first), at(last)), std::max(at(first), at(last)));
        double worst = tolerance2;
        std::uint32_t found = first;
        for (std::uint32_t i = first + 1; i < last; ++i) {
            const double d = chord.distance2(at(i));
            if (d > worst || (d == worst && found != first && at(i) < at(found))) {
                worst = d;
                found = i;
            }
        }
        if (found == first) continue;
        keep(found);
        if (found - first > 1) stack.emplace_back(first, found);
        if (last - found > 1) stack.emplace_back(found, last);
    }
}

std::uint32_t packed(QPoint p) {
    return std::uint32_t{static_cast<std::uint16_t>(p.x)} << 16 | static_cast<std::uint16_t>(p.y);
}

// For each place, its two neighbours along every ring that passes. A third neighbour makes it a junction.
class Junctions {
public:
    explicit Junctions(std::size_t points)
        : cells_(std::bit_ceil(std::max<std::size_t>(16, points * 2))), mask_(cells_.size() - 1) {}

    void pass(QPoint before, QPoint p, QPoint after) {
        std::uint32_t a = packed(before), b = packed(after);
        if (a > b) std::swap(a, b);
        Cell& cell = find(packed(p));
        if (!cell.used) cell = {packed(p), a, b, true, false};
        else if (cell.a != a || cell.b != b) cell.junction = true;
    }
    [[nodiscard]] bool is(QPoint p) { return find(packed(p)).junction; }

private:
    struct Cell {
        std::uint32_t key = 0, a = 0, b = 0;
        bool used = false, junction = false;
    };
    Cell& find(std::uint32_t key) {
        std::size_t at = (key * 0x9E37'79B9u) & mask_;
        while (cells_[at].used && cells_[at].key != key) at = (at + 1) & mask_;
        return cells_[at];
    }
    std::vector<Cell> cells_;
    std::size_t mask_;
};

double apart2(QPoint a, QPoint b) {
    const double dx = a.x - b.x, dy = a.y - b.y;
    return dx * dx + dy * dy;
}

std::uint32_t farthest(std::span<const QPoint> ring, std::uint32_t from) {
    std::uint32_t best = from;
    for (std::uint32_t i = 0; i < ring.size(); ++i) {
        const double d = apart2(ring[i], ring[from]), top = apart2(ring[best], ring[from]);
        if (d > top || (d == top && d > 0 && ring[i] < ring[best])) best = i;
    }
    return best;
}

// A ring without junctions begins at its lowest point and at the point farthest from it: the same for a hole and the
// island that fills it.
void anchor_lonely(std::span<const QPoint> ring, std::vector<std::uint8_t>& keep) {
    const auto anchors = std::count(keep.begin(), keep.end(), std::uint8_t{1});
    if (anchors >= 2) return;
    const auto start = static_cast<std::uint32_t>(
        anchors == 1 ? std::find(keep.begin(), keep.end(), std::uint8_t{1}) - keep.begin()
                     : std::min_element(ring.begin(), ring.end()) - ring.begin());
    keep[start] = 1;
    keep[farthest(ring, start)] = 1;
}

void thin_ring(std::span<const QPoint> ring, double tolerance2, std::vector<std::uint8_t>& keep, Stretches& stack) {
    const auto n = static_cast<std::uint32_t>(ring.size());
    std::uint32_t start = 0;
    while (start < n && !keep[start]) ++start;
    const auto at = [&](std::uint32_t i) { return ring[i < n ? i : i - n]; };
    // Marks of this pass are 2, so that they do not become ends of stretches.
    const auto mark = [&](std::uint32_t i) { keep[i < n ? i : i - n] = 2; };
    for (std::uint32_t begin = start; begin < start + n;) {
        std::uint32_t end = begin + 1;
        while (keep[end < n ? end : end - n] != 1) ++end;
        if (end - begin > 1) thin(begin, end, tolerance2, at, mark, stack);
        begin = end;
    }
}

} // namespace

RingSet simplified(const RingSet& rings, int tolerance, int edge_low, int edge_high) {
    Junctions junctions(rings.points.size());
    for (std::size_t r = 0; r < rings.count(); ++r) {
        const auto ring = rings.ring(r);
        for (std::size_t i = 0, n = ring.size(); i < n; ++i)
            junctions.pass(ring[i ? i - 1 : n - 1], ring[i], ring[i + 1 < n ? i + 1 : 0]);
    }
    const auto on_edge = [&](int v) { return v <= edge_low || v >= edge_high; };
    RingSet out;
    out.points.reserve(rings.points.size() / 2);
    out.first.reserve(rings.first.size());
    std::vector<std::uint8_t> keep;
    Stretches stack;
    const double tolerance2 = double{1} * tolerance * tolerance;
    for (std::size_t r = 0; r < rings.count(); ++r) {
        const auto ring = rings.ring(r);
        keep.assign(ring.size(), 0);
        for (std::size_t i = 0; i < ring.size(); ++i)
            keep[i] = on_edge(ring[i].x) || on_edge(ring[i].y) || junctions.is(ring[i]) ? 1 : 0;
        if (!ring.empty()) {
            anchor_lonely(ring, keep);
            thin_ring(ring, tolerance2, keep, stack);
        }
        for (std::size_t i = 0; i < ring.size(); ++i)
            if (keep[i]) out.points.push_back(ring[i]);
        out.first.push_back(static_cast<std::uint32_t>(out.points.size()));
    }
    return out;
}

void simplify_line(std::span<const QPoint> line, int tolerance, std::vector<std::uint8_t>& keep, Stretches& waiting) {
    keep.assign(line.size(), 0);
    if (line.empty()) return;
    keep.front() = keep.back() = 1;
    if (line.size() < 3) return;
    thin(0, static_cast<std::uint32_t>(line.size() - 1), double{1} * tolerance * tolerance,
         [&](std::uint32_t i) { return line[i]; }, [&](std::uint32_t i) { keep[i] = 1; }, waiting);
}

} // namespace vigie::gis
