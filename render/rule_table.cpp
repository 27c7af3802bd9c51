#include "render/rule_table.hpp"

#include <epoxy/gl.h>

#include <algorithm>

namespace vigie::render {

namespace {

using Vec4 = std::array<float, 4>;
constexpr std::array<std::size_t, RuleTable::blocks> per_rule = {4, 4, 4, 4, 3};  // Vec4, as the shaders' structures
constexpr float wide_px = 3;  // from here on automatic caps are round: gis/layers/tiles.cpp

Vec4 color_of(const std::optional<gis::DayNight>& color, bool night, double opacity) {
    if (!color) return {};
    const gis::Rgba c = night ? color->night : color->day;
    return {static_cast<float>(c.r) / 255, static_cast<float>(c.g) / 255, static_cast<float>(c.b) / 255,
            static_cast<float>(c.a / 255.0 * opacity)};
}

float px(double value, float scale) { return static_cast<float>(value) * scale; }

bool cased(const gis::PaintRule& r) {
    return r.line_color && r.line_casing_color && (r.line_casing_width > 0 || r.is_driven("line-casing-width"));
}

// Up to four dashes and gaps in px, and how long they are together (0: solid). An odd list is run through twice.
struct Dashes {
    Vec4 first{}, second{};
    float period = 0;
};
Dashes dashes_of(const gis::PaintRule& r, float width_px) {
    Dashes d;
    const std::size_t n = r.line_dasharray.size(), total = n % 2 == 0 ? n : 2 * n;
    for (std::size_t i = 0; i < std::min<std::size_t>(total, 8); ++i) {
        const float length = static_cast<float>(r.line_dasharray[i % n]) * width_px;
        (i < 4 ? d.first : d.second)[i % 4] = length;
        d.period += length;
    }
    return d;
}

} // namespace

RuleTable::RuleTable(GpuContext& gpu) : gpu_(gpu) {
    GLint bytes = 0;
    glGetIntegerv(GL_UNIFORM_BUFFER_OFFSET_ALIGNMENT, &bytes);
    alignment_ = std::max<std::size_t>(1, static_cast<std::size_t>(std::max(bytes, 0)) / sizeof(Vec4));
}

// Where each table's values stand; after the last there is room for a whole block, because a bound part is as long as one.
void RuleTable::lay_out(Layers layers) {
    tables_.clear();
    first_table_.clear();
    std::array<std::size_t, blocks> end{};
    for (const auto& layer : layers) {
        first_table_.emplace_back(layer.get(), tables_.size());
        for (std::size_t first = 0; first < layer->rules.size(); first += gis::rules_per_table) {
            Table table{layer, first, std::min(gis::rules_per_table, layer->rules.size() - first), end, {}, {}};
            for (std::size_t b = 0; b < blocks; ++b)
                end[b] += (table.count * per_rule[b] + alignment_ - 1) / alignment_ * alignment_;
            tables_.push_back(std::move(table));
        }
    }
    std::ranges::sort(first_table_);
    for (std::size_t b = 0; b < blocks; ++b) values_[b].assign(end[b] + gis::rules_per_table * per_rule[b], Vec4{});
}

std::size_t RuleTable::table_of(const gis::StyledLayer& layer, std::uint16_t table) const {
    return std::ranges::lower_bound(first_table_, &layer, {}, &std::pair<const gis::StyledLayer*, std::size_t>::first)->second + table;
}

void RuleTable::set(Layers layers, bool night, const Camera& camera, double metres_per_unit) {
    const double zoom = camera.zoom(metres_per_unit), px_per_metre = 1 / (camera.units_per_px * metres_per_unit);
    std::vector<const gis::StyledLayer*> now, before;
    for (const auto& layer : layers) now.push_back(layer.get());
    for (const Table& table : tables_)
        if (table.first == 0) before.push_back(table.layer.get());
    std::erase_if(now, [](const gis::StyledLayer* l) { return l->rules.empty(); });
    const bool other_layers = now != before;
    const bool same = !other_layers && night == night_ && zoom == zoom_ && px_per_metre == px_per_metre_ && scale_ == camera.pixel_ratio;
    if (same && buffers_[0]) return;
    night_ = night;
    zoom_ = zoom;
    px_per_metre_ = px_per_metre;
    scale_ = camera.pixel_ratio;
    const auto drawn = values_;
    if (other_layers || !buffers_[0]) {
        lay_out(layers);
        sort_orders(layers);
    }
    for (Table& table : tables_) fill_values(table);
    for (std::size_t b = 0; b < blocks; ++b) {
        if (buffers_[b] && drawn[b] == values_[b]) continue;
        if (buffers_[b]) gpu_.update(buffers_[b], BufferUse::uniform, bytes_of(values_[b]));
        else buffers_[b] = gpu_.make_buffer(BufferUse::uniform, bytes_of(values_[b]), true);
    }
}

void RuleTable::fill_values(Table& table) {
    table.needs = {};
    table.translucent.clear();
    gis::PaintRule scratch;
    for (std::size_t i = 0; i < table.count; ++i) {
        const gis::PaintRule& rule = table.layer->rules[table.first + i];
        for (std::size_t b = 0; b < blocks; ++b)
            std::fill_n(values_[b].begin() + static_cast<std::ptrdiff_t>(table.offset[b] + i * per_rule[b]), per_rule[b], Vec4{});
        if (zoom_ < rule.minzoom || zoom_ >= rule.maxzoom) continue;  // colours stay transparent: nothing is drawn
        fill_rule(table, i, gis::at_zoom(rule, zoom_, scratch));
    }
}

void RuleTable::fill_rule(Table& table, std::size_t index, const gis::PaintRule& r) {
    const auto values = [&](Block block) {
        const auto b = static_cast<std::size_t>(block);
        return std::span(values_[b]).subspan(table.offset[b] + index * per_rule[b], per_rule[b]);
    };
    const auto area = values(Block::area), outline = values(Block::outline), casing = values(Block::casing), line = values(Block::line),
               disc = values(Block::disc);
    Needs& needs = table.needs;
    area[0] = color_of(r.fill_color, night_, r.fill_opacity);
    area[1] = color_of(r.fill_outline_color, night_, r.fill_opacity);
    const float edge = r.fill_outline_color ? px(r.fill_outline_width, scale_) : 0.0f;
    area[2] = {edge, 0, 0, 0};
    if (r.fill_pattern != gis::Pattern::none) {
        // The pattern's number and its angle in one: 16 is more than two turns.
        const double angle = r.fill_pattern_angle * 3.14159265358979 / 180 + 16.0 * static_cast<int>(r.fill_pattern);
        area[2] = {edge, px(r.fill_pattern_spacing, scale_), px(r.fill_pattern_width, scale_), static_cast<float>(angle)};
        area[3] = color_of(r.fill_pattern_color ? r.fill_pattern_color : r.fill_outline_color, night_, r.fill_opacity);
        needs.patterns = true;
    }
    if ((r.fill_color || r.fill_pattern != gis::Pattern::none) && area[0][3] < 1) needs.opaque = false;
    // A fill without an outline is smoothed by a hairline of its own colour.
    outline[0] = r.fill_outline_color ? area[1] : area[0][3] == 1 ? area[0] : Vec4{};
    outline[1] = {r.fill_outline_color ? edge / 2 : 0.25f, 0, 0, 0};
    const float width = std::max(px(r.line_width, scale_), static_cast<float>(r.line_width_m * px_per_metre_)), half = width / 2;
    const bool round = r.line_cap == gis::LineCap::round || (r.line_cap == gis::LineCap::automatic && r.line_dasharray.empty() && width > wide_px);
    const float cap = round ? 1.0f : r.line_cap == gis::LineCap::square ? 2.0f : 0.0f, aside = px(r.line_offset, scale_);
    const Dashes dashes = dashes_of(r, width);
    line[0] = color_of(r.line_color, night_, r.line_opacity);
    line[1] = {half, aside, cap, dashes.period};
    line[2] = dashes.first;
    line[3] = dashes.second;
    casing[0] = r.line_casing_width > 0 ? color_of(r.line_casing_color, night_, r.line_opacity) : Vec4{};
    casing[1] = {half + px(r.line_casing_width, scale_), aside, cap, 0};
    for (const auto& [block, color] : {std::pair(Block::outline, outline[0]), std::pair(Block::casing, casing[0]), std::pair(Block::line, line[0])})
        if (color[3] > 0 && color[3] < 1) table.translucent.emplace(block, r.order);
    needs.dashes = needs.dashes || dashes.period > 0;
    needs.aside = needs.aside || r.line_offset != 0 || r.is_driven("line-offset");
    needs.shapes = needs.shapes || r.circle_shape != gis::PointShape::circle;
    disc[0] = color_of(r.circle_color, night_, r.circle_opacity);
    disc[1] = color_of(r.circle_stroke_color, night_, r.circle_stroke_opacity);
    disc[2] = {px(r.circle_radius, scale_), r.circle_stroke_color ? px(r.circle_stroke_width, scale_) : 0.0f, static_cast<float>(r.circle_shape),
               static_cast<float>(r.circle_rotate * 3.14159265358979 / 180)};
}

void RuleTable::sort_orders(Layers layers) {
    std::set<int> lines, others, all;
    cased_.clear();
    casing_of_order_.clear();
    for (const auto& layer : layers) {
        lines.insert(layer->line_orders.begin(), layer->line_orders.end());
        others.insert(layer->other_orders.begin(), layer->other_orders.end());
        for (const gis::PaintRule& rule : layer->rules)
            if (cased(rule)) cased_.insert(rule.order);
    }
    all = lines;
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

int RuleTable::casing_order(int order) const {
    for (const auto& [of, run] : casing_of_order_)
        if (of == order) return run;
    return order;
}

RuleTable::Values RuleTable::values(Block block, std::size_t table) const {
    const auto b = static_cast<std::size_t>(block);
    return {std::span(values_[b]).subspan(tables_[table].offset[b], tables_[table].count * per_rule[b]), per_rule[b]};
}

void RuleTable::bind(Block block, std::size_t table) {
    constexpr std::array<std::uint32_t, blocks> bindings = {area_binding, stroke_binding, stroke_binding, stroke_binding, disc_binding};
    const auto b = static_cast<std::size_t>(block);
    glBindBufferRange(GL_UNIFORM_BUFFER, bindings[b], buffers_[b].id(), static_cast<GLintptr>(tables_[table].offset[b] * sizeof(Vec4)),
                      static_cast<GLsizeiptr>(gis::rules_per_table * per_rule[b] * sizeof(Vec4)));
}

} // namespace vigie::render
