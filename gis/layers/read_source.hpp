// One source to its layers, still in their own coordinates: the right reader for each kind, encodings made UTF-8,
// everything odd told. On the calling thread; opens its own dataset handles.
#pragma once

#include <stop_token>
#include <vector>

#include "gis/layers/crs_of_layer.hpp"
#include "gis/layers/open.hpp"
#include "gis/layers/read_ogr.hpp"
#include "gis/layers/sources.hpp"

namespace vigie::gis {

struct RawLayer {
    Layer layer;               // geometry in source coordinates; info without bounds, theme and name
    std::string layer_name;    // in the file; empty when the file is the layer
    std::string theme_hint;    // theme already known (OpenStreetMap); else empty
    std::string kind_hint;     // geometry the file declares, for layers without features
    DeclaredCrs crs;
    bool guessed_place = false;  // a CSV whose coordinates were found by their values
};

struct ReadSource {
    std::vector<RawLayer> layers;
    std::vector<Notice> notices;
    bool stopped = false;
};
[[nodiscard]] ReadSource read_source(const MapSource& source, const OpenOptions& options, const std::stop_token& stop, const FeatureProgress& progress);

// The parts of it, by kind.
[[nodiscard]] ReadSource read_gdal(const MapSource& source, const OpenOptions& options, const std::stop_token& stop, const FeatureProgress& progress);
[[nodiscard]] ReadSource read_delimited(const MapSource& source, const OpenOptions& options);
[[nodiscard]] ReadSource read_osm(const MapSource& source, const std::stop_token& stop, const FeatureProgress& progress);

// Gives a layer without geometry the places hidden in its columns, types the columns, and says what was found.
void place_table(RawLayer& raw, const MapSource& source, std::vector<Notice>& notices);

// The id under which a person's choice about a layer is remembered.
[[nodiscard]] std::string layer_id(const MapSource& source, std::string_view layer_name, std::string_view part = {});

// What GDAL's first message means for a person.
[[nodiscard]] Notice unreadable_notice(const MapSource& source, const std::string& gdal_message);

} // namespace vigie::gis
