// What stands on the lots: terraces with wings and courtyards in the old town, villas and estate houses behind their
// gardens, slabs of flats, halls of the works. Terraces share their lot's bent walls; free-standing shapes are rigid.
#include <algorithm>
#include <map>

#include "gis/backends/demo/town.hpp"

namespace vigie::gis::demo {

namespace {

class Builder {
public:
    Builder(Town& town, const Relief& relief, Rng rng) : town_(town), relief_(relief), rng_(rng) {}

    void run() {
        for (std::size_t i = 0; i < town_.lots.size(); ++i) {
            lot_ = static_cast<int>(i);
            Lot& lot = town_.lots[i];
            if (lot.street < 0) continue;
            const std::size_t before = town_.houses.size();
            build(lot);
            lot.built = town_.houses.size() > before;
            const P mid = mix(lot.ring.v[lot.front], lot.ring.v[lot.ring.next(lot.front)], 0.5);
            lot.door = relief_.ground(mid + left_of(unit(lot.ring.edge(lot.front))) * 1.2);
        }
    }

private:
    void build(const Lot& lot) {
        switch (lot.fabric) {
        case Fabric::old_centre: return rng_.chance(0.985) ? terrace(lot, rng_.range(9.5, 13.5), rng_.whole(2, 4), rng_.whole(1650, 1900), 0.5) : void();
        case Fabric::grid:
            if (rng_.chance(0.80)) terrace(lot, rng_.range(9, 12.5), rng_.whole(2, 4), rng_.whole(1870, 1935), 0.45);
            else villa(lot, 3.5, rng_.whole(1890, 1940));
            return;
        case Fabric::estate: return rng_.chance(0.94) ? villa(lot, rng_.range(4.8, 7.5), rng_.whole(1962, 2019)) : void();
        case Fabric::flats: return slab(lot);
        case Fabric::works: return hall(lot);
        default:
            if (rng_.chance(0.06)) return;
            if (rng_.chance(near_town(lot) ? 0.75 : 0.34)) terrace(lot, rng_.range(8.5, 12), rng_.whole(1, 3), rng_.whole(1850, 1960), 0.4);
            else villa(lot, rng_.range(2.5, 6), rng_.whole(1900, 1995));
        }
    }

    [[nodiscard]] static bool near_town(const Lot& lot) { return length(lot.ring.v[lot.front]) < 430; }

    void add(std::vector<P> ring, const char* use, int levels, int year, bool annex = false) {
        if (ring.size() < 3 || area(ring) < 6) return;
        town_.houses.push_back({std::move(ring), use, levels, year, lot_, annex});
    }

    // The strip of the lot along its front; on a corner, along both streets, as one L.
    void terrace(const Lot& lot, double depth, int levels, int year, double wing_share) {
        const Ring& r = lot.ring;
        const P n = left_of(unit(r.edge(lot.front)));
        const char* use = lot.fabric == Fabric::old_centre && rng_.chance(0.3) ? "commerce et habitation" : "habitation";
        if (std::vector<P> corner = corner_shape(lot, depth); corner.size() >= 5) return add(bent(corner), use, levels, year);
        const Ring front = clip(r, r.v[lot.front] + n * depth, n * -1.0, no_line);
        if (front.size() < 3) return;
        std::vector<P> shape = front.v;
        if (rng_.chance(wing_share))
            if (std::vector<P> l = with_wing(lot, depth); l.size() >= 6) shape = std::move(l);
        add(bent(shape), use, levels, year);
        if (rng_.chance(0.12)) shed(lot, depth);
    }

    [[nodiscard]] std::vector<P> bent(const std::vector<P>& paper) const { return relief_.ground_ring(paper, 14); }

    // Main house and a wing behind along one side wall. Needs a lot with four corners or more and parallel sides.
    std::vector<P> with_wing(const Lot& lot, double depth) {
        const Ring& r = lot.ring;
        const P a = r.v[lot.front], b = r.v[r.next(lot.front)], u = unit(b - a), n = left_of(u);
        const P side_a = unit(r.v[r.previous(lot.front)] - a), side_b = unit(r.v[r.next(r.next(lot.front))] - b);
        const double reach_a = dot(r.v[r.previous(lot.front)] - a, n), reach_b = dot(r.v[r.next(r.next(lot.front))] - b, n);
        const double wing = rng_.range(4, 9), deep = depth + wing;
        const double width = distance(a, b) * rng_.range(0.38, 0.55);
        const bool right = rng_.chance(0.5);
        if ((right ? reach_b : reach_a) < deep + 1.5 || (right ? reach_a : reach_b) < depth + 1) return {};
        if (dot(side_a, n) < 0.8 || dot(side_b, n) < 0.8) return {};
        const auto up = [&](P foot, P side, double d) { return foot + side * (d / dot(side, n)); };
        const P c = up(b, side_b, depth), d = up(a, side_a, depth);
        if (right) {
            const P far = up(b, side_b, deep);
            return {a, b, far, far - u * width, c - u * width, d};
        }
        const P far = up(a, side_a, deep);
        return {a, b, c, d + u * width, far + u * width, far};
    }

