#include "panels/region.hpp"

namespace vigie::panels {

void begin_region(const char* id, const Box& box, Rgba ground, ImGuiWindowFlags flags) {
    ImGui::SetCursorScreenPos(box.min);
    ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, ImVec2(0, 0));
    ImGui::PushStyleColor(ImGuiCol_ChildBg, u32(ground));
    ImGui::BeginChild(id, ImVec2(box.width(), box.height()), ImGuiChildFlags_AlwaysUseWindowPadding,
                      flags | ImGuiWindowFlags_NoScrollWithMouse | ImGuiWindowFlags_NoScrollbar);
    ImGui::PopStyleColor();
    ImGui::PopStyleVar();
}

void end_region() {
    // Whatever was placed by hand ends inside: ImGui wants an item after a cursor that was set.
    ImGui::SetCursorPos(ImVec2(0, 0));
    ImGui::Dummy(ImVec2(0, 0));
    ImGui::EndChild();
}

bool pressed_outside() {
    if (!ImGui::IsMouseClicked(ImGuiMouseButton_Left) || ImGui::IsWindowAppearing()) return false;
    const ImVec2 min = ImGui::GetWindowPos(), size = ImGui::GetWindowSize();
    return !Box{min, ImVec2(min.x + size.x, min.y + size.y)}.contains(ImGui::GetIO().MousePos);
}

} // namespace vigie::panels
