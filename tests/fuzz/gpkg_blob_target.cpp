// GeoPackage geometry, as other programs write it into the commune file.
#include <cmath>

#include "fuzz/target.hpp"
#include "gis/store/gpkg_blob.hpp"

namespace vigie::fuzz {

namespace {

bool rises_within(const std::vector<std::uint32_t>& begins, std::size_t end) {
    for (std::size_t i = 0; i < begins.size(); ++i)
        if (begins[i] > end || (i > 0 && begins[i] < begins[i - 1])) return false;
    return true;
}

void read_blob(std::string_view bytes) {
    const auto shape = gis::geometry_from_gpkg(bytes);
    if (!shape) return;
    require((shape->type == gis::GeometryType::none) == shape->points.empty(), "only an empty shape has no points");
    require(rises_within(shape->parts, shape->points.size()), "parts follow each other within the points");
    require(rises_within(shape->first_ring, shape->parts.size()), "polygons follow each other within the parts");
    for (const gis::LonLat p : shape->points) require(std::isfinite(p.lon) && std::isfinite(p.lat), "every coordinate is a number");
    const std::string written = gis::gpkg_from_geometry(*shape);
    if (shape->points.empty()) return require(written.empty(), "an empty shape is no bytes");
    require(gis::geometry_from_gpkg(written) == *shape, "what was read is written and read the same");
    (void)shape->anchor();
}

} // namespace

Target gpkg_blob_target() {
    using namespace std::string_literals;
    return {"gpkg_blob",
            read_blob,
            {"GP\0\1"s, "GP\0\3"s, "\xE6\x10\0\0"s, "\1\1\0\0\0"s, "\1\2\0\0\0"s, "\1\3\0\0\0"s, "\1\4\0\0\0"s, "\1\5\0\0\0"s, "\1\6\0\0\0"s,
             "\1\xE9\3\0\0"s, "\1\xEB\3\0\0"s, "\0\0\0\0\1"s, "\0\0\0\0\3"s, "\1\7\0\0\0"s},
            nullptr};
}

} // namespace vigie::fuzz
