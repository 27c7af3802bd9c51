#include "render/base_pass.hpp"

#include <epoxy/gl.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <tuple>
#include <utility>

namespace vigie::render {

namespace {
constexpr int overhang_px = 64;  // of the viewport over the view, as in shaders/prelude.glsl
// A software rasteriser keeps what it has not painted yet in memory: after this many vertices it is waited for, one
// batch behind, so that both go on working.
constexpr std::uint32_t batch_vertices = 131'072;
// From so many vertices on the processor is faster than a software OpenGL; each change between the two costs as much as…
constexpr std::uint64_t dense_vertices = 3'000, vertices_a_change = 30'000;
}

BasePass::BasePass(GpuContext& gpu) : gpu_(gpu), soft_(std::make_unique<SoftPass>(gpu)), film_(gpu), software_(paints_in_software(gpu)) {}

PxRect intersection(const PxRect& a, const PxRect& b) {
    const int x0 = std::max(a.x, b.x), y0 = std::max(a.y, b.y);
    const int x1 = std::min(a.x + a.width, b.x + b.width), y1 = std::min(a.y + a.height, b.y + b.height);
    return {x0, y0, std::max(0, x1 - x0), std::max(0, y1 - y0)};
}

PxRect tile_rect(const gis::TileKey& key, const Camera& camera) {
    const PxRect view{0, 0, camera.width, camera.height};
    if (camera.rotation_deg != 0) return view;
    const gis::PlaneBox box = gis::tile_box(key);
    const PxPoint top_left = camera.screen_from_plane({box.min_x, box.max_y}), bottom_right = camera.screen_from_plane({box.max_x, box.min_y});
    const auto first = [](double edge) { return static_cast<int>(std::ceil(std::clamp(edge, -1e6, 1e6) - 0.5)); };
    const int x = first(top_left.x), y = first(top_left.y);
    return {x, y, first(bottom_right.x) - x, first(bottom_right.y) - y};
}

void BasePass::list_items(std::span<const VisibleTile> tiles, const RuleTable& rules) {
    items_.clear();
    for (const VisibleTile& visible : tiles)
        for (const gis::TileBatch& b : visible.tile->batches) {
            const std::size_t table = rules.table_of(*visible.layer->styled, b.group.table);
            const auto add = [&](std::uint32_t count, Phase phase, int at) {
                if (count) items_.push_back({at, phase, b.group, table, visible.layer, &visible, &b});
                if (count) items_.back().paintable = paints(items_.back(), rules);
            };
            const int order = b.group.order;
            add(b.fill.count, Phase::fill, order);
            add(b.dots.count, Phase::dots, order);
            add(b.outline.count, Phase::outline, order);
            if (rules.has_casing(order)) add(b.line.count, Phase::casing, rules.casing_order(order));
            add(b.line.count, Phase::line, order);
            add(b.points.count, Phase::discs, order);
        }
    // Stable: layers stay bottom first, tiles in the store's order.
    std::ranges::stable_sort(items_, {}, [](const Item& i) { return std::tuple(i.order, i.phase, i.own.order); });
    gather_films(rules);
}

// Translucent strokes show as one with those of their layer and order; lines with casings with all that are cased together.
void BasePass::gather_films(const RuleTable& rules) {
    const auto goes_on = [&](const Item& first, const Item& item) {
        if (item.layer != first.layer) return false;
        const bool of_casing = first.phase == Phase::casing && item.phase == Phase::line && rules.has_casing(item.order) && rules.casing_order(item.order) == first.order;
        return of_casing || (item.phase == first.phase && item.order == first.order);
    };
    const auto translucent = [&](const Item& item) {
        using enum RuleTable::Block;
        const RuleTable::Block block = item.phase == Phase::outline ? outline : item.phase == Phase::casing ? casing : line;
        return rules.translucent(block, item.table, item.own.order);
    };
    int films = 0;
    for (auto first = items_.begin(); first != items_.end();) {
        auto end = std::next(first);
        const bool strokes = first->phase == Phase::outline || first->phase == Phase::casing || first->phase == Phase::line;
        while (strokes && end != items_.end() && goes_on(*first, *end)) ++end;
        if (strokes && std::any_of(first, end, translucent)) {
            const bool paintable = std::all_of(first, end, [](const Item& i) { return i.paintable; });
            ++films;
            for (auto item = first; item != end; ++item) item->film = films, item->paintable = paintable;
        }
        first = end;
    }
}

const BasePass::Variant& BasePass::variant(const Item& item, const RuleTable::Needs& needs, bool turned) {
    const Phase phase = item.phase;
    constexpr std::array<const char*, 6> names = {"fill", "dot", "stroke", "stroke", "stroke", "disc"};
    constexpr std::array<const char*, 6> blocks = {"Area", "Area", "Stroke", "Stroke", "Stroke", "Disc"};
    constexpr std::array<std::uint32_t, 6> bindings = {RuleTable::area_binding, RuleTable::area_binding, RuleTable::stroke_binding,
                                                       RuleTable::stroke_binding, RuleTable::stroke_binding, RuleTable::disc_binding};
    const bool strokes = phase == Phase::line || phase == Phase::casing;
    const bool patterns = phase == Phase::fill && needs.patterns, dashes = phase == Phase::line && needs.dashes, aside = strokes && needs.aside;
    const auto p = static_cast<std::size_t>(phase);
    Variant& v = variants_[p][(turned ? 1u : 0u) + (patterns || dashes ? 2u : 0u) + (aside ? 4u : 0u) + (item.film ? 8u : 0u)];
    if (!v.program) {
        std::string defines = turned ? "#define ROTATED 1\n" : "";
        if (patterns) defines += "#define PATTERN 1\n";
        if (dashes) defines += "#define DASHED 1\n";
        if (aside) defines += "#define ASIDE 1\n";
        if (item.film) defines += "#define FILM 1\n";
        v.program = &gpu_.program(names[p], defines);
    }
    if (v.program->ok() && v.id != v.program->id()) {
        v.id = v.program->id();
        v.tile = v.program->uniform("u_tile");
        v.turn = v.program->uniform("u_turn");
        v.view = v.program->uniform("u_view");
        GpuContext::block(*v.program, blocks[p], bindings[p]);
    }
    return v;
}

bool BasePass::prepare(const Item& item, const Camera& camera, RuleTable& rules) {
    const Variant& v = variant(item, rules.needs(item.table), camera.rotation_deg != 0);
    if (variant_ == &v) {
        take_table(item, rules);
        return true;
    }
    variant_ = nullptr;
    if (!gpu_.use(*v.program)) return false;
    variant_ = &v;
    constexpr double rad = 3.14159265358979323846 / 180;
    const auto c = static_cast<float>(std::cos(camera.rotation_deg * rad)), s = static_cast<float>(std::sin(camera.rotation_deg * rad));
    const std::array<float, 4> turn = {c, s, s, -c};
    glUniformMatrix2fv(v.turn, 1, GL_FALSE, turn.data());
    glUniform2f(v.view, static_cast<float>(camera.width), static_cast<float>(camera.height));
    take_table(item, rules);
    return true;
}

void BasePass::take_table(const Item& item, RuleTable& rules) {
    using enum RuleTable::Block;
    constexpr std::array<RuleTable::Block, 6> blocks = {area, area, outline, casing, line, disc};
    rules.bind(blocks[static_cast<std::size_t>(item.phase)], item.table);
    gpu_.blend(item.film ? Blend::knockout : item.phase == Phase::fill && rules.needs(item.table).opaque ? Blend::off : Blend::over);
}

// Differences in double, so that a centimetre far from the plane's origin stays one.
void BasePass::place(const VisibleTile& tile, const Camera& camera) {
    const gis::TileKey& key = tile.tile->key;
    const gis::PlanePoint origin = gis::tile_origin(key);
    glUniform3f(variant_->tile, static_cast<float>(gis::units_per_quantum(key.level) / camera.units_per_px),
                static_cast<float>((origin.x - camera.centre.x) / camera.units_per_px),
                static_cast<float>((origin.y - camera.centre.y) / camera.units_per_px));
}

void BasePass::pace(std::uint32_t vertices) {
    since_fence_ += vertices;
    if (since_fence_ < batch_vertices) return;
    since_fence_ = 0;
    const GLsync fence = glFenceSync(GL_SYNC_GPU_COMMANDS_COMPLETE, 0);
    if (fence_) {
        constexpr GLuint64 patience_ns = 1'000'000'000;
        glClientWaitSync(static_cast<GLsync>(fence_), GL_SYNC_FLUSH_COMMANDS_BIT, patience_ns);
        glDeleteSync(static_cast<GLsync>(fence_));
    }
    fence_ = fence;
}

void BasePass::emit(const Item& item) {
    const GpuTile& tile = *item.tile->tile;
    const gis::TileBatch& b = *item.batch;
    constexpr std::uint32_t run = gis::indices_per_run, step = batch_vertices / run * run;  // whole triangles
    const auto elements = [&](const VertexArray& array, const std::vector<gis::MeshRun>& runs, gis::MeshRange range) {
        gpu_.bind(array);
        const std::uint32_t end = range.first + range.count;
        for (std::uint32_t first = range.first; first < end;) {
            const std::uint32_t base = runs[first / run].base, most = std::min(end, first + step);
            std::uint32_t next = first;
            while (next < most && runs[next / run].base == base) next = (next / run + 1) * run;
            const std::uint32_t count = std::min(next, most) - first;
            glDrawElementsBaseVertex(GL_TRIANGLES, static_cast<GLsizei>(count), GL_UNSIGNED_SHORT,
                                     reinterpret_cast<const void*>(sizeof(std::uint16_t) * first), static_cast<GLint>(base));
            pace(count);
            first += count;
        }
    };
    const auto points = [&](std::uint32_t first, std::uint32_t total) {
        gpu_.bind(tile.place);
        for (std::uint32_t done = 0; done < total; done += step) {
            const std::uint32_t count = std::min(step, total - done);
            glDrawArrays(GL_POINTS, static_cast<GLint>(first + done), static_cast<GLsizei>(count));
            pace(3 * count);  // a point is two triangles to paint
        }
    };
    switch (item.phase) {
    case Phase::fill: return elements(tile.fill, tile.fill_runs, b.fill);
    case Phase::dots: return points(b.dots.first, b.dots.count);
    case Phase::outline: return elements(tile.stroke, tile.stroke_runs, b.outline);
    case Phase::casing:
    case Phase::line: return elements(tile.stroke, tile.stroke_runs, b.line);
    case Phase::discs: return points(tile.dots + b.points.first, b.points.count);
    }
}

// What SoftPass knows how to paint; patterns, dashes, lines beside their points and points that are no discs are left to the shaders.
bool BasePass::paints(const Item& item, const RuleTable& rules) {
    const RuleTable::Needs& needs = rules.needs(item.table);
    switch (item.phase) {
    case Phase::fill: return !needs.patterns;
    case Phase::line: return !needs.dashes && !needs.aside;
    case Phase::casing: return !needs.aside;
    case Phase::discs: return !needs.shapes;
    case Phase::dots: case Phase::outline: return true;
    }
    return false;
}

bool BasePass::on_processor(const Camera& camera) const {
    if (camera.rotation_deg != 0 || painting_ == Painting::opengl) return false;
    if (painting_ == Painting::processor) return true;
    if (!software_) return false;
    std::uint64_t vertices = 0, changes = 0;
    bool by_processor = true;
    for (const Item& item : items_) {
        const gis::TileBatch& b = *item.batch;
        const std::array<std::uint32_t, 6> counts = {b.fill.count, 4 * b.dots.count, b.outline.count, b.line.count, b.line.count, 4 * b.points.count};
        if (item.paintable) vertices += counts[static_cast<std::size_t>(item.phase)];
        if (std::exchange(by_processor, item.paintable) != item.paintable) ++changes;
    }
    return vertices > dense_vertices + changes * vertices_a_change;
}

void BasePass::add_soft(const Item& item, const PxRect& shown, const RuleTable& rules) {
    const GpuTile& tile = *item.tile->tile;
    const gis::TileBatch& b = *item.batch;
    using enum SoftPass::Kind;
    switch (item.phase) {
    case Phase::fill: return soft_->add(fill, tile, b.fill, shown, rules, item.table, item.film);
    case Phase::dots: return soft_->add(dots, tile, b.dots, shown, rules, item.table, item.film);
    case Phase::outline: return soft_->add(outline, tile, b.outline, shown, rules, item.table, item.film);
    case Phase::casing: return soft_->add(casing, tile, b.line, shown, rules, item.table, item.film);
    case Phase::line: return soft_->add(line, tile, b.line, shown, rules, item.table, item.film);
    case Phase::discs: return soft_->add(discs, tile, b.points, shown, rules, item.table, item.film);
    }
}

void BasePass::clear(std::span<const PxRect> areas, gis::Rgba c) {
    glClearColor(static_cast<float>(c.r) / 255, static_cast<float>(c.g) / 255, static_cast<float>(c.b) / 255, 1);
    for (const PxRect& area : areas) {
        gpu_.scissor(area);
        glClear(GL_COLOR_BUFFER_BIT);
    }
}

BaseStats BasePass::draw(const Camera& camera, std::span<const VisibleTile> tiles, RuleTable& rules,
                         std::span<const PxRect> areas, std::optional<gis::Rgba> background, const Texture* target) {
    BaseStats stats;
    list_items(tiles, rules);
    const bool soft = target && on_processor(camera);
    for (const VisibleTile& t : tiles)
        if (t.tile)
            for (const gis::TileBatch& b : t.tile->batches) {
                stats.features += b.features;
                stats.vertices += b.fill.count + b.outline.count + b.line.count + b.dots.count + b.points.count;
            }
    if (soft) soft_->begin(camera, areas, *target, background);
    else if (background) clear(areas, *background);
    const PxRect overhanging{-overhang_px, -overhang_px, camera.width + 2 * overhang_px, camera.height + 2 * overhang_px};
    gpu_.viewport(overhanging);
    const Item* ready = nullptr;  // what the state is that of
    const VisibleTile* placed = nullptr;
    bool drawable = false;
    variant_ = nullptr;
    int film = 0;  // that OpenGL draws on
    const auto change_film = [&](int to) {
        if (film == to) return;
        if (film) film_.lay();
        if (to) film_.lift(camera.width, camera.height, areas);
        gpu_.viewport(overhanging);
        film = to;
        ready = nullptr;
        variant_ = nullptr;
        placed = nullptr;
    };
    for (const Item& item : items_) {
        // Discs of a tile of its own may hang over it; all else, and stand-ins, are cut to their part of the plane.
        const bool cut = item.phase != Phase::discs || !item.tile->exact;
        const PxRect own = tile_rect(item.tile->area, camera);
        const bool by_processor = soft && item.paintable;
        if (!by_processor && soft) soft_->flush();
        change_film(by_processor ? 0 : item.film);
        if (!by_processor && (!ready || ready->phase != item.phase || ready->table != item.table)) {
            const Variant* before = variant_;
            drawable = prepare(item, camera, rules);
            ready = &item;
            if (variant_ != before) placed = nullptr;
        }
        if (!by_processor && !drawable) continue;
        for (const PxRect& area : areas) {
            const PxRect shown = cut ? intersection(area, own) : area;
            if (shown.width == 0 || shown.height == 0) continue;
            ++stats.draw_calls;
            if (by_processor) {
                add_soft(item, shown, rules);
                continue;
            }
            if (placed != item.tile) place(*item.tile, camera);
            placed = item.tile;
            gpu_.scissor(shown);
            emit(item);
        }
    }
    change_film(0);
    if (soft) soft_->flush();
    if (fence_) glDeleteSync(static_cast<GLsync>(std::exchange(fence_, nullptr)));
    since_fence_ = 0;
    gpu_.scissor({});
    gpu_.viewport({0, 0, camera.width, camera.height});
    return stats;
}

} // namespace vigie::render
