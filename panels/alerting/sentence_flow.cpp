#include <algorithm>
#include <charconv>
#include <cmath>

#include "panels/alerting/alerting_parts.hpp"
#include "panels/forms/dialog_parts.hpp"
#include "panels/widgets/button.hpp"
#include "panels/widgets/field.hpp"

namespace vigie::panels {

namespace {

constexpr float line_height = 38, part_height = 30, number_width = 76, most_rows = 12;

} // namespace

SentenceFlow::SentenceFlow(const Frame& frame) : frame_(frame) {
    left_ = ImGui::GetCursorScreenPos().x;
    right_ = left_ + ImGui::GetContentRegionAvail().x;
    x_ = left_;
}

void SentenceFlow::place(float width) {
    const Theme& t = frame_.theme;
    const ImVec2 at = ImGui::GetCursorScreenPos();
    if (!first_ && x_ + width > right_) {
        x_ = left_;
        ImGui::SetCursorScreenPos(ImVec2(x_, at.y + t.px(line_height)));
    } else {
        ImGui::SetCursorScreenPos(ImVec2(x_, at.y));
    }
    first_ = false;
}

void SentenceFlow::words(std::string_view text) {
    const Theme& t = frame_.theme;
    if (text.starts_with("; ")) {  // stays with the part before it, whatever the line holds
        const ImVec2 at = ImGui::GetCursorScreenPos();
        draw_text(ImGui::GetWindowDrawList(), t.fonts.body, ImVec2(x_ - t.px(2), at.y + (t.px(part_height) - t.fonts.body->FontSize) / 2), t.colors.text_normal, ";");
        x_ += t.px(8);
        text.remove_prefix(2);
    }
    const float width = text_size(t.fonts.body, text).x;
    place(width + t.px(60));  // never parted from what it introduces
    const ImVec2 at = ImGui::GetCursorScreenPos();
    draw_text(ImGui::GetWindowDrawList(), t.fonts.body, ImVec2(x_, at.y + (t.px(part_height) - t.fonts.body->FontSize) / 2), t.colors.text_normal, text);
    x_ += width + t.px(6);
}

int SentenceFlow::choice(const char* id, const std::vector<std::string>& options, int chosen) {
    const Theme& t = frame_.theme;
    const std::string shown = chosen >= 0 && std::size_t(chosen) < options.size() ? options[std::size_t(chosen)] : std::string("…");
    const std::string fitting = ellipsized(t.fonts.body_strong, shown, t.px(300));
    const float width = text_size(t.fonts.body_strong, fitting).x + t.px(40);
    place(width);
    const ImVec2 at = ImGui::GetCursorScreenPos();
    const std::string popup = std::string(id) + ".list";
    if (button(t, (fitting + "###" + id).c_str(), {.width = width / t.scale, .height = part_height, .dropdown = true})) ImGui::OpenPopup(popup.c_str());
    int taken = -1;
    float widest = t.px(200);
    for (const std::string& option : options) widest = std::max(widest, text_size(t.fonts.body, option).x + t.px(64));
    const float height = t.px(28) * std::min(most_rows, float(options.size())) + t.px(18);
    ImGui::SetNextWindowSize(ImVec2(std::min(widest, t.px(460)), height));
    ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, ImVec2(t.px(8), t.px(8)));
    ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, ImVec2(0, 0));
    if (ImGui::BeginPopup(popup.c_str())) {
        ImGuiListClipper clip;
        clip.Begin(int(options.size()), t.px(28));
        while (clip.Step())
            for (int i = clip.DisplayStart; i < clip.DisplayEnd; ++i) {
                const std::string row = std::string(id) + "." + std::to_string(i);
                if (!choice_row(t, row.c_str(), options[std::size_t(i)], i == chosen)) continue;
                taken = i;
                ImGui::CloseCurrentPopup();
            }
        clip.End();
        ImGui::EndPopup();
    }
    ImGui::PopStyleVar(2);
    ImGui::SetCursorScreenPos(ImVec2(left_, at.y));
    x_ += width + t.px(6);
    return taken == chosen ? -1 : taken;
}

bool SentenceFlow::number(const char* id, std::string& typed, std::string_view unit, bool wrong) {
    const Theme& t = frame_.theme;
    const float unit_width = unit.empty() ? 0 : text_size(t.fonts.body, unit).x + t.px(4);
    place(t.px(number_width) + unit_width);
    const ImVec2 at = ImGui::GetCursorScreenPos();
    if (wrong) ImGui::PushStyleColor(ImGuiCol_FrameBg, u32(t.colors.family(Family::danger).veil));
    const bool changed = text_field(t, id, typed, {.width = number_width});
    if (wrong) ImGui::PopStyleColor();
    draw_text(ImGui::GetWindowDrawList(), t.fonts.body, ImVec2(x_ + t.px(number_width + 4), at.y + (t.px(part_height) - t.fonts.body->FontSize) / 2), t.colors.text_normal, unit);
    ImGui::SetCursorScreenPos(ImVec2(left_, at.y));
    x_ += t.px(number_width) + unit_width + t.px(6);
    return changed;
}

void SentenceFlow::end() {
    const Theme& t = frame_.theme;
    const ImVec2 at = ImGui::GetCursorScreenPos();
    ImGui::SetCursorScreenPos(ImVec2(left_, at.y));
    ImGui::Dummy(ImVec2(right_ - left_, t.px(line_height)));
}

bool line_field(const Theme& theme, const char* id, std::string& text, std::string_view label, std::string_view hint, float width) {
    ImGui::BeginGroup();  // one group each, so that all stand on one line
    const bool changed = text_field(theme, id, text, {.label = label, .hint = hint, .width = width});
    ImGui::EndGroup();
    return changed;
}

// "85,5", "1 900", "−5": as people type.
std::optional<double> number_from_typed(std::string typed) {
    for (const std::string_view space : {"\u202F", "\u00A0", " "})
        for (std::size_t at; (at = typed.find(space)) != std::string::npos;) typed.erase(at, space.size());
    if (const std::size_t at = typed.find("\u2212"); at != std::string::npos) typed.replace(at, 3, "-");
    std::ranges::replace(typed, ',', '.');
    double value = 0;
    const auto read = std::from_chars(typed.data(), typed.data() + typed.size(), value);
    if (typed.empty() || read.ec != std::errc{} || read.ptr != typed.data() + typed.size() || !std::isfinite(value)) return {};
    return value;
}

std::string typed_number(const gis::Language& language, double value) {
    char text[32];
    const auto end = std::to_chars(text, text + sizeof text, value);
    std::string out(text, end.ptr);
    if (language.code() != "en") std::ranges::replace(out, '.', ',');
    return out;
}

} // namespace vigie::panels
