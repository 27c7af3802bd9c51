#include "panels/planning/board_choice.hpp"

#include <algorithm>
#include <cmath>

namespace vigie::panels {
namespace {

constexpr float rectangle_starts_px = 6;

gis::EntityRef ref_of(gis::InterventionId id) { return {gis::EntityKind::intervention, id.value}; }

void choose(const BoardView& v, gis::InterventionId id, bool add) {
    auto& entities = v.frame.view.selection.entities;
    if (!add) v.frame.view.selection = {};
    // Only work can be chosen together with work: what else was chosen is let go.
    std::erase_if(entities, [&](gis::EntityRef ref) { return ref.kind != gis::EntityKind::intervention || ref == ref_of(id); });
    entities.push_back(ref_of(id));
}

const std::vector<BoardBar>& bars_of(const BoardView& v, int row, int day) { return v.lane(row).days[static_cast<std::size_t>(day)].bars; }

// Everything between the bar chosen last and this one, rows and days like cells of a table.
void choose_range(const BoardView& v, int row, int day, const BoardBar& bar) {
    const auto from = bar_place(v, gis::InterventionId{v.frame.view.selection.primary().id});
    if (v.frame.view.selection.primary().kind != gis::EntityKind::intervention || !from) return choose(v, bar.id, false);
    const gis::InterventionId anchor{v.frame.view.selection.primary().id};
    const bool ahead = std::pair(from->day, bars_of(v, from->row, from->day)[from->index].start) <= std::pair(day, bar.start);
    const auto& early = ahead ? bars_of(v, from->row, from->day)[from->index] : bar;
    const auto& late = ahead ? bar : bars_of(v, from->row, from->day)[from->index];
    v.frame.view.selection = {};
    for (int r = std::min(row, from->row); r <= std::max(row, from->row); ++r)
        for (int d = std::min(day, from->day); d <= std::max(day, from->day); ++d)
            for (const auto& each : bars_of(v, r, d))
                if (each.kind == BarKind::planned && each.start >= early.start && each.start <= late.start) choose(v, each.id, true);
    choose(v, anchor, true);
    choose(v, bar.id, true);
}

// The next bar from `from`: along the lane, or the nearest hour in the next lane with one.
std::optional<BarPlace> next_bar(const BoardView& v, const BarPlace& from, int rows, int along) {
    const auto planned = [](const BoardBar& b) { return b.kind == BarKind::planned; };
    if (along != 0) {
        BarPlace at = from;
        while (true) {
            const auto& bars = bars_of(v, at.row, at.day);
            const long next = static_cast<long>(at.index) + along;
            if (next >= 0 && next < static_cast<long>(bars.size())) at.index = static_cast<std::size_t>(next);
            else {
                do at.day += along;
                while (at.day >= v.at.first_day && at.day < v.at.first_day + v.at.day_count && bars_of(v, at.row, at.day).empty());
                if (at.day < v.at.first_day || at.day >= v.at.first_day + v.at.day_count) return std::nullopt;
                at.index = along > 0 ? 0 : bars_of(v, at.row, at.day).size() - 1;
            }
            if (planned(bars_of(v, at.row, at.day)[at.index])) return at;
        }
    }
    const auto start = bars_of(v, from.row, from.day)[from.index].start;
    for (int row = from.row + rows; row >= 0 && row < static_cast<int>(v.at.shown.size()); row += rows) {
        std::optional<BarPlace> best;
        auto gap = std::chrono::milliseconds::max();
        for (int day = v.at.first_day; day < v.at.first_day + v.at.day_count; ++day)
            for (std::size_t i = 0; i < bars_of(v, row, day).size(); ++i) {
                const auto& bar = bars_of(v, row, day)[i];
                const auto away = std::chrono::abs(std::chrono::duration_cast<std::chrono::milliseconds>(bar.start - start));
                if (!planned(bar) || away >= gap) continue;
                gap = away;
                best = BarPlace{row, day, i};
            }
        if (best) return best;
    }
    return std::nullopt;
}

void scroll_to(const BoardView& v, int row) {
    const float top = static_cast<float>(row) * v.at.lane_height;
    if (top < ImGui::GetScrollY()) ImGui::SetScrollY(top);
    if (top + v.at.lane_height > ImGui::GetScrollY() + v.at.lanes.height()) ImGui::SetScrollY(top + v.at.lane_height - v.at.lanes.height());
}

} // namespace

std::optional<BarPlace> bar_place(const BoardView& v, gis::InterventionId id) {
    for (int row = 0; row < static_cast<int>(v.at.shown.size()); ++row)
        for (int day = v.at.first_day; day < v.at.first_day + v.at.day_count; ++day)
            for (std::size_t i = 0; i < bars_of(v, row, day).size(); ++i)
                if (bars_of(v, row, day)[i].id == id && bars_of(v, row, day)[i].kind != BarKind::leaving) return BarPlace{row, day, i};
    return std::nullopt;
}

void press_bar(const BoardView& v, int row, int day, const BoardBar& bar) {
    auto& choice = v.state.bars;
    choice.was_chosen = v.frame.view.selection.contains(ref_of(bar.id));
    choice.ctrl = ImGui::GetIO().KeyCtrl;
    if (ImGui::GetIO().KeyShift) choose_range(v, row, day, bar);
    else if (choice.ctrl) choose(v, bar.id, true);
    else if (!choice.was_chosen) choose(v, bar.id, false);
    else choose(v, bar.id, true);  // of several: a drag moves them all
    v.state.tour_crew = v.lane(row).crew;
    v.state.tour_day = day;
}

void release_bar(const BoardView& v, const BoardBar& bar) {
    if (v.state.drag.active() || ImGui::GetIO().KeyShift || !v.state.bars.was_chosen) return;
    auto& entities = v.frame.view.selection.entities;
    if (v.state.bars.ctrl) std::erase(entities, ref_of(bar.id));
    else if (entities.size() > 1) choose(v, bar.id, false);
    v.state.bars.was_chosen = false;
}

void maybe_start_rectangle(const BoardView& v) {
    if (v.state.bars.from || v.state.drag.active() || !ImGui::IsItemActive() || !ImGui::IsMouseDragging(ImGuiMouseButton_Left, v.frame.theme.px(rectangle_starts_px))) return;
    const ImVec2 at = ImGui::GetIO().MouseClickedPos[0];
    v.state.bars.from = ImVec2(at.x, at.y - v.at.top);  // scrolls with the lanes
}

void run_rectangle(const BoardView& v) {
    if (!v.state.bars.from) return;
    const ImVec2 from(v.state.bars.from->x, v.state.bars.from->y + v.at.top), hand = ImGui::GetIO().MousePos;
    const Box box{ImVec2(std::min(from.x, hand.x), std::min(from.y, hand.y)), ImVec2(std::max(from.x, hand.x), std::max(from.y, hand.y))};
    ImDrawList* list = ImGui::GetWindowDrawList();
    list->AddRectFilled(box.min, box.max, u32(v.frame.theme.colors.accent, 0.10f));
    list->AddRect(box.min, box.max, u32(v.frame.theme.colors.accent), 0, 0, v.frame.theme.px(1));
    if (ImGui::IsKeyPressed(ImGuiKey_Escape, false)) {
        v.state.bars.from.reset();
        return;
    }
    if (ImGui::IsMouseDown(ImGuiMouseButton_Left)) return;
    v.state.bars.from.reset();
    if (!ImGui::GetIO().KeyCtrl && !ImGui::GetIO().KeyShift) v.frame.view.selection = {};
    for (int row = 0; row < static_cast<int>(v.at.shown.size()); ++row)
        for (int day = v.at.first_day; day < v.at.first_day + v.at.day_count; ++day) {
            const Box cell = v.at.cell(row, day);
            if (cell.max.y <= box.min.y || cell.min.y >= box.max.y) continue;
            for (const auto& bar : bars_of(v, row, day))
                if (bar.kind == BarKind::planned && v.at.x(day, bar.to_hour) >= box.min.x && v.at.x(day, bar.from_hour) <= box.max.x) choose(v, bar.id, true);
        }
}

void walk_bars(const BoardView& v) {
    const int along = int(ImGui::IsKeyPressed(ImGuiKey_RightArrow)) - int(ImGui::IsKeyPressed(ImGuiKey_LeftArrow));
    const int rows = int(ImGui::IsKeyPressed(ImGuiKey_DownArrow)) - int(ImGui::IsKeyPressed(ImGuiKey_UpArrow));
    if (along == 0 && rows == 0) return;
    const auto primary = v.frame.view.selection.primary();
    const auto from = primary.kind == gis::EntityKind::intervention ? bar_place(v, gis::InterventionId{primary.id}) : std::nullopt;
    std::optional<BarPlace> to;
    if (from) to = next_bar(v, *from, rows, along);
    else  // nothing chosen yet: the first bar of the board
        for (int row = 0; row < static_cast<int>(v.at.shown.size()) && !to; ++row)
            for (int day = v.at.first_day; day < v.at.first_day + v.at.day_count && !to; ++day)
                if (!bars_of(v, row, day).empty()) to = BarPlace{row, day, 0};
    if (!to) return;
    choose(v, bars_of(v, to->row, to->day)[to->index].id, ImGui::GetIO().KeyShift);
    v.state.tour_crew = v.lane(to->row).crew;
    v.state.tour_day = to->day;
    scroll_to(v, to->row);
}

void walk_cells(const BoardView& v) {
    const int along = int(ImGui::IsKeyPressed(ImGuiKey_RightArrow)) - int(ImGui::IsKeyPressed(ImGuiKey_LeftArrow));
    const int rows = int(ImGui::IsKeyPressed(ImGuiKey_DownArrow)) - int(ImGui::IsKeyPressed(ImGuiKey_UpArrow));
    if (ImGui::IsKeyPressed(ImGuiKey_Enter, false) || ImGui::IsKeyPressed(ImGuiKey_KeypadEnter, false)) return show_zoom(v.frame, v.state, BoardZoom::day, v.state.tour_day);
    if (along == 0 && rows == 0) return;
    int row = 0;
    for (int r = 0; r < static_cast<int>(v.at.shown.size()); ++r)
        if (v.lane(r).crew == v.state.tour_crew) row = r;
    row = std::clamp(row + rows, 0, static_cast<int>(v.at.shown.size()) - 1);
    v.state.tour_crew = v.lane(row).crew;
    v.state.tour_day = std::clamp(v.state.tour_day + along, v.at.first_day, v.at.first_day + v.at.day_count - 1);
    scroll_to(v, row);
}

std::vector<const gis::Intervention*> movable_choice(const Frame& frame) {
    std::vector<const gis::Intervention*> out;
    for (const auto ref : frame.view.selection.entities) {
        if (ref.kind != gis::EntityKind::intervention) continue;
        const auto* what = frame.world.find(gis::InterventionId{ref.id});
        if (what && !what->crews.empty() && what->start) out.push_back(what);
    }
    return out;
}

} // namespace vigie::panels
