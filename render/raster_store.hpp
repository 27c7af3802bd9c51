// Rasters of the map as textures: asks workers for the tiles a view needs, uploads what they read, offers what is not
// seen to the memory budget, and draws them under everything else. GL thread.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <span>
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

    // Bottom first. True when the picture is another now.
    bool set(std::vector<std::shared_ptr<const gis::Raster>> rasters);
    [[nodiscard]] bool empty() const { return rasters_.empty(); }

    struct Update {
        std::vector<gis::PlaneBox> arrived;  // where the picture is other since the last update
        bool complete = true;                // everything the view needs is there, at its right level
    };
    // `parts`: only what touches these parts of the plane matters; none given: all of the view.
    Update update(const Camera& camera, std::optional<std::span<const gis::PlaneBox>> parts = {});
    // Works and waits until something arrived. False when nothing is under way.
    bool wait();
    [[nodiscard]] bool results_waiting() const { return queue_.has_results(); }

    // Tiles that the present frame does without.
    void offer(std::vector<Spare>& spares);

    // Into the bound framebuffer, within these areas (px, top left origin): what the last update found.
    void draw(const Camera& camera, std::span<const PxRect> areas);

private:
    struct Tile {
        Texture texture;  // none: the raster is empty there
        std::uint64_t last_seen = 0;
    };
    struct Shown {
        std::shared_ptr<const gis::Raster> raster;
        std::uint64_t serial = 0;
        std::map<gis::TileKey, Tile> tiles;
    };
    struct Job {
        std::uint64_t id = 0, serial = 0;
        std::shared_ptr<const gis::Raster> raster;
        gis::TileKey key;
        [[nodiscard]] std::pair<std::uint64_t, gis::RasterTile> run() const { return {serial, raster->read(key)}; }
    };
    struct Piece {  // a part of the plane and the tile that shows it
        const Texture* texture;
        gis::TileKey tile;
        gis::PlaneBox area;
    };
    void receive(Update& update);
    void look(Shown& shown, const Camera& camera, const std::optional<std::span<const gis::PlaneBox>>& parts, Update& update, std::vector<Job>& jobs);
    void show_instead(Shown& shown, const gis::TileKey& key);

    GpuContext& gpu_;
    const MemoryBudget& memory_;
    std::vector<Shown> rasters_;
    std::vector<Piece> pieces_;   // bottom first
    std::uint64_t next_serial_ = 1;
    Buffer corners_;
    VertexArray quad_;
    WorkQueue<Job, std::pair<std::uint64_t, gis::RasterTile>> queue_;  // last: its threads stop before the rest goes
};

} // namespace vigie::render
