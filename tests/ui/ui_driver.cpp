#include "tests/ui/ui_driver.hpp"

#include <epoxy/gl.h>
#include <imgui_impl_opengl3.h>
#include <imgui_internal.h>

#include "panels/fonts.hpp"

namespace vigie::ui {

namespace {

void make_target(unsigned& framebuffer, unsigned& texture, int width, int height) {
    glGenTextures(1, &texture);
    glBindTexture(GL_TEXTURE_2D, texture);
    glTexImage2D(GL_TEXTURE_2D, 0, GL_RGBA8, width, height, 0, GL_RGBA, GL_UNSIGNED_BYTE, nullptr);
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MIN_FILTER, GL_LINEAR);
    glGenFramebuffers(1, &framebuffer);
    glBindFramebuffer(GL_FRAMEBUFFER, framebuffer);
    glFramebufferTexture2D(GL_FRAMEBUFFER, GL_COLOR_ATTACHMENT0, GL_TEXTURE_2D, texture, 0);
    glBindFramebuffer(GL_FRAMEBUFFER, 0);
}

ImVec2 centre(const panels::RecordedItem& item) {
    return {(item.min.x + item.max.x) / 2, (item.min.y + item.max.y) / 2};
}

} // namespace

UiDriver::UiDriver(Stage& stage, int width, int height, std::function<void(panels::Frame&)> panel)
    : stage_(stage), panel_(std::move(panel)), width_(width), height_(height) {
    context_ = ImGui::CreateContext();
    ImGui::SetCurrentContext(context_);
    ImGuiIO& io = ImGui::GetIO();
    io.IniFilename = nullptr;
    io.LogFilename = nullptr;
    io.DisplaySize = ImVec2(float(width), float(height));
    io.DeltaTime = 1.0f / 60;
    io.ConfigFlags |= ImGuiConfigFlags_NavEnableKeyboard;
    build_fonts(0);
    panels::apply_style(stage_.theme);
    ImGui_ImplOpenGL3_Init("#version 330 core");
    make_target(framebuffer_, texture_, width, height);
    recorder_ = std::make_unique<panels::UiRecorder>(context_);
    frames(3);
}

UiDriver::~UiDriver() {
    recorder_.reset();
    ImGui::SetCurrentContext(context_);
    ImGui_ImplOpenGL3_Shutdown();
    glDeleteFramebuffers(1, &framebuffer_);
    glDeleteTextures(1, &texture_);
    ImGui::DestroyContext(context_);
}

void UiDriver::build_fonts(float council_scale) {
    const std::filesystem::path fonts = std::filesystem::path(VIGIE_BINARY_DIR) / "share/vigie/fonts";
    stage_.notices = panels::build_fonts({fonts / "Inter-Regular.otf", fonts / "Inter-SemiBold.otf",
                                          fonts / "JetBrainsMono-Regular.ttf", fonts / "MaterialIcons-Regular.ttf"},
                                         stage_.theme.scale, stage_.theme.fonts,
                                         panels::icons_of(stage_.catalog), council_scale);
}

void UiDriver::draw() {
    ImGui::SetCurrentContext(context_);
    recorder_->begin_frame();
    if (const float asked = std::exchange(stage_.ask.council_scale, 0.0f); asked > 0) {
        build_fonts(asked);
        ImGui_ImplOpenGL3_DestroyFontsTexture();
        ImGui_ImplOpenGL3_CreateFontsTexture();
    }
    ImGui_ImplOpenGL3_NewFrame();
    ImGui::NewFrame();
    {
        panels::Frame frame = stage_.frame();
        if (panel_) {
            ImGui::SetNextWindowPos(ImVec2(0, 0));
            ImGui::SetNextWindowSize(ImGui::GetIO().DisplaySize);
            ImGui::Begin("panel", nullptr, ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoMove | ImGuiWindowFlags_NoBringToFrontOnFocus);
            ImGui::PushFont(stage_.theme.fonts.body);
            panel_(frame);
            ImGui::PopFont();
            ImGui::End();
        } else {
            shell_.draw(frame);
        }
    }
    ImGui::Render();
    stage_.settle();
}

void UiDriver::frames(int count) {
    for (int i = 0; i < count; ++i) draw();
}

void UiDriver::wait(float seconds) { frames(static_cast<int>(seconds * 60) + 1); }

std::optional<panels::RecordedItem> UiDriver::find(std::string_view path) const {
    const std::size_t slash = path.find('/');
    const std::string_view window = slash == std::string_view::npos ? std::string_view{} : path.substr(0, slash);
    const std::string_view id = slash == std::string_view::npos ? path : path.substr(slash + 1);
    std::optional<panels::RecordedItem> hidden;
    for (const panels::RecordedItem& item : recorder_->items()) {
        if (item.label.empty() || (item.stable_id() != id && item.label != id)) continue;
        if (!window.empty() && item.window.find(window) == std::string::npos) continue;
        if (item.visible) return item;
        hidden = item;
    }
    return hidden;
}

