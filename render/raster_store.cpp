#include "render/raster_store.hpp"

#include <epoxy/gl.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <iterator>

#include "render/tile_job.hpp"

namespace vigie::render {

namespace {

constexpr int fallback_levels = 6;  // how much coarser a stand-in may be
constexpr auto long_pause = std::chrono::minutes(2);  // what comes later than this is not waited for: the picture counts as complete
constexpr int workers = 1, remote_workers = 4;        // the latter mostly wait

} // namespace

RasterStore::RasterStore(GpuContext& gpu, const MemoryBudget& memory, std::function<void()> wake)
    : gpu_(gpu), memory_(memory), queue_(workers, wake), remote_(remote_workers, std::move(wake)) {}

RasterStore::~RasterStore() { leaving_.request_stop(); }

bool RasterStore::set(const std::vector<Ground>& rasters) {
    if (std::ranges::equal(rasters_, rasters, {}, &Shown::ground)) return false;
    std::vector<Shown> next;
    for (const Ground& ground : rasters) {
        const auto known = std::ranges::find_if(rasters_, [&](const Shown& s) { return s.ground.raster == ground.raster; });
        if (known != rasters_.end()) next.push_back(std::move(*known));
        else next.push_back({ground, next_serial_++, {}});
        next.back().ground = ground;
    }
    rasters_ = std::move(next);
    pieces_.clear();
    return true;
}

void RasterStore::receive(Queue& queue, Update& update) {
    for (auto& [id, made] : queue.take()) {
        auto& [serial, tile] = made;
        const auto shown = std::ranges::find(rasters_, serial, &Shown::serial);
        if (shown == rasters_.end()) continue;
        const auto before = shown->tiles.find(tile.key);
        Tile uploaded;
        if (tile.again_ms != 0) uploaded.again = std::chrono::steady_clock::now() + std::chrono::milliseconds(tile.again_ms);
        if (tile.empty() && uploaded.again && before != shown->tiles.end()) {  // what was seen stays as long as nothing better is there
            before->second.again = uploaded.again;
            before->second.edition = tile.edition;
            continue;
        }
        if (!tile.empty()) {
            uploaded.texture = gpu_.make_texture(tile.width, tile.height, PixelFormat::rgba8, Filter::linear, bytes_of(tile.rgba));
            update.arrived.push_back(gis::raster_tile_box(tile.key));
        }
        uploaded.last_seen = memory_.frame;
        uploaded.edition = tile.edition;
        shown->tiles.insert_or_assign(tile.key, std::move(uploaded));
    }
}

void RasterStore::show_instead(Shown& shown, const gis::TileKey& key) {
    gis::TileKey coarser = key;
    for (int i = 0; i < fallback_levels; ++i) {
        coarser = coarser.parent();
        const auto found = shown.tiles.find(coarser);
        if (found == shown.tiles.end()) continue;
        found->second.last_seen = memory_.frame;
        if (found->second.texture) pieces_.push_back({&found->second.texture, coarser, gis::raster_tile_box(key), shown.ground.opacity});
        return;
    }
}

void RasterStore::look(Shown& shown, const Camera& camera, const std::optional<std::span<const gis::PlaneBox>>& parts, bool ask_again, Update& update, std::vector<Job>& jobs) {
    const int level = std::min(gis::level_for(camera.units_per_px), shown.ground.raster->finest_level());
    const double size = gis::raster_tile_size(level);
    const gis::PlaneBox view = camera.visible();
    const gis::PlaneBox& data = shown.ground.raster->bounds();
    const Moment now = std::chrono::steady_clock::now();
    const std::uint64_t edition = shown.ground.raster->edition();
    const auto cell = [&](double v) { return static_cast<std::int32_t>(std::floor(v / size)); };
    const std::int32_t x0 = cell(std::max(view.min_x, data.min_x)), x1 = cell(std::min(view.max_x, data.max_x));
    const std::int32_t y0 = cell(std::max(view.min_y, data.min_y)), y1 = cell(std::min(view.max_y, data.max_y));
    for (std::int32_t y = y0; y <= y1; ++y)
        for (std::int32_t x = x0; x <= x1; ++x) {
            const gis::TileKey key{level, x, y};
            const gis::PlaneBox box = gis::raster_tile_box(key);
            const auto found = shown.tiles.find(key);
            if (found != shown.tiles.end() && found->second.edition != edition && ask_again) {  // shown until the new one is there
                found->second.last_seen = memory_.frame;
                jobs.push_back({tile_job_id(shown.serial, key), shown.serial, shown.ground.raster, key, leaving_.get_token()});
            }
            if (parts && std::ranges::none_of(*parts, [&](const gis::PlaneBox& part) { return part.intersects(box); })) continue;
            if (found != shown.tiles.end()) {
                found->second.last_seen = memory_.frame;
                if (found->second.texture) pieces_.push_back({&found->second.texture, key, box, shown.ground.opacity});
                else if (found->second.again) show_instead(shown, key);
                if (found->second.edition != edition) continue;
                if (!found->second.again || *found->second.again > now + long_pause) continue;
                update.complete = false;
                if (*found->second.again > now || !ask_again) {
                    again_ = again_ ? std::min(*again_, *found->second.again) : *found->second.again;
                    continue;
                }
            } else {
                show_instead(shown, key);
            }
            update.complete = false;
            update.files_complete = update.files_complete && shown.ground.raster->is_remote();
            jobs.push_back({tile_job_id(shown.serial, key), shown.serial, shown.ground.raster, key, leaving_.get_token()});
        }
}

void RasterStore::offer(std::vector<Spare>& spares) {
    for (Shown& shown : rasters_)
        for (const auto& [key, tile] : shown.tiles)
            if (tile.last_seen != memory_.frame)
                spares.push_back({tile.last_seen, tile.texture.bytes(), [tiles = &shown.tiles, k = key] { tiles->erase(k); }});
}

RasterStore::Update RasterStore::update(const Camera& camera, std::optional<std::span<const gis::PlaneBox>> parts, bool ask_again) {
    Update update;
    receive(queue_, update);
    receive(remote_, update);
    pieces_.clear();
    again_.reset();
    std::vector<Job> jobs;
    for (Shown& shown : rasters_) look(shown, camera, parts, ask_again, update, jobs);
    std::ranges::stable_sort(jobs, {}, [&](const Job& j) {  // from the middle of the view outwards
        const gis::PlanePoint c = gis::raster_tile_box(j.key).centre();
        return std::hypot(c.x - camera.centre.x, c.y - camera.centre.y);
    });
    const auto of_files = std::ranges::stable_partition(jobs, [](const Job& j) { return j.raster->is_remote(); });
    queue_.plan({std::make_move_iterator(of_files.begin()), std::make_move_iterator(of_files.end())});
    jobs.erase(of_files.begin(), of_files.end());
    remote_.plan(std::move(jobs));
    return update;
}

bool RasterStore::wait() {
    if (results_waiting()) return true;
    if (!queue_.idle()) {
        if (!queue_.help()) queue_.wait();
        return true;
    }
    if (remote_.idle()) return false;
    remote_.wait();
    return true;
}

std::optional<int> RasterStore::asks_again_in_ms() const {
    if (!again_) return {};
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(*again_ - std::chrono::steady_clock::now()).count();
    return static_cast<int>(std::clamp<std::int64_t>(left + 1, 0, 600'000));
}

void RasterStore::draw(const Camera& camera, std::span<const PxRect> areas) {
    if (pieces_.empty()) return;
    const Program& program = gpu_.program("raster");
    if (!gpu_.use(program)) return;
    if (!quad_) {
        constexpr std::array<float, 8> corners = {0, 0, 1, 0, 0, 1, 1, 1};
        corners_ = gpu_.make_buffer(BufferUse::vertex, std::as_bytes(std::span(corners)));
        quad_ = gpu_.make_vertex_array(corners_, {{0, 2, Attribute::Type::f32}}, 2 * sizeof(float));
    }
    constexpr double rad = 3.14159265358979323846 / 180;
    const auto c = static_cast<float>(std::cos(camera.rotation_deg * rad)), s = static_cast<float>(std::sin(camera.rotation_deg * rad));
    const std::array<float, 4> turn = {c, s, s, -c};
    glUniformMatrix2fv(program.uniform("u_turn"), 1, GL_FALSE, turn.data());
    glUniform2f(program.uniform("u_view"), static_cast<float>(camera.width), static_cast<float>(camera.height));
    glUniform1i(program.uniform("u_image"), 0);
    gpu_.bind(quad_);
    gpu_.blend(Blend::over);
    for (const Piece& piece : pieces_) {
        const gis::PlaneBox tile = gis::raster_tile_box(piece.tile);
        const auto px = [&](double units) { return static_cast<float>(units / camera.units_per_px); };
        glUniform4f(program.uniform("u_area"), px(piece.area.min_x - camera.centre.x), px(piece.area.min_y - camera.centre.y), px(piece.area.width()), px(piece.area.height()));
        glUniform4f(program.uniform("u_part"), static_cast<float>((piece.area.min_x - tile.min_x) / tile.width()),
                    static_cast<float>((tile.max_y - piece.area.max_y) / tile.height()), static_cast<float>(piece.area.width() / tile.width()),
                    static_cast<float>(piece.area.height() / tile.height()));
        glUniform1f(program.uniform("u_opacity"), static_cast<float>(piece.opacity));
        gpu_.bind_texture(0, *piece.texture);
        for (const PxRect& area : areas) {
            gpu_.scissor(area);
            glDrawArrays(GL_TRIANGLE_STRIP, 0, 4);
        }
    }
    gpu_.scissor({});
}

} // namespace vigie::render
