#include "panels/inspect/inspectors.hpp"
#include "panels/inspect/parts.hpp"

namespace vigie::panels {

namespace {

constexpr float pad = 10, number_height = 26;

// A number as it is read out over the telephone; a press copies it for the switchboard.
void number_row(Frame& frame, const gis::EmergencyNumber& number, ImVec2 at, float width) {
    const Theme& t = frame.theme;
    const StateFamily& danger = t.colors.family(Family::danger);
    ImGui::SetCursorScreenPos(at);
    if (ImGui::InvisibleButton(("emergency." + number.id).c_str(), ImVec2(width, t.px(number_height)))) frame.ask.clipboard = number.number;
    focus_ring(t, at, ImVec2(at.x + width, at.y + t.px(number_height)), t.px(4));
    ImDrawList* list = ImGui::GetWindowDrawList();
    const float middle = at.y + t.px(number_height) / 2;
    draw_icon(list, t, ImVec2(at.x + t.px(9), middle), IconSize::small, danger.ink, "phone");
    ImFont* large = t.fonts.title;
    draw_text(list, large, ImVec2(at.x + t.px(24), middle - large->FontSize / 2), danger.ink, number.number);
    const float x = at.x + t.px(24) + text_size(large, number.number).x + t.px(8);
    draw_text_clipped(list, t.fonts.caption, ImVec2(x, middle - t.fonts.caption->FontSize / 2), danger.ink, number.name.in(frame.language.code()), at.x + width - x);
}

} // namespace

void draw_guard(Frame& frame, const gis::ReportCategory* category) {
    if (!category) return;
    const Theme& t = frame.theme;
    const std::string& words = category->guard.in(frame.language.code());
    std::vector<const gis::EmergencyNumber*> numbers;
    for (const std::string& id : category->emergency)
        if (const gis::EmergencyNumber* number = frame.catalog.emergency_number(id)) numbers.push_back(number);
    if (words.empty() && numbers.empty()) return;
    const Family family = numbers.empty() ? Family::warn : Family::danger;
    const StateFamily& colors = t.colors.family(family);
    const ImVec2 at = ImGui::GetCursorScreenPos();
    const float width = ImGui::GetContentRegionAvail().x, inside = width - 2 * t.px(pad);
    ImFont* font = t.fonts.body;
    const float said = words.empty() ? 0 : font->CalcTextSizeA(font->FontSize, FLT_MAX, inside, words.c_str()).y;
    const float height = 2 * t.px(pad) + said + float(numbers.size()) * t.px(number_height);
    ImDrawList* list = ImGui::GetWindowDrawList();
    list->AddRectFilled(at, ImVec2(at.x + width, at.y + height), u32(colors.veil), t.px(5));
    list->AddRect(at, ImVec2(at.x + width, at.y + height), u32(colors.full), t.px(5), 0, t.px(numbers.empty() ? 1.0f : 2.0f));
    float y = at.y + t.px(pad);
    for (const gis::EmergencyNumber* number : numbers) {
        number_row(frame, *number, ImVec2(at.x + t.px(pad), y), inside);
        y += t.px(number_height);
    }
    if (!words.empty()) {
        ImGui::SetCursorScreenPos(ImVec2(at.x + t.px(pad), y));
        text_wrapped(font, colors.ink, words, inside);
    }
    ImGui::SetCursorScreenPos(at);
    ImGui::Dummy(ImVec2(width, height));
}

} // namespace vigie::panels
