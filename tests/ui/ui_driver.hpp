// Acts on the real interface as hands do, by stable item id (the part after "###" of a label, or a whole label), frame by
// frame, without a window. Pictures are drawn off-screen. One thread.
//
//   Stage stage;
//   UiDriver ui(stage);
//   ui.click("workspace.planning");
//   ui.screenshot("planning.png");
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include <imgui.h>

#include "panels/shell.hpp"
#include "panels/ui_recorder.hpp"
#include "tests/ui/stage.hpp"

namespace vigie::ui {

class UiDriver {
public:
    // Draws the whole shell, or `panel` alone when given.
    explicit UiDriver(Stage& stage, int width = 1600, int height = 1000, std::function<void(panels::Frame&)> panel = {});
    ~UiDriver();
    UiDriver(const UiDriver&) = delete;
    UiDriver& operator=(const UiDriver&) = delete;

    void frames(int count = 1);
    void wait(float seconds);  // in frames of a sixtieth

    // `window/id` narrows to windows whose name contains `window`. Visible items win over hidden ones.
    [[nodiscard]] std::optional<panels::RecordedItem> find(std::string_view path) const;
    [[nodiscard]] bool focused(std::string_view path) const;  // has the keyboard, shown by its ring
    [[nodiscard]] bool exists(std::string_view path) const { return find(path).has_value(); }
    [[nodiscard]] const std::vector<panels::RecordedItem>& items() const { return recorder_->items(); }

    // False when there is no such item (then nothing was done).
    bool click(std::string_view path, ImGuiMouseButton button = ImGuiMouseButton_Left);
    bool double_click(std::string_view path);
    bool hover(std::string_view path, float seconds = 0.5f);
    bool drag(std::string_view from, std::string_view to);
    void click_at(ImVec2 at, ImGuiMouseButton button = ImGuiMouseButton_Left);
    void move_to(ImVec2 at);
    void drag_between(ImVec2 from, ImVec2 to, bool release = true);
    void release();
    void wheel(float steps);
    void type(std::string_view text);
    void key(ImGuiKey key, bool ctrl = false, bool shift = false);

    [[nodiscard]] render::Image picture();
    [[nodiscard]] bool screenshot(const std::filesystem::path& file);
    [[nodiscard]] panels::Shell& shell() { return shell_; }

private:
    void draw();
    void build_fonts(float council_scale);

    Stage& stage_;
    std::function<void(panels::Frame&)> panel_;
    panels::Shell shell_;
    ImGuiContext* context_ = nullptr;
    std::unique_ptr<panels::UiRecorder> recorder_;
    unsigned framebuffer_ = 0, texture_ = 0;
    int width_ = 0, height_ = 0;
};

} // namespace vigie::ui
