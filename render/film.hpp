// A transparent film over the picture: translucent lines are drawn on it, each in place of what is below it on the film, and
// then the film is laid over the picture once. So a line is as strong where it crosses itself or another line of its layer as
// everywhere else (a knockout group, as PDF calls it). GL thread.
#pragma once

#include <cstdint>
#include <span>

#include "render/gpu.hpp"

namespace vigie::render {

class Film {
public:
    explicit Film(GpuContext& gpu) : gpu_(gpu) {}
    // From here on drawing goes onto the film, empty within these areas, instead of the framebuffer bound now.
    void lift(int width, int height, std::span<const PxRect> areas);
    // Lays it over that framebuffer, which is bound again.
    void lay();

private:
    GpuContext& gpu_;
    Texture texture_;
    Framebuffer framebuffer_;
    Buffer corners_;
    VertexArray array_;
    std::span<const PxRect> areas_;  // between lift and lay
    std::uint32_t below_ = 0;        // the picture's framebuffer
};

} // namespace vigie::render
