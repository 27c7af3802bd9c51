#include "gis/paper/paper_map.hpp"

#include <cairo.h>

#include <algorithm>
#include <cmath>
#include <numbers>
#include <string_view>

namespace vigie::gis {

namespace {

constexpr double least_width_m = 300, margin = 26;      // pt, around the outermost stop
constexpr double disc_radius = 7.6, disc_gap = 1.6;
constexpr double least_step = 0.25;                      // pt: closer vertices say nothing on paper
constexpr std::size_t most_features = 60'000;            // of one layer; a page holds no more that an eye could part

struct GroundStyle {
    std::string_view theme;
    Ink fill, edge;
    double edge_width = 0.3;    // pt
    double line_m = 0;          // lines: ground width
    double least = 0.4;         // features smaller than this, in pt, are left out
};
constexpr Ink land = ink(0xFBFAF7);
const GroundStyle grounds[] = {
    {.theme = "block", .fill = ink(0xF4F2EC), .edge = ink(0xF4F2EC), .edge_width = 0},
    {.theme = "green", .fill = ink(0xE6EDDA), .edge = ink(0xCFDBBD)},
    {.theme = "cemetery", .fill = ink(0xEDEBE3), .edge = ink(0xCFDBBD)},
    {.theme = "park", .fill = ink(0xE2EBD4), .edge = ink(0xC3D2AE)},
    {.theme = "sports", .fill = ink(0xE6EBDF), .edge = ink(0xC9D2BD)},
    {.theme = "square", .fill = ink(0xEFEDE6), .edge = ink(0xD0CCC1)},
    {.theme = "parking", .fill = ink(0xEFEDE6), .edge = ink(0xD0CCC1)},
    {.theme = "river", .fill = ink(0xCBE1EB), .edge = ink(0x98C2D6), .line_m = 10},
    {.theme = "water", .fill = ink(0xCBE1EB), .edge = ink(0x98C2D6), .line_m = 3},
    {.theme = "building", .fill = ink(0xDED9CE), .edge = ink(0xB9B2A3), .edge_width = 0.25, .least = 0.8},
    {.theme = "public_building", .fill = ink(0xC4D7D6), .edge = ink(0x7FA3A3), .edge_width = 0.4},
    {.theme = "rail", .fill = ink(0x8A8780), .edge = ink(0x8A8780), .line_m = 2},
};
constexpr Ink street_fill = ink(0xFFFFFF), street_casing = ink(0xC2BDB0);

double street_width_m(std::string_view klass) {
    constexpr std::string_view wide[] = {"avenue", "boulevard", "cours", "route", "quai", "primary", "secondary", "tertiary", "trunk", "motorway", "autoroute", "rocade"};
    constexpr std::string_view narrow[] = {"ruelle", "chemin", "venelle", "impasse", "passage", "service", "living_street", "pedestrian"};
    constexpr std::string_view paths[] = {"sentier", "piste", "footway", "path", "track", "steps", "cycleway", "bridleway"};
    if (std::ranges::find(wide, klass) != std::end(wide)) return 12;
    if (std::ranges::find(narrow, klass) != std::end(narrow)) return 5;
    if (std::ranges::find(paths, klass) != std::end(paths)) return 1.5;
    return 7.6;
}

void use(cairo_t* pen, Ink c) { cairo_set_source_rgb(pen, c.r, c.g, c.b); }

struct Ground {
    PdfCanvas& canvas;
    const PaperView& view;
    double metres_per_unit;

    [[nodiscard]] double pt(double metres) const { return metres / metres_per_unit * view.scale; }

    void part(const FeatureGeometry& g, std::uint32_t p, bool closed) const {
        cairo_t* pen = canvas.pen();
        double lx = 0, ly = 0;
        bool begun = false;
        const std::uint32_t end = g.vertex_begin[p + 1];
        for (std::uint32_t v = g.vertex_begin[p]; v < end; ++v) {
            const double x = view.x(g.xy[2 * v]), y = view.y(g.xy[2 * v + 1]);
            if (!std::isfinite(x) || !std::isfinite(y)) continue;
            if (begun && v + 1 != end && std::hypot(x - lx, y - ly) < least_step) continue;
            if (begun) cairo_line_to(pen, x, y);
            else cairo_move_to(pen, x, y);
            begun = true;
            lx = x;
            ly = y;
        }
        if (begun && closed) cairo_close_path(pen);
    }

