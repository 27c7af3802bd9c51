#include "panels/sources/source_preview.hpp"

#include <algorithm>

#include <imgui.h>

#include "panels/overlay/markers.hpp"
#include "panels/widgets/text.hpp"

namespace vigie::panels {

namespace {

constexpr float map_height = 220, margin_px = 28;
constexpr double least_width_m = 400;
constexpr std::uint64_t of_previews = std::uint64_t{1} << 63;  // never a revision of the map's own overlay

std::optional<render::Marker> marker_of(const MarkerPaint& paint, const gis::AnyEntity& entity) {
    return std::visit([&](const auto& e) -> std::optional<render::Marker> {
        using T = std::decay_t<decltype(e)>;
        if constexpr (std::is_same_v<T, gis::Report>) return report_marker(paint, e);
        else if constexpr (std::is_same_v<T, gis::Intervention>) return intervention_marker(paint, e);
        else if constexpr (std::is_same_v<T, gis::Sensor>) return sensor_marker(paint, e);
        else if constexpr (std::is_same_v<T, gis::Alert>) return alert_marker(paint, e);
        else if constexpr (std::is_same_v<T, gis::Crew>) return crew_marker(paint, e, {});
        else return std::nullopt;
    }, entity);
}

// Things of the commune, which the map knows as shapes of layers.
std::optional<render::Marker> spot_of(const Frame& frame, const gis::AnyEntity& entity) {
    const auto place = std::visit([](const auto& e) -> std::optional<gis::LonLat> {
        if constexpr (requires { e.geometry.anchor(); }) return e.geometry.anchor();
        else if constexpr (requires { e.place; }) return e.place;
        else return std::nullopt;
    }, entity);
    const auto at = place ? frame.plane.plane_from_lonlat(*place) : std::nullopt;
    if (!at) return {};
    render::Marker marker;
    marker.at = marker.from = *at;
    marker.fill = frame.theme.colors.accent;
    marker.edge = marker.halo = frame.theme.colors.surface1;
    return marker;
}

render::Overlay overlay_of(const Frame& frame, const gis::ChangeBatch& batch, gis::PlaneBox& box) {
    const MarkerPaint paint{frame.theme.colors, frame.catalog, frame.language, frame.plane, frame.now};
    render::Overlay overlay;
    for (const gis::Change& change : batch.changes) {
        std::optional<render::Marker> marker;
        if (const auto* upsert = std::get_if<gis::Upsert>(&change)) {
            marker = marker_of(paint, upsert->entity);
            if (!marker) marker = spot_of(frame, upsert->entity);
        } else if (const auto* moved = std::get_if<gis::Positioned>(&change)) {
            gis::Crew crew;
            crew.name = moved->crew.remote_id;
            crew.place = moved->position.place;
            crew.fix_at = moved->position.at;
            marker = crew_marker(paint, crew, {});
        }
        if (!marker) continue;
        marker->key = overlay.markers.size() + 1;
        marker->clusters = false;
        box.include(marker->at.x, marker->at.y);
        overlay.markers.push_back(std::move(*marker));
        if (overlay.markers.size() == previewed_entities) break;
    }
    return overlay;
}

render::Camera camera_over(const Frame& frame, gis::PlaneBox box, ImVec2 size) {
    const double least = least_width_m / std::max(1e-9, frame.plane.metres_per_unit(box.centre())) / 2;
    const gis::PlanePoint middle = box.centre();
    box.include(middle.x - least, middle.y - least);
    box.include(middle.x + least, middle.y + least);
    render::Camera camera = render::Camera::framing(box, static_cast<int>(size.x), static_cast<int>(size.y), double(frame.theme.px(margin_px)));
    camera.pixel_ratio = frame.theme.scale;
    return camera;
}

} // namespace

void draw_source_preview(Frame& frame, const gis::ChangeBatch& batch, std::uint64_t& shown) {
    const Theme& theme = frame.theme;
    gis::PlaneBox box;
    render::Overlay overlay = overlay_of(frame, batch, box);
    if (overlay.markers.empty()) return text_wrapped(theme.fonts.caption, theme.colors.text_weak, frame.tr("panels.sources.preview_nowhere"));
    if (shown == 0 || frame.map.overlay_revision() != shown) {
        overlay.revision = shown = of_previews | (frame.map.overlay_revision() + 1);
        frame.map.set_overlay(std::move(overlay));
    }
    const ImVec2 size(std::max(64.0f, ImGui::GetContentRegionAvail().x), theme.px(map_height));
    (void)frame.map.draw(camera_over(frame, box, size), frame.now);
    const auto texture = static_cast<std::uintptr_t>(frame.map.texture());
    const ImVec2 at = ImGui::GetCursorScreenPos(), end(at.x + size.x, at.y + size.y);
    ImDrawList* list = ImGui::GetWindowDrawList();
    if (texture != 0) list->AddImageRounded(reinterpret_cast<ImTextureID>(texture), at, end, ImVec2(0, 0), ImVec2(1, 1), IM_COL32_WHITE, theme.px(4));
    list->AddRect(at, end, u32(theme.colors.line), theme.px(4));
    ImGui::Dummy(size);
}

} // namespace vigie::panels
