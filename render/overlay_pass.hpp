// Draws an Overlay over the map in the order of INTERFACE.md §8: trails and routes, clusters, markers by `order`, sights,
// callouts, then measure line and lasso. `set` uploads; a frame in which only time or camera moved uploads nothing for
// the markers (movement between fixes is interpolated in the shader). GL thread.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "render/camera.hpp"
#include "render/frame_time.hpp"
#include "render/glyph_atlas.hpp"
#include "render/overlay.hpp"
#include "render/px_box.hpp"

namespace vigie::render {

struct ClusterHit {
    gis::PlanePoint at;
    gis::PlaneBox box;                     // of the members: zoom here to open it
    std::vector<std::uint64_t> members;
};

class OverlayPass {
public:
    static constexpr std::size_t most_spread = 8;  // a larger stack is shown as a list by the panel

    static gis::Result<std::unique_ptr<OverlayPass>> create(GpuContext& gpu, GlyphAtlas& atlas);
    ~OverlayPass();

    void set(Overlay overlay);
    void set_plane(double metres_per_unit);    // ground metres per plane unit
    // Opens the stack or cluster that holds this marker into a spider; false when it has more than `most_spread` members
    // or the marker stands alone. Gathered again by `gather`, by zooming, or when the marker is gone.
    bool spread(std::uint64_t key);
    void gather();

    void draw(const Camera& camera, const FrameTime& time);
    // True while something moves by itself: a marker between two fixes, a split, a pulsing alert.
    [[nodiscard]] bool wants_frame(const FrameTime& time) const;
    [[nodiscard]] const char* frame_reason(const FrameTime& time) const;

    // Keys under the point, topmost first; a cluster gives its members. Uses the camera and time of the last draw.
    [[nodiscard]] std::vector<std::uint64_t> pick(PxPoint p) const;
    [[nodiscard]] std::optional<ClusterHit> cluster_at(PxPoint p) const;
    // Keys of all markers (also clustered ones) whose place is inside the screen polygon.
    [[nodiscard]] std::vector<std::uint64_t> markers_in(std::span<const PxPoint> polygon) const;
    // What labels must stay clear of, on the screen of this camera.
    [[nodiscard]] std::vector<PxBox> obstacles(const Camera& camera, const FrameTime& time);

    [[nodiscard]] std::size_t markers_drawn() const;   // of the last draw, clusters counted once
    [[nodiscard]] std::size_t draw_calls() const;

private:
    OverlayPass();
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

} // namespace vigie::render
