// The months of a building, why its bill changed, and its meters.
#include <algorithm>
#include <array>
#include <cmath>

#include "panels/energy/charts.hpp"
#include "panels/energy/energy_regions.hpp"
#include "panels/energy/figures.hpp"
#include "panels/energy/month_gesture.hpp"
#include "panels/widgets/feedback.hpp"
#include "panels/widgets/glyph.hpp"

namespace vigie::panels {

namespace {

constexpr float head_height = 42, foot_height = 40, right_margin = 17;  // px at scale 1

struct Bars {
    Box plot;
    std::size_t count = 0;
    double top = 1;
    [[nodiscard]] float width() const { return plot.width() / float(std::max<std::size_t>(1, count)); }
    [[nodiscard]] float x(std::size_t i) const { return plot.min.x + width() * float(i); }
    [[nodiscard]] float y(double v) const { return plot.max.y - plot.height() * float(std::clamp(v / top, 0.0, 1.0)); }
};

void draw_axis(const EnergyRegions& r, const Bars& b, const Ticks& ticks, ImDrawList* list) {
    const Theme& t = r.frame.theme;
    for (int i = 0; i <= ticks.count; ++i) {
        const float y = std::floor(b.y(ticks.step * i));
        list->AddRectFilled(ImVec2(b.plot.min.x, y), ImVec2(b.plot.max.x, y + 1), u32(t.colors.line));
        std::string words = r.frame.language.number(ticks.step * i, ticks.decimals);
        if (i == ticks.count) words += "\u00a0" + std::string(quantity_unit(r.frame, r.fluid()));
        draw_text_right(list, t.fonts.caption, ImVec2(b.plot.min.x - t.px(6), y - t.fonts.caption->FontSize / 2), t.colors.text_weak, words);
    }
}

void draw_months(const EnergyRegions& r, const Bars& b, ImDrawList* list) {
    const Theme& t = r.frame.theme;
    const Colors& c = t.colors;
    const auto& months = r.picture.history;
    for (std::size_t i = 0; i < months.size(); ++i) {
        const gis::MonthUse& m = months[i];
        const bool chosen = m.month == *r.picture.ask.month, same = m.month.month() == r.picture.ask.month->month();
        const ImVec2 a(b.x(i) + b.width() * 0.14f, b.y(m.quantity)), z(b.x(i + 1) - b.width() * 0.14f, b.plot.max.y);
        list->AddRectFilled(a, z, u32(chosen || same ? c.accent : c.ramp[3], m.whole ? 1.0f : 0.55f), t.px(2));
        if (chosen) list->AddRect(ImVec2(a.x - t.px(2), a.y - t.px(2)), ImVec2(z.x + t.px(2), z.y + t.px(2)), u32(c.selection), t.px(3), 0, t.px(1.6f));
        if (m.month.month() == std::chrono::January || i == 0) {
            const std::string year = std::to_string(int(m.month.year()));
            if (i > 0) list->AddRectFilled(ImVec2(b.x(i), b.plot.min.y), ImVec2(b.x(i) + 1, b.plot.max.y + t.px(34)), u32(c.line));
            const bool room = i > 0 || std::ranges::none_of(months.begin(), months.begin() + std::min<std::ptrdiff_t>(3, std::ssize(months)), [&](const gis::MonthUse& other) { return other.month.month() == std::chrono::January && other.month != m.month; });
            if (room) draw_text(list, t.fonts.caption_strong, ImVec2(b.x(i) + t.px(4), b.plot.max.y + t.px(18)), c.text_normal, year);
        }
        const std::string letter = r.frame.tr("energy.month_letter." + std::to_string(unsigned(m.month.month())));
        draw_text(list, t.fonts.caption, ImVec2(b.x(i) + (b.width() - text_size(t.fonts.caption, letter).x) / 2, b.plot.max.y + t.px(3)), same ? c.text_strong : c.text_weak, letter);
    }
}

void tell_month(const EnergyRegions& r, const Bars& b, ImDrawList* list, std::size_t i) {
    const gis::MonthUse& m = r.picture.history[i];
    const std::string strong = r.frame.tr({"energy.tell", {{"when", month_title(r.frame, m.month)}, {"value", quantity_words(r.frame, r.fluid(), m.quantity)}}});
    std::string plain = euro_words(r.frame, m.cost_eur);
    if (m.degree_days) plain += ", " + r.frame.tr({"energy.degree_days", {{"n", r.frame.language.number(*m.degree_days)}}});
    if (!m.whole) plain += ", " + r.frame.tr("energy.month_part");
    readout(list, r.frame.theme, ImVec2(b.x(i) + b.width() / 2, std::max(b.y(m.quantity), b.plot.min.y + r.frame.theme.px(30))), b.width() / 2, b.plot, strong, plain);
}

// A line of the bill: its words, a bar from the running sum to the next, its euros.
void bill_line(const EnergyRegions& r, const Box& box, float y, const std::string& words, double from, double to, double most, bool whole, const std::string& euros) {
    const Theme& t = r.frame.theme;
    const Colors& c = t.colors;
    ImDrawList* list = ImGui::GetWindowDrawList();
    const float left = box.min.x + t.px(150), right = box.max.x - t.px(96), width = right - left;
    ImFont* font = whole ? t.fonts.body_strong : t.fonts.body;
    draw_text_clipped(list, font, ImVec2(box.min.x + t.px(16), y - font->FontSize / 2), whole ? c.text_strong : c.text_normal, words, left - box.min.x - t.px(22));
    const auto x = [&](double v) { return left + width * float(most > 0 ? std::clamp(v / most, 0.0, 1.0) : 0); };
    const float a = std::min(x(from), x(to)), b = std::max(a + t.px(2), std::max(x(from), x(to)));
    const Rgba color = whole ? c.ramp[4] : to > from ? c.family(Family::danger).full : c.family(Family::done).full;
    list->AddRectFilled(ImVec2(a, y - t.px(7)), ImVec2(b, y + t.px(7)), u32(color), t.px(2));
    draw_text_right(list, font, ImVec2(box.max.x - t.px(16), y - font->FontSize / 2), whole ? c.text_strong : c.text_normal, euros);
}

} // namespace

void draw_bill(const EnergyRegions& r, const Box& box) {
    if (!r.picture.bill) return;
    Frame& frame = r.frame;
    const Theme& t = frame.theme;
    ImDrawList* list = ImGui::GetWindowDrawList();
    const gis::BillChange& bill = *r.picture.bill;
    const auto month = *r.picture.ask.month;
    draw_text(list, t.fonts.body_strong, ImVec2(box.min.x + t.px(16), box.min.y + t.px(12)), t.colors.text_strong, frame.tr({"energy.bill", {{"month", month_words(frame, month)}}}));
    const double most = std::max({bill.before_eur, bill.now_eur, bill.before_eur + bill.by_price, bill.before_eur + bill.by_price + bill.by_weather}) * 1.02;
    float y = box.min.y + t.px(54);
    const float step = t.px(29);
    bill_line(r, box, y, month_title(frame, month - std::chrono::years{1}), 0, bill.before_eur, most, true, euro_words(frame, bill.before_eur));
    double sum = bill.before_eur;
    for (const auto& [key, euros] : {std::pair("energy.bill.price", bill.by_price), std::pair("energy.bill.weather", bill.by_weather), std::pair("energy.bill.use", bill.by_use)}) {
        y += step;
        bill_line(r, box, y, frame.tr(key), sum, sum + euros, most, false, signed_euro_words(frame, euros));
        sum += euros;
    }
    y += step;
    bill_line(r, box, y, month_title(frame, month), 0, bill.now_eur, most, true, euro_words(frame, bill.now_eur));
    if (box.max.y - y > t.px(34)) draw_text_clipped(list, t.fonts.caption, ImVec2(box.min.x + t.px(16), y + t.px(18)), t.colors.text_weak, frame.tr("energy.bill.same_days"), box.width() - t.px(32));
}

void draw_meters(const EnergyRegions& r, const Box& box) {
    Frame& frame = r.frame;
    const Theme& t = frame.theme;
    ImDrawList* list = ImGui::GetWindowDrawList();
    draw_text(list, t.fonts.body_strong, ImVec2(box.min.x + t.px(16), box.min.y + t.px(12)), t.colors.text_strong, frame.tr("energy.meters"));
    ImGui::SetCursorScreenPos(ImVec2(box.min.x, box.min.y + t.px(40)));
    ImGui::BeginChild("energy.meter_rows", ImVec2(box.width(), box.max.y - box.min.y - t.px(42)));
    for (const gis::MeterUse& m : r.picture.meters) {
        const ImVec2 at = ImGui::GetCursorScreenPos(), end(at.x + ImGui::GetContentRegionAvail().x, at.y + t.px(42));
        ImGui::PushID(static_cast<int>(m.meter.value));
        const bool pressed = ImGui::InvisibleButton(("###energy.meter." + std::to_string(m.meter.value)).c_str(), ImVec2(end.x - at.x, t.px(42)));
        ImGui::PopID();
        ImDrawList* rows = ImGui::GetWindowDrawList();
        if (ImGui::IsItemHovered()) rows->AddRectFilled(at, end, u32(t.colors.row_hover));
        focus_ring(t, ImVec2(at.x + 3, at.y + 3), ImVec2(end.x - 3, end.y - 3), t.px(3));
        const StatusLook look = m.silent ? StatusLook{"", Outline::lozenge, render::Glyph::bang, Family::warn} : StatusLook{"", Outline::circle, render::Glyph::tick, Family::done};
        draw_state(rows, t, ImVec2(at.x + t.px(24), at.y + t.px(14)), t.px(15), look);
        const std::string value = frame.tr({"energy.total", {{"quantity", quantity_words(frame, r.fluid(), m.quantity)}, {"euros", euro_words(frame, m.cost_eur)}}});
        draw_text_right(rows, t.fonts.body, ImVec2(end.x - t.px(16), at.y + t.px(5)), t.colors.text_strong, value);
        draw_text_clipped(rows, t.fonts.body, ImVec2(at.x + t.px(40), at.y + t.px(5)), t.colors.text_strong, meter_name(frame, m.meter), end.x - at.x - t.px(64) - text_size(t.fonts.body, value).x);
        const std::string read = m.last_reading ? frame.tr({m.silent ? "energy.meter.silent" : "energy.meter.read", {{"moment", frame.language.moment(*m.last_reading, frame.now, frame.zone)}}}) : frame.tr("energy.meter.never");
        draw_text_clipped(rows, t.fonts.caption, ImVec2(at.x + t.px(40), at.y + t.px(23)), m.silent ? t.colors.family(Family::warn).ink : t.colors.text_weak, read, end.x - at.x - t.px(56));
        if (pressed && m.last_reading) show_hours(frame, r.picture.ask.building, r.fluid(), *m.last_reading), r.state.history = false, ImGui::CloseCurrentPopup();
        tooltip_for_last_item(t, frame.tr(m.last_reading ? "energy.meter.tip" : "energy.meter.never"));
    }
    ImGui::EndChild();
}

void draw_history(const EnergyRegions& r, const Box& box) {
    Frame& frame = r.frame;
    const Theme& t = frame.theme;
    const auto& months = r.picture.history;
    ImDrawList* list = ImGui::GetWindowDrawList();
    const float below = r.picture.bill ? t.px(232) : 0;
    const Box chart{box.min, ImVec2(box.max.x, std::max(box.min.y + t.px(160), box.max.y - below))};
    const std::string title = frame.tr({"energy.months", {{"n", std::to_string(months.size())}}});
    draw_text_clipped(list, t.fonts.body_strong, ImVec2(chart.min.x + t.px(16), chart.min.y + t.px(20) - t.fonts.body_strong->FontSize / 2), t.colors.text_strong, title, chart.width() - t.px(32));
    if (months.empty()) {
        ImGui::SetCursorScreenPos(chart.min);
        ImGui::BeginChild("energy.no_history", ImVec2(chart.width(), chart.height()));
        const std::string sentence = frame.tr("energy.empty.history"), offer = frame.tr("energy.import.button") + "###energy.empty.history_import";
        if (empty_state(t, {.icon = "history", .sentence = sentence, .offer = offer})) import_readings(frame);
        ImGui::EndChild();
        return;
    }
    const Ticks ticks = round_ticks(std::ranges::max(months, {}, &gis::MonthUse::quantity).quantity, 4);
    const std::string widest = frame.language.number(ticks.top(), ticks.decimals) + "\u00a0" + std::string(quantity_unit(frame, r.fluid()));
    const Bars bars{{ImVec2(chart.min.x + t.px(16) + text_size(t.fonts.caption, widest).x, chart.min.y + t.px(head_height)), ImVec2(chart.max.x - t.px(right_margin), chart.max.y - t.px(foot_height))}, months.size(), ticks.top() * 1.05};
    draw_axis(r, bars, ticks, list);
    draw_months(r, bars, list);
    ImGui::SetCursorScreenPos(bars.plot.min);
    const bool pressed = ImGui::InvisibleButton("###energy.months", ImVec2(bars.plot.width(), std::max(1.0f, bars.plot.height())));
    focus_ring(t, bars.plot.min, bars.plot.max, t.px(2));
    if (ImGui::IsItemHovered()) {
        const auto i = static_cast<std::size_t>(std::clamp((ImGui::GetIO().MousePos.x - bars.plot.min.x) / bars.width(), 0.0f, float(months.size() - 1)));
        tell_month(r, bars, list, i);
        if (pressed) {
            frame.view.energy.week.reset();
            if (months[i].month == live_month(frame)) frame.view.energy.month.reset();
            else frame.view.energy.month = months[i].month;
            r.state.history = false;
        }
    }
    if (!r.picture.bill) {
        draw_text_clipped(list, t.fonts.caption, ImVec2(chart.min.x + t.px(16), chart.max.y - t.px(16)), t.colors.text_weak, frame.tr({"energy.no_bill", {{"month", month_words(frame, *r.picture.ask.month - std::chrono::years{1})}}}), chart.width() - t.px(32));
        return;
    }
    list->AddRectFilled(ImVec2(box.min.x, chart.max.y), ImVec2(box.max.x, chart.max.y + 1), u32(t.colors.line));
    const float half = std::min(box.width(), std::max(t.px(380), box.width() * 0.56f));
    draw_bill(r, {ImVec2(box.min.x, chart.max.y + 1), ImVec2(box.min.x + half, box.max.y)});
    if (box.width() - half < t.px(240)) return;
    list->AddRectFilled(ImVec2(box.min.x + half, chart.max.y), ImVec2(box.min.x + half + 1, box.max.y), u32(t.colors.line));
    draw_meters(r, {ImVec2(box.min.x + half + 1, chart.max.y + 1), box.max});
}

} // namespace vigie::panels
