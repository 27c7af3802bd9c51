#include "render/dressing.hpp"

#include <epoxy/gl.h>

namespace vigie::render {

gis::Outcome Dressing::load(const MapFonts& fonts, const std::function<void()>& wake) {
    auto atlas = GlyphAtlas::create(gpu_, fonts);
    if (!atlas) return atlas.error();
    atlas_ = std::move(atlas).value();
    auto labels = LabelPass::create(gpu_, *atlas_, wake);
    if (!labels) return labels.error();
    labels_ = std::move(labels).value();
    auto overlay = OverlayPass::create(gpu_, *atlas_);
    if (!overlay) return overlay.error();
    overlay_ = std::move(overlay).value();
    return gis::Done{};
}

void Dressing::set_plane(double metres_per_unit) {
    metres_per_unit_ = metres_per_unit;
    if (labels_) labels_->set_plane(metres_per_unit);
    if (overlay_) overlay_->set_plane(metres_per_unit);
}

void Dressing::set_overlay(Overlay overlay) {
    has_overlay_ = true;
    if (overlay_) overlay_->set(std::move(overlay));
}

void Dressing::set_names(std::vector<NamedLayer> layers, std::shared_ptr<const gis::MapStyle> style, bool night) {
    has_names_ = !layers.empty() && style != nullptr;
    if (labels_) labels_->set(std::move(layers), std::move(style), night);
}

void Dressing::prepare_all() {
    if (labels_) labels_->prepare_all();
}

bool Dressing::empty() const { return highlight.empty() && !(overlay_ && has_overlay_) && !(labels_ && has_names_); }

bool Dressing::wants_frame(const FrameTime& time) const {
    return (overlay_ && has_overlay_ && overlay_->wants_frame(time)) || (labels_ && has_names_ && labels_->wants_frame(time));
}

std::string Dressing::frame_reason(const FrameTime& time) const {
    if (overlay_ && has_overlay_ && overlay_->wants_frame(time)) return overlay_->frame_reason(time);
    return labels_ && has_names_ && labels_->wants_frame(time) ? "labels" : "";
}

void Dressing::draw(const Picture& picture, const Camera& camera, const FrameTime& time, bool whole) {
    if (empty()) return;
    if (!texture_ || texture_.width != camera.width || texture_.height != camera.height) {
        target_ = {};
        texture_ = gpu_.make_texture(camera.width, camera.height, PixelFormat::rgba8, Filter::linear);
        target_ = gpu_.make_framebuffer(texture_);
    }
    gpu_.scissor({});
    gpu_.bind_framebuffer(target_.id(), camera.width, camera.height);
    glBindFramebuffer(GL_READ_FRAMEBUFFER, picture.framebuffer());
    glBlitFramebuffer(0, 0, camera.width, camera.height, 0, 0, camera.width, camera.height, GL_COLOR_BUFFER_BIT, GL_NEAREST);
    glBindFramebuffer(GL_READ_FRAMEBUFFER, target_.id());
    highlight.draw(camera, metres_per_unit_, whole);
    if (labels_ && has_names_) {
        const std::vector<PxBox> taken = overlay_ && has_overlay_ ? overlay_->obstacles(camera, time) : std::vector<PxBox>{};
        labels_->draw(camera, time, taken);
    }
    if (overlay_ && has_overlay_) overlay_->draw(camera, time);
}

} // namespace vigie::render
