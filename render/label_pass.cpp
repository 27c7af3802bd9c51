#include "render/label_pass.hpp"

#include <epoxy/gl.h>

#include <algorithm>
#include <cmath>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <numbers>
#include <stop_token>
#include <thread>

#include "render/label_layout.hpp"
#include "render/label_source.hpp"

namespace vigie::render {

namespace {

constexpr double fade_s = 0.15;

struct GlyphInstance {
    float anchor[2];
    float quad_px[4];
    float turn, halo_px;
    std::uint16_t slot[4];
    std::uint8_t ink[4], halo[4];
    float fade[3];
};
static_assert(sizeof(GlyphInstance) == 60);

// A label on the screen or on its way in or out.
struct Shown {
    PlacedLabel label;
    double start_s = 0;
    bool leaving = false;
};

// The same layer, perhaps read again, with the same look.
bool same_name(const LabelSource& source, const NamedLayer& named) {
    return source.look == named.look && source.layer->info.id == named.layer->info.id;
}

// Prepares candidates one layer after the other. The destructor stops after the layer in work.
class Workshop {
public:
    using Job = std::pair<NamedLayer, std::shared_ptr<const gis::MapStyle>>;
    using Made = std::shared_ptr<const LabelSource>;

    explicit Workshop(std::function<void()> wake) : wake_(std::move(wake)), thread_([this](std::stop_token stop) { run(stop); }) {}

    void order(std::vector<Job> jobs) {
        {
            const std::lock_guard lock(mutex_);
            jobs_.assign(jobs.begin(), jobs.end());
        }
        changed_.notify_all();
    }
    std::vector<Made> take() {
        const std::lock_guard lock(mutex_);
        return std::exchange(made_, {});
    }
    [[nodiscard]] bool ready() {
        const std::lock_guard lock(mutex_);
        return !made_.empty();
    }
    void wait() {
        std::unique_lock lock(mutex_);
        idle_.wait(lock, [this] { return jobs_.empty() && !working_; });
    }

private:
    void run(const std::stop_token& stop) {
        std::unique_lock lock(mutex_);
        // Asked to stop, `wait` still says whether work waits: what waits is not done any more.
        while (changed_.wait(lock, stop, [this] { return !jobs_.empty(); }) && !stop.stop_requested()) {
            Job job = std::move(jobs_.front());
            jobs_.pop_front();
            working_ = true;
            lock.unlock();
            Made made = prepare_labels(std::move(job.first.layer), std::move(job.second), std::move(job.first.look));
            lock.lock();
            made_.push_back(std::move(made));
            working_ = false;
            if (jobs_.empty()) idle_.notify_all();
            if (!wake_) continue;
            lock.unlock();
            wake_();
            lock.lock();
        }
    }

    std::function<void()> wake_;
    std::mutex mutex_;  // jobs_, made_, working_
    std::condition_variable_any changed_, idle_;
    std::deque<Job> jobs_;
    std::vector<Made> made_;
    bool working_ = false;
    std::jthread thread_;
};

} // namespace

struct LabelPass::Impl {
    GpuContext& gpu;
    GlyphAtlas& atlas;
    Program& program;
    LabelLayout layout;
    Workshop workshop;
    Buffer buffer;
    VertexArray array;
    std::uint32_t count = 0;

    std::vector<NamedLayer> layers;
    std::shared_ptr<const gis::MapStyle> style;
    bool night = false;
    double metres_per_unit = 1;
    std::vector<std::shared_ptr<const LabelSource>> sources;
    std::unordered_map<std::uint64_t, Shown> shown;
    bool stale = true;
    bool recolor = false;
    Camera laid_out;                     // camera of the last layout
    std::vector<PxBox> obstacles;        // of the last layout
    gis::PlanePoint origin;
    std::uint64_t generation = 0;
    double wall_base_s = -1, last_change_s = -1e300;
    std::size_t present = 0;

