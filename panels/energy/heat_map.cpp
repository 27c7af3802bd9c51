// A month of hours: days across, hours down. What a closed building used is outlined.
#include <algorithm>
#include <cmath>

#include <imgui_internal.h>

#include "gis/model/zone.hpp"
#include "panels/energy/charts.hpp"
#include "panels/energy/energy_regions.hpp"
#include "panels/energy/figures.hpp"
#include "panels/widgets/feedback.hpp"
#include "panels/widgets/field.hpp"

namespace vigie::panels {

namespace {

using std::chrono::days, std::chrono::local_days;

constexpr int hours_a_day = 24;
constexpr float head_height = 42, foot_height = 36, left_margin = 58, right_margin = 17;  // px at scale 1

struct Grid {
    Box cells;
    int days = 0;
    [[nodiscard]] float width() const { return cells.width() / float(std::max(1, days)); }
    [[nodiscard]] float height() const { return cells.height() / float(hours_a_day); }
    [[nodiscard]] ImVec2 corner(int day, int hour) const { return {cells.min.x + float(day) * width(), cells.min.y + float(hour) * height()}; }
    [[nodiscard]] int at(ImVec2 p) const {
        if (!cells.contains(p)) return -1;
        const int day = std::min(days - 1, int((p.x - cells.min.x) / width())), hour = std::min(hours_a_day - 1, int((p.y - cells.min.y) / height()));
        return day * hours_a_day + hour;
    }
};

const gis::UseHour* hour_at(const gis::UseOfMonth& month, int day, int hour) {
    const auto i = static_cast<std::size_t>(day * hours_a_day + hour);
    return day >= 0 && hour >= 0 && hour < hours_a_day && i < month.hours.size() ? &month.hours[i] : nullptr;
}

bool wasted(const gis::UseOfMonth& month, int day, int hour) {
    const gis::UseHour* h = hour_at(month, day, hour);
    return h != nullptr && h->wasted;
}

Rgba shade(const Colors& c, double value, double most) {
    const auto steps = static_cast<double>(c.ramp.size());
    return c.ramp[static_cast<std::size_t>(std::clamp(most > 0 ? value / most * steps : 0.0, 0.0, steps - 1))];
}

void draw_cells(const EnergyRegions& r, const Grid& g, ImDrawList* list) {
    const Theme& t = r.frame.theme;
    const float gap = std::max(1.0f, t.px(1.4f)) / 2;
    for (int day = 0; day < g.days; ++day)
        for (int hour = 0; hour < hours_a_day; ++hour) {
            const gis::UseHour* h = hour_at(r.picture.month, day, hour);
            const ImVec2 a = g.corner(day, hour), b = g.corner(day + 1, hour + 1);
            const Rgba color = h != nullptr && h->measured ? shade(t.colors, double(*h->measured), r.picture.month.most) : t.colors.surface2;
            list->AddRectFilled(ImVec2(a.x + gap, a.y + gap), ImVec2(b.x - gap, b.y - gap), u32(color));
        }
}

// The outline of all that was used while closed: an edge where one side is of it and the other is not.
void draw_outline(const EnergyRegions& r, const Grid& g, ImDrawList* list) {
    const Theme& t = r.frame.theme;
    const ImU32 color = u32(t.colors.family(Family::danger).full);
    const float half = t.px(0.8f);
    const auto edge = [&](ImVec2 a, ImVec2 b) { list->AddRectFilled(ImVec2(a.x - half, a.y - half), ImVec2(b.x + half, b.y + half), color); };
    const auto& month = r.picture.month;
    for (int day = 0; day <= g.days; ++day)
        for (int hour = 0; hour <= hours_a_day; ++hour) {
            const bool here = wasted(month, day, hour) && day < g.days;
            if (here != wasted(month, day - 1, hour)) edge(g.corner(day, hour), g.corner(day, hour + 1));
            if (day < g.days && (here != wasted(month, day, hour - 1))) edge(g.corner(day, hour), g.corner(day + 1, hour));
        }
}

void draw_axes(const EnergyRegions& r, const Grid& g, ImDrawList* list, local_days first) {
    const Theme& t = r.frame.theme;
    const Colors& c = t.colors;
    ImFont* font = t.fonts.caption;
    const int every = g.height() * 4 >= font->FontSize ? 4 : 8;
    for (int hour = 0; hour <= hours_a_day; hour += every) {
        const std::string words = (hour < 10 ? "0" : "") + std::to_string(hour) + ":00";
        draw_text_right(list, font, ImVec2(g.cells.min.x - t.px(8), g.corner(0, hour).y - font->FontSize / 2), c.text_weak, words);
    }
    const auto today = gis::local_day(r.frame.now, r.frame.zone);
    const int step = g.width() >= t.px(17) ? 1 : 2;
    const float size = font->FontSize * 0.86f;
    for (int day = 0; day < g.days; day += step) {
        const local_days date = first + days{day};
        const unsigned weekday = std::chrono::weekday{date}.iso_encoding();
        const bool now = date == today;
        const std::string number = std::to_string(day + 1), letter = r.frame.tr("energy.weekday." + std::to_string(weekday));
        ImFont* face = now ? t.fonts.caption_strong : font;
        const float x = g.corner(day, 0).x + g.width() / 2;
        const Rgba ink = now ? c.accent_text : weekday >= 6 ? c.text_weak : c.text_normal;
        const auto put = [&](const std::string& words, float y) {
            list->AddText(face, size, ImVec2(std::floor(x - text_size(face, words).x * 0.43f + 0.5f), std::floor(y)), u32(ink), words.c_str());
        };
        put(number, g.cells.max.y + t.px(5));
        put(letter, g.cells.max.y + t.px(18));
    }
}

void draw_head(const EnergyRegions& r, const Box& box, ImDrawList* list) {
    const Theme& t = r.frame.theme;
    const Colors& c = t.colors;
    const float middle = box.min.y + t.px(20);
    ImFont* font = t.fonts.caption;
    float x = box.max.x - t.px(right_margin);
    const auto words = [&](const std::string& text, Rgba ink) {
        x -= text_size(font, text).x;
        draw_text(list, font, ImVec2(x, middle - font->FontSize / 2), ink, text);
    };
    const bool some = std::ranges::any_of(r.picture.month.hours, &gis::UseHour::wasted);
    if (some) {
        words(r.frame.tr(r.fluid() == gis::Fluid::water ? "energy.heat.closed_water" : "energy.heat.closed"), c.text_normal);
        x -= t.px(18);
        list->AddRect(ImVec2(x, middle - t.px(6)), ImVec2(x + t.px(12), middle + t.px(6)), u32(c.family(Family::danger).full), 0, 0, t.px(2));
        x -= t.px(18);
    }
    words(rate_words(r.frame, r.fluid(), r.picture.month.most), c.text_normal);
    x -= t.px(8);
    for (std::size_t i = c.ramp.size(); i-- > 0;) {
        x -= t.px(20);
        list->AddRectFilled(ImVec2(x, middle - t.px(6)), ImVec2(x + t.px(20), middle + t.px(6)), u32(c.ramp[i]));
    }
    x -= t.px(6);
    words("0", c.text_weak);
    const std::string title = r.frame.tr({"energy.heat", {{"unit", std::string(rate_unit(r.frame, r.fluid()))}}});
    draw_text_clipped(list, t.fonts.body_strong, ImVec2(box.min.x + t.px(16), middle - t.fonts.body_strong->FontSize / 2), c.text_strong, title, x - box.min.x - t.px(24));
}

void tell(const EnergyRegions& r, const Grid& g, ImDrawList* list, int cell, local_days first) {
    const int day = cell / hours_a_day, hour = cell % hours_a_day;
    const gis::UseHour* h = hour_at(r.picture.month, day, hour);
    const ImVec2 a = g.corner(day, hour), b = g.corner(day + 1, hour + 1);
    list->AddRect(ImVec2(a.x - 1, a.y - 1), ImVec2(b.x + 1, b.y + 1), u32(r.frame.theme.colors.selection_halo), 0, 0, r.frame.theme.px(2));
    list->AddRect(ImVec2(a.x - 2, a.y - 2), ImVec2(b.x + 2, b.y + 2), u32(r.frame.theme.colors.selection), 0, 0, 1);
    const std::string when = hour_words(r.frame, gis::LocalTime{first + days{day}} + std::chrono::hours{hour});
    const bool known = h != nullptr && h->measured;
    const std::string strong = r.frame.tr({"energy.tell", {{"when", when}, {"value", known ? rate_words(r.frame, r.fluid(), double(*h->measured)) : "@energy.tell.nothing"}}});
    std::string plain;
    if (h != nullptr && h->expected) plain = r.frame.tr({r.picture.ask.beside_last_year ? "energy.tell.before" : "energy.tell.expected", {{"value", rate_words(r.frame, r.fluid(), double(*h->expected))}}});
    if (h != nullptr && h->closed) plain += (plain.empty() ? "" : ", ") + r.frame.tr("energy.tell.closed");
    readout(list, r.frame.theme, ImVec2((a.x + b.x) / 2, (a.y + b.y) / 2), g.width() / 2 + r.frame.theme.px(2), {ImVec2(g.cells.min.x - r.frame.theme.px(40), g.cells.min.y), g.cells.max}, strong, plain);
}

// The hour becomes the shared time cursor, its week the one of the load curve.
void choose_hour(const EnergyRegions& r, int cell, local_days first) {
    const local_days day = first + days{cell / hours_a_day};
    const gis::Time at = gis::utc_from_local(gis::LocalTime{day} + std::chrono::hours{cell % hours_a_day}, r.frame.zone);
    if (at > r.frame.now) return;
    r.frame.view.time_cursor = at;
    r.frame.view.energy.week = day - (std::chrono::weekday{day} - std::chrono::Monday);
}

// Where the keyboard begins: the first hour used while closed, else the last one that is known.
int first_to_see(const gis::UseOfMonth& month) {
    int last = 0;
    for (std::size_t i = 0; i < month.hours.size(); ++i) {
        if (month.hours[i].wasted) return static_cast<int>(i);
        if (month.hours[i].measured) last = static_cast<int>(i);
    }
    return last;
}

// Arrows walk the hours while the chart has the keyboard.
void walk(EnergyState& s, int count) {
    if (count == 0) return;
    if (s.heat_cell < 0 || s.heat_cell >= count) s.heat_cell = 0;
    const int along = int(ImGui::IsKeyPressed(ImGuiKey_RightArrow)) - int(ImGui::IsKeyPressed(ImGuiKey_LeftArrow));
    const int down = int(ImGui::IsKeyPressed(ImGuiKey_DownArrow)) - int(ImGui::IsKeyPressed(ImGuiKey_UpArrow));
    const int hour = std::clamp(s.heat_cell % hours_a_day + down, 0, hours_a_day - 1);
    const int day = std::clamp(s.heat_cell / hours_a_day + along, 0, count / hours_a_day - 1);
    s.heat_cell = day * hours_a_day + hour;
    if ((ImGui::GetCurrentContext()->NavMoveFlags & ImGuiNavMoveFlags_IsTabbing) == 0) ImGui::NavMoveRequestCancel();
}

void draw_cursor(const EnergyRegions& r, const Grid& g, ImDrawList* list, local_days first) {
    if (!r.frame.view.time_cursor) return;
    const auto local = gis::local_from_utc(*r.frame.view.time_cursor, r.frame.zone);
    const auto day = std::chrono::floor<days>(local);
    const int index = int((day - first).count()), hour = int(std::chrono::duration_cast<std::chrono::hours>(local - day).count());
    if (index < 0 || index >= g.days) return;
    const ImVec2 a = g.corner(index, hour), b = g.corner(index + 1, hour + 1);
    list->AddRect(a, b, u32(r.frame.theme.colors.selection_halo), 0, 0, r.frame.theme.px(2));
}

} // namespace

bool draw_no_hours(const EnergyRegions& r, const Box& box) {
    if (std::ranges::any_of(r.picture.month.hours, [](const gis::UseHour& h) { return h.measured.has_value(); })) return false;
    Frame& frame = r.frame;
    const std::string month = month_words(frame, *r.picture.ask.month);
    const bool monthly = std::ranges::any_of(r.picture.history, [&](const gis::MonthUse& m) { return m.quantity > 0; });
    const auto named = std::ranges::find(r.picture.history, *r.picture.ask.month, &gis::MonthUse::month);
    const bool month_known = named != r.picture.history.end() && named->quantity > 0;
    ImGui::SetCursorScreenPos(box.min);
    ImGui::BeginChild("energy.no_hours", ImVec2(box.width(), box.height()));
    const std::string sentence = frame.tr({month_known ? "energy.empty.monthly" : "energy.empty.month", {{"month", month}, {"building", building_name(frame, r.picture.ask.building)}}});
    const std::string offer = monthly ? frame.tr("energy.history.show") + "###energy.empty.history" : frame.tr("energy.import.button") + "###energy.empty.month_import";
    if (empty_state(frame.theme, {.icon = "history", .sentence = sentence, .offer = offer})) {
        if (monthly) r.state.history = true;
        else import_readings(frame);
    }
    ImGui::EndChild();
    return true;
}

void draw_heat_map(const EnergyRegions& r, const Box& box) {
    const Theme& t = r.frame.theme;
    ImDrawList* list = ImGui::GetWindowDrawList();
    const auto month = *r.picture.ask.month;
    const local_days first{month / 1};
    const Grid g{{ImVec2(box.min.x + t.px(left_margin), box.min.y + t.px(head_height)), ImVec2(box.max.x - t.px(right_margin), box.max.y - t.px(foot_height))}, int(r.picture.month.hours.size()) / hours_a_day};
    draw_head(r, box, list);
    if (g.days == 0 || g.cells.height() < t.px(60)) return;
    draw_cells(r, g, list);
    draw_outline(r, g, list);
    draw_axes(r, g, list, first);
    draw_cursor(r, g, list, first);
    ImGui::SetCursorScreenPos(g.cells.min);
    const bool taken = std::exchange(r.state.heat_focus, false);
    if (taken) {
        keyboard_comes_here();
        ImGui::SetKeyboardFocusHere();
        ImGui::GetCurrentContext()->NavDisableHighlight = false;  // what the arrows move is seen
        r.state.heat_cell = first_to_see(r.picture.month);
    }
    const bool pressed = ImGui::InvisibleButton("###energy.heat", ImVec2(g.cells.width(), g.cells.height()));
    focus_ring(t, g.cells.min, g.cells.max, t.px(2));
    const bool keyboard = ImGui::IsItemFocused() && !ImGui::GetCurrentContext()->NavDisableHighlight;
    const bool hovered = ImGui::IsItemHovered();
    int cell = hovered ? g.at(ImGui::GetIO().MousePos) : -1;
    if (cell < 0 && keyboard) {
        walk(r.state, g.days * hours_a_day);
        cell = r.state.heat_cell;
    }
    if (cell < 0) return;
    tell(r, g, list, cell, first);
    if ((pressed && hovered) || (keyboard && pressed_enter())) choose_hour(r, cell, first);
}

} // namespace vigie::panels
