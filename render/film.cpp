#include "render/film.hpp"

#include <epoxy/gl.h>

#include <vector>

namespace vigie::render {

void Film::lift(int width, int height, std::span<const PxRect> areas) {
    below_ = gpu_.framebuffer();
    if (texture_.width != width || texture_.height != height) {
        texture_ = gpu_.make_texture(width, height, PixelFormat::rgba8, Filter::nearest);
        framebuffer_ = gpu_.make_framebuffer(texture_);
    }
    areas_ = areas;
    gpu_.bind_framebuffer(framebuffer_.id(), width, height);
    glClearColor(0, 0, 0, 0);
    for (const PxRect& area : areas) {
        gpu_.scissor(area);
        glClear(GL_COLOR_BUFFER_BIT);
    }
}

void Film::lay() {
    gpu_.bind_framebuffer(below_, texture_.width, texture_.height);
    Program& program = gpu_.program("film");
    if (!gpu_.use(program)) return;
    if (!array_) {
        const std::vector<float> beyond{-1, -1, 3, -1, -1, 3};  // one triangle over all of the view
        corners_ = gpu_.make_buffer(BufferUse::vertex, bytes_of(beyond));
        array_ = gpu_.make_vertex_array(corners_, {{0, 2, Attribute::Type::f32}}, 2 * sizeof(float));
    }
    gpu_.blend(Blend::premultiplied);
    gpu_.bind_texture(0, texture_);
    glUniform1i(program.uniform("u_film"), 0);
    gpu_.bind(array_);
    for (const PxRect& area : areas_) {
        gpu_.scissor(area);
        glDrawArrays(GL_TRIANGLES, 0, 3);
    }
}

} // namespace vigie::render
