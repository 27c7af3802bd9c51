#include "panels/widgets/table.hpp"

#include <algorithm>
#include <cmath>

#include <imgui_internal.h>

#include "panels/widgets/icon.hpp"

namespace vigie::panels {

namespace {

struct Span {
    float left = 0, right = 0;
    int column = 0;
};

std::vector<Span> place_columns(const Theme& theme, const TableSpec& spec, float left, float width) {
    float fixed = 0, weights = 0;
    for (const TableColumn& c : spec.columns)
        if (!c.hidden) (c.stretch ? weights : fixed) += c.stretch ? c.width : theme.px(c.width);
    const float rest = std::max(0.0f, width - fixed);
    std::vector<Span> spans;
    float x = left;
    for (std::size_t i = 0; i < spec.columns.size(); ++i) {
        const TableColumn& c = spec.columns[i];
        if (c.hidden) continue;
        const float w = c.stretch ? std::max(theme.px(60), rest * c.width / weights) : theme.px(c.width);
        spans.push_back({x, x + w, static_cast<int>(i)});
        x += w;
    }
    return spans;
}

void header_cell(const Theme& theme, const TableColumn& column, int index, const ImRect& box, TableSort* sort, bool& changed) {
    const Colors& c = theme.colors;
    const char* label = column.label.c_str();
    const std::string_view text(label, ImGui::FindRenderedTextEnd(label));
    const bool sorted = sort != nullptr && sort->column == index;
    const float pad = theme.px(8), middle = box.GetCenter().y;
    bool hovered = false;
    if (column.sortable && sort != nullptr) {
        const ImGuiID id = ImGui::GetID(label);
        ImGui::SetCursorScreenPos(box.Min);
        ImGui::ItemSize(box.GetSize(), 0);
        if (ImGui::ItemAdd(box, id)) {
            bool held = false;
            if (ImGui::ButtonBehavior(box, id, &hovered, &held, 0)) {
                *sort = {index, sorted && !sort->descending};
                changed = true;
            }
            ImGuiContext& g = *ImGui::GetCurrentContext();
            IMGUI_TEST_ENGINE_ITEM_INFO(id, label, g.LastItemData.StatusFlags);
            focus_ring(theme, ImVec2(box.Min.x + 2, box.Min.y + 2), ImVec2(box.Max.x - 2, box.Max.y - 2), theme.px(3));
        }
    }
    ImDrawList* list = ImGui::GetWindowDrawList();
    if (hovered) list->AddRectFilled(box.Min, box.Max, u32(c.surface3));
    ImFont* font = theme.fonts.caption_strong;
    const float arrow = sorted ? theme.px(16) : 0, room = box.GetWidth() - 2 * pad - arrow;
    const std::string shown = ellipsized(font, text, room);
    const float w = text_size(font, shown).x;
    const float x = column.right ? box.Max.x - pad - w - arrow : box.Min.x + pad;
    draw_text(list, font, ImVec2(x, middle - font->FontSize / 2), sorted ? c.text_strong : c.text_weak, shown);
    if (sorted)
        draw_icon(list, theme, ImVec2(x + w + theme.px(10), middle), IconSize::small, c.accent,
                  sort->descending ? "arrow_upward" : "arrow_downward");
}

bool draw_header(const Theme& theme, const TableSpec& spec, const std::vector<Span>& spans, ImVec2 at, float width) {
    bool changed = false;
    const float h = theme.px(spec.header_height);
    ImDrawList* list = ImGui::GetWindowDrawList();
    list->AddRectFilled(at, ImVec2(at.x + width, at.y + h), u32(theme.colors.surface2));
    list->AddRectFilled(ImVec2(at.x, at.y + h - 1), ImVec2(at.x + width, at.y + h), u32(theme.colors.line));
    for (const Span& s : spans)
        header_cell(theme, spec.columns[static_cast<std::size_t>(s.column)], s.column, ImRect(s.left, at.y, s.right, at.y + h - 1),
                    spec.sort, changed);
    ImGui::SetCursorScreenPos(ImVec2(at.x, at.y + h));
    return changed;
}

void row_events(TableEvents& events, long row, bool hovered, bool pressed, float top) {
    if (!hovered) return;
    events.hovered = row;
    events.hovered_top = top;
    const ImGuiIO& io = ImGui::GetIO();
    events.ctrl = io.KeyCtrl;
    events.shift = io.KeyShift;
    if (pressed) events.clicked = row;
    if (ImGui::IsMouseDoubleClicked(ImGuiMouseButton_Left)) events.double_clicked = row;
    if (ImGui::IsMouseReleased(ImGuiMouseButton_Right)) events.right_clicked = row;
}

void draw_row(const Theme& theme, const TableSpec& spec, const std::vector<Span>& spans, std::size_t row, float width,
              TableEvents& events) {
    const Colors& c = theme.colors;
    const ImVec2 at = ImGui::GetCursorScreenPos();
    const float h = theme.px(spec.row_height);
    const ImRect box(at, ImVec2(at.x + width, at.y + h));
    const std::string name = spec.row_id ? spec.row_id(row) : std::to_string(row);
    const ImGuiID id = ImGui::GetID(name.c_str());
    ImGui::ItemSize(box.GetSize(), 0);
    if (!ImGui::ItemAdd(box, id)) return;
    bool hovered = false, held = false;
    const bool pressed = ImGui::ButtonBehavior(box, id, &hovered, &held, ImGuiButtonFlags_AllowOverlap);
    ImGuiContext& g = *ImGui::GetCurrentContext();
    IMGUI_TEST_ENGINE_ITEM_INFO(id, name.c_str(), g.LastItemData.StatusFlags);
    if (spec.takes_drops && ImGui::IsItemHovered(ImGuiHoveredFlags_AllowWhenBlockedByActiveItem)) hovered = true;
    const bool selected = spec.selected && spec.selected(row);
    const bool lit = hovered || (spec.hovered_elsewhere && spec.hovered_elsewhere(row));
    ImDrawList* list = ImGui::GetWindowDrawList();
    if (selected || lit) list->AddRectFilled(box.Min, box.Max, u32(selected ? c.row_selected : c.row_hover));
    list->AddRectFilled(ImVec2(box.Min.x, box.Max.y - 1), box.Max, u32(c.line));
    focus_ring(theme, ImVec2(box.Min.x + 3, box.Min.y + 3), ImVec2(box.Max.x - 3, box.Max.y - 3), theme.px(3));
    row_events(events, static_cast<long>(row), hovered, pressed, box.Min.y);
    if (held && ImGui::IsMouseDragging(ImGuiMouseButton_Left, theme.px(6))) events.dragged = static_cast<long>(row);
    const float pad = theme.px(8);
    for (const Span& s : spans) {
        const ImVec4 clip(s.left, box.Min.y, s.right, box.Max.y);
        list->PushClipRect(ImVec2(clip.x, clip.y), ImVec2(clip.z, clip.w), true);
        spec.cell(row, s.column, {s.left + pad, s.right - pad, box.GetCenter().y, selected, hovered});
        list->PopClipRect();
    }
}

} // namespace

TableEvents table(const Theme& theme, const char* id, const TableSpec& spec) {
    TableEvents events;
    const float height = spec.height > 0 ? theme.px(spec.height) : ImGui::GetContentRegionAvail().y;
    const ImVec2 at = ImGui::GetCursorScreenPos();
    const float width = ImGui::GetContentRegionAvail().x;
    ImGui::PushID(id);
    const std::vector<Span> spans = place_columns(theme, spec, at.x, width - ImGui::GetStyle().ScrollbarSize);
    events.sort_changed = draw_header(theme, spec, spans, at, width);
    ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, ImVec2(0, 0));
    ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, ImVec2(0, 0));
    const float row_h = theme.px(spec.row_height), body = std::max(1.0f, height - theme.px(spec.header_height));
    if (ImGui::BeginChild("rows", ImVec2(width, body), 0, ImGuiWindowFlags_NoBackground)) {
        if (spec.scroll_to >= 0) {
            const float top = float(spec.scroll_to) * row_h, now = ImGui::GetScrollY();
            if (top < now || top + row_h > now + body) ImGui::SetScrollY(std::max(0.0f, top - body / 2));
        }
        ImGuiListClipper clipper;
        clipper.Begin(static_cast<int>(spec.rows), row_h);
        while (clipper.Step())
            for (int row = clipper.DisplayStart; row < clipper.DisplayEnd; ++row)
                draw_row(theme, spec, spans, static_cast<std::size_t>(row), width, events);
    }
    ImGui::EndChild();
    ImGui::PopStyleVar(2);
    ImGui::PopID();
    return events;
}

