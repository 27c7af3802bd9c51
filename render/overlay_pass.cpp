#include "render/overlay_pass.hpp"

#include <epoxy/gl.h>

#include <algorithm>
#include <cmath>
#include <numbers>

#include "render/overlay_geometry.hpp"
#include "render/overlay_scene.hpp"

namespace vigie::render {

namespace {

constexpr double pulse_s = 2.4;
constexpr float line_halo_px = 2;

// A buffer that is filled anew when its content changes, and the array that reads it.
struct Stream {
    Buffer buffer;
    VertexArray array;
    std::uint32_t count = 0;
};

template <class T>
void fill(GpuContext& gpu, Stream& stream, const std::vector<T>& values) {
    stream.count = static_cast<std::uint32_t>(values.size());
    if (!values.empty()) gpu.update(stream.buffer, BufferUse::vertex, bytes_of(values));
}

// OpenGL 3.3 has no base instance: an array is pointed at `first` instances into its buffer.
void point_symbols(GpuContext& gpu, Stream& s, std::uint32_t first) {
    using T = Attribute::Type;
    const std::size_t skip = first * sizeof(SymbolInstance);
    gpu.add_attributes(s.array, s.buffer,
                       {{0, 2, T::f32, false, false, skip + offsetof(SymbolInstance, from), true},
                        {1, 2, T::f32, false, false, skip + offsetof(SymbolInstance, at), true},
                        {2, 2, T::f32, false, false, skip + offsetof(SymbolInstance, time_s), true},
                        {3, 2, T::f32, false, false, skip + offsetof(SymbolInstance, offset_px), true},
                        {4, 2, T::f32, false, false, skip + offsetof(SymbolInstance, spread_px), true},
                        {5, 1, T::f32, false, false, skip + offsetof(SymbolInstance, turn), true},
                        {6, 4, T::u16, false, false, skip + offsetof(SymbolInstance, slot), true},
                        {7, 4, T::u8, false, true, skip + offsetof(SymbolInstance, alpha), true}},
                       sizeof(SymbolInstance));
}

Stream symbol_stream(GpuContext& gpu) {
    Stream s;
    s.buffer = gpu.make_buffer(BufferUse::vertex, {}, true);
    s.array = gpu.make_vertex_array(s.buffer, {}, sizeof(SymbolInstance));
    point_symbols(gpu, s, 0);
    return s;
}

Stream point_stream(GpuContext& gpu) {
    using T = Attribute::Type;
    Stream s;
    s.buffer = gpu.make_buffer(BufferUse::vertex, {}, true);
    s.array = gpu.make_vertex_array(s.buffer,
                                    {{0, 2, T::f32, false, false, offsetof(PointInstance, from), false},
                                     {1, 2, T::f32, false, false, offsetof(PointInstance, at), false},
                                     {2, 2, T::f32, false, false, offsetof(PointInstance, time_s), false},
                                     {3, 4, T::u8, true, false, offsetof(PointInstance, fill), false},
                                     {4, 4, T::u8, true, false, offsetof(PointInstance, halo), false},
                                     {5, 4, T::u8, false, true, offsetof(PointInstance, diameter_px4), false}},
                                    sizeof(PointInstance));
    return s;
}

Stream segment_stream(GpuContext& gpu) {
    using T = Attribute::Type;
    Stream s;
    s.buffer = gpu.make_buffer(BufferUse::vertex, {}, true);
    s.array = gpu.make_vertex_array(s.buffer,
                                    {{0, 2, T::f32, false, false, offsetof(SegmentInstance, a), true},
                                     {1, 2, T::f32, false, false, offsetof(SegmentInstance, b), true},
                                     {2, 2, T::f32, false, false, offsetof(SegmentInstance, along), true},
                                     {3, 4, T::u8, true, false, offsetof(SegmentInstance, color), true},
                                     {4, 4, T::u8, true, false, offsetof(SegmentInstance, halo), true},
                                     {5, 4, T::u8, false, true, offsetof(SegmentInstance, dotted), true}},
                                    sizeof(SegmentInstance));
    return s;
}

gis::PlanePoint centre_of(const Overlay& overlay) {
    gis::PlaneBox box;
    for (const Marker& m : overlay.markers) box.include(m.at.x, m.at.y);
    for (const Trail& t : overlay.trails)
        for (const gis::PlanePoint p : t.points) box.include(p.x, p.y);
    for (const RouteLine& r : overlay.routes)
        for (const gis::PlanePoint p : r.points) box.include(p.x, p.y);
    for (const gis::PlanePoint p : overlay.sights) box.include(p.x, p.y);
    for (const Callout& c : overlay.callouts) box.include(c.at.x, c.at.y);
    for (const gis::PlanePoint p : overlay.measure.points) box.include(p.x, p.y);
    for (const gis::PlanePoint p : overlay.lasso) box.include(p.x, p.y);
    return box.empty() ? gis::PlanePoint{} : box.centre();
}

} // namespace

struct OverlayPass::Impl {
    GpuContext& gpu;
    GlyphAtlas& atlas;
    Program &symbol_program, &point_program, &line_program;
    OverlayScene scene;
    Stream symbols, points, tops, knots, trails, routes, measure, lasso, legs;
    std::vector<OverlayBatch> batches;
    std::unordered_map<std::uint64_t, double> pulse_start;  // key → wall seconds
    std::vector<bool> sides;                                // of callouts
    gis::PlanePoint origin;
    std::optional<gis::PlaneBox> groups_in;                 // where groups have their pictures; everywhere when they are few
    float scale = 0;
    std::uint64_t generation = 0;
    bool fresh = false;                                     // a new overlay waits for its buffers
    bool arranged = false;                                  // items changed since their buffers were filled
    double wall_base_s = -1, latest_pulse_s = -1e300;
    Camera camera;                                          // of the last draw
    FrameTime time;
    std::size_t calls = 0;

