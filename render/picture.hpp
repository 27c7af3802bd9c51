// The drawn base map as a texture that is kept: when the view moves by whole pixels what was drawn is moved along and only
// the new edges are drawn, when a tile arrives only its place is. Two textures take turns. GL thread.
#pragma once

#include <optional>
#include <vector>

#include "render/camera.hpp"
#include "render/gpu.hpp"

namespace vigie::render {

class Picture {
public:
    explicit Picture(GpuContext& gpu) : gpu_(gpu) {}

    // Makes the picture fit this view and says what must be drawn anew (top left origin); nothing when it is current.
    [[nodiscard]] std::vector<PxRect> move_to(const Camera& camera);
    // All of it must be drawn anew, whatever the view.
    void spoil() { valid_ = false; }
    [[nodiscard]] bool valid() const { return valid_; }

    [[nodiscard]] const Texture& texture() const { return textures_[now_]; }
    [[nodiscard]] std::uint32_t framebuffer() const { return targets_[now_].id(); }

private:
    void resize(int width, int height);
    void shift(int dx, int dy);

    GpuContext& gpu_;
    Texture textures_[2];
    Framebuffer targets_[2];
    int now_ = 0;
    bool valid_ = false;
    Camera shown_;
};

// Where the old picture lies in the new one, when a whole number of pixels away and still overlapping.
struct PxShift {
    int dx = 0, dy = 0;
};
[[nodiscard]] std::optional<PxShift> whole_shift(const Camera& from, const Camera& to);

} // namespace vigie::render
