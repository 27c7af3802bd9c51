#include "panels/map/map_hands.hpp"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <string_view>
#include <vector>

#include <imgui.h>
#include <imgui_internal.h>

#include "panels/map/feature_selection.hpp"
#include "panels/overlay/marker_key.hpp"
#include "panels/widgets/field.hpp"

namespace vigie::panels {

namespace {

constexpr float drag_starts_after = 6;   // px at scale 1
constexpr double wheel_factor = 1.3;
constexpr double tooltip_s = 0.5;         // the pointer rests before a tooltip comes
constexpr std::chrono::milliseconds searched_at_once{15};  // what a lasso took is there in the same frame, or later
constexpr double finest_units_per_px = 0.02, stack_px = 24;

bool draggable(gis::EntityKind kind) {
    using enum gis::EntityKind;
    return kind == report || kind == alert || kind == intervention || kind == crew;
}

gis::PlaneBox box_of(const Frame& frame, const std::vector<gis::EntityRef>& refs) {
    gis::PlaneBox box;
    for (const gis::EntityRef ref : refs)
        if (const auto at = place_of(frame.world, frame.plane, ref)) box.include(at->x, at->y);
    return box;
}

// Areas that everything else stands on: a click on the open ground means the ground, not the commune's limits.
bool is_ground(std::string_view theme) {
    constexpr std::string_view grounds[] = {"boundary", "district", "subdistrict", "basin", "zone", "block"};
    return std::ranges::find(grounds, theme) != std::end(grounds);
}
bool is_ground(const Frame& frame, const render::FeatureHit& hit) {
    const gis::LayerPtr layer = layer_named(frame, hit.layer);
    return layer && is_ground(layer->info.theme);
}

std::vector<render::FeatureHit> features_at(const Frame& frame, render::PxPoint at) {
    auto hits = frame.map.pick_features(at, 4.0 * double(frame.theme.scale));
    std::erase_if(hits, [&](const render::FeatureHit& hit) { return is_ground(frame, hit); });
    return hits;
}

} // namespace

void select(ViewState& view, gis::EntityRef ref, bool add) {
    Selection& s = view.selection;
    if (!add) s = {};
    const auto known = std::find(s.entities.begin(), s.entities.end(), ref);
    if (known != s.entities.end()) s.entities.erase(known);
    else s.entities.push_back(ref);
    s.feature.reset();
    if (!s.entities.empty()) view.right_open = true;
}

void reveal(ViewState& view, gis::PlanePoint at) {
    const render::Camera& c = view.rig.camera;
    const render::PxPoint p = c.screen_from_plane(at);
    const double margin = 40;
    if (p.x >= margin && p.y >= margin && p.x <= c.width - margin && p.y <= c.height - margin) return;
    view.rig.centre_on(at);
}

gis::PlaneBox selection_box(const Frame& frame) {
    gis::PlaneBox box = box_of(frame, frame.view.selection.entities);
    const Selection& chosen = frame.view.selection;
    for (const LayerRow& row : frame.layers) {
        if (const auto set = chosen.features.find(row.layer->info.id); set != chosen.features.end()) box.include(box_of(*row.layer, *set->second));
        else if (chosen.feature && chosen.feature->layer == row.layer->info.id) box.include(row.layer->box(chosen.feature->feature));
    }
    // A chosen asset is as large as its shape, not only where its mark would stand.
    for (const gis::EntityRef ref : chosen.entities)
        if (const gis::Asset* asset = ref.kind == gis::EntityKind::asset ? frame.world.find(gis::AssetId{ref.id}) : nullptr)
            for (const gis::LonLat p : asset->geometry.points)
                if (const auto at = frame.plane.plane_from_lonlat(p)) box.include(at->x, at->y);
    if (box.empty()) return box;
    const double least = 60 / frame.plane.metres_per_unit(box.centre());  // a single place is shown with its street
    box.include(box.min_x - least, box.min_y - least);
    box.include(box.max_x + least, box.max_y + least);
    return box;
}

gis::PlaneBox commune_box(const Frame& frame) {
    if (!frame.view.home.empty()) return frame.view.home;
    std::vector<gis::EntityRef> all;
    for (const gis::Report& r : frame.world.reports()) all.push_back({gis::EntityKind::report, r.id.value});
    for (const gis::Sensor& s : frame.world.sensors()) all.push_back({gis::EntityKind::sensor, s.id.value});
    return box_of(frame, all);
}

void MapHands::hover(Frame& frame, const Box& box) {
    const render::PxPoint at = px(box, ImGui::GetIO().MousePos);
    pointer = frame.view.rig.camera.plane_from_screen(at);
    // Who draws or measures looks at the pointer's place, not at what lies there.
    const bool blind = frame.view.tool == MapTool::draw || frame.view.tool == MapTool::measure || gesture == MapGesture::editing;
    const bool gathered = blind || frame.map.cluster_at(at).has_value();  // a donut is nobody in particular
    const auto markers = gathered ? std::vector<std::uint64_t>{} : frame.map.pick_markers(at);
    const gis::EntityRef ref = markers.empty() ? gis::EntityRef{} : ref_of_marker(markers.front());
    std::optional<render::FeatureHit> feature;
    if (!ref && !gathered) {
        const auto features = features_at(frame, at);
        if (!features.empty()) feature = features.front();
    }
    const bool same = ref == frame.view.hovered && feature.has_value() == hovered_feature.has_value() &&
                      (!feature || (feature->layer == hovered_feature->layer && feature->feature == hovered_feature->feature));
    hover_seconds = same && (ref || feature) ? hover_seconds + double(ImGui::GetIO().DeltaTime) : 0;
    frame.view.hovered = ref;
    frame.view.hovered_feature = hovered_feature = feature;
}

void MapHands::press(Frame& frame, const Box& box) {
    pressed_at = ImGui::GetIO().MousePos;
    gesture = MapGesture::pressed;
    frame.view.rig.stop();
    velocity_x = velocity_y = 0;
    const render::PxPoint at = px(box, pressed_at);
    const auto markers = frame.map.cluster_at(at) ? std::vector<std::uint64_t>{} : frame.map.pick_markers(at);
    pressed_on = markers.empty() ? gis::EntityRef{} : ref_of_marker(markers.front());
    if (edit.press(frame, frame.view.rig.camera.plane_from_screen(at))) gesture = MapGesture::editing;
    if (frame.view.tool == MapTool::lasso) {
        gesture = MapGesture::lassoing;
        lasso = {frame.view.rig.camera.plane_from_screen(px(box, pressed_at))};
    }
}

void MapHands::move(Frame& frame, const Box& box) {
    const ImGuiIO& io = ImGui::GetIO();
    const ImVec2 now = io.MousePos;
    const float away = std::hypot(now.x - pressed_at.x, now.y - pressed_at.y);
    if (gesture == MapGesture::pressed && away > frame.theme.px(drag_starts_after)) {
        if (frame.view.tool == MapTool::pointer && pressed_on && draggable(pressed_on.kind)) {
            frame.view.dragged = pressed_on;
            gesture = MapGesture::none;
            return;
        }
        gesture = io.KeyShift && frame.view.tool == MapTool::pointer ? MapGesture::boxing : MapGesture::panning;
    }
    const render::Camera& camera = frame.view.rig.camera;
    if (gesture == MapGesture::editing && away > frame.theme.px(2)) edit.drag(frame, camera.plane_from_screen(px(box, now)));
    if (gesture == MapGesture::panning) {
        frame.view.rig.pan_px(double(io.MouseDelta.x), double(io.MouseDelta.y));
        const double dt = std::max(1e-3, double(io.DeltaTime));
        velocity_x = 0.6 * velocity_x + 0.4 * double(io.MouseDelta.x) / dt;
        velocity_y = 0.6 * velocity_y + 0.4 * double(io.MouseDelta.y) / dt;
    } else if (gesture == MapGesture::boxing) {
        const ImVec2 a = pressed_at;
        lasso.clear();
        for (const ImVec2 corner : {a, ImVec2(now.x, a.y), now, ImVec2(a.x, now.y)}) lasso.push_back(camera.plane_from_screen(px(box, corner)));
    } else if (gesture == MapGesture::lassoing) {
        const gis::PlanePoint p = camera.plane_from_screen(px(box, now));
        const render::PxPoint last = camera.screen_from_plane(lasso.back()), here = px(box, now);
        if (std::hypot(last.x - here.x, last.y - here.y) > 3) lasso.push_back(p);
    }
}

void MapHands::select_inside(Frame& frame, const Box&) {
    std::vector<render::PxPoint> polygon;
    for (const gis::PlanePoint p : lasso) polygon.push_back(frame.view.rig.camera.screen_from_plane(p));
    const std::vector<gis::PlanePoint> area = std::exchange(lasso, {});
    if (polygon.size() < 3) return;
    if (!ImGui::GetIO().KeyCtrl) frame.view.selection = {};
    for (const std::uint64_t key : frame.map.markers_in(polygon)) {
        const gis::EntityRef ref = ref_of_marker(key);
        if (!frame.view.selection.contains(ref)) frame.view.selection.entities.push_back(ref);
    }
    // Live things first: a lasso round a storm's reports means them, not every paving stone below.
    if (frame.view.selection.entities.empty())
        searching = std::async(std::launch::async, frame.map.find_in(area));
    if (!frame.view.selection.empty()) frame.view.right_open = true;
    frame.view.tool = MapTool::pointer;
    take_found(frame, searched_at_once);
}

void MapHands::take_found(Frame& frame, std::chrono::milliseconds patience) {
    if (!searching.valid() || searching.wait_for(patience) != std::future_status::ready) return;
    for (render::MapView::LayerFeatures& taken : searching.get())
        if (const gis::LayerPtr layer = layer_named(frame, taken.layer); layer && !is_ground(layer->info.theme))
            choose_features(frame, *layer, std::move(taken.features), true);
    if (!frame.view.selection.empty()) frame.view.right_open = true;
}

std::optional<int> MapHands::wants_frame_in_ms() const {
    constexpr int look_again_ms = 15;
    if (searching.valid()) return look_again_ms;
    if (hover_seconds > 0 && hover_seconds < tooltip_s) return static_cast<int>((tooltip_s - hover_seconds) * 1000) + 1;
    return {};
}

void MapHands::measure_click(Frame& frame, const Box& box) {
    const render::Camera& camera = frame.view.rig.camera;
    const render::PxPoint at = px(box, ImGui::GetIO().MousePos);
    if (measure_closed) measure.clear(), measure_closed = false;
    if (measure.size() >= 3) {
        const render::PxPoint first = camera.screen_from_plane(measure.front());
        if (std::hypot(first.x - at.x, first.y - at.y) < 10) {
            measure_closed = true;
            return;
        }
    }
    measure.push_back(camera.plane_from_screen(at));
}

// A cluster opens by zooming as long as its members can come apart; a stack spreads, and a large one is listed.
void MapHands::open_cluster(Frame& frame, const render::ClusterHit& cluster) {
    const double spread = std::max(cluster.box.width(), cluster.box.height());
    if (spread / finest_units_per_px > stack_px * 20) {
        frame.view.rig.fly_to(cluster.box, double(frame.theme.px(80)));
        return;
    }
    if (!cluster.members.empty() && frame.map.spread(cluster.members.front())) return;
    stack.clear();
    for (const std::uint64_t key : cluster.members) stack.push_back(ref_of_marker(key));
    ImGui::OpenPopup("map.stack");
}

void MapHands::click(Frame& frame, const Box& box) {
    ViewState& view = frame.view;
    const render::PxPoint at = px(box, ImGui::GetIO().MousePos);
    if (view.tool == MapTool::measure) return measure_click(frame, box);
    if (edit.click(frame, view.rig.camera.plane_from_screen(at))) return;
    if (view.tool == MapTool::locate) {
        view.nearest_place = frame.plane.lonlat_from_plane(view.rig.camera.plane_from_screen(at));
        view.nearest_open = view.nearest_place.has_value();
        view.nearest_for = {};
        view.tool = MapTool::pointer;
        return;
    }
    const bool add = ImGui::GetIO().KeyCtrl;
    if (const auto cluster = frame.map.cluster_at(at)) return open_cluster(frame, *cluster);
    const auto markers = frame.map.pick_markers(at);
    if (!markers.empty()) return select(view, ref_of_marker(markers.front()), add);
    const auto features = features_at(frame, at);
    if (features.empty()) {
        if (!add) view.selection = {};
        return;
    }
    if (const gis::LayerPtr layer = layer_named(frame, features.front().layer)) choose_feature(frame, *layer, features.front().feature, add);
}

void MapHands::release(Frame& frame, const Box& box) {
    switch (gesture) {
        case MapGesture::none: break;
        case MapGesture::pressed: click(frame, box); break;
        case MapGesture::panning: frame.view.rig.release_pan(velocity_x, velocity_y); break;
        case MapGesture::boxing: case MapGesture::lassoing: select_inside(frame, box); break;
        case MapGesture::editing: edit.release(frame); break;
    }
    gesture = MapGesture::none;
    pressed_on = {};
}

// Every object in sight, from the middle of the picture outwards and around again.
void MapHands::walk(Frame& frame, const Box& box, int step) {
    const double w = double(box.width()), h = double(box.height());
    struct Stop {
        double away;
        gis::EntityRef ref;
    };
    std::vector<Stop> stops;
    for (const std::uint64_t key : frame.map.markers_in({{0, 0}, {w, 0}, {w, h}, {0, h}})) {
        const gis::EntityRef ref = ref_of_marker(key);
        const auto at = place_of(frame.world, frame.plane, ref);
        if (!at) continue;
        const render::PxPoint p = frame.view.rig.camera.screen_from_plane(*at);
        stops.push_back({std::hypot(p.x - w / 2, p.y - h / 2), ref});
    }
    if (stops.empty()) return;
    std::ranges::sort(stops, [](const Stop& a, const Stop& b) { return a.away != b.away ? a.away < b.away : a.ref < b.ref; });
    const auto now = std::ranges::find(stops, walked, &Stop::ref);
    const auto count = static_cast<std::ptrdiff_t>(stops.size());
    const std::ptrdiff_t next = now == stops.end() ? (step > 0 ? 0 : count - 1) : (now - stops.begin() + step + count) % count;
    walked = stops[static_cast<std::size_t>(next)].ref;
}

void MapHands::tool_keys(Frame& frame) {
    edit.keys(frame);
    if (ImGui::GetIO().WantTextInput || measure.empty()) return;
    if (pressed_enter() && measure.size() >= 2) measure_closed = true;
    if (ImGui::IsKeyPressed(ImGuiKey_Backspace)) measure.pop_back(), measure_closed = false;
}

void MapHands::keys(Frame& frame, const Box& box) {
    if (ImGui::GetIO().KeyCtrl && frame.view.tool == MapTool::reshape) return;
    const double step = 80 * double(frame.theme.scale);
    render::CameraRig& rig = frame.view.rig;
    const auto pan = [&](ImGuiKey key, double x, double y) {
        if (ImGui::IsKeyPressed(key)) rig.pan_px(x, y);
    };
    pan(ImGuiKey_LeftArrow, step, 0);
    pan(ImGuiKey_RightArrow, -step, 0);
    pan(ImGuiKey_UpArrow, 0, step);
    pan(ImGuiKey_DownArrow, 0, -step);
    ImGui::SetKeyOwner(ImGuiKey_Tab, ImGui::GetItemID());  // here Tab walks objects, F6 leaves
    if (ImGui::IsKeyPressed(ImGuiKey_Tab)) walk(frame, box, ImGui::GetIO().KeyShift ? -1 : 1);
    if (pressed_enter() && measure.size() < 2 && walked) select(frame.view, walked, ImGui::GetIO().KeyCtrl);
}

void MapHands::handle(Frame& frame, const Box& box) {
    const ImGuiIO& io = ImGui::GetIO();
    ImGuiHoveredFlags hovering = ImGuiHoveredFlags_AllowWhenBlockedByActiveItem;
    if (frame.view.dragged) hovering |= ImGuiHoveredFlags_AllowWhenOverlappedByItem;  // what was taken from a list stays the active item
    const bool over = ImGui::IsItemHovered(hovering), active = ImGui::IsItemActive();
    if (frame.view.tool != MapTool::measure && !measure.empty()) measure.clear(), measure_closed = false;
    take_found(frame, {});
    edit.sync(frame);
    if (gesture == MapGesture::editing && !edit.held && !edit.whole) gesture = MapGesture::none;  // given up
    edit.hover(frame, over ? std::optional(frame.view.rig.camera.plane_from_screen(px(box, io.MousePos))) : std::nullopt);
    if (!over) {
        if (pointer) frame.view.hovered = {};  // it was under a pointer that has left
        pointer.reset();
        if (std::exchange(hovered_feature, std::nullopt)) frame.view.hovered_feature.reset();
        hover_seconds = 0;
    } else {
        hover(frame, box);
        if (io.MouseWheel != 0) frame.view.rig.zoom_at(px(box, io.MousePos), std::pow(wheel_factor, double(io.MouseWheel)));
    }
    if (ImGui::IsItemActivated() && ImGui::IsMouseClicked(ImGuiMouseButton_Left)) press(frame, box);
    if (active && ImGui::IsMouseDown(ImGuiMouseButton_Left)) move(frame, box);
    if (gesture != MapGesture::none && !ImGui::IsMouseDown(ImGuiMouseButton_Left)) release(frame, box);
    if (over && ImGui::IsMouseDoubleClicked(ImGuiMouseButton_Left) && frame.view.tool == MapTool::pointer) {
        const gis::PlaneBox chosen = selection_box(frame);
        if (!chosen.empty() && frame.view.hovered) frame.view.rig.fly_to(chosen, double(frame.theme.px(80)));
    }
    if (over && ImGui::IsMouseDoubleClicked(ImGuiMouseButton_Left) && frame.view.tool == MapTool::draw) {
        edit.double_click(frame);
        gesture = MapGesture::none;
    }
    if (over && ImGui::IsMouseReleased(ImGuiMouseButton_Right)) {
        menu_at = pointer;
        menu_on = frame.view.hovered;
        ImGui::OpenPopup("map.menu");
    }
    if (ImGui::IsItemFocused()) tool_keys(frame);  // after a click on the map, too
    const bool by_keys = ImGui::IsItemFocused() && !ImGui::GetCurrentContext()->NavDisableHighlight;
    if (by_keys) keys(frame, box);
    if (!by_keys || !frame.world.find(walked)) walked = {};
    if (walked) frame.view.hovered = walked;
}

OverlayExtras MapHands::extras(const Frame& frame) const {
    OverlayExtras out;
    out.lasso = lasso;
    out.measure.points = measure;
    out.measure.closed = measure_closed && measure.size() >= 3;
    if (!measure.empty() && !measure_closed && pointer) out.measure.points.push_back(*pointer);
    if (out.measure.points.size() < 2) return out;
    std::vector<gis::PlanePoint> line = out.measure.points;
    if (out.measure.closed) {
        const double area = gis::geodesic_area_m2(frame.plane, line);
        line.push_back(line.front());
        const bool large = area >= 100'000;
        const std::string shown = frame.language.number(large ? area / 10'000 : area, large ? 1 : 0);
        out.measure.label = frame.tr({large ? "panels.measure.hectares" : "panels.measure.area",
                                      {{"area", shown}, {"length", frame.language.distance(gis::geodesic_length_m(frame.plane, line))}}});
    } else {
        out.measure.label = frame.language.distance(gis::geodesic_length_m(frame.plane, line));
    }
    return out;
}

} // namespace vigie::panels
