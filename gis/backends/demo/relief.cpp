#include <algorithm>
#include <utility>

#include "gis/backends/demo/town.hpp"

namespace vigie::gis::demo {

Relief::Relief(std::uint64_t seed) {
    Rng rng(seed ^ 0x7E11EFull);
    // Long waves for the lie of the land, short ones for the crookedness of old streets. The sum of all gradients stays
    // under one half, so paper and ground correspond one to one.
    struct Kind { double wave_m, amount_m; };
    constexpr Kind kinds[] = {{1500, 30}, {1150, 26}, {900, 16}, {620, 11}, {430, 6.5}, {310, 4.2}, {205, 2.3}, {150, 1.4}};
    for (std::size_t i = 0; i < waves_.size(); ++i) {
        const double turn = (static_cast<double>(i) * 0.382 + rng.range(0, 0.1));
        const P way{cos_turns(turn), sin_turns(turn)};
        waves_[i] = {way * (1 / kinds[i].wave_m), left_of(way) * kinds[i].amount_m, rng.unit()};
    }
}

P Relief::ground(P paper) const {
    P out = paper;
    for (const Wave& w : waves_) out = out + w.amount * sin_turns(dot(paper, w.k) + w.phase);
    return out;
}

std::vector<P> Relief::ground(const std::vector<P>& paper) const {
    std::vector<P> out;
    out.reserve(paper.size());
    for (const P p : paper) out.push_back(ground(p));
    return out;
}

std::vector<P> Relief::ground_line(const std::vector<P>& paper, double step_m) const {
    std::vector<P> out;
    for (std::size_t i = 0; i < paper.size(); ++i) {
        if (i > 0) {
            const int steps = static_cast<int>(distance(paper[i - 1], paper[i]) / step_m);
            for (int s = 1; s <= steps; ++s) out.push_back(ground(mix(paper[i - 1], paper[i], s / (steps + 1.0))));
        }
        out.push_back(ground(paper[i]));
    }
    return out;
}

std::vector<P> Relief::ground_ring(const std::vector<P>& paper, double step_m) const {
    std::vector<P> closed = paper;
    if (!closed.empty()) closed.push_back(closed.front());
    std::vector<P> out = ground_line(closed, step_m);
    if (!out.empty()) out.pop_back();
    return out;
}

std::vector<P> Relief::place(P origin, P u, const std::vector<P>& shape) const {
    const P at = ground(origin);
    const P across = unit(ground(origin + u * 4.0) - ground(origin - u * 4.0));
    const P inward = left_of(across);
    std::vector<P> out;
    out.reserve(shape.size());
    for (const P p : shape) out.push_back(at + across * p.x + inward * p.y);
    return out;
}

double Relief::height_m(P p) const {
    // The valley falls to the south-west; the land rises on both sides, more to the north-west.
    const double down = (p.x * 0.72 + p.y * 0.69) * 0.0016;
    const double off = (p.y - 0.9 * p.x + 480) / 1.345;  // metres from the river's general line, north-west positive
    const double rise = off > 0 ? 34 * off / (off + 900) : 26 * -off / (-off + 1100);
    const double hill = 7 / (1 + dot(p, p) / 62000);
    return 104 + down + rise + hill;
}

namespace {

// A street's axis ends on the ring of a roundabout it runs into; what comes after begins another part.
void split_at_roundabouts(Town& town, const Relief& relief, std::vector<std::vector<P>>& on_ring) {
    for (std::size_t r = 0; r < town.roundabouts.size(); ++r) {
        const P centre = relief.ground(town.roundabouts[r].paper);
        for (Street& street : town.streets) {
            std::vector<std::vector<P>> parts;
            for (const std::vector<P>& part : street.parts) {
                std::vector<P> run;
                for (std::size_t i = 0; i < part.size(); ++i) {
                    const bool in = distance(part[i], centre) < roundabout_radius_m;
                    const bool was_in = i > 0 && distance(part[i - 1], centre) < roundabout_radius_m;
                    if (i > 0 && in != was_in) {
                        const P rim = centre + unit((in ? part[i - 1] : part[i]) - centre) * roundabout_radius_m;
                        on_ring[r].push_back(rim);
                        run.push_back(rim);
                        if (in) parts.push_back(std::exchange(run, {}));
                    }
                    if (!in) run.push_back(part[i]);
                }
                if (run.size() > 1) parts.push_back(std::move(run));
            }
            street.parts = std::move(parts);
        }
    }
}

void lay_roundabouts(Town& town, const Relief& relief) {
    std::vector<std::vector<P>> on_ring(town.roundabouts.size());
    split_at_roundabouts(town, relief, on_ring);
    for (std::size_t r = 0; r < town.roundabouts.size(); ++r) {
        const P centre = relief.ground(town.roundabouts[r].paper);
        std::vector<P> ring = on_ring[r];
        for (int i = 0; i < 24; ++i) {
            const P p = centre + P{cos_turns(i / 24.0), sin_turns(i / 24.0)} * roundabout_radius_m;
            if (std::none_of(ring.begin(), ring.end(), [&](P q) { return distance(p, q) < 2; })) ring.push_back(p);
        }
        // Traffic turns anticlockwise.
        std::sort(ring.begin(), ring.end(), [&](P a, P b) {
            return heading_deg(a.x - centre.x, a.y - centre.y) > heading_deg(b.x - centre.x, b.y - centre.y);
        });
        ring.push_back(ring.front());
        Street street{.name = town.roundabouts[r].name, .klass = StreetClass::rue, .one_way = true, .speed_kmh = 30};
        street.parts = {ring};
        town.streets.push_back(std::move(street));
    }
}

std::vector<P> axis_on_paper(const Town& town, const Street& street) {
    std::vector<P> paper;
    for (const int index : street.lines)
        for (const Line::Node& node : town.lines[static_cast<std::size_t>(index)].nodes)
            if (paper.empty() || !(paper.back() == node.at)) paper.push_back(node.at);
    if (street.turning_circle && paper.size() > 1) {
        constexpr double radius = 4.5;
        const P end = paper.back(), way = unit(end - paper[paper.size() - 2]), centre = end + way * radius;
        for (int i = 1; i <= 10; ++i)
            paper.push_back(centre - way * (radius * cos_turns(i / 10.0)) + left_of(way) * (radius * sin_turns(i / 10.0)));
        paper.back() = end;
    }
    return paper;
}

} // namespace

void bend(Town& town, const Relief& relief) {
    for (Street& street : town.streets) street.parts = {relief.ground_line(axis_on_paper(town, street), 14)};
    lay_roundabouts(town, relief);
    town.river_axis = relief.ground(town.river_axis);
    std::vector<P> left, right;
    for (std::size_t i = 0; i < town.river_axis.size(); ++i) {
        const P before = town.river_axis[i > 0 ? i - 1 : 0], after = town.river_axis[std::min(i + 1, town.river_axis.size() - 1)];
        const P across = left_of(unit(after - before)) * town.river_half_width_m[i];
        left.push_back(town.river_axis[i] + across);
        right.push_back(town.river_axis[i] - across);
    }
    town.river = right;
    town.river.insert(town.river.end(), left.rbegin(), left.rend());
    town.rail = relief.ground_line(town.rail, 25);
    town.boundary = relief.ground_ring(town.boundary, 60);
    for (Quartier& quartier : town.quartiers)
        for (auto& ring : quartier.rings) ring = relief.ground_ring(ring, 25);
}

} // namespace vigie::gis::demo
