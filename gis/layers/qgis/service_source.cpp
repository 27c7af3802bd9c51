#include "gis/layers/qgis/service_source.hpp"

#include <algorithm>
#include <charconv>
#include <string_view>
#include <utility>
#include <vector>

#include "gis/layers/remote/address.hpp"

namespace vigie::gis::qgis {

namespace {

constexpr int finest_zoom = 24;

// Names and values in their order; a name may come several times. A plus stands for itself.
class Values {
public:
    explicit Values(std::string_view text) {
        while (!text.empty()) {
            const std::string_view pair = text.substr(0, text.find('&'));
            text.remove_prefix(std::min(text.size(), pair.size() + 1));
            const auto equals = std::min(pair.find('='), pair.size());
            all_.emplace_back(decoded(pair.substr(0, equals)), decoded(pair.substr(std::min(equals + 1, pair.size()))));
        }
    }
    [[nodiscard]] std::string first(std::string_view name) const {
        for (const auto& [n, value] : all_)
            if (n == name) return value;
        return {};
    }
    // Those that say something, behind each other.
    [[nodiscard]] std::string listed(std::string_view name) const {
        std::string list;
        for (const auto& [n, value] : all_)
            if (n == name && !value.empty()) list += (list.empty() ? "" : ",") + value;
        return list;
    }
    [[nodiscard]] int zoom(std::string_view name, int usual) const {
        const std::string text = first(name);
        int value = usual;
        const auto [end, ec] = std::from_chars(text.data(), text.data() + text.size(), value);
        return ec == std::errc() ? std::clamp(value, 0, finest_zoom) : usual;
    }

private:
    static std::string decoded(std::string_view text) {
        std::string coded;
        for (const char c : text) coded += c == '+' ? std::string("%2B") : std::string(1, c);
        return remote::percent_decoded(coded);
    }
    std::vector<std::pair<std::string, std::string>> all_;
};

Error not_opened(const std::string& url) {
    return {ErrorClass::unsupported, {"layers.qgis.source.online", {{"source", remote::shown_address(url)}}}, {"layers.remedy.export_layer", {}}, {}, {}};
}

// QGIS keeps the password elsewhere, under a name that stands in the project.
Error protected_service(const std::string& url) {
    return {ErrorClass::auth, {"layers.qgis.source.password", {{"source", remote::shown_address(url)}}}, {"layers.remedy.password", {}}, {}, {}};
}

// As an address goes over the wire.
std::string url_in(const Values& values) {
    std::string url;
    for (const char c : values.first("url")) url += c == ' ' ? std::string("%20") : std::string(1, c);
    while (url.ends_with('?') || url.ends_with('&')) url.pop_back();
    return url.substr(0, url.find('#'));
}

bool wants_credentials(const Values& values) { return !values.first("authcfg").empty() || !values.first("username").empty() || !values.first("password").empty(); }

// What remote/ makes of it decides.
Result<std::string> checked(const std::string& address, bool is_template) {
    const auto read = remote::read_address(address);
    if (!read) return read.error();
    const bool filled = read->kind == remote::Address::Kind::pictures || read->kind == remote::Address::Kind::vector_tiles;
    if (is_template != filled) return not_opened(read->url);
    return address;
}

Result<std::string> template_in(const Values& values, int usual_finest) {
    const int coarsest = values.zoom("zmin", 0), finest = std::max(coarsest, values.zoom("zmax", usual_finest));
    return checked(url_in(values) + "#zoom=" + std::to_string(coarsest) + "-" + std::to_string(finest), true);
}

} // namespace

Result<std::string> address_of_pictures(const std::string& datasource) {
    const Values values(datasource);
    const std::string url = url_in(values);
    if (url.empty()) return not_opened(url);
    if (wants_credentials(values)) return protected_service(url);
    if (values.first("type") == "xyz") return template_in(values, 18);
    const std::string set = values.first("tileMatrixSet");
    std::map<std::string, std::string> choices;
    for (const auto& [choice, value] : {std::pair{"layer", values.listed("layers")}, {"style", values.listed("styles")}, {"set", set}})
        if (!value.empty()) choices[choice] = value;
    const bool described = url.find(".xml") != std::string::npos;  // a WMTS's own description
    return checked(remote::with_choices(described ? url : remote::with_query(url, {{"SERVICE", set.empty() ? "WMS" : "WMTS"}}), choices), false);
}

Result<std::string> address_of_vector_tiles(const std::string& datasource) {
    const Values values(datasource);
    const std::string url = url_in(values);
    if (url.empty()) return not_opened(url);
    if (wants_credentials(values)) return protected_service(url);
    return template_in(values, 14);
}

std::string mbtiles_of(const std::string& datasource) {
    const Values values(datasource);
    return values.first("type") == "mbtiles" ? values.first("url") : std::string();
}

} // namespace vigie::gis::qgis
