#include "panels/dialogs/toast_shelf.hpp"

#include <algorithm>

#include "panels/widgets/feedback.hpp"

namespace vigie::panels {

namespace {

constexpr double stays_s = 6, fades_s = 0.2;
constexpr std::size_t most_shown = 4;
constexpr float toast_width = 460, toast_gap = 8;

bool stays(const Toast& t) { return t.level == gis::Severity::error; }

} // namespace

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
    for (Shown& s : shown_) s.age_s += stays(s.toast) ? 0 : dt;
    std::erase_if(shown_, [](const Shown& s) { return s.closed || s.age_s > stays_s + fades_s; });
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
        const float left = s.age_s > stays_s ? float(1 - (s.age_s - stays_s) / fades_s) : 1;
        const std::string text = frame.tr(s.toast.text);
        const ToastClick click = toast(theme, ImVec2(at.x + theme.px(6), at.y + theme.px(4) + step * float(i)), width,
                                       {s.toast.level, text, s.toast.can_undo ? std::string_view(undo) : std::string_view{}, s.toast.repeats,
                                        frame.settings.reduce_motion ? 1.0f : std::clamp(left, 0.0f, 1.0f)});
        if (!s.toast.detail.empty()) tooltip_for_last_item(theme, frame.tr(s.toast.detail));
        if (click == ToastClick::action) frame.ask.undo = true;
        if (click != ToastClick::none) s.closed = true;
        ImGui::PopID();
    }
    ImGui::End();
    ImGui::PopStyleVar();
}

std::optional<int> ToastShelf::next_change_ms() const {
    std::optional<int> soonest;
    for (const Shown& s : shown_) {
        if (stays(s.toast)) continue;
        const int ms = s.age_s >= stays_s ? 16 : static_cast<int>((stays_s - s.age_s) * 1000);
        if (!soonest || ms < *soonest) soonest = ms;
    }
    return soonest;
}

} // namespace vigie::panels
