// Where a benchmark draws: off screen, or into a window whose frames are not held back by the display.
#pragma once

#include <cstdint>
#include <memory>

#include "gis/model/result.hpp"
#include "render/gpu.hpp"

namespace vigie::app {

class BenchScreen {
public:
    static gis::Result<std::unique_ptr<BenchScreen>> create(int width, int height, bool window);
    virtual ~BenchScreen() = default;
    // Shows a texture whose top row comes first; nothing off screen.
    virtual void present(std::uint32_t texture, int width, int height) = 0;
};

} // namespace vigie::app
