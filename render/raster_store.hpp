// Rasters of the map as textures: asks workers for the tiles a view needs, uploads what they read, offers what is not
// seen to the memory budget, and draws them under everything else. GL thread.
#pragma once

#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <stop_token>
#include <vector>

#include "gis/layers/raster.hpp"
#include "render/camera.hpp"
#include "render/gpu.hpp"
#include "render/memory_budget.hpp"
#include "render/work_queue.hpp"

namespace vigie::render {

class RasterStore {
public:
    // `memory` outlives the store.
    RasterStore(GpuContext& gpu, const MemoryBudget& memory, std::function<void()> wake);

    struct Ground {
        std::shared_ptr<const gis::Raster> raster;
        double opacity = 1;
        bool operator==(const Ground&) const = default;
    };
    // Bottom first. True when the picture is another now.
    bool set(const std::vector<Ground>& rasters);
    [[nodiscard]] bool empty() const { return rasters_.empty(); }

    struct Update {
        std::vector<gis::PlaneBox> arrived;  // where the picture is other since the last update
        bool complete = true;                // everything the view needs is there, at its right level
        bool files_complete = true;          // …as far as it is in files: services come when they come, and wake
    };
    // `parts`: only what touches these parts of the plane matters; none given: all of the view. `ask_again`: for what could
    // not be had, once its pause is over.
    Update update(const Camera& camera, std::optional<std::span<const gis::PlaneBox>> parts = {}, bool ask_again = true);
    // Works and waits until something arrived. False when nothing is under way.
    bool wait();
    [[nodiscard]] bool results_waiting() const { return queue_.has_results() || remote_.has_results(); }
    // When a service should be asked again for what it could not give: milliseconds from now.
    [[nodiscard]] std::optional<int> asks_again_in_ms() const;

    // Tiles that the present frame does without.
    void offer(std::vector<Spare>& spares);

    // Into the bound framebuffer, within these areas (px, top left origin): what the last update found.
    void draw(const Camera& camera, std::span<const PxRect> areas);

    ~RasterStore();

private:
    using Moment = std::chrono::steady_clock::time_point;
    struct Tile {
        Texture texture;  // none: the raster is empty there
        std::uint64_t last_seen = 0, edition = 0;
        std::optional<Moment> again;  // not all of it could be had
    };
    struct Shown {
        Ground ground;
        std::uint64_t serial = 0;
        std::map<gis::TileKey, Tile> tiles;
    };
    struct Job {
        std::uint64_t id = 0, serial = 0;
        std::shared_ptr<const gis::Raster> raster;
        gis::TileKey key;
        std::stop_token stop;
        [[nodiscard]] std::pair<std::uint64_t, gis::RasterTile> run() const { return {serial, raster->read(key, stop)}; }
    };
    struct Piece {  // a part of the plane and the tile that shows it
        const Texture* texture;
        gis::TileKey tile;
        gis::PlaneBox area;
        double opacity;
    };
    using Queue = WorkQueue<Job, std::pair<std::uint64_t, gis::RasterTile>>;
    void receive(Queue& queue, Update& update);
    void look(Shown& shown, const Camera& camera, const std::optional<std::span<const gis::PlaneBox>>& parts, bool ask_again, Update& update, std::vector<Job>& jobs);
    void show_instead(Shown& shown, const gis::TileKey& key);

    GpuContext& gpu_;
    const MemoryBudget& memory_;
    std::vector<Shown> rasters_;
    std::vector<Piece> pieces_;   // bottom first
    std::uint64_t next_serial_ = 1;
    std::optional<Moment> again_;  // the next of what the view shows
    Buffer corners_;
    VertexArray quad_;
    std::stop_source leaving_;
    Queue queue_, remote_;  // last: their threads stop before the rest goes. What waits for a network holds up no file.
};

} // namespace vigie::render