    // a – corner – b along two streets, then back inside at `depth`.
    static std::vector<P> corner_shape(const Lot& lot, double depth) {
        const Ring& r = lot.ring;
        for (const bool after : {true, false}) {
            const std::size_t e1 = after ? lot.front : r.previous(lot.front), e2 = r.next(e1);
            const std::size_t other = after ? e2 : e1;
            if (r.tag[other] < 0 || r.edge_length(other) < depth + 3) continue;
            const P n1 = left_of(unit(r.edge(e1))), n2 = left_of(unit(r.edge(e2)));
            Ring hole = clip(r, r.v[e1] + n1 * depth, n1, -7);
            if (hole.size() < 3) return {};
            hole = clip(hole, r.v[e2] + n2 * depth, n2, -8);
            if (hole.size() < 3 || area(hole.v) < 12) return {};
            // Outer boundary from the start of e1 to the end of e2, then the hole's two inner edges backwards.
            std::size_t i7 = hole.size(), i8 = hole.size();
            for (std::size_t i = 0; i < hole.size(); ++i) {
                if (hole.tag[i] == -7) i7 = i;
                if (hole.tag[i] == -8) i8 = i;
            }
            if (i7 == hole.size() || i8 != hole.next(i7)) return {};
            const P start = hole.v[i7], bend_at = hole.v[i8], end = hole.v[hole.next(i8)];
            const std::size_t ea = r.previous(e1), eb = r.next(e2);
            if (distance_to_segment(start, r.v[ea], r.v[e1]) > 0.01 || distance_to_segment(end, r.v[eb], r.v[r.next(eb)]) > 0.01) return {};
            return {r.v[e1], r.v[e2], r.v[eb], end, bend_at, start};
        }
        return {};
    }

    void shed(const Lot& lot, double depth) {
        const Ring& r = lot.ring;
        const P a = r.v[lot.front], b = r.v[r.next(lot.front)], u = unit(b - a), n = left_of(u);
        const P at = mix(a, b, rng_.range(0.25, 0.7)) + n * (depth + rng_.range(10, 14));
        rigid(lot, at, u, {{-2, 0}, {2, 0}, {2, 3.2}, {-2, 3.2}}, "annexe", 1, 1960, true);
    }

    // Places a rigid shape (metres along u, inward) when all of it lies in the lot, a metre from its limits.
    bool rigid(const Lot& lot, P at, P u, const std::vector<P>& shape, const char* use, int levels, int year, bool annex = false) {
        const P n = left_of(u);
        for (const P p : shape) {
            const P q = at + u * p.x + n * p.y;
            for (std::size_t i = 0; i < lot.ring.size(); ++i)
                if (dot(q - lot.ring.v[i], left_of(unit(lot.ring.edge(i)))) < 1.0) return false;
        }
        add(relief_.place(at, u, shape), use, levels, year, annex);
        return true;
    }

    void villa(const Lot& lot, double setback, int year) {
        const Ring& r = lot.ring;
        const P a = r.v[lot.front], b = r.v[r.next(lot.front)], u = unit(b - a), n = left_of(u);
        const double span = distance(a, b);
        const double width = std::min(span - 4, rng_.range(9.5, 14.5));
        double depth = rng_.range(7.5, 10.5);
        if (width < 5.5) return terrace(lot, 9, 1, year, 0);
        const double hw = width / 2, wing = rng_.range(2.8, 4.5), cut = width * rng_.range(0.40, 0.62);
        const int shape_kind = rng_.whole(0, 4);
        for (int attempt = 0; attempt < 3; ++attempt) {
            std::vector<P> shape{{-hw, 0}, {hw, 0}, {hw, depth}, {-hw, depth}};
            if (shape_kind == 1) shape = {{-hw, 0}, {hw, 0}, {hw, depth}, {hw - cut, depth}, {hw - cut, depth + wing}, {-hw, depth + wing}};
            if (shape_kind == 2) shape = {{-hw, wing}, {-hw + cut, wing}, {-hw + cut, 0}, {hw, 0}, {hw, depth + 1}, {-hw, depth + 1}};
            if (shape_kind == 3) shape = {{-hw, 0}, {-hw + cut, 0}, {-hw + cut, wing}, {hw, wing}, {hw, depth + 1}, {-hw, depth + 1}};
            const P at = mix(a, b, 0.5) + u * ((0.5 - rng_.unit()) * std::max(0.0, span - width - 4)) + n * (setback + attempt * 1.5);
            if (rigid(lot, at, u, shape, "habitation", rng_.whole(1, 2), year)) {
                if (rng_.chance(0.22)) pool_house(lot, u, n, a, b, setback + depth);
                return;
            }
            depth *= 0.8;
        }
    }

