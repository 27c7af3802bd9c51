// Pictures of the commune file as textures, the ones looked at last. UI thread, with the GL context current.
#pragma once

#include <cstdint>
#include <list>
#include <string>

#include "gis/store/desk.hpp"
#include "render/gpu.hpp"

namespace vigie::panels {

class PhotoShelf {
public:
    explicit PhotoShelf(render::GpuContext& gpu) : gpu_(gpu) {}

    struct Picture {
        std::uintptr_t texture = 0;   // 0 = not in this file, or it cannot be read
        int width = 0, height = 0;
    };
    // Small ones are for lists (≤ 320 px), whole ones for looking at.
    [[nodiscard]] Picture small(const gis::Desk& desk, const std::string& id) { return show(desk, id, true); }
    [[nodiscard]] Picture whole(const gis::Desk& desk, const std::string& id) { return show(desk, id, false); }
    void clear() { kept_.clear(); }   // another commune

    static constexpr std::size_t most_small = 96, most_whole = 3;

private:
    struct Kept {
        std::string id;
        bool is_small = true;
        std::uint64_t revision = 0;   // of the interventions, when it was looked for in vain
        render::Texture texture;
    };
    Picture show(const gis::Desk& desk, const std::string& id, bool small);

    render::GpuContext& gpu_;
    std::list<Kept> kept_;            // newest first
};

} // namespace vigie::panels
