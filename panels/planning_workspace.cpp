#include "panels/planning_workspace.hpp"

#include <algorithm>

#include "panels/planning/kpi_row.hpp"
#include "panels/widgets/button.hpp"
#include "panels/widgets/tabs.hpp"

namespace vigie::panels {
namespace {

constexpr float kpi_height = 52, banner_height = 44, backlog_width = 248, tour_width = 244, inspector_width = 368;  // px at scale 1
constexpr float roomy = 1100;  // below it the tour gives its place to the board

struct Columns {
    Box kpi, banner, backlog, board, right;
};

Columns columns_of(const Frame& frame, const PlanningState& state, const Box& all) {
    const Theme& t = frame.theme;
    Columns c;
    float top = all.min.y + t.px(kpi_height);
    c.kpi = {all.min, ImVec2(all.max.x, top)};
    c.banner = {ImVec2(all.min.x, top), ImVec2(all.max.x, top)};
    if (has_banner(frame)) {
        c.banner.max.y = top + t.px(banner_height);
        top = c.banner.max.y;
    }
    const float wanted = state.inspecting ? t.px(inspector_width) : all.width() / t.scale >= roomy ? t.px(tour_width) : 0;
    const float left = std::min(t.px(backlog_width), all.width() * 0.3f), right = std::min(wanted, all.width() * 0.35f);
    c.backlog = {ImVec2(all.min.x, top), ImVec2(all.min.x + left, all.max.y)};
    c.right = {ImVec2(all.max.x - right, top), all.max};
    c.board = {ImVec2(c.backlog.max.x + 1, top), ImVec2(right > 0 ? c.right.min.x - 1 : all.max.x, all.max.y)};
    return c;
}

// « À planifier » and « Échéances » share the left column.
void draw_left(Frame& frame, PlanningState& state, const Box& box) {
    const Theme& t = frame.theme;
    begin_region("planning.backlog", box, t.colors.surface1);
    sync_backlog(frame, state.backlog);
    sync_due_list(frame, state.due);
    const Box head{box.min, ImVec2(box.max.x, box.min.y + t.px(36))};
    ImGui::SetCursorScreenPos(head.min);
    const std::vector<Tab> tabs{{.label = frame.tr("board.backlog") + "###backlog.tab.cards", .count = std::to_string(state.backlog.cards.size()), .tone = BadgeTone::accent},
                                {.label = frame.tr("board.due") + "###backlog.tab.due", .count = state.due.overdue ? std::to_string(state.due.overdue) : std::string(), .tone = BadgeTone::danger,
                                 .tooltip = frame.tr({"board.due.tab_tip", {{"n", std::to_string(state.due.overdue)}}})}};
    state.showing_due = tab_bar(t, "backlog.tabs", tabs, state.showing_due ? 1 : 0, {.height = 36, .room = head.width()}) == 1;
    ImGui::GetWindowDrawList()->AddRectFilled(ImVec2(head.min.x, head.max.y - 1), head.max, u32(t.colors.line));
    const Box rest{ImVec2(box.min.x, head.max.y), box.max};
    if (state.showing_due) {
        frame.view.queue_step = 0;  // arrows walk that list
        draw_due_list(frame, state.board, state.due, rest);
    }
    else draw_backlog(frame, state.board, state.backlog, rest);
    end_region();
}

void draw_right(Frame& frame, PlanningState& state, const Box& box) {
    if (box.width() < 1) return;
    const Theme& t = frame.theme;
    begin_region("planning.right", box, t.colors.surface1);
    if (!state.inspecting) {
        draw_tour(frame, state.board, state.tour, box);
    } else {
        const Box head{box.min, ImVec2(box.max.x, box.min.y + t.px(36))};
        ImGui::SetCursorScreenPos(ImVec2(head.min.x + t.px(6), head.min.y + t.px(4)));
        if (button(t, (frame.tr("board.inspector.back") + "###board.inspector.back").c_str(), {.kind = ButtonKind::quiet, .icon = "chevron_left", .height = 28})) state.inspecting = false;
        begin_region("planning.inspector", {ImVec2(box.min.x, head.max.y), box.max}, t.colors.surface1);
        draw_inspector(frame, state.inspector);
        end_region();
    }
    end_region();
}

} // namespace

void draw_planning(Frame& frame, PlanningState& state) {
    const Theme& t = frame.theme;
    sync_board(frame, state.board);
    const ImVec2 min = ImGui::GetWindowPos(), size = ImGui::GetWindowSize();
    const Box all{min, ImVec2(min.x + size.x, min.y + size.y)};
    const auto c = columns_of(frame, state, all);
    ImDrawList* list = ImGui::GetWindowDrawList();
    draw_kpi_row(frame, state.board, c.kpi);
    if (has_banner(frame)) draw_proposal_banner(frame, state.board, state.backlog.show_unplanned, c.banner);
    else frame.view.accept_proposal = false;
    draw_scenarios(frame, state.board.scenarios);
    draw_left(frame, state, c.backlog);
    draw_right(frame, state, c.right);
    begin_region("planning.board", c.board, t.colors.surface1);
    draw_board(frame, state.board, c.board);
    end_region();
    list->AddRectFilled(ImVec2(c.backlog.max.x, c.backlog.min.y), ImVec2(c.backlog.max.x + 1, c.backlog.max.y), u32(t.colors.line));
    if (c.right.width() > 0) list->AddRectFilled(ImVec2(c.right.min.x - 1, c.right.min.y), ImVec2(c.right.min.x, c.right.max.y), u32(t.colors.line));
    if (!state.board.wants_inspector) return;
    frame.view.selection = {{{gis::EntityKind::intervention, state.board.wants_inspector.value}}, {}, {}};
    state.board.wants_inspector = {};
    state.inspecting = true;
}

} // namespace vigie::panels
