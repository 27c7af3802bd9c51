// The layers of the map with their tiles on the GPU: asks workers for what a view needs, uploads what they made under a
// budget for each frame, offers what is not seen to the memory budget. GL thread.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "gis/layers/tiles.hpp"
#include "render/camera.hpp"
#include "render/gpu.hpp"
#include "render/memory_budget.hpp"
#include "render/work_queue.hpp"

namespace vigie::render {

// One tile of one layer, drawable.
struct GpuTile {
    gis::TileKey key;
    std::vector<gis::TileBatch> batches;
    std::vector<gis::MeshRun> fill_runs, stroke_runs;
    Buffer corners, fill_indices, strokes, stroke_indices, along, places;  // along: of dashes; places: dots, then points
    VertexArray fill, stroke, place;
    std::uint32_t dots = 0;         // points begin behind this many dots
    std::int64_t bytes = 0;         // of the buffers
    std::uint64_t last_seen = 0;    // frame
    [[nodiscard]] std::int64_t bytes_beside() const;  // in ordinary memory
};

struct MapLayer {
    std::string id;
    gis::LayerPtr source;
    std::string look;               // LayerLook::theme; empty = the layer's own
    std::shared_ptr<const gis::StyledLayer> styled;  // null until a worker has classified it
    bool visible = true;
    double reach_px = 0;            // how far discs hang over their tile, interface px
    std::uint64_t serial = 0;       // grows with each source and style
    std::map<gis::TileKey, GpuTile> tiles;
    std::int64_t bytes_beside = 0;  // of all tiles
    std::unique_ptr<MapLayer> before;  // the same layer as it was: shown until all that is seen of this one is there
};

// What a view shows of a tile: its own geometry or, while that is missing, a coarser one cut to the same place.
struct VisibleTile {
    const MapLayer* layer = nullptr;
    const GpuTile* tile = nullptr;
    gis::TileKey area;              // which part of the plane is drawn from it
    bool exact = true;              // tile->key == area
};

class TileStore {
public:
    // `memory` outlives the store.
    TileStore(GpuContext& gpu, const MemoryBudget& memory, int workers, std::size_t upload_bytes_per_frame, std::function<void()> wake);
    ~TileStore();

    struct Wanted {
        gis::LayerPtr layer;
        bool visible = true;
        std::string look = {};
    };
    // Bottom first. A layer with the same pointer and look keeps its tiles; one of the same id that was read anew is shown as
    // it was until its own are there.
    void set_layers(const std::vector<Wanted>& layers);
    // Another style or scale makes all tiles anew.
    void set_style(std::shared_ptr<const gis::MapStyle> style, double metres_per_unit);

    // What the view shows now. Asks for what is missing; `complete` is true when nothing is. Changes since the last call
    // come in `arrived` (areas whose picture is other now) and `all_changed`.
    struct Update {
        std::vector<VisibleTile> tiles;
        std::vector<gis::TileKey> arrived;
        bool all_changed = false;
        bool complete = false;
    };
    // `parts`: only what touches these parts of the plane matters (the rest is drawn already); none given: all of the view.
    using Parts = std::optional<std::span<const gis::PlaneBox>>;
    Update update(const Camera& camera, Parts parts = {});
    // Works and waits until something arrived. False when nothing is under way.
    bool wait();
    [[nodiscard]] bool results_waiting() const;

    // What is held in ordinary memory: beside the buffers, and geometry that waits to be uploaded.
    [[nodiscard]] std::int64_t bytes_beside() const;
    // Tiles that the present frame does without.
    void offer(std::vector<Spare>& spares);

    [[nodiscard]] const std::vector<MapLayer>& layers() const { return layers_; }

private:
    struct Made;  // result of a worker
    struct Job {
        std::uint64_t id = 0;
        std::uint64_t serial = 0;
        std::shared_ptr<const gis::StyledLayer> styled;      // tile job
        gis::LayerPtr source;                                // styling job
        std::string look;
        std::shared_ptr<const gis::MapStyle> style;
        double metres_per_unit = 1;
        gis::TileKey key;
        [[nodiscard]] Made run() const;
    };
    struct Made {
        std::uint64_t serial = 0;
        std::shared_ptr<const gis::StyledLayer> styled;      // of a styling job
        std::optional<gis::TileMesh> mesh;                   // of a tile job
    };

    void receive(Update& update);
    void upload(MapLayer& layer, gis::TileMesh& mesh);
    void look(MapLayer& layer, const Camera& camera, const Parts& parts, Update& update, std::vector<Job>& jobs);
    bool ask(MapLayer& layer, const Camera& camera, const Parts& parts, std::vector<VisibleTile>& tiles, std::vector<Job>& jobs);
    void show(MapLayer& layer, const gis::TileKey& key, std::vector<VisibleTile>& tiles) const;
    void show_instead(MapLayer& layer, const gis::TileKey& key, std::vector<VisibleTile>& tiles) const;
    [[nodiscard]] Job styling_of(const MapLayer& layer) const;
    MapLayer* find(std::uint64_t serial);
    void drop(std::uint64_t serial, const gis::TileKey& key);

    GpuContext& gpu_;
    const MemoryBudget& memory_;
    std::size_t upload_budget_;
    std::shared_ptr<const gis::MapStyle> style_;
    double metres_per_unit_ = 1;
    std::vector<MapLayer> layers_;
    std::uint64_t next_serial_ = 1;
    std::vector<Made> made_;         // received, not yet uploaded
    bool changed_ = true;
    WorkQueue<Job, Made> queue_;     // last: its threads stop before the rest goes
};

// The view as tiles see it: level and the range that touches it, `reach_px` more on each side.
[[nodiscard]] gis::TileRange visible_tiles(const Camera& camera, const gis::PlaneBox& data, double reach_px);

} // namespace vigie::render
