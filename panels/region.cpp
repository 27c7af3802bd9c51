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

void end_region() { ImGui::EndChild(); }

} // namespace vigie::panels
