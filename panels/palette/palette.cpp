#include "panels/palette/palette.hpp"

#include <algorithm>

#include <imgui.h>
#include <imgui_stdlib.h>

#include "gis/layers/gazetteer.hpp"
#include "panels/map/map_popups.hpp"
#include "panels/palette/matching.hpp"
#include "panels/widgets/button.hpp"
#include "panels/widgets/feedback.hpp"
#include "panels/widgets/icon.hpp"

namespace vigie::panels {

namespace {

constexpr float palette_width = 620, palette_top = 66, input_height = 50, row_height = 34, heading_height = 26, footer_height = 34;
constexpr std::size_t most_visible_rows = 9;

int keep_keys(ImGuiInputTextCallbackData*) { return 0; }  // arrows and Tab belong to the list, not to the text

// The title with what was found in the accent colour.
void draw_title(const Theme& theme, ImVec2 at, const PaletteRow& row, std::string_view needle, float room) {
    ImDrawList* list = ImGui::GetWindowDrawList();
    const std::string shown = ellipsized(theme.fonts.body, row.title, room);
    const Rgba ink = row.blocked.empty() ? theme.colors.text_strong : theme.colors.text_off;
    float x = at.x;
    std::size_t done = 0;
    const auto put = [&](std::size_t end, ImFont* font, Rgba color) {
        if (end <= done) return;
        const std::string_view part = std::string_view(shown).substr(done, end - done);
        draw_text(list, font, ImVec2(x, at.y), color, part);
        x += text_size(font, part).x;
        done = end;
    };
    if (row.blocked.empty())
        for (const auto& [from, to] : matched_ranges(needle, shown)) {
            put(from, theme.fonts.body, ink);
            put(to, theme.fonts.body_strong, theme.colors.accent_text);
        }
    put(shown.size(), theme.fonts.body, ink);
}

std::string needle_of(const std::string& question) {
    const bool prefixed = !question.empty() && (question.front() == '@' || question.front() == '#' || question.front() == '?');
    return gis::folded(prefixed ? question.substr(1) : question);
}

} // namespace

void Palette::close(Frame& frame) {
    frame.view.palette_open = false;
    was_open_ = false;
}

void Palette::refresh(const Frame& frame) {
    if (!fresh_ && asked_ == question_ && revision_ == frame.world.revision()) return;
    if (asked_ != question_ || fresh_) chosen_ = 0;
    asked_ = question_;
    revision_ = frame.world.revision();
    rows_ = palette_rows(frame, question_);
    chosen_ = std::min(chosen_, rows_.empty() ? 0 : rows_.size() - 1);
    fresh_ = false;
}

bool Palette::draw_row(Frame& frame, const PaletteRow& row, bool chosen, float width) {
    const Theme& theme = frame.theme;
    const Colors& c = theme.colors;
    const ImVec2 at = ImGui::GetCursorScreenPos();
    const float h = theme.px(row_height), middle = at.y + h / 2;
    const bool clicked = ImGui::InvisibleButton(("###palette." + row.id).c_str(), ImVec2(width, h));
    const bool hovered = ImGui::IsItemHovered();
    ImDrawList* list = ImGui::GetWindowDrawList();
    if (chosen || hovered) list->AddRectFilled(at, ImVec2(at.x + width, at.y + h), u32(chosen ? c.row_selected : c.row_hover));
    if (chosen) {
        list->AddRectFilled(at, ImVec2(at.x + theme.px(3), at.y + h), u32(c.accent));
        ImGui::SetScrollHereY(0.5f);
    }
    const ImVec2 sign(at.x + theme.px(24), middle);
    if (row.look) draw_state(list, theme, sign, theme.px(15), *row.look);
    else draw_icon(list, theme, sign, IconSize::normal, chosen ? c.accent : c.text_weak, row.icon);
    float right = at.x + width - theme.px(14);
    if (!row.keys.empty()) {
        const float cap = text_size(theme.fonts.mono_small, row.keys).x + theme.px(10);
        draw_key_cap(list, theme, ImVec2(right - cap, middle), row.keys);
        right -= cap + theme.px(10);
    }
    const std::string& note = row.blocked.empty() ? row.detail : row.blocked;
    const std::string shown = ellipsized(theme.fonts.caption, note, width * 0.5f);
    draw_text_right(list, theme.fonts.caption, ImVec2(right, middle - theme.fonts.caption->FontSize / 2), c.text_weak, shown);
    right -= text_size(theme.fonts.caption, shown).x + theme.px(12);
    const float left = at.x + theme.px(42);
    draw_title(theme, ImVec2(left, middle - theme.fonts.body->FontSize / 2), row, needle_of(question_), right - left);
    return clicked;
}

void Palette::draw_rows(Frame& frame, float width) {
    const Theme& theme = frame.theme;
    std::string section;
    ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, ImVec2(0, 0));
    for (std::size_t i = 0; i < rows_.size(); ++i) {
        if (rows_[i].section != section) {
            section = rows_[i].section;
            const ImVec2 at = ImGui::GetCursorScreenPos();
            draw_text(ImGui::GetWindowDrawList(), theme.fonts.caption_strong, ImVec2(at.x + theme.px(14), at.y + theme.px(7)), theme.colors.text_weak, frame.tr(section));
            ImGui::Dummy(ImVec2(width, theme.px(heading_height)));
        }
        if (!draw_row(frame, rows_[i], i == chosen_, width) || !rows_[i].blocked.empty()) continue;
        const auto run = rows_[i].run;
        close(frame);
        run(frame);
        break;
    }
    ImGui::PopStyleVar();
}

