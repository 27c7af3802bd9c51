// What lies over the base map and changes without it: highlighted features, names, markers. Drawn into a copy of the kept
// picture, and not at all when there is nothing of it. GL thread.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "render/frame_time.hpp"
#include "render/highlight.hpp"
#include "render/label_pass.hpp"
#include "render/overlay_pass.hpp"
#include "render/picture.hpp"

namespace vigie::render {

class Dressing {
public:
    Dressing(GpuContext& gpu, const MemoryBudget& memory, const std::function<void()>& wake) : highlight(gpu, memory, wake), gpu_(gpu) {}
    // Letters and symbols; without this there are highlights only.
    gis::Outcome load(const MapFonts& fonts, const std::function<void()>& wake);

    void set_plane(double metres_per_unit);
    void set_overlay(Overlay overlay);
    // Layers that are visible and want names.
    void set_names(std::vector<NamedLayer> layers, std::shared_ptr<const gis::MapStyle> style, bool night);
    void prepare_all();  // waits for names

    [[nodiscard]] bool empty() const;
    [[nodiscard]] bool wants_frame(const FrameTime& time) const;
    [[nodiscard]] std::string frame_reason(const FrameTime& time) const;
    // `whole`: nothing is left for a later frame.
    void draw(const Picture& picture, const Camera& camera, const FrameTime& time, bool whole);

    [[nodiscard]] const Texture& texture() const { return texture_; }
    [[nodiscard]] std::uint32_t framebuffer() const { return target_.id(); }
    [[nodiscard]] std::size_t labels_drawn() const { return labels_ ? labels_->labels_drawn() : 0; }
    [[nodiscard]] std::size_t markers_drawn() const { return overlay_ ? overlay_->markers_drawn() : 0; }
    [[nodiscard]] OverlayPass* overlay() { return overlay_.get(); }
    [[nodiscard]] const OverlayPass* overlay() const { return overlay_.get(); }

    Highlight highlight;

private:
    GpuContext& gpu_;
    std::unique_ptr<GlyphAtlas> atlas_;   // before the passes that use it
    std::unique_ptr<LabelPass> labels_;
    std::unique_ptr<OverlayPass> overlay_;
    double metres_per_unit_ = 1;
    bool has_overlay_ = false, has_names_ = false;
    Texture texture_;
    Framebuffer target_;
};

} // namespace vigie::render
