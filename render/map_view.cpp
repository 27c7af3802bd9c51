#include "render/map_view.hpp"

#include <epoxy/gl.h>

#include <algorithm>
#include <chrono>
#include <tuple>

#include "gis/layers/features_within.hpp"
#include "render/base_pass.hpp"
#include "render/dressing.hpp"
#include "render/picking.hpp"
#include "render/picture.hpp"
#include "render/raster_store.hpp"
#include "render/tile_store.hpp"

namespace vigie::render {

namespace {

constexpr std::size_t most_areas = 12;  // more places to repair: the whole view is drawn

double wall_s() {
    using clock = std::chrono::steady_clock;
    return std::chrono::duration<double>(clock::now().time_since_epoch()).count();
}

gis::PlaneBox plane_box(const PxRect& area, const Camera& camera) {
    gis::PlaneBox box;
    for (const double x : {double(area.x), double(area.x + area.width)})
        for (const double y : {double(area.y), double(area.y + area.height)}) {
            const gis::PlanePoint p = camera.plane_from_screen({x, y});
            box.include(p.x, p.y);
        }
    return box;
}

// Adds what of a rectangle no other covers yet: painted twice, what is translucent would show.
void add_apart(std::vector<PxRect>& areas, const PxRect& r, std::size_t from = 0) {
    if (r.width <= 0 || r.height <= 0) return;
    for (std::size_t i = from; i < areas.size(); ++i) {
        const PxRect both = intersection(r, areas[i]);
        if (both.width == 0 || both.height == 0) continue;
        const int right = r.x + r.width, bottom = r.y + r.height, both_right = both.x + both.width, both_bottom = both.y + both.height;
        add_apart(areas, {r.x, r.y, r.width, both.y - r.y}, i + 1);
        add_apart(areas, {r.x, both_bottom, r.width, bottom - both_bottom}, i + 1);
        add_apart(areas, {r.x, both.y, both.x - r.x, both.height}, i + 1);
        add_apart(areas, {both_right, both.y, right - both_right, both.height}, i + 1);
        return;
    }
    areas.push_back(r);
}

// The whole pixels that a box touches.
PxRect px_rect(const gis::PlaneBox& box, const Camera& camera) {
    double x0 = 1e9, y0 = 1e9, x1 = -1e9, y1 = -1e9;
    for (const gis::PlanePoint corner : {gis::PlanePoint{box.min_x, box.min_y}, {box.max_x, box.min_y}, {box.min_x, box.max_y}, {box.max_x, box.max_y}}) {
        const PxPoint p = camera.screen_from_plane(corner);
        x0 = std::min(x0, p.x), x1 = std::max(x1, p.x), y0 = std::min(y0, p.y), y1 = std::max(y1, p.y);
    }
    const auto whole = [](double v) { return static_cast<int>(std::clamp(v, -1e6, 1e6)); };
    const int left = whole(std::floor(x0)) - 1, top = whole(std::floor(y0)) - 1;
    return {left, top, whole(std::ceil(x1)) + 1 - left, whole(std::ceil(y1)) + 1 - top};
}

} // namespace

struct MapView::Impl {
    Impl(GpuContext& context, const MapOptions& options)
        : gpu(context), memory{options.memory_bytes}, store(context, memory, options.workers, options.upload_bytes_per_frame, options.wake),
          rasters(context, memory, options.wake), rules(context), base(context), picture(context, memory), dressing(context, memory, options.wake) {
        base.paint_by(options.painting);
    }

    struct Prepared {
        TileStore::Update update;
        RasterStore::Update ground;
        std::vector<PxRect> areas;  // to draw anew
        bool in_parts = false;      // the tiles are those of the areas only
        bool begun = false;
    };
    Prepared prepare(const Camera& camera, bool whole);
    bool draw_base(const Camera& camera, const Prepared& prepared, FrameStats& stats);
    [[nodiscard]] std::vector<std::shared_ptr<const gis::StyledLayer>> styled_layers() const;
    void show_layers();
    void name_layers();
    [[nodiscard]] FrameTime frame_time(gis::Time now, bool settled) const;
    [[nodiscard]] std::uint32_t shown_framebuffer() const;
    FrameStats draw(const Camera& camera, gis::Time now, bool whole);
    [[nodiscard]] std::int64_t memory_used() const { return gpu.counts().bytes + store.bytes_beside() + dressing.highlight.bytes_beside(); }
    void keep_within_budget();