void Palette::handle_keys(Frame& frame, bool entered) {
    if (ImGui::IsKeyPressed(ImGuiKey_DownArrow) && chosen_ + 1 < rows_.size()) ++chosen_;
    if (ImGui::IsKeyPressed(ImGuiKey_UpArrow) && chosen_ > 0) --chosen_;
    if (ImGui::IsKeyPressed(ImGuiKey_Tab) && chosen_ < rows_.size() && rows_[chosen_].place) {
        frame.view.workspace = Workspace::map;
        frame.view.rig.centre_on(*rows_[chosen_].place);
    }
    if (entered && chosen_ < rows_.size() && rows_[chosen_].blocked.empty()) {
        const auto run = rows_[chosen_].run;
        close(frame);
        run(frame);
        return;
    }
    if (ImGui::IsKeyPressed(ImGuiKey_Escape, false)) close(frame);
}

float Palette::list_height(const Theme& theme) const {
    std::size_t headings = 0;
    for (std::size_t i = 0; i < rows_.size(); ++i) headings += i == 0 || rows_[i].section != rows_[i - 1].section;
    const float rows = float(std::max<std::size_t>(1, std::min(rows_.size(), most_visible_rows)));
    const float wanted = theme.px(row_height) * rows + theme.px(heading_height) * float(std::min<std::size_t>(headings, 4));
    return std::min(wanted, ImGui::GetMainViewport()->Size.y - theme.px(palette_top + input_height + footer_height + 20));
}

