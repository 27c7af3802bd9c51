#include "render/highlight.hpp"

#include <algorithm>
#include <utility>

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
            for (auto seam = std::ranges::lower_bound(from.seams, from.vertex_begin[p]); seam != from.seams.end() && *seam < from.vertex_begin[p + 1]; ++seam)
                to.seams.push_back(static_cast<std::uint32_t>(to.xy.size() / 2) + *seam - from.vertex_begin[p]);
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

gis::LayerPtr Highlight::Gather::run() const { return part_of(*source, *features); }

Highlight::Highlight(GpuContext& gpu, const MemoryBudget& memory, std::function<void()> wake)
    : gpu_(gpu), memory_(memory), wake_(std::move(wake)), base_(gpu), gathered_(1, wake_) {}

std::int64_t Highlight::bytes_beside() const {
    std::int64_t sum = 0;
    for (const auto& [id, part] : parts_)
        if (part.store) sum += part.store->bytes_beside();
    return sum;
}

void Highlight::offer(std::vector<Spare>& spares) {
    for (auto& [id, part] : parts_)
        if (part.store) part.store->offer(spares);
}

bool Highlight::set(const gis::LayerPtr& layer, const std::string& id, std::vector<std::uint32_t> features, gis::Rgba color) {
    if (!layer || features.empty()) {
        const bool was = parts_.erase(id) > 0;
        if (was) plan();
        return was;
    }
    Part& part = parts_[id];
    if (part.source == layer && part.features && *part.features == features && part.color == color) return false;
    part.source = layer;
    part.features = std::make_shared<const std::vector<std::uint32_t>>(std::move(features));
    part.color = color;
    part.gathering = 0;
    if (part.features->size() <= at_once) show(part, part_of(*layer, *part.features));
    else part.gathering = next_job_++;
    plan();
    return true;
}

void Highlight::show(Part& part, const gis::LayerPtr& layer) const {
    const bool many = part.features->size() > at_once;
    part.gathering = 0;
    part.style = style_of(part.color);
    part.store = std::make_unique<TileStore>(gpu_, memory_, many ? 1 : 0, std::size_t{1} << 30, many ? wake_ : std::function<void()>{});
    part.store->set_layers({{layer, true}});
    part.rules = std::make_unique<RuleTable>(gpu_);
}

void Highlight::plan() {
    std::vector<Gather> jobs;
    for (const auto& [id, part] : parts_)
        if (part.gathering != 0) jobs.push_back({part.gathering, part.source, part.features});
    gathered_.plan(std::move(jobs));
}

void Highlight::receive(bool whole) {
    const auto gathering = [&] { return std::ranges::any_of(parts_, [](const auto& p) { return p.second.gathering != 0; }); };
    do {
        if (whole && gathering() && !gathered_.help()) gathered_.wait();
        for (auto& [job, layer] : gathered_.take())
            for (auto& [id, part] : parts_)
                if (part.gathering == job) show(part, layer);
    } while (whole && gathering());
}

bool Highlight::results_waiting() const {
    return gathered_.has_results() || std::ranges::any_of(parts_, [](const auto& p) { return p.second.store && p.second.store->results_waiting(); });
}

void Highlight::draw(const Camera& camera, double metres_per_unit, bool whole) {
    receive(whole);
    const PxRect all{0, 0, camera.width, camera.height};
    for (auto& [id, part] : parts_) {
        if (!part.store) continue;
        part.store->set_style(part.style, metres_per_unit);
        TileStore::Update update = part.store->update(camera);
        const bool waits = whole || part.features->size() <= at_once;
        while (waits && !update.complete && part.store->wait()) update = part.store->update(camera);
        const std::vector styled{part.store->layers().front().styled};
        if (!styled.front()) continue;
        part.rules->set(styled, false, camera, metres_per_unit);
        base_.draw(camera, update.tiles, *part.rules, {&all, 1}, {});
    }
}

} // namespace vigie::render