    Impl(GpuContext& context, GlyphAtlas& glyphs, std::function<void()> wake)
        : gpu(context), atlas(glyphs), program(context.program("label")), layout(glyphs.faces()), workshop(std::move(wake)),
          buffer(context.make_buffer(BufferUse::vertex, {}, true)) {
        using T = Attribute::Type;
        array = gpu.make_vertex_array(buffer,
                                      {{0, 2, T::f32, false, false, offsetof(GlyphInstance, anchor), true},
                                       {1, 4, T::f32, false, false, offsetof(GlyphInstance, quad_px), true},
                                       {2, 2, T::f32, false, false, offsetof(GlyphInstance, turn), true},
                                       {3, 4, T::u16, false, false, offsetof(GlyphInstance, slot), true},
                                       {4, 4, T::u8, true, false, offsetof(GlyphInstance, ink), true},
                                       {5, 4, T::u8, true, false, offsetof(GlyphInstance, halo), true},
                                       {6, 3, T::f32, false, false, offsetof(GlyphInstance, fade), true}},
                                      sizeof(GlyphInstance));
    }

    void collect_prepared();
    [[nodiscard]] bool needs_layout(const Camera& camera, std::span<const PxBox> now) const;
    [[nodiscard]] bool same_obstacles(const Camera& camera, std::span<const PxBox> now) const;
    void lay_out(const Camera& camera, double wall_s, bool settled);
    void fill_buffer();
    void add_glyphs(const Shown& entry, std::vector<GlyphInstance>& out);
    void render(const Camera& camera, double wall_s, bool settled);
};

void LabelPass::Impl::collect_prepared() {
    for (auto& made : workshop.take()) {
        const bool wanted = made->style == style && std::find(layers.begin(), layers.end(), NamedLayer{made->layer, made->look}) != layers.end();
        if (!wanted) continue;
        std::erase_if(sources, [&](const auto& s) { return same_name(*s, {made->layer, made->look}); });
        sources.push_back(std::move(made));
        stale = true;
    }
    if (!stale) return;
    // In the order of the layers, whatever order they were prepared in.
    const auto rank = [this](const auto& s) {
        return std::find_if(layers.begin(), layers.end(), [&](const auto& l) { return same_name(*s, l); }) - layers.begin();
    };
    std::stable_sort(sources.begin(), sources.end(), [&](const auto& a, const auto& b) { return rank(a) < rank(b); });
}

// Obstacles move with the map: they are compared where the pan since the last layout would have put them.
bool LabelPass::Impl::same_obstacles(const Camera& camera, std::span<const PxBox> now) const {
    constexpr float still_px = 3;
    if (now.size() != obstacles.size()) return false;
    const PxPoint moved = camera.screen_from_plane(laid_out.centre);
    const float dx = static_cast<float>(moved.x - camera.width / 2.0), dy = static_cast<float>(moved.y - camera.height / 2.0);
    for (std::size_t i = 0; i < now.size(); ++i)
        if (std::abs(now[i].left - obstacles[i].left - dx) > still_px || std::abs(now[i].top - obstacles[i].top - dy) > still_px ||
            std::abs(now[i].right - obstacles[i].right - dx) > still_px)
            return false;
    return true;
}

bool LabelPass::Impl::needs_layout(const Camera& camera, std::span<const PxBox> now) const {
    if (stale) return true;
    Camera there = laid_out;
    there.centre = camera.centre;
    if (!(there == camera)) return true;
    const PxPoint moved = camera.screen_from_plane(laid_out.centre);
    const double far = std::max(std::abs(moved.x - camera.width / 2.0), std::abs(moved.y - camera.height / 2.0));
    if (far > static_cast<double>(LabelLimits::margin_px * camera.pixel_ratio) * 0.6) return true;
    return !same_obstacles(camera, now);
}

void LabelPass::Impl::lay_out(const Camera& camera, double wall_s, bool settled) {
    std::vector<PlacedLabel> placed = layout.place(sources, camera, metres_per_unit, obstacles);
    std::unordered_map<std::uint64_t, Shown> next;
    present = placed.size();
    for (PlacedLabel& label : placed) {
        const auto known = shown.find(label.id);
        double start = wall_s;
        if (known != shown.end() && !known->second.leaving) start = known->second.start_s;
        else last_change_s = wall_s;
        // One that was fading out comes back from where it was.
        if (known != shown.end() && known->second.leaving)
            start = wall_s - std::max(0.0, fade_s - (wall_s - known->second.start_s));
        const std::uint64_t id = label.id;
        next.insert_or_assign(id, Shown{std::move(label), start, false});
    }
    for (auto& [id, entry] : shown) {
        if (settled || next.contains(id)) continue;
        if (entry.leaving && wall_s - entry.start_s >= fade_s) continue;
        if (!entry.leaving) {
            const double seen = std::min(fade_s, wall_s - entry.start_s);
            entry.start_s = wall_s - (fade_s - seen);
            entry.leaving = true;
            last_change_s = wall_s;
        }
        next.emplace(id, std::move(entry));
    }
    shown = std::move(next);
    laid_out = camera;
    stale = false;
}

void LabelPass::Impl::add_glyphs(const Shown& entry, std::vector<GlyphInstance>& out) {
    const PlacedLabel& label = entry.label;
    const gis::Rgba ink = night ? label.ink.night : label.ink.day, halo = night ? label.halo.night : label.halo.day;
    for (const PlacedGlyph& g : label.glyphs) {
        const LabelGlyph glyph = atlas.label_glyph(label.face, g.codepoint);
        if (glyph.slot.width == 0) continue;
        GlyphInstance i{};
        i.anchor[0] = static_cast<float>(g.anchor.x - origin.x);
        i.anchor[1] = static_cast<float>(g.anchor.y - origin.y);
        i.quad_px[0] = g.pen_x + glyph.left * label.em_px;
        i.quad_px[1] = g.pen_y - glyph.top * label.em_px;
        i.quad_px[2] = i.quad_px[0] + glyph.width * label.em_px;
        i.quad_px[3] = i.quad_px[1] + glyph.height * label.em_px;
        i.turn = g.turn;
        i.halo_px = label.halo_px;
        i.slot[0] = glyph.slot.x;
        i.slot[1] = glyph.slot.y;
        i.slot[2] = glyph.slot.width;
        i.slot[3] = glyph.slot.height;
        const auto put = [](std::uint8_t (&to)[4], gis::Rgba c) {
            to[0] = c.r;
            to[1] = c.g;
            to[2] = c.b;
            to[3] = c.a;
        };
        put(i.ink, ink);
        put(i.halo, halo);
        i.fade[0] = static_cast<float>(entry.start_s);
        i.fade[1] = entry.leaving ? -1.0f : 1.0f;
        i.fade[2] = label.upright ? 1.0f : 0.0f;
        out.push_back(i);
    }
}

void LabelPass::Impl::fill_buffer() {
    std::vector<GlyphInstance> glyphs;
    for (int attempt = 0; attempt < 2; ++attempt) {  // again when the atlas had to be emptied half way
        glyphs.clear();
        generation = atlas.label_generation();
        for (const auto& [id, entry] : shown) add_glyphs(entry, glyphs);
        if (generation == atlas.label_generation()) break;
    }
    count = static_cast<std::uint32_t>(glyphs.size());
    if (count > 0) gpu.update(buffer, BufferUse::vertex, bytes_of(glyphs));
    atlas.upload();
}

void LabelPass::Impl::render(const Camera& camera, double wall_s, bool settled) {
    if (count == 0 || !gpu.use(program)) return;
    gpu.blend(Blend::premultiplied);
    const double turn = camera.rotation_deg * std::numbers::pi / 180, c = std::cos(turn) / camera.units_per_px, s = std::sin(turn) / camera.units_per_px;
    glUniform2f(program.uniform("u_view_px"), static_cast<float>(camera.width), static_cast<float>(camera.height));
    glUniform2f(program.uniform("u_centre"), static_cast<float>(camera.centre.x - origin.x), static_cast<float>(camera.centre.y - origin.y));
    glUniform4f(program.uniform("u_axes"), static_cast<float>(c), static_cast<float>(s), static_cast<float>(s), static_cast<float>(-c));
    glUniform1f(program.uniform("u_wall_s"), static_cast<float>(wall_s));
    glUniform1f(program.uniform("u_settled"), settled ? 1.0f : 0.0f);
    glUniform1f(program.uniform("u_fade_s"), static_cast<float>(fade_s));
    glUniform1f(program.uniform("u_atlas_px"), static_cast<float>(atlas.label_texture().width));
    glUniform1f(program.uniform("u_spread"), static_cast<float>(GlyphAtlas::label_spread_px));
    glUniform1i(program.uniform("u_atlas"), 0);
    gpu.bind_texture(0, atlas.label_texture());
    gpu.bind(array);
    for (const float halo : {1.0f, 0.0f}) {
        glUniform1f(program.uniform("u_halo_pass"), halo);
        glDrawArraysInstanced(GL_TRIANGLE_STRIP, 0, 4, static_cast<GLsizei>(count));
    }
}

LabelPass::LabelPass() = default;
LabelPass::~LabelPass() = default;

gis::Result<std::unique_ptr<LabelPass>> LabelPass::create(GpuContext& gpu, GlyphAtlas& atlas, std::function<void()> wake) {
    std::unique_ptr<LabelPass> pass(new LabelPass);
    pass->impl_ = std::make_unique<Impl>(gpu, atlas, std::move(wake));
    const Program& program = pass->impl_->program;
    if (!program.ok())
        return gis::Error{.klass = gis::ErrorClass::internal, .text = {.key = "render.error.shader", .args = {{"name", program.name()}}},
                          .remedy = {.key = "render.remedy.reinstall", .args = {}}, .detail = program.log()};
    return pass;
}

void LabelPass::set(std::vector<NamedLayer> layers, std::shared_ptr<const gis::MapStyle> style, bool night) {
    Impl& d = *impl_;
    if (d.night != night) d.recolor = true;
    d.night = night;
    if (layers == d.layers && style == d.style) return;
    d.layers = std::move(layers);
    d.style = std::move(style);
    d.collect_prepared();
    // A layer that was read again, or is styled anew, keeps its old names until the new ones are prepared.
    const auto unwanted = [&](const auto& s) {
        return std::none_of(d.layers.begin(), d.layers.end(), [&](const auto& l) { return same_name(*s, l); });
    };
    std::erase_if(d.sources, unwanted);
    if (!d.style) d.sources.clear();
    std::vector<Workshop::Job> jobs;
    if (d.style)
        for (const NamedLayer& layer : d.layers)
            if (std::none_of(d.sources.begin(), d.sources.end(), [&](const auto& s) { return s->layer == layer.layer && s->look == layer.look && s->style == d.style; })) jobs.emplace_back(layer, d.style);
    d.workshop.order(std::move(jobs));
    d.layout.forget_all();
    d.stale = true;
}

void LabelPass::set_plane(double metres_per_unit) {
    if (impl_->metres_per_unit == metres_per_unit) return;
    impl_->metres_per_unit = metres_per_unit;
    impl_->stale = true;
}

void LabelPass::draw(const Camera& camera, const FrameTime& time, std::span<const PxBox> obstacles) {
    Impl& d = *impl_;
    if (d.wall_base_s < 0) d.wall_base_s = time.wall_s;
    const double wall_s = time.wall_s - d.wall_base_s;
    d.collect_prepared();
    bool refill = d.recolor || d.generation != d.atlas.label_generation();
    d.recolor = false;
    if (d.needs_layout(camera, obstacles)) {
        d.obstacles.assign(obstacles.begin(), obstacles.end());
        d.lay_out(camera, wall_s, time.settled);
        d.origin = camera.centre;
        refill = true;
    }
    if (refill) d.fill_buffer();
    d.render(camera, wall_s, time.settled);
}

void LabelPass::prepare_all() { impl_->workshop.wait(); }

bool LabelPass::wants_frame(const FrameTime& time) const {
    if (impl_->stale || impl_->recolor || impl_->workshop.ready()) return true;
    return !time.settled && time.wall_s - std::max(0.0, impl_->wall_base_s) < impl_->last_change_s + fade_s;
}

std::size_t LabelPass::labels_drawn() const { return impl_->present; }

} // namespace vigie::render
