#include "panels/council/council_workspace.hpp"

#include <algorithm>
#include <cmath>

#include "panels/council/council_words.hpp"
#include "panels/widgets/button.hpp"
#include "panels/widgets/feedback.hpp"

namespace vigie::panels {

namespace {

constexpr float list_width = 320, notes_width = 280, tools_height = 52, narrow = 1100;  // px at scale 1

struct Columns {
    Box list, tools, preview, notes;
};

Columns columns_of(const Theme& t, const Box& all) {
    const float left = std::min(t.px(list_width), all.width() * 0.32f);
    const float right = all.width() / t.scale < narrow ? 0 : std::min(t.px(notes_width), all.width() * 0.24f);
    Columns c;
    c.list = {all.min, ImVec2(all.min.x + left, all.max.y)};
    c.notes = {ImVec2(all.max.x - right, all.min.y), all.max};
    const float from = c.list.max.x + 1, to = right > 0 ? c.notes.min.x - 1 : all.max.x;
    c.tools = {ImVec2(from, all.min.y), ImVec2(to, all.min.y + t.px(tools_height))};
    c.preview = {ImVec2(from, c.tools.max.y), ImVec2(to, all.max.y)};
    return c;
}

void draw_tools(Frame& frame, const Box& box) {
    const Theme& t = frame.theme;
    ImGui::SetCursorScreenPos(ImVec2(box.min.x + t.px(12), box.min.y + t.px(9)));
    if (button(t, (frame.tr("council.project") + "###council.project").c_str(), {.kind = ButtonKind::primary, .icon = "zoom_out_map", .height = 34, .tooltip = frame.tr("council.project.tip")})) {
        frame.view.projecting = true;
        frame.view.council_blank = false;
    }
    ImGui::SameLine(0, t.px(12));
    const std::string blocked = frame.council == nullptr ? frame.tr("council.being_made") : std::string{};
    if (button(t, (frame.tr("council.refreeze") + "###council.refreeze").c_str(), {.icon = "refresh", .height = 34, .blocked = blocked, .tooltip = frame.tr("council.refreeze.tip")})) frame.ask.refreeze_council = true;
    if (frame.council == nullptr) return;
    ImGui::SameLine(0, t.px(12));
    const ImVec2 at = ImGui::GetCursorScreenPos();
    const std::string words = frame.tr({"council.data_of", {{"date", frame.language.date(frame.council->frozen_at, frame.zone)}, {"time", frame.language.clock(frame.council->frozen_at, frame.zone)}}});
    draw_text_clipped(ImGui::GetWindowDrawList(), t.fonts.caption, ImVec2(at.x, at.y + t.px(17) - t.fonts.caption->FontSize / 2), t.colors.text_weak, words, box.max.x - t.px(12) - at.x);
    ImGui::Dummy(ImVec2(1, 1));
}

// The scene at 16:9, in the middle of what is left.
Box preview_of(const Theme& t, const Box& room) {
    const float margin = t.px(20), width = std::max(1.0f, room.width() - 2 * margin), height = std::max(1.0f, room.height() - 2 * margin);
    const float w = std::floor(std::min(width, height * 16 / 9)), h = std::floor(w * 9 / 16);
    const ImVec2 min(std::floor((room.min.x + room.max.x - w) / 2), std::floor(std::min((room.min.y + room.max.y - h) / 2, room.min.y + margin)));
    return {min, ImVec2(min.x + w, min.y + h)};
}

} // namespace

void sync_scenes(Frame& frame, CouncilState& state) {
    const double now = ImGui::GetTime();
    if (frame.council) state.draft.follow(frame.council->scenes, now);
    if (auto kept = state.draft.take(now, !ImGui::IsAnyItemActive())) frame.ask.keep_scenes = std::move(kept);
}

void draw_council(Frame& frame, CouncilState& state, const Box& box) {
    const Theme& t = frame.theme;
    state.projected = false;
    const Columns c = columns_of(t, box);
    draw_scene_list(frame, state.editor, state.draft, c.list);
    begin_region("council.preview", {c.tools.min, c.preview.max}, t.colors.surface0);
    ImDrawList* list = ImGui::GetWindowDrawList();
    list->AddRectFilled(c.tools.min, c.tools.max, u32(t.colors.surface1));
    list->AddRectFilled(ImVec2(c.tools.min.x, c.tools.max.y - 1), c.tools.max, u32(t.colors.line));
    draw_tools(frame, c.tools);
    const Box preview = preview_of(t, c.preview);
    shadow(list, t, preview.min, preview.max, 0);
    draw_scene(frame, state.scene, state.draft.scenes(), preview);
    if (ImGui::IsKeyPressed(ImGuiKey_Escape, false) && !ImGui::IsPopupOpen("", ImGuiPopupFlags_AnyPopup)) (void)close_over_scene(state.scene);
    end_region();
    if (c.notes.width() > 1) draw_presenter_notes(frame, state.draft, c.notes);
    sync_scenes(frame, state);
    state.scene.wants_frame = state.scene.wants_frame || state.draft.waiting();
}

} // namespace vigie::panels
