#include "panels/energy/charts.hpp"

#include <algorithm>
#include <cmath>

#include "panels/widgets/text.hpp"

namespace vigie::panels {

Ticks round_ticks(double most, int fewest) {
    Ticks out;
    if (!(most > 0) || !std::isfinite(most)) return out;
    const double rough = most / std::max(1, fewest), power = std::pow(10.0, std::floor(std::log10(rough)));
    out.step = power;
    for (const double factor : {5.0, 2.0})
        if (rough >= factor * power) {
            out.step = factor * power;
            break;
        }
    out.count = std::max(1, static_cast<int>(std::ceil(most / out.step - 1e-9)));
    out.decimals = std::clamp(static_cast<int>(-std::floor(std::log10(out.step) + 1e-9)), 0, 4);
    return out;
}

void dashed_polyline(ImDrawList* list, std::span<const ImVec2> points, ImU32 color, float thickness, float dash, float gap) {
    float along = 0;  // since the last dash began
    for (std::size_t i = 1; i < points.size(); ++i) {
        const ImVec2 a = points[i - 1], b = points[i];
        const float length = std::hypot(b.x - a.x, b.y - a.y);
        if (length <= 0) continue;
        for (float at = 0; at < length;) {
            const bool drawn = along < dash;
            const float run = std::min(length - at, (drawn ? dash : dash + gap) - along);
            if (drawn) {
                const float f = at / length, t = (at + run) / length;
                list->AddLine(ImVec2(a.x + (b.x - a.x) * f, a.y + (b.y - a.y) * f), ImVec2(a.x + (b.x - a.x) * t, a.y + (b.y - a.y) * t), color, thickness);
            }
            at += std::max(run, 0.01f);
            along += std::max(run, 0.01f);
            if (along >= dash + gap) along = 0;
        }
    }
}

void dashed_line(ImDrawList* list, ImVec2 from, ImVec2 to, ImU32 color, float thickness, float dash, float gap) {
    const ImVec2 ends[] = {from, to};
    dashed_polyline(list, ends, color, thickness, dash, gap);
}

void readout(ImDrawList* list, const Theme& t, ImVec2 point, float reach, const Box& within, std::string_view strong, std::string_view plain) {
    const float pad = t.px(10), line = t.fonts.caption->FontSize + t.px(2), tail = t.px(8);
    const float width = std::max(text_size(t.fonts.caption_strong, strong).x, text_size(t.fonts.caption, plain).x) + 2 * pad;
    const float height = line * (plain.empty() ? 1.0f : 2.0f) + t.px(12);
    const bool left = point.x - reach - tail - width >= within.min.x;
    const float x = left ? point.x - reach - tail - width : std::min(point.x + reach + tail, within.max.x - width);
    const float y = std::clamp(point.y - height / 2, within.min.y, std::max(within.min.y, within.max.y - height));
    const ImU32 ground = u32(t.colors.tooltip);
    list->AddRectFilled(ImVec2(x, y), ImVec2(x + width, y + height), ground, t.px(5));
    const float tip = std::clamp(point.y, y + t.px(8), y + height - t.px(8));
    const float base = left ? x + width : x, end = left ? base + tail : base - tail;
    if (left) list->AddTriangleFilled(ImVec2(base, tip - t.px(6)), ImVec2(end, tip), ImVec2(base, tip + t.px(6)), ground);
    else list->AddTriangleFilled(ImVec2(base, tip - t.px(6)), ImVec2(base, tip + t.px(6)), ImVec2(end, tip), ground);
    draw_text(list, t.fonts.caption_strong, ImVec2(x + pad, y + t.px(6)), t.colors.tooltip_text, strong);
    draw_text(list, t.fonts.caption, ImVec2(x + pad, y + t.px(6) + line), t.colors.tooltip_text, plain);
}

ImVec2 sentence_box(ImDrawList* list, const Theme& t, ImVec2 at, Rgba edge, Rgba ink, std::string_view strong, std::string_view plain) {
    const float pad = t.px(10), line = t.fonts.caption->FontSize + t.px(2);
    const ImVec2 size(std::max(text_size(t.fonts.caption_strong, strong).x, text_size(t.fonts.caption, plain).x) + 2 * pad, line * (plain.empty() ? 1.0f : 2.0f) + t.px(8));
    if (list == nullptr) return size;
    const ImVec2 end(at.x + size.x, at.y + size.y);
    list->AddRectFilled(at, end, u32(t.colors.surface1), t.px(5));
    list->AddRect(at, end, u32(edge), t.px(5), 0, t.px(1.4f));
    draw_text(list, t.fonts.caption_strong, ImVec2(at.x + pad, at.y + t.px(4)), ink, strong);
    draw_text(list, t.fonts.caption, ImVec2(at.x + pad, at.y + t.px(4) + line), t.colors.text_normal, plain);
    return size;
}

} // namespace vigie::panels
