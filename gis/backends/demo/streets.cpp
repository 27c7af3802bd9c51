// Cutting the areas of the skeleton into blocks. A cut runs from street to street, so the network is connected by
// construction; most ends are T-junctions, as in towns that grew. A cut that lands near a junction of the other side takes
// it, and a street goes on with its name where it hardly turns.
#include <algorithm>
#include <optional>

#include "gis/backends/demo/town.hpp"

namespace vigie::gis::demo {

const char* class_name(StreetClass c) {
    switch (c) {
    case StreetClass::boulevard: return "boulevard";
    case StreetClass::avenue: return "avenue";
    case StreetClass::rue: return "rue";
    case StreetClass::ruelle: return "ruelle";
    case StreetClass::chemin: return "chemin";
    }
    return "rue";
}

double drawn_half_width_m(StreetClass c) {
    switch (c) {
    case StreetClass::boulevard: return 7.5;
    case StreetClass::avenue: return 6.5;
    case StreetClass::rue: return 3.8;
    case StreetClass::ruelle: return 2.5;
    case StreetClass::chemin: return 1.0;
    }
    return 3.8;
}

double reserve_half_width_m(StreetClass c) {
    switch (c) {
    case StreetClass::boulevard: return 11.5;
    case StreetClass::avenue: return 9.0;
    case StreetClass::rue: return 5.2;
    case StreetClass::ruelle: return 3.4;
    case StreetClass::chemin: return 2.5;
    }
    return 5.2;
}

namespace {

struct Pattern {
    double block_m2;      // cells are cut until about this size
    double play;          // how far from the middle, and how crooked
    double lane_share;    // of the smallest cuts
    double snap_m;
    StreetClass coarse, fine;
};

Pattern pattern_of(Fabric fabric) {
    using enum StreetClass;
    switch (fabric) {
    case Fabric::old_centre: return {2600, 0.13, 0.75, 7, rue, ruelle};
    case Fabric::faubourg: return {8600, 0.10, 0.0, 13, rue, rue};
    case Fabric::grid: return {6400, 0.015, 0.0, 26, rue, rue};
    case Fabric::estate: return {21000, 0.10, 0.0, 14, rue, rue};
    case Fabric::flats: return {15000, 0.07, 0.0, 14, rue, rue};
    case Fabric::works: return {30000, 0.05, 0.0, 16, rue, rue};
    case Fabric::field: return {190000, 0.10, 0.0, 20, chemin, chemin};
    case Fabric::valley:
    case Fabric::corridor: return {1e12, 0, 0, 0, chemin, chemin};
    }
    return {1e12, 0, 0, 0, chemin, chemin};
}

struct End {
    std::size_t edge = 0;
    P at;
    int joined_street = -1;  // of a street that ends here on the other side, to go on with
};

class Cutter {
public:
    Cutter(Town& town, Rng rng) : town_(town), rng_(rng) {}

    void run() {
        std::vector<Cell> open = std::move(town_.cells);
        town_.cells.clear();
        for (Cell& cell : open) divide(std::move(cell), 0);
    }

private:
    static constexpr int max_depth = 14;

    void divide(Cell cell, int depth) {
        const Pattern pattern = pattern_of(cell.fabric);
        const double size = area(cell.ring.v);
        if (depth < max_depth && size > pattern.block_m2 * rng_.range(0.85, 1.55)) {
            for (int attempt = 0; attempt < 8; ++attempt)
                if (auto parts = cut(cell, pattern, attempt)) {
                    divide(std::move(parts->first), depth + 1);
                    divide(std::move(parts->second), depth + 1);
                    return;
                }
        }
        if (cell.fabric == Fabric::estate && dead_end(cell)) return;
        town_.cells.push_back(std::move(cell));
    }