    Impl(GpuContext& context, GlyphAtlas& glyphs)
        : gpu(context), atlas(glyphs), symbol_program(context.program("overlay_symbol")), point_program(context.program("overlay_point")),
          line_program(context.program("overlay_line")), symbols(symbol_stream(context)), points(point_stream(context)),
          tops(symbol_stream(context)), knots(symbol_stream(context)), trails(segment_stream(context)), routes(segment_stream(context)),
          measure(segment_stream(context)), lasso(segment_stream(context)), legs(segment_stream(context)) {}

    void note_pulses();
    void build(bool items_changed, bool sides_changed);
    void build_legs();
    void look_around();
    void prepare();
    void frame_uniforms(const Program& program) const;
    void draw_symbols(Stream& stream, std::uint32_t first, std::uint32_t count);
    void draw_items();
    void draw_lines(const Stream& stream, bool with_halo);
};

// Seconds on the GPU count from the first frame, so that they stay exact as floats.
void OverlayPass::Impl::note_pulses() {
    std::unordered_map<std::uint64_t, double> now;
    latest_pulse_s = -1e300;
    for (const Marker& m : scene.overlay().markers) {
        if (!m.pulses) continue;
        const auto known = pulse_start.find(m.key);
        const double start = known == pulse_start.end() ? time.wall_s : known->second;
        now.emplace(m.key, start);
        latest_pulse_s = std::max(latest_pulse_s, start);
    }
    pulse_start = std::move(now);
}

void OverlayPass::Impl::build_legs() {
    std::vector<SegmentInstance> out;
    const BuildContext context{atlas, scale, origin};
    Overlay legs_only;
    for (const SceneItem& item : scene.items()) {
        if (item.spread_x == 0 && item.spread_y == 0) continue;
        const PxPoint from = camera.screen_from_plane(item.at), to = scene.place(item, camera, time);
        legs_only.routes.push_back({.points = {camera.plane_from_screen(from), camera.plane_from_screen(to)}, .color = scene.overlay().flag_weak,
                                    .halo = scene.overlay().sight_halo, .width_px = 1.5f, .dotted = false, .flag = {}, .flag_fill = {}, .flag_text = {}});
    }
    if (!legs_only.routes.empty()) out = build_routes(legs_only, context);
    fill(gpu, legs, out);
}

void OverlayPass::Impl::build(bool items_changed, bool sides_changed) {
    constexpr int most_tries = 3;  // a full atlas is emptied while building: then everything is asked for again
    const Overlay& overlay = scene.overlay();
    for (int attempt = 0; attempt < most_tries; ++attempt) {
        const std::uint64_t before = atlas.sprite_generation();
        const BuildContext context{atlas, scale, origin, groups_in};
        if (items_changed || before != generation) {
            OverlayInstances items = build_items(scene, context, pulse_start);
            fill(gpu, symbols, items.symbols);
            fill(gpu, points, items.points);
            batches = std::move(items.batches);
        }
        if (items_changed || sides_changed || before != generation) fill(gpu, tops, build_tops(scene, context, sides));
        if (fresh || before != generation) {
            fill(gpu, knots, build_knots(overlay, context));
            fill(gpu, trails, build_trails(overlay, context));
            fill(gpu, routes, build_routes(overlay, context));
            fill(gpu, measure, build_measure(overlay, context));
        }
        generation = atlas.sprite_generation();
        if (generation == before) return;
    }
}

// Each group has a picture of its own. Very many get theirs only around the view, and anew when the view leaves that.
void OverlayPass::Impl::look_around() {
    constexpr std::ptrdiff_t few = 300;
    const gis::PlaneBox view = camera.visible();
    const bool within = !groups_in || (groups_in->contains(view.min_x, view.min_y) && groups_in->contains(view.max_x, view.max_y));
    if (!arranged && !fresh && within) return;
    groups_in.reset();
    if (std::ranges::count_if(scene.clustering().clusters, [](const Cluster& c) { return c.count > 1; }) > few) groups_in = {view.min_x - view.width(), view.min_y - view.height(), view.max_x + view.width(), view.max_y + view.height()};
    arranged = true;
}

void OverlayPass::Impl::prepare() {
    const bool scaled = scale != camera.pixel_ratio;
    scale = camera.pixel_ratio;
    if (fresh) {
        origin = centre_of(scene.overlay());
        note_pulses();
    }
    arranged = scene.arrange(camera, time) || arranged;
    std::vector<bool> now_sides = callout_sides(scene, atlas, camera);
    const bool sides_changed = now_sides != sides;
    sides = std::move(now_sides);
    fresh = fresh || scaled;
    look_around();
    if (arranged || fresh || sides_changed || generation != atlas.sprite_generation()) build(arranged || fresh, sides_changed);
    fresh = arranged = false;
    build_legs();
    if (!scene.overlay().lasso.empty() || lasso.count > 0) fill(gpu, lasso, build_lasso(scene.overlay(), {atlas, scale, origin}, camera));
    atlas.upload();
}

void OverlayPass::Impl::frame_uniforms(const Program& program) const {
    const double turn = camera.rotation_deg * std::numbers::pi / 180, c = std::cos(turn) / camera.units_per_px, s = std::sin(turn) / camera.units_per_px;
    const double now_s = std::chrono::duration<double>(time.now - scene.base()).count();
    glUniform2f(program.uniform("u_view_px"), static_cast<float>(camera.width), static_cast<float>(camera.height));
    glUniform2f(program.uniform("u_centre"), static_cast<float>(camera.centre.x - origin.x), static_cast<float>(camera.centre.y - origin.y));
    glUniform4f(program.uniform("u_axes"), static_cast<float>(c), static_cast<float>(s), static_cast<float>(s), static_cast<float>(-c));
    glUniform1f(program.uniform("u_now_s"), static_cast<float>(now_s));
    glUniform1f(program.uniform("u_wall_s"), static_cast<float>(time.wall_s));
    glUniform1f(program.uniform("u_settled"), time.settled ? 1.0f : 0.0f);
    glUniform1f(program.uniform("u_turn"), static_cast<float>(turn));
    glUniform1f(program.uniform("u_scale"), scale);
    glUniform1f(program.uniform("u_px_per_unit"), static_cast<float>(1 / camera.units_per_px));
    glUniform1f(program.uniform("u_atlas_px"), static_cast<float>(atlas.sprite_texture().width));
    glUniform1i(program.uniform("u_atlas"), 0);
}

void OverlayPass::Impl::draw_symbols(Stream& stream, std::uint32_t first, std::uint32_t count) {
    if (count == 0 || !gpu.use(symbol_program)) return;
    frame_uniforms(symbol_program);
    gpu.bind_texture(0, atlas.sprite_texture());
    point_symbols(gpu, stream, first);
    gpu.bind(stream.array);
    glDrawArraysInstanced(GL_TRIANGLE_STRIP, 0, 4, static_cast<GLsizei>(count));
    ++calls;
}

void OverlayPass::Impl::draw_items() {
    for (const OverlayBatch& batch : batches) {
        if (!batch.points) {
            draw_symbols(symbols, batch.first, batch.count);
            continue;
        }
        if (!gpu.use(point_program)) continue;
        frame_uniforms(point_program);
        gpu.bind(points.array);
        glDrawArrays(GL_POINTS, static_cast<GLint>(batch.first), static_cast<GLsizei>(batch.count));
        ++calls;
    }
}

void OverlayPass::Impl::draw_lines(const Stream& stream, bool with_halo) {
    if (stream.count == 0 || !gpu.use(line_program)) return;
    frame_uniforms(line_program);
    gpu.bind(stream.array);
    for (const float halo : {line_halo_px * scale, 0.0f}) {
        if (halo > 0 && !with_halo) continue;
        glUniform1f(line_program.uniform("u_halo_px"), halo);
        glDrawArraysInstanced(GL_TRIANGLE_STRIP, 0, 4, static_cast<GLsizei>(stream.count));
        ++calls;
    }
}

OverlayPass::OverlayPass() = default;
OverlayPass::~OverlayPass() = default;

gis::Result<std::unique_ptr<OverlayPass>> OverlayPass::create(GpuContext& gpu, GlyphAtlas& atlas) {
    std::unique_ptr<OverlayPass> pass(new OverlayPass);
    pass->impl_ = std::make_unique<Impl>(gpu, atlas);
    for (const Program* program : {&pass->impl_->symbol_program, &pass->impl_->point_program, &pass->impl_->line_program})
        if (!program->ok())
            return gis::Error{.klass = gis::ErrorClass::internal, .text = {.key = "render.error.shader", .args = {{"name", program->name()}}},
                              .remedy = {.key = "render.remedy.reinstall", .args = {}}, .detail = program->log()};
    return pass;
}

void OverlayPass::set(Overlay overlay) {
    impl_->scene.set(std::move(overlay));
    impl_->fresh = true;
}

void OverlayPass::set_plane(double metres_per_unit) { impl_->scene.set_plane(metres_per_unit); }
bool OverlayPass::spread(std::uint64_t key) { return impl_->scene.spread(key); }
void OverlayPass::gather() { impl_->scene.gather(); }

void OverlayPass::draw(const Camera& camera, const FrameTime& time) {
    Impl& d = *impl_;
    if (d.wall_base_s < 0) d.wall_base_s = time.wall_s;
    d.camera = camera;
    d.time = time;
    d.time.wall_s -= d.wall_base_s;
    d.calls = 0;
    d.prepare();
    d.gpu.blend(Blend::premultiplied);
    d.draw_lines(d.trails, false);
    d.draw_lines(d.routes, true);
    d.draw_lines(d.legs, true);
    d.draw_items();
    d.draw_symbols(d.tops, 0, d.tops.count);
    d.draw_lines(d.lasso, false);
    d.draw_lines(d.measure, true);
    d.draw_symbols(d.knots, 0, d.knots.count);
}

bool OverlayPass::wants_frame(const FrameTime& time) const { return frame_reason(time) != nullptr; }

const char* OverlayPass::frame_reason(const FrameTime& time) const {
    const Impl& d = *impl_;
    FrameTime local = time;
    local.wall_s -= std::max(0.0, d.wall_base_s);
    if (d.fresh) return "overlay";
    if (d.scene.moving(time)) return "movement";
    if (time.settled) return nullptr;
    if (d.scene.easing(local)) return "clusters";
    if (local.wall_s < d.latest_pulse_s + pulse_s) return "alert";
    return nullptr;
}

std::vector<std::uint64_t> OverlayPass::pick(PxPoint p) const {
    std::vector<std::uint64_t> keys;
    for (const std::size_t i : impl_->scene.items_at(p, impl_->camera, impl_->time)) {
        const auto found = impl_->scene.keys_of(impl_->scene.items()[i]);
        keys.insert(keys.end(), found.begin(), found.end());
    }
    return keys;
}

std::optional<ClusterHit> OverlayPass::cluster_at(PxPoint p) const {
    const OverlayScene& scene = impl_->scene;
    for (const std::size_t i : scene.items_at(p, impl_->camera, impl_->time)) {
        const SceneItem& item = scene.items()[i];
        if (item.cluster == SceneItem::none) return {};  // a marker lies over it
        ClusterHit hit{.at = item.at, .box = {}, .members = scene.keys_of(item)};
        hit.box = scene.box_of(item);
        return hit;
    }
    return {};
}

std::vector<std::uint64_t> OverlayPass::markers_in(std::span<const PxPoint> polygon) const {
    return impl_->scene.markers_in(polygon, impl_->camera, impl_->time);
}

std::vector<PxBox> OverlayPass::obstacles(const Camera& camera, const FrameTime& time) {
    Impl& d = *impl_;
    if (d.wall_base_s < 0) d.wall_base_s = time.wall_s;
    FrameTime local = time;
    local.wall_s -= d.wall_base_s;
    d.arranged = d.scene.arrange(camera, local) || d.arranged;
    std::vector<PxBox> boxes = d.scene.obstacles(camera, local);
    const std::vector<PxBox> words = word_boxes(d.scene, d.atlas.faces(), camera, local);
    boxes.insert(boxes.end(), words.begin(), words.end());
    return boxes;
}

std::size_t OverlayPass::markers_drawn() const { return impl_->scene.items().size(); }
std::size_t OverlayPass::draw_calls() const { return impl_->calls; }

} // namespace vigie::render
