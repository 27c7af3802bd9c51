#include "panels/left/swatch.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
#include <optional>
#include <span>
#include <vector>

#include "panels/widgets/icon.hpp"

namespace vigie::panels {

namespace {

constexpr float half_width = 9, half_height = 6;  // px of the interface

bool paints(const gis::PaintRule& rule, std::string_view geometry) {
    if (geometry == "polygon") return rule.fill_color || rule.fill_outline_color || rule.fill_pattern != gis::Pattern::none || rule.line_color;
    if (geometry == "line") return rule.line_color.has_value();
    return rule.circle_color || !rule.icon_image.empty();
}

// Of each look of the layer the first rule that shows, bottom first.
std::vector<const gis::PaintRule*> rules_of(const gis::MapStyle& style, const gis::LayerInfo& layer) {
    std::vector<const gis::PaintRule*> rules;
    const auto add = [&](std::string_view look) {
        const auto rule = std::ranges::find_if(style.rules, [&](const gis::PaintRule& r) { return gis::applies(r, layer, look) && paints(r, layer.geometry); });
        if (rule != style.rules.end()) rules.push_back(&*rule);
    };
    if (layer.looks.empty()) add({});
    for (const std::string& look : gis::looks_beside(style, layer)) add(look);
    for (const gis::LayerLook& look : layer.looks)
        if (look.shapes) add(look.theme);
    std::ranges::stable_sort(rules, {}, &gis::PaintRule::order);
    return rules;
}

class Sample {
public:
    Sample(const Frame& frame, ImVec2 centre, float alpha) : theme_(frame.theme), list_(ImGui::GetWindowDrawList()), centre_(centre), alpha_(alpha) {}

    void polygon(const gis::PaintRule& r) {
        const ImVec2 min = at(-half_width, -half_height), max = at(half_width, half_height);
        const float rounding = theme_.px(2);
        if (const auto fill = ink(r.fill_color, r.fill_opacity)) list_->AddRectFilled(min, max, *fill, rounding);
        if (r.fill_pattern != gis::Pattern::none) pattern(r);
        const bool as_line = !r.fill_color && !r.fill_outline_color && r.fill_pattern == gis::Pattern::none;
        const auto edge = as_line ? ink(r.line_color, r.line_opacity) : ink(r.fill_outline_color, r.fill_opacity);
        if (!edge) return list_->AddRect(min, max, u32(theme_.colors.line, alpha_), rounding);  // a pale area is to be seen on the panel too
        const float width = px(as_line ? r.line_width : r.fill_outline_width, 0.5, 3);
        if (!as_line || r.line_dasharray.empty()) return list_->AddRect(min, max, *edge, rounding, 0, width);
        for (const auto& [from, to] : {std::pair(min, ImVec2(max.x, min.y)), {ImVec2(max.x, min.y), max}, {max, ImVec2(min.x, max.y)}, {ImVec2(min.x, max.y), min}})
            dashed(from, to, r, width, *edge);
    }

    void line(const gis::PaintRule& r) {
        const float width = px(std::max(r.line_width, r.line_width_m > 0 ? 3.0 : 0.0), 1, 6);
        const ImVec2 from = at(-half_width, 0), to = at(half_width, 0);
        if (r.line_casing_width > 0)
            if (const auto casing = ink(r.line_casing_color, r.line_opacity)) list_->AddLine(from, to, *casing, width + 2 * px(r.line_casing_width, 1, 3));
        if (const auto color = ink(r.line_color, r.line_opacity)) dashed(from, to, r, width, *color);
    }

    // A symbol stands alone, in the colour of what it stands on: there is no room for both.
    void point(const gis::PaintRule& r) {
        const auto on = r.circle_color ? r.circle_color : r.icon_color ? r.icon_color : r.text_color;
        if (on && has_icon(theme_, r.icon_image)) {
            const Rgba color = gis::faded(of(*on), (r.circle_color ? r.circle_opacity : r.icon_opacity) * double(alpha_));
            return draw_icon(list_, theme_, centre_, IconSize::small, color, r.icon_image);
        }
        const float radius = px(r.circle_radius, 2.5, 5.5), ring = r.circle_stroke_color ? px(r.circle_stroke_width, 0, 2) : 0;
        if (ring > 0)
            if (const auto edge = ink(r.circle_stroke_color, r.circle_stroke_opacity)) shape(r, radius + ring, *edge);
        if (const auto fill = ink(r.circle_color, r.circle_opacity)) shape(r, radius, *fill);
    }

private:
    [[nodiscard]] ImVec2 at(float x, float y) const { return {centre_.x + theme_.px(x), centre_.y + theme_.px(y)}; }
    [[nodiscard]] float px(double value, double least, double most) const { return theme_.px(static_cast<float>(std::clamp(value, least, most))); }
    [[nodiscard]] Rgba of(const gis::DayNight& color) const { return theme_.night ? color.night : color.day; }
    [[nodiscard]] std::optional<std::uint32_t> ink(const std::optional<gis::DayNight>& color, double opacity) const {
        if (!color) return {};
        return u32(gis::faded(of(*color), opacity), alpha_);
    }