bool Palette::draw_input(Frame& frame, ImVec2 pos, float width) {
    const Theme& theme = frame.theme;
    ImDrawList* list = ImGui::GetWindowDrawList();
    const float middle = pos.y + theme.px(input_height / 2);
    draw_icon(list, theme, ImVec2(pos.x + theme.px(26), middle), IconSize::large, theme.colors.accent, "search");
    ImGui::SetCursorScreenPos(ImVec2(pos.x + theme.px(44), pos.y + theme.px(11)));
    for (const ImGuiCol slot : {ImGuiCol_Border, ImGuiCol_FrameBg, ImGuiCol_FrameBgActive, ImGuiCol_FrameBgHovered}) ImGui::PushStyleColor(slot, 0);
    ImGui::PushStyleColor(ImGuiCol_TextDisabled, u32(theme.colors.text_weak));
    ImGui::PushStyleVar(ImGuiStyleVar_FramePadding, ImVec2(0, theme.px(5)));
    ImGui::SetNextItemWidth(width - theme.px(130));
    if (!was_open_) ImGui::SetKeyboardFocusHere();
    const bool entered = ImGui::InputTextWithHint("###palette.input", frame.tr("panels.palette.hint").c_str(), &question_,
                                                  ImGuiInputTextFlags_EnterReturnsTrue | ImGuiInputTextFlags_CallbackHistory | ImGuiInputTextFlags_CallbackCompletion, keep_keys);
    ImGui::PopStyleVar();
    ImGui::PopStyleColor(5);
    const std::string escape = frame.tr("panels.key.escape");
    draw_key_cap(list, theme, ImVec2(pos.x + width - text_size(theme.fonts.mono_small, escape).x - theme.px(24), middle), escape);
    const float line = pos.y + theme.px(input_height);
    list->AddRectFilled(ImVec2(pos.x, line - 1), ImVec2(pos.x + width, line), u32(theme.colors.line));
    return entered;
}

void Palette::draw_footer(Frame& frame, ImVec2 pos, float width) const {
    const Theme& theme = frame.theme;
    ImDrawList* list = ImGui::GetWindowDrawList();
    const ImVec2 max(pos.x + width - 1, pos.y + theme.px(footer_height) - 1);
    list->AddRectFilled(ImVec2(pos.x + 1, pos.y), max, u32(theme.colors.surface2), theme.px(8), ImDrawFlags_RoundCornersBottom);
    const float y = pos.y + theme.px(10);
    draw_text(list, theme.fonts.caption, ImVec2(pos.x + theme.px(14), y), theme.colors.text_weak, frame.tr("panels.palette.keys"));
    draw_text_right(list, theme.fonts.caption, ImVec2(max.x - theme.px(13), y), theme.colors.text_weak, frame.tr("panels.palette.prefixes"));
}

void Palette::draw(Frame& frame, const Box& map) {
    if (!frame.view.palette_open) {
        was_open_ = false;
        return;
    }
    if (!was_open_) {
        question_.clear();
        fresh_ = true;
    }
    refresh(frame);
    const Theme& theme = frame.theme;
    const ImGuiViewport* screen = ImGui::GetMainViewport();
    const float width = std::min(theme.px(palette_width), screen->Size.x - theme.px(32)), rows = list_height(theme);
    const ImVec2 pos((map.min.x + map.max.x - width) / 2, screen->Pos.y + theme.px(palette_top));
    const ImVec2 size(width, theme.px(input_height) + rows + theme.px(footer_height));
    ImGui::SetNextWindowPos(pos);
    ImGui::SetNextWindowSize(size);
    ImGui::SetNextWindowFocus();
    ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, ImVec2(0, 0));
    ImGui::PushStyleVar(ImGuiStyleVar_WindowRounding, theme.px(8));
    ImGui::PushStyleVar(ImGuiStyleVar_WindowBorderSize, 1);
    ImGui::Begin("palette", nullptr, ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoMove | ImGuiWindowFlags_NoSavedSettings | ImGuiWindowFlags_NoNav);
    ImGui::PopStyleVar(3);
    const bool entered = draw_input(frame, pos, width);
    ImGui::SetCursorScreenPos(ImVec2(pos.x, pos.y + theme.px(input_height)));
    ImGui::BeginChild("rows", ImVec2(width, rows));
    if (rows_.empty()) empty_state(theme, {.icon = "search", .sentence = frame.tr("panels.palette.nothing")});
    else draw_rows(frame, width);
    ImGui::EndChild();
    draw_footer(frame, ImVec2(pos.x, pos.y + theme.px(input_height) + rows), width);
    const bool elsewhere = was_open_ && pressed_outside();
    was_open_ = frame.view.palette_open;
    handle_keys(frame, entered);
    if (elsewhere) close(frame);
    ImGui::End();
}

} // namespace vigie::panels