    std::uint64_t draws = 0;
    GpuContext& gpu;
    MemoryBudget memory;  // before what refers to it
    TileStore store;
    RasterStore rasters;
    RuleTable rules;
    BasePass base;
    Picture picture;
    Dressing dressing;
    std::shared_ptr<const gis::MapStyle> style;
    bool night = false, still = false;  // still: nothing eases
    double metres_per_unit = 1;
    std::vector<MapLayerState> states;  // as set
    Camera camera;             // of the last draw
    BaseStats last;            // of the last draw of everything
    gis::Time shown_at{};
    bool complete = false, arriving = true;  // arriving: of it, what this machine makes
    bool touched = true, overlay_set = false;
    std::uint64_t overlay_revision = 0;
    bool restyled = false;     // the picture shows another style
    std::string reason;
};

// Settles what must be drawn anew and which tiles that takes. Waits, when the whole is wanted, until all of them are there.
MapView::Impl::Prepared MapView::Impl::prepare(const Camera& view, bool whole) {
    Prepared p;
    const auto look = [&] {
        const bool first = !p.begun;  // later, what a service just refused is not asked again
        if (!p.begun) p.areas = picture.move_to(view);
        p.begun = true;
        // Where the picture was complete before, only its new parts ask for tiles.
        std::vector<gis::PlaneBox> parts;
        for (const PxRect& area : p.areas) parts.push_back(plane_box(area, view));
        p.in_parts = picture.complete();
        TileStore::Update next = p.in_parts ? store.update(view, parts) : store.update(view);
        RasterStore::Update ground = p.in_parts ? rasters.update(view, parts, first) : rasters.update(view, {}, first);
        if (next.all_changed) {  // also by what workers just brought
            picture.spoil();
            p.areas = picture.move_to(view);
            if (std::exchange(p.in_parts, false)) ground = rasters.update(view, {}, first);
        }
        next.all_changed = next.all_changed || p.update.all_changed;
        next.arrived.insert(next.arrived.end(), p.update.arrived.begin(), p.update.arrived.end());
        p.update = std::move(next);
        ground.arrived.insert(ground.arrived.end(), p.ground.arrived.begin(), p.ground.arrived.end());
        p.ground = std::move(ground);
    };
    look();
    while (whole && ((!p.update.complete && store.wait()) || (!p.ground.complete && rasters.wait()))) look();
    return p;
}

std::vector<std::shared_ptr<const gis::StyledLayer>> MapView::Impl::styled_layers() const {
    std::vector<std::shared_ptr<const gis::StyledLayer>> styled;
    for (const MapLayer& layer : store.layers()) {
        if (layer.styled) styled.push_back(layer.styled);
        if (layer.before) styled.push_back(layer.before->styled);
    }
    return styled;
}

// True when the picture is another now.
bool MapView::Impl::draw_base(const Camera& view, const Prepared& prepared, FrameStats& stats) {
    const TileStore::Update& update = prepared.update;
    if (restyled && !update.complete && view == camera) {  // the picture of the last style stays until the new one's is there
        picture.spoil();
        return false;
    }
    restyled = false;
    rules.set(styled_layers(), night, view, metres_per_unit);  // follows the zoom, which a kept picture shares with its view
    std::vector<PxRect> areas = prepared.areas;
    const PxRect all{0, 0, view.width, view.height};
    const bool everything = !areas.empty() && areas.front() == all;
    if (!everything && !prepared.in_parts) {
        double reach = 1;
        for (const MapLayer& layer : store.layers()) reach = std::max(reach, layer.reach_px * static_cast<double>(view.pixel_ratio));
        const int r = static_cast<int>(reach) + 1;
        for (const gis::TileKey& key : update.arrived) {
            const PxRect place = tile_rect(key, view);
            add_apart(areas, intersection(all, {place.x - r, place.y - r, place.width + 2 * r, place.height + 2 * r}));
        }
        for (const gis::PlaneBox& box : prepared.ground.arrived) add_apart(areas, intersection(all, px_rect(box, view)));
        if (areas.size() > most_areas) areas = {all};
    }
    if (areas.empty()) return false;
    gpu.bind_framebuffer(picture.framebuffer(), view.width, view.height);
    const gis::DayNight ground = style ? style->background : gis::DayNight{{255, 255, 255}, {20, 27, 32}};
    std::optional<gis::Rgba> below = night ? ground.night : ground.day;
    if (!rasters.empty()) {
        base.clear(areas, *below);
        rasters.draw(view, areas);
        below.reset();
    }
    last = base.draw(view, update.tiles, rules, areas, below, &picture.texture());
    stats.draw_calls = last.draw_calls;
    return true;
}

FrameTime MapView::Impl::frame_time(gis::Time now, bool settled) const { return {now, wall_s(), settled || still}; }

std::uint32_t MapView::Impl::shown_framebuffer() const {
    return dressing.empty() ? picture.framebuffer() : dressing.framebuffer();
}

void MapView::Impl::show_layers() {
    std::vector<TileStore::Wanted> wanted;
    for (const MapLayerState& l : states) {
        if (!l.layer) continue;
        if (l.layer->info.looks.empty()) wanted.push_back({l.layer, l.visible, {}});
        for (const gis::LayerLook& look : l.layer->info.looks)
            if (look.shapes) wanted.push_back({l.layer, l.visible, look.theme});
        if (style)
            for (std::string& look : gis::looks_beside(*style, l.layer->info)) wanted.push_back({l.layer, l.visible, std::move(look)});
    }
    store.set_layers(wanted);
    name_layers();
}

void MapView::Impl::name_layers() {
    std::vector<NamedLayer> named;
    for (const MapLayerState& s : states) {
        if (!s.visible || !s.labels || !s.layer) continue;
        if (s.layer->info.looks.empty()) named.push_back({s.layer, {}});
        if (style)
            for (std::string& look : gis::looks_beside(*style, s.layer->info)) named.push_back({s.layer, std::move(look)});
        for (const gis::LayerLook& look : s.layer->info.looks)
            if (look.labels) named.push_back({s.layer, look.theme});
    }
    dressing.set_names(std::move(named), style, night);
    touched = true;
}

FrameStats MapView::Impl::draw(const Camera& view, gis::Time now, bool whole) {
    FrameStats stats;
    if (view.width <= 0 || view.height <= 0) return stats;
    const double begin_s = wall_s();
    const std::uint64_t before = gpu.counts().bytes_uploaded;
    gpu.invalidate();  // others drew since
    ++memory.frame;
    const Prepared prepared = prepare(view, whole);
    const TileStore::Update& update = prepared.update;
    touched = touched || dressing.highlight.results_waiting();
    const bool moved = !(view == camera);
    const bool base_new = draw_base(view, prepared, stats);
    picture.drawn(update.complete && prepared.ground.complete, whole);
    const FrameTime time = frame_time(now, whole);
    if (whole) dressing.prepare_all();
    const std::string dressing_reason = dressing.frame_reason(time);
    stats.redrawn = base_new || moved || touched || (now != shown_at && overlay_set) || !dressing_reason.empty();
    if (stats.redrawn)
        reason = update.all_changed ? "style" : !update.arrived.empty() ? "tiles" : moved ? "camera" : touched ? "overlay" : dressing_reason;
    camera = view;
    shown_at = now;
    if (stats.redrawn) dressing.draw(picture, view, time, whole);
    touched = false;
    complete = update.complete && prepared.ground.complete;
    arriving = !update.complete || !prepared.ground.files_complete;
    keep_within_budget();
    stats.features = last.features;
    stats.labels = dressing.labels_drawn();
    stats.markers = dressing.markers_drawn();
    stats.vertices = last.vertices;
    stats.complete = complete;
    stats.bytes_uploaded = gpu.counts().bytes_uploaded - before;
    stats.cpu_ms = (wall_s() - begin_s) * 1000;
    return stats;
}

void MapView::Impl::keep_within_budget() {
    gpu.collect();
    const std::int64_t bytes = excess(memory, memory_used());
    if (bytes <= 0) return;
    std::vector<Spare> spares;
    store.offer(spares);
    rasters.offer(spares);
    picture.offer(spares);
    dressing.highlight.offer(spares);
    drop_oldest(std::move(spares), bytes);
    gpu.collect();
}

MapView::MapView() = default;
MapView::~MapView() = default;

gis::Result<std::unique_ptr<MapView>> MapView::create(GpuContext& gpu, MapOptions options) {
    for (const char* name : {"fill", "stroke", "dot", "disc", "film"}) {
        const Program& program = gpu.program(name);
        if (!program.ok()) return gis::Error{gis::ErrorClass::config, {"render.error.shader", {{"name", name}}}, {"render.remedy.reinstall", {}}, program.log()};
    }
    std::unique_ptr<MapView> view(new MapView);
    view->impl_ = std::make_unique<Impl>(gpu, options);
    if (!options.fonts.regular.empty())
        if (auto loaded = view->impl_->dressing.load(options.fonts, options.wake); !loaded) return loaded.error();
    return view;
}

void MapView::set_plane(double metres_per_unit) {
    impl_->metres_per_unit = metres_per_unit;
    impl_->store.set_style(impl_->style, metres_per_unit);
    impl_->dressing.set_plane(metres_per_unit);
}

void MapView::set_style(std::shared_ptr<const gis::MapStyle> style, bool night) {
    if (impl_->night != night) impl_->picture.spoil();
    if (impl_->style && style != impl_->style && impl_->complete) impl_->restyled = true;
    impl_->style = std::move(style);
    impl_->night = night;
    impl_->store.set_style(impl_->style, impl_->metres_per_unit);
    impl_->show_layers();
}

void MapView::set_layers(std::vector<MapLayerState> layers) {
    std::vector<RasterStore::Ground> ground;
    for (const MapLayerState& l : layers) {
        if (!l.layer) continue;
        if (l.layer->raster && l.visible) ground.push_back({l.layer->raster, l.layer->info.opacity});
    }
    if (impl_->rasters.set(ground)) impl_->picture.spoil();
    impl_->states = std::move(layers);
    impl_->show_layers();
}

std::uint64_t MapView::overlay_revision() const { return impl_->overlay_revision; }

void MapView::set_overlay(Overlay overlay) {
    impl_->overlay_revision = overlay.revision;
    impl_->dressing.set_overlay(std::move(overlay));
    impl_->overlay_set = impl_->touched = true;
}

void MapView::set_highlight(const std::string& layer, std::vector<std::uint32_t> features, Rgba color, Highlighted as) {
    gis::LayerPtr source;
    for (const MapLayer& l : impl_->store.layers())
        if (l.id == layer) source = l.source;
    impl_->touched = impl_->dressing.highlight.set(source, (as == Highlighted::pointer ? "pointer:" : "selection:") + layer, std::move(features), color) || impl_->touched;
}

void MapView::set_reduce_motion(bool reduced) {
    if (std::exchange(impl_->still, reduced) != reduced) impl_->touched = true;
}

std::vector<gis::Notice> MapView::notices() const {
    std::vector<gis::Notice> all;
    for (const MapLayer& layer : impl_->store.layers())
        if (layer.styled) all.insert(all.end(), layer.styled->notices.begin(), layer.styled->notices.end());
    return all;
}

void MapView::set_memory(std::int64_t bytes) { impl_->memory.bytes = bytes; }
std::int64_t MapView::memory_used() const { return impl_->memory_used(); }

void MapView::redraw() { impl_->picture.spoil(); }

FrameStats MapView::draw(const Camera& camera, gis::Time now) {
    ++impl_->draws;
    return impl_->draw(camera, now, false);
}
FrameStats MapView::draw_complete(const Camera& camera, gis::Time now) { return impl_->draw(camera, now, true); }

std::uint32_t MapView::texture() const {
    return impl_->dressing.empty() ? impl_->picture.texture().id() : impl_->dressing.texture().id();
}

bool MapView::complete() const { return impl_->complete; }

std::uint64_t MapView::draws() const { return impl_->draws; }

bool MapView::wants_frame(gis::Time now) const {
    return impl_->arriving || impl_->touched || impl_->store.results_waiting() || impl_->rasters.results_waiting() || impl_->dressing.highlight.results_waiting() ||
           impl_->dressing.wants_frame(impl_->frame_time(now, false));
}

std::optional<int> MapView::wants_frame_in_ms() const { return impl_->rasters.asks_again_in_ms(); }

const std::string& MapView::frame_reason() const { return impl_->reason; }

Image MapView::read_back() {
    Impl& s = *impl_;
    Image image{s.camera.width, s.camera.height, {}};
    image.rgba.resize(static_cast<std::size_t>(image.width) * static_cast<std::size_t>(image.height) * 4);
    s.gpu.invalidate();
    s.gpu.bind_framebuffer(s.shown_framebuffer(), image.width, image.height);
    glPixelStorei(GL_PACK_ALIGNMENT, 1);
    glReadPixels(0, 0, image.width, image.height, GL_RGBA, GL_UNSIGNED_BYTE, image.rgba.data());
    return image;
}

void MapView::finish() {
    Impl& s = *impl_;
    s.gpu.bind_framebuffer(s.shown_framebuffer(), s.camera.width, s.camera.height);
    glFinish();
    std::uint8_t pixel[4];
    glReadPixels(0, 0, 1, 1, GL_RGBA, GL_UNSIGNED_BYTE, pixel);
}

std::vector<std::uint64_t> MapView::pick_markers(PxPoint p) const {
    const OverlayPass* overlay = impl_->dressing.overlay();
    return overlay ? overlay->pick(p) : std::vector<std::uint64_t>{};
}

std::vector<std::uint64_t> MapView::markers_in(const std::vector<PxPoint>& polygon) const {
    const OverlayPass* overlay = impl_->dressing.overlay();
    return overlay ? overlay->markers_in(polygon) : std::vector<std::uint64_t>{};
}

std::optional<ClusterHit> MapView::cluster_at(PxPoint p) const {
    const OverlayPass* overlay = impl_->dressing.overlay();
    return overlay ? overlay->cluster_at(p) : std::nullopt;
}

bool MapView::spread(std::uint64_t key) {
    OverlayPass* overlay = impl_->dressing.overlay();
    const bool opened = overlay && overlay->spread(key);
    impl_->touched = impl_->touched || opened;
    return opened;
}

void MapView::gather() {
    if (OverlayPass* overlay = impl_->dressing.overlay()) overlay->gather();
    impl_->touched = true;
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
    for (const Found& f : found) {
        // A feature is hit once, however many looks its layer has.
        const auto same = [&](const FeatureHit& h) { return h.feature == f.hit.feature && h.layer == layers[f.layer].id; };
        if (std::ranges::none_of(hits, same)) hits.push_back({layers[f.layer].id, f.hit.feature, f.hit.distance_px});
    }
    return hits;
}

std::function<std::vector<MapView::LayerFeatures>()> MapView::find_in(std::vector<gis::PlanePoint> polygon) const {
    std::vector<std::pair<std::string, std::shared_ptr<const gis::StyledLayer>>> layers;
    for (const MapLayer& layer : impl_->store.layers())
        if (layer.visible && layer.styled) layers.emplace_back(layer.id, layer.styled);
    return [layers = std::move(layers), polygon = std::move(polygon), camera = impl_->camera] {
        std::vector<LayerFeatures> found;
        const gis::LassoArea area(polygon);
        for (const auto& [id, styled] : layers) {
            LayerFeatures taken{id, area.features_of(*styled->layer)};
            const double zoom = camera.zoom(styled->metres_per_unit);
            std::erase_if(taken.features, [&, &look = *styled](std::uint32_t feature) { return !is_drawn(look, feature, zoom); });
            if (!taken.features.empty()) found.push_back(std::move(taken));
        }
        return found;
    };
}

} // namespace vigie::render
