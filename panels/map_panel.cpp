#include "panels/map_panel.hpp"

namespace vigie::panels {

void draw_map_panel(Frame& frame, MapPanelState&, const Box& box) {
    render::Camera& camera = frame.view.rig.camera;
    camera.width = static_cast<int>(box.width());
    camera.height = static_cast<int>(box.height());
    camera.pixel_ratio = frame.theme.scale;
    const render::FrameStats stats = frame.map.draw(camera, frame.now);
    static_cast<void>(stats);
    if (frame.map.texture() != 0)
        ImGui::GetWindowDrawList()->AddImage(reinterpret_cast<ImTextureID>(static_cast<std::uintptr_t>(frame.map.texture())), box.min, box.max);
}

} // namespace vigie::panels
