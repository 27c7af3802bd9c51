// Coordinates hidden in a table: WKT, longitude and latitude in decimal or degrees-minutes-seconds, point texts of open
// data portals, projected x and y; by the names of the columns, else by their values. Any thread.
#pragma once

#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "gis/layers/layer.hpp"

namespace vigie::gis {

struct PlaceColumns {
    enum class Kind { wkt, lonlat, projected, point_text };
    Kind kind = Kind::lonlat;
    std::size_t x = 0, y = 0;  // column indices; the same for wkt and point_text
    bool by_values = false;    // the names say nothing: worth telling
};
[[nodiscard]] std::optional<PlaceColumns> find_place_columns(std::span<const Column> columns, std::size_t rows);

struct Placed {
    FeatureGeometry geometry;  // one feature per row
    std::size_t without = 0;   // rows without a readable place
};
[[nodiscard]] Placed place_rows(std::span<const Column> columns, const PlaceColumns& where, std::size_t rows);

// "48,8566", "48°51'24\"N", "N 48 51 24", "-3 42 44,09" as signed degrees; NaN when it is none, or minutes pass 60.
[[nodiscard]] double degrees_from_text(std::string_view text);
// "{'lon': 2.33, 'lat': 48.88}", "48.88, 2.33" (latitude first, as the portals write it), "POINT(…)" is WKT and not this.
[[nodiscard]] std::optional<std::array<double, 2>> lonlat_from_point_text(std::string_view text);

} // namespace vigie::gis
