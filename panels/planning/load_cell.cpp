// The board at four weeks: one cell a crew-day.
#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "gis/planning/calendar.hpp"
#include "panels/planning/bar_drawing.hpp"
#include "panels/planning/board.hpp"
#include "panels/widgets/text.hpp"

namespace vigie::panels {
namespace {

std::string tip_of(const BoardView& v, const BoardLane& lane, const BoardDay& day, const BoardCell& cell) {
    const auto noon = gis::instant(day.day, std::chrono::hours{12}, v.frame.zone);
    std::string tip = lane.name + ", " + v.frame.language.day(noon, v.frame.zone);
    if (!cell.shift) return tip + "\n" + v.frame.tr("board.cell.no_shift");
    tip += "\n" + v.frame.tr({"board.cell.work", {{"n", std::to_string(cell.bars.size())}, {"work", hours_words(v.frame, cell.load.work)}, {"way", hours_words(v.frame, cell.load.travel)}, {"of", hours_words(v.frame, cell.load.available)}}});
    for (const auto& absence : cell.absences)
        if (!absence.label.empty()) tip += "\n" + absence.label;
    const auto conflicts = std::ranges::count_if(cell.bars, [](const BoardBar& bar) { return !bar.conflicts.empty(); });
    if (conflicts > 0) tip += "\n" + v.frame.tr({"board.cell.conflicts", {{"n", std::to_string(conflicts)}}});
    return tip;
}

} // namespace

void draw_load_cell(const BoardView& v, int row, int day) {
    const Theme& t = v.frame.theme;
    const auto& lane = v.lane(row);
    const auto& cell = lane.days[static_cast<std::size_t>(day)];
    const Box box = v.at.cell(row, day);
    ImDrawList* list = ImGui::GetWindowDrawList();
    ImGui::SetCursorScreenPos(box.min);
    if (ImGui::InvisibleButton(fmt::format("board.cell.{}.{}", lane.name, day).c_str(), ImVec2(box.width(), box.height()))) {
        v.state.tour_crew = lane.crew;
        v.state.tour_day = day;
    }
    const bool hovered = ImGui::IsItemHovered();
    if (hovered && ImGui::IsMouseDoubleClicked(ImGuiMouseButton_Left)) v.state.open_day = day;
    if (ImGui::IsItemClicked(ImGuiMouseButton_Right)) {
        v.state.menus.crew = lane.crew;
        v.state.menus.day = day;
        v.state.menus.open_cell = true;
    }
    const float ratio = static_cast<float>(cell.load.ratio());
    const bool conflict = std::ranges::any_of(cell.bars, [](const BoardBar& bar) { return !bar.conflicts.empty(); });
    const auto& danger = t.colors.family(Family::danger);
    const bool over = ratio > 1.0f, away = cell.load.available.count() <= 0;
    if (!cell.shift || away) {
        list->AddRectFilled(box.min, box.max, u32(t.colors.surface2));
    } else if (ratio > 0) {
        const float top = box.max.y - 1 - (box.height() - t.px(3)) * std::min(ratio, 1.0f);
        list->AddRectFilled(ImVec2(box.min.x + t.px(2), top), ImVec2(box.max.x - t.px(1), box.max.y - 1), u32(over ? danger.veil : t.colors.accent_veil));
        list->AddRectFilled(ImVec2(box.min.x + t.px(2), top), ImVec2(box.max.x - t.px(1), top + t.px(2)), u32(over ? danger.full : t.colors.accent));
    }
    if (!cell.absences.empty()) hatch(list, box, u32(t.colors.line), t.px(7));
    if (hovered) list->AddRectFilled(box.min, box.max, u32(t.colors.text_strong, 0.06f));
    const bool monday = day > v.at.first_day && gis::monday_of(v.state.model.days[static_cast<std::size_t>(day)].day) != gis::monday_of(v.state.model.days[static_cast<std::size_t>(day - 1)].day);
    list->AddRectFilled(box.min, ImVec2(box.min.x + (monday ? t.px(1.5f) : 1.0f), box.max.y), u32(monday ? t.colors.line_strong : t.colors.line));
    if ((over || conflict) && box.height() > t.px(12)) list->AddRect(ImVec2(box.min.x + 2, box.min.y + 1), ImVec2(box.max.x - 1, box.max.y - 2), u32(danger.full), t.px(2), 0, t.px(1.5f));
    const auto words = std::to_string(std::lround(ratio * 100));
    const ImVec2 size = text_size(over ? t.fonts.caption_strong : t.fonts.caption, words);
    if (cell.shift && !away && ratio > 0 && box.height() >= size.y + t.px(2) && box.width() >= size.x + t.px(4))
        draw_text(list, over ? t.fonts.caption_strong : t.fonts.caption, ImVec2((box.min.x + box.max.x - size.x) / 2, box.max.y - size.y - std::min(t.px(5), (box.height() - size.y) / 2)), over ? danger.ink : t.colors.text_normal, words);
    if (v.state.tour_crew == lane.crew && v.state.tour_day == day) list->AddRect(ImVec2(box.min.x + 1, box.min.y), ImVec2(box.max.x, box.max.y - 1), u32(t.colors.accent), 0, 0, t.px(2));
    if (!v.state.drag.active()) tooltip_for_last_item(t, tip_of(v, lane, v.state.model.days[static_cast<std::size_t>(day)], cell));
}

} // namespace vigie::panels
