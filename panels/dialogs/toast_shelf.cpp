#include "panels/dialogs/toast_shelf.hpp"

#include <algorithm>

#include "panels/widgets/feedback.hpp"

namespace vigie::panels {

namespace {

constexpr double comes_s = 0.12, stays_s = 6, fades_s = 0.2;
constexpr std::size_t most_shown = 4;
constexpr float toast_width = 460, toast_gap = 8;

bool stays(const Toast& t) { return t.level == gis::Severity::error; }

// Everything drawn since vertex `first`, text and icons included.
void fade(ImDrawList* list, int first, float share) {
    for (int i = first; i < list->VtxBuffer.Size; ++i) {
        ImU32& color = list->VtxBuffer[i].col;
        const auto alpha = static_cast<ImU32>(float(color >> IM_COL32_A_SHIFT) * share);
        color = (color & ~IM_COL32_A_MASK) | (alpha << IM_COL32_A_SHIFT);
    }
}

} // namespace

float ToastShelf::share_seen(const Shown& s) const {
    if (still_) return 1;
    const double in = s.age_s / comes_s, out = stays(s.toast) ? 1 : 1 - (s.age_s - stays_s) / fades_s;
    return float(std::clamp(std::min(in, out), 0.0, 1.0));
}

void ToastShelf::take_news(const Frame& frame) {
    if (frame.toasts.size() < seen_) seen_ = 0;
    for (; seen_ < frame.toasts.size(); ++seen_) {
        shown_.push_back({frame.toasts[seen_]});
        seen_repeats_ = frame.toasts[seen_].repeats;
    }
    if (frame.toasts.empty() || frame.toasts.back().repeats == seen_repeats_) return;
    const Toast& last = frame.toasts.back();  // said again: shown again, with its count
    seen_repeats_ = last.repeats;
    std::erase_if(shown_, [&](const Shown& s) { return s.toast.text == last.text; });
    shown_.push_back({last});
}

void ToastShelf::draw(Frame& frame, const Box& over) {
    take_news(frame);
    const double dt = double(ImGui::GetIO().DeltaTime);
    still_ = frame.settings.reduce_motion;
    for (Shown& s : shown_) s.age_s += dt;
    const double gone_s = stays_s + (still_ ? 0 : fades_s);
    std::erase_if(shown_, [&](const Shown& s) { return s.closed || (!stays(s.toast) && s.age_s > gone_s); });
    if (shown_.size() > most_shown) shown_.erase(shown_.begin(), shown_.end() - static_cast<std::ptrdiff_t>(most_shown));
    if (shown_.empty()) return;
    const Theme& theme = frame.theme;
    const float width = std::min(theme.px(toast_width), over.width() - theme.px(24)), step = theme.px(38 + toast_gap);
    const float height = step * float(shown_.size());
    ImGui::SetNextWindowPos(ImVec2((over.min.x + over.max.x - width) / 2 - theme.px(6), over.max.y - height - theme.px(14)));
    ImGui::SetNextWindowSize(ImVec2(width + theme.px(12), height + theme.px(8)));
    ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, ImVec2(0, 0));
    ImGui::Begin("toasts", nullptr, ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoMove | ImGuiWindowFlags_NoSavedSettings |
                                        ImGuiWindowFlags_NoBackground | ImGuiWindowFlags_NoFocusOnAppearing | ImGuiWindowFlags_NoNav);
    const ImVec2 at = ImGui::GetWindowPos();
    const std::string undo = frame.tr("panels.toast.undo") + "###toast.undo";
    for (std::size_t i = 0; i < shown_.size(); ++i) {
        Shown& s = shown_[i];
        ImGui::PushID(static_cast<int>(i));
        ImDrawList* list = ImGui::GetWindowDrawList();
        const int first = list->VtxBuffer.Size;
        const std::string text = frame.tr(s.toast.text);
        const ToastClick click = toast(theme, ImVec2(at.x + theme.px(6), at.y + theme.px(4) + step * float(i)), width,
                                       {s.toast.level, text, s.toast.can_undo ? std::string_view(undo) : std::string_view{}, s.toast.repeats});
        fade(list, first, share_seen(s));
        if (!s.toast.detail.empty()) tooltip_for_last_item(theme, frame.tr(s.toast.detail));
        if (click == ToastClick::action) {
            if (s.toast.put_back.empty()) frame.ask.undo = true;
            else frame.ask.put_back.push_back(s.toast.put_back);
        }
        if (click != ToastClick::none) s.closed = true;
        ImGui::PopID();
    }
    ImGui::End();
    ImGui::PopStyleVar();
}

std::optional<int> ToastShelf::next_change_ms() const {
    std::optional<int> soonest;
    for (const Shown& s : shown_) {
        const bool coming = !still_ && s.age_s < comes_s, going = !stays(s.toast) && s.age_s >= stays_s;
        if (!coming && stays(s.toast)) continue;
        const int ms = coming || going ? 16 : static_cast<int>((stays_s - s.age_s) * 1000) + 1;
        if (!soonest || ms < *soonest) soonest = ms;
    }
    return soonest;
}

} // namespace vigie::panels
