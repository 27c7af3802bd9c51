#include "app/window.hpp"

#include <epoxy/gl.h>
// after epoxy
#include <GLFW/glfw3.h>
#include <imgui.h>
#include <imgui_impl_glfw.h>
#include <imgui_impl_opengl3.h>
#include <imgui_internal.h>

#include <algorithm>
#include <chrono>
#include <utility>

namespace vigie::app {

namespace {

constexpr int frames_after_event = 3;      // ImGui settles hover and layout within three frames
constexpr double longest_sleep_s = 1.0;    // sources are looked at at least once a second

std::string& last_glfw_error() {
    static std::string text;
    return text;
}

gis::Error no_window(std::string detail) {
    return {gis::ErrorClass::unsupported, {"app.no_window", {{"why", detail}}}, {"app.no_window.remedy", {}}, detail};
}

// GLFW and ImGui as one scope: undone in order whatever happens between.
struct Stage {
    GLFWwindow* window = nullptr;
    bool imgui = false;
    ~Stage() {
        if (imgui) {
            ImGui_ImplOpenGL3_Shutdown();
            ImGui_ImplGlfw_Shutdown();
            ImGui::DestroyContext();
        }
        if (window) glfwDestroyWindow(window);
        glfwTerminate();
    }
    gis::Outcome open(const Preferences& preferences);
};

gis::Outcome Stage::open(const Preferences& preferences) {
    glfwSetErrorCallback([](int, const char* text) { last_glfw_error() = text; });
    if (!glfwInit()) return no_window(last_glfw_error());
    glfwWindowHint(GLFW_CONTEXT_VERSION_MAJOR, 3);
    glfwWindowHint(GLFW_CONTEXT_VERSION_MINOR, 3);
    glfwWindowHint(GLFW_OPENGL_PROFILE, GLFW_OPENGL_CORE_PROFILE);
    glfwWindowHint(GLFW_OPENGL_FORWARD_COMPAT, GLFW_TRUE);
    glfwWindowHint(GLFW_SCALE_TO_MONITOR, GLFW_TRUE);
    glfwWindowHint(GLFW_MAXIMIZED, preferences.maximized ? GLFW_TRUE : GLFW_FALSE);
    glfwWindowHintString(GLFW_X11_CLASS_NAME, "vigie");
    window = glfwCreateWindow(std::max(640, preferences.window_width), std::max(480, preferences.window_height), "Vigie", nullptr, nullptr);
    if (!window) return no_window(last_glfw_error());
    glfwMakeContextCurrent(window);
    glfwSwapInterval(1);
    ImGui::CreateContext();
    ImGui::GetIO().IniFilename = nullptr;
    ImGui::GetIO().ConfigFlags |= ImGuiConfigFlags_NavEnableKeyboard;
    ImGui_ImplGlfw_InitForOpenGL(window, true);
    ImGui_ImplOpenGL3_Init("#version 330 core");
    imgui = true;
    return gis::Done{};
}

float pixel_ratio(GLFWwindow* window) {
    float x = 1, y = 1;
    glfwGetWindowContentScale(window, &x, &y);
    return std::clamp(std::max(x, y), 1.0f, 4.0f);
}

// A screen filled by the window, and where the window was before.
struct FullScreen {
    int x = 60, y = 60, w = 1600, h = 1000;
    bool for_council = false;

    void fill(GLFWwindow* window, GLFWmonitor* monitor) {
        if (!monitor) return;
        glfwGetWindowPos(window, &x, &y);
        glfwGetWindowSize(window, &w, &h);
        const GLFWvidmode* mode = glfwGetVideoMode(monitor);
        if (mode) glfwSetWindowMonitor(window, monitor, 0, 0, mode->width, mode->height, mode->refreshRate);
    }
    void leave(GLFWwindow* window) const { glfwSetWindowMonitor(window, nullptr, x, y, w, h, 0); }
    void toggle(GLFWwindow* window) {
        if (glfwGetWindowMonitor(window)) leave(window);
        else fill(window, glfwGetPrimaryMonitor());
    }
    // The council looks at the second screen, where there is one. A window that fills a screen already stays there.
    void follow_council(GLFWwindow* window, bool projecting) {
        if (!projecting) {
            if (std::exchange(for_council, false) && glfwGetWindowMonitor(window)) leave(window);
            return;
        }
        if (glfwGetWindowMonitor(window)) return;
        int count = 0;
        GLFWmonitor** monitors = glfwGetMonitors(&count);
        if (count < 1) return;
        for_council = true;
        fill(window, monitors[std::min(1, count - 1)]);  // the first is the primary one
    }
};

class Loop {
public:
    Loop(GLFWwindow* window, Workbench& bench) : window_(window), bench_(bench) {
        glfwSetWindowUserPointer(window, this);
        glfwSetDropCallback(window, [](GLFWwindow* w, int count, const char** paths) {
            auto& self = *static_cast<Loop*>(glfwGetWindowUserPointer(w));
            std::vector<std::filesystem::path> dropped(paths, paths + count);
            self.bench_.open_files(dropped);
        });
        glfwSetWindowRefreshCallback(window, [](GLFWwindow* w) { static_cast<Loop*>(glfwGetWindowUserPointer(w))->pending_ = 1; });
    }

