#include <algorithm>
#include <cmath>

#include "gis/layers/open_limits.hpp"
#include "gis/layers/remote/capabilities.hpp"
#include "gis/layers/remote/capabilities_common.hpp"
#include "gis/layers/remote/systems.hpp"

namespace vigie::gis::remote {

namespace {

constexpr double pixel_m = 0.00028, metres_per_degree = 111319.49079327358;  // OGC 07-057r7, 6.1
constexpr std::int64_t most_tiles_a_side = std::int64_t{1} << 32;
constexpr int largest_tile_px = 4096;

std::int64_t whole(const std::string& text, std::int64_t otherwise) {
    const auto v = numbers_in(text);
    return v.empty() || std::abs(v[0]) > 1e12 ? otherwise : static_cast<std::int64_t>(v[0]);
}

std::optional<TileMatrix> read_matrix(const pugi::xml_node& node, bool geographic, bool swapped) {
    TileMatrix m;
    m.id = text_of(node, "Identifier");
    const auto scale = numbers_in(text_of(node, "ScaleDenominator")), corner = numbers_in(text_of(node, "TopLeftCorner"));
    if (scale.empty() || !(scale[0] > 0) || corner.size() < 2 || m.id.empty()) return {};
    m.units_per_px = scale[0] * pixel_m / (geographic ? metres_per_degree : 1);
    m.left = corner[swapped ? 1 : 0];
    m.top = corner[swapped ? 0 : 1];
    m.tile_width = static_cast<int>(whole(text_of(node, "TileWidth"), 256));
    m.tile_height = static_cast<int>(whole(text_of(node, "TileHeight"), 256));
    m.last_column = whole(text_of(node, "MatrixWidth"), 0) - 1;
    m.last_row = whole(text_of(node, "MatrixHeight"), 0) - 1;
    const bool sane = m.tile_width > 0 && m.tile_height > 0 && m.tile_width <= largest_tile_px && m.tile_height <= largest_tile_px && m.last_column >= 0 && m.last_row >= 0 &&
                      m.last_column < most_tiles_a_side && m.last_row < most_tiles_a_side;
    return sane ? std::optional(m) : std::nullopt;
}

WmtsSet read_set(const pugi::xml_node& node) {
    WmtsSet set;
    const std::string system = text_of(node, "SupportedCRS");
    set.epsg = epsg_of(system);
    const bool swapped = system.find("CRS84") == std::string::npos && system.find("urn:") != std::string::npos && north_first(set.epsg);
    for (const pugi::xml_node& matrix : children(node, "TileMatrix"))
        if (const auto m = read_matrix(matrix, set.epsg == 4326, swapped); m && set.matrices.size() < limits::zooms) set.matrices.push_back(*m);
    std::ranges::stable_sort(set.matrices, std::greater<>(), &TileMatrix::units_per_px);
    return set;
}

void take_limits(const pugi::xml_node& link, const std::string& set, WmtsLayer& layer) {
    for (const pugi::xml_node& l : children(child(link, "TileMatrixSetLimits"), "TileMatrixLimits"))
        layer.limits[set][text_of(l, "TileMatrix")] = {whole(text_of(l, "MinTileCol"), 0), whole(text_of(l, "MaxTileCol"), most_tiles_a_side),
                                                       whole(text_of(l, "MinTileRow"), 0), whole(text_of(l, "MaxTileRow"), most_tiles_a_side)};
}

WmtsLayer read_layer(const pugi::xml_node& node) {
    WmtsLayer layer;
    layer.name = text_of(node, "Identifier");
    layer.title = text_of(node, "Title");
    if (layer.title.empty()) layer.title = layer.name;
    const pugi::xml_node box = child(node, "WGS84BoundingBox");
    const auto low = numbers_in(text_of(box, "LowerCorner")), high = numbers_in(text_of(box, "UpperCorner"));
    if (low.size() == 2 && high.size() == 2) layer.extent = LonLatBox{low[0], low[1], high[0], high[1]};
    for (const pugi::xml_node& style : children(node, "Style"))
        if (layer.style.empty() || attribute(style, "isDefault") == "true") layer.style = text_of(style, "Identifier");
    for (const pugi::xml_node& format : children(node, "Format")) layer.formats.push_back(text(format));
    for (const pugi::xml_node& d : children(node, "Dimension")) layer.dimensions.emplace_back(text_of(d, "Identifier"), text_of(d, "Default"));
    for (const pugi::xml_node& r : children(node, "ResourceURL"))
        if (attribute(r, "resourceType") == "tile") layer.templates.emplace(attribute(r, "format"), attribute(r, "template"));
    for (const pugi::xml_node& link : children(node, "TileMatrixSetLink")) {
        const std::string set = text_of(link, "TileMatrixSet");
        layer.sets.push_back(set);
        take_limits(link, set, layer);
    }
    return layer;
}

std::string tile_url_of(const pugi::xml_node& root) {
    for (const pugi::xml_node& operation : children(child(root, "OperationsMetadata"), "Operation")) {
        if (attribute(operation, "name") != "GetTile") continue;
        for (const pugi::xml_node& get : children(child(child(operation, "DCP"), "HTTP"), "Get")) {
            const std::string encoding = text_of(child(child(get, "Constraint"), "AllowedValues"), "Value");
            if (encoding.empty() || encoding == "KVP") return attribute(get, "href");
        }
    }
    return {};
}

std::string best_format(const WmtsLayer& layer) {
    for (const char* wanted : {"image/png", "image/webp", "image/jpeg", "image/jpg"})
        if (std::ranges::find(layer.formats, wanted) != layer.formats.end()) return wanted;
    return layer.formats.empty() ? "image/png" : layer.formats.front();
}

void replace_all(std::string& text, const std::string& from, const std::string& to) {
    for (std::size_t at = 0; (at = text.find(from, at)) != std::string::npos; at += to.size()) text.replace(at, from.size(), to);
}

// The set in the plane's own system, else the web's, else the first that can be used; or the one that was chosen.
std::string best_set(const WmtsCapabilities& service, const WmtsLayer& layer, const std::string& chosen, int plane_epsg) {
    std::vector<int> offered;
    for (const std::string& name : layer.sets) {
        const auto set = service.sets.find(name);
        const bool usable = set != service.sets.end() && set->second.epsg != 0 && !set->second.matrices.empty();
        if (name == chosen && usable) return name;
        offered.push_back(usable ? set->second.epsg : 0);
    }
    std::vector<int> known = offered;
    std::erase(known, 0);
    const auto system = best_system(known, plane_epsg);
    if (!system) return {};
    return layer.sets[static_cast<std::size_t>(std::ranges::find(offered, system->epsg()) - offered.begin())];
}

// As the text that stands for the matrix, column and row of a picture.
std::string tile_template(const WmtsCapabilities& service, const WmtsLayer& layer, const Address& where, const std::string& set) {
    const std::string format = best_format(layer), style = where.choice("style").empty() ? layer.style : where.choice("style");
    if (const auto rest = layer.templates.find(format); rest != layer.templates.end()) {
        std::string url = own_url(rest->second, where.url);
        if (url != where.url) {  // stated for the host that we reached
            replace_all(url, "{Style}", percent_encoded(style));
            replace_all(url, "{style}", percent_encoded(style));
            replace_all(url, "{TileMatrixSet}", percent_encoded(set));
            for (const auto& [name, value] : layer.dimensions) replace_all(url, "{" + name + "}", percent_encoded(value));
            return url;
        }
    }
    std::map<std::string, std::string> parameters{{"SERVICE", "WMTS"}, {"REQUEST", "GetTile"}, {"VERSION", "1.0.0"}, {"LAYER", layer.name}, {"STYLE", style}, {"FORMAT", format}, {"TILEMATRIXSET", set}};
    for (const auto& [name, value] : layer.dimensions) parameters[name] = value;
    return with_query(own_url(service.tile_url, where.url), parameters) + "&TILEMATRIX={TileMatrix}&TILEROW={TileRow}&TILECOL={TileCol}";
}

} // namespace

Result<WmtsCapabilities> read_wmts(const std::string& xml) {
    pugi::xml_document document;
    const Error unreadable{ErrorClass::protocol, {"remote.bad_capabilities", {}}, {"remote.remedy.address", {}}, {}};
    if (!document.load_buffer(xml.data(), xml.size(), pugi::parse_default | pugi::parse_trim_pcdata)) return unreadable;
    const pugi::xml_node root = document.document_element(), contents = child(root, "Contents");
    if (!contents) return unreadable;
    WmtsCapabilities wmts;
    wmts.title = text_of(child(root, "ServiceIdentification"), "Title");
    wmts.tile_url = tile_url_of(root);
    for (const pugi::xml_node& set : children(contents, "TileMatrixSet"))
        if (wmts.sets.size() < limits::offered_layers) wmts.sets[text_of(set, "Identifier")] = read_set(set);
    for (const pugi::xml_node& layer : children(contents, "Layer"))
        if (wmts.layers.size() < limits::offered_layers) wmts.layers.push_back(read_layer(layer));
    if (wmts.layers.empty()) return Error{ErrorClass::protocol, {"remote.no_layers", {}}, {"remote.remedy.tell_service", {}}, {}};
    return wmts;
}

Result<TiledLayer> wmts_tiles(const WmtsCapabilities& service, const WmtsLayer& layer, const Address& where, int plane_epsg) {
    const std::string name = best_set(service, layer, where.choice("set"), plane_epsg);
    if (name.empty()) return Error{ErrorClass::unsupported, {"remote.no_system", {{"layer", layer.title}}}, {"remote.remedy.tell_service", {}}, {}};
    const WmtsSet& set = service.sets.at(name);
    TiledLayer tiles;
    tiles.title = layer.title;
    tiles.epsg = set.epsg;
    tiles.extent = layer.extent;
    const auto limited = layer.limits.find(name);
    for (TileMatrix m : set.matrices) {
        if (limited != layer.limits.end() && !limited->second.empty()) {
            const auto l = limited->second.find(m.id);
            if (l == limited->second.end()) continue;  // a zoom that the layer does not have
            m.first_column = std::max(m.first_column, l->second[0]), m.last_column = std::min(m.last_column, l->second[1]);
            m.first_row = std::max(m.first_row, l->second[2]), m.last_row = std::min(m.last_row, l->second[3]);
        }
        tiles.matrices.push_back(std::move(m));
    }
    if (tiles.matrices.empty()) return Error{ErrorClass::protocol, {"remote.no_system", {{"layer", layer.title}}}, {"remote.remedy.tell_service", {}}, {}};
    std::vector<std::string> ids;
    for (const TileMatrix& m : tiles.matrices) ids.push_back(percent_encoded(m.id));
    tiles.url = [text = tile_template(service, layer, where, name), ids = std::move(ids)](const TilePlace& at) {
        std::string url = text;
        replace_all(url, "{TileMatrix}", ids[at.matrix]);
        replace_all(url, "{TileRow}", std::to_string(at.row));
        replace_all(url, "{TileCol}", std::to_string(at.column));
        return url;
    };
    return tiles;
}

} // namespace vigie::gis::remote
