#include <fmt/format.h>

#include <algorithm>

#include "gis/layers/open_limits.hpp"
#include "gis/layers/remote/capabilities.hpp"
#include "gis/layers/remote/capabilities_common.hpp"
#include "gis/layers/remote/systems.hpp"
#include "gis/layers/tile_grid.hpp"

namespace vigie::gis::remote {

namespace {

constexpr int deepest_layer = 32;
constexpr int picture_px = 512;

std::optional<LonLatBox> extent_of(const pugi::xml_node& layer) {
    if (const pugi::xml_node box = child(layer, "EX_GeographicBoundingBox")) {
        const auto side = [&](const char* name) { return numbers_in(text_of(box, name)); };
        const auto w = side("westBoundLongitude"), e = side("eastBoundLongitude"), s = side("southBoundLatitude"), n = side("northBoundLatitude");
        if (w.empty() || e.empty() || s.empty() || n.empty()) return {};
        return LonLatBox{w[0], s[0], e[0], n[0]};
    }
    if (const pugi::xml_node box = child(layer, "LatLonBoundingBox")) {
        std::vector<double> v;
        for (const char* side : {"minx", "miny", "maxx", "maxy"})
            for (const double n : numbers_in(attribute(box, side))) v.push_back(n);
        if (v.size() == 4) return LonLatBox{v[0], v[1], v[2], v[3]};
    }
    return {};
}

// A layer has the systems and the extent of what it stands in.
void take_layers(const pugi::xml_node& node, const WmsLayer& above, int depth, std::vector<WmsLayer>& out) {
    if (depth > deepest_layer || out.size() >= limits::offered_layers) return;
    WmsLayer layer{text_of(node, "Name"), text_of(node, "Title"), above.epsg, above.extent};
    for (const char* element : {"CRS", "SRS"})
        for (const pugi::xml_node& crs : children(node, element)) {
            std::string all = text(crs);  // version 1.1.0: several in one
            for (std::size_t at = 0; at < all.size();) {
                const auto end = std::min(all.find(' ', at), all.size());
                const int epsg = epsg_of(std::string_view(all).substr(at, end - at));
                if (epsg != 0 && layer.epsg.size() < limits::systems_per_layer && std::ranges::find(layer.epsg, epsg) == layer.epsg.end()) layer.epsg.push_back(epsg);
                at = end + 1;
            }
        }
    if (const auto extent = extent_of(node)) layer.extent = extent;
    if (layer.title.empty()) layer.title = layer.name;
    if (!layer.name.empty()) out.push_back(layer);
    for (const pugi::xml_node& inner : children(node, "Layer")) take_layers(inner, layer, depth + 1, out);
}

// Square pictures on the grid that the map itself uses, so that in its own system nothing is resampled.
std::vector<TileMatrix> request_matrices(const ServiceSystem& system) {
    std::vector<TileMatrix> matrices;
    constexpr std::int64_t far = std::int64_t{1} << 40;
    if (system.geographic()) {
        constexpr int levels = 20;
        for (int z = 0; z < levels; ++z) matrices.push_back({std::to_string(z), 180.0 / picture_px / (1 << z), -180, 90, picture_px, picture_px, 0, 0, (2ll << z) - 1, (1ll << z) - 1});
        return matrices;
    }
    for (int level = coarsest_level; level <= finest_level; ++level)
        matrices.push_back({std::to_string(level), units_per_px(level), 0, 0, picture_px, picture_px, -far, -far, far, far});
    return matrices;
}

const char* best_format(const std::vector<std::string>& formats) {
    for (const char* wanted : {"image/png", "image/png; mode=8bit", "image/webp", "image/jpeg"})
        if (std::ranges::find(formats, wanted) != formats.end()) return wanted;
    return "image/png";
}

} // namespace

Result<WmsCapabilities> read_wms(const std::string& xml) {
    pugi::xml_document document;
    const Error unreadable{ErrorClass::protocol, {"remote.bad_capabilities", {}}, {"remote.remedy.address", {}}, {}};
    if (!document.load_buffer(xml.data(), xml.size(), pugi::parse_default | pugi::parse_trim_pcdata)) return unreadable;
    const pugi::xml_node root = document.document_element(), capability = child(root, "Capability");
    if (!capability) return unreadable;
    WmsCapabilities wms;
    wms.title = text_of(child(root, "Service"), "Title");
    wms.version = attribute(root, "version").starts_with("1.3") ? "1.3.0" : "1.1.1";
    const pugi::xml_node get_map = child(child(capability, "Request"), "GetMap");
    for (const pugi::xml_node& format : children(get_map, "Format")) wms.formats.push_back(text(format));
    wms.map_url = attribute(child(child(child(child(get_map, "DCPType"), "HTTP"), "Get"), "OnlineResource"), "href");
    for (const pugi::xml_node& layer : children(capability, "Layer")) take_layers(layer, {}, 0, wms.layers);
    if (wms.layers.empty()) return Error{ErrorClass::protocol, {"remote.no_layers", {}}, {"remote.remedy.tell_service", {}}, {}};
    return wms;
}

Result<TiledLayer> wms_tiles(const WmsCapabilities& service, const WmsLayer& layer, const Address& where, int plane_epsg) {
    const auto system = best_system(layer.epsg, plane_epsg);
    if (!system) return Error{ErrorClass::unsupported, {"remote.no_system", {{"layer", layer.title}}}, {"remote.remedy.tell_service", {}}, {}};
    TiledLayer tiles;
    tiles.title = layer.title;
    tiles.epsg = system->epsg();
    tiles.extent = layer.extent;
    tiles.usual_age = std::chrono::hours(24);
    tiles.matrices = request_matrices(*system);
    const bool v13 = service.version == "1.3.0", swapped = v13 && north_first(tiles.epsg);
    const std::string format = best_format(service.formats);
    const std::string base = with_query(own_url(service.map_url, where.url),
                                        {{"SERVICE", "WMS"}, {"VERSION", service.version}, {"REQUEST", "GetMap"}, {"LAYERS", layer.name}, {"STYLES", where.choice("style")},
                                         {v13 ? "CRS" : "SRS", "EPSG:" + std::to_string(tiles.epsg)}, {"FORMAT", format}, {"TRANSPARENT", format == "image/jpeg" ? "FALSE" : "TRUE"},
                                         {"WIDTH", std::to_string(picture_px)}, {"HEIGHT", std::to_string(picture_px)}});
    tiles.url = [base, swapped, matrices = tiles.matrices](const TilePlace& at) {
        const PlaneBox b = matrices[at.matrix].box(at.column, at.row);
        return swapped ? fmt::format("{}&BBOX={},{},{},{}", base, b.min_y, b.min_x, b.max_y, b.max_x) : fmt::format("{}&BBOX={},{},{},{}", base, b.min_x, b.min_y, b.max_x, b.max_y);
    };
    return tiles;
}

} // namespace vigie::gis::remote
