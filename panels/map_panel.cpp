#include "panels/map_panel.hpp"

#include <algorithm>

namespace vigie::panels {

namespace {

void fit_camera(Frame& frame, const Box& box) {
    render::Camera& camera = frame.view.rig.camera;
    camera.width = std::max(1, static_cast<int>(box.width()));
    camera.height = std::max(1, static_cast<int>(box.height()));
    camera.pixel_ratio = frame.theme.scale;
    frame.view.rig.reduce_motion = frame.settings.reduce_motion;
    frame.map.set_reduce_motion(frame.settings.reduce_motion);
    if (!frame.view.fit_commune) return;
    const gis::PlaneBox all = commune_box(frame);
    if (all.empty()) return;
    const render::Camera framed = render::Camera::framing(all, camera.width, camera.height, double(frame.theme.px(20)));
    camera.centre = framed.centre;
    camera.units_per_px = framed.units_per_px;
    frame.view.fit_commune = frame.loading_fraction < 1;  // follow what is still being read
}

void draw_picture(Frame& frame, MapPanelState& state, const Box& box) {
    frame.view.rig.advance(double(ImGui::GetIO().DeltaTime));
    state.stats = frame.map.draw(frame.view.rig.camera, frame.view.time_cursor.value_or(frame.now));
    const auto texture = static_cast<std::uintptr_t>(frame.map.texture());
    if (texture != 0) ImGui::GetWindowDrawList()->AddImage(reinterpret_cast<ImTextureID>(texture), box.min, box.max);
}

} // namespace

void draw_map_panel(Frame& frame, MapPanelState& state, const Box& box, float covered) {
    const Box picture{box.min, ImVec2(box.max.x, box.max.y - frame.theme.px(time_strip_height))};
    const Box clear{picture.min, ImVec2(picture.max.x - covered, picture.max.y)};
    fit_camera(frame, picture);
    state.overlay.update(frame, state.hands.extras(frame));
    draw_picture(frame, state, picture);
    ImGui::SetCursorScreenPos(picture.min);
    ImGui::SetNextItemAllowOverlap();
    ImGui::InvisibleButton("###map.canvas", ImVec2(picture.width(), picture.height()),
                           ImGuiButtonFlags_MouseButtonLeft | ImGuiButtonFlags_MouseButtonRight | ImGuiButtonFlags_MouseButtonMiddle);
    state.hands.handle(frame, picture);
    state.highlights.update(frame);
    if (ImGui::IsItemFocused() && ImGui::GetIO().NavVisible)
        ImGui::GetWindowDrawList()->AddRect(ImVec2(picture.min.x + 1, picture.min.y + 1), ImVec2(picture.max.x - 1, picture.max.y - 1),
                                            u32(frame.theme.colors.accent), 0, 0, frame.theme.px(2));
    state.hands.edit.draw(frame, picture);
    draw_map_chips(frame, state.quartiers, clear);
    draw_map_tools(frame, clear);
    draw_scale_bar(frame, clear);
    draw_map_credits(frame, clear);
    state.hands.edit.draw_bar(frame, clear);
    state.reading.draw(frame, clear);
    draw_beginning(frame, clear);
    draw_map_menu(frame, state.hands);
    draw_stack(frame, state.hands);
    draw_map_tooltip(frame, state.hands);
    draw_walked(frame, state.hands, picture);
    if (frame.view.nearest_open && !frame.view.nearest_place)  // asked by key: where the pointer is, else the middle
        frame.view.nearest_place = frame.plane.lonlat_from_plane(state.hands.pointer.value_or(frame.view.rig.camera.centre));
    state.nearest.draw(frame, clear);
    state.time.draw(frame, {ImVec2(box.min.x, picture.max.y), ImVec2(clear.max.x, box.max.y)});
}

} // namespace vigie::panels
