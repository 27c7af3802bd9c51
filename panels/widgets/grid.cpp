#include "panels/widgets/grid.hpp"

#include <algorithm>
#include <cmath>

#include <imgui_internal.h>

#include "panels/widgets/icon.hpp"

namespace vigie::panels {

namespace {

constexpr float row_height = 26, header_height = 26, bar = 10, edge = 5, narrowest = 40, widest = 800;
constexpr double rows_per_notch = 3;

struct Span {
    float left = 0, right = 0;
    int column = 0;
};

struct Place {
    ImRect header, body, down, across;  // header, rows, scroll bars
    float row_h = 0, content = 0;       // px: of a row, of all columns
    double shown = 0;                   // rows
    std::vector<Span> spans;
};

Place place_of(const Theme& theme, const GridSpec& spec) {
    Place p;
    const ImVec2 at = ImGui::GetCursorScreenPos(), room = ImGui::GetContentRegionAvail();
    const float b = theme.px(bar), head = theme.px(header_height);
    for (const GridColumn& c : spec.columns) p.content += theme.px(c.width);
    p.header = ImRect(at.x, at.y, at.x + room.x, at.y + head);
    const bool wide = p.content > room.x - b;
    p.body = ImRect(at.x, at.y + head, at.x + room.x - b, std::max(at.y + head + 1, at.y + room.y - (wide ? b : 0)));
    p.down = ImRect(p.body.Max.x, p.body.Min.y, at.x + room.x, p.body.Max.y);
    if (wide) p.across = ImRect(p.body.Min.x, p.body.Max.y, p.body.Max.x, at.y + room.y);
    p.row_h = theme.px(row_height);
    p.shown = double(p.body.GetHeight() / p.row_h);
    GridView& v = *spec.view;
    v.left = std::clamp(v.left, 0.0f, std::max(0.0f, p.content - p.body.GetWidth()));
    v.top = std::clamp(v.top, 0.0, std::max(0.0, double(spec.rows) - p.shown));
    float x = p.body.Min.x - v.left;
    for (std::size_t i = 0; i < spec.columns.size(); ++i) {
        const float w = theme.px(spec.columns[i].width);
        if (x + w > p.body.Min.x && x < p.body.Max.x) p.spans.push_back({x, x + w, static_cast<int>(i)});
        x += w;
    }
    return p;
}

bool item(const ImRect& box, const char* name, bool& hovered, bool& held) {
    const ImGuiID id = ImGui::GetID(name);
    ImGui::SetCursorScreenPos(box.Min);
    ImGui::ItemSize(box.GetSize(), 0);
    hovered = held = false;
    if (!ImGui::ItemAdd(box, id, nullptr, ImGuiItemFlags_NoNav)) return false;
    const bool pressed = ImGui::ButtonBehavior(box, id, &hovered, &held, ImGuiButtonFlags_AllowOverlap);
    ImGuiContext& g = *ImGui::GetCurrentContext();
    IMGUI_TEST_ENGINE_ITEM_INFO(id, name, g.LastItemData.StatusFlags);
    return pressed;
}

void header_cell(const Theme& theme, const GridSpec& spec, const Span& s, const ImRect& header, GridEvents& events) {
    const GridColumn& column = spec.columns[static_cast<std::size_t>(s.column)];
    const Colors& c = theme.colors;
    const char* label = column.label.c_str();
    const std::string_view text(label, ImGui::FindRenderedTextEnd(label));
    const bool sorted = spec.sort && spec.sort->column == s.column;
    bool hovered = false, held = false;
    if (item(ImRect(s.left, header.Min.y, s.right - theme.px(edge), header.Max.y - 1), label, hovered, held) && spec.sort) {
        *spec.sort = {s.column, sorted && !spec.sort->descending};
        events.sort_changed = true;
    }
    ImDrawList* list = ImGui::GetWindowDrawList();
    if (hovered) {
        list->AddRectFilled(ImVec2(s.left, header.Min.y), ImVec2(s.right, header.Max.y - 1), u32(c.surface3));
        tooltip_for_last_item(theme, text);
    }
    ImFont* font = theme.fonts.caption_strong;
    const float pad = theme.px(8), arrow = sorted ? theme.px(16) : 0, middle = header.GetCenter().y;
    const std::string shown = ellipsized(font, text, s.right - s.left - 2 * pad - arrow);
    const float w = text_size(font, shown).x, x = column.right ? s.right - pad - w - arrow : s.left + pad;
    draw_text(list, font, ImVec2(x, middle - font->FontSize / 2), sorted ? c.text_strong : c.text_weak, shown);
    if (sorted)
        draw_icon(list, theme, ImVec2(x + w + theme.px(10), middle), IconSize::small, c.accent, spec.sort->descending ? "arrow_upward" : "arrow_downward");
    const std::string grip = "grip." + std::string(label + (std::string_view(label).find("###") == std::string_view::npos ? 0 : std::string_view(label).find("###") + 3));
    bool over = false, drawn = false;
    (void)item(ImRect(s.right - theme.px(edge), header.Min.y, s.right + theme.px(edge) / 2, header.Max.y - 1), grip.c_str(), over, drawn);
    if (over || drawn) ImGui::SetMouseCursor(ImGuiMouseCursor_ResizeEW);
    if (drawn) {
        events.resized = s.column;
        events.width = std::clamp((ImGui::GetIO().MousePos.x - s.left) / theme.scale, narrowest, widest);
    }
    list->AddRectFilled(ImVec2(s.right - 1, header.Min.y + theme.px(6)), ImVec2(s.right, header.Max.y - theme.px(6)), u32(over || drawn ? c.accent : c.line));
}

void draw_cells(const Theme& theme, const GridSpec& spec, const Place& p, std::size_t row, const ImRect& box) {
    ImDrawList* list = ImGui::GetWindowDrawList();
    const float pad = theme.px(8), y = box.GetCenter().y - theme.fonts.body->FontSize / 2;
    for (const Span& s : p.spans) {
        const std::string text = spec.text(row, s.column);
        if (text.empty()) continue;
        const float room = s.right - s.left - 2 * pad;
        if (spec.columns[static_cast<std::size_t>(s.column)].right && text_size(theme.fonts.body, text).x <= room)
            draw_text_right(list, theme.fonts.body, ImVec2(s.right - pad, y), theme.colors.text_normal, text);
        else
            draw_text_clipped(list, theme.fonts.body, ImVec2(s.left + pad, y), theme.colors.text_normal, text, room);
    }
}

void draw_row(const Theme& theme, const GridSpec& spec, const Place& p, std::size_t row, GridEvents& events) {
    const Colors& c = theme.colors;
    const float top = p.body.Min.y + float((double(row) - spec.view->top) * double(p.row_h));
    const ImRect box(p.body.Min.x, top, p.body.Max.x, top + p.row_h);
    const std::string name = spec.row_id ? spec.row_id(row) : std::to_string(row);
    bool hovered = false, held = false;
    const bool pressed = item(box, name.c_str(), hovered, held);
    const bool selected = spec.selected && spec.selected(row);
    ImDrawList* list = ImGui::GetWindowDrawList();
    if (selected || hovered || (spec.hovered_elsewhere && spec.hovered_elsewhere(row)))
        list->AddRectFilled(box.Min, box.Max, u32(selected ? c.row_selected : c.row_hover));
    list->AddRectFilled(ImVec2(box.Min.x, box.Max.y - 1), box.Max, u32(c.line));
    if (static_cast<long>(row) == spec.view->row && ImGui::GetCurrentContext()->NavId == ImGui::GetID("grid.rows"))
        list->AddRect(ImVec2(box.Min.x + 1, box.Min.y + 1), ImVec2(box.Max.x - 1, box.Max.y - 1), u32(c.accent), theme.px(3), 0, theme.px(2));
    draw_cells(theme, spec, p, row, box);
    if (!hovered) return;
    const ImGuiIO& io = ImGui::GetIO();
    events.hovered = static_cast<long>(row);
    events.ctrl = io.KeyCtrl;
    events.shift = io.KeyShift;
    for (const Span& s : p.spans)
        if (io.MousePos.x >= s.left && io.MousePos.x < s.right) events.column = s.column;
    if (pressed) events.clicked = static_cast<long>(row), spec.view->row = static_cast<long>(row), spec.view->column = std::max(0, events.column);
    if (ImGui::IsMouseDoubleClicked(ImGuiMouseButton_Left)) events.double_clicked = static_cast<long>(row);
    if (ImGui::IsMouseReleased(ImGuiMouseButton_Right)) events.right_clicked = static_cast<long>(row), spec.view->row = static_cast<long>(row), spec.view->column = std::max(0, events.column);
}

// A bar along `box`: where of `whole` a part is shown; true when it was drawn to another place.
bool scroll_bar(const Theme& theme, const char* name, const ImRect& box, bool down, double whole, double part, double& at) {
    if (box.GetWidth() <= 0 || whole <= part) return false;
    bool hovered = false, held = false;
    (void)item(box, name, hovered, held);
    const double length = double(down ? box.GetHeight() : box.GetWidth()), thumb = std::max(double(theme.px(24)), length * part / whole);
    const double free = whole - part, way = length - thumb;
    bool moved = false;
    if (held && way > 0) {
        const double mouse = double(down ? ImGui::GetIO().MousePos.y - box.Min.y : ImGui::GetIO().MousePos.x - box.Min.x);
        at = std::clamp((mouse - thumb / 2) / way, 0.0, 1.0) * free;
        moved = true;
    }
    const float begin = float(free > 0 ? way * std::clamp(at / free, 0.0, 1.0) : 0), pad = theme.px(2);
    ImRect grip = down ? ImRect(box.Min.x + pad, box.Min.y + begin, box.Max.x - pad, box.Min.y + begin + float(thumb))
                       : ImRect(box.Min.x + begin, box.Min.y + pad, box.Min.x + begin + float(thumb), box.Max.y - pad);
    ImDrawList* list = ImGui::GetWindowDrawList();
    list->AddRectFilled(box.Min, box.Max, u32(theme.colors.surface2));
    list->AddRectFilled(grip.Min, grip.Max, u32(hovered || held ? theme.colors.text_weak : theme.colors.line_strong), theme.px(4));
    return moved;
}

void bring_into_view(GridView& v, long row, double shown) {
    if (double(row) < v.top || double(row) + 1 > v.top + shown) v.top = std::max(0.0, double(row) - shown / 2);
}

// Arrows and pages move the row, left and right the columns.
void keys(const GridSpec& spec, const Place& p, GridEvents& events) {
    const ImGuiID owner = ImGui::GetItemID();
    for (const ImGuiKey key : {ImGuiKey_UpArrow, ImGuiKey_DownArrow, ImGuiKey_LeftArrow, ImGuiKey_RightArrow, ImGuiKey_PageUp, ImGuiKey_PageDown})
        ImGui::SetKeyOwner(key, owner);
    const auto pressed = [&](ImGuiKey key) { return ImGui::IsKeyPressed(key, owner, ImGuiInputFlags_Repeat); };
    GridView& v = *spec.view;
    const long page = std::max(1L, static_cast<long>(p.shown) - 1);
    const long step = pressed(ImGuiKey_DownArrow) - pressed(ImGuiKey_UpArrow) + page * (pressed(ImGuiKey_PageDown) - pressed(ImGuiKey_PageUp));
    if (step != 0 && spec.rows > 0) {
        v.row = std::clamp(v.row + step, 0L, static_cast<long>(spec.rows) - 1);
        bring_into_view(v, v.row, p.shown);
        events.moved = true;
        events.shift = ImGui::GetIO().KeyShift;
    }
    const int across = pressed(ImGuiKey_RightArrow) - pressed(ImGuiKey_LeftArrow);
    v.column = std::clamp(v.column + across, 0, std::max(0, static_cast<int>(spec.columns.size()) - 1));
    v.left += 60 * float(across);
}

} // namespace

GridEvents grid(const Theme& theme, const char* id, const GridSpec& spec) {
    GridEvents events;
    ImGui::PushID(id);
    GridView& v = *spec.view;
    const Place first = place_of(theme, spec);
    if (spec.scroll_to >= 0) bring_into_view(v, spec.scroll_to, first.shown);
    const ImVec2 begin = ImGui::GetCursorScreenPos();
    ImGui::SetCursorScreenPos(first.body.Min);
    ImGui::SetNextItemAllowOverlap();
    ImGui::InvisibleButton("grid.rows", first.body.GetSize());
    if (ImGui::IsItemFocused()) keys(spec, first, events);
    if (ImGui::IsMouseHoveringRect(first.body.Min, first.body.Max) && ImGui::IsWindowHovered(ImGuiHoveredFlags_AllowWhenBlockedByActiveItem)) {
        const ImGuiIO& io = ImGui::GetIO();
        if (io.KeyShift) v.left -= io.MouseWheel * theme.px(60);
        else v.top -= double(io.MouseWheel) * rows_per_notch;
        v.left -= io.MouseWheelH * theme.px(60);
    }
    ImGui::SetCursorScreenPos(begin);
    const Place p = place_of(theme, spec);
    ImDrawList* list = ImGui::GetWindowDrawList();
    list->AddRectFilled(p.header.Min, p.header.Max, u32(theme.colors.surface2));
    list->AddRectFilled(ImVec2(p.header.Min.x, p.header.Max.y - 1), p.header.Max, u32(theme.colors.line));
    ImGui::PushClipRect(p.header.Min, p.header.Max, true);
    for (const Span& s : p.spans) header_cell(theme, spec, s, p.header, events);
    ImGui::PopClipRect();
    ImGui::PushClipRect(p.body.Min, p.body.Max, true);
    const auto end = static_cast<std::size_t>(std::min(double(spec.rows), std::ceil(v.top + p.shown)));
    for (auto row = static_cast<std::size_t>(v.top); row < end; ++row) draw_row(theme, spec, p, row, events);
    ImGui::PopClipRect();
    (void)scroll_bar(theme, "grid.down", p.down, true, double(spec.rows), p.shown, v.top);
    double left = double(v.left);
    if (scroll_bar(theme, "grid.across", p.across, false, double(p.content), double(p.body.GetWidth()), left)) v.left = float(left);
    ImGui::SetCursorScreenPos(ImVec2(begin.x, begin.y + ImGui::GetContentRegionAvail().y));
    ImGui::PopID();
    return events;
}

} // namespace vigie::panels
