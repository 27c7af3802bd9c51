// The GPU as values: move-only handles that retire their ids to the context; real deletion happens on the GL thread once
// per frame. No global state; a GpuContext& is passed. Everything here: the GL thread only, except the destruction of
// handles, which any thread may do.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <initializer_list>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "gis/model/result.hpp"

namespace vigie::render {

struct GpuCounts {
    std::int64_t buffers = 0, textures = 0, vertex_arrays = 0, programs = 0, framebuffers = 0;
    std::int64_t bytes = 0;           // in buffers and textures
    std::uint64_t bytes_uploaded = 0; // since start
    bool operator==(const GpuCounts&) const = default;
};

enum class GpuKind : std::uint8_t { buffer, texture, vertex_array, program, framebuffer };

struct RetireList;  // ids waiting for the GL thread; shared by context and handles, so a handle may outlive the context

// One GL name. Destroying it retires the name; GpuContext::collect deletes it.
class GpuHandle {
public:
    GpuHandle() = default;
    GpuHandle(std::shared_ptr<RetireList> list, GpuKind kind, std::uint32_t id, std::int64_t bytes = 0)
        : list_(std::move(list)), id_(id), kind_(kind), bytes_(bytes) {}
    GpuHandle(GpuHandle&& other) noexcept { swap(other); }
    GpuHandle& operator=(GpuHandle&& other) noexcept {
        GpuHandle moved(std::move(other));
        swap(moved);
        return *this;
    }
    ~GpuHandle();

    [[nodiscard]] std::uint32_t id() const { return id_; }
    [[nodiscard]] std::int64_t bytes() const { return bytes_; }
    explicit operator bool() const { return id_ != 0; }

private:
    friend class GpuContext;
    void swap(GpuHandle& other) noexcept {
        std::swap(list_, other.list_);
        std::swap(id_, other.id_);
        std::swap(kind_, other.kind_);
        std::swap(bytes_, other.bytes_);
    }
    std::shared_ptr<RetireList> list_;
    std::uint32_t id_ = 0;
    GpuKind kind_ = GpuKind::buffer;
    std::int64_t bytes_ = 0;
};

// Distinct types, so that a texture cannot be passed for a buffer.
struct Buffer : GpuHandle { using GpuHandle::GpuHandle; };
struct VertexArray : GpuHandle { using GpuHandle::GpuHandle; };
struct Framebuffer : GpuHandle { using GpuHandle::GpuHandle; };
struct Texture : GpuHandle {
    using GpuHandle::GpuHandle;
    int width = 0, height = 0;
};

enum class BufferUse : std::uint8_t { vertex, index, uniform };
enum class PixelFormat : std::uint8_t { rgba8, r8 };
enum class Filter : std::uint8_t { nearest, linear };

// One vertex attribute of an interleaved buffer. `location` as in the shader's layout(location = …).
struct Attribute {
    enum class Type : std::uint8_t { f32, i16, u16, i8, u8, u32 };
    std::uint32_t location = 0;
    int components = 1;
    Type type = Type::f32;
    bool normalized = false;  // integers to 0…1 or −1…1
    bool integer = false;     // kept as integer in the shader (ivec, uint)
    std::size_t offset = 0;   // bytes
    bool per_instance = false;
};

// A linked pair <name>.vert and <name>.frag, both behind prelude.glsl. Owned by the context; the reference stays good for
// the context's life, also over a reload.
class Program {
public:
    [[nodiscard]] const std::string& name() const { return name_; }
    [[nodiscard]] std::uint32_t id() const { return handle_.id(); }
    [[nodiscard]] bool ok() const { return handle_.id() != 0; }
    // Log of the last compilation that failed; empty when the newest source is in use.
    [[nodiscard]] const std::string& log() const { return log_; }
    // −1 when the shader has no such uniform (GL ignores writes to it).
    [[nodiscard]] int uniform(std::string_view name) const;

private:
    friend class GpuContext;
    std::string name_, defines_, log_;
    GpuHandle handle_;
    std::filesystem::file_time_type stamp_{};
    mutable std::vector<std::pair<std::string, int>> uniforms_;
};

struct PxRect {  // framebuffer pixels from the bottom left, as GL counts
    int x = 0, y = 0, width = 0, height = 0;
    bool operator==(const PxRect&) const = default;
};

// over: straight alpha, destination alpha kept at 1. knockout: the shader's second colour is the share of the pixel that what
// is drawn takes the place of; its first is premultiplied, by that share too.
enum class Blend : std::uint8_t { off, over, premultiplied, knockout };

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

    // --- objects
    [[nodiscard]] Buffer make_buffer(BufferUse use, std::span<const std::byte> data, bool dynamic = false);
    void update(Buffer& buffer, BufferUse use, std::span<const std::byte> data);  // orphans: all content is new
    [[nodiscard]] Texture make_texture(int width, int height, PixelFormat format, Filter filter,
                                       std::span<const std::byte> pixels = {});
    void update(Texture& texture, PixelFormat format, PxRect area, std::span<const std::byte> pixels);
    [[nodiscard]] VertexArray make_vertex_array(const Buffer& vertices, std::initializer_list<Attribute> attributes,
                                                std::size_t stride, const Buffer* indices = nullptr);
    // Further attributes from another buffer, as for instances.
    void add_attributes(VertexArray& array, const Buffer& vertices, std::initializer_list<Attribute> attributes,
                        std::size_t stride);
    [[nodiscard]] Framebuffer make_framebuffer(const Texture& color);

    // --- programs. `defines` is put behind the prelude ("#define ROTATED 1\n"). A program that has never compiled has
    // ok() == false and its log says why; drawing with it is skipped by use() returning false.
    [[nodiscard]] Program& program(std::string_view name, std::string_view defines = {});
    // Compiles again what changed on disk; a broken edit keeps the last good program. Returns names that failed.
    std::vector<std::string> reload_changed();

    // --- state, cached per field
    [[nodiscard]] bool use(const Program& program);
    void bind(const VertexArray& array);
    void bind_texture(int unit, const Texture& texture);
    void bind_framebuffer(std::uint32_t id, int width, int height);  // 0 = the window's; sets the viewport
    [[nodiscard]] std::uint32_t framebuffer() const;  // bound now
    void viewport(PxRect area);   // may reach beyond the framebuffer; bind_framebuffer sets it back
    void scissor(std::optional<PxRect> area);
    void blend(Blend mode);
    void bind_uniforms(std::uint32_t binding, const Buffer& buffer);  // a uniform block; see block()
    static void block(const Program& program, const char* block_name, std::uint32_t binding);

    [[nodiscard]] std::size_t programs_loaded() const;

    struct Impl;
    [[nodiscard]] Impl& impl() { return *impl_; }

private:
    GpuContext();
    void compile(Program& program);
    void bind_no_array();
    std::unique_ptr<Impl> impl_;
};

template <class T>
[[nodiscard]] std::span<const std::byte> bytes_of(const std::vector<T>& values) {
    return std::as_bytes(std::span<const T>(values));
}

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
