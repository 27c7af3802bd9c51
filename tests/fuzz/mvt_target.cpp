// Vector tiles as servers and MBTiles files hold them.
#include <algorithm>
#include <cmath>

#include "fuzz/target.hpp"
#include "gis/layers/vector_tiles/collect.hpp"

namespace vigie::fuzz {

namespace {

void read_tile(std::string_view bytes) {
    gis::TileCollector collector;
    (void)collector.add(bytes, 14, 8412, 5861);
    for (const gis::RawLayer& raw : collector.take()) {
        const gis::FeatureGeometry& g = raw.layer.geometry;
        require(g.part_begin.size() == g.feature_count() + 1 && g.part_begin.back() + 1 == g.vertex_begin.size(), "parts belong to features");
        require(g.vertex_begin.back() * std::size_t{2} == g.xy.size() && g.ring_is_hole.size() + 1 == g.vertex_begin.size(), "vertices belong to parts");
        require(std::ranges::is_sorted(g.seams) && (g.seams.empty() || g.seams.back() + std::size_t{1} < g.xy.size() / 2), "seams are edges");
        for (const double v : g.xy) require(std::isfinite(v) && std::abs(v) < 2.1e7, "everything lies on the earth");
        for (const gis::Column& column : raw.layer.columns)
            for (std::size_t row = 0; row < g.feature_count(); ++row) (void)column.shown(row);
    }
}

// The specification's polygons with a value, a line, a point.
std::vector<std::string> seeds() {
    using namespace std::string_literals;
    return {"\x1a\x3e\x78\x02\x0a\x04\x62\x61\x74\x69\x12\x25\x12\x02\x00\x00\x18\x03\x22\x1d\x09\x00\x00\x1a\x14\x00\x00\x14\x13\x00\x0f\x09\x16\x02\x1a\x12\x00\x00\x12\x11\x00\x0f\x09\x04\x0d\x1a\x00\x08\x08\x00\x00\x07\x0f\x1a\x03nom\x22\x04\x0a\x02pi\x28\x80\x20"s,
            "\x1a\x15\x78\x02\x0a\x01l\x12\x0c\x18\x02\x22\x08\x09\x04\x04\x12\x00\x10\x10\x00\x28\x80\x20"s, "\x1a\x0d\x0a\x01p\x12\x08\x18\x01\x22\x04\x11\x0a\x0e\x03"s, ""s};
}

} // namespace

Target mvt_target() {
    return {"mvt", read_tile, {"\x1a\x10", "\x12\x08", "\x18\x03", "\x22\x04", "\x28\x80\x20", "\x78\x02", "\x1f\x8b\x08", "\x09\x02\x02", "\x0f", "\xff\xff\xff\xff\x0f"}, seeds};
}

} // namespace vigie::fuzz
