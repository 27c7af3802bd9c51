#include <pugixml.hpp>

#include "gis/layers/remote/address.hpp"

namespace vigie::gis::remote {

namespace {

std::string text_at(const pugi::xml_node& node, const char* name) { return node.child(name).text().as_string(); }

void replace_all(std::string& text, std::string_view from, std::string_view to) {
    for (std::size_t at = 0; (at = text.find(from, at)) != std::string::npos; at += to.size()) text.replace(at, from.size(), to);
}

Error not_spoken(const std::string& name) {
    return {ErrorClass::unsupported, {"remote.gdal_description", {{"kind", name.empty() ? "?" : name}}}, {"remote.remedy.address", {}}, {}};
}

// Only the grid of the web is meant: twenty levels of 256 px over the whole world.
Result<std::string> tms_address(const pugi::xml_node& root) {
    std::string url = text_at(root.child("Service"), "ServerUrl");
    if (const std::string projection = text_at(root, "Projection"); !projection.empty() && projection != "EPSG:3857" && projection != "EPSG:900913") return not_spoken(projection);
    const pugi::xml_node window = root.child("DataWindow");
    replace_all(url, "${z}", "{z}");
    replace_all(url, "${x}", "{x}");
    replace_all(url, "${y}", text_at(window, "YOrigin") == "bottom" ? "{-y}" : "{y}");
    const std::string finest = text_at(window, "TileLevel");
    return with_choices(url, {{"zoom", finest.empty() ? std::string() : "0-" + finest}});
}

} // namespace

bool looks_like_gdal_description(std::string_view begin) {
    return begin.find("<GDAL_WMS") != std::string_view::npos || begin.find("<GDAL_WMTS") != std::string_view::npos;
}

Result<std::string> address_of_gdal_description(const std::string& xml) {
    pugi::xml_document document;
    if (!document.load_buffer(xml.data(), xml.size())) return not_spoken({});
    if (const pugi::xml_node wmts = document.child("GDAL_WMTS"))
        return with_choices(text_at(wmts, "GetCapabilitiesUrl"), {{"layer", text_at(wmts, "Layer")}, {"set", text_at(wmts, "TileMatrixSet")}, {"style", text_at(wmts, "Style")}});
    const pugi::xml_node root = document.child("GDAL_WMS"), service = root.child("Service");
    const std::string kind = service.attribute("name").as_string();
    if (kind == "TMS") return tms_address(root);
    if (kind != "WMS") return not_spoken(kind);
    return with_choices(with_query(text_at(service, "ServerUrl"), {{"SERVICE", "WMS"}}), {{"layer", text_at(service, "Layers")}, {"style", text_at(service, "Styles")}});
}

} // namespace vigie::gis::remote
