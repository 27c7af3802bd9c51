// Blocks into lots: rows of narrow lots along the streets, back to back where a block is deep; every built lot has a front.
#include <algorithm>
#include <optional>

#include "gis/backends/demo/town.hpp"

namespace vigie::gis::demo {

namespace {

struct Plotting {
    double width_m, depth_m;   // of a usual lot
    double back_to_back_m;     // between two streets, from this depth on there are two rows
};

Plotting plotting_of(Fabric fabric) {
    switch (fabric) {
    case Fabric::old_centre: return {7.5, 24, 17};
    case Fabric::grid: return {10.5, 34, 27};
    case Fabric::estate: return {18.5, 33, 41};
    case Fabric::flats: return {62, 66, 96};
    case Fabric::works: return {58, 92, 130};
    default: return {12.5, 42, 31};
    }
}

class Plotter {
public:
    Plotter(Town& town, const Cell& cell, Rng& rng) : town_(town), cell_(cell), plan_(plotting_of(cell.fabric)), rng_(rng) {}

    void run(const Ring& block) { rows(block, 0); }

private:
    static constexpr int max_depth = 5;

    [[nodiscard]] std::optional<std::size_t> longest_front(const Ring& ring) const {
        std::optional<std::size_t> best;
        for (std::size_t i = 0; i < ring.size(); ++i)
            if (ring.tag[i] >= 0 && (!best || ring.edge_length(i) > ring.edge_length(*best))) best = i;
        return best;
    }

    static double depth_from(const Ring& ring, std::size_t edge) {
        const P n = left_of(unit(ring.edge(edge)));
        double deepest = 0;
        for (const P p : ring.v) deepest = std::max(deepest, dot(p - ring.v[edge], n));
        return deepest;
    }

    void rows(const Ring& ring, int depth) {
        if (ring.size() < 3 || area(ring.v) < plan_.width_m * 6) return;
        const auto front = longest_front(ring);
        if (!front) return keep(ring, 0, false);
        const double deep = depth_from(ring, *front);
        const P n = left_of(unit(ring.edge(*front)));
        if (depth < max_depth && cap(ring, *front, depth)) return;
        const bool both = has_far_front(ring, *front);
        if (depth < max_depth && deep > (both ? plan_.back_to_back_m : plan_.depth_m * 1.45)) {
            const double at = both && deep < plan_.depth_m * 3.2 ? deep / 2 : plan_.depth_m * rng_.range(0.85, 1.1);
            const P p = ring.v[*front] + n * at;
            slice(clip(ring, p, n * -1.0, no_line));
            rows(clip(ring, p, n, no_line), depth + 1);
            return;
        }
        slice(ring);
    }

    static bool has_far_front(const Ring& ring, std::size_t front) {
        const P n = left_of(unit(ring.edge(front)));
        for (std::size_t i = 0; i < ring.size(); ++i)
            if (ring.tag[i] >= 0 && dot(left_of(unit(ring.edge(i))), n) < -0.7) return true;
        return false;
    }

    // The ends of a long block look at the cross streets: they are rows of their own.
    bool cap(const Ring& ring, std::size_t front, int depth) {
        if (cell_.fabric == Fabric::works || cell_.fabric == Fabric::flats) return false;
        const double length_m = ring.edge_length(front);
        for (std::size_t i = 0; i < ring.size(); ++i) {
            if (i == front || ring.tag[i] < 0) continue;
            const P n = left_of(unit(ring.edge(i)));
            if (dot(n, left_of(unit(ring.edge(front)))) < -0.7) continue;  // the far side is no end
            const double wide = ring.edge_length(i);
            const double take = std::min(plan_.depth_m * 0.72, length_m * 0.34);
            if (wide < plan_.width_m * 2.6 || length_m < plan_.depth_m * 1.5 || take < plan_.width_m * 1.1) continue;
            const P p = ring.v[i] + n * take;
            const Ring end = clip(ring, p, n * -1.0, no_line), rest = clip(ring, p, n, no_line);
            if (end.size() < 3 || rest.size() < 3 || area(rest.v) < area(ring.v) * 0.4) continue;
            slice_along(end, front_tagged(end, ring.tag[i]));
            rows(rest, depth + 1);
            return true;
        }
        return false;
    }

    [[nodiscard]] std::size_t front_tagged(const Ring& ring, int tag) const {
        std::size_t best = 0;
        double longest = -1;
        for (std::size_t i = 0; i < ring.size(); ++i)
            if (ring.tag[i] == tag && ring.edge_length(i) > longest) longest = ring.edge_length(i), best = i;
        return best;
    }

    void slice(const Ring& ring) {
        if (const auto front = longest_front(ring)) slice_along(ring, *front);
        else keep(ring, 0, false);
    }

    void slice_along(const Ring& ring, std::size_t front) {
        if (ring.size() < 3) return;
        const P u = unit(ring.edge(front)), a = ring.v[front];
        const double span = ring.edge_length(front);
        const int tag = ring.tag[front];
        const int count = std::max(1, static_cast<int>(span / plan_.width_m + 0.5));
        Ring left = ring;
        for (int i = 1; i <= count && left.size() >= 3; ++i) {
            if (i == count) {
                keep(left, front_tagged(left, tag), true);
                break;
            }
            const double s = span * (i + rng_.range(-0.16, 0.16)) / count;
            const Ring lot = clip(left, a + u * s, u * -1.0, no_line);
            left = clip(left, a + u * s, u, no_line);
            if (lot.size() >= 3) keep(lot, front_tagged(lot, tag), true);
        }
    }

    void keep(const Ring& ring, std::size_t front, bool usable) {
        Lot lot{.ring = ring, .front = front, .fabric = cell_.fabric, .street = -1, .quartier = cell_.quartier, .house_number = 0, .door = {}, .built = false};
        if (usable && ring.tag[front] >= 0 && ring.edge_length(front) > 3.5 && area(ring.v) > 40)
            lot.street = town_.lines[static_cast<std::size_t>(ring.tag[front])].street;
        town_.lots.push_back(std::move(lot));
    }

    Town& town_;
    const Cell& cell_;
    Plotting plan_;
    Rng& rng_;
};

} // namespace

Ring block_of(const Town& town, const Cell& cell, double extra_m) {
    Ring out = inset(cell.ring, [&](int tag, std::size_t) {
        if (tag < 0) return 0.0;
        return reserve_half_width_m(town.streets[static_cast<std::size_t>(town.lines[static_cast<std::size_t>(tag)].street)].klass) + extra_m;
    });
    for (const Roundabout& r : town.roundabouts)
        if (out.size() >= 3 && std::any_of(cell.ring.v.begin(), cell.ring.v.end(), [&](P p) { return distance(p, r.paper) < 1; })) {
            const P way = unit(centroid(cell.ring.v) - r.paper);
            out = clip(out, r.paper + way * (roundabout_radius_m + 12), way, no_line);
        }
    return out;
}

void cut_lots(Town& town, Rng rng) {
    for (const Cell& cell : town.cells) {
        if (cell.taken || cell.fabric == Fabric::field || cell.fabric == Fabric::valley || cell.fabric == Fabric::corridor) continue;
        const Ring block = block_of(town, cell);
        if (block.size() >= 3) Plotter(town, cell, rng).run(block);
    }
}

} // namespace vigie::gis::demo
