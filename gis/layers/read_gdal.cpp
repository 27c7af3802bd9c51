#include <cpl_string.h>
#include <cpl_vsi.h>
#include <gdal_priv.h>
#include <ogrsf_frmts.h>

#include <algorithm>
#include <cstring>

#include "gis/layers/encodings.hpp"
#include "gis/layers/gdal_session.hpp"
#include "gis/layers/open_limits.hpp"
#include "gis/layers/qgis/project.hpp"
#include "gis/layers/read_source.hpp"
#include "gis/layers/stoppable_files.hpp"

namespace vigie::gis {

namespace {

// Only readers of files: nothing here may reach a network or run a program.
constexpr const char* allowed_drivers[] = {"GPKG", "SQLite", "ESRI Shapefile", "GeoJSON", "GeoJSONSeq", "ESRIJSON", "TopoJSON", "FlatGeobuf", "GPX",
                                           "LIBKML", "KML", "GML", "MapInfo File", "DXF", "CAD", "DGN", "EDIGEO", "OpenFileGDB", "XLSX", "ODS", "GeoRSS", nullptr};

// How the text of a dbf is to be read. Latin code pages are decided by us, value by value: files often say one and hold
// another. Others go to GDAL, under the name iconv knows.
struct DbfText {
    bool ours = true;
    std::string gdal_encoding;
};
DbfText dbf_text(const std::string& shp) {
    const std::string base = shp.substr(0, shp.rfind('.'));
    for (const char* extension : {".cpg", ".CPG"}) {
        VSILFILE* file = VSIFOpenL((base + extension).c_str(), "rb");
        if (!file) continue;
        char text[64] = {};
        VSIFReadL(text, 1, sizeof text - 1, file);
        VSIFCloseL(file);
        for (const char* latin : {"1252", "8859-1", "88591", "8859-15", "UTF-8", "UTF8", "utf-8", "utf8", "65001", "LATIN1", "latin1", "ANSI"})
            if (std::strstr(text, latin)) return {};
        const bool japanese = std::strstr(text, "jis") || std::strstr(text, "JIS") || std::strstr(text, "932");
        return {false, japanese ? "CP932" : ""};
    }
    for (const char* extension : {".dbf", ".DBF"}) {
        VSILFILE* file = VSIFOpenL((base + extension).c_str(), "rb");
        if (!file) continue;
        unsigned char header[32] = {};
        VSIFReadL(header, 1, sizeof header, file);
        VSIFCloseL(file);
        const bool latin = header[29] == 0x00 || header[29] == 0x03 || header[29] == 0x57 || header[29] == 0x58 || header[29] == 0x59;
        return {latin, {}};
    }
    return {};
}

std::string declared_geometry(OGRwkbGeometryType type) {
    switch (wkbFlatten(type)) {
    case wkbNone: return "none";
    case wkbPoint: case wkbMultiPoint: return "point";
    case wkbLineString: case wkbMultiLineString: case wkbCircularString: case wkbCompoundCurve: case wkbMultiCurve: return "line";
    case wkbPolygon: case wkbMultiPolygon: case wkbCurvePolygon: case wkbMultiSurface: case wkbTriangle: case wkbTIN: case wkbPolyhedralSurface: return "polygon";
    default: return {};
    }
}

void tell(ReadSource& read, Severity severity, const std::string& where, Text text, Text remedy = {}) {
    read.notices.push_back({severity, where, std::move(text), std::move(remedy)});
}

void tell_about_shapes(ReadSource& read, const ReadFeatures& features, const std::string& where) {
    if (features.broken != 0) tell(read, Severity::warning, where, {"layers.open.broken_shapes", {{"n", std::to_string(features.broken)}}}, {"layers.remedy.repair_geometry", {}});
    if (features.reduced != 0) tell(read, Severity::info, where, {"layers.open.collections", {{"n", std::to_string(features.reduced)}}});
    if (features.curves != 0) tell(read, Severity::info, where, {"layers.open.curves", {{"n", std::to_string(features.curves)}}});
    if (features.cut) tell(read, Severity::warning, where, {"layers.open.cut", {}}, {"layers.remedy.split_file", {}});
}

struct Opened {
    GDALDatasetUniquePtr dataset;
    bool own_encoding = false;  // text comes as raw bytes
};

Opened open_dataset(const MapSource& source, const std::string& encoding) {
    CPLStringList options;
    Opened opened;
    if (source.kind == MapSource::Kind::shapefile) {
        const DbfText text = encoding.empty() ? dbf_text(source.gdal_name) : DbfText{encoding == "UTF-8" || encoding == "CP1252", encoding};
        opened.own_encoding = text.ours;
        if (text.ours) options.SetNameValue("ENCODING", "");
        else if (!text.gdal_encoding.empty()) options.SetNameValue("ENCODING", text.gdal_encoding.c_str());
        options.SetNameValue("ADJUST_GEOM_TYPE", "NO");
    }
    // A GeoJSON file is parsed whole by opening it.
    const std::string name = source.kind == MapSource::Kind::geojson ? stoppable_name(source.gdal_name) : source.gdal_name;
    opened.dataset.reset(GDALDataset::Open(name.c_str(), GDAL_OF_VECTOR | GDAL_OF_READONLY, allowed_drivers, options.List(), nullptr));
    return opened;
}

// All layers, or the one that a project names with its condition.
std::vector<OGRLayer*> wanted_layers(GDALDataset& dataset, const MapSource& source, ReadSource& read) {
    std::vector<OGRLayer*> wanted;
    const int layers = std::min<int>(dataset.GetLayerCount(), static_cast<int>(limits::layers_per_source));
    if (!source.project) {
        for (int i = 0; i < layers; ++i) wanted.push_back(dataset.GetLayer(i));
        return wanted;
    }
    const qgis::Source& at = source.project->source;
    OGRLayer* layer = at.sublayer.empty() ? nullptr : dataset.GetLayerByName(at.sublayer.c_str());
    // A file of one layer is meant whatever the project calls it.
    if (!layer && (at.sublayer.empty() || layers == 1)) layer = dataset.GetLayer(std::clamp(at.index, 0, std::max(0, layers - 1)));
    if (!layer) {
        tell(read, Severity::warning, source.label, {"layers.qgis.missing", {{"path", at.shown + " / " + at.sublayer}}}, {"layers.remedy.put_beside_project", {}});
        return wanted;
    }
    if (!at.subset.empty() && layer->SetAttributeFilter(at.subset.c_str()) != OGRERR_NONE)
        tell(read, Severity::warning, source.label, {"layers.qgis.lost.subset", {{"what", at.subset}}});
    wanted.push_back(layer);
    return wanted;
}

std::string choice_encoding(const OpenOptions& options, const std::string& id) {
    const auto it = options.choices.find(id);
    return it == options.choices.end() ? std::string() : it->second.encoding;
}

// The last part of a long message, after GDAL's own path: enough for a log line.
std::string short_detail(std::string text) {
    if (text.size() > 300) text = text.substr(0, 300);
    return text;
}

} // namespace

ReadSource read_gdal(const MapSource& source, const OpenOptions& options, const std::stop_token& stop, const FeatureProgress& progress) {
    ReadSource read;
    GdalMessages messages;
    if (source.kind == MapSource::Kind::geojson && source.bytes > limits::json_bytes) {
        tell(read, Severity::error, source.label, {"layers.open.too_big", {}}, {"layers.remedy.split_file", {}});
        return read;
    }
    const std::string single_id = layer_id(source, {});
    const StoppableReading watch(stop);
    Opened opened = open_dataset(source, choice_encoding(options, single_id));
    if (stop.stop_requested()) {
        read.stopped = true;
        return read;
    }
    if (!opened.dataset) {
        Notice notice = unreadable_notice(source, short_detail(messages.first()));
        // A .json met in a folder may be anything: not worth an alarm.
        if (!source.asked && source.gdal_name.ends_with(".json") && !messages.has_error()) notice.severity = Severity::info;
        read.notices.push_back(std::move(notice));
        return read;
    }
    const std::string driver = opened.dataset->GetDriverName();
    const bool is_filtered = source.project && !source.project->source.subset.empty();
    const bool arrow_is_fast = driver == "GPKG" || driver == "FlatGeobuf";
    const std::vector<OGRLayer*> wanted = wanted_layers(*opened.dataset, source, read);
    const std::size_t layers = wanted.size();
    if (layers == 0 && !source.project) tell(read, Severity::warning, source.label, {"layers.open.no_layer", {}}, {"layers.remedy.check_format", {}});
    for (OGRLayer* layer : wanted) {
        if (read.stopped) break;
        const std::size_t errors_before = messages.all().size();
        ReadFeatures features = read_features(*layer, arrow_is_fast && !is_filtered, stop, progress);
        read.stopped = features.stopped;
        RawLayer raw;
        raw.layer_name = source.project || (layers == 1 && source.stem == layer->GetName()) ? std::string() : layer->GetName();
        const std::string where = raw.layer_name.empty() ? source.label : source.label + " (" + raw.layer_name + ")";
        raw.layer.info.id = layers == 1 ? single_id : layer_id(source, layer->GetName());
        raw.kind_hint = declared_geometry(layer->GetGeomType());
        raw.crs = declared_crs(layer->GetSpatialRef());
        tell_about_shapes(read, features, where);
        raw.layer.geometry = std::move(features.geometry);
        raw.layer.columns = std::move(features.columns);
        const char* said = layer->GetMetadataItem("SOURCE_ENCODING", "SHAPEFILE");
        const std::string ours = make_utf8(raw.layer.columns, choice_encoding(options, raw.layer.info.id));
        raw.layer.info.encoding = opened.own_encoding || !said || !*said ? ours : said;
        std::string error;
        for (std::size_t m = errors_before; m < messages.all().size() && error.empty(); ++m)
            if (messages.all()[m].is_error) error = messages.all()[m].text;
        if (!error.empty())
            tell(read, Severity::warning, where, {"layers.open.partly_read", {{"n", std::to_string(raw.layer.geometry.feature_count())}, {"detail", short_detail(error)}}}, {"layers.remedy.download_again", {}});
        if (raw.layer.geometry.feature_count() == 0) tell(read, Severity::info, where, {"layers.open.no_feature", {}});
        if (raw.kind_hint == "none") place_table(raw, source, read.notices);
        read.layers.push_back(std::move(raw));
    }
    return read;
}

} // namespace vigie::gis
