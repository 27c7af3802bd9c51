#include "render/rule_table.hpp"

#include <algorithm>

namespace vigie::render {

namespace {

std::array<float, 4> straight(gis::Rgba c) {
    return {static_cast<float>(c.r) / 255, static_cast<float>(c.g) / 255, static_cast<float>(c.b) / 255, static_cast<float>(c.a) / 255};
}

std::array<float, 4> color_of(const std::optional<gis::DayNight>& c, bool night) {
    return c ? straight(night ? c->night : c->day) : std::array<float, 4>{};
}

float px(double value, float scale) { return static_cast<float>(value) * scale; }

} // namespace

bool RuleTable::set(const std::shared_ptr<const gis::MapStyle>& style, bool night, const Camera& camera, double metres_per_unit) {
    const double zoom = camera.zoom(metres_per_unit), px_per_metre = 1 / (camera.units_per_px * metres_per_unit);
    const bool same = style == style_ && night == night_ && zoom == zoom_ && px_per_metre == px_per_metre_ && scale_ == camera.pixel_ratio;
    if (same && buffers_[0]) return false;
    if (style != style_) {
        style_ = style;
        cased_.clear();
        if (style)
            for (const gis::PaintRule& r : style->rules)
                if (r.line_color && r.line_casing_color && r.line_casing_width > 0) cased_.push_back(r.order);
    }
    night_ = night;
    zoom_ = zoom;
    px_per_metre_ = px_per_metre;
    scale_ = camera.pixel_ratio;
    std::array<std::unique_ptr<Values>, 5> before = std::move(values_);
    for (auto& v : values_) v = std::make_unique<Values>();
    fill_values();
    bool changed = false;
    for (std::size_t i = 0; i < buffers_.size(); ++i) {
        const Values& v = *values_[i];
        if (before[i] && before[i]->a == v.a && before[i]->b == v.b && before[i]->c == v.c) continue;
        const std::span bytes(reinterpret_cast<const std::byte*>(&v), sizeof v);
        if (buffers_[i]) gpu_.update(buffers_[i], BufferUse::uniform, bytes);
        else buffers_[i] = gpu_.make_buffer(BufferUse::uniform, bytes, true);
        changed = true;
    }
    return changed;
}

void RuleTable::fill_values() {
    fills_opaque_ = true;
    if (!style_) return;
    auto& [area, outline, casing, line, disc] = values_;
    for (std::size_t i = 0; i < std::min(most_rules, style_->rules.size()); ++i) {
        const gis::PaintRule& r = style_->rules[i];
        if (zoom_ < r.minzoom || zoom_ >= r.maxzoom) continue;  // colours stay transparent: nothing is drawn
        area->a[i] = color_of(r.fill_color, night_);
        area->b[i] = color_of(r.fill_outline_color, night_);
        const float edge = r.fill_outline_color ? px(r.fill_outline_width, scale_) : 0.0f;
        area->c[i] = {edge, 0, 0, 0};
        if (r.fill_color && area->a[i][3] < 1) fills_opaque_ = false;
        // A fill without an outline is smoothed by a hairline of its own colour.
        outline->a[i] = r.fill_outline_color ? area->b[i] : area->a[i][3] == 1 ? area->a[i] : std::array<float, 4>{};
        outline->b[i] = {r.fill_outline_color ? edge / 2 : 0.25f, 0, 0, 0};
        const float half = std::max(px(r.line_width, scale_), static_cast<float>(r.line_width_m * px_per_metre_)) / 2;
        const float dash = r.line_dasharray.empty() ? 0 : static_cast<float>(2 * r.line_dasharray[0]);
        const float gap = r.line_dasharray.size() < 2 ? dash : static_cast<float>(2 * r.line_dasharray[1]);
        line->a[i] = color_of(r.line_color, night_);
        line->b[i] = {half, dash, gap, 0};
        casing->a[i] = r.line_casing_width > 0 ? color_of(r.line_casing_color, night_) : std::array<float, 4>{};
        casing->b[i] = {half + px(r.line_casing_width, scale_), 0, 0, 0};
        disc->a[i] = color_of(r.circle_color, night_);
        disc->b[i] = color_of(r.circle_stroke_color, night_);
        disc->c[i] = {px(r.circle_radius, scale_), r.circle_stroke_color ? px(r.circle_stroke_width, scale_) : 0.0f, 0, 0};
    }
}

void RuleTable::set_orders(const std::set<int>& lines, const std::set<int>& others) {
    casing_of_order_.clear();
    std::set<int> all = lines;
    all.insert(others.begin(), others.end());
    int run = 0;
    bool in_run = false;
    for (const int order : all) {
        if (others.contains(order)) in_run = false;
        if (!lines.contains(order)) continue;
        if (!in_run) run = order;
        in_run = true;
        casing_of_order_.emplace_back(order, run);
    }
}

bool RuleTable::has_casing(int order) const { return std::ranges::find(cased_, order) != cased_.end(); }

int RuleTable::casing_order(int order) const {
    for (const auto& [of, run] : casing_of_order_)
        if (of == order) return run;
    return order;
}

void RuleTable::bind(Block block) {
    constexpr std::array<std::uint32_t, 5> bindings = {area_binding, stroke_binding, stroke_binding, stroke_binding, disc_binding};
    gpu_.bind_uniforms(bindings[static_cast<std::size_t>(block)], buffers_[static_cast<std::size_t>(block)]);
}

} // namespace vigie::render
