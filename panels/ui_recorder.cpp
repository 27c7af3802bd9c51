#include "panels/ui_recorder.hpp"

#include <imgui_internal.h>

namespace vigie::panels {

std::string_view RecordedItem::stable_id() const {
    const std::size_t at = label.find("###");
    return at == std::string::npos ? std::string_view(label) : std::string_view(label).substr(at + 3);
}

UiRecorder::UiRecorder(ImGuiContext* context) : context_(context) {
    context_->TestEngine = this;
    context_->TestEngineHookItems = true;
}

UiRecorder::~UiRecorder() {
    context_->TestEngine = nullptr;
    context_->TestEngineHookItems = false;
}

void UiRecorder::name(ImGuiID id, const char* label) {
    for (auto item = items_.rbegin(); item != items_.rend(); ++item)
        if (item->id == id) {
            item->label = label;
            return;
        }
}

} // namespace vigie::panels

using vigie::panels::UiRecorder;

void ImGuiTestEngineHook_ItemAdd(ImGuiContext* context, ImGuiID id, const ImRect& box, const ImGuiLastItemData*) {
    auto* recorder = static_cast<UiRecorder*>(context->TestEngine);
    ImGuiWindow* window = context->CurrentWindow;
    if (recorder == nullptr || id == 0 || window == nullptr) return;
    ImRect seen = box;
    seen.ClipWith(window->ClipRect);
    const bool visible = seen.GetWidth() > 0 && seen.GetHeight() > 0;
    const ImRect& kept = visible ? seen : box;
    recorder->add({id, kept.Min, kept.Max, "", window->Name, visible});
}

void ImGuiTestEngineHook_ItemInfo(ImGuiContext* context, ImGuiID id, const char* label, ImGuiItemStatusFlags) {
    auto* recorder = static_cast<UiRecorder*>(context->TestEngine);
    if (recorder != nullptr && label != nullptr) recorder->name(id, label);
}

void ImGuiTestEngineHook_Log(ImGuiContext*, const char*, ...) {}

const char* ImGuiTestEngine_FindItemDebugLabel(ImGuiContext*, ImGuiID) { return nullptr; }
