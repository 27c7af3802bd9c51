// The colours and sizes of every paint rule, as uniform blocks: day and night, zoom and interface scale change these few
// kilobytes and never the geometry. Each layer has tables of its own with the rules it uses, packed one behind the other in
// one buffer per block; drawing binds the part of a table. GL thread.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <set>
#include <span>
#include <vector>

#include "gis/layers/tiles.hpp"
#include "render/camera.hpp"
#include "render/gpu.hpp"

namespace vigie::render {

class RuleTable {
public:
    explicit RuleTable(GpuContext& gpu);

    enum class Block : std::uint8_t { area, outline, casing, line, disc };
    static constexpr std::size_t blocks = 5;
    // Same block in every program that draws with it.
    static constexpr std::uint32_t area_binding = 0, stroke_binding = 1, disc_binding = 2;

    // What a table's rules need of the programs.
    struct Needs {
        bool opaque = true;    // fills leave nothing of what is under them
        bool patterns = false;
        bool dashes = false;   // of lines
        bool aside = false;    // lines drawn beside their points
        bool shapes = false;   // points that are no discs
    };

    using Layers = std::span<const std::shared_ptr<const gis::StyledLayer>>;
    // The layers that may be drawn, and what decides how.
    void set(Layers layers, bool night, const Camera& camera, double metres_per_unit);
    // Number of a layer's table, for the following two; the layer must be among those set.
    [[nodiscard]] std::size_t table_of(const gis::StyledLayer& layer, std::uint16_t table) const;
    [[nodiscard]] const Needs& needs(std::size_t table) const { return tables_[table].needs; }
    // Has a block of strokes translucent ones in this order?
    [[nodiscard]] bool translucent(Block block, std::size_t table, int order) const { return tables_[table].translucent.contains({block, order}); }
    void bind(Block block, std::size_t table);
    // What `bind` shows the shaders, for whoever paints without them: rule r begins at (r % rules_per_table) · stride.
    using Vec4 = std::array<float, 4>;
    struct Values {
        std::span<const Vec4> values;
        std::size_t stride = 0;
    };
    [[nodiscard]] Values values(Block block, std::size_t table) const;

    [[nodiscard]] bool has_casing(int order) const { return cased_.contains(order); }
    // The order at which the casings of this order's lines are drawn: the first of the run of orders that hold nothing but
    // lines, so that no casing lies over the fill of a street and crossings look right.
    [[nodiscard]] int casing_order(int order) const;

private:
    struct Table {
        std::shared_ptr<const gis::StyledLayer> layer;
        std::size_t first = 0, count = 0;                 // rules of the layer
        std::array<std::size_t, blocks> offset{};         // in Vec4, of each block's values
        Needs needs;
        std::set<std::pair<Block, int>> translucent;      // strokes, by order
    };
    void lay_out(Layers layers);
    void sort_orders(Layers layers);
    void fill_values(Table& table);
    void fill_rule(Table& table, std::size_t index, const gis::PaintRule& rule);

    GpuContext& gpu_;
    std::size_t alignment_ = 16;  // of a bound part, in Vec4
    std::vector<Table> tables_;   // a layer's tables stand together
    std::vector<std::pair<const gis::StyledLayer*, std::size_t>> first_table_;  // sorted
    bool night_ = false;
    double zoom_ = -1, px_per_metre_ = 0;
    float scale_ = 1;
    std::array<Buffer, blocks> buffers_;
    std::array<std::vector<Vec4>, blocks> values_;
    std::vector<std::pair<int, int>> casing_of_order_;   // order → order of its run
    std::set<int> cased_;                                // orders with casings
};

} // namespace vigie::render
