// Dear ImGui calls these hooks for every item when a context asks for it (TestEngineHookItems); the UI scripts then act
// by item id. Without a recorder attached nothing is kept. UI thread.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <imgui.h>

namespace vigie::panels {

struct RecordedItem {
    ImGuiID id = 0;
    ImVec2 min, max;
    std::string label;    // with its "###id"; empty for items without one
    std::string window;   // name of the window it lies in
    bool visible = true;  // not clipped away

    [[nodiscard]] std::string_view stable_id() const;  // what stands behind "###" in the label, else all of it
};

class UiRecorder {
public:
    // Records the items of one context until destroyed.
    explicit UiRecorder(ImGuiContext* context);
    ~UiRecorder();
    UiRecorder(const UiRecorder&) = delete;
    UiRecorder& operator=(const UiRecorder&) = delete;

    void begin_frame() { items_.clear(); }
    void add(RecordedItem item) { items_.push_back(std::move(item)); }
    void name(ImGuiID id, const char* label);
    [[nodiscard]] const std::vector<RecordedItem>& items() const { return items_; }

private:
    ImGuiContext* context_;
    std::vector<RecordedItem> items_;
};

} // namespace vigie::panels
