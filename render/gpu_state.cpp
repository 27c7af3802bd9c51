#include <epoxy/gl.h>

#include "render/gpu_impl.hpp"

namespace vigie::render {

void GpuContext::invalidate() {
    Impl& s = *impl_;
    s.program = s.array = s.framebuffer = Impl::unknown;
    s.view.reset();
    s.active_unit = -1;
    s.bound_texture.fill(Impl::unknown);
    s.scissor.reset();
    s.blend.reset();
    glEnable(GL_PROGRAM_POINT_SIZE);
    glDisable(GL_DEPTH_TEST);
    glDisable(GL_CULL_FACE);
    glDisable(GL_STENCIL_TEST);
    glPixelStorei(GL_UNPACK_ALIGNMENT, 1);
}

bool GpuContext::use(const Program& program) {
    if (!program.ok()) return false;
    if (impl_->program != program.id()) {
        glUseProgram(program.id());
        impl_->program = program.id();
    }
    return true;
}

void GpuContext::bind(const VertexArray& array) {
    if (impl_->array == array.id()) return;
    glBindVertexArray(array.id());
    impl_->array = array.id();
}

void GpuContext::bind_no_array() {
    if (impl_->array == 0) return;
    glBindVertexArray(0);  // else binding an index buffer would change the bound array
    impl_->array = 0;
}

void GpuContext::bind_texture(int unit, const Texture& texture) {
    auto& bound = impl_->bound_texture[static_cast<std::size_t>(unit)];
    if (bound == texture.id()) return;
    if (impl_->active_unit != unit) glActiveTexture(GL_TEXTURE0 + static_cast<GLenum>(unit));
    impl_->active_unit = unit;
    glBindTexture(GL_TEXTURE_2D, texture.id());
    bound = texture.id();
}

void GpuContext::bind_framebuffer(std::uint32_t id, int width, int height) {
    if (impl_->framebuffer != id) glBindFramebuffer(GL_FRAMEBUFFER, id);
    impl_->framebuffer = id;
    viewport({0, 0, width, height});
}

std::uint32_t GpuContext::framebuffer() const { return impl_->framebuffer; }

void GpuContext::viewport(PxRect area) {
    if (impl_->view == area) return;
    glViewport(area.x, area.y, area.width, area.height);
    impl_->view = area;
}

void GpuContext::scissor(std::optional<PxRect> area) {
    if (impl_->scissor && *impl_->scissor == area) return;
    if (area) {
        glEnable(GL_SCISSOR_TEST);
        glScissor(area->x, area->y, area->width, area->height);
    } else {
        glDisable(GL_SCISSOR_TEST);
    }
    impl_->scissor = area;
}

void GpuContext::blend(Blend mode) {
    if (impl_->blend == mode) return;
    if (mode == Blend::off) glDisable(GL_BLEND);
    else glEnable(GL_BLEND);
    glBlendEquation(GL_FUNC_ADD);
    if (mode == Blend::over) glBlendFuncSeparate(GL_SRC_ALPHA, GL_ONE_MINUS_SRC_ALPHA, GL_ONE, GL_ONE_MINUS_SRC_ALPHA);
    if (mode == Blend::premultiplied) glBlendFunc(GL_ONE, GL_ONE_MINUS_SRC_ALPHA);
    if (mode == Blend::knockout) glBlendFunc(GL_ONE, GL_ONE_MINUS_SRC1_ALPHA);
    impl_->blend = mode;
}

void GpuContext::bind_uniforms(std::uint32_t binding, const Buffer& buffer) {
    glBindBufferBase(GL_UNIFORM_BUFFER, binding, buffer.id());
}

void GpuContext::block(const Program& program, const char* block_name, std::uint32_t binding) {
    const GLuint index = glGetUniformBlockIndex(program.id(), block_name);
    if (index != GL_INVALID_INDEX) glUniformBlockBinding(program.id(), index, binding);
}

} // namespace vigie::render
