// Hands on the map: pan with inertia, zoom to the cursor, click to select exactly, Ctrl to add, Maj-drag for a box, lasso,
// measure, drag of what can be assigned, drawing and reshaping of assets. Turns mouse and keys over the canvas into view state. UI thread.
#pragma once

#include <chrono>
#include <future>
#include <optional>
#include <vector>

#include "panels/edit/map_edit.hpp"
#include "panels/frame.hpp"
#include "panels/overlay/overlay_builder.hpp"
#include "panels/region.hpp"

namespace vigie::panels {

enum class MapGesture : std::uint8_t { none, pressed, panning, boxing, lassoing, editing };

struct MapHands {
    MapGesture gesture = MapGesture::none;
    ImVec2 pressed_at{};
    gis::EntityRef pressed_on;                    // marker under the press: may become a drag
    std::vector<gis::PlanePoint> lasso, measure;
    bool measure_closed = false;
    std::optional<gis::PlanePoint> pointer;       // under the mouse, when it is over the map
    std::optional<render::FeatureHit> hovered_feature;
    double hover_seconds = 0;                     // how long the pointer has rested on the same thing
    std::vector<gis::EntityRef> stack;            // several objects at one place, to choose from
    std::optional<gis::PlanePoint> menu_at;       // where the context menu was asked
    gis::EntityRef menu_on;                       // … and on what
    double velocity_x = 0, velocity_y = 0;        // px/s, smoothed
    gis::EntityRef walked;                        // where Tab stands; Enter selects it
    MapEdit edit;                                 // drawing and reshaping assets
    std::future<std::vector<render::MapView::LayerFeatures>> searching;  // what a lasso took, while a worker looks

    // Call with the canvas item just added; `box` is the picture.
    void handle(Frame& frame, const Box& box);
    // Milliseconds until somebody should look again; nothing = all is still.
    [[nodiscard]] std::optional<int> wants_frame_in_ms() const;
    [[nodiscard]] OverlayExtras extras(const Frame& frame) const;

private:
    [[nodiscard]] render::PxPoint px(const Box& box, ImVec2 screen) const { return {double(screen.x - box.min.x), double(screen.y - box.min.y)}; }
    void hover(Frame& frame, const Box& box);
    void press(Frame& frame, const Box& box);
    void move(Frame& frame, const Box& box);
    void release(Frame& frame, const Box& box);
    void click(Frame& frame, const Box& box);
    void open_cluster(Frame& frame, const render::ClusterHit& cluster);
    void measure_click(Frame& frame, const Box& box);
    void take_found(Frame& frame, std::chrono::milliseconds patience);
    void select_inside(Frame& frame, const Box& box);
    void tool_keys(Frame& frame);
    void keys(Frame& frame, const Box& box);
    void walk(Frame& frame, const Box& box, int step);
};

// Adds to or replaces the selection.
void select(ViewState& view, gis::EntityRef ref, bool add);
// Brings the place into view only when it is off screen.
void reveal(ViewState& view, gis::PlanePoint at);
// Frames the selection, or nothing when it has no place.
[[nodiscard]] gis::PlaneBox selection_box(const Frame& frame);
[[nodiscard]] gis::PlaneBox commune_box(const Frame& frame);

} // namespace vigie::panels
