#include "render/gpu.hpp"

#include <epoxy/gl.h>

#include "render/gpu_impl.hpp"

namespace vigie::render {

namespace {

GLenum target_of(BufferUse use) {
    switch (use) {
    case BufferUse::vertex: return GL_ARRAY_BUFFER;
    case BufferUse::index: return GL_ELEMENT_ARRAY_BUFFER;
    case BufferUse::uniform: return GL_UNIFORM_BUFFER;
    }
    return GL_ARRAY_BUFFER;
}

GLenum type_of(Attribute::Type type) {
    switch (type) {
    case Attribute::Type::f32: return GL_FLOAT;
    case Attribute::Type::i16: return GL_SHORT;
    case Attribute::Type::u16: return GL_UNSIGNED_SHORT;
    case Attribute::Type::i8: return GL_BYTE;
    case Attribute::Type::u8: return GL_UNSIGNED_BYTE;
    case Attribute::Type::u32: return GL_UNSIGNED_INT;
    }
    return GL_FLOAT;
}

void point_at(const Attribute& a, std::size_t stride) {
    const auto* offset = reinterpret_cast<const void*>(a.offset);
    glEnableVertexAttribArray(a.location);
    if (a.integer) glVertexAttribIPointer(a.location, a.components, type_of(a.type), static_cast<GLsizei>(stride), offset);
    else
        glVertexAttribPointer(a.location, a.components, type_of(a.type), a.normalized ? GL_TRUE : GL_FALSE,
                              static_cast<GLsizei>(stride), offset);
    glVertexAttribDivisor(a.location, a.per_instance ? 1 : 0);
}

std::int64_t& count_of(GpuCounts& counts, GpuKind kind) {
    switch (kind) {
    case GpuKind::buffer: return counts.buffers;
    case GpuKind::texture: return counts.textures;
    case GpuKind::vertex_array: return counts.vertex_arrays;
    case GpuKind::program: return counts.programs;
    case GpuKind::framebuffer: return counts.framebuffers;
    }
    return counts.buffers;
}

void delete_name(GpuKind kind, GLuint id) {
    switch (kind) {
    case GpuKind::buffer: glDeleteBuffers(1, &id); return;
    case GpuKind::texture: glDeleteTextures(1, &id); return;
    case GpuKind::vertex_array: glDeleteVertexArrays(1, &id); return;
    case GpuKind::program: glDeleteProgram(id); return;
    case GpuKind::framebuffer: glDeleteFramebuffers(1, &id); return;
    }
}

std::string string_of(GLenum name) {
    const auto* text = reinterpret_cast<const char*>(glGetString(name));
    return text ? text : "?";
}

} // namespace

GpuHandle::~GpuHandle() {
    if (!list_ || id_ == 0) return;
    const std::lock_guard lock(list_->mutex);
    list_->items.push_back({kind_, id_, bytes_});
}

GpuContext::GpuContext() : impl_(std::make_unique<Impl>()) {}

gis::Result<std::unique_ptr<GpuContext>> GpuContext::create(std::filesystem::path shader_folder) {
    const int found = epoxy_gl_version();
    if (found < 33 || !epoxy_is_desktop_gl())
        return gis::Error{gis::ErrorClass::unsupported,
                          {"render.error.opengl", {{"found", string_of(GL_VERSION)}, {"needed", "3.3"}}},
                          {"render.remedy.opengl", {}}, string_of(GL_RENDERER)};
    std::error_code ignored;
    if (!std::filesystem::exists(shader_folder / "prelude.glsl", ignored))
        return gis::Error{gis::ErrorClass::config, {"render.error.shaders", {{"folder", shader_folder.string()}}},
                          {"render.remedy.reinstall", {}}, {}};
    std::unique_ptr<GpuContext> context(new GpuContext);
    context->impl_->shaders = std::move(shader_folder);
    context->impl_->version = string_of(GL_VERSION) + ", " + string_of(GL_RENDERER);
    glEnable(GL_PROGRAM_POINT_SIZE);
    glPixelStorei(GL_UNPACK_ALIGNMENT, 1);
    return context;
}

GpuContext::~GpuContext() {
    impl_->programs.clear();
    collect();
}

const std::string& GpuContext::version() const { return impl_->version; }
const GpuCounts& GpuContext::counts() const { return impl_->counts; }
std::size_t GpuContext::programs_loaded() const { return impl_->programs.size(); }

void GpuContext::collect() {
    std::vector<RetireList::Item> items;
    {
        const std::lock_guard lock(impl_->retired->mutex);
        items.swap(impl_->retired->items);
    }
    for (const auto& item : items) {
        delete_name(item.kind, item.id);
        --count_of(impl_->counts, item.kind);
        impl_->counts.bytes -= item.bytes;
    }
    if (!items.empty()) invalidate();  // a deleted name may come back for another object
}

Buffer GpuContext::make_buffer(BufferUse use, std::span<const std::byte> data, bool dynamic) {
    GLuint id = 0;
    glGenBuffers(1, &id);
    bind_no_array();
    glBindBuffer(target_of(use), id);
    glBufferData(target_of(use), static_cast<GLsizeiptr>(data.size()), data.empty() ? nullptr : data.data(),
                 dynamic ? GL_STREAM_DRAW : GL_STATIC_DRAW);
    ++impl_->counts.buffers;
    impl_->counts.bytes += static_cast<std::int64_t>(data.size());
    impl_->counts.bytes_uploaded += data.size();
    return Buffer(impl_->retired, GpuKind::buffer, id, static_cast<std::int64_t>(data.size()));
}

void GpuContext::update(Buffer& buffer, BufferUse use, std::span<const std::byte> data) {
    bind_no_array();
    glBindBuffer(target_of(use), buffer.id());
    glBufferData(target_of(use), static_cast<GLsizeiptr>(data.size()), data.data(), GL_STREAM_DRAW);
    impl_->counts.bytes += static_cast<std::int64_t>(data.size()) - buffer.bytes_;
    impl_->counts.bytes_uploaded += data.size();
    buffer.bytes_ = static_cast<std::int64_t>(data.size());
}

Texture GpuContext::make_texture(int width, int height, PixelFormat format, Filter filter,
                                 std::span<const std::byte> pixels) {
    GLuint id = 0;
    glGenTextures(1, &id);
    impl_->bound_texture.fill(0);
    glActiveTexture(GL_TEXTURE0);
    impl_->active_unit = 0;
    glBindTexture(GL_TEXTURE_2D, id);
    const bool rgba = format == PixelFormat::rgba8;
    glTexImage2D(GL_TEXTURE_2D, 0, rgba ? GL_RGBA8 : GL_R8, width, height, 0, rgba ? GL_RGBA : GL_RED, GL_UNSIGNED_BYTE,
                 pixels.empty() ? nullptr : pixels.data());
    const GLint way = filter == Filter::linear ? GL_LINEAR : GL_NEAREST;
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MIN_FILTER, way);
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MAG_FILTER, way);
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_WRAP_S, GL_CLAMP_TO_EDGE);
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_WRAP_T, GL_CLAMP_TO_EDGE);
    const std::int64_t bytes = std::int64_t{width} * height * (rgba ? 4 : 1);
    ++impl_->counts.textures;
    impl_->counts.bytes += bytes;
    impl_->counts.bytes_uploaded += pixels.size();
    Texture texture(impl_->retired, GpuKind::texture, id, bytes);
    texture.width = width;
    texture.height = height;
    return texture;
}

