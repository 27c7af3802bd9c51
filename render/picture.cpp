#include "render/picture.hpp"

#include <epoxy/gl.h>

#include <cmath>

namespace vigie::render {

std::optional<PxShift> whole_shift(const Camera& from, const Camera& to) {
    if (from.units_per_px != to.units_per_px || from.rotation_deg != to.rotation_deg || from.width != to.width ||
        from.height != to.height || from.pixel_ratio != to.pixel_ratio)
        return {};
    const PxPoint p = to.screen_from_plane(from.centre);
    const double dx = p.x - to.width / 2.0, dy = p.y - to.height / 2.0;
    if (!(std::abs(dx) < to.width) || !(std::abs(dy) < to.height)) return {};
    // A thousandth of a pixel does not show; it comes from adding up pans in floating point.
    if (std::abs(dx - std::round(dx)) > 1e-3 || std::abs(dy - std::round(dy)) > 1e-3) return {};
    return PxShift{static_cast<int>(std::lround(dx)), static_cast<int>(std::lround(dy))};
}

void Picture::resize(int width, int height) {
    if (textures_[0] && textures_[0].width == width && textures_[0].height == height) return;
    for (int i : {0, 1}) {
        targets_[i] = {};
        textures_[i] = gpu_.make_texture(width, height, PixelFormat::rgba8, Filter::linear);
        targets_[i] = gpu_.make_framebuffer(textures_[i]);
    }
    valid_ = false;
}

void Picture::shift(int dx, int dy) {
    const int width = textures_[0].width, height = textures_[0].height;
    const int from = now_;
    now_ = 1 - now_;
    const int x0 = std::max(0, dx), y0 = std::max(0, dy), x1 = std::min(width, width + dx), y1 = std::min(height, height + dy);
    gpu_.scissor({});
    gpu_.bind_framebuffer(targets_[now_].id(), width, height);
    glBindFramebuffer(GL_READ_FRAMEBUFFER, targets_[from].id());
    glBlitFramebuffer(x0 - dx, y0 - dy, x1 - dx, y1 - dy, x0, y0, x1, y1, GL_COLOR_BUFFER_BIT, GL_NEAREST);
    glBindFramebuffer(GL_READ_FRAMEBUFFER, targets_[now_].id());
}

std::vector<PxRect> Picture::move_to(const Camera& camera) {
    resize(camera.width, camera.height);
    const int w = camera.width, h = camera.height;
    const auto moved = valid_ ? whole_shift(shown_, camera) : std::nullopt;
    valid_ = true;
    if (!moved) {
        shown_ = camera;
        return {{0, 0, w, h}};
    }
    const auto [dx, dy] = *moved;
    if (dx == 0 && dy == 0) return {};
    shift(dx, dy);
    // Where the picture truly is now, so that tiny remainders of pans never add up unseen.
    shown_.centre = shown_.plane_from_screen({w / 2.0 - dx, h / 2.0 - dy});
    std::vector<PxRect> areas;
    if (dx > 0) areas.push_back({0, 0, dx, h});
    if (dx < 0) areas.push_back({w + dx, 0, -dx, h});
    const int x = std::max(0, dx), width = w - std::abs(dx);
    if (dy > 0) areas.push_back({x, 0, width, dy});
    if (dy < 0) areas.push_back({x, h + dy, width, -dy});
    return areas;
}

} // namespace vigie::render
