// Names on the map: along streets, inside areas, at points (INTERFACE.md §8). Candidates (merged street runs, poles of
// inaccessibility) are prepared per layer on a worker; placing and collision run over what is visible when the zoom, the
// obstacles or the data change, never for a pan inside the prepared margin. Anchors belong to the ground, so labels move
// with the map and do not reshuffle. GL thread, except what the worker does inside.
#pragma once

#include <functional>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "gis/layers/layer.hpp"
#include "gis/layers/style.hpp"
#include "render/camera.hpp"
#include "render/frame_time.hpp"
#include "render/glyph_atlas.hpp"
#include "render/label_source.hpp"
#include "render/px_box.hpp"

namespace vigie::render {

class LabelPass {
public:
    // `wake` is called from the worker when prepared names wait: ask for a frame.
    static gis::Result<std::unique_ptr<LabelPass>> create(GpuContext& gpu, GlyphAtlas& atlas, std::function<void()> wake);
    ~LabelPass();

    // Only layers that are visible and want labels. Matched by pointer and style: unchanged ones keep their candidates.
    void set(std::vector<NamedLayer> layers, std::shared_ptr<const gis::MapStyle> style, bool night);
    void set_plane(double metres_per_unit);
    // What lies over the map on this screen (OverlayPass::obstacles): no label is placed under it.
    void draw(const Camera& camera, const FrameTime& time, std::span<const PxBox> obstacles);
    // Waits until every layer's candidates are prepared.
    void prepare_all();

    [[nodiscard]] bool wants_frame(const FrameTime& time) const;  // fading, or candidates arrived
    [[nodiscard]] std::size_t labels_drawn() const;

private:
    LabelPass();
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

} // namespace vigie::render