    void pool_house(const Lot& lot, P u, P n, P a, P b, double from) {
        const P at = mix(a, b, rng_.range(0.2, 0.8)) + n * (from + rng_.range(8, 13));
        rigid(lot, at, u, {{-1.8, 0}, {1.8, 0}, {1.8, 2.8}, {-1.8, 2.8}}, "annexe", 1, 1995, true);
    }

    void slab(const Lot& lot) {
        const Frame f = frame_of(lot.ring.v);
        const double length_m = std::min(f.along * 0.62, rng_.range(38, 56)), h = length_m / 2, d = rng_.range(6, 7);
        if (h < 9) return villa(lot, 6, 1975);
        const int levels = rng_.whole(3, 5), year = rng_.whole(1962, 1984);
        std::vector<P> shape{{-h, -d}, {h, -d}, {h, d}, {-h, d}};
        if (rng_.chance(0.3)) shape = {{-h, -d}, {h, -d}, {h, d + 14}, {h - 12, d + 14}, {h - 12, d}, {-h, d}};
        if (!rigid(lot, f.centre, f.u, shape, "logements collectifs", levels, year) && !rigid(lot, f.centre, f.v, shape, "logements collectifs", levels, year))
            villa(lot, 6, 1975);
    }

    void hall(const Lot& lot) {
        const Frame f = frame_of(lot.ring.v);
        if (rng_.chance(0.12)) return;
        for (const double share : {0.72, 0.58, 0.44, 0.3}) {
            const double w = f.along * share * rng_.range(0.85, 1), d = f.across * share * rng_.range(0.7, 0.95);
            std::vector<P> shape{{-w / 2, -d / 2}, {w / 2, -d / 2}, {w / 2, d / 2}, {-w / 2, d / 2}};
            if (rng_.chance(0.4)) shape = {{-w / 2, -d / 2}, {w / 2, -d / 2}, {w / 2, d * 0.2}, {w * 0.2, d * 0.2}, {w * 0.2, d / 2}, {-w / 2, d / 2}};
            if (rigid(lot, f.centre, f.u, shape, rng_.chance(0.5) ? "atelier" : "entrepôt", 1, rng_.whole(1972, 2018))) return;
        }
    }

    Town& town_;
    const Relief& relief_;
    Rng rng_;
    int lot_ = -1;
};

} // namespace

void build_houses(Town& town, const Relief& relief, Rng rng) { Builder(town, relief, rng).run(); }

namespace {

struct Stretch {
    P a, b;
    double half;
};
using GridKey = std::pair<int, int>;
GridKey grid_key(P p, double size) { return {static_cast<int>(std::floor(p.x / size)), static_cast<int>(std::floor(p.y / size))}; }

bool on_a_street(const std::map<GridKey, std::vector<Stretch>>& streets, const std::vector<P>& ring) {
    for (std::size_t i = 0; i < ring.size(); ++i) {
        const P p = ring[i], q = ring[(i + 1) % ring.size()];
        const GridKey here = grid_key(p, 50);
        for (int dx = -1; dx <= 1; ++dx)
            for (int dy = -1; dy <= 1; ++dy) {
                const auto it = streets.find({here.first + dx, here.second + dy});
                if (it == streets.end()) continue;
                for (const Stretch& s : it->second)
                    if (distance_to_segment(p, s.a, s.b) < s.half + 0.2 || distance_to_segment(mix(p, q, 0.5), s.a, s.b) < s.half + 0.1) return true;
            }
    }
    return false;
}

} // namespace

void pull_down_misfits(Town& town) {
    std::map<GridKey, std::vector<Stretch>> streets;
    for (const Street& s : town.streets)
        for (const auto& part : s.parts)
            for (std::size_t i = 1; i < part.size(); ++i)
                streets[grid_key(mix(part[i - 1], part[i], 0.5), 50)].push_back({part[i - 1], part[i], drawn_half_width_m(s.klass)});
    std::map<GridKey, std::vector<std::vector<P>>> standing;
    std::vector<bool> built(town.lots.size(), false);
    std::vector<House> kept;
    kept.reserve(town.houses.size());
    for (House& house : town.houses) {
        if (on_a_street(streets, house.ring)) continue;
        const P middle = centroid(house.ring);
        std::vector<P> core = house.ring;  // party walls may touch
        for (P& p : core) p = mix(p, middle, 0.03);
        const GridKey here = grid_key(middle, 60);
        bool clash = false;
        for (int dx = -1; dx <= 1 && !clash; ++dx)
            for (int dy = -1; dy <= 1 && !clash; ++dy)
                if (const auto it = standing.find({here.first + dx, here.second + dy}); it != standing.end())
                    clash = std::any_of(it->second.begin(), it->second.end(), [&](const auto& other) { return overlap(core, other); });
        if (clash) continue;
        standing[here].push_back(std::move(core));
        if (!house.annex) built[static_cast<std::size_t>(house.lot)] = true;
        kept.push_back(std::move(house));
    }
    town.houses = std::move(kept);
    for (std::size_t i = 0; i < town.lots.size(); ++i) town.lots[i].built = built[i];
}

} // namespace vigie::gis::demo
