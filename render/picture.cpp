#include "render/picture.hpp"

#include <epoxy/gl.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>

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

Picture::Sheet Picture::make(int width, int height) {
    Sheet sheet;
    sheet.texture = gpu_.make_texture(width, height, PixelFormat::rgba8, Filter::linear);
    sheet.target = gpu_.make_framebuffer(sheet.texture);
    return sheet;
}

void Picture::resize(int width, int height) {
    if (now_ && now_->texture.width == width && now_->texture.height == height) return;
    sheets_.clear();
    sheets_.push_back(std::make_unique<Sheet>(make(width, height)));
    now_ = sheets_.back().get();
    spare_.reset();
}

void Picture::spoil() {
    for (const auto& sheet : sheets_) sheet->valid = sheet->complete = false;
}

void Picture::drawn(bool complete, bool settled) {
    ++now_->draws;
    now_->complete = complete;
    now_->worth_keeping = complete && (settled || now_->draws > 1);
}

void Picture::offer(std::vector<Spare>& spares) {
    for (const auto& sheet : sheets_)
        if (sheet.get() != now_)
            spares.push_back({sheet->valid ? sheet->last_used : 0, sheet->texture.bytes(),
                              [this, gone = sheet.get()] { std::erase_if(sheets_, [&](const auto& s) { return s.get() == gone; }); }});
}

// Another picture begins: on the sheet of the current one when nobody would come back to it, else on a new or the least
// recently used one.
void Picture::turn_to_free_sheet() {
    if (now_->valid && now_->worth_keeping) {
        if (sheets_.size() < most_kept) {
            sheets_.push_back(std::make_unique<Sheet>(make(now_->texture.width, now_->texture.height)));
            now_ = sheets_.back().get();
        } else {
            now_ = std::ranges::min_element(sheets_, {}, [](const auto& s) { return s->valid ? s->last_used : 0; })->get();
        }
    }
    now_->draws = 0;
    now_->complete = now_->worth_keeping = false;
}

// To the picture that shares most with this view; false when none does.
bool Picture::turn_to(const Camera& camera) {
    Sheet* best = nullptr;
    int least = 0;
    for (const auto& sheet : sheets_) {
        const auto shift = sheet->valid && (sheet.get() == now_ || sheet->worth_keeping) ? whole_shift(sheet->shown, camera) : std::nullopt;
        if (!shift) continue;
        const int away = std::abs(shift->dx) + std::abs(shift->dy);
        if (best && away >= least) continue;
        best = sheet.get();
        least = away;
    }
    if (best) now_ = best;
    return best != nullptr;
}

void Picture::shift(int dx, int dy) {
    const int width = now_->texture.width, height = now_->texture.height;
    if (!spare_) spare_ = std::make_unique<Sheet>(make(width, height));
    const int x0 = std::max(0, dx), y0 = std::max(0, dy), x1 = std::min(width, width + dx), y1 = std::min(height, height + dy);
    gpu_.scissor({});
    gpu_.bind_framebuffer(spare_->target.id(), width, height);
    glBindFramebuffer(GL_READ_FRAMEBUFFER, now_->target.id());
    glBlitFramebuffer(x0 - dx, y0 - dy, x1 - dx, y1 - dy, x0, y0, x1, y1, GL_COLOR_BUFFER_BIT, GL_NEAREST);
    glBindFramebuffer(GL_READ_FRAMEBUFFER, spare_->target.id());
    std::swap(spare_->texture, now_->texture);
    std::swap(spare_->target, now_->target);
}

std::vector<PxRect> Picture::move_to(const Camera& camera) {
    resize(camera.width, camera.height);
    const int w = camera.width, h = camera.height;
    const bool known = turn_to(camera);
    if (!known) turn_to_free_sheet();
    now_->last_used = memory_.frame;
    now_->valid = true;
    if (!known) {
        now_->complete = false;
        now_->shown = camera;
        return {{0, 0, w, h}};
    }
    const auto [dx, dy] = *whole_shift(now_->shown, camera);
    if (dx == 0 && dy == 0) return {};
    shift(dx, dy);
    // Where the picture truly is now, so that tiny remainders of pans never add up unseen.
    now_->shown.centre = now_->shown.plane_from_screen({w / 2.0 - dx, h / 2.0 - dy});
    std::vector<PxRect> areas;
    if (dx > 0) areas.push_back({0, 0, dx, h});
    if (dx < 0) areas.push_back({w + dx, 0, -dx, h});
    const int x = std::max(0, dx), width = w - std::abs(dx);
    if (dy > 0) areas.push_back({x, 0, width, dy});
    if (dy < 0) areas.push_back({x, h + dy, width, -dy});
    return areas;
}

} // namespace vigie::render
