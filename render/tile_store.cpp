#include "render/tile_store.hpp"

#include <algorithm>
#include <cmath>

#include "render/tile_job.hpp"

namespace vigie::render {

namespace {

constexpr int fallback_levels = 8;  // how much coarser a stand-in may be

constexpr gis::TileKey styling_job{-1000, 0, 0};

std::vector<gis::TileKey> keys_in(const gis::TileRange& range) {
    std::vector<gis::TileKey> keys;
    for (std::int32_t y = range.min_y; y <= range.max_y; ++y)
        for (std::int32_t x = range.min_x; x <= range.max_x; ++x) keys.push_back({range.level, x, y});
    return keys;
}

double reach_of(const gis::StyledLayer& styled) {
    double reach = 0;
    if (styled.points.size() == 0) return reach;
    const gis::ZoomSpan all{0, 24};
    for (const gis::PaintRule& r : styled.rules)
        if (r.circle_color)
            reach = std::max(reach, gis::greatest(r, "circle-radius", r.circle_radius, all) + gis::greatest(r, "circle-stroke-width", r.circle_stroke_width, all) + 1);
    return reach;
}

// What is on the screen of a layer that goes; nothing when that is nothing.
std::unique_ptr<MapLayer> last_picture(MapLayer& layer) {
    if (layer.before) return std::move(layer.before);
    return layer.visible && layer.styled ? std::make_unique<MapLayer>(std::move(layer)) : nullptr;
}

} // namespace

gis::TileRange visible_tiles(const Camera& camera, const gis::PlaneBox& data, double reach_px) {
    const int level = gis::level_for(camera.units_per_px);
    gis::PlaneBox box = camera.visible();
    const double reach = reach_px * static_cast<double>(camera.pixel_ratio) * camera.units_per_px;
    box.min_x = std::max(box.min_x - reach, data.min_x);
    box.min_y = std::max(box.min_y - reach, data.min_y);
    box.max_x = std::min(box.max_x + reach, data.max_x);
    box.max_y = std::min(box.max_y + reach, data.max_y);
    return gis::tiles_in(box, level);
}

TileStore::TileStore(GpuContext& gpu, const MemoryBudget& memory, int workers, std::size_t upload_bytes_per_frame, std::function<void()> wake)
    : gpu_(gpu), memory_(memory), upload_budget_(upload_bytes_per_frame), queue_(workers, std::move(wake)) {}

TileStore::~TileStore() = default;

void TileStore::set_layers(const std::vector<Wanted>& layers) {
    std::vector<MapLayer> next;
    const std::uint64_t first_new = next_serial_;
    for (const Wanted& wanted : layers) {
        if (!wanted.layer) continue;
        const auto known = std::ranges::find_if(layers_, [&](const MapLayer& l) { return l.source == wanted.layer && l.look == wanted.look; });
        if (known != layers_.end()) {
            next.push_back(std::move(*known));
            known->source.reset();
        } else {
            MapLayer added;
            added.id = wanted.layer->info.id;
            added.source = wanted.layer;
            added.look = wanted.look;
            added.serial = next_serial_++;
            next.push_back(std::move(added));
        }
        next.back().visible = wanted.visible;
        if (!wanted.visible) next.back().before.reset();
    }
    for (MapLayer& added : next) {
        if (added.serial < first_new || !added.visible) continue;
        const auto last = std::ranges::find_if(layers_, [&](const MapLayer& l) { return l.source && l.id == added.id && l.look == added.look; });
        if (last != layers_.end()) added.before = last_picture(*last);
    }
    layers_ = std::move(next);
    changed_ = true;
}

void TileStore::set_style(std::shared_ptr<const gis::MapStyle> style, double metres_per_unit) {
    if (style == style_ && metres_per_unit == metres_per_unit_) return;
    style_ = std::move(style);
    metres_per_unit_ = metres_per_unit;
    for (MapLayer& layer : layers_) {
        layer.styled.reset();
        layer.before.reset();
        layer.tiles.clear();
        layer.bytes_beside = 0;
        layer.serial = next_serial_++;
    }
    changed_ = true;
}

TileStore::Made TileStore::Job::run() const {
    Made made;
    made.serial = serial;
    if (styled) made.mesh = gis::build_tile(*styled, key);
    else made.styled = gis::styled(source, style, metres_per_unit, look);
    return made;
}

void TileStore::upload(MapLayer& layer, gis::TileMesh& mesh) {
    using enum Attribute::Type;
    GpuTile tile;
    tile.key = mesh.key;
    tile.batches = std::move(mesh.batches);
    tile.fill_runs = std::move(mesh.fills.runs);
    tile.stroke_runs = std::move(mesh.strokes.runs);
    tile.bytes = static_cast<std::int64_t>(mesh.bytes());
    if (!mesh.fills.indices.empty()) {
        tile.corners = gpu_.make_buffer(BufferUse::vertex, bytes_of(mesh.fills.vertices));
        tile.fill_indices = gpu_.make_buffer(BufferUse::index, bytes_of(mesh.fills.indices));
        tile.fill = gpu_.make_vertex_array(tile.corners, {{0, 2, i16}, {1, 1, u16, false, true, 4}}, sizeof(gis::PlaceVertex),
                                           &tile.fill_indices);
    }
    if (!mesh.strokes.indices.empty()) {
        tile.strokes = gpu_.make_buffer(BufferUse::vertex, bytes_of(mesh.strokes.vertices));
        tile.stroke_indices = gpu_.make_buffer(BufferUse::index, bytes_of(mesh.strokes.indices));
        tile.stroke = gpu_.make_vertex_array(tile.strokes, {{0, 2, i16}, {1, 2, i16, false, false, 4}, {2, 1, u16, false, true, 8}, {3, 1, i8, false, false, 10}, {5, 1, i8, false, false, 11}},
                                             sizeof(gis::StrokeVertex), &tile.stroke_indices);
        if (!mesh.strokes.along.empty()) {
            tile.along = gpu_.make_buffer(BufferUse::vertex, bytes_of(mesh.strokes.along));
            gpu_.add_attributes(tile.stroke, tile.along, {{4, 1, f32}}, sizeof(float));
        }
    }
    if (!mesh.dots.empty() || !mesh.points.empty()) {
        tile.dots = static_cast<std::uint32_t>(mesh.dots.size());
        mesh.dots.insert(mesh.dots.end(), mesh.points.begin(), mesh.points.end());
        tile.places = gpu_.make_buffer(BufferUse::vertex, bytes_of(mesh.dots));
        tile.place = gpu_.make_vertex_array(tile.places, {{0, 2, i16}, {1, 1, u16, false, true, 4}, {2, 1, u16, false, false, 6}},
                                            sizeof(gis::PlaceVertex));
    }
    tile.last_seen = memory_.frame;
    drop(layer.serial, tile.key);
    layer.bytes_beside += tile.bytes_beside();
    layer.tiles.insert_or_assign(tile.key, std::move(tile));
}

// Takes what workers made; uploads until the budget of this frame is spent, at least one tile.
void TileStore::receive(Update& update) {
    for (auto& [id, made] : queue_.take()) made_.push_back(std::move(made));
    std::size_t spent = 0, done = 0;
    for (; done < made_.size() && (spent == 0 || spent < upload_budget_); ++done) {
        Made& made = made_[done];
        const auto layer = std::ranges::find(layers_, made.serial, &MapLayer::serial);
        if (layer == layers_.end()) continue;  // gone or restyled meanwhile
        if (made.styled) {
            layer->reach_px = reach_of(*made.styled);
            layer->styled = std::move(made.styled);
            changed_ = changed_ || !layer->before;
        } else if (made.mesh) {
            spent += made.mesh->bytes();
            if (!made.mesh->empty() && layer->visible && !layer->before) update.arrived.push_back(made.mesh->key);
            upload(*layer, *made.mesh);
            made.mesh.reset();  // what the GPU has is not kept twice
        }
    }
    made_.erase(made_.begin(), made_.begin() + static_cast<std::ptrdiff_t>(done));
}

// A coarser tile that covers the same ground, cut to it; else what there is of finer ones.
void TileStore::show_instead(MapLayer& layer, const gis::TileKey& key, std::vector<VisibleTile>& tiles) const {
    gis::TileKey coarser = key;
    for (int i = 0; i < fallback_levels; ++i) {
        coarser = coarser.parent();
        const auto found = layer.tiles.find(coarser);
        if (found == layer.tiles.end()) continue;
        found->second.last_seen = memory_.frame;
        if (!found->second.batches.empty()) tiles.push_back({&layer, &found->second, key, false});
        return;
    }
    for (const int i : {0, 1, 2, 3}) {
        const gis::TileKey finer{key.level + 1, 2 * key.x + i % 2, 2 * key.y + i / 2};
        const auto found = layer.tiles.find(finer);
        if (found == layer.tiles.end() || found->second.batches.empty()) continue;
        found->second.last_seen = memory_.frame;
        tiles.push_back({&layer, &found->second, finer, false});
    }
}

// The tile itself or what there is in its place.
void TileStore::show(MapLayer& layer, const gis::TileKey& key, std::vector<VisibleTile>& tiles) const {
    const auto found = layer.tiles.find(key);
    if (found == layer.tiles.end()) return show_instead(layer, key, tiles);
    found->second.last_seen = memory_.frame;
    if (!found->second.batches.empty()) tiles.push_back({&layer, &found->second, key, true});
}

TileStore::Job TileStore::styling_of(const MapLayer& layer) const {
    Job job;
    job.id = tile_job_id(layer.serial, styling_job);
    job.serial = layer.serial;
    job.source = layer.source;
    job.look = layer.look;
    job.style = style_;
    job.metres_per_unit = metres_per_unit_;
    return job;
}

// False when something is missing.
bool TileStore::ask(MapLayer& layer, const Camera& camera, const Parts& parts, std::vector<VisibleTile>& tiles, std::vector<Job>& jobs) {
    if (!layer.styled) {
        jobs.push_back(styling_of(layer));
        return false;
    }
    const double reach = (layer.reach_px * static_cast<double>(camera.pixel_ratio) + 1) * camera.units_per_px;
    const auto matters = [&](const gis::TileKey& key) {
        if (!parts) return true;
        gis::PlaneBox box = gis::tile_box(key);
        box = {box.min_x - reach, box.min_y - reach, box.max_x + reach, box.max_y + reach};
        return std::ranges::any_of(*parts, [&](const gis::PlaneBox& part) { return part.intersects(box); });
    };
    bool there = true;
    for (const gis::TileKey& key : keys_in(visible_tiles(camera, layer.source->info.bounds, layer.reach_px))) {
        if (!matters(key)) continue;
        show(layer, key, tiles);
        if (layer.tiles.contains(key)) continue;
        there = false;
        const bool held = std::ranges::any_of(
            made_, [&](const Made& m) { return m.serial == layer.serial && m.mesh && m.mesh->key == key; });
        if (held) continue;
        Job job;
        job.id = tile_job_id(layer.serial, key);
        job.serial = layer.serial;
        job.styled = layer.styled;
        job.key = key;
        jobs.push_back(std::move(job));
    }
    return there;
}

void TileStore::look(MapLayer& layer, const Camera& camera, const Parts& parts, Update& update, std::vector<Job>& jobs) {
    std::vector<VisibleTile> tiles;
    const bool there = ask(layer, camera, parts, tiles, jobs);
    if (!there) update.complete = false;
    if (layer.before) {
        std::vector<VisibleTile> last;
        if (!there)
            for (const gis::TileKey& key : keys_in(visible_tiles(camera, layer.before->source->info.bounds, layer.before->reach_px))) show(*layer.before, key, last);
        if (last.empty()) {
            layer.before.reset();
            update.all_changed = true;
        } else {
            tiles = std::move(last);
        }
    }
    update.tiles.insert(update.tiles.end(), tiles.begin(), tiles.end());
}

std::int64_t GpuTile::bytes_beside() const { return static_cast<std::int64_t>(sizeof(GpuTile) + batches.size() * sizeof(gis::TileBatch) + (fill_runs.size() + stroke_runs.size()) * sizeof(gis::MeshRun)); }

std::int64_t TileStore::bytes_beside() const {
    std::int64_t sum = 0;
    for (const MapLayer& layer : layers_) sum += layer.bytes_beside + (layer.before ? layer.before->bytes_beside : 0);
    for (const Made& made : made_)
        if (made.mesh) sum += static_cast<std::int64_t>(made.mesh->bytes());
    return sum;
}

void TileStore::offer(std::vector<Spare>& spares) {
    const auto offer_of = [&](const MapLayer& layer) {
        for (const auto& [key, tile] : layer.tiles)
            if (tile.last_seen != memory_.frame)
                spares.push_back({tile.last_seen, tile.bytes + tile.bytes_beside(), [this, serial = layer.serial, k = key] { drop(serial, k); }});
    };
    for (const MapLayer& layer : layers_) {
        offer_of(layer);
        if (layer.before) offer_of(*layer.before);
    }
}

MapLayer* TileStore::find(std::uint64_t serial) {
    for (MapLayer& layer : layers_) {
        if (layer.serial == serial) return &layer;
        if (layer.before && layer.before->serial == serial) return layer.before.get();
    }
    return nullptr;
}

void TileStore::drop(std::uint64_t serial, const gis::TileKey& key) {
    MapLayer* layer = find(serial);
    if (!layer) return;
    const auto tile = layer->tiles.find(key);
    if (tile == layer->tiles.end()) return;
    layer->bytes_beside -= tile->second.bytes_beside();
    layer->tiles.erase(tile);
}

TileStore::Update TileStore::update(const Camera& camera, Parts parts) {
    Update update;
    receive(update);
    update.all_changed = std::exchange(changed_, false);
    if (update.all_changed || std::ranges::any_of(layers_, [](const MapLayer& l) { return l.before != nullptr; })) parts.reset();
    update.complete = true;
    std::vector<Job> jobs;
    for (MapLayer& layer : layers_)
        if (layer.visible && style_) look(layer, camera, parts, update, jobs);
    // From the middle of the view outwards; layers to be classified before all.
    std::ranges::stable_sort(jobs, {}, [&](const Job& j) {
        if (!j.styled) return -1.0;
        const gis::PlanePoint c = gis::tile_box(j.key).centre();
        return std::hypot(c.x - camera.centre.x, c.y - camera.centre.y);
    });
    if (!made_.empty()) update.complete = false;
    queue_.plan(std::move(jobs));
    return update;
}

bool TileStore::wait() {
    if (!made_.empty() || queue_.has_results()) return true;
    if (queue_.idle()) return false;
    if (!queue_.help()) queue_.wait();
    return true;
}

bool TileStore::results_waiting() const { return !made_.empty() || queue_.has_results(); }

} // namespace vigie::render
