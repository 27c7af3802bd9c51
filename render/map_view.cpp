#include "render/map_view.hpp"

#include <epoxy/gl.h>

#include <algorithm>
#include <chrono>
#include <tuple>

#include "render/base_pass.hpp"
#include "render/highlight.hpp"
#include "render/picking.hpp"
#include "render/picture.hpp"
#include "render/tile_store.hpp"

namespace vigie::render {

namespace {

constexpr std::size_t most_areas = 12;  // more places to repair: the whole view is drawn

double wall_s() {
    using clock = std::chrono::steady_clock;
    return std::chrono::duration<double>(clock::now().time_since_epoch()).count();
}

} // namespace

struct MapView::Impl {
    Impl(GpuContext& context, const MapOptions& options)
        : gpu(context), store(context, options.workers, options.upload_bytes_per_frame, options.wake), rules(context),
          base(context), picture(context), highlight(context) {}

    TileStore::Update prepare(const Camera& camera, bool whole);
    bool draw_base(const Camera& camera, const TileStore::Update& update, FrameStats& stats);
    void sort_orders();
    void compose(const Camera& camera, gis::Time now);
    FrameStats draw(const Camera& camera, gis::Time now, bool whole);

    GpuContext& gpu;
    TileStore store;
    RuleTable rules;
    BasePass base;
    Picture picture;
    Highlight highlight;
    std::shared_ptr<const gis::MapStyle> style;
    bool night = false;
    double metres_per_unit = 1;
    Texture composed;          // picture plus what lies over it
    Framebuffer composed_target;
    bool show_composed = false;
    Camera camera;             // of the last draw
    BaseStats last;            // of the last draw of everything
    bool complete = false, touched = true;
    std::string reason;
};

// Waits, when the whole is wanted, until every visible tile is there.
TileStore::Update MapView::Impl::prepare(const Camera& view, bool whole) {
    TileStore::Update update = store.update(view);
    while (whole && !update.complete && store.wait()) {
        TileStore::Update next = store.update(view);
        next.all_changed = next.all_changed || update.all_changed;
        next.arrived.insert(next.arrived.end(), update.arrived.begin(), update.arrived.end());
        update = std::move(next);
    }
    return update;
}

void MapView::Impl::sort_orders() {
    std::set<int> lines, others;
    for (const MapLayer& layer : store.layers()) {
        if (!layer.styled) continue;
        lines.insert(layer.styled->line_orders.begin(), layer.styled->line_orders.end());
        others.insert(layer.styled->other_orders.begin(), layer.styled->other_orders.end());
    }
    rules.set_orders(lines, others);
}

// True when the picture is another now.
bool MapView::Impl::draw_base(const Camera& view, const TileStore::Update& update, FrameStats& stats) {
    const bool recolored = rules.set(style, night, view, metres_per_unit);
    if (update.all_changed) sort_orders();
    if (update.all_changed || recolored) picture.spoil();
    std::vector<PxRect> areas = picture.move_to(view);
    const PxRect all{0, 0, view.width, view.height};
    const bool everything = !areas.empty() && areas.front() == all;
    if (!everything && !update.arrived.empty()) {
        double reach = 1;
        for (const MapLayer& layer : store.layers()) reach = std::max(reach, layer.reach_px * static_cast<double>(view.pixel_ratio));
        const int r = static_cast<int>(reach) + 1;
        for (const gis::TileKey& key : update.arrived) {
            const PxRect place = tile_rect(key, view);
            const PxRect area = intersection(all, {place.x - r, place.y - r, place.width + 2 * r, place.height + 2 * r});
            if (area.width > 0 && area.height > 0 && std::ranges::find(areas, area) == areas.end()) areas.push_back(area);
        }
        if (areas.size() > most_areas) areas = {all};
    }
    if (areas.empty()) return false;
    gpu.bind_framebuffer(picture.framebuffer(), view.width, view.height);
    const gis::DayNight ground = style ? style->background : gis::DayNight{{255, 255, 255}, {20, 27, 32}};
    last = base.draw(view, update.tiles, rules, areas, night ? ground.night : ground.day);
    stats.draw_calls = last.draw_calls;
    return true;
}

void MapView::Impl::compose(const Camera& view, gis::Time) {
    show_composed = !highlight.empty();
    if (!show_composed) return;
    if (!composed || composed.width != view.width || composed.height != view.height) {
        composed_target = {};
        composed = gpu.make_texture(view.width, view.height, PixelFormat::rgba8, Filter::linear);
        composed_target = gpu.make_framebuffer(composed);
    }
    gpu.scissor({});
    gpu.bind_framebuffer(composed_target.id(), view.width, view.height);
    glBindFramebuffer(GL_READ_FRAMEBUFFER, picture.framebuffer());
    glBlitFramebuffer(0, 0, view.width, view.height, 0, 0, view.width, view.height, GL_COLOR_BUFFER_BIT, GL_NEAREST);
    glBindFramebuffer(GL_READ_FRAMEBUFFER, composed_target.id());
    highlight.draw(view, metres_per_unit);
}

FrameStats MapView::Impl::draw(const Camera& view, gis::Time now, bool whole) {
    FrameStats stats;
    if (view.width <= 0 || view.height <= 0) return stats;
    const double begin_s = wall_s();
    const std::uint64_t before = gpu.counts().bytes_uploaded;
    gpu.invalidate();  // others drew since
    const TileStore::Update update = prepare(view, whole);
    const bool moved = !(view == camera);
    const bool base_new = draw_base(view, update, stats);
    stats.redrawn = base_new || moved || touched;
    reason = update.all_changed ? "style" : !update.arrived.empty() ? "tiles" : moved ? "camera" : touched ? "highlight" : "";
    camera = view;
    if (stats.redrawn) compose(view, now);
    touched = false;
    complete = update.complete;
    gpu.collect();
    stats.features = last.features;
    stats.vertices = last.vertices;
    stats.complete = complete;
    stats.bytes_uploaded = gpu.counts().bytes_uploaded - before;
    stats.cpu_ms = (wall_s() - begin_s) * 1000;
    return stats;
}

MapView::MapView() = default;
MapView::~MapView() = default;

gis::Result<std::unique_ptr<MapView>> MapView::create(GpuContext& gpu, MapOptions options) {
    for (const char* name : {"fill", "stroke", "dot", "disc"}) {
        const Program& program = gpu.program(name);
        if (!program.ok()) return gis::Error{gis::ErrorClass::config, {"render.error.shader", {{"name", name}}}, {"render.remedy.reinstall", {}}, program.log()};
    }
    std::unique_ptr<MapView> view(new MapView);
    view->impl_ = std::make_unique<Impl>(gpu, options);
    return view;
}

void MapView::set_plane(double metres_per_unit) {
    impl_->metres_per_unit = metres_per_unit;
    impl_->store.set_style(impl_->style, metres_per_unit);
}

void MapView::set_style(std::shared_ptr<const gis::MapStyle> style, bool night) {
    if (impl_->night != night) impl_->picture.spoil();
    impl_->style = std::move(style);
    impl_->night = night;
    impl_->store.set_style(impl_->style, impl_->metres_per_unit);
}

void MapView::set_layers(std::vector<MapLayerState> layers) {
    std::vector<TileStore::Wanted> wanted;
    for (const MapLayerState& l : layers) wanted.push_back({l.layer, l.visible});
    impl_->store.set_layers(wanted);
}

void MapView::set_highlight(const std::string& layer, std::vector<std::uint32_t> features, Rgba color) {
    gis::LayerPtr source;
    for (const MapLayer& l : impl_->store.layers())
        if (l.id == layer) source = l.source;
    impl_->touched = impl_->highlight.set(source, layer, std::move(features), color) || impl_->touched;
}

FrameStats MapView::draw(const Camera& camera, gis::Time now) { return impl_->draw(camera, now, false); }
FrameStats MapView::draw_complete(const Camera& camera, gis::Time now) { return impl_->draw(camera, now, true); }

std::uint32_t MapView::texture() const {
    return impl_->show_composed ? impl_->composed.id() : impl_->picture.texture().id();
}

bool MapView::wants_frame(gis::Time) const {
    return !impl_->complete || impl_->touched || impl_->store.results_waiting();
}

const std::string& MapView::frame_reason() const { return impl_->reason; }

Image MapView::read_back() {
    Impl& s = *impl_;
    Image image{s.camera.width, s.camera.height, {}};
    image.rgba.resize(static_cast<std::size_t>(image.width) * static_cast<std::size_t>(image.height) * 4);
    s.gpu.invalidate();
    s.gpu.bind_framebuffer(s.show_composed ? s.composed_target.id() : s.picture.framebuffer(), image.width, image.height);
    glPixelStorei(GL_PACK_ALIGNMENT, 1);
    glReadPixels(0, 0, image.width, image.height, GL_RGBA, GL_UNSIGNED_BYTE, image.rgba.data());
    return image;
}

void MapView::finish() {
    Impl& s = *impl_;
    s.gpu.bind_framebuffer(s.show_composed ? s.composed_target.id() : s.picture.framebuffer(), s.camera.width, s.camera.height);
    glFinish();
    std::uint8_t pixel[4];
    glReadPixels(0, 0, 1, 1, GL_RGBA, GL_UNSIGNED_BYTE, pixel);
}

std::vector<FeatureHit> MapView::pick_features(PxPoint p, double tolerance_px) const {
    struct Found {
        PickedFeature hit;
        std::size_t layer;
    };
    std::vector<Found> found;
    const auto& layers = impl_->store.layers();
    for (std::size_t i = 0; i < layers.size(); ++i) {
        if (!layers[i].visible || !layers[i].styled) continue;
        for (const PickedFeature& hit : pick(*layers[i].styled, impl_->camera, p, tolerance_px)) found.push_back({hit, i});
    }
    // As drawn: order, then polygons before lines before points, then layers, then the rank inside.
    std::ranges::sort(found, std::greater{}, [](const Found& f) { return std::tuple(f.hit.order, f.hit.kind, f.layer, f.hit.rank); });
    std::vector<FeatureHit> hits;
    for (const Found& f : found) hits.push_back({layers[f.layer].id, f.hit.feature, f.hit.distance_px});
    return hits;
}

} // namespace vigie::render
