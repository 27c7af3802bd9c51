#include "app/bench_screen.hpp"

#include <epoxy/gl.h>

#define GLFW_INCLUDE_NONE
#include <GLFW/glfw3.h>

namespace vigie::app {

namespace {

class OffScreen final : public BenchScreen {
public:
    explicit OffScreen(std::unique_ptr<render::OffscreenContext> context) : context_(std::move(context)) {}
    void present(std::uint32_t, int, int) override {}

private:
    std::unique_ptr<render::OffscreenContext> context_;
};

class Window final : public BenchScreen {
public:
    explicit Window(GLFWwindow* window) : window_(window) { glGenFramebuffers(1, &source_); }
    Window(const Window&) = delete;
    Window& operator=(const Window&) = delete;
    ~Window() override {
        glDeleteFramebuffers(1, &source_);
        glfwDestroyWindow(window_);
        glfwTerminate();
    }
    void present(std::uint32_t texture, int width, int height) override {
        glBindFramebuffer(GL_READ_FRAMEBUFFER, source_);
        glFramebufferTexture2D(GL_READ_FRAMEBUFFER, GL_COLOR_ATTACHMENT0, GL_TEXTURE_2D, texture, 0);
        glBindFramebuffer(GL_DRAW_FRAMEBUFFER, 0);
        glDisable(GL_SCISSOR_TEST);
        glBlitFramebuffer(0, 0, width, height, 0, height, width, 0, GL_COLOR_BUFFER_BIT, GL_NEAREST);
        glfwSwapBuffers(window_);
        glfwPollEvents();
    }

private:
    GLFWwindow* window_;
    GLuint source_ = 0;
};

} // namespace

gis::Result<std::unique_ptr<BenchScreen>> BenchScreen::create(int width, int height, bool window) {
    if (!window) {
        auto context = render::OffscreenContext::create();
        if (!context) return context.error();
        return std::unique_ptr<BenchScreen>(std::make_unique<OffScreen>(std::move(context).value()));
    }
    const gis::Error no_window{gis::ErrorClass::unsupported, {"bench.error.window", {}}, {"bench.remedy.window", {}}, {}};
    if (!glfwInit()) return no_window;
    glfwWindowHint(GLFW_CONTEXT_VERSION_MAJOR, 3);
    glfwWindowHint(GLFW_CONTEXT_VERSION_MINOR, 3);
    glfwWindowHint(GLFW_OPENGL_PROFILE, GLFW_OPENGL_CORE_PROFILE);
    glfwWindowHint(GLFW_RESIZABLE, GLFW_FALSE);
    GLFWwindow* made = glfwCreateWindow(width, height, "Vigie", nullptr, nullptr);
    if (!made) {
        glfwTerminate();
        return no_window;
    }
    glfwMakeContextCurrent(made);
    glfwSwapInterval(0);
    return std::unique_ptr<BenchScreen>(std::make_unique<Window>(made));
}

} // namespace vigie::app