void GpuContext::update(Texture& texture, PixelFormat format, PxRect area, std::span<const std::byte> pixels) {
    bind_texture(0, texture);
    glActiveTexture(GL_TEXTURE0);
    impl_->active_unit = 0;
    glTexSubImage2D(GL_TEXTURE_2D, 0, area.x, area.y, area.width, area.height,
                    format == PixelFormat::rgba8 ? GL_RGBA : GL_RED, GL_UNSIGNED_BYTE, pixels.data());
    impl_->counts.bytes_uploaded += pixels.size();
}

VertexArray GpuContext::make_vertex_array(const Buffer& vertices, std::initializer_list<Attribute> attributes,
                                          std::size_t stride, const Buffer* indices) {
    GLuint id = 0;
    glGenVertexArrays(1, &id);
    ++impl_->counts.vertex_arrays;
    VertexArray array(impl_->retired, GpuKind::vertex_array, id);
    bind(array);
    glBindBuffer(GL_ARRAY_BUFFER, vertices.id());
    for (const Attribute& a : attributes) point_at(a, stride);
    if (indices) glBindBuffer(GL_ELEMENT_ARRAY_BUFFER, indices->id());
    return array;
}

void GpuContext::add_attributes(VertexArray& array, const Buffer& vertices,
                                std::initializer_list<Attribute> attributes, std::size_t stride) {
    bind(array);
    glBindBuffer(GL_ARRAY_BUFFER, vertices.id());
    for (const Attribute& a : attributes) point_at(a, stride);
}

Framebuffer GpuContext::make_framebuffer(const Texture& color) {
    GLuint id = 0;
    glGenFramebuffers(1, &id);
    ++impl_->counts.framebuffers;
    impl_->framebuffer = Impl::unknown;
    glBindFramebuffer(GL_FRAMEBUFFER, id);
    glFramebufferTexture2D(GL_FRAMEBUFFER, GL_COLOR_ATTACHMENT0, GL_TEXTURE_2D, color.id(), 0);
    return Framebuffer(impl_->retired, GpuKind::framebuffer, id);
}

} // namespace vigie::render
