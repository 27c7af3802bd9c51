// The whole interface without a window: an off-screen OpenGL context, ImGui's OpenGL renderer into a texture, and a mouse
// and keyboard that a script moves. `vigie render --interface` and the end-to-end tests. One thread.
#pragma once

#include <functional>
#include <memory>

#include "app/workbench.hpp"

namespace vigie::app {

class Painter {
public:
    static gis::Result<std::unique_ptr<Painter>> create(const std::filesystem::path& shader_folder, int width, int height);
    ~Painter();
    Painter(const Painter&) = delete;
    Painter& operator=(const Painter&) = delete;

    [[nodiscard]] render::GpuContext& gpu();
    // One frame of the workbench; time advances by `seconds` for ImGui.
    void frame(Workbench& bench, float pixel_ratio, double seconds);
    [[nodiscard]] render::Image read_back() const;

private:
    Painter(int width, int height);
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

} // namespace vigie::app