    template <class Each>
    void features(const Layer& layer, GeometryType type, double least, Each&& each) const {
        std::size_t seen = 0;
        std::vector<std::uint32_t> rows = layer.index.query(view.plane);
        std::ranges::sort(rows);  // the file's order, so that the same page comes out each time
        for (const std::uint32_t f : rows) {
            if (layer.geometry.type[f] != type) continue;
            const PlaneBox box = layer.box(f);
            if (std::max(box.width(), box.height()) * view.scale < least) continue;
            if (++seen > most_features) return;
            each(f);
        }
    }

    void feature(const Layer& layer, std::uint32_t f, bool closed) const {
        for (std::uint32_t p = layer.geometry.part_begin[f]; p < layer.geometry.part_begin[f + 1]; ++p) part(layer.geometry, p, closed);
    }

    void areas(const Layer& layer, const GroundStyle& style) const {
        cairo_t* pen = canvas.pen();
        cairo_set_fill_rule(pen, CAIRO_FILL_RULE_EVEN_ODD);
        features(layer, GeometryType::polygon, style.least, [&](std::uint32_t f) {
            feature(layer, f, true);
            use(pen, style.fill);
            if (style.edge_width <= 0) return cairo_fill(pen);
            cairo_fill_preserve(pen);
            use(pen, style.edge);
            cairo_set_line_width(pen, style.edge_width);
            cairo_stroke(pen);
        });
        if (style.line_m <= 0) return;
        features(layer, GeometryType::line, 0, [&](std::uint32_t f) { feature(layer, f, false); });
        use(pen, style.fill);
        cairo_set_line_width(pen, std::max(0.7, pt(style.line_m)));
        cairo_stroke(pen);
    }

