// Two desks changed the same thing: what is here and what the source has stand side by side, and a person chooses. Arrows or
// the mouse choose a side, Enter settles, Esc leaves it for later.
#include <algorithm>

#include <imgui.h>

#include "gis/model/words.hpp"
#include "panels/forms/conflict_words.hpp"
#include "panels/forms/dialog_parts.hpp"
#include "panels/widgets/button.hpp"

namespace vigie::panels {

namespace {

constexpr int ours = 0, theirs = 1, undecided = -1;
constexpr std::size_t most_lines = 8;

float wrapped_height(const Theme& t, ImFont* font, const std::string& text, float width) {
    return font->CalcTextSizeA(font->FontSize, FLT_MAX, width, text.c_str()).y + t.px(2);
}

struct Side {
    const char* id;
    std::string title;
    std::string ConflictLine::*value;
    int choice;
};

// Both cards are as high as the longer one, their lines level.
std::vector<float> line_heights(const Frame& frame, const std::vector<ConflictLine>& lines, float width) {
    std::vector<float> heights;
    for (const ConflictLine& line : lines) {
        const float label = line.field.empty() ? 0 : frame.theme.fonts.caption->FontSize + frame.theme.px(2);
        const float value = std::max(wrapped_height(frame.theme, frame.theme.fonts.body, line.ours, width), wrapped_height(frame.theme, frame.theme.fonts.body, line.theirs, width));
        heights.push_back(label + value + frame.theme.px(8));
    }
    return heights;
}

void draw_side(const Frame& frame, DialogState& state, const Side& side, const std::vector<ConflictLine>& lines, const std::vector<float>& heights, float width) {
    const Theme& t = frame.theme;
    const float pad = t.px(12), head = t.px(36);
    float height = head + pad;
    for (const float h : heights) height += h;
    const ImVec2 at = ImGui::GetCursorScreenPos(), max(at.x + width, at.y + height);
    if (ImGui::InvisibleButton(side.id, ImVec2(width, height))) state.choice = side.choice;
    const bool chosen = state.choice == side.choice;
    ImDrawList* list = ImGui::GetWindowDrawList();
    list->AddRectFilled(at, max, u32(chosen ? t.colors.accent_veil : ImGui::IsItemHovered() ? t.colors.row_hover : t.colors.surface2), t.px(6));
    list->AddRect(at, max, u32(chosen ? t.colors.accent : t.colors.line), t.px(6), 0, chosen ? t.px(2) : 1.0f);
    focus_ring(t, at, max, t.px(6));
    const ImVec2 ring(at.x + pad + t.px(7), at.y + head / 2 + t.px(2));
    list->AddCircle(ring, t.px(7), u32(chosen ? t.colors.accent : t.colors.line_strong), 0, t.px(1.5f));
    if (chosen) list->AddCircleFilled(ring, t.px(4), u32(t.colors.accent));
    draw_text_clipped(list, t.fonts.body_strong, ImVec2(ring.x + t.px(14), ring.y - t.fonts.body_strong->FontSize / 2), t.colors.text_strong, side.title, width - 2 * pad - t.px(22));
    float y = at.y + head + t.px(4);
    for (std::size_t i = 0; i < lines.size(); ++i) {
        float below = y;
        if (!lines[i].field.empty()) {
            draw_text_clipped(list, t.fonts.caption, ImVec2(at.x + pad, y), t.colors.text_weak, field_name(frame.language, lines[i].field), width - 2 * pad);
            below += t.fonts.caption->FontSize + t.px(2);
        }
        const std::string& value = lines[i].*side.value;
        list->AddText(t.fonts.body, t.fonts.body->FontSize, ImVec2(at.x + pad, below), u32(t.colors.text_strong), value.c_str(), nullptr, width - 2 * pad);
        y += heights[i];
    }
}

void choose_by_keys(DialogState& state) {
    if (ImGui::IsKeyPressed(ImGuiKey_LeftArrow, false)) state.choice = ours;
    if (ImGui::IsKeyPressed(ImGuiKey_RightArrow, false)) state.choice = theirs;
}

} // namespace

bool draw_conflict_dialog(Frame& frame, DialogState& state) {
    const auto all = disputes(frame);
    if (all.empty()) return true;
    const gis::OutboxItem& item = all.front();
    if (state.fresh || state.dispute != item.id) {
        state.dispute = item.id;
        state.choice = undecided;
    }
    const Theme& t = frame.theme;
    const auto source = std::ranges::find(frame.sources, item.source, &gis::SourceStatus::source);
    const std::string their_name = source == frame.sources.end() || source->name.empty() ? item.source : source->name;
    const auto here = frame.world.find(item.entity);
    DialogWords words;
    words.title = frame.tr(gis::Text{"conflict.title", {{"what", here ? gis::label(*here) : frame.tr("kind." + std::string(gis::name(item.entity.kind)))}}});
    words.sentence = conflict_reason(frame, item);
    dialog_head(frame, words);
    auto lines = conflict_lines(frame, item);
    const std::size_t more = lines.size() > most_lines ? lines.size() - most_lines : 0;
    if (more > 0) lines.resize(most_lines);
    choose_by_keys(state);
    const float gap = t.px(10), width = (ImGui::GetContentRegionAvail().x - gap) / 2;
    const auto heights = line_heights(frame, lines, width - t.px(24));
    draw_side(frame, state, {"###conflict.ours", frame.tr("conflict.ours"), &ConflictLine::ours, ours}, lines, heights, width);
    ImGui::SameLine(0, gap);
    draw_side(frame, state, {"###conflict.theirs", frame.tr(gis::Text{"conflict.theirs", {{"source", their_name}}}), &ConflictLine::theirs, theirs}, lines, heights, width);
    if (more > 0) caption(t, frame.tr(gis::Text{"conflict.more_fields", {{"n", std::to_string(more)}}}));
    if (all.size() > 1) caption(t, frame.tr(gis::Text{"conflict.more", {{"n", std::to_string(all.size() - 1)}}}));
    words.yes = frame.tr(state.choice == theirs ? "conflict.take_theirs" : state.choice == ours ? "conflict.keep_ours" : "conflict.settle");
    if (state.choice == undecided) words.blocked = frame.tr("conflict.choose");
    switch (dialog_buttons(frame, state, words)) {
    case Answer::none: return false;
    case Answer::no: return true;
    case Answer::yes: break;
    }
    frame.ask.decide = AppRequests::Decision{item.id, state.choice == ours};
    return all.size() == 1;
}

} // namespace vigie::panels
