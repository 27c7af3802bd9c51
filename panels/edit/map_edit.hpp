// Hands that draw and reshape assets on the map: a sketch that grows click by click, vertices and edges held and dragged,
// clinging to what is near. Every finished gesture is one command; nothing of the World changes before. UI thread.
#pragma once

#include <optional>
#include <vector>

#include "gis/layers/snap.hpp"
#include "gis/layers/validity.hpp"
#include "panels/edit/edit_shape.hpp"
#include "panels/frame.hpp"
#include "panels/region.hpp"

namespace vigie::panels {

inline constexpr float snap_reach = 10;   // px at scale 1
inline constexpr float grip_reach = 8;    // px at scale 1

struct MapEdit {
    std::vector<gis::PlanePoint> sketch;               // MapTool::draw
    std::optional<EditShape> shape;                    // MapTool::reshape: of `asset`
    gis::AssetId asset;
    gis::Geometry stored;                              // what `shape` was made from
    std::optional<EditShape::Grip> held, under, last;  // dragged; under the pointer; worked on last (keys)
    bool whole = false;                                // the whole shape is being dragged
    bool moved = false;
    gis::PlanePoint from;                              // where the drag began, or was last
    std::optional<gis::PlanePoint> pointer;            // where a vertex would go, after snapping
    std::optional<gis::SnapHit> snapped;
    std::optional<gis::GeometryProblem> problem;       // of the shape as it stands

    // Once a frame before the mouse is looked at: follows the selection and the World; leaves when nothing can be edited.
    void sync(Frame& frame);
    // `at`: the pointer in the plane, nothing when it is not over the map.
    void hover(Frame& frame, std::optional<gis::PlanePoint> at);
    // A press on something to drag: true = the press is ours, the map does not pan.
    bool press(Frame& frame, gis::PlanePoint at);
    void drag(Frame& frame, gis::PlanePoint at);
    void release(Frame& frame);
    // A click that dragged nothing. True = taken (drawing); false = the map selects as always.
    bool click(Frame& frame, gis::PlanePoint at);
    void double_click(Frame& frame);
    void keys(Frame& frame);
    // Escape: true when there was something to give up here (a drag, a sketch), else the tool itself ends.
    bool give_up(Frame& frame);
    void draw(const Frame& frame, const Box& box) const;
    // What can be done now, in a bar over the map: finish, remove the vertex, leave.
    void draw_bar(Frame& frame, const Box& box);

private:
    void finish_sketch(Frame& frame);
    void send(Frame& frame);
    void remove_vertex(Frame& frame, const EditShape::Grip& grip);
    [[nodiscard]] gis::PlanePoint snap_at(const Frame& frame, gis::PlanePoint at);
    [[nodiscard]] gis::GeometryType drawn_type(const Frame& frame) const;
};

} // namespace vigie::panels
