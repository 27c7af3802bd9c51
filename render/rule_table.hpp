// The colours and sizes of every paint rule, as uniform blocks: day and night, zoom and interface scale change these few
// kilobytes and never the geometry. GL thread.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <set>
#include <vector>

#include "gis/layers/style.hpp"
#include "render/camera.hpp"
#include "render/gpu.hpp"

namespace vigie::render {

class RuleTable {
public:
    explicit RuleTable(GpuContext& gpu) : gpu_(gpu) {}

    // Same block in every program that draws with it.
    enum class Block : std::uint8_t { area, outline, casing, line, disc };
    static constexpr std::uint32_t area_binding = 0, stroke_binding = 1, disc_binding = 2;
    static constexpr std::size_t most_rules = 256;

    // True when something looks different now.
    bool set(const std::shared_ptr<const gis::MapStyle>& style, bool night, const Camera& camera, double metres_per_unit);
    // Which orders hold lines and which hold areas or points: settles where casings are drawn.
    void set_orders(const std::set<int>& lines, const std::set<int>& others);
    void bind(Block block);

    [[nodiscard]] bool fills_opaque() const { return fills_opaque_; }
    [[nodiscard]] bool has_casing(int order) const;
    // The order at which the casings of this order's lines are drawn: the first of the run of orders that hold nothing but
    // lines, so that no casing lies over the fill of a street and crossings look right.
    [[nodiscard]] int casing_order(int order) const;

private:
    struct Values {
        std::array<std::array<float, 4>, most_rules> a{}, b{}, c{};
    };
    void fill_values();

    GpuContext& gpu_;
    std::shared_ptr<const gis::MapStyle> style_;
    bool night_ = false, fills_opaque_ = true;
    double zoom_ = -1, px_per_metre_ = 0;
    float scale_ = 1;
    std::array<Buffer, 5> buffers_;
    std::array<std::unique_ptr<Values>, 5> values_;
    std::vector<std::pair<int, int>> casing_of_order_;   // order → order of its run
    std::vector<int> cased_;                             // orders with casings
};

} // namespace vigie::render
