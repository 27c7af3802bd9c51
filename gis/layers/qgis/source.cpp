#include "gis/layers/qgis/source.hpp"

#include <algorithm>
#include <cstdlib>
#include <map>
#include <optional>
#include <vector>

#include "gis/layers/qgis/service_source.hpp"

namespace vigie::gis::qgis {

namespace {

namespace fs = std::filesystem;

int hex(char c) { return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1; }

std::string from_percent(std::string_view text) {
    std::string plain;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const bool coded = text[i] == '%' && i + 2 < text.size() && hex(text[i + 1]) >= 0 && hex(text[i + 2]) >= 0;
        if (coded) plain += static_cast<char>(16 * hex(text[i + 1]) + hex(text[i + 2])), i += 2;
        else plain += text[i] == '+' ? ' ' : text[i];
    }
    return plain;
}

std::map<std::string, std::string> query_of(std::string_view text) {
    std::map<std::string, std::string> values;
    while (!text.empty()) {
        const auto end = std::min(text.find('&'), text.size());
        const std::string_view pair = text.substr(0, end);
        const auto equals = std::min(pair.find('='), pair.size());
        values.try_emplace(from_percent(pair.substr(0, equals)), equals < pair.size() ? from_percent(pair.substr(equals + 1)) : std::string());
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return values;
}

bool is_there(const fs::path& path) {
    std::error_code ec;
    return !path.empty() && fs::exists(path, ec) && !ec;
}

bool is_absolute(const std::string& path) { return path.starts_with('/') || (path.size() > 2 && path[1] == ':' && path[2] == '/'); }

// The file itself, or one with the same last parts beside the project: "D:/SIG/Voirie/rues.shp" may be "Voirie/rues.shp".
std::optional<fs::path> find_file(std::string written, const fs::path& folder) {
    std::ranges::replace(written, '\\', '/');
    const fs::path path = written;
    if (!is_absolute(written)) {
        const fs::path beside = (folder / path).lexically_normal();
        if (is_there(beside)) return beside;
    } else if (is_there(path)) {
        return path;
    }
    std::vector<fs::path> parts;
    for (const fs::path& part : path)
        if (part != ".." && part != "." && part != "/") parts.push_back(part);
    for (std::size_t first = 0; first < parts.size(); ++first) {
        fs::path tried = folder;
        for (std::size_t i = first; i < parts.size(); ++i) tried /= parts[i];
        if (is_there(tried)) return tried;
    }
    return {};
}

void place_file(Source& source, std::string written, const fs::path& folder) {
    source.shown = written;
    // "/vsizip/./a.zip/b.shp", "/vsizip//srv/a.zip/b.shp": the rest is a path.
    for (const std::string_view prefix : {"/vsizip/", "/vsigzip/"})
        if (written.starts_with(prefix)) written.erase(0, prefix.size());
    if (written.starts_with("/vsi")) {
        source.state = Source::State::elsewhere;
        source.why = {"layers.qgis.source.online", {{"source", source.shown}}};
        return;
    }
    std::string archive = written;
    if (const auto zip = written.find(".zip/"); zip != std::string::npos) {
        archive = written.substr(0, zip + 4);
        source.inside = written.substr(zip + 5);
    }
    const auto found = find_file(archive, folder);
    source.state = found ? Source::State::file : Source::State::missing;
    source.file = found.value_or(fs::path(archive));
}

std::string shape_of(std::string_view geometry_type) {
    for (const auto& [word, shape] : {std::pair{"Point", "point"}, {"LineString", "line"}, {"Polygon", "polygon"}, {"Curve", "line"}, {"Surface", "polygon"}})
        if (geometry_type.find(word) != std::string_view::npos) return shape;
    return {};
}

// "path|layername=a|layerid=0|subset=…|geometrytype=Point"; a subset is the last part and may hold anything.
Source file_source(const std::string& datasource, const fs::path& folder) {
    Source source;
    std::string text = datasource;
    if (const auto subset = text.find("|subset="); subset != std::string::npos) {
        source.subset = text.substr(subset + 8);
        text.resize(subset);
    }
    const auto path_end = std::min(text.find('|'), text.size());
    for (std::size_t at = path_end; at < text.size();) {
        const auto end = std::min(text.find('|', at + 1), text.size());
        const std::string part = text.substr(at + 1, end - at - 1);
        const auto equals = part.find('=');
        const std::string name = part.substr(0, equals), value = equals == std::string::npos ? std::string() : part.substr(equals + 1);
        if (name == "layername") source.sublayer = value;
        else if (name == "layerid") source.index = std::clamp(std::atoi(value.c_str()), 0, 10'000);
        else if (name == "geometrytype") source.geometry = shape_of(value);
        at = end;
    }
    place_file(source, text.substr(0, path_end), folder);
    return source;
}

// "file:///path.csv?delimiter=;&xField=x", "file:./path.csv?…": a table.
Source table_source(const std::string& datasource, const fs::path& folder) {
    Source source;
    const auto mark = std::min(datasource.find('?'), datasource.size());
    std::string path = from_percent(datasource.substr(0, mark));
    for (const std::string_view prefix : {"file:///", "file://", "file:"})
        if (path.starts_with(prefix)) {
            path.erase(0, prefix.size());
            if (prefix == "file:///" && !(path.size() > 1 && path[1] == ':')) path.insert(0, "/");
            break;
        }
    auto query = mark < datasource.size() ? query_of(std::string_view(datasource).substr(mark + 1)) : std::map<std::string, std::string>{};
    source.x_field = query["xField"];
    source.y_field = query["yField"];
    source.wkt_field = query["wktField"];
    source.subset = query["subset"];
    source.crs = query["crs"];
    source.without_places = query["geomType"] == "none";
    place_file(source, path, folder);
    return source;
}

// One value of "dbname='x' table=\"a\" sql=…": quoted either way, or up to a space; `sql` is the rest.
std::string value_of(const std::string& text, const std::string& name) {
    auto at = text.find(name + "=");
    while (at != std::string::npos && at != 0 && text[at - 1] != ' ') at = text.find(name + "=", at + 1);
    if (at == std::string::npos) return {};
    at += name.size() + 1;
    if (name == "sql") return text.substr(at);
    const char quote = at < text.size() && (text[at] == '\'' || text[at] == '"') ? text[at] : ' ';
    std::string value;
    for (std::size_t i = at + (quote == ' ' ? 0 : 1); i < text.size() && text[i] != quote; ++i) {
        if (text[i] == '\\' && quote == '\'' && i + 1 < text.size()) ++i;
        value += text[i];
    }
    return value;
}

Source spatialite_source(const std::string& datasource, const fs::path& folder) {
    Source source;
    source.sublayer = value_of(datasource, "table");
    source.subset = value_of(datasource, "sql");
    place_file(source, value_of(datasource, "dbname"), folder);
    return source;
}

Source elsewhere(const char* key, std::string shown, const char* remedy = nullptr) {
    Source source;
    if (remedy) source.remedy = {remedy, {}};
    source.why = {key, {{"source", shown}}};
    source.shown = std::move(shown);
    return source;
}

std::string server_of(const std::string& datasource) {
    const std::string host = value_of(datasource, "host"), base = value_of(datasource, "dbname"), service = value_of(datasource, "service");
    const auto table = datasource.find("table=");
    std::string name = table == std::string::npos ? std::string() : datasource.substr(table + 6, std::min(datasource.find(' ', table), datasource.size()) - table - 6);
    std::erase(name, '"');
    return (host.empty() ? service : host) + (base.empty() ? "" : "/" + base) + (name.empty() ? "" : "/" + name);
}

// Scheme, host and path: what follows may hold keys.
std::string address_of(const std::string& datasource) {
    const auto begin = datasource.find("url=");
    std::string url = begin == std::string::npos ? datasource : from_percent(datasource.substr(begin + 4, std::min(datasource.find('&', begin), datasource.size()) - begin - 4));
    std::erase_if(url, [](char c) { return c == '\'' || c == '"'; });
    url = url.substr(0, url.find_first_of("? "));
    const auto scheme = url.find("://");
    const auto at = url.find('@');
    if (scheme != std::string::npos && at != std::string::npos) url.erase(scheme + 3, at - scheme - 2);
    return url;
}

Source service_source(const Result<std::string>& address, const std::string& datasource, bool vector_tiles) {
    Source source;
    source.vector_tiles = vector_tiles;
    source.shown = address_of(datasource);
    if (!address) {
        source.why = address.error().text;
        if (address.error().klass == ErrorClass::auth) source.remedy = address.error().remedy;
        return source;
    }
    source.state = Source::State::service;
    source.address = *address;
    return source;
}

Source vector_tiles_source(const std::string& datasource, const fs::path& folder) {
    const std::string file = mbtiles_of(datasource);
    if (file.empty()) return service_source(address_of_vector_tiles(datasource), datasource, true);
    Source source;
    source.vector_tiles = true;
    place_file(source, file, folder);
    return source;
}

} // namespace

Source source_of(std::string_view provider, const std::string& datasource, const fs::path& folder) {
    if (provider == "ogr" || provider == "gdal") {
        if (datasource.starts_with("PG:") || datasource.starts_with("MySQL:") || datasource.starts_with("OCI:")) return elsewhere("layers.qgis.source.database", std::string(datasource.substr(0, datasource.find(':'))));
        if (datasource.find("://") != std::string::npos && !datasource.starts_with("file:")) return elsewhere("layers.qgis.source.online", address_of(datasource));
        return file_source(datasource, folder);
    }
    if (provider == "delimitedtext") return table_source(datasource, folder);
    if (provider == "spatialite") return spatialite_source(datasource, folder);
    if (provider == "gpx") return file_source(datasource.substr(0, datasource.find('?')), folder);
    if (provider == "wms") return service_source(address_of_pictures(datasource), datasource, false);
    if (provider == "vectortile" || provider == "xyzvectortiles" || provider == "mbtilesvectortiles") return vector_tiles_source(datasource, folder);
    if (provider.starts_with("arcgis")) return elsewhere("layers.qgis.source.arcgis", address_of(datasource), "layers.remedy.arcgis");
    if (provider == "WFS" || provider == "wfs" || provider == "OAPIF" || provider == "oapif") return elsewhere("layers.qgis.source.wfs", address_of(datasource));
    if (provider == "wcs") return elsewhere("layers.qgis.source.wcs", address_of(datasource));
    if (provider == "memory") return elsewhere("layers.qgis.source.memory", "");
    if (provider == "virtual") return elsewhere("layers.qgis.source.virtual", "");
    if (provider == "postgres" || provider == "mssql" || provider == "oracle" || provider == "hana" || provider == "postgresraster") return elsewhere("layers.qgis.source.database", server_of(datasource));
    return elsewhere("layers.qgis.source.online", address_of(datasource));
}

} // namespace vigie::gis::qgis
