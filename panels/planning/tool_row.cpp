// Above the board: day or week, which crews, what is drawn, and the legend.
#include <array>

#include "panels/planning/bar_drawing.hpp"
#include "panels/planning/board.hpp"
#include "panels/status.hpp"
#include "panels/widgets/button.hpp"
#include "panels/widgets/field.hpp"
#include "panels/widgets/glyph.hpp"
#include "panels/widgets/text.hpp"

namespace vigie::panels {
namespace {

void draw_crew_choice(Frame& frame, BoardState& state) {
    if (!ImGui::BeginPopup("board.crews")) return;
    if (ImGui::Selectable((frame.tr("board.crews.all") + "###board.crews.all").c_str(), false, ImGuiSelectableFlags_DontClosePopups)) state.hidden_crews.clear();
    for (const auto& lane : state.model.lanes) {
        bool on = !state.hidden_crews.contains(lane.crew.value);
        if (!check_field(frame.theme, (lane.name + "###board.crews." + std::to_string(lane.crew.value)).c_str(), on)) continue;
        if (on) state.hidden_crews.erase(lane.crew.value);
        else state.hidden_crews.insert(lane.crew.value);
    }
    ImGui::EndPopup();
}

float draw_legend_entry(const Frame& frame, ImDrawList* list, float right, float middle, const StatusLook& look, bool proposed) {
    const Theme& t = frame.theme;
    const auto words = frame.tr(look.key);
    const float width = text_size(t.fonts.caption, words).x, mark = t.px(13);
    draw_text(list, t.fonts.caption, ImVec2(right - width, middle - t.fonts.caption->FontSize / 2), t.colors.text_normal, words);
    const ImVec2 at(right - width - t.px(6) - mark / 2, middle);
    if (proposed) dashed_rect(list, ImVec2(at.x - mark / 2, at.y - t.px(5)), ImVec2(at.x + mark / 2, at.y + t.px(5)), u32(t.colors.accent), t.px(1.4f), t.px(3));
    else draw_state(list, t, at, mark, look);
    return right - width - mark - t.px(18);
}

void draw_legend(Frame& frame, const Box& box, float left_limit) {
    using enum gis::InterventionState;
    const float middle = (box.min.y + box.max.y) / 2;
    float right = box.max.x - frame.theme.px(10);
    StatusLook proposed;
    proposed.key = "board.legend.proposed";
    ImDrawList* list = ImGui::GetWindowDrawList();
    const std::array entries{proposed, look_of(finished), look_of(suspended), look_of(on_site), look_of(planned)};
    for (std::size_t i = 0; i < entries.size() && right - frame.theme.px(90) > left_limit; ++i)
        right = draw_legend_entry(frame, list, right, middle, entries[i], i == 0);
}

bool toggle(const Frame& frame, std::string_view key, std::string_view icon, bool on) {
    return chip(frame.theme, (frame.tr(key) + "###" + std::string(key)).c_str(), {.icon = icon, .chosen = on}) == ChipClick::body ? !on : on;
}

} // namespace

void draw_tool_row(Frame& frame, BoardState& state, const Box& box) {
    const Theme& t = frame.theme;
    const float top = box.min.y + (box.height() - t.px(24)) / 2;
    ImGui::SetCursorScreenPos(ImVec2(box.min.x + t.px(10), top));
    constexpr std::array keys{"hours", "day", "week", "two_weeks", "four_weeks", "capacity"};
    std::vector<std::string> words;
    for (const char* key : keys) words.push_back(frame.tr(std::string("board.zoom.") + key) + "###board.scope." + key);
    std::vector<SegmentSpec> segments;
    for (const auto& word : words) segments.push_back({word.c_str()});
    const int scope = segmented(t, "board.scope", segments, static_cast<int>(state.zoom));
    if (scope != static_cast<int>(state.zoom)) show_zoom(frame, state, static_cast<BoardZoom>(scope), state.tour_day);
    if (state.zoom == BoardZoom::capacity) {
        ImGui::GetWindowDrawList()->AddRectFilled(ImVec2(box.min.x, box.max.y - 1), box.max, u32(t.colors.line));
        return;
    }
    ImGui::SameLine(0, t.px(8));
    const auto shown = state.model.lanes.size() - state.hidden_crews.size();
    const auto crews = frame.tr({"board.crews", {{"n", std::to_string(shown)}}}) + "###board.crews.open";
    if (chip(t, crews.c_str(), {.icon = "group", .chosen = !state.hidden_crews.empty(), .dropdown = true}) == ChipClick::body) ImGui::OpenPopup("board.crews");
    draw_crew_choice(frame, state);
    ImGui::SameLine(0, t.px(6));
    state.show_travel = toggle(frame, "board.show.travel", "directions_car", state.show_travel);
    ImGui::SameLine(0, t.px(6));
    state.show_breaks = toggle(frame, "board.show.breaks", "restaurant", state.show_breaks);
    ImGui::SameLine(0, t.px(6));
    state.locked_only = toggle(frame, "board.show.locks", "lock_outline", state.locked_only);
    draw_legend(frame, box, ImGui::GetItemRectMax().x + t.px(20));
    ImGui::GetWindowDrawList()->AddRectFilled(ImVec2(box.min.x, box.max.y - 1), box.max, u32(t.colors.line));
}

} // namespace vigie::panels
