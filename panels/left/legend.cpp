#include "panels/left/legend.hpp"

#include <array>
#include <span>

#include "panels/widgets/button.hpp"
#include "panels/widgets/glyph.hpp"

namespace vigie::panels {

namespace {

struct Entries {
    const char* key;
    std::vector<StatusLook> looks;
};

std::vector<Entries> entries() {
    using gis::AlertState, gis::CrewStatus, gis::ReportState, gis::SensorState;
    return {{"panels.legend.sensor", {look_of(SensorState::normal), look_of(SensorState::watch), look_of(SensorState::alarm), look_of(SensorState::silent)}},
            {"panels.legend.report", {look_of(ReportState::received), look_of(ReportState::qualified), look_of(ReportState::scheduled),
                                      look_of(ReportState::in_progress), look_of(ReportState::reopened), look_of(ReportState::service_done)}},
            {"panels.legend.crew", {look_of(CrewStatus::available), look_of(CrewStatus::en_route), look_of(CrewStatus::on_site), look_of(CrewStatus::on_break)}}};
}

void vision_menu(Frame& frame) {
    if (!ImGui::BeginPopup("vision")) return;
    caption(frame.theme, frame.tr("panels.legend.vision"));
    constexpr std::array keys = {"panels.vision.usual", "panels.vision.deutan", "panels.vision.protan", "panels.vision.tritan", "panels.vision.grey"};
    for (std::size_t i = 0; i < keys.size(); ++i) {
        const auto vision = static_cast<ColorVision>(i);
        if (ImGui::MenuItem((frame.tr(keys[i]) + "###" + keys[i]).c_str(), nullptr, frame.view.color_vision == vision))
            frame.view.color_vision = vision;
    }
    ImGui::EndPopup();
}

} // namespace

void draw_legend(Frame& frame, const Box& box) {
    const Theme& theme = frame.theme;
    const Colors& c = theme.colors;
    ImDrawList* list = ImGui::GetWindowDrawList();
    list->AddRectFilled(box.min, box.max, u32(c.surface2));
    list->AddRectFilled(box.min, ImVec2(box.max.x, box.min.y + 1), u32(c.line));
    const float left = box.min.x + theme.px(12), middle = box.min.x + box.width() / 2;
    float y = box.min.y + theme.px(9);
    draw_text(list, theme.fonts.body_strong, ImVec2(left, y), c.text_strong, frame.tr("panels.legend.title"));
    ImGui::SetCursorScreenPos(ImVec2(box.max.x - theme.px(32), y - theme.px(4)));
    if (icon_button(theme, "###legend.vision", "palette", frame.tr("panels.legend.vision"),
                    {.size = 24, .chosen = frame.view.color_vision != ColorVision::usual}))
        ImGui::OpenPopup("vision");
    vision_menu(frame);
    y += theme.px(24);
    for (const Entries& group : entries()) {
        draw_text(list, theme.fonts.caption_strong, ImVec2(left, y), c.text_weak, frame.tr(group.key));
        y += theme.px(19);
        for (std::size_t i = 0; i < group.looks.size(); ++i) {
            const float x = i % 2 == 0 ? left : middle, line = y + theme.px(20) * float(i / 2) + theme.px(8);
            draw_state(list, theme, ImVec2(x + theme.px(7), line), theme.px(14), group.looks[i]);
            draw_text_clipped(list, theme.fonts.caption, ImVec2(x + theme.px(20), line - theme.fonts.caption->FontSize / 2), c.text_normal,
                              frame.tr(group.looks[i].key), box.width() / 2 - theme.px(34));
        }
        y += theme.px(20) * float((group.looks.size() + 1) / 2) + theme.px(4);
    }
}

} // namespace vigie::panels
