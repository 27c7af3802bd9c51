#include "render/soft_pass.hpp"

#include <epoxy/gl.h>

#include <algorithm>
#include <atomic>
#include <thread>

#include "render/base_pass.hpp"

namespace vigie::render {

namespace {

constexpr int bands_per_thread = 3;  // a busy middle of the picture is shared out

template <class T>
std::span<const T> as(std::span<const std::byte> bytes) {
    return {reinterpret_cast<const T*>(bytes.data()), bytes.size() / sizeof(T)};
}

std::uint32_t packed(gis::Rgba c) {
    return std::uint32_t{c.r} | std::uint32_t{c.g} << 8 | std::uint32_t{c.b} << 16 | 0xff00'0000u;
}

RuleTable::Block block_of(SoftPass::Kind kind) {
    switch (kind) {
    case SoftPass::Kind::outline: return RuleTable::Block::outline;
    case SoftPass::Kind::casing: return RuleTable::Block::casing;
    case SoftPass::Kind::line: return RuleTable::Block::line;
    case SoftPass::Kind::discs: return RuleTable::Block::disc;
    case SoftPass::Kind::fill: case SoftPass::Kind::dots: break;
    }
    return RuleTable::Block::area;
}

} // namespace

bool paints_in_software(const GpuContext& gpu) {
    const std::string& name = gpu.version();
    return std::ranges::any_of(std::array{"llvmpipe", "softpipe", "SwiftShader"}, [&](const char* n) { return name.find(n) != std::string::npos; });
}

SoftPass::SoftPass(GpuContext& gpu) : gpu_(gpu), threads_(std::clamp(std::thread::hardware_concurrency(), 1u, 8u)) {}

void SoftPass::begin(const Camera& camera, std::span<const PxRect> areas, const Texture& target, std::optional<gis::Rgba> background) {
    camera_ = camera;
    areas_.assign(areas.begin(), areas.end());
    target_ = &target;
    background_ = background;
    fetched_ = false;
    masks_.begin();
    canvas_.width = camera.width;
    canvas_.height = camera.height;
    canvas_.pixels.resize(static_cast<std::size_t>(camera.width) * static_cast<std::size_t>(camera.height));
}

template <class T>
std::span<const std::byte> SoftPass::mapped(const Buffer& buffer, std::size_t first, std::size_t count) {
    const auto [it, added] = maps_.try_emplace(buffer.id(), nullptr);
    if (added) {
        glBindBuffer(GL_COPY_READ_BUFFER, buffer.id());
        it->second = static_cast<const std::byte*>(glMapBufferRange(GL_COPY_READ_BUFFER, 0, static_cast<GLsizeiptr>(buffer.bytes()), GL_MAP_READ_BIT));
    }
    if (!it->second || (first + count) * sizeof(T) > static_cast<std::size_t>(buffer.bytes())) return {};
    return {it->second + first * sizeof(T), count * sizeof(T)};
}

void SoftPass::add(Kind kind, const GpuTile& tile, const gis::MeshRange& range, const PxRect& area, const RuleTable& rules, std::size_t table, int film) {
    const RuleTable::Values values = rules.values(block_of(kind), table);
    Task task{kind, area, {}, {}, {}, {}, range, {values.values, values.stride}, film};
    // Differences in double, as the tile uniform of the shaders.
    const gis::PlanePoint origin = gis::tile_origin(tile.key);
    task.place.scale = static_cast<float>(gis::units_per_quantum(tile.key.level) / camera_.units_per_px);
    task.place.left = static_cast<float>((origin.x - camera_.centre.x) / camera_.units_per_px + camera_.width / 2.0);
    task.place.top = static_cast<float>((camera_.centre.y - origin.y) / camera_.units_per_px + camera_.height / 2.0);
    switch (kind) {
    case Kind::fill:
        task.vertices = mapped<gis::PlaceVertex>(tile.corners, 0, static_cast<std::size_t>(tile.corners.bytes()) / sizeof(gis::PlaceVertex));
        task.indices = mapped<std::uint16_t>(tile.fill_indices, 0, static_cast<std::size_t>(tile.fill_indices.bytes()) / sizeof(std::uint16_t));
        task.runs = tile.fill_runs;
        break;
    case Kind::outline:
    case Kind::casing:
    case Kind::line:
        task.vertices = mapped<gis::StrokeVertex>(tile.strokes, 0, static_cast<std::size_t>(tile.strokes.bytes()) / sizeof(gis::StrokeVertex));
        task.indices = mapped<std::uint16_t>(tile.stroke_indices, 0, static_cast<std::size_t>(tile.stroke_indices.bytes()) / sizeof(std::uint16_t));
        task.runs = tile.stroke_runs;
        break;
    case Kind::dots: task.vertices = mapped<gis::PlaceVertex>(tile.places, range.first, range.count); break;
    case Kind::discs:
        task.vertices = mapped<gis::PlaceVertex>(tile.places, tile.dots + range.first, range.count);
        masks_.prepare(task.rules);
        break;
    }
    if (film && film_.pixels.size() != canvas_.pixels.size()) film_.pixels.assign(canvas_.pixels.size(), 0);
    film_.width = canvas_.width;
    film_.height = canvas_.height;
    tasks_.push_back(task);
}

void SoftPass::fetch() {
    if (fetched_) return;
    fetched_ = true;
    for (const PxRect& area : areas_) {
        if (background_) {
            for (int y = area.y; y < area.y + area.height; ++y)
                std::fill_n(canvas_.pixels.begin() + std::ptrdiff_t{y} * canvas_.width + area.x, area.width, packed(*background_));
            continue;
        }
        glPixelStorei(GL_PACK_ROW_LENGTH, canvas_.width);
        glReadPixels(area.x, area.y, area.width, area.height, GL_RGBA, GL_UNSIGNED_BYTE, canvas_.pixels.data() + std::ptrdiff_t{area.y} * canvas_.width + area.x);
        glPixelStorei(GL_PACK_ROW_LENGTH, 0);
    }
}

template <class Vertex>
SoftMesh<Vertex> SoftPass::mesh_of(const Task& task) {
    return {as<Vertex>(task.vertices), as<std::uint16_t>(task.indices), task.runs, task.range};
}

// Returns where.
PxRect SoftPass::paint(const Task& task, const PxRect& rows) {
    const PxRect clip = intersection(task.area, rows);
    if (clip.width == 0 || clip.height == 0) return {};
    const auto places = as<gis::PlaceVertex>(task.vertices);
    switch (task.kind) {
    case Kind::fill: paint_fill(canvas_, clip, task.place, mesh_of<gis::PlaceVertex>(task), task.rules); break;
    case Kind::outline: case Kind::casing: case Kind::line:
        if (task.film) paint_film(film_, clip, task.place, mesh_of<gis::StrokeVertex>(task), task.rules);
        else paint_strokes(canvas_, clip, task.place, mesh_of<gis::StrokeVertex>(task), task.rules);
        break;
    case Kind::dots: paint_dots(canvas_, clip, task.place, places, task.rules); break;
    case Kind::discs: paint_discs(canvas_, clip, task.place, places, task.rules, masks_); break;
    }
    return clip;
}

void SoftPass::paint_rows(const PxRect& rows) {
    for (auto task = tasks_.begin(); task != tasks_.end();) {
        const int film = task->film;
        std::vector<PxRect> touched;
        for (auto first = task; task != tasks_.end() && task->film == film && (film || task == first); ++task) touched.push_back(paint(*task, rows));
        if (film) lay_film(film_, canvas_, touched);
    }
}

// Bands of rows are painted by whoever is free: every band holds all tasks in their order, so no two threads touch a pixel.
void SoftPass::flush() {
    if (tasks_.empty() && (fetched_ || !background_)) return;
    fetch();
    const int bands = static_cast<int>(threads_) * bands_per_thread;
    std::atomic<int> next = 0;
    const auto work = [&] {
        for (int band = next.fetch_add(1); band < bands; band = next.fetch_add(1)) {
            const int first = canvas_.height * band / bands, end = canvas_.height * (band + 1) / bands;
            paint_rows({0, first, canvas_.width, end - first});
        }
    };
    if (!tasks_.empty()) {
        std::vector<std::jthread> others;
        for (unsigned i = 1; i < threads_; ++i) others.emplace_back(work);
        work();
    }
    for (const auto& [id, bytes] : maps_) {
        glBindBuffer(GL_COPY_READ_BUFFER, id);
        glUnmapBuffer(GL_COPY_READ_BUFFER);
    }
    maps_.clear();
    tasks_.clear();
    gpu_.bind_texture(0, *target_);
    glPixelStorei(GL_UNPACK_ROW_LENGTH, canvas_.width);
    for (const PxRect& area : areas_)
        glTexSubImage2D(GL_TEXTURE_2D, 0, area.x, area.y, area.width, area.height, GL_RGBA, GL_UNSIGNED_BYTE,
                        canvas_.pixels.data() + std::ptrdiff_t{area.y} * canvas_.width + area.x);
    glPixelStorei(GL_UNPACK_ROW_LENGTH, 0);
    background_.reset();  // from here on the target knows more than the canvas
    fetched_ = false;
}

} // namespace vigie::render
