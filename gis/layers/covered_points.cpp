// Thinning of points that others hide, on a grid of quarter pixels: one bit a cell, rows of bits compared word by word.
#include <algorithm>
#include <array>
#include <cmath>
#include <map>

#include "gis/layers/point_field.hpp"

namespace vigie::gis {

namespace {

constexpr int cell = 4;                            // quanta: a quarter of a pixel
constexpr int margin = 32;                         // cells around the tile, so that no disc leaves the grid
constexpr int side = tile_quanta / cell + 2 * margin;
constexpr int words = (side + 63) / 64 + 1;
constexpr int most_rows = 60;

// The cells that a disc touches, or wholly covers, as rows of bits, for a centre at (ox, oy) inside its cell.
struct Stamp {
    int first = 0;  // row of bits[0] relative to the centre's cell; columns too
    int rows = 0;
    std::array<std::uint64_t, most_rows> bits{};
};

Stamp stamp(int radius, int ox, int oy, bool whole) {
    Stamp s;
    if (radius <= 0) return s;
    s.first = -(radius + cell - 1) / cell;
    s.rows = 1 - 2 * s.first;
    for (int r = 0; r < s.rows; ++r)
        for (int c = 0; c < s.rows; ++c) {
            // Nearest and farthest point of the cell from the centre, quanta.
            const int x0 = (s.first + c) * cell - ox, y0 = (s.first + r) * cell - oy;
            const int far_x = std::max(std::abs(x0), std::abs(x0 + cell)), far_y = std::max(std::abs(y0), std::abs(y0 + cell));
            const int near_x = x0 > 0 ? x0 : x0 + cell < 0 ? -(x0 + cell) : 0;
            const int near_y = y0 > 0 ? y0 : y0 + cell < 0 ? -(y0 + cell) : 0;
            const bool in = whole ? far_x * far_x + far_y * far_y <= radius * radius
                                  : near_x * near_x + near_y * near_y < radius * radius;
            if (in) s.bits[static_cast<std::size_t>(r)] |= 1ULL << c;
        }
    return s;
}

struct Stamps {
    std::array<Stamp, cell * cell> touches, covers;
    bool usable = false;
};

Stamps stamps_of(DiscReach reach) {
    Stamps s;
    s.usable = reach.covers > 0 && reach.touches <= (most_rows / 2 - 2) * cell;
    if (!s.usable) return s;
    for (int oy = 0; oy < cell; ++oy)
        for (int ox = 0; ox < cell; ++ox) {
            s.touches[static_cast<std::size_t>(oy * cell + ox)] = stamp(reach.touches, ox, oy, false);
            s.covers[static_cast<std::size_t>(oy * cell + ox)] = stamp(reach.covers, ox, oy, true);
        }
    return s;
}

class Coverage {
public:
    Coverage() : bits_(static_cast<std::size_t>(side) * words, 0) {}

    [[nodiscard]] bool all(const Stamp& s, int column, int row) const {
        for (int r = 0; r < s.rows; ++r) {
            const std::uint64_t wanted = s.bits[static_cast<std::size_t>(r)];
            if ((read(column + s.first, row + s.first + r) & wanted) != wanted) return false;
        }
        return true;
    }
    void add(const Stamp& s, int column, int row) {
        for (int r = 0; r < s.rows; ++r) write(column + s.first, row + s.first + r, s.bits[static_cast<std::size_t>(r)]);
    }

private:
    [[nodiscard]] std::uint64_t read(int column, int row) const {
        const std::uint64_t* at = bits_.data() + static_cast<std::size_t>(row) * words + column / 64;
        const int shift = column % 64;
        return shift ? at[0] >> shift | at[1] << (64 - shift) : at[0];
    }
    void write(int column, int row, std::uint64_t value) {
        std::uint64_t* at = bits_.data() + static_cast<std::size_t>(row) * words + column / 64;
        const int shift = column % 64;
        at[0] |= value << shift;
        if (shift) at[1] |= value >> (64 - shift);
    }
    std::vector<std::uint64_t> bits_;
};

bool is_opaque(const std::optional<DayNight>& c) { return c && c->day.a == 255 && c->night.a == 255; }

bool covers(const PaintRule& rule) {
    for (const char* property : {"circle-radius", "circle-stroke-width", "circle-color", "circle-stroke-color", "circle-opacity", "circle-stroke-opacity", "circle-shape"})
        if (rule.is_driven(property)) return false;
    const bool ring = !rule.circle_stroke_color || (is_opaque(rule.circle_stroke_color) && rule.circle_stroke_opacity == 1);
    return ring && is_opaque(rule.circle_color) && rule.circle_opacity == 1 && rule.circle_shape == PointShape::circle;
}

} // namespace

std::vector<DiscReach> disc_reaches(std::span<const PaintRule> rules) {
    std::vector<DiscReach> reach;
    for (const PaintRule& rule : rules) {
        const double radius = rule.circle_radius + (rule.circle_stroke_color ? rule.circle_stroke_width : 0);
        reach.push_back({static_cast<int>(std::ceil((radius + 0.5) * quanta_per_px)), covers(rule) ? static_cast<int>((radius - 0.5) * quanta_per_px) : 0});
    }
    return reach;
}

bool can_hide(std::span<const DiscReach> reach) {
    int most_covered = 0, least_touched = tile_quanta;
    for (const DiscReach& r : reach) {
        most_covered = std::max(most_covered, r.covers);
        least_touched = std::min(least_touched, r.touches);
    }
    return most_covered > least_touched;
}

void drop_covered(std::vector<PlaceVertex>& points, std::span<const DiscReach> reach) {
    std::map<std::pair<int, int>, Stamps> known;
    std::vector<const Stamps*> of_rule(reach.size());
    for (std::size_t r = 0; r < reach.size(); ++r) {
        const auto [it, added] = known.try_emplace({reach[r].touches, reach[r].covers});
        if (added) it->second = stamps_of(reach[r]);
        of_rule[r] = &it->second;
    }
    Coverage covered;
    // From the topmost down; what stays is written behind what is still to come, which keeps the order.
    std::size_t kept = points.size();
    for (std::size_t i = points.size(); i-- > 0;) {
        const PlaceVertex p = points[i];
        const Stamps& s = *of_rule[p.rule];
        const int column = p.x / cell + margin, row = p.y / cell + margin;
        const std::size_t phase = static_cast<std::size_t>((p.y % cell) * cell + p.x % cell);
        if (s.usable && covered.all(s.touches[phase], column, row)) continue;
        if (s.usable) covered.add(s.covers[phase], column, row);
        points[--kept] = p;
    }
    points.erase(points.begin(), points.begin() + static_cast<std::ptrdiff_t>(kept));
}

} // namespace vigie::gis
