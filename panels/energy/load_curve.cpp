// A week of one building: what was measured over what was expected, the night base, what went beyond.
#include <algorithm>
#include <cmath>

#include <imgui_internal.h>

#include "gis/model/zone.hpp"
#include "panels/energy/charts.hpp"
#include "panels/energy/energy_regions.hpp"
#include "panels/energy/figures.hpp"
#include "panels/energy/month_gesture.hpp"
#include "panels/widgets/button.hpp"
#include "panels/widgets/field.hpp"

namespace vigie::panels {

namespace {

using std::chrono::days;

constexpr float head_height = 40, foot_height = 38, right_margin = 17;  // px at scale 1
constexpr double night_from_h = 20, night_to_h = 5;                                      // what the veil of the night base covers

struct Axes {
    Box plot;
    std::chrono::local_days monday;
    double top = 1;
    const std::string* zone = nullptr;
    [[nodiscard]] double days_of(gis::Time at) const { return double((gis::local_from_utc(at, *zone) - gis::LocalTime{monday}).count()) / 86'400'000.0; }
    [[nodiscard]] float x_of_day(double day) const { return plot.min.x + plot.width() * float(std::clamp(day / 7, 0.0, 1.0)); }
    [[nodiscard]] float x(gis::Time at) const { return x_of_day(days_of(at)); }
    [[nodiscard]] float y(double value) const { return plot.max.y - plot.height() * float(std::clamp(value / top, 0.0, 1.0)); }
};

double highest(const gis::LoadCurve& curve) {
    double most = curve.night_base.value_or(0);
    for (const gis::LoadPoint& p : curve.points) most = std::max({most, double(p.measured.value_or(0)), double(p.expected.value_or(0))});
    return most;
}

void draw_grid(const EnergyRegions& r, const Axes& at, const Ticks& ticks, ImDrawList* list) {
    const Theme& t = r.frame.theme;
    const Colors& c = t.colors;
    for (int day = 5; day < 7; ++day) list->AddRectFilled(ImVec2(at.x_of_day(day), at.plot.min.y), ImVec2(at.x_of_day(day + 1), at.plot.max.y), u32(c.surface2));
    for (int i = 0; i <= ticks.count; ++i) {
        const float y = std::floor(at.y(ticks.step * i));
        list->AddRectFilled(ImVec2(at.plot.min.x, y), ImVec2(at.plot.max.x, y + 1), u32(c.line));
        std::string words = r.frame.language.number(ticks.step * i, ticks.decimals);
        if (i == ticks.count) words += "\u00a0" + std::string(rate_unit(r.frame, r.fluid()));
        draw_text_right(list, t.fonts.caption, ImVec2(at.plot.min.x - t.px(8), y - t.fonts.caption->FontSize / 2), c.text_weak, words);
    }
    for (int day = 0; day < 7; ++day) {
        const float x = std::floor(at.x_of_day(day));
        list->AddRectFilled(ImVec2(x, at.plot.min.y), ImVec2(x + 1, at.plot.max.y + t.px(6)), u32(c.line));
        const std::string words = weekday_day(r.frame, at.monday + days{day});
        draw_text(list, t.fonts.caption, ImVec2(at.x_of_day(day + 0.5) - text_size(t.fonts.caption, words).x / 2, at.plot.max.y + t.px(9)), day >= 5 ? c.text_weak : c.text_normal, words);
    }
}

void draw_night(const EnergyRegions& r, const Axes& at, ImDrawList* list) {
    const auto& base = r.picture.curve.night_base;
    if (!base || !(*base > 0)) return;
    const Colors& c = r.frame.theme.colors;
    const ImU32 veil = u32(c.family(Family::warn).veil);
    const float y = at.y(*base);
    const auto& points = r.picture.curve.points;
    const auto last = std::find_if(points.rbegin(), points.rend(), [](const gis::LoadPoint& p) { return p.measured.has_value(); });
    const double seen_days = points.empty() ? 0 : 7.0 * double(points.rend() - last) / double(points.size());  // of the week that were measured
    for (int day = 0; day < seen_days; ++day)
        for (const auto& [from, to] : {std::pair(0.0, night_to_h), std::pair(night_from_h, 24.0)})
            list->AddRectFilled(ImVec2(at.x_of_day(day + from / 24), y), ImVec2(at.x_of_day(day + to / 24), at.plot.max.y), veil);
}

bool beyond(const gis::LoadCurve& curve, const gis::LoadPoint& p) {
    if (!p.measured || !p.expected || *p.measured <= *p.expected) return false;
    return p.closed || std::ranges::any_of(curve.excesses, [&](const gis::Excess& e) { return p.at >= e.from && p.at < e.to; });
}

void draw_excess(const EnergyRegions& r, const Axes& at, ImDrawList* list) {
    const auto& points = r.picture.curve.points;
    const ImU32 color = u32(r.frame.theme.colors.family(Family::danger).full, 0.13f);
    const ImDrawListFlags before = list->Flags;
    list->Flags &= ~ImDrawListFlags_AntiAliasedFill;  // no seams between neighbours
    for (std::size_t i = 0; i + 1 < points.size(); ++i) {
        const auto &a = points[i], &b = points[i + 1];
        if (!beyond(r.picture.curve, a) || !b.measured || !b.expected || *b.measured < *b.expected) continue;
        list->AddQuadFilled(ImVec2(at.x(a.at), at.y(double(*a.measured))), ImVec2(at.x(b.at), at.y(double(*b.measured))), ImVec2(at.x(b.at), at.y(double(*b.expected))), ImVec2(at.x(a.at), at.y(double(*a.expected))), color);
    }
    list->Flags = before;
}

// Runs of points without a gap, one after the other.
template <class Value, class Draw>
void each_run(const EnergyRegions& r, const Axes& at, Value value, Draw draw) {
    std::vector<ImVec2> run;
    for (const gis::LoadPoint& p : r.picture.curve.points) {
        if (const auto v = value(p)) run.push_back(ImVec2(at.x(p.at), at.y(double(*v))));
        else if (!run.empty()) draw(run), run.clear();
    }
    if (!run.empty()) draw(run);
}

void draw_lines(const EnergyRegions& r, const Axes& at, ImDrawList* list) {
    const Theme& t = r.frame.theme;
    each_run(r, at, [](const gis::LoadPoint& p) { return p.expected; }, [&](const std::vector<ImVec2>& run) { dashed_polyline(list, run, u32(t.colors.text_weak), t.px(1.4f), t.px(4), t.px(3)); });
    each_run(r, at, [](const gis::LoadPoint& p) { return p.measured; }, [&](const std::vector<ImVec2>& run) { list->AddPolyline(run.data(), int(run.size()), u32(t.colors.accent), 0, t.px(2.2f)); });
}

void draw_base_line(const EnergyRegions& r, const Axes& at, ImDrawList* list) {
    const auto& curve = r.picture.curve;
    if (!curve.night_base || !(*curve.night_base > 0)) return;
    const Theme& t = r.frame.theme;
    const Rgba ink = t.colors.family(Family::warn).ink;
    const float y = at.y(*curve.night_base);
    dashed_line(list, ImVec2(at.plot.min.x, y), ImVec2(at.plot.max.x, y), u32(ink), t.px(1.6f), t.px(6), t.px(4));
    std::string words = r.frame.tr({"energy.night_base", {{"value", rate_words(r.frame, r.fluid(), *curve.night_base)}}});
    if (curve.usual_night_base && std::abs(*curve.usual_night_base - *curve.night_base) > 0.05 * *curve.night_base) words += r.frame.tr({"energy.night_base.usual", {{"value", rate_words(r.frame, r.fluid(), *curve.usual_night_base)}}});
    const ImVec2 size = sentence_box(nullptr, t, {}, ink, ink, words, {});
    const float above = y - size.y - t.px(6);
    sentence_box(list, t, ImVec2(at.x_of_day(0.25), std::max(at.plot.min.y, above)), ink, ink, words, {});
}

void draw_largest(const EnergyRegions& r, const Axes& at, ImDrawList* list) {
    const auto& excesses = r.picture.curve.excesses;
    if (excesses.empty()) return;
    const Theme& t = r.frame.theme;
    const gis::Excess& e = excesses.front();
    const Rgba edge = t.colors.family(Family::danger).full, ink = t.colors.family(Family::danger).ink;
    const std::string strong = r.frame.tr({"energy.excess", {{"quantity", quantity_words(r.frame, r.fluid(), e.quantity)}, {"euros", euro_words(r.frame, e.cost_eur)}}});
    const auto moment = [&](gis::Time time) { return r.frame.tr({"energy.at", {{"day", weekday_day(r.frame, gis::local_day(time, r.frame.zone))}, {"clock", r.frame.language.clock(time, r.frame.zone)}}}); };
    const std::string plain = r.frame.tr({"energy.from_to", {{"from", moment(e.from)}, {"to", moment(e.to)}}});
    const ImVec2 size = sentence_box(nullptr, t, {}, edge, ink, strong, plain);
    const float middle = (at.x(std::max(e.from, gis::utc_from_local(gis::LocalTime{at.monday}, r.frame.zone))) + at.x(e.to)) / 2;
    const float x = std::clamp(middle - size.x / 2, at.plot.min.x + t.px(6), std::max(at.plot.min.x + t.px(6), at.plot.max.x - size.x - t.px(6)));
    sentence_box(list, t, ImVec2(x, at.plot.min.y + t.px(8)), edge, ink, strong, plain);
}

// Names of the lines; returns where they begin.
float draw_legend(const EnergyRegions& r, const Box& box, float middle, ImDrawList* list) {
    const Theme& t = r.frame.theme;
    const Colors& c = t.colors;
    ImFont* font = t.fonts.caption;
    float x = box.max.x - t.px(right_margin);
    const auto words = [&](std::string_view key) {
        const std::string text = r.frame.tr(key);
        x -= text_size(font, text).x;
        draw_text(list, font, ImVec2(x, middle - font->FontSize / 2), c.text_normal, text);
        x -= t.px(24);
    };
    if (r.picture.curve.night_base) {
        words("energy.legend.night");
        list->AddRectFilled(ImVec2(x, middle - t.px(4)), ImVec2(x + t.px(20), middle + t.px(5)), u32(c.family(Family::warn).veil));
        list->AddRectFilled(ImVec2(x, middle - t.px(5)), ImVec2(x + t.px(20), middle - t.px(3)), u32(c.family(Family::warn).ink));
        x -= t.px(14);
    }
    const bool any = std::ranges::any_of(r.picture.curve.points, [](const gis::LoadPoint& p) { return p.expected.has_value(); });
    if (any) {
        words(r.picture.ask.beside_last_year ? "energy.legend.before" : "energy.legend.expected");
        dashed_line(list, ImVec2(x, middle), ImVec2(x + t.px(20), middle), u32(c.text_weak), t.px(1.6f), t.px(4), t.px(3));
        x -= t.px(14);
    }
    words("energy.legend.measured");
    list->AddRectFilled(ImVec2(x, middle - t.px(1)), ImVec2(x + t.px(20), middle + t.px(1.2f)), u32(c.accent));
    return x;
}

void draw_head(const EnergyRegions& r, const Box& box, ImDrawList* list) {
    Frame& frame = r.frame;
    const Theme& t = frame.theme;
    const float middle = box.min.y + t.px(20), right = draw_legend(r, box, middle, list);
    const auto monday = r.picture.curve.monday;
    std::string title = frame.tr({"energy.curve", {{"week", week_words(frame, monday)}}});
    ImFont* font = t.fonts.body_strong;
    const float room = right - box.min.x - t.px(16 + 72);
    if (text_size(font, title).x > room) title = week_words(frame, monday);
    title = ellipsized(font, title, room);
    draw_text(list, font, ImVec2(box.min.x + t.px(16), middle - font->FontSize / 2), t.colors.text_strong, title);
    ImGui::SetCursorScreenPos(ImVec2(box.min.x + t.px(16) + text_size(font, title).x + t.px(8), middle - t.px(12)));
    if (icon_button(t, "###energy.week.previous", "chevron_left", frame.tr("board.week.previous"), {.size = 24})) frame.view.energy.week = monday - days{7};
    ImGui::SameLine(0, 0);
    const auto this_day = gis::local_day(frame.now, frame.zone);
    const bool last = monday + days{7} > this_day;
    const std::string blocked = last ? frame.tr("energy.week.last") : std::string{};
    if (icon_button(t, "###energy.week.next", "chevron_right", frame.tr("board.week.next"), {.size = 24, .blocked = blocked})) frame.view.energy.week = monday + days{7};
}

const gis::LoadPoint* point_near(const EnergyRegions& r, const Axes& at, float x) {
    const gis::LoadPoint* best = nullptr;
    float least = at.plot.width();
    for (const gis::LoadPoint& p : r.picture.curve.points)
        if (const float d = std::abs(at.x(p.at) - x); (p.measured || p.expected) && d < least) best = &p, least = d;
    return best;
}

void tell(const EnergyRegions& r, const Axes& at, ImDrawList* list, const gis::LoadPoint& p) {
    const Theme& t = r.frame.theme;
    const float x = at.x(p.at);
    list->AddRectFilled(ImVec2(x, at.plot.min.y), ImVec2(x + 1, at.plot.max.y), u32(t.colors.text_weak));
    const ImVec2 point(x, at.y(double(p.measured ? *p.measured : *p.expected)));
    if (p.measured) {
        list->AddCircleFilled(point, t.px(5), u32(t.colors.surface1));
        list->AddCircleFilled(point, t.px(3.5f), u32(t.colors.accent));
    }
    const std::string strong = r.frame.tr({"energy.tell", {{"when", hour_words(r.frame, gis::local_from_utc(p.at, r.frame.zone))}, {"value", p.measured ? rate_words(r.frame, r.fluid(), double(*p.measured)) : "@energy.tell.nothing"}}});
    std::string plain;
    if (p.expected) plain = r.frame.tr({r.picture.ask.beside_last_year ? "energy.tell.before" : "energy.tell.expected", {{"value", rate_words(r.frame, r.fluid(), double(*p.expected))}}});
    if (p.closed) plain += (plain.empty() ? "" : ", ") + r.frame.tr("energy.tell.closed");
    readout(list, t, point, t.px(8), at.plot, strong, plain);
}

// Arrows walk the points while the chart has the keyboard; it begins at the shared time cursor.
const gis::LoadPoint* walk(const EnergyRegions& r) {
    const auto& points = r.picture.curve.points;
    gis::Time to = r.frame.view.time_cursor.value_or(points.front().at);
    const int step = int(ImGui::IsKeyPressed(ImGuiKey_RightArrow)) - int(ImGui::IsKeyPressed(ImGuiKey_LeftArrow));
    if ((ImGui::GetCurrentContext()->NavMoveFlags & ImGuiNavMoveFlags_IsTabbing) == 0) ImGui::NavMoveRequestCancel();
    if (step != 0) {
        to += step * r.picture.curve.step;
        to = std::clamp(to, points.front().at, std::min(points.back().at, std::max(points.front().at, r.frame.now)));
        r.frame.view.time_cursor = to;
    }
    return &*std::ranges::min_element(points, {}, [&](const gis::LoadPoint& p) { return std::chrono::abs(p.at - to); });
}

} // namespace

void draw_load_curve(const EnergyRegions& r, const Box& box) {
    const Theme& t = r.frame.theme;
    ImDrawList* list = ImGui::GetWindowDrawList();
    const auto& curve = r.picture.curve;
    draw_head(r, box, list);
    const Ticks ticks = round_ticks(highest(curve), 5);
    const std::string widest = r.frame.language.number(ticks.top(), ticks.decimals) + "\u00a0" + std::string(rate_unit(r.frame, r.fluid()));
    Axes at{{ImVec2(box.min.x + std::max(t.px(52), text_size(t.fonts.caption, widest).x + t.px(16)), box.min.y + t.px(head_height + 8)), ImVec2(box.max.x - t.px(right_margin), box.max.y - t.px(foot_height))}, curve.monday, ticks.top() * 1.07, &r.frame.zone};
    if (at.plot.height() < t.px(60)) return;
    draw_grid(r, at, ticks, list);
    if (!std::ranges::any_of(curve.points, [](const gis::LoadPoint& p) { return p.measured.has_value(); })) {
        const std::string words = r.frame.tr("energy.empty.week");
        draw_text(list, t.fonts.body, ImVec2((at.plot.min.x + at.plot.max.x - text_size(t.fonts.body, words).x) / 2, (at.plot.min.y + at.plot.max.y) / 2 - t.fonts.body->FontSize), t.colors.text_weak, words);
        return;
    }
    list->PushClipRect(ImVec2(at.plot.min.x, at.plot.min.y - t.px(3)), ImVec2(at.plot.max.x + t.px(2), at.plot.max.y + 1), true);
    draw_night(r, at, list);
    draw_excess(r, at, list);
    draw_lines(r, at, list);
    draw_base_line(r, at, list);
    draw_largest(r, at, list);
    list->PopClipRect();
    if (r.picture.ask.beside_last_year && !std::ranges::any_of(curve.points, [](const gis::LoadPoint& p) { return p.expected.has_value(); })) {
        const std::string words = r.frame.tr({"energy.empty.before", {{"month", month_words(r.frame, *r.picture.ask.month - std::chrono::years{1})}}});
        const ImVec2 size = sentence_box(nullptr, t, {}, t.colors.line_strong, t.colors.text_normal, words, {});
        sentence_box(list, t, ImVec2(at.plot.max.x - size.x - t.px(6), at.plot.max.y - size.y - t.px(8)), t.colors.line_strong, t.colors.text_normal, words, {});
    }
    ImGui::SetCursorScreenPos(at.plot.min);
    const bool pressed = ImGui::InvisibleButton("###energy.curve", ImVec2(at.plot.width(), at.plot.height()));
    focus_ring(t, at.plot.min, at.plot.max, t.px(2));
    const gis::LoadPoint* told = nullptr;
    if (ImGui::IsItemHovered()) told = point_near(r, at, ImGui::GetIO().MousePos.x);
    else if (ImGui::IsItemFocused() && !ImGui::GetCurrentContext()->NavDisableHighlight) told = walk(r);
    else if (const auto cursor = r.frame.view.time_cursor; cursor && at.days_of(*cursor) >= 0 && at.days_of(*cursor) <= 7) {
        const float x = at.x(*cursor);
        list->AddRectFilled(ImVec2(x - t.px(1), at.plot.min.y), ImVec2(x + t.px(1), at.plot.max.y), u32(t.colors.selection));
    }
    if (told == nullptr) return;
    tell(r, at, list, *told);
    if (pressed && told->at <= r.frame.now) r.frame.view.time_cursor = told->at;
}

} // namespace vigie::panels
