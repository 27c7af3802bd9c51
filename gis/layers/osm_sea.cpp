#include "gis/layers/osm_sea.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>

#include "gis/layers/clip.hpp"

namespace vigie::gis {

namespace {

using Line = std::vector<PlanePoint>;
using Key = std::pair<double, double>;
Key key(PlanePoint p) { return {p.x, p.y}; }

bool closed(const Line& line) { return line.size() > 3 && key(line.front()) == key(line.back()); }

double area2(const Line& ring) {
    double sum = 0;
    for (std::size_t i = 0, j = ring.size() - 1; i < ring.size(); j = i++) sum += ring[j].x * ring[i].y - ring[i].x * ring[j].y;
    return sum;
}

bool in_ring(PlanePoint p, const Line& ring) {
    bool inside = false;
    for (std::size_t i = 0, j = ring.size() - 1; i < ring.size(); j = i++)
        if ((ring[i].y > p.y) != (ring[j].y > p.y) && p.x < (ring[j].x - ring[i].x) * (p.y - ring[i].y) / (ring[j].y - ring[i].y) + ring[i].x) inside = !inside;
    return inside;
}

// Ways that follow one another, as one line each.
std::vector<Line> joined(const std::vector<Line>& ways) {
    std::map<Key, std::size_t> begins;
    std::map<Key, int> ends;
    for (std::size_t i = 0; i < ways.size(); ++i) {
        if (ways[i].size() < 2) continue;
        begins.emplace(key(ways[i].front()), i);
        ++ends[key(ways[i].back())];
    }
    std::vector<bool> used(ways.size(), false);
    std::vector<Line> lines;
    const auto follow = [&](std::size_t first) {
        Line line = ways[first];
        used[first] = true;
        for (auto next = begins.find(key(line.back())); next != begins.end() && !used[next->second] && !closed(line); next = begins.find(key(line.back()))) {
            const Line& way = ways[next->second];
            used[next->second] = true;
            line.insert(line.end(), way.begin() + 1, way.end());
        }
        lines.push_back(std::move(line));
    };
    for (std::size_t i = 0; i < ways.size(); ++i)  // those that nothing leads to first; what is left then are rings
        if (ways[i].size() > 1 && !ends.contains(key(ways[i].front()))) follow(i);
    for (std::size_t i = 0; i < ways.size(); ++i)
        if (ways[i].size() > 1 && !used[i]) follow(i);
    return lines;
}

// From p on, away from where the line came from, to beyond the box. The direction is that of the last stretch of a
// twentieth of the box, not of the last metre.
PlanePoint carried_on(const Line& line, bool at_end, const PlaneBox& box) {
    const PlanePoint p = at_end ? line.back() : line.front();
    const double far = box.width() + box.height(), stretch = std::max(box.width(), box.height()) / 20;
    PlanePoint from = at_end ? line.front() : line.back();
    for (std::size_t i = 1; i < line.size(); ++i) {
        const PlanePoint q = at_end ? line[line.size() - 1 - i] : line[i];
        if (std::hypot(q.x - p.x, q.y - p.y) < stretch) continue;
        from = q;
        break;
    }
    const double length = std::hypot(p.x - from.x, p.y - from.y);
    if (!(length > 0)) return p;
    return {p.x + (p.x - from.x) / length * far, p.y + (p.y - from.y) / length * far};
}

// Where a point of the edge lies, going round clockwise from the lower left corner; nothing for one that is not on it.
std::optional<double> along_edge(PlanePoint p, const PlaneBox& b) {
    const double tolerance = (b.width() + b.height()) * 1e-9, w = b.width(), h = b.height();
    if (std::abs(p.x - b.min_x) <= tolerance) return p.y - b.min_y;
    if (std::abs(p.y - b.max_y) <= tolerance) return h + (p.x - b.min_x);
    if (std::abs(p.x - b.max_x) <= tolerance) return h + w + (b.max_y - p.y);
    if (std::abs(p.y - b.min_y) <= tolerance) return 2 * h + w + (b.max_x - p.x);
    return {};
}

struct Piece {
    Line line;
    double begin = 0, end = 0;  // along the edge
    bool used = false;
};

// The sea lies right of a coast: from its end clockwise along the edge to where the next coast begins.
std::optional<std::vector<SeaPolygon>> walked(std::vector<Piece>& pieces, const PlaneBox& box) {
    const double w = box.width(), h = box.height(), round = 2 * (w + h);
    const std::pair<double, PlanePoint> corners[] = {{h, {box.min_x, box.max_y}}, {h + w, {box.max_x, box.max_y}}, {2 * h + w, {box.max_x, box.min_y}}, {round, {box.min_x, box.min_y}}};
    const auto ahead = [&](double from, double to) { return to > from ? to - from : to - from + round; };
    std::vector<SeaPolygon> seas;
    for (Piece& first : pieces) {
        if (first.used) continue;
        SeaPolygon sea;
        for (Piece* piece = &first;;) {
            piece->used = true;
            sea.outer.insert(sea.outer.end(), piece->line.begin(), piece->line.end());
            Piece* next = nullptr;
            double nearest = round + 1;
            for (Piece& other : pieces) {
                const double begin = ahead(piece->end, other.begin), end = ahead(piece->end, other.end);
                if (begin < nearest) nearest = begin, next = &other;
                if (&other != piece && end < nearest) nearest = end, next = nullptr;  // two ends in a row: a coast runs the wrong way
            }
            if (!next) return {};
            for (int turn = 0; turn < 2; ++turn)
                for (const auto& [at, corner] : corners)
                    if (const double away = at + turn * round - piece->end; away > 0 && away < nearest) sea.outer.push_back(corner);
            if (next == &first) break;
            if (next->used) return {};
            piece = next;
        }
        seas.push_back(std::move(sea));
    }
    return seas;
}

} // namespace

bool lies_in(PlanePoint p, const SeaPolygon& sea) {
    return in_ring(p, sea.outer) && std::ranges::none_of(sea.holes, [&](const Line& hole) { return in_ring(p, hole); });
}

std::vector<SeaPolygon> sea_of(const std::vector<Line>& coastlines, const PlaneBox& box) {
    if (coastlines.empty() || !(box.width() > 0) || !(box.height() > 0)) return {};
    std::vector<Line> islands;
    std::vector<Piece> pieces;
    for (Line& line : joined(coastlines)) {
        if (closed(line)) {
            line.pop_back();
            if (area2(line) < 0) std::ranges::reverse(line);  // an enclosed sea is drawn as water of its own by no mapper
            islands.push_back(std::move(line));
            continue;
        }
        const auto inside = [&](PlanePoint p) { return p.x > box.min_x && p.x < box.max_x && p.y > box.min_y && p.y < box.max_y; };
        if (inside(line.front())) line.insert(line.begin(), carried_on(line, false, box));
        if (inside(line.back())) line.push_back(carried_on(line, true, box));
        ClippedLine cut;
        clip_line(line, box, cut);
        for (const LinePiece& part : cut.pieces) {
            Piece piece;
            piece.line.assign(cut.points.begin() + static_cast<std::ptrdiff_t>(part.first), cut.points.begin() + static_cast<std::ptrdiff_t>(part.first + part.count));
            const auto begin = along_edge(piece.line.front(), box), end = along_edge(piece.line.back(), box);
            if (!begin || !end) return {};
            piece.begin = *begin;
            piece.end = *end;
            pieces.push_back(std::move(piece));
        }
    }
    std::vector<SeaPolygon> seas;
    if (pieces.empty()) {
        if (islands.empty()) return {};
        seas.push_back({{{box.min_x, box.min_y}, {box.min_x, box.max_y}, {box.max_x, box.max_y}, {box.max_x, box.min_y}}, {}});
    } else {
        auto walk = walked(pieces, box);
        if (!walk) return {};
        seas = std::move(*walk);
    }
    for (Line& island : islands)
        for (SeaPolygon& sea : seas)
            if (in_ring(island.front(), sea.outer)) {
                sea.holes.push_back(std::move(island));
                break;
            }
    return seas;
}

} // namespace vigie::gis
