// The proposal in one line: what it adds, moves and leaves out; take it whole, in part, or not.
#include <algorithm>
#include <utility>

#include "panels/command_table.hpp"
#include "panels/planning/kpi_row.hpp"
#include "panels/widgets/button.hpp"
#include "panels/widgets/icon.hpp"
#include "panels/widgets/text.hpp"

namespace vigie::panels {
namespace {

std::string count_of(const Frame& frame, const char* key, std::size_t n) { return frame.tr({key, {{"n", std::to_string(n)}}}); }

void adopt(Frame& frame, const BoardState& state) {
    gis::command::AdoptPlan plan;
    for (const auto* list : {&frame.proposal->added, &frame.proposal->moved})
        for (const auto& assign : *list)
            if (state.choice.takes(assign.intervention)) plan.assignments.push_back(assign);
    if (!plan.assignments.empty()) frame.out.push(std::move(plan));
    frame.ask.discard_proposal = true;
}

std::size_t taken(const Frame& frame, const BoardState& state) {
    const auto takes = [&](const gis::command::Assign& a) { return state.choice.takes(a.intervention); };
    return static_cast<std::size_t>(std::ranges::count_if(frame.proposal->added, takes) + std::ranges::count_if(frame.proposal->moved, takes));
}

void draw_chips(Frame& frame, BoardState& state, bool& show_unplanned, float left, float top) {
    const Theme& t = frame.theme;
    const auto& p = *frame.proposal;
    ImGui::SetCursorScreenPos(ImVec2(left, top));
    const auto only = [&](const char* key, const char* icon, std::size_t n, int which) {
        if (n == 0) return;
        const auto label = count_of(frame, key, n) + "###" + key;
        if (chip(t, label.c_str(), {.icon = icon, .chosen = state.choice.only == which}) == ChipClick::body) state.choice.only = state.choice.only == which ? 0 : which;
        ImGui::SameLine(0, t.px(8));
    };
    only("board.proposal.added", "add", p.added.size(), 1);
    only("board.proposal.moved", "arrow_forward", p.moved.size(), 2);
    if (!p.unplanned.empty()) {
        const auto label = count_of(frame, "board.proposal.why", p.unplanned.size()) + "###board.proposal.why";
        if (chip(t, label.c_str(), {.icon = "help_outline", .chosen = show_unplanned}) == ChipClick::body) show_unplanned = !show_unplanned;
        ImGui::SameLine(0, t.px(10));
    }
    if (chip(t, (frame.tr("board.scenario.compare") + "###board.scenario.compare").c_str(), {.icon = "compare_arrows"}) == ChipClick::body) state.scenarios.open = true;
    ImGui::SameLine(0, t.px(10));
    const auto took = frame.tr({"board.proposal.took", {{"took", frame.language.duration(std::max(p.took, gis::Seconds{1}))}}});
    ImGui::SetCursorScreenPos(ImVec2(ImGui::GetCursorScreenPos().x, top + (t.px(24) - t.fonts.caption->FontSize) / 2));
    text_item(t.fonts.caption, t.colors.text_weak, took);
}

void draw_answers(Frame& frame, BoardState& state, const Box& box) {
    const Theme& t = frame.theme;
    const float top = box.min.y + (box.height() - t.px(30)) / 2;
    const auto n = taken(frame, state), all = frame.proposal->added.size() + frame.proposal->moved.size();
    const auto accept = n == all ? frame.tr("board.proposal.accept") : count_of(frame, "board.proposal.accept_some", n);
    const std::string blocked = n == 0 ? frame.tr("board.proposal.nothing") : std::string();
    ImGui::SetCursorScreenPos(ImVec2(box.max.x - t.px(372), top));
    if (button(t, (frame.tr("board.proposal.reject") + "###board.proposal.reject").c_str(), {.kind = ButtonKind::quiet, .width = 88})) frame.ask.discard_proposal = true;
    ImGui::SameLine(0, t.px(8));
    const auto tip = frame.tr("board.proposal.choose.tip");
    if (button(t, (frame.tr("board.proposal.choose") + "###board.proposal.choose").c_str(), {.width = 92, .tooltip = tip, .chosen = state.choice.choosing})) state.choice.choosing = !state.choice.choosing;
    ImGui::SameLine(0, t.px(8));
    if (button(t, (accept + "###board.proposal.accept").c_str(), {.kind = ButtonKind::primary, .icon = "done_all", .width = 154, .blocked = blocked, .tooltip = shortcut_words(frame.language, find_action("planning.accept")->shortcut)})) adopt(frame, state);
    if (std::exchange(frame.view.accept_proposal, false) && n > 0) adopt(frame, state);
}

} // namespace

bool has_banner(const Frame& frame) { return frame.proposal != nullptr; }

void draw_proposal_banner(Frame& frame, BoardState& state, bool& show_unplanned, const Box& box) {
    const Theme& t = frame.theme;
    const auto& p = *frame.proposal;
    ImDrawList* list = ImGui::GetWindowDrawList();
    list->AddRectFilled(box.min, box.max, u32(t.colors.accent_veil));
    list->AddRectFilled(ImVec2(box.min.x, box.max.y - t.px(2)), box.max, u32(t.colors.accent));
    const float middle = (box.min.y + box.max.y) / 2;
    draw_icon(list, t, ImVec2(box.min.x + t.px(25), middle), IconSize::large, t.colors.accent_text, "compare_arrows");
    const float top = middle - t.fonts.body->FontSize / 2;
    const auto head = frame.tr("board.proposal.title");
    draw_text(list, t.fonts.body_strong, ImVec2(box.min.x + t.px(46), top), t.colors.text_strong, head);
    float x = box.min.x + t.px(46) + text_size(t.fonts.body_strong, head).x + t.px(5);
    std::string sum = p.added.empty() && p.moved.empty() ? frame.tr("board.proposal.no_change") : count_of(frame, "board.proposal.n_added", p.added.size()) + ", " + count_of(frame, "board.proposal.n_moved", p.moved.size());
    sum += ", " + count_of(frame, "board.proposal.n_unplanned", p.unplanned.size());
    draw_text(list, t.fonts.body, ImVec2(x, top), t.colors.text_strong, sum);
    x += text_size(t.fonts.body, sum).x + t.px(16);
    list->AddRectFilled(ImVec2(x - t.px(6), box.min.y + t.px(11)), ImVec2(x - t.px(5), box.max.y - t.px(11)), u32(t.colors.line_strong, 0.4f));
    draw_chips(frame, state, show_unplanned, x + t.px(6), middle - t.px(12));
    draw_answers(frame, state, box);
}

} // namespace vigie::panels