bool UiDriver::focused(std::string_view path) const {
    const auto item = find(path);
    return item && context_->NavId == item->id && !context_->NavDisableHighlight;
}

void UiDriver::move_to(ImVec2 at) {
    ImGui::SetCurrentContext(context_);
    ImGui::GetIO().AddMousePosEvent(at.x, at.y);
    frames(2);
}

void UiDriver::click_at(ImVec2 at, ImGuiMouseButton button) {
    move_to(at);
    ImGui::GetIO().AddMouseButtonEvent(button, true);
    frames(1);
    ImGui::GetIO().AddMouseButtonEvent(button, false);
    frames(3);
}

bool UiDriver::click(std::string_view path, ImGuiMouseButton button) {
    const auto item = find(path);
    if (!item) return false;
    click_at(centre(*item), button);
    return true;
}

bool UiDriver::double_click(std::string_view path) {
    const auto item = find(path);
    if (!item) return false;
    move_to(centre(*item));
    for (int i = 0; i < 2; ++i) {
        ImGui::GetIO().AddMouseButtonEvent(0, true);
        frames(1);
        ImGui::GetIO().AddMouseButtonEvent(0, false);
        frames(1);
    }
    frames(2);
    return true;
}

bool UiDriver::hover(std::string_view path, float seconds) {
    const auto item = find(path);
    if (!item) return false;
    move_to(centre(*item));
    wait(seconds);
    return true;
}

void UiDriver::drag_between(ImVec2 from, ImVec2 to, bool let_go) {
    move_to(from);
    ImGui::GetIO().AddMouseButtonEvent(0, true);
    frames(1);
    constexpr int steps = 8;
    for (int i = 1; i <= steps; ++i) {
        const float part = float(i) / steps;
        ImGui::GetIO().AddMousePosEvent(from.x + (to.x - from.x) * part, from.y + (to.y - from.y) * part);
        frames(1);
    }
    frames(1);
    if (let_go) release();
}

void UiDriver::release() {
    ImGui::GetIO().AddMouseButtonEvent(0, false);
    frames(3);
}

bool UiDriver::drag(std::string_view from, std::string_view to) {
    const auto a = find(from), b = find(to);
    if (!a || !b) return false;
    drag_between(centre(*a), centre(*b));
    return true;
}

void UiDriver::wheel(float steps) {
    ImGui::SetCurrentContext(context_);
    ImGui::GetIO().AddMouseWheelEvent(0, steps);
    frames(2);
}

void UiDriver::type(std::string_view text) {
    ImGui::SetCurrentContext(context_);
    ImGui::GetIO().AddInputCharactersUTF8(std::string(text).c_str());
    frames(3);
}

void UiDriver::key(ImGuiKey key, bool ctrl, bool shift) {
    ImGui::SetCurrentContext(context_);
    ImGuiIO& io = ImGui::GetIO();
    io.AddKeyEvent(ImGuiMod_Ctrl, ctrl);
    io.AddKeyEvent(ImGuiMod_Shift, shift);
    io.AddKeyEvent(key, true);
    frames(1);
    io.AddKeyEvent(key, false);
    io.AddKeyEvent(ImGuiMod_Ctrl, false);
    io.AddKeyEvent(ImGuiMod_Shift, false);
    frames(2);
}

render::Image UiDriver::picture() {
    frames(2);
    glBindFramebuffer(GL_FRAMEBUFFER, framebuffer_);
    glViewport(0, 0, width_, height_);
    glClearColor(0, 0, 0, 1);
    glClear(GL_COLOR_BUFFER_BIT);
    ImGui_ImplOpenGL3_RenderDrawData(ImGui::GetDrawData());
    render::Image image{width_, height_, std::vector<std::uint8_t>(std::size_t(width_) * std::size_t(height_) * 4)};
    std::vector<std::uint8_t> rows(image.rgba.size());
    glReadPixels(0, 0, width_, height_, GL_RGBA, GL_UNSIGNED_BYTE, rows.data());
    glBindFramebuffer(GL_FRAMEBUFFER, 0);
    stage_.gpu->invalidate();
    const std::size_t stride = std::size_t(width_) * 4;
    for (std::size_t y = 0; y < std::size_t(height_); ++y)  // GL reads from the bottom
        std::copy_n(rows.begin() + std::ptrdiff_t((std::size_t(height_) - 1 - y) * stride), stride,
                    image.rgba.begin() + std::ptrdiff_t(y * stride));
    return image;
}

bool UiDriver::screenshot(const std::filesystem::path& file) {
    return render::write_png(picture(), file).ok();
}

} // namespace vigie::ui
