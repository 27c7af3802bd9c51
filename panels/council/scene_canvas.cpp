#include "panels/council/scene_canvas.hpp"

#include <algorithm>
#include <cmath>

#include <imgui_internal.h>

#include "render/icons.hpp"

namespace vigie::panels {

namespace {

constexpr float mockup_width = 1600, mockup_height = 1000;
constexpr std::string_view dots = "\u2026";

// Until the faces are there those of the interface stand in, drawn at the same size.
ImFont* font_of(const SceneCanvas& canvas, CouncilFace face) {
    const Fonts& f = canvas.frame.theme.fonts;
    switch (face) {
        case CouncilFace::text: return f.council != nullptr ? f.council : f.body;
        case CouncilFace::strong: return f.council_strong != nullptr ? f.council_strong : f.body_strong;
        case CouncilFace::title: return f.council_title != nullptr ? f.council_title : f.figure;
        case CouncilFace::figure: return f.council_figure != nullptr ? f.council_figure : f.figure;
    }
    return f.body;
}

// Sharp where the face was made for this size.
float drawn_size(const SceneCanvas& canvas, const ImFont* font, float size) {
    const float wanted = canvas.px(size);
    return std::abs(font->FontSize - wanted) < 1 ? font->FontSize : wanted;
}

float width_of(const ImFont* font, float size, std::string_view text) {
    return text.empty() ? 0 : font->CalcTextSizeA(size, FLT_MAX, 0, text.data(), text.data() + text.size()).x;
}

std::string cut(const ImFont* font, float size, std::string_view text, float room) {
    if (width_of(font, size, text) <= room) return std::string(text);
    const char* stop = text.data();
    if (const float left = room - width_of(font, size, dots); left > 0) font->CalcTextSizeA(size, left, 0, text.data(), text.data() + text.size(), &stop);
    std::string out(text.data(), stop);
    while (!out.empty() && out.back() == ' ') out.pop_back();
    return out + std::string(dots);
}

} // namespace

float scene_scale(const Box& box) { return std::max(0.05f, std::min(box.width() / mockup_width, box.height() / mockup_height)); }

float scene_text_width(const SceneCanvas& canvas, CouncilFace face, float size, std::string_view text) {
    const ImFont* font = font_of(canvas, face);
    return width_of(font, drawn_size(canvas, font, size), text);
}

void scene_text(const SceneCanvas& canvas, CouncilFace face, float size, ImVec2 at, Rgba color, std::string_view text) {
    if (text.empty()) return;
    ImFont* font = font_of(canvas, face);
    canvas.list->AddText(font, drawn_size(canvas, font, size), ImVec2(std::floor(at.x + 0.5f), std::floor(at.y + 0.5f)), u32(color), text.data(), text.data() + text.size());
}

void scene_text_within(const SceneCanvas& canvas, CouncilFace face, float size, ImVec2 at, Rgba color, std::string_view text, float room) {
    const ImFont* font = font_of(canvas, face);
    scene_text(canvas, face, size, at, color, cut(font, drawn_size(canvas, font, size), text, room));
}

void scene_text_right(const SceneCanvas& canvas, CouncilFace face, float size, ImVec2 right, Rgba color, std::string_view text) {
    scene_text(canvas, face, size, ImVec2(right.x - scene_text_width(canvas, face, size, text), right.y), color, text);
}

void scene_text_centred(const SceneCanvas& canvas, CouncilFace face, float size, ImVec2 centre, Rgba color, std::string_view text) {
    scene_text(canvas, face, size, ImVec2(centre.x - scene_text_width(canvas, face, size, text) / 2, centre.y - canvas.px(size) / 2), color, text);
}

std::vector<std::string> scene_lines(const SceneCanvas& canvas, CouncilFace face, float size, std::string_view text, float room, std::size_t most) {
    const ImFont* font = font_of(canvas, face);
    const float drawn = drawn_size(canvas, font, size);
    std::vector<std::string> lines;
    std::string line;
    while (!text.empty()) {
        if (lines.size() + 1 == most) {  // the last one takes what is left
            line += line.empty() ? std::string(text) : ' ' + std::string(text);
            break;
        }
        const std::size_t end = std::min(text.find(' '), text.size());
        const std::string word(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
        const std::string longer = line.empty() ? word : line + ' ' + word;
        if (line.empty() || width_of(font, drawn, longer) <= room) {
            line = longer;
        } else {
            lines.push_back(std::move(line));
            line = word;
        }
        if (lines.size() + 1 == most && !text.empty()) {
            line += ' ' + std::string(text);
            break;
        }
    }
    if (!line.empty()) lines.push_back(std::move(line));
    for (std::string& l : lines) l = cut(font, drawn, l, room);
    return lines;
}

float scene_size_within(const SceneCanvas& canvas, CouncilFace face, std::string_view text, float room, std::initializer_list<float> sizes) {
    for (const float size : sizes)
        if (scene_text_width(canvas, face, size, text) <= room) return size;
    return *(sizes.end() - 1);
}

void scene_icon(const SceneCanvas& canvas, ImVec2 centre, float size, Rgba color, std::string_view name) {
    const Fonts& f = canvas.frame.theme.fonts;
    ImFont* font = f.council_icons != nullptr ? f.council_icons : f.icons_large;
    const std::uint32_t code = render::icon_codepoint(name);
    if (font == nullptr || code == 0) return;
    const float drawn = drawn_size(canvas, font, size);
    font->RenderChar(canvas.list, drawn, ImVec2(std::floor(centre.x - drawn / 2 + 0.5f), std::floor(centre.y - drawn / 2 + 0.5f)), u32(color), static_cast<ImWchar>(code));
}

SceneItem scene_item(const SceneCanvas& canvas, const char* id, const Box& box, Rgba ring, float rounding) {
    SceneItem item;
    ImGui::SetCursorScreenPos(box.min);
    item.pressed = ImGui::InvisibleButton(id, ImVec2(std::max(1.0f, box.width()), std::max(1.0f, box.height())));
    item.hovered = ImGui::IsItemHovered();
    if (item.hovered) ImGui::SetMouseCursor(ImGuiMouseCursor_Hand);
    const ImGuiContext& g = *ImGui::GetCurrentContext();
    if (g.NavId == g.LastItemData.ID && !g.NavDisableHighlight) {
        const float off = canvas.px(3);
        canvas.list->AddRect(ImVec2(box.min.x - off, box.min.y - off), ImVec2(box.max.x + off, box.max.y + off), u32(ring), rounding + off, 0, std::max(2.0f, canvas.px(3)));
    }
    return item;
}

} // namespace vigie::panels
