#include "gis/layers/read_source.hpp"

#include <cpl_vsi.h>

#include <algorithm>

#include "gis/layers/csv_table.hpp"
#include "gis/layers/encodings.hpp"
#include "gis/layers/gdal_session.hpp"
#include "gis/layers/hash.hpp"
#include "gis/layers/open_limits.hpp"
#include "gis/layers/places_in_table.hpp"
#include "gis/layers/qgis/project.hpp"
#include "gis/layers/qgis/subset.hpp"
#include "gis/layers/remote/address.hpp"

namespace vigie::gis {

namespace {

bool contains_any(const std::string& text, std::initializer_list<const char*> parts) {
    return std::any_of(parts.begin(), parts.end(), [&](const char* part) { return text.find(part) != std::string::npos; });
}

// Whole file through GDAL's file layer, so that archives work; nothing past the bound.
std::string file_bytes(const std::string& gdal_name, std::size_t most) {
    std::string bytes;
    VSILFILE* file = VSIFOpenL(gdal_name.c_str(), "rb");
    if (!file) return bytes;
    char buffer[1 << 16];
    while (bytes.size() < most) {
        const std::size_t n = VSIFReadL(buffer, 1, std::min(sizeof buffer, most - bytes.size()), file);
        if (n == 0) break;
        bytes.append(buffer, n);
    }
    VSIFCloseL(file);
    return bytes;
}

// Plain text with a separator in its first line.
bool looks_like_table(const MapSource& source) {
    const std::string head = file_bytes(source.gdal_name, 1 << 16);
    if (head.empty() || head.find('\0') != std::string::npos || head[0] == '<' || head[0] == '{') return false;
    return head.substr(0, head.find('\n')).find_first_of(",;\t|") != std::string::npos;
}

void tell(std::vector<Notice>& notices, Severity severity, const MapSource& source, Text text, Text remedy = {}) {
    notices.push_back({severity, source.label, std::move(text), std::move(remedy)});
}

// Where the project says the places are; nothing for a table without.
std::optional<PlaceColumns> project_columns(const qgis::ProjectLayer& project, const std::vector<Column>& columns) {
    const qgis::Source& at = project.source;
    const auto index = [&](const std::string& name) {
        return static_cast<std::size_t>(std::ranges::find(columns, name, &Column::name) - columns.begin());
    };
    const std::size_t x = index(at.wkt_field.empty() ? at.x_field : at.wkt_field), y = index(at.wkt_field.empty() ? at.y_field : at.wkt_field);
    if (project.geometry == "none" || at.without_places || x >= columns.size() || y >= columns.size()) return {};
    const auto kind = !at.wkt_field.empty() ? PlaceColumns::Kind::wkt : project.crs.geographic ? PlaceColumns::Kind::lonlat : PlaceColumns::Kind::projected;
    return PlaceColumns{kind, x, y, false};
}

} // namespace

std::string layer_id(const MapSource& source, std::string_view layer_name, std::string_view part) {
    Hash64 hash;
    hash.add(remote::plain_path(source.file).string());
    if (source.project) {
        hash.add(remote::plain_path(source.project_file).string());
        hash.add(source.project->id);
        if (source.kind == MapSource::Kind::vector_tiles) hash.add(layer_name);  // many layers in one
        return hash.hex();
    }
    if (source.archived) hash.add(source.label);
    hash.add(layer_name);
    hash.add(part);
    return hash.hex();
}

Notice unreadable_notice(const MapSource& source, const std::string& message) {
    const char* key = "layers.open.unreadable";
    const char* remedy = "layers.remedy.check_format";
    if (contains_any(message, {"malformed", "not a database", "disk image"})) key = "layers.open.damaged_base", remedy = "layers.remedy.download_again";
    else if (contains_any(message, {"Unterminated", "Unexpected state", "GeoJSON", "JSON parsing"})) key = "layers.open.damaged_json", remedy = "layers.remedy.download_again";
    else if (contains_any(message, {"PBF", "OSM", "osm"})) key = "layers.open.damaged_osm", remedy = "layers.remedy.download_again";
    return {Severity::error, source.label, {key, {{"detail", message}}}, {remedy, {}}};
}

void place_table(RawLayer& raw, const MapSource& source, std::vector<Notice>& notices) {
    Layer& layer = raw.layer;
    const std::size_t rows = layer.geometry.feature_count();
    const auto where = source.project ? project_columns(*source.project, layer.columns) : find_place_columns(layer.columns, rows);
    raw.kind_hint = "none";
    if (!where) {
        if (rows != 0 && !source.project) tell(notices, Severity::info, source, {"layers.table.no_places", {{"rows", std::to_string(rows)}}}, {"layers.remedy.add_coordinates", {}});
        type_columns(layer.columns);
        return;
    }
    Placed placed = place_rows(layer.columns, *where, rows);
    layer.geometry = std::move(placed.geometry);
    raw.kind_hint.clear();
    const std::string x = layer.columns[where->x].name, y = layer.columns[where->y].name;
    const bool lonlat = where->kind == PlaceColumns::Kind::lonlat || where->kind == PlaceColumns::Kind::point_text;
    if (lonlat) raw.crs = {4326, "EPSG:4326", "WGS 84", true};
    raw.guessed_place = where->by_values;
    if (where->by_values) tell(notices, Severity::warning, source, {"layers.table.places_by_values", {{"x", x}, {"y", y}}}, {"layers.remedy.check_places", {}});
    else if (where->x == where->y) tell(notices, Severity::info, source, {"layers.table.place_found", {{"x", x}}});
    else tell(notices, Severity::info, source, {"layers.table.places_found", {{"x", x}, {"y", y}}});
    if (placed.without != 0)
        tell(notices, Severity::warning, source, {"layers.table.rows_without_place", {{"n", std::to_string(placed.without)}, {"rows", std::to_string(rows)}}}, {"layers.remedy.complete_coordinates", {}});
    type_columns(layer.columns);
}

ReadSource read_delimited(const MapSource& source, const OpenOptions& options) {
    ReadSource read;
    const GdalMessages messages;
    if (!source.archived && source.bytes > limits::csv_bytes) {
        tell(read.notices, Severity::error, source, {"layers.open.too_big", {}}, {"layers.remedy.split_file", {}});
        return read;
    }
    std::string bytes = file_bytes(source.gdal_name, limits::csv_bytes);
    if (bytes.find_first_not_of(" \t\r\n") == std::string::npos) {
        tell(read.notices, Severity::warning, source, {"layers.open.empty_file", {}}, {"layers.remedy.download_again", {}});
        return read;
    }
    RawLayer raw;
    raw.layer.info.id = layer_id(source, {});
    const auto choice = options.choices.find(raw.layer.info.id);
    CsvTable table = read_csv(std::move(bytes), choice == options.choices.end() ? std::string() : choice->second.encoding);
    if (table.columns.empty() || (table.columns.size() == 1 && !source.asked && table.rows < 2)) {
        tell(read.notices, Severity::warning, source, {"layers.open.unreadable", {{"detail", ""}}}, {"layers.remedy.check_format", {}});
        return read;
    }
    raw.layer.info.encoding = table.encoding;
    raw.layer.columns = std::move(table.columns);
    raw.layer.geometry.type.assign(table.rows, GeometryType::none);
    if (source.project && !qgis::keep_subset(raw.layer, source.project->source.subset))
        tell(read.notices, Severity::warning, source, {"layers.qgis.lost.subset", {{"what", source.project->source.subset}}});
    if (table.open_quotes != 0) tell(read.notices, Severity::warning, source, {"layers.csv.open_quotes", {{"n", std::to_string(table.open_quotes)}}}, {"layers.remedy.close_quotes", {}});
    if (table.uneven_rows != 0) tell(read.notices, Severity::warning, source, {"layers.csv.uneven_rows", {{"n", std::to_string(table.uneven_rows)}}}, {"layers.remedy.check_rows", {}});
    if (table.encoding == "CP1252") tell(read.notices, Severity::info, source, {"layers.open.read_as_encoding", {{"encoding", "Windows-1252"}}});
    if (table.cut) tell(read.notices, Severity::warning, source, {"layers.open.cut", {}}, {"layers.remedy.split_file", {}});
    place_table(raw, source, read.notices);
    read.layers.push_back(std::move(raw));
    return read;
}

ReadSource read_source(const MapSource& source, const OpenOptions& options, const std::stop_token& stop, const FeatureProgress& progress) {
    ReadSource read;
    switch (source.kind) {
    case MapSource::Kind::csv: read = read_delimited(source, options); break;
    case MapSource::Kind::osm: read = read_osm(source, stop, progress); break;
    case MapSource::Kind::raster: case MapSource::Kind::service: case MapSource::Kind::vector_tiles: break;  // not whole features: read_raster.hpp, remote/, vector_tiles/
    case MapSource::Kind::vector: case MapSource::Kind::shapefile: case MapSource::Kind::geojson: read = read_gdal(source, options, stop, progress); break;
    }
    // Named by a person and of no known extension: perhaps a table all the same.
    if (read.layers.empty() && !read.stopped && source.asked && source.kind == MapSource::Kind::vector && looks_like_table(source)) read = read_delimited(source, options);
    for (RawLayer& raw : read.layers) {
        // What the project says of coordinates goes before what the file says, as in QGIS.
        if (source.project && !source.project->crs.definition.empty()) raw.crs = source.project->crs;
        const LostAccents lost = count_lost_accents(raw.layer.columns);
        if (lost.values + lost.names != 0)
            tell(read.notices, Severity::warning, source, {"layers.open.lost_accents", {{"values", std::to_string(lost.values)}, {"names", std::to_string(lost.names)}}}, {"layers.remedy.export_utf8", {}});
    }
    return read;
}

} // namespace vigie::gis
