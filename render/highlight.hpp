// Features drawn once more over the map, in the colour of hover or selection: a small layer of its own through the same
// tiles, made at once on the GL thread.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "render/base_pass.hpp"
#include "render/rule_table.hpp"
#include "render/tile_store.hpp"

namespace vigie::render {

class Highlight {
public:
    // `memory` outlives the highlights.
    Highlight(GpuContext& gpu, const MemoryBudget& memory);

    // Replaces what is highlighted of this layer; no features: nothing. True when that changes something.
    bool set(const gis::LayerPtr& layer, const std::string& id, std::vector<std::uint32_t> features, gis::Rgba color);
    [[nodiscard]] bool empty() const { return parts_.empty(); }
    void draw(const Camera& camera, double metres_per_unit);
    [[nodiscard]] std::int64_t bytes_beside() const;
    void offer(std::vector<Spare>& spares);

private:
    struct Part {
        gis::LayerPtr source, shown;
        std::vector<std::uint32_t> features;
        gis::Rgba color;
        std::shared_ptr<const gis::MapStyle> style;
        std::unique_ptr<TileStore> store;
        std::unique_ptr<RuleTable> rules;
    };
    GpuContext& gpu_;
    const MemoryBudget& memory_;
    BasePass base_;
    std::map<std::string, Part> parts_;
};

} // namespace vigie::render
