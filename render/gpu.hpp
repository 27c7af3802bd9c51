// The GPU as values: move-only handles that retire their ids to the context; real deletion happens on the GL thread once
// per frame. No global state; a GpuContext& is passed. Everything here: the GL thread only, except retire.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "gis/model/result.hpp"

namespace vigie::render {

struct GpuCounts {
    std::int64_t buffers = 0, textures = 0, vertex_arrays = 0, programs = 0, framebuffers = 0;
    std::int64_t bytes = 0;           // in buffers and textures
    std::uint64_t bytes_uploaded = 0; // since start
    bool operator==(const GpuCounts&) const = default;
};

class GpuContext {
public:
    // The current context must be OpenGL 3.3 core or better; the error says which was found and what is needed.
    static gis::Result<std::unique_ptr<GpuContext>> create(std::filesystem::path shader_folder);
    ~GpuContext();
    GpuContext(const GpuContext&) = delete;
    GpuContext& operator=(const GpuContext&) = delete;

    [[nodiscard]] const std::string& version() const;   // "4.5 (Core Profile) Mesa 22.3.6, llvmpipe…"
    [[nodiscard]] const GpuCounts& counts() const;
    void collect();       // deletes retired ids; once per frame
    void invalidate();    // forget cached state after somebody else drew (ImGui)

    struct Impl;
    [[nodiscard]] Impl& impl() { return *impl_; }

private:
    GpuContext();
    std::unique_ptr<Impl> impl_;
};

// An OpenGL context without a window (EGL surfaceless, then pbuffer). Current on the creating thread.
class OffscreenContext {
public:
    static gis::Result<std::unique_ptr<OffscreenContext>> create();
    virtual ~OffscreenContext() = default;
};

// 8-bit RGBA rows, top row first.
struct Image {
    int width = 0, height = 0;
    std::vector<std::uint8_t> rgba;
};
[[nodiscard]] gis::Outcome write_png(const Image& image, const std::filesystem::path& file);
[[nodiscard]] gis::Result<Image> read_png(const std::filesystem::path& file);

} // namespace vigie::render
