#include "app/painter.hpp"

#include <epoxy/gl.h>
#include <imgui.h>
#include <imgui_impl_opengl3.h>

#include <algorithm>

namespace vigie::app {

struct Painter::Impl {
    int width, height;
    std::unique_ptr<render::OffscreenContext> context;
    std::unique_ptr<render::GpuContext> gpu;
    GLuint framebuffer = 0, texture = 0;
    bool imgui = false;

    ~Impl() {
        if (imgui) {
            ImGui_ImplOpenGL3_Shutdown();
            ImGui::DestroyContext();
        }
        if (framebuffer) glDeleteFramebuffers(1, &framebuffer);
        if (texture) glDeleteTextures(1, &texture);
        gpu.reset();
        context.reset();
    }
};

Painter::Painter(int width, int height) : impl_(std::make_unique<Impl>(width, height)) {}
Painter::~Painter() = default;

gis::Result<std::unique_ptr<Painter>> Painter::create(const std::filesystem::path& shader_folder, int width, int height) {
    std::unique_ptr<Painter> p(new Painter(width, height));
    auto context = render::OffscreenContext::create();
    if (!context) return context.error();
    p->impl_->context = std::move(context).value();
    auto gpu = render::GpuContext::create(shader_folder);
    if (!gpu) return gpu.error();
    p->impl_->gpu = std::move(gpu).value();
    glGenTextures(1, &p->impl_->texture);
    glBindTexture(GL_TEXTURE_2D, p->impl_->texture);
    glTexImage2D(GL_TEXTURE_2D, 0, GL_RGBA8, width, height, 0, GL_RGBA, GL_UNSIGNED_BYTE, nullptr);
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MIN_FILTER, GL_NEAREST);
    glGenFramebuffers(1, &p->impl_->framebuffer);
    glBindFramebuffer(GL_FRAMEBUFFER, p->impl_->framebuffer);
    glFramebufferTexture2D(GL_FRAMEBUFFER, GL_COLOR_ATTACHMENT0, GL_TEXTURE_2D, p->impl_->texture, 0);
    ImGui::CreateContext();
    ImGuiIO& io = ImGui::GetIO();
    io.IniFilename = nullptr;
    io.DisplaySize = {float(width), float(height)};
    io.ConfigFlags |= ImGuiConfigFlags_NavEnableKeyboard;
    ImGui_ImplOpenGL3_Init("#version 330 core");
    p->impl_->imgui = true;
    p->impl_->gpu->invalidate();
    return p;
}

render::GpuContext& Painter::gpu() { return *impl_->gpu; }

void Painter::frame(Workbench& bench, float pixel_ratio, double seconds) {
    if (bench.prepare(pixel_ratio)) {
        ImGui_ImplOpenGL3_DestroyFontsTexture();
        ImGui_ImplOpenGL3_CreateFontsTexture();
    }
    ImGui::GetIO().DeltaTime = std::max(1e-4f, static_cast<float>(seconds));
    ImGui_ImplOpenGL3_NewFrame();
    ImGui::NewFrame();
    bench.frame("image");
    ImGui::Render();
    glBindFramebuffer(GL_FRAMEBUFFER, impl_->framebuffer);
    glViewport(0, 0, impl_->width, impl_->height);
    glClearColor(0, 0, 0, 1);
    glClear(GL_COLOR_BUFFER_BIT);
    ImGui_ImplOpenGL3_RenderDrawData(ImGui::GetDrawData());
    impl_->gpu->invalidate();
    impl_->gpu->collect();
}

render::Image Painter::read_back() const {
    render::Image image{impl_->width, impl_->height, std::vector<std::uint8_t>(std::size_t(impl_->width) * std::size_t(impl_->height) * 4)};
    glBindFramebuffer(GL_FRAMEBUFFER, impl_->framebuffer);
    glPixelStorei(GL_PACK_ALIGNMENT, 1);
    glReadPixels(0, 0, impl_->width, impl_->height, GL_RGBA, GL_UNSIGNED_BYTE, image.rgba.data());
    const std::size_t row = std::size_t(impl_->width) * 4;
    for (int y = 0; y < impl_->height / 2; ++y)
        std::swap_ranges(image.rgba.begin() + std::ptrdiff_t(row) * y, image.rgba.begin() + std::ptrdiff_t(row) * (y + 1),
                         image.rgba.begin() + std::ptrdiff_t(row) * (impl_->height - 1 - y));
    for (std::size_t i = 3; i < image.rgba.size(); i += 4) image.rgba[i] = 255;
    return image;
}

} // namespace vigie::app
