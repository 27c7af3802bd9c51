#include "panels/photos/photo_shelf.hpp"

#include <algorithm>

#include "gis/layers/photo.hpp"

namespace vigie::panels {

PhotoShelf::Picture PhotoShelf::show(const gis::Desk& desk, const std::string& id, bool small) {
    const std::uint64_t revision = desk.world().revision(gis::EntityKind::intervention);
    auto it = std::ranges::find_if(kept_, [&](const Kept& k) { return k.id == id && k.is_small == small; });
    if (it != kept_.end() && it->texture.id() == 0 && it->revision != revision) it = (kept_.erase(it), kept_.end());  // it may have come
    if (it == kept_.end()) {
        Kept kept{id, small, revision, {}};
        if (const auto bytes = desk.picture(id, small))
            if (const auto pixels = gis::decode_picture(*bytes)) {
                kept.texture = gpu_.make_texture(pixels->width, pixels->height, render::PixelFormat::rgba8, render::Filter::linear,
                                                 std::as_bytes(std::span(pixels->rgba)));
                gpu_.invalidate();
            }
        kept_.push_front(std::move(kept));
        std::size_t count = 0;
        const std::size_t most = small ? most_small : most_whole;
        std::erase_if(kept_, [&](const Kept& k) { return k.is_small == small && ++count > most; });
        it = kept_.begin();
    } else {
        kept_.splice(kept_.begin(), kept_, it);
    }
    return {it->texture.id(), it->texture.width, it->texture.height};
}

} // namespace vigie::panels
