// Council mode: the scene fills the window. Nothing of the program is drawn over it, and keys are its own.
#include <imgui.h>
#include <imgui_internal.h>

#include "panels/color_vision.hpp"
#include "panels/council/council_workspace.hpp"

namespace vigie::panels {

namespace {

// Arrows change the scene: the keyboard's walk from item to item is done with Tab alone.
void keep_arrows() {
    const ImGuiID owner = ImGui::GetID("council.arrows");
    for (const ImGuiKey key : {ImGuiKey_LeftArrow, ImGuiKey_RightArrow, ImGuiKey_PageUp, ImGuiKey_PageDown}) ImGui::SetKeyOwner(key, owner);
}

// Pages as a presenter's remote sends them; arrows and B are in the command table.
void take_keys(Frame& frame, CouncilState& state) {
    ViewState& view = frame.view;
    if (state.list_was_open || !state.projected) return;
    if (ImGui::IsKeyPressed(ImGuiKey_PageDown, false)) step_scene(frame, 1);
    if (ImGui::IsKeyPressed(ImGuiKey_PageUp, false)) step_scene(frame, -1);
    if (!ImGui::IsKeyPressed(ImGuiKey_Escape, false)) return;
    if (std::exchange(view.council_blank, false) || close_over_scene(state.scene)) return;
    if (!view.council.tile.empty()) view.council.tile.clear();
    else view.projecting = false;
}

} // namespace

void draw_projection(Frame& frame, CouncilState& state, const Box& screen) {
    sync_scenes(frame, state);
    take_keys(frame, state);
    state.projected = true;
    ImGui::PushFont(frame.theme.fonts.body);
    ImGui::SetNextWindowPos(screen.min);
    ImGui::SetNextWindowSize(ImVec2(screen.width(), screen.height()));
    ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, ImVec2(0, 0));
    ImGui::PushStyleColor(ImGuiCol_WindowBg, u32(frame.theme.day.council_band));
    ImGui::Begin("council.projection", nullptr, ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoMove | ImGuiWindowFlags_NoSavedSettings | ImGuiWindowFlags_NoScrollWithMouse);
    ImGui::PopStyleColor();
    ImGui::PopStyleVar();
    keep_arrows();
    if (frame.view.council_blank) settle_scene_map(frame);
    else draw_scene(frame, state.scene, state.draft.scenes(), screen);
    ImGui::End();
    state.list_was_open = ImGui::IsPopupOpen("", ImGuiPopupFlags_AnyPopup);
    ImGui::PopFont();
    recolor_windows(frame.view.color_vision);
}

} // namespace vigie::panels