    // A street without issue, with a turning circle, from the middle of a short side: the estate's way to house its heart.
    bool dead_end(const Cell& cell) {
        const Frame frame = frame_of(cell.ring.v);
        if (frame.along < 110 || frame.across < 72 || frame.across > 165) return false;
        const auto ends = hits(cell.ring, frame.centre, frame.u);
        if (!ends) return false;
        End from = ends->first, to = ends->second;
        if (cell.ring.tag[from.edge] == no_line || rng_.chance(0.5)) std::swap(from, to);
        if (cell.ring.tag[from.edge] == no_line) return false;
        Pattern pattern = pattern_of(cell.fabric);
        pattern.snap_m = 0;
        if (!settle(cell, from, pattern, 5)) return false;
        const P way = unit(to.at - from.at);
        const double reach = distance(from.at, to.at) - 52;
        if (reach < 45) return false;
        join(cell.ring.tag[from.edge], from.at);
        Line line{.a = from.at, .b = from.at + way * reach, .street = static_cast<int>(town_.streets.size())};
        line.nodes = {{0, line.a}, {1, line.b}};
        const int index = static_cast<int>(town_.lines.size());
        town_.streets.push_back({.klass = StreetClass::rue, .fabric = cell.fabric, .turning_circle = true, .quartier = cell.quartier, .lines = {index}});
        const P cap = line.b + way * 17;
        town_.lines.push_back(line);
        const Ring heart = clip(cell.ring, cap, way * -1.0, no_line);
        for (Ring ring : {clip(heart, line.a, left_of(way), index), clip(heart, line.a, left_of(way) * -1.0, index), clip(cell.ring, cap, way, no_line)})
            if (ring.size() >= 3) town_.cells.push_back({.ring = std::move(ring), .fabric = cell.fabric, .quartier = cell.quartier});
        return true;
    }

    std::optional<std::pair<Cell, Cell>> cut(const Cell& cell, const Pattern& pattern, int attempt) {
        Frame frame = frame_of(cell.ring.v);
        const bool squarish = frame.along < frame.across * 1.25;
        if (attempt >= 5 || (squarish && rng_.chance(0.5))) {
            std::swap(frame.u, frame.v);
            std::swap(frame.along, frame.across);
        }
        const double shift = rng_.range(-pattern.play, pattern.play) + (attempt > 2 ? rng_.range(-0.1, 0.1) : 0);
        const P through = frame.centre + frame.u * (frame.along * shift);
        const P way = unit(frame.v + frame.u * (rng_.range(-pattern.play, pattern.play) * 1.2));
        const auto ends = hits(cell.ring, through, way);
        if (!ends) return {};
        End a = ends->first, b = ends->second;
        if (!settle(cell, a, pattern, attempt) || !settle(cell, b, pattern, attempt)) return {};
        if (cell.ring.tag[a.edge] == no_line && cell.ring.tag[b.edge] == no_line) return {};
        if (distance(a.at, b.at) < 22) return {};
        const P left = left_of(unit(b.at - a.at));
        Cell one = cell, two = cell;
        one.ring = clip(cell.ring, a.at, left, next_line());
        two.ring = clip(cell.ring, a.at, left * -1.0, next_line());
        const double least = pattern.block_m2 * 0.22;
        if (one.ring.size() < 3 || two.ring.size() < 3 || area(one.ring.v) < least || area(two.ring.v) < least) return {};
        if (too_thin(one.ring) || too_thin(two.ring)) return {};
        lay(cell, a, b, pattern);
        return std::pair{std::move(one), std::move(two)};
    }

    [[nodiscard]] int next_line() const { return static_cast<int>(town_.lines.size()); }

    static bool too_thin(const Ring& ring) {
        const Frame f = frame_of(ring.v);
        return f.across < 24 || f.along > 5.5 * f.across;
    }

    static std::optional<std::pair<End, End>> hits(const Ring& ring, P through, P way) {
        std::vector<End> found;
        const P normal = left_of(way);
        for (std::size_t i = 0; i < ring.size(); ++i) {
            const P a = ring.v[i], b = ring.v[ring.next(i)];
            const double da = dot(a - through, normal), db = dot(b - through, normal);
            if ((da >= 0) != (db >= 0)) found.push_back({i, mix(a, b, da / (da - db)), -1});
        }
        if (found.size() != 2) return {};
        return std::pair{found[0], found[1]};
    }