    void wait() {
        if (pending_ > 0) {
            glfwPollEvents();
            return;
        }
        const Workbench::Due due = bench_.due();
        const double s = due.in_ms ? std::min(longest_sleep_s, *due.in_ms / 1000.0) : longest_sleep_s;
        const auto before = std::chrono::steady_clock::now();
        if (s <= 0) glfwPollEvents();
        else glfwWaitEventsTimeout(s);
        const double slept = std::chrono::duration<double>(std::chrono::steady_clock::now() - before).count();
        if (due.in_ms && slept + 0.002 >= s && s < longest_sleep_s) request(1, due.reason);
        else if (s > 0 && slept + 0.002 < s) woken_ = true;
    }

    void step() {
        if (bench_.prepare(pixel_ratio(window_))) {
            ImGui_ImplOpenGL3_DestroyFontsTexture();
            ImGui_ImplOpenGL3_CreateFontsTexture();
        }
        if (bench_.news()) request(1, "news");
        else if (woken_ && input_queued()) request(frames_after_event, "input");
        woken_ = false;
        if (pending_ <= 0) return;
        --pending_;
        draw();
    }

private:
    static bool input_queued();
    void request(int frames, const std::string& reason) {
        pending_ = std::max(pending_, frames);
        reason_ = reason;
    }
    void draw();

    GLFWwindow* window_;
    Workbench& bench_;
    FullScreen full_screen_;
    bool projecting_ = false;
    int pending_ = frames_after_event;
    bool woken_ = false;
    std::string reason_ = "start";
};

// What was just drawn, before it is shown. GL reads from the bottom.
render::Image picture_of_window(int width, int height) {
    render::Image image{width, height, std::vector<std::uint8_t>(std::size_t(width) * std::size_t(height) * 4)};
    std::vector<std::uint8_t> rows(image.rgba.size());
    glPixelStorei(GL_PACK_ALIGNMENT, 1);
    glReadPixels(0, 0, width, height, GL_RGBA, GL_UNSIGNED_BYTE, rows.data());
    const std::size_t stride = std::size_t(width) * 4;
    for (std::size_t y = 0; y < std::size_t(height); ++y) std::copy_n(rows.begin() + std::ptrdiff_t((std::size_t(height) - 1 - y) * stride), stride, image.rgba.begin() + std::ptrdiff_t(y * stride));
    for (std::size_t i = 3; i < image.rgba.size(); i += 4) image.rgba[i] = 255;
    return image;
}

// Anything the person did since the last frame.
bool Loop::input_queued() { return !ImGui::GetCurrentContext()->InputEventsQueue.empty(); }

void Loop::draw() {
    ImGui_ImplOpenGL3_NewFrame();
    ImGui_ImplGlfw_NewFrame();
    ImGui::NewFrame();
    bench_.frame(reason_);
    ImGui::Render();
    int width = 0, height = 0;
    glfwGetFramebufferSize(window_, &width, &height);
    glBindFramebuffer(GL_FRAMEBUFFER, 0);
    glViewport(0, 0, width, height);
    glClearColor(0, 0, 0, 1);
    glClear(GL_COLOR_BUFFER_BIT);
    ImGui_ImplOpenGL3_RenderDrawData(ImGui::GetDrawData());
    if (const auto file = bench_.take_scene_export()) bench_.write_picture(picture_of_window(width, height), *file);
    glfwSwapBuffers(window_);
    if (bench_.take_full_screen_request()) full_screen_.toggle(window_);
    if (const bool projecting = bench_.view().projecting; std::exchange(projecting_, projecting) != projecting) full_screen_.follow_council(window_, projecting);
}

} // namespace

gis::Outcome run_window(const Places& places, Preferences& preferences, std::vector<gis::Notice> notices, const gis::Clock& clock,
                        const OpenSession& open, const panels::CommuneRequest& first) {
    Stage stage;
    if (auto opened = stage.open(preferences); !opened) return opened;
    auto gpu = render::GpuContext::create(places.share / "shaders");
    if (!gpu) return gpu.error();
    const auto wake = [] { glfwPostEmptyEvent(); };
    auto session = open(first, wake);
    if (!session) {
        notices.push_back({gis::Severity::error, {}, session.error().text, session.error().remedy});
        session = open({panels::CommuneRequest::Kind::open, {}, {}}, wake);
    }
    if (!session) return session.error();
    auto bench = Workbench::create({places, preferences, std::move(notices), true}, std::move(session).value(), **gpu, clock, wake);
    if (!bench) return bench.error();
    Loop loop(stage.window, **bench);
    while (!glfwWindowShouldClose(stage.window) && !(*bench)->wants_to_quit()) {
        loop.wait();
        loop.step();
        (*gpu)->collect();
        if (const auto wanted = (*bench)->take_commune_request()) {
            if (auto next = open(*wanted, wake)) (*bench)->adopt(std::move(next).value());
            else (*bench)->say({.level = gis::Severity::error, .text = next.error().text, .detail = next.error().remedy, .at = clock.now()});
        }
    }
    Preferences& kept = (*bench)->preferences();
    kept.maximized = glfwGetWindowAttrib(stage.window, GLFW_MAXIMIZED) == GLFW_TRUE;
    if (!kept.maximized) glfwGetWindowSize(stage.window, &kept.window_width, &kept.window_height);
    preferences = kept;
    return gis::Done{};
}

} // namespace vigie::app
