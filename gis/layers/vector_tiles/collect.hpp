// Features of several vector tiles put together by layer name, in the system of the web (EPSG:3857). One thread.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "gis/layers/column_builder.hpp"
#include "gis/layers/read_source.hpp"
#include "gis/layers/vector_tiles/mvt.hpp"

namespace vigie::gis {

class TileCollector {
public:
    // `stored`: the tile as it came. What hangs over its square is cut, so that neighbours do not lie over each other.
    // False when it is damaged: what could be read is in.
    bool add(std::string_view stored, int zoom, std::int64_t column, std::int64_t row);
    // Layers in the order of their first appearance.
    [[nodiscard]] std::vector<RawLayer> take();

private:
    struct Building {
        std::string name;
        FeatureGeometry geometry;
        std::vector<ColumnBuilder> columns;
        std::map<std::string, std::size_t, std::less<>> by_key;
    };
    Building& building(std::string_view name);
    static bool append_shape(Building& into, const MvtFeature& feature, double extent, const PlaneBox& square);
    static void append_tags(Building& into, const MvtFeature& feature);

    std::vector<Building> layers_;
};

} // namespace vigie::gis