    // Moves an end off the corners and onto, or away from, the junctions already on that street. False when it cannot end here.
    bool settle(const Cell& cell, End& end, const Pattern& pattern, int attempt) {
        const Ring& ring = cell.ring;
        const int tag = ring.tag[end.edge];
        const P a = ring.v[end.edge], b = ring.v[ring.next(end.edge)];
        const double span = distance(a, b);
        const double margin = cell.fabric == Fabric::old_centre ? 12 : 20;
        if (span < 2 * margin) return false;
        if (tag == no_line) return cell.fabric == Fabric::field && attempt > 1;
        const double s = std::clamp(distance(a, end.at), margin, span - margin);
        end.at = mix(a, b, s / span);
        Line& line = town_.lines[static_cast<std::size_t>(tag)];
        const Line::Node* near = nullptr;
        double best = 1e300;
        for (const Line::Node& node : line.nodes) {
            const double d = distance(node.at, end.at);
            if (d < best) best = d, near = &node;
        }
        const double apart = cell.fabric == Fabric::old_centre ? 14 : 19;
        if (near && best < pattern.snap_m + apart * 0.5) {
            const double from_a = distance(a, near->at), from_b = distance(b, near->at);
            if (from_a < margin || from_b < margin) return best > apart;
            if (best < pattern.snap_m || attempt < 4) {
                end.at = near->at;
                end.joined_street = street_ending_at(near->at, tag);
                return true;
            }
            return best > apart;
        }
        return true;
    }

    int street_ending_at(P p, int except_line) const {
        for (auto it = town_.lines.rbegin(); it != town_.lines.rend(); ++it)
            if ((it->a == p || it->b == p) && it->street != town_.lines[static_cast<std::size_t>(except_line)].street) return it->street;
        return -1;
    }

    void join(int line, P p) {
        Line& l = town_.lines[static_cast<std::size_t>(line)];
        if (std::any_of(l.nodes.begin(), l.nodes.end(), [&](const Line::Node& n) { return n.at == p; })) return;
        const P d = l.b - l.a;
        const Line::Node node{dot(p - l.a, d) / dot(d, d), p};
        l.nodes.insert(std::upper_bound(l.nodes.begin(), l.nodes.end(), node, [](const auto& x, const auto& y) { return x.t < y.t; }), node);
    }

    void lay(const Cell& cell, const End& a, const End& b, const Pattern& pattern) {
        if (cell.ring.tag[a.edge] >= 0) join(cell.ring.tag[a.edge], a.at);
        if (cell.ring.tag[b.edge] >= 0) join(cell.ring.tag[b.edge], b.at);
        Line line{.a = a.at, .b = b.at};
        line.nodes = {{0, line.a}, {1, line.b}};
        const int index = static_cast<int>(town_.lines.size());
        if (!go_on(line, a, index) && !go_on(line, b, index)) {
            const bool fine = area(cell.ring.v) < pattern.block_m2 * 3.2;
            Street street{.name = {}, .klass = fine && rng_.chance(pattern.lane_share) ? pattern.fine : pattern.coarse, .fabric = cell.fabric, .quartier = cell.quartier};
            if (cell.fabric == Fabric::old_centre && !fine) street.klass = StreetClass::rue;
            street.speed_kmh = cell.fabric == Fabric::old_centre ? 20 : 30;
            street.one_way = (cell.fabric == Fabric::old_centre || cell.fabric == Fabric::grid) && rng_.chance(0.35);
            street.lines = {index};
            line.street = static_cast<int>(town_.streets.size());
            town_.streets.push_back(std::move(street));
        }
        town_.lines.push_back(std::move(line));
    }

    // Appends the line to a street that ends where it begins, when it hardly turns.
    bool go_on(Line& line, const End& end, int index) {
        if (end.joined_street < 0) return false;
        Street& street = town_.streets[static_cast<std::size_t>(end.joined_street)];
        if (!street.name.empty()) return false;  // the skeleton's streets end where history says
        const Line& last = town_.lines[static_cast<std::size_t>(street.lines.back())];
        const Line& first = town_.lines[static_cast<std::size_t>(street.lines.front())];
        const P away = line.a == end.at ? line.b : line.a;
        const bool at_tail = last.b == end.at, at_head = first.a == end.at;
        if (!at_tail && !at_head) return false;
        const P before = at_tail ? last.b - last.a : first.a - first.b;
        if (dot(unit(before), unit(away - end.at)) < 0.86) return false;
        const bool flip = at_tail ? line.a != end.at : line.b != end.at;
        if (flip) {
            std::swap(line.a, line.b);
            std::reverse(line.nodes.begin(), line.nodes.end());
            for (Line::Node& node : line.nodes) node.t = 1 - node.t;
        }
        line.street = end.joined_street;
        street.lines.insert(at_tail ? street.lines.end() : street.lines.begin(), index);
        return true;
    }

    Town& town_;
    Rng rng_;
};

} // namespace

void cut_streets(Town& town, Rng rng) { Cutter(town, rng).run(); }

} // namespace vigie::gis::demo
