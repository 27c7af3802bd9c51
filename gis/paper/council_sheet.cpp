#include "gis/paper/council_sheet.hpp"

#include <cairo.h>

#include <algorithm>
#include <cmath>
#include <numbers>

#include "gis/council/council_words.hpp"
#include "gis/paper/paper_map.hpp"
#include "gis/paper/road_sheet_page.hpp"

namespace vigie::gis {

namespace {

constexpr double left = 34, right = a4_width - 34, top = 30, bottom = a4_height - 46, across = right - left;
constexpr double row_height = 50, column_gap = 22, least_radius = 11, most_radius = 21;
constexpr Ink to_do = ink(0x56188E), under_way = ink(0x1769D2), done = ink(0x125E46), worse = ink(0xA52C0A), better = ink(0x0F5340);

Ink ink_of(BlockState s) { return s == BlockState::done ? done : s == BlockState::under_way ? under_way : to_do; }

void use(cairo_t* pen, Ink c) { cairo_set_source_rgb(pen, c.r, c.g, c.b); }

// The state by its shape: full, half, tick; colour only confirms it.
void draw_state(PdfCanvas& c, double x, double y, double r, BlockState state) {
    cairo_t* pen = c.pen();
    c.disc(x, y, r + 1.2, inks::white);
    c.disc(x, y, r, ink_of(state));
    if (state == BlockState::to_do) return;
    if (state == BlockState::under_way) {
        c.disc(x, y, r * 0.72, inks::white);
        use(pen, under_way);
        cairo_arc(pen, x, y, r * 0.72, -std::numbers::pi / 2, std::numbers::pi / 2);
        cairo_close_path(pen);
        cairo_fill(pen);
        return;
    }
    c.line(x - r * 0.48, y + r * 0.04, x - r * 0.1, y + r * 0.42, inks::white, r * 0.26);
    c.line(x - r * 0.1, y + r * 0.42, x + r * 0.5, y - r * 0.36, inks::white, r * 0.26);
}

class Page {
public:
    Page(PdfCanvas& canvas, const PaperSource& from, const CouncilPicture& picture, const CouncilSheetOptions& options) : c_(canvas), from_(from), p_(picture), o_(options) {}

    void draw(std::size_t page, std::size_t pages) {
        double y = head();
        y = tiles(y);
        if (!p_.blocks.empty() || !p_.outline.points.empty()) {
            const double legend_y = map(y);
            legend(legend_y);
        }
        foot(page, pages);
    }

private:
    [[nodiscard]] std::string tr(std::string_view key) const { return from_.language(key); }
    [[nodiscard]] std::string date(Time t) const { return from_.language.date(t, o_.zone); }
    [[nodiscard]] const Scene& scene() const { return p_.scenes[p_.ask.scene]; }

    double head() {
        c_.text(left, top, o_.commune, {.size = 8.8, .strong = true, .color = inks::accent});
        c_.text(right, top, tr("council.paper.head"), {.size = 8.8, .color = inks::weak, .align = Align::right});
        double y = top + 14;
        y += c_.text(left, y, title_words(scene(), from_.catalog, from_.language.code()), {.size = 20, .strong = true, .color = inks::strong, .width = across, .lines = 3});
        const std::string where = p_.ask.quartier.empty() ? tr("council.cli.whole") : p_.ask.quartier;
        // `to` is the first instant no longer counted.
        y += 3 + c_.text(left, y + 3, from_.language({"council.paper.period", {{"where", where}, {"from", date(*p_.from)}, {"to", date(std::max(*p_.from, *p_.to - Millis{1}))}}}),
                         {.size = 11, .color = inks::normal, .width = across, .lines = 2});
        c_.fill({left, y + 4, across, 2}, inks::accent);
        return y + 16;
    }

    void tile(const Tile& t, double x, double y, double width) {
        const Indicator* i = from_.catalog.indicator(t.id);
        const std::string value = value_words(from_.language, t), change = change_words(from_.language, t), verdict = verdict_words(from_.language, t, p_.ask.year);
        const bool told = t.value.has_value();
        const double side = verdict.empty() ? 0 : 92;
        c_.text(x, y + (told ? 0 : 7), value, {.size = told ? 21.0 : 13.0, .strong = true, .color = told ? inks::strong : inks::weak, .width = width - side, .lines = 1});
        if (i) c_.text(x, y + 27, label_words(*i, from_.language.code()), {.size = 9, .color = inks::normal, .width = width - side * 0.25, .lines = 2});
        if (verdict.empty()) return;
        const Ink color = t.verdict == Evolution::better ? better : t.verdict == Evolution::worse ? worse : inks::normal;
        const std::string arrow = t.change && *t.change != 0 ? (*t.change > 0 ? "↑ " : "↓ ") : "";
        const double h = change.empty() ? 0 : c_.text(x + width - side, y + 2, arrow + change, {.size = 11, .strong = true, .color = color, .width = side, .lines = 1, .align = Align::right});
        c_.text(x + width - side, y + 2 + h, verdict, {.size = 7.6, .color = inks::weak, .width = side, .lines = 1, .align = Align::right});
    }

    double tiles(double y) {
        const double width = (across - column_gap) / 2;
        for (std::size_t i = 0; i < p_.tiles.size(); ++i) {
            const double x = left + double(i % 2) * (width + column_gap), at = y + double(i / 2) * row_height;
            tile(p_.tiles[i], x, at, width);
            c_.line(x, at + row_height - 5, x + width, at + row_height - 5, inks::line);
        }
        return y + double((p_.tiles.size() + 1) / 2) * row_height + 6;
    }

