#include "render/highlight.hpp"

namespace vigie::render {

namespace {

// Only these features, with nothing but their shapes.
gis::LayerPtr part_of(const gis::Layer& layer, const std::vector<std::uint32_t>& features) {
    auto part = std::make_shared<gis::Layer>();
    const gis::FeatureGeometry& from = layer.geometry;
    gis::FeatureGeometry& to = part->geometry;
    to.part_begin.push_back(0);
    to.vertex_begin.push_back(0);
    for (const std::uint32_t f : features) {
        if (f >= from.feature_count()) continue;
        for (std::uint32_t p = from.part_begin[f]; p < from.part_begin[f + 1]; ++p) {
            const auto begin = from.xy.begin() + 2 * static_cast<std::ptrdiff_t>(from.vertex_begin[p]);
            to.xy.insert(to.xy.end(), begin, from.xy.begin() + 2 * static_cast<std::ptrdiff_t>(from.vertex_begin[p + 1]));
            to.vertex_begin.push_back(static_cast<std::uint32_t>(to.xy.size() / 2));
            to.ring_is_hole.push_back(p < from.ring_is_hole.size() ? from.ring_is_hole[p] : std::uint8_t{0});
        }
        to.part_begin.push_back(static_cast<std::uint32_t>(to.vertex_begin.size() - 1));
        to.type.push_back(from.type[f]);
    }
    part->info.id = "highlight";
    part->info.theme = "highlight";
    part->finish();
    return part;
}

std::shared_ptr<const gis::MapStyle> style_of(gis::Rgba color) {
    gis::PaintRule rule;
    rule.theme = "*";
    gis::Rgba tint = color;
    tint.a = static_cast<std::uint8_t>(color.a * 3 / 10);
    rule.fill_color = gis::DayNight{tint, tint};
    rule.fill_outline_color = rule.line_color = rule.circle_stroke_color = gis::DayNight{color, color};
    rule.fill_outline_width = 2.5;
    rule.line_width = 4;
    rule.circle_color = gis::DayNight{tint, tint};
    rule.circle_radius = 5;
    rule.circle_stroke_width = 2;
    auto style = std::make_shared<gis::MapStyle>();
    style->rules.push_back(rule);
    return style;
}

} // namespace

Highlight::Highlight(GpuContext& gpu, const MemoryBudget& memory) : gpu_(gpu), memory_(memory), base_(gpu) {}

std::int64_t Highlight::bytes_beside() const {
    std::int64_t sum = 0;
    for (const auto& [id, part] : parts_) sum += part.store->bytes_beside();
    return sum;
}

void Highlight::offer(std::vector<Spare>& spares) {
    for (auto& [id, part] : parts_) part.store->offer(spares);
}

bool Highlight::set(const gis::LayerPtr& layer, const std::string& id, std::vector<std::uint32_t> features, gis::Rgba color) {
    if (!layer || features.empty()) return parts_.erase(id) > 0;
    Part& part = parts_[id];
    if (part.source == layer && part.features == features && part.color == color) return false;
    part.source = layer;
    part.shown = part_of(*layer, features);
    part.features = std::move(features);
    part.color = color;
    part.style = style_of(color);
    part.store = std::make_unique<TileStore>(gpu_, memory_, 0, std::size_t{1} << 30, std::function<void()>{});
    part.store->set_layers({{part.shown, true}});
    part.rules = std::make_unique<RuleTable>(gpu_);
    return true;
}

void Highlight::draw(const Camera& camera, double metres_per_unit) {
    const PxRect all{0, 0, camera.width, camera.height};
    for (auto& [id, part] : parts_) {
        part.store->set_style(part.style, metres_per_unit);
        TileStore::Update update = part.store->update(camera);
        while (!update.complete && part.store->wait()) update = part.store->update(camera);
        const std::vector styled{part.store->layers().front().styled};
        if (!styled.front()) continue;
        part.rules->set(styled, false, camera, metres_per_unit);
        base_.draw(camera, update.tiles, *part.rules, {&all, 1}, {});
    }
}

} // namespace vigie::render
