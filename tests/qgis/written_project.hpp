// QGIS projects written by the tests: a folder with small data, and the XML around one layer or several.
#pragma once

#include <unistd.h>

#include <atomic>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

namespace vigie::tests {

// Gone at the end.
struct Folder {
    std::filesystem::path path;
    Folder() {
        static std::atomic<int> serial = 0;
        path = std::filesystem::temp_directory_path() / ("vigie-qgis-" + std::to_string(::getpid()) + "-" + std::to_string(serial++));
        std::filesystem::create_directories(path);
    }
    ~Folder() { std::filesystem::remove_all(path); }
    std::filesystem::path write(const std::string& name, const std::string& text) const {
        std::filesystem::create_directories((path / name).parent_path());
        std::ofstream(path / name, std::ios::binary) << text;
        return path / name;
    }
};

// Four points, three lines, two squares near Carcassonne, in degrees.
inline std::string points() {
    const auto point = [](const char* x, const char* kind, const char* n) {
        return std::string(R"({"type":"Feature","properties":{"kind":)") + kind + R"(,"n":)" + n + R"(},"geometry":{"type":"Point","coordinates":[)" + x + ",43.2]}}";
    };
    return R"({"type":"FeatureCollection","features":[)" + point("2.30", "\"a\"", "1") + "," + point("2.31", "\"b\"", "5") + "," + point("2.32", "\"c\"", "10") + "," +
           point("2.33", "null", "20") + "]}";
}
inline std::string squares() {
    return R"({"type":"FeatureCollection","features":[
{"type":"Feature","properties":{"name":"nord"},"geometry":{"type":"Polygon","coordinates":[[[2.30,43.20],[2.31,43.20],[2.31,43.21],[2.30,43.21],[2.30,43.20]]]}},
{"type":"Feature","properties":{"name":"sud"},"geometry":{"type":"Polygon","coordinates":[[[2.31,43.20],[2.32,43.20],[2.32,43.21],[2.31,43.21],[2.31,43.20]]]}}]})";
}

inline std::string option(const std::string& name, const std::string& value) {
    return "<Option name=\"" + name + "\" value=\"" + value + "\" type=\"QString\"/>";
}
// A symbol with symbol layers, each "class|name=value;name=value".
inline std::string symbol(const std::string& name, const std::string& type, std::initializer_list<std::string> layers, const std::string& alpha = "1") {
    std::string xml = "<symbol name=\"" + name + "\" type=\"" + type + "\" alpha=\"" + alpha + "\">";
    for (const std::string& layer : layers) {
        const auto bar = layer.find('|');
        xml += "<layer class=\"" + layer.substr(0, bar) + "\" enabled=\"1\" pass=\"0\"><Option type=\"Map\">";
        for (std::size_t at = bar + 1; at < layer.size();) {
            const auto end = std::min(layer.find('|', at), layer.size());
            const auto equals = layer.find('=', at);
            xml += option(layer.substr(at, equals - at), layer.substr(equals + 1, end - equals - 1));
            at = end + 1;
        }
        xml += "</Option></layer>";
    }
    return xml + "</symbol>";
}
inline std::string single(const std::string& symbol_xml) { return "<renderer-v2 type=\"singleSymbol\"><symbols>" + symbol_xml + "</symbols></renderer-v2>"; }

struct WrittenLayer {
    std::string id = "l1", name = "Couche", geometry = "Point", source = "./points.geojson", provider = "ogr", inside = {}, attributes = {};
    std::string checked = "Qt::Checked";
    std::string epsg = "4326";
    std::string type = "vector";
};

inline std::string maplayer(const WrittenLayer& l) {
    return "<maplayer type=\"" + l.type + "\" geometry=\"" + l.geometry + "\" " + l.attributes + "><id>" + l.id + "</id><datasource>" + l.source + "</datasource><layername>" + l.name +
           "</layername><srs><spatialrefsys><authid>EPSG:" + l.epsg + "</authid></spatialrefsys></srs><provider>" + l.provider + "</provider>" + l.inside + "</maplayer>";
}
inline std::string leaf(const WrittenLayer& l) { return "<layer-tree-layer id=\"" + l.id + "\" name=\"" + l.name + "\" checked=\"" + l.checked + "\"/>"; }

// `tree`: what stands in the layer tree; empty = the layers as they come.
inline std::string project(const std::vector<WrittenLayer>& layers, std::string tree = {}) {
    std::string elements;
    for (const WrittenLayer& l : layers) elements += maplayer(l);
    if (tree.empty())
        for (const WrittenLayer& l : layers) tree += leaf(l);
    return "<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>\n<qgis version=\"3.22.16\" projectname=\"\"><title>Essai</title>"
           "<projectCrs><spatialrefsys><authid>EPSG:2154</authid></spatialrefsys></projectCrs>"
           "<layer-tree-group>" + tree + "</layer-tree-group>"
           "<mapcanvas name=\"theMapCanvas\"><extent><xmin>640000</xmin><ymin>6230000</ymin><xmax>650000</xmax><ymax>6240000</ymax></extent></mapcanvas>"
           "<projectlayers>" + elements + "</projectlayers></qgis>";
}

} // namespace vigie::tests