    // All casings first, so that crossings are open.
    void streets(const std::vector<LayerPtr>& layers) const {
        cairo_t* pen = canvas.pen();
        cairo_set_line_cap(pen, CAIRO_LINE_CAP_ROUND);
        for (const bool casing : {true, false})
            for (const LayerPtr& layer : layers) {
                if (!layer || layer->info.theme != "street") continue;
                const Column* klass = layer->column("class");
                features(*layer, GeometryType::line, 0, [&](std::uint32_t f) {
                    const double width_m = klass && klass->type == Column::Type::text ? street_width_m(klass->text(f)) : street_width_m({});
                    const bool path = width_m < 3;
                    if (path && casing) return;
                    feature(*layer, f, false);
                    use(pen, casing || path ? street_casing : street_fill);
                    cairo_set_line_width(pen, path ? 0.5 : std::max(1.1, pt(width_m)) + (casing ? 0.8 : 0));
                    cairo_stroke(pen);
                });
            }
        cairo_set_line_cap(pen, CAIRO_LINE_CAP_BUTT);
    }
};

void draw_way(PdfCanvas& canvas, const PaperView& view, const std::vector<SheetLeg>& legs) {
    cairo_t* pen = canvas.pen();
    cairo_set_line_cap(pen, CAIRO_LINE_CAP_ROUND);
    for (const bool halo : {true, false})
        for (const SheetLeg& leg : legs) {
            for (std::size_t i = 0; i < leg.line.size(); ++i) {
                const double x = view.x(leg.line[i].x), y = view.y(leg.line[i].y);
                if (i == 0) cairo_move_to(pen, x, y);
                else cairo_line_to(pen, x, y);
            }
            const double dashes[] = {4, 4};
            if (!leg.by_road) cairo_set_dash(pen, dashes, 2, 0);
            use(pen, halo ? inks::white : inks::route);
            cairo_set_line_width(pen, halo ? 4.4 : 2.2);
            cairo_stroke(pen);
            cairo_set_dash(pen, nullptr, 0, 0);
        }
    cairo_set_line_cap(pen, CAIRO_LINE_CAP_BUTT);
}

// The way as discs in a row, for names to keep off.
std::vector<PaperDisc> along(const std::vector<SheetLeg>& legs, const PaperView& view) {
    constexpr double step = 3, radius = 2;
    std::vector<PaperDisc> out;
    for (const SheetLeg& leg : legs)
        for (std::size_t i = 1; i < leg.line.size(); ++i) {
            const double ax = view.x(leg.line[i - 1].x), ay = view.y(leg.line[i - 1].y), bx = view.x(leg.line[i].x), by = view.y(leg.line[i].y);
            const int n = 1 + static_cast<int>(std::min(1000.0, std::hypot(bx - ax, by - ay) / step));
            for (int k = 0; k <= n; ++k) out.push_back({ax + (bx - ax) * k / n, ay + (by - ay) * k / n, radius});
        }
    return out;
}

// Discs where the stops are, moved apart where they would cover each other.
std::vector<PaperDisc> placed(const std::vector<MapStop>& stops, const PaperView& view, const std::vector<PaperDisc>& fixed) {
    constexpr int rounds = 120;
    std::vector<PaperDisc> discs;
    for (const MapStop& s : stops) discs.push_back({view.x(s.at.x), view.y(s.at.y), disc_radius});
    const auto away = [](PaperDisc& a, const PaperDisc& b, double share, std::size_t turn) {
        const double least = a.radius + b.radius + disc_gap;
        double dx = a.x - b.x, dy = a.y - b.y, d = std::hypot(dx, dy);
        if (d >= least) return;
        if (d < 0.01) {  // one place: each in a direction of its own
            const double angle = double(turn) * 2.399963;
            dx = std::cos(angle);
            dy = std::sin(angle);
            d = 1;
        }
        const double push = (least - std::min(d, least)) * share / d + 0.001;
        a.x += dx * push;
        a.y += dy * push;
    };
    const PaperBox& b = view.box;
    for (int round = 0; round < rounds; ++round)
        for (std::size_t i = 0; i < discs.size(); ++i) {
            for (std::size_t j = 0; j < discs.size(); ++j)
                if (i != j) away(discs[i], discs[j], 0.5, i);
            for (const PaperDisc& f : fixed) away(discs[i], f, 1, i);
            discs[i].x = std::clamp(discs[i].x, b.x + 10, b.right() - 10);
            discs[i].y = std::clamp(discs[i].y, b.y + 10, b.bottom() - 10);
        }
    return discs;
}

void draw_stops(PdfCanvas& canvas, const PaperView& view, const PaperMap& map, const std::vector<PaperDisc>& discs) {
    for (std::size_t i = 0; i < discs.size(); ++i) {
        const double x = view.x(map.stops[i].at.x), y = view.y(map.stops[i].at.y);
        if (std::hypot(x - discs[i].x, y - discs[i].y) < 3) continue;
        canvas.line(x, y, discs[i].x, discs[i].y, inks::strong, 0.9);
        canvas.disc(x, y, 2, inks::strong);
    }
    for (std::size_t i = 0; i < discs.size(); ++i) {
        const PaperDisc& d = discs[i];
        canvas.disc(d.x, d.y, d.radius + 1, inks::white);
        canvas.disc(d.x, d.y, d.radius, inks::strong);
        const TextStyle style{.size = map.stops[i].mark.size() > 2 ? 6.4 : 8.4, .strong = true, .color = inks::white, .align = Align::centre};
        canvas.text(d.x, d.y - canvas.measure(map.stops[i].mark, style).height / 2, map.stops[i].mark, style);
    }
}

void draw_depot(PdfCanvas& canvas, const PaperView& view, PlanePoint at, const std::string& letter) {
    const double x = view.x(at.x), y = view.y(at.y), half = 6.6;
    canvas.fill({x - half - 1, y - half - 1, 2 * half + 2, 2 * half + 2}, inks::white, 2);
    canvas.frame({x - half, y - half, 2 * half, 2 * half}, inks::strong, 1.4, 1.5);
    const TextStyle style{.size = 8.4, .strong = true, .color = inks::strong, .align = Align::centre};
    canvas.text(x, y - canvas.measure(letter, style).height / 2, letter, style);
}

void draw_scale_bar(PdfCanvas& canvas, const Language& language, const PaperView& view, double metres_per_unit, bool depot) {
    constexpr double longest = 96;
    const double pt_per_m = view.scale / metres_per_unit;
    double length = 10;
    for (double decade = 10; decade <= 100'000; decade *= 10)
        for (const double step : {1.0, 2.0, 5.0})
            if (decade * step * pt_per_m <= longest) length = decade * step;
    const double width = length * pt_per_m, x = view.box.x + 8, y = view.box.bottom() - 9;
    const std::string words = language.distance(length) + (depot ? "   " + language("paper.depot_legend") : std::string());
    const TextStyle style{.size = 6.6, .strong = true, .color = inks::strong};
    const double side = canvas.measure(words, style).width;
    canvas.fill({x - 4, y - 8, width + side + 14, 13}, inks::white, 2);
    canvas.fill({x, y - 2.5, width / 2, 3}, inks::strong);
    canvas.frame({x, y - 2.5, width, 3}, inks::strong, 0.6);
    canvas.text(x + width + 5, y - 5.6, words, style);
}

// Upwards of the plane is not quite north: the arrow shows the difference.
void draw_north(PdfCanvas& canvas, const PaperView& view, const MapPlane& plane) {
    const PlanePoint c = view.plane.centre();
    double turn = 0;
    if (const auto here = plane.lonlat_from_plane(c))
        if (const auto north = plane.plane_from_lonlat({here->lon, here->lat + 0.001})) turn = std::atan2(north->x - c.x, north->y - c.y);
    const double x = view.box.right() - 15, y = view.box.y + 17;
    cairo_t* pen = canvas.pen();
    canvas.disc(x, y, 11, inks::white);
    cairo_save(pen);
    cairo_translate(pen, x, y);
    cairo_rotate(pen, turn);
    cairo_move_to(pen, 0, -9.5);
    cairo_line_to(pen, 3.4, 0);
    cairo_line_to(pen, -3.4, 0);
    cairo_close_path(pen);
    use(pen, inks::strong);
    cairo_fill(pen);
    cairo_restore(pen);
    canvas.text(x, y, "N", {.size = 7, .strong = true, .color = inks::strong, .align = Align::centre});
}

void draw_credits(PdfCanvas& canvas, const PaperView& view, const std::vector<std::string>& names) {
    if (names.empty()) return;
    std::string words;
    for (const std::string& n : names) words += (words.empty() ? "" : ", ") + n;
    TextStyle style{.size = 5.2, .color = inks::weak, .width = view.box.width * 0.62, .align = Align::right};
    const TextSize size = canvas.measure(words, style);
    const double x = view.box.right() - style.width - 5, y = view.box.bottom() - size.height - 4;
    canvas.fill({x + style.width - size.width - 3, y - 1.5, size.width + 6, size.height + 3}, inks::white, 2);
    canvas.text(x, y, words, style);
}

} // namespace

PaperView view_of(const PaperMap& map, const PaperBox& box, double metres_per_unit) {
    PlaneBox all;
    for (const MapStop& s : map.stops) all.include(s.at.x, s.at.y);
    if (map.depot) all.include(map.depot->x, map.depot->y);
    for (const PlanePoint& p : map.frame) all.include(p.x, p.y);
    for (const SheetLeg& leg : map.legs)
        for (const PlanePoint& p : leg.line) all.include(p.x, p.y);
    if (all.empty()) all.include(0, 0);
    const double inner_w = box.width - 2 * margin, inner_h = box.height - 2 * margin;
    const double scale = std::min({inner_w / std::max(all.width(), 1e-9), inner_h / std::max(all.height(), 1e-9), box.width / (least_width_m / metres_per_unit)});
    const PlanePoint c = all.centre();
    const double w = box.width / scale / 2, h = box.height / scale / 2;
    return {box, {c.x - w, c.y - h, c.x + w, c.y + h}, scale};
}

void draw_paper_map(PdfCanvas& canvas, const PaperSource& from, const PaperMap& map, const PaperBox& box) {
    const PaperView first = view_of(map, box, 1);
    const double metres_per_unit = from.plane.metres_per_unit(first.plane.centre());
    const PaperView view = view_of(map, box, metres_per_unit);
    cairo_t* pen = canvas.pen();
    cairo_save(pen);
    cairo_rectangle(pen, box.x, box.y, box.width, box.height);
    cairo_clip(pen);
    canvas.fill(box, land);
    const Ground ground{canvas, view, metres_per_unit};
    std::vector<std::string> credits = map.credits;
    for (const GroundStyle& style : grounds)
        for (const LayerPtr& layer : from.layers)
            if (layer && layer->info.theme == style.theme && layer->info.bounds.intersects(view.plane)) ground.areas(*layer, style);
    ground.streets(from.layers);
    for (const LayerPtr& layer : from.layers) {
        const bool drawn = layer && (layer->info.theme == "street" || std::ranges::any_of(grounds, [&](const GroundStyle& s) { return s.theme == layer->info.theme; }));
        if (drawn && !layer->info.attribution.empty() && std::ranges::find(credits, layer->info.attribution) == credits.end()) credits.push_back(layer->info.attribution);
    }
    draw_way(canvas, view, map.legs);
    std::vector<PaperDisc> taken{{box.x + 40, box.bottom() - 8, 12}, {box.x + 80, box.bottom() - 8, 12}, {box.right() - 15, box.y + 17, 13}};
    if (map.depot) taken.push_back({view.x(map.depot->x), view.y(map.depot->y), 8.5});
    const std::vector<PaperDisc> discs = placed(map.stops, view, taken);
    taken.insert(taken.end(), discs.begin(), discs.end());
    draw_street_names(canvas, from.layers, view, along(map.legs, view), taken);
    if (map.depot) draw_depot(canvas, view, *map.depot, from.language("paper.depot_letter"));
    draw_stops(canvas, view, map, discs);
    draw_scale_bar(canvas, from.language, view, metres_per_unit, map.depot.has_value());
    draw_north(canvas, view, from.plane);
    draw_credits(canvas, view, credits);
    cairo_restore(pen);
    canvas.frame(box, inks::line, 0.8);
}

} // namespace vigie::gis
