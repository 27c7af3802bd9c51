// OpenStreetMap features to themes of the municipal map, by their tags
// (https://wiki.openstreetmap.org/wiki/Map_features). Any thread.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "gis/model/geometry.hpp"

namespace vigie::gis {

struct OsmTags {
    std::vector<std::pair<std::string, std::string>> all;
    [[nodiscard]] std::string_view value(std::string_view key) const;  // empty when absent
    // Adds `"key"=>"value","key"=>"value"` as GDAL writes the rest of the tags.
    void add_hstore(std::string_view text);
};

struct OsmTheme {
    std::string_view theme, domain, title;  // title: last part of the language key
};
// Always something: what is not of a known kind goes to "poi" (named points) or the quiet "osm_point", "osm_line", "osm_area".
[[nodiscard]] OsmTheme osm_theme(const OsmTags& tags, GeometryType geometry);

} // namespace vigie::gis
