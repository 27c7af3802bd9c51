#include "panels/planning/capacity_view.hpp"

#include <algorithm>
#include <cctype>
#include <cmath>

#include <fmt/format.h>

#include "gis/planning/calendar.hpp"
#include "panels/planning/board.hpp"
#include "panels/widgets/feedback.hpp"
#include "panels/planning/week_label.hpp"
#include "panels/widgets/text.hpp"

namespace vigie::panels {
namespace {

constexpr float header_height = 44, row_height = 48, skill_width = 190, undated_width = 84;  // px at scale 1

struct Grid {
    Box box;
    float left = 0, week_width = 0, right = 0;  // of the weeks; then what has no date
    [[nodiscard]] float week_left(int week) const { return left + week_width * static_cast<float>(week); }
};

std::string hours(const gis::Seconds length) { return std::to_string(std::lround(static_cast<double>(length.count()) / 3600)); }

std::string skill_words(const Frame& frame, const gis::SkillRow& row) {
    if (row.skill.empty()) return frame.tr("board.capacity.all");
    const auto* kind = frame.catalog.skill(row.skill);
    auto words = kind ? kind->name.in(frame.language.code()) : row.skill;
    std::ranges::replace(words, '_', ' ');
    if (!words.empty()) words.front() = static_cast<char>(std::toupper(static_cast<unsigned char>(words.front())));
    return words;
}

std::string tip_of(const Frame& frame, const gis::SkillRow& row, const gis::SkillWeek& week, std::chrono::local_days monday) {
    std::string tip = skill_words(frame, row) + ", " + week_label(frame, monday);
    tip += "\n" + frame.tr({week.estimated ? "board.capacity.available_estimated" : "board.capacity.available", {{"h", hours_words(frame, week.available)}}});
    tip += "\n" + frame.tr({"board.capacity.planned", {{"h", hours_words(frame, week.planned)}}});
    if (week.waiting.count() > 0) tip += "\n" + frame.tr({"board.capacity.waiting", {{"h", hours_words(frame, week.waiting)}}});
    if (week.duties.count() > 0) tip += "\n" + frame.tr({"board.capacity.duties", {{"h", hours_words(frame, week.duties)}}});
    if (week.over().count() > 0) tip += "\n" + frame.tr({"board.capacity.over", {{"h", hours_words(frame, week.over())}}});
    return tip;
}

void draw_head(const Frame& frame, const gis::Capacity& table, const Grid& g) {
    const Theme& t = frame.theme;
    ImDrawList* list = ImGui::GetWindowDrawList();
    const ImVec2 max(g.box.max.x, g.box.min.y + t.px(header_height));
    list->AddRectFilled(g.box.min, max, u32(t.colors.surface2));
    const float top = g.box.min.y + t.px(6), under = top + t.fonts.caption->FontSize + t.px(2);
    draw_text(list, t.fonts.caption_strong, ImVec2(g.box.min.x + t.px(10), top), t.colors.text_normal, frame.tr("board.capacity.skill"));
    draw_text_clipped(list, t.fonts.caption, ImVec2(g.box.min.x + t.px(10), under), t.colors.text_weak, frame.tr("board.capacity.unit"), t.px(skill_width - 16));
    const auto this_week = gis::monday_of(gis::local_day(frame.now, frame.zone));
    for (int week = 0; week < capacity_weeks; ++week) {
        const auto monday = table.monday + std::chrono::days{7 * week};
        const float left = g.week_left(week);
        if (monday == this_week) list->AddRectFilled(ImVec2(left, g.box.min.y), ImVec2(left + g.week_width, max.y), u32(t.colors.accent_veil));
        list->AddRectFilled(ImVec2(left, g.box.min.y), ImVec2(left + 1, max.y), u32(t.colors.line));
        draw_text_right(list, t.fonts.caption_strong, ImVec2(left + g.week_width - t.px(7), top), t.colors.text_strong, week_label(frame, monday));
        const std::chrono::year_month_day day{monday};
        draw_text_right(list, t.fonts.caption, ImVec2(left + g.week_width - t.px(7), under), t.colors.text_weak, fmt::format("{:02}/{:02}", static_cast<unsigned>(day.day()), static_cast<unsigned>(day.month())));
    }
    list->AddRectFilled(ImVec2(g.right, g.box.min.y), ImVec2(g.right + 1, max.y), u32(t.colors.line_strong));
    draw_text_right(list, t.fonts.caption_strong, ImVec2(g.box.max.x - t.px(8), top), t.colors.text_normal, frame.tr("board.capacity.undated"));
    draw_text_right(list, t.fonts.caption, ImVec2(g.box.max.x - t.px(8), under), t.colors.text_weak, frame.tr("board.capacity.to_plan"));
    list->AddRectFilled(ImVec2(g.box.min.x, max.y - 1), max, u32(t.colors.line));
}

// Demanded over available, a bar under them; true when pressed.
bool draw_week(const Frame& frame, const gis::SkillRow& row, const gis::SkillWeek& week, std::chrono::local_days monday, int number, const Box& box) {
    const Theme& t = frame.theme;
    ImDrawList* list = ImGui::GetWindowDrawList();
    ImGui::SetCursorScreenPos(box.min);
    const bool pressed = ImGui::InvisibleButton(fmt::format("capacity.{}.{}", row.skill.empty() ? "all" : row.skill, number).c_str(), ImVec2(box.width(), box.height() - 1));
    const bool over = week.over().count() > 0;
    const auto& danger = t.colors.family(Family::danger);
    if (over) list->AddRectFilled(ImVec2(box.min.x + 1, box.min.y), ImVec2(box.max.x, box.max.y - 1), u32(danger.veil));
    if (ImGui::IsItemHovered()) list->AddRectFilled(box.min, box.max, u32(t.colors.text_strong, 0.05f));
    list->AddRectFilled(box.min, ImVec2(box.min.x + 1, box.max.y), u32(t.colors.line));
    focus_ring(t, ImVec2(box.min.x + 2, box.min.y + 2), ImVec2(box.max.x - 2, box.max.y - 3), t.px(3));
    const float right = box.max.x - t.px(7), top = box.min.y + t.px(4);
    draw_text_right(list, over ? t.fonts.caption_strong : t.fonts.caption, ImVec2(right, top), over ? danger.ink : week.demanded().count() > 0 ? t.colors.text_strong : t.colors.text_off, hours(week.demanded()) + "\u00a0h");
    draw_text_right(list, t.fonts.caption, ImVec2(right, top + t.fonts.caption->FontSize), over ? danger.ink : t.colors.text_weak,
                    frame.tr({week.estimated ? "board.capacity.of_about" : "board.capacity.of", {{"h", hours(week.available)}}}));
    const double share = week.available.count() > 0 ? static_cast<double>(week.demanded().count()) / static_cast<double>(week.available.count()) : over ? 1.0 : 0.0;
    const float y = box.max.y - t.px(7), left = box.min.x + t.px(8), width = right - left;
    list->AddRectFilled(ImVec2(left, y), ImVec2(right, y + t.px(3)), u32(over ? t.colors.surface1 : t.colors.surface3), t.px(1.5f));
    if (share > 0) list->AddRectFilled(ImVec2(left, y), ImVec2(left + width * static_cast<float>(std::min(1.0, share)), y + t.px(3)), u32(over ? danger.full : t.colors.line_strong), t.px(1.5f));
    tooltip_for_last_item(t, tip_of(frame, row, week, monday));
    return pressed;
}

} // namespace

void sync_capacity(const Frame& frame, CapacityState& s) {
    s.book.sync(frame.world, frame.catalog, frame.zone, frame.now, frame.school_zone());
    using enum gis::EntityKind;
    std::uint64_t crews = frame.world.crews().size();  // they change with every position: only who is in them counts
    for (const auto& crew : frame.world.crews())
        for (const auto& agent : crew.agents) crews = crews * 31 + agent.value + crew.id.value * 131;
    const std::array<std::uint64_t, 8> now{s.book.made(), frame.world.revision(intervention), frame.world.revision(shift), frame.world.revision(absence), frame.world.revision(agent), crews,
                                           static_cast<std::uint64_t>(frame.view.monday.time_since_epoch().count()), 1};
    if (now == s.made_from) return;
    s.made_from = now;
    ++s.made;
    s.table = gis::capacity_by_skill(frame.world, frame.catalog, s.book.lines(), frame.zone, frame.view.monday, capacity_weeks);
}

std::optional<std::chrono::local_days> draw_capacity(Frame& frame, CapacityState& s, const Box& box) {
    sync_capacity(frame, s);
    const Theme& t = frame.theme;
    if (frame.world.crews().size() == 0) {
        ImGui::SetCursorScreenPos(box.min);
        empty_state(t, {.icon = "view_week", .sentence = frame.tr("board.empty.crews")});
        return std::nullopt;
    }
    Grid g{box, box.min.x + t.px(skill_width), 0, 0};
    const float bar = ImGui::GetStyle().ScrollbarSize;
    g.right = box.max.x - t.px(undated_width) - bar;
    g.week_width = std::floor((g.right - g.left) / capacity_weeks);
    draw_head(frame, s.table, g);
    std::optional<std::chrono::local_days> pressed;
    const Box body{ImVec2(box.min.x, box.min.y + t.px(header_height)), box.max};
    ImGui::SetCursorScreenPos(body.min);
    ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, ImVec2(0, 0));
    ImGui::BeginChild("board.capacity", ImVec2(body.width(), body.height()));
    ImGui::PopStyleVar();
    ImDrawList* list = ImGui::GetWindowDrawList();
    float y = ImGui::GetCursorScreenPos().y;
    for (const auto& row : s.table.rows) {
        const float bottom = y + std::floor(t.px(row_height)), middle = (y + bottom) / 2;
        ImFont* font = row.skill.empty() ? t.fonts.body_strong : t.fonts.body;
        draw_text_clipped(list, font, ImVec2(box.min.x + t.px(10), middle - font->FontSize / 2), t.colors.text_strong, skill_words(frame, row), t.px(skill_width - 20));
        for (int week = 0; week < capacity_weeks; ++week)
            if (draw_week(frame, row, row.weeks[static_cast<std::size_t>(week)], s.table.monday + std::chrono::days{7 * week}, week, {ImVec2(g.week_left(week), y), ImVec2(g.week_left(week) + g.week_width, bottom)}))
                pressed = s.table.monday + std::chrono::days{7 * week};
        list->AddRectFilled(ImVec2(g.right, y), ImVec2(g.right + 1, bottom), u32(t.colors.line_strong));
        draw_text_right(list, t.fonts.caption, ImVec2(box.max.x - t.px(8) - bar, middle - t.fonts.caption->FontSize / 2), row.undated.count() > 0 ? t.colors.text_strong : t.colors.text_off, hours(row.undated) + "\u00a0h");
        list->AddRectFilled(ImVec2(box.min.x, bottom - 1), ImVec2(box.max.x, bottom), u32(t.colors.line));
        y = bottom;
    }
    ImGui::SetCursorScreenPos(ImVec2(box.min.x, y));
    ImGui::Dummy(ImVec2(1, 0));
    ImGui::EndChild();
    return pressed;
}

} // namespace vigie::panels
