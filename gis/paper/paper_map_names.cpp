#include <algorithm>
#include <cmath>
#include <map>
#include <numbers>

#include "gis/paper/paper_map.hpp"

namespace vigie::gis {

namespace {

constexpr double most_turn = 12 * std::numbers::pi / 180;  // within one name
constexpr std::size_t most_names = 80;
constexpr double beside = 6.4;  // pt: middle of a name from that of the way
const TextStyle name_style{.size = 5.6, .color = ink(0x4A4842)};

struct Stretch {
    double length = 0, x = 0, y = 0, angle = 0;
};

// The longest nearly straight piece of a line within the frame.
struct Walker {
    const PaperView& view;
    Stretch best;
    double x0 = 0, y0 = 0, xl = 0, yl = 0;
    bool open = false;

    void close() {
        const double length = std::hypot(xl - x0, yl - y0);
        if (open && length > best.length) best = {length, (x0 + xl) / 2, (y0 + yl) / 2, std::atan2(yl - y0, xl - x0)};
        open = false;
    }
    void step(double ax, double ay, double bx, double by) {
        const PaperBox& b = view.box;
        const auto inside = [&](double x, double y) { return x > b.x && x < b.right() && y > b.y && y < b.bottom(); };
        if (!inside(ax, ay) || !inside(bx, by)) return close();
        if (open) {
            const double turn = std::remainder(std::atan2(by - ay, bx - ax) - std::atan2(yl - y0, xl - x0), 2 * std::numbers::pi);
            if (std::abs(turn) > most_turn) close();
        }
        if (!open) {
            x0 = ax;
            y0 = ay;
            open = true;
        }
        xl = bx;
        yl = by;
    }
};

// A long segment may begin and end outside the frame.
void in_pieces(Walker& walk, double ax, double ay, double bx, double by) {
    constexpr double longest = 10, most = 2'000;
    const int n = 1 + static_cast<int>(std::min(most, std::hypot(bx - ax, by - ay) / longest));
    for (int i = 0; i < n; ++i) walk.step(ax + (bx - ax) * i / n, ay + (by - ay) * i / n, ax + (bx - ax) * (i + 1) / n, ay + (by - ay) * (i + 1) / n);
}

void find_stretches(const Layer& layer, const PaperView& view, std::map<std::string, Stretch>& out) {
    const Column* names = layer.column("name");
    if (!names) return;
    const FeatureGeometry& g = layer.geometry;
    layer.index.query(view.plane, [&](std::uint32_t f) {
        if (g.type[f] != GeometryType::line) return true;
        const std::string name = names->shown(f);
        if (name.empty()) return true;
        for (std::uint32_t part = g.part_begin[f]; part < g.part_begin[f + 1]; ++part) {
            Walker walk{.view = view, .best = {}};
            for (std::uint32_t v = g.vertex_begin[part] + 1; v < g.vertex_begin[part + 1]; ++v)
                in_pieces(walk, view.x(g.xy[2 * v - 2]), view.y(g.xy[2 * v - 1]), view.x(g.xy[2 * v]), view.y(g.xy[2 * v + 1]));
            walk.close();
            if (Stretch& kept = out[name]; walk.best.length > kept.length) kept = walk.best;
        }
        return true;
    });
}

// A name as discs in a row, for collisions.
std::vector<PaperDisc> cover(const Stretch& s, TextSize size) {
    std::vector<PaperDisc> out;
    const double radius = size.height / 2, step = radius * 1.2;
    const int n = std::max(1, static_cast<int>(std::ceil(size.width / step)));
    for (int i = 0; i <= n; ++i) {
        const double along = size.width * (double(i) / n - 0.5);
        out.push_back({s.x + std::cos(s.angle) * along, s.y + std::sin(s.angle) * along, radius});
    }
    return out;
}

bool is_free(const std::vector<PaperDisc>& wanted, const std::vector<PaperDisc>& taken) {
    return std::ranges::none_of(wanted, [&](const PaperDisc& a) {
        return std::ranges::any_of(taken, [&](const PaperDisc& b) { return std::hypot(a.x - b.x, a.y - b.y) < a.radius + b.radius; });
    });
}

} // namespace

void draw_street_names(PdfCanvas& canvas, const std::vector<LayerPtr>& layers, const PaperView& view, const std::vector<PaperDisc>& way, std::vector<PaperDisc>& taken) {
    std::map<std::string, Stretch> found;
    for (const LayerPtr& layer : layers)
        if (layer && layer->info.theme == "street") find_stretches(*layer, view, found);
    std::vector<std::pair<std::string, Stretch>> order(found.begin(), found.end());
    std::ranges::stable_sort(order, [](const auto& a, const auto& b) { return a.second.length > b.second.length; });
    std::size_t drawn = 0;
    for (auto& [name, stretch] : order) {
        if (drawn == most_names) return;
        const TextSize size = canvas.measure(name, name_style);
        if (stretch.length < size.width * 1.1) continue;
        if (std::cos(stretch.angle) < 0) stretch.angle += std::numbers::pi;  // never upside down
        Stretch place = stretch;
        std::vector<PaperDisc> discs;
        const double room = (stretch.length - size.width) / 2;
        for (const double aside : {0.0, beside, -beside})
            for (const double on : {0.0, 0.5 * room, -0.5 * room}) {
                if (!discs.empty()) continue;
                const double c = std::cos(stretch.angle), s = std::sin(stretch.angle);
                const Stretch moved{stretch.length, stretch.x + c * on - s * aside, stretch.y + s * on + c * aside, stretch.angle};
                std::vector<PaperDisc> wanted = cover(moved, size);
                if (!is_free(wanted, taken) || !is_free(wanted, way)) continue;
                discs = std::move(wanted);
                place = moved;
            }
        if (discs.empty()) continue;
        taken.insert(taken.end(), discs.begin(), discs.end());
        canvas.slanted(place.x, place.y, place.angle, name, name_style);
        ++drawn;
    }
}

} // namespace vigie::gis