void cell_text(const Theme& theme, const CellBox& box, std::string_view text, bool strong, bool weak) {
    ImFont* font = strong ? theme.fonts.body_strong : theme.fonts.body;
    draw_text_clipped(ImGui::GetWindowDrawList(), font, ImVec2(box.left, box.middle - font->FontSize / 2),
                      weak ? theme.colors.text_weak : strong ? theme.colors.text_strong : theme.colors.text_normal, text, box.width());
}

void cell_number(const Theme& theme, const CellBox& box, std::string_view text, bool strong) {
    ImFont* font = strong ? theme.fonts.body_strong : theme.fonts.body;
    draw_text_right(ImGui::GetWindowDrawList(), font, ImVec2(box.right, box.middle - font->FontSize / 2),
                    strong ? theme.colors.text_strong : theme.colors.text_normal, text);
}

void cell_mono(const Theme& theme, const CellBox& box, std::string_view text) {
    ImFont* font = theme.fonts.mono_small;
    draw_text(ImGui::GetWindowDrawList(), font, ImVec2(box.left, box.middle - font->FontSize / 2), theme.colors.text_normal, text);
}

void cell_state(const Theme& theme, const CellBox& box, const StatusLook& look, std::string_view words) {
    const float glyph = theme.px(14);
    draw_state(ImGui::GetWindowDrawList(), theme, ImVec2(box.left + glyph / 2, box.middle), glyph, look);
    CellBox rest = box;
    rest.left += theme.px(20);
    cell_text(theme, rest, words);
}

void cell_icon_text(const Theme& theme, const CellBox& box, std::string_view icon, std::string_view text) {
    draw_icon(ImGui::GetWindowDrawList(), theme, ImVec2(box.left + theme.px(8), box.middle), IconSize::small, theme.colors.text_weak, icon);
    CellBox rest = box;
    rest.left += theme.px(22);
    cell_text(theme, rest, text);
}

} // namespace vigie::panels