    double map(double y) {
        PaperMap map{.stops = {}, .depot = {}, .legs = {}, .credits = o_.credits, .frame = {}};
        for (const LonLat& p : p_.outline.points)
            if (const auto at = from_.plane.plane_from_lonlat(p)) map.frame.push_back(*at);
        std::vector<std::optional<PlanePoint>> at;
        for (const Block& b : p_.blocks) {
            at.push_back(from_.plane.plane_from_lonlat(b.place));
            if (at.back()) map.frame.push_back(*at.back());
        }
        const PaperBox box{left, y, across, std::max(160.0, bottom - 26 - y)};
        if (map.frame.empty()) return y;
        draw_paper_map(c_, from_, map, box);
        const PaperView view = view_of(map, box, from_.plane.metres_per_unit(view_of(map, box, 1).plane.centre()));
        cairo_t* pen = c_.pen();
        cairo_save(pen);
        cairo_rectangle(pen, box.x, box.y, box.width, box.height);
        cairo_clip(pen);
        outline(view);
        for (std::size_t i = 0; i < at.size(); ++i)
            if (at[i]) block(p_.blocks[i], view.x(at[i]->x), view.y(at[i]->y));
        cairo_restore(pen);
        return box.bottom() + 6;
    }

    // The town outside the quartier fades, as on the screen.
    void outline(const PaperView& view) {
        const Geometry& g = p_.outline;
        if (g.points.empty()) return;
        cairo_t* pen = c_.pen();
        const auto rings = [&] {
            for (std::size_t part = 0; part < g.parts.size(); ++part) {
                const std::size_t end = part + 1 < g.parts.size() ? g.parts[part + 1] : g.points.size();
                for (std::size_t i = g.parts[part]; i < end; ++i)
                    if (const auto p = from_.plane.plane_from_lonlat(g.points[i])) i == g.parts[part] ? cairo_move_to(pen, view.x(p->x), view.y(p->y)) : cairo_line_to(pen, view.x(p->x), view.y(p->y));
                cairo_close_path(pen);
            }
        };
        cairo_set_fill_rule(pen, CAIRO_FILL_RULE_EVEN_ODD);
        cairo_rectangle(pen, view.box.x, view.box.y, view.box.width, view.box.height);
        rings();
        cairo_set_source_rgba(pen, 1, 1, 1, 0.62);
        cairo_fill(pen);
        rings();
        use(pen, inks::accent);
        cairo_set_line_width(pen, 2);
        cairo_stroke(pen);
    }

    void block(const Block& b, double x, double y) {
        std::uint32_t most = 1;
        for (const Block& other : p_.blocks) most = std::max(most, other.count);
        const double r = b.few ? most_radius : least_radius + (most_radius - least_radius) * std::sqrt(double(b.count) / double(most));
        c_.disc(x, y, r + 1.6, inks::white);
        c_.disc(x, y, r, ink_of(b.state));
        const std::string words = b.few ? tr("council.cli.few") : from_.language.number(b.count);
        TextStyle style{.size = b.few ? 7.0 : r * 0.78, .strong = true, .color = inks::white, .align = Align::centre};
        if (const double wide = c_.measure(words, style).width; wide > 2 * r - 7) style.size *= (2 * r - 7) / wide;
        c_.text(x, y - c_.measure(words, style).height / 2, words, style);
        draw_state(c_, x + r * 0.72, y - r * 0.72, 5, b.state);
    }

    void legend(double y) {
        double x = left + 6;
        for (const auto& [state, key] : {std::pair{BlockState::to_do, "council.paper.to_do"}, {BlockState::under_way, "council.paper.under_way"}, {BlockState::done, "council.paper.done"}}) {
            draw_state(c_, x, y + 6, 4.6, state);
            const TextStyle style{.size = 8.4, .color = inks::normal};
            c_.text(x + 9, y + 0.5, tr(key), style);
            x += 9 + c_.measure(tr(key), style).width + 18;
        }
    }

    void foot(std::size_t page, std::size_t pages) {
        const TextStyle style{.size = 7, .color = inks::weak, .width = across - 60, .lines = 2};
        c_.line(left, bottom + 4, right, bottom + 4, inks::line);
        c_.text(left, bottom + 8, from_.language({"council.paper.foot", {{"day", from_.language.long_day(p_.frozen_at, o_.zone)}, {"time", from_.language.clock(p_.frozen_at, o_.zone)}}}), style);
        c_.text(right, bottom + 8, std::to_string(page) + " / " + std::to_string(pages), {.size = 7, .color = inks::weak, .align = Align::right});
    }

    PdfCanvas& c_;
    const PaperSource& from_;
    const CouncilPicture& p_;
    const CouncilSheetOptions& o_;
};

} // namespace

Result<std::string> council_sheet(const PaperSource& from, std::span<const CouncilPicture> pictures, const CouncilSheetOptions& options) {
    if (pictures.empty() || std::ranges::any_of(pictures, [](const CouncilPicture& p) { return p.scenes.empty() || !p.from || !p.to; }))
        return Error{ErrorClass::input, {"council.paper.nothing", {}}, {"council.paper.nothing.remedy", {}}, {}};
    PdfCanvas canvas(a4_width, a4_height, from.language.code());
    canvas.describe(from.language({"council.paper.title", {{"commune", options.commune}}}), options.commune, pictures.front().frozen_at);
    for (std::size_t i = 0; i < pictures.size(); ++i) {
        if (i > 0) canvas.next_page();
        Page(canvas, from, pictures[i], options).draw(i + 1, pictures.size());
    }
    return canvas.finish();
}

} // namespace vigie::gis
