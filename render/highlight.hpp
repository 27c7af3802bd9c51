// Features drawn once more over the map, in the colour of hover or selection: a small layer of its own through the same
// tiles. A few features are there in the frame that asks for them; many are gathered and cut into tiles by a thread of
// their own, what was shown before stays until they are. GL thread.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "render/base_pass.hpp"
#include "render/rule_table.hpp"
#include "render/tile_store.hpp"
#include "render/work_queue.hpp"

namespace vigie::render {

class Highlight {
public:
    static constexpr std::size_t at_once = 20'000;  // so many features take a frame a few milliseconds

    // `memory` outlives the highlights. `wake`: called from any thread when there is something new to draw.
    Highlight(GpuContext& gpu, const MemoryBudget& memory, std::function<void()> wake);

    // Replaces what is highlighted of this layer; no features: nothing. True when that changes something.
    bool set(const gis::LayerPtr& layer, const std::string& id, std::vector<std::uint32_t> features, gis::Rgba color);
    [[nodiscard]] bool empty() const { return parts_.empty(); }
    // `whole`: waits for what is under way.
    void draw(const Camera& camera, double metres_per_unit, bool whole);
    // Something arrived since the last frame.
    [[nodiscard]] bool results_waiting() const;
    [[nodiscard]] std::int64_t bytes_beside() const;
    void offer(std::vector<Spare>& spares);

private:
    struct Part {
        gis::LayerPtr source;
        std::shared_ptr<const std::vector<std::uint32_t>> features;
        gis::Rgba color;
        std::uint64_t gathering = 0;  // the job that gathers them; 0 = shown
        std::unique_ptr<TileStore> store;
        std::shared_ptr<const gis::MapStyle> style;  // of the store
        std::unique_ptr<RuleTable> rules;
    };
    struct Gather {
        std::uint64_t id = 0;
        gis::LayerPtr source;
        std::shared_ptr<const std::vector<std::uint32_t>> features;
        [[nodiscard]] gis::LayerPtr run() const;
    };
    void show(Part& part, const gis::LayerPtr& layer) const;
    void plan();
    void receive(bool whole);

    GpuContext& gpu_;
    const MemoryBudget& memory_;
    std::function<void()> wake_;
    BasePass base_;
    std::map<std::string, Part> parts_;
    std::uint64_t next_job_ = 1;
    WorkQueue<Gather, gis::LayerPtr> gathered_;  // last: its thread stops before the rest goes
};

} // namespace vigie::render
