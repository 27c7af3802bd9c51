// Features of a layer written to a file that other programs open: GeoPackage (in the plane of the map), GeoJSON (RFC 7946,
// WGS 84), CSV (longitude and latitude, or WKT, WGS 84), by GDAL. The file appears whole or not at all: it is written
// beside its place and renamed. Layers hold no reporters' data, so nothing personal of ours can leave this way; columns
// that we derived for the style stay here.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "gis/layers/crs.hpp"
#include "gis/layers/layer.hpp"
#include "gis/model/result.hpp"

namespace vigie::gis {

enum class ExportFormat : std::uint8_t { geopackage, geojson, csv };
enum class CsvGeometry : std::uint8_t { lonlat, wkt, none };  // lonlat: of a point, of the middle of what is not one

struct ExportOptions {
    std::filesystem::path file{};
    ExportFormat format = ExportFormat::geopackage;
    std::string layer_name{};                          // in the file; empty = the layer's own
    std::optional<std::vector<std::uint32_t>> rows{};  // features, in this order; nothing = all
    std::vector<std::string> left_out{};               // columns not written
    bool csv_byte_order_mark = true;                   // else spreadsheets read UTF-8 as something else
    char csv_separator = ';';                          // ';' ',' or a tab
    CsvGeometry csv_geometry = CsvGeometry::lonlat;
    bool replace = false;                              // an existing file; without it that is a conflict
};

struct ExportReport {
    std::size_t features = 0;
    std::uintmax_t bytes = 0;
};

// From the end of the file's name: ".gpkg" ".geojson" ".json" ".csv".
[[nodiscard]] std::optional<ExportFormat> export_format_of(const std::filesystem::path& file);
[[nodiscard]] std::string_view extension_of(ExportFormat format);  // ".gpkg"

// Any thread but one at a time per file; looks at `stop` every few hundred features (then nothing is left behind and the
// error is of class `refused`, key "export.stopped"). Progress 0…1.
[[nodiscard]] Result<ExportReport> export_features(const Layer& layer, const MapPlane& plane, const ExportOptions& options,
                                                   std::stop_token stop = {}, const std::function<void(double)>& progress = {});

} // namespace vigie::gis
