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

void toggle_full_screen(GLFWwindow* window) {
    static int x = 60, y = 60, w = 1600, h = 1000;  // where the window was before it filled the screen
    if (glfwGetWindowMonitor(window)) {
        glfwSetWindowMonitor(window, nullptr, x, y, w, h, 0);
        return;
    }
    GLFWmonitor* monitor = glfwGetPrimaryMonitor();
    if (!monitor) return;
    glfwGetWindowPos(window, &x, &y);
    glfwGetWindowSize(window, &w, &h);
    const GLFWvidmode* mode = glfwGetVideoMode(monitor);
    glfwSetWindowMonitor(window, monitor, 0, 0, mode->width, mode->height, mode->refreshRate);
}

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
    int pending_ = frames_after_event;
    bool woken_ = false;
    std::string reason_ = "start";
};

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
    glfwSwapBuffers(window_);
    if (bench_.take_full_screen_request()) toggle_full_screen(window_);
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