    // As on the map, closer together: at its true distance hardly a line would fall into the sample.
    void pattern(const gis::PaintRule& r) {
        const auto color = ink(r.fill_pattern_color ? r.fill_pattern_color : r.fill_outline_color, r.fill_opacity);
        if (!color) return;
        const float step = px(r.fill_pattern_spacing * 0.6, 3, 6), width = px(r.fill_pattern_width, 0.8, 2.5);
        list_->PushClipRect(at(-half_width + 0.5f, -half_height + 0.5f), at(half_width - 0.5f, half_height - 0.5f), true);
        const float angle = static_cast<float>(r.fill_pattern_angle) * std::numbers::pi_v<float> / 180;
        const ImVec2 along(std::cos(angle), -std::sin(angle)), across(along.y, -along.x);
        const float reach = theme_.px(half_width + half_height);
        const auto place = [&](float u, float v) { return ImVec2(centre_.x + along.x * u + across.x * v, centre_.y + along.y * u + across.y * v); };
        for (float v = -reach; v <= reach; v += step) {
            if (r.fill_pattern == gis::Pattern::dots) {
                for (float u = -reach; u <= reach; u += step) list_->AddCircleFilled(place(u, v), std::max(width / 2, theme_.px(0.7f)), *color);
                continue;
            }
            list_->AddLine(place(-reach, v), place(reach, v), *color, width);
            if (r.fill_pattern == gis::Pattern::cross_hatch) list_->AddLine(place(v, -reach), place(v, reach), *color, width);
        }
        list_->PopClipRect();
    }

    // Its own dashes, shortened until two of them are seen.
    void dashed(ImVec2 from, ImVec2 to, const gis::PaintRule& r, float width, std::uint32_t color) {
        const auto& dashes = r.line_dasharray;
        float period = 0;
        for (const double length : dashes) period += static_cast<float>(length) * width;
        if (dashes.empty() || period <= 0) return list_->AddLine(from, to, color, width);
        const float length = std::hypot(to.x - from.x, to.y - from.y), shown = std::min(period, length * 0.6f), scale = shown / period;
        const auto point = [&](float d) { return ImVec2(from.x + (to.x - from.x) * d / length, from.y + (to.y - from.y) * d / length); };
        float done = 0;
        for (std::size_t i = 0; done < length; ++i) {
            const float part = std::max(static_cast<float>(dashes[i % dashes.size()]) * width * scale, 0.25f), end = std::min(done + part, length);
            if (i % 2 == 0) list_->AddLine(point(done), point(end), color, width);
            done += part;
        }
    }

    void shape(const gis::PaintRule& r, float radius, std::uint32_t color) {
        using enum gis::PointShape;
        switch (r.circle_shape) {
        case circle: return list_->AddCircleFilled(centre_, radius, color);
        case square: return corners(4, radius * std::numbers::sqrt2_v<float>, 45, r, color);
        case diamond: return corners(4, radius, 0, r, color);
        case triangle: return filled(std::array{ImVec2(0, -radius), ImVec2(radius, radius), ImVec2(-radius, radius)}, r, color);
        case star: return star_of(radius, r, color);
        case cross: return arms(radius, 0, r, color);
        case x: return arms(radius * std::numbers::sqrt2_v<float>, 45, r, color);
        case pentagon: return corners(5, radius, 0, r, color);
        case hexagon: return corners(6, radius, 0, r, color);
        }
    }
    [[nodiscard]] ImVec2 turned(ImVec2 p, double degrees) const {
        const float a = static_cast<float>(degrees) * std::numbers::pi_v<float> / 180, c = std::cos(a), s = std::sin(a);
        return {centre_.x + c * p.x - s * p.y, centre_.y + s * p.x + c * p.y};
    }
    void filled(std::span<const ImVec2> points, const gis::PaintRule& r, std::uint32_t color) {
        for (const ImVec2 p : points) list_->PathLineTo(turned(p, r.circle_rotate));
        list_->PathFillConvex(color);
    }
    void corners(int count, float radius, double first, const gis::PaintRule& r, std::uint32_t color) {
        for (int i = 0; i < count; ++i) list_->PathLineTo(turned({0, -radius}, r.circle_rotate + first + 360.0 * i / count));
        list_->PathFillConvex(color);
    }
    void arms(float reach, double first, const gis::PaintRule& r, std::uint32_t color) {
        const double turn = r.circle_rotate + first;
        list_->AddLine(turned({-reach, 0}, turn), turned({reach, 0}, turn), color, 0.4f * reach);
        list_->AddLine(turned({0, -reach}, turn), turned({0, reach}, turn), color, 0.4f * reach);
    }
    void star_of(float radius, const gis::PaintRule& r, std::uint32_t color) {
        constexpr float dip = 0.382f;
        for (int i = 0; i < 5; ++i) {
            const double tip = r.circle_rotate + 72.0 * i;
            list_->AddQuadFilled(centre_, turned({0, -radius * dip}, tip - 36), turned({0, -radius}, tip), turned({0, -radius * dip}, tip + 36), color);
        }
    }

    const Theme& theme_;
    ImDrawList* list_;
    ImVec2 centre_;
    float alpha_;
};

} // namespace

void draw_swatch(const Frame& frame, ImVec2 centre, const gis::Layer& layer, float alpha) {
    if (frame.style == nullptr) return;
    Sample sample(frame, centre, alpha);
    for (const gis::PaintRule* rule : rules_of(*frame.style, layer.info)) {
        if (layer.info.geometry == "polygon") sample.polygon(*rule);
        else if (layer.info.geometry == "line") sample.line(*rule);
        else sample.point(*rule);
    }
}

} // namespace vigie::panels
