#include "gis/layers/sources.hpp"

#include <cpl_string.h>
#include <cpl_vsi.h>

#include <algorithm>
#include <array>
#include <fstream>
#include <optional>
#include <set>

#include "gis/layers/gdal_session.hpp"
#include "gis/layers/open.hpp"
#include "gis/layers/open_limits.hpp"
#include "gis/layers/qgis/project.hpp"
#include "gis/layers/remote/address.hpp"
#include "gis/layers/skipped_files.hpp"
#include "gis/layers/vector_tiles/vector_tiles.hpp"

namespace vigie::gis {

namespace {

namespace fs = std::filesystem;
using Kind = MapSource::Kind;

struct Form {
    std::string_view extension;
    Kind kind;
};
constexpr Form forms[] = {
    {"gpkg", Kind::vector},  {"fgb", Kind::vector},   {"sqlite", Kind::vector}, {"shp", Kind::shapefile}, {"geojson", Kind::geojson},
    {"json", Kind::geojson}, {"geojsonl", Kind::vector}, {"topojson", Kind::vector}, {"osm", Kind::osm}, {"pbf", Kind::osm},
    {"csv", Kind::csv},      {"tsv", Kind::csv},      {"gpx", Kind::vector},    {"kml", Kind::vector},    {"kmz", Kind::vector},
    {"gml", Kind::vector},   {"tab", Kind::vector},   {"mif", Kind::vector},    {"dxf", Kind::vector},    {"dwg", Kind::vector},
    {"dgn", Kind::vector},   {"thf", Kind::vector},   {"xlsx", Kind::vector},   {"ods", Kind::vector},    {"gdb", Kind::vector},
    {"dbf", Kind::shapefile}, {"tif", Kind::raster},  {"tiff", Kind::raster},  {"jp2", Kind::raster},    {"mbtiles", Kind::raster},
    {"vrt", Kind::raster},   {"ecw", Kind::raster},   {"asc", Kind::raster}};

std::string lower_extension(const std::string& name) {
    const auto dot = name.rfind('.');
    if (dot == std::string::npos) return {};
    std::string extension = name.substr(dot + 1);
    for (char& c : extension) c = static_cast<char>(c >= 'A' && c <= 'Z' ? c + 32 : c);
    return extension;
}

std::optional<Kind> kind_of(const std::string& extension) {
    for (const Form& form : forms)
        if (form.extension == extension) return form.kind;
    return {};
}

std::string stem_of(const std::string& name) {
    std::string stem = fs::path(name).stem().string();
    if (lower_extension(stem) == "osm") stem = fs::path(stem).stem().string();
    return stem;
}

// Companions whose change must be seen, and whose bytes count.
constexpr std::string_view companions[] = {"dbf", "shx", "prj", "cpg", "dat", "map", "id", "mid", "gfs", "gpkg-wal", "tfw", "j2w", "ovr"};

class Finder {
public:
    FoundSources found;

    void path(const fs::path& given) {
        std::error_code ec;
        if (remote::is_address(given.string())) {
            const auto address = remote::read_address(given.string());
            const bool vectors = address && (address->kind == remote::Address::Kind::vector_tiles || address->kind == remote::Address::Kind::tile_document || address->kind == remote::Address::Kind::database);
            return service(given, given.string(), remote::shown_address(given.string()), vectors ? Kind::vector_tiles : Kind::service);
        }
        const auto status = fs::status(given, ec);
        if (ec || status.type() == fs::file_type::not_found) return complain(given, "layers.open.missing", "layers.remedy.check_path");
        if (fs::is_directory(status) && lower_extension(given.string()) != "gdb") return folder(given, 0);
        (void)file(given, true);
    }

    // Things in an archive count as asked for, even of an archive met in a folder.
    static bool by_name(const MapSource& source) { return source.asked && !source.archived; }

    // After all paths: what a project reads is not read a second time.
    void settle_projects() {
        if (found.projects.empty()) return;
        const auto plain = [](const fs::path& p) {
            std::error_code ec;
            const fs::path whole = fs::weakly_canonical(p, ec);
            return ec ? p.lexically_normal() : whole;
        };
        std::set<fs::path> used;
        for (const MapSource& source : found.sources)
            if (source.project) used.insert(plain(source.file));
        std::erase_if(found.sources, [&](const MapSource& s) { return !s.project && !by_name(s) && used.contains(plain(s.file)); });
        for (MapSource& source : found.sources) {
            if (source.project || by_name(source)) continue;
            const fs::path own = plain(source.file);
            for (const fs::path& folder : project_folders_) {
                const fs::path inside = own.lexically_relative(plain(folder));
                source.waits = source.waits || (!inside.empty() && *inside.begin() != "..");
            }
        }
    }

private:
    void complain(const fs::path& where, const char* key, const char* remedy, Severity severity = Severity::error) {
        found.notices.push_back({severity, where.filename().string(), {key, {{"path", where.string()}}}, {remedy, {}}});
    }

    bool full(const fs::path& where) {
        if (found.sources.size() < limits::sources) return false;
        if (!told_full_) complain(where, "layers.open.too_many", "layers.remedy.fewer_files", Severity::warning);
        told_full_ = true;
        return true;
    }

    void folder(const fs::path& where, int depth) {
        std::error_code ec;
        std::vector<fs::path> entries;
        for (fs::directory_iterator it(where, ec), end; !ec && it != end && entries.size() < limits::sources * 10; it.increment(ec)) entries.push_back(it->path());
        if (ec) complain(where, "layers.open.unreadable_folder", "layers.remedy.check_rights");
        std::sort(entries.begin(), entries.end());
        std::vector<std::string> names, unread;
        bool has_project = false;
        for (const fs::path& entry : entries) {
            const std::string name = entry.filename().string();
            if (name.starts_with(".")) continue;
            std::error_code of_entry;
            if (!fs::is_directory(entry, of_entry)) {
                names.push_back(name);
                if (qgis::is_project(entry)) {
                    if (has_project) complain(entry, "layers.qgis.another", "layers.remedy.open_project_by_name", Severity::info);
                    else project(entry);
                    has_project = true;
                } else if (!file(entry, false)) {
                    unread.push_back(name);
                }
            } else if (lower_extension(entry.string()) == "gdb") add(Kind::vector, entry, entry.string(), entry.filename().string(), false, false);
            else if (depth < limits::folder_depth) folder(entry, depth + 1);
            else complain(entry, "layers.open.too_deep", "layers.remedy.fewer_files", Severity::warning);
        }
        skip(where.filename().string(), names, unread);
    }

    void skip(const std::string& where, const std::vector<std::string>& names, const std::vector<std::string>& unread) {
        for (Notice& notice : notices_of_skipped(where, names, unread)) found.notices.push_back(std::move(notice));
    }

    // False when nobody reads such a file.
    bool file(const fs::path& path, bool asked) {
        if (full(path)) return true;  // told
        const std::string extension = lower_extension(path.string());
        if (qgis::is_project(path)) {
            project(path);
            return true;
        }
        if (extension == "zip") {
            archive(path);
            return true;
        }
        if (extension == "xml" && description(path)) return true;
        auto kind = kind_of(extension);
        if (extension == "dbf" && has_sibling(path, "shp")) return !asked || file(sibling(path, "shp"), true);
        if (!kind && !asked) return false;
        if (extension == "json" && is_tile_document(path)) {
            const fs::path dressed = dressed_by(path);  // the style of tiles beside it: theirs
            if (!dressed.empty()) return !asked || file(dressed, true);
            kind = Kind::vector_tiles;
        }
        if (extension == "mbtiles" && holds_vector_tiles(path)) kind = Kind::vector_tiles;
        if (!kind) kind = extension == "txt" || extension.empty() || path.string().find("csv") != std::string::npos ? Kind::csv : Kind::vector;
        add(*kind, path, path.string(), path.filename().string(), asked, false);
        return true;
    }

    void service(const fs::path& file, const std::string& address, const std::string& label, Kind kind = Kind::service) {
        if (!full(file)) add(kind, file, address, label, true, false);
    }

    // A map service as GDAL describes it in a file; other XML is not ours.
    bool description(const fs::path& path) {
        constexpr std::size_t most_bytes = 64 << 10;
        std::string xml(most_bytes, '\0');
        std::ifstream in(path, std::ios::binary);
        in.read(xml.data(), static_cast<std::streamsize>(xml.size()));
        xml.resize(static_cast<std::size_t>(in.gcount()));
        if (!remote::looks_like_gdal_description(std::string_view(xml).substr(0, 1'024))) return false;
        const auto address = remote::address_of_gdal_description(xml);
        if (address) service(path, *address, path.filename().string());
        else found.notices.push_back({Severity::error, path.filename().string(), address.error().text, address.error().remedy});
        return true;
    }

    // Vector tiles are known by their address: those of another layer are others.
    static std::string project_address(const qgis::ProjectLayer& layer) {
        return layer.source.vector_tiles ? layer.source.address + "&name=" + remote::percent_encoded(layer.name) : layer.source.address;
    }

    // Each layer as a source: the same file may be there several times, with other conditions and other looks.
    void project(const fs::path& path) {
        std::error_code ec;
        if (!projects_read_.insert(fs::weakly_canonical(path, ec)).second) return;
        auto read = qgis::read_project(path);
        if (!read) {
            found.notices.push_back({Severity::error, path.filename().string(), read.error().text, read.error().remedy});
            return;
        }
        const auto project = std::make_shared<const qgis::Project>(std::move(read).value());
        found.notices.insert(found.notices.end(), project->notices.begin(), project->notices.end());
        for (const qgis::ProjectLayer& layer : project->layers) {
            if (full(path)) break;
            const qgis::Source& at = layer.source;
            const bool service = at.state == qgis::Source::State::service;
            const std::string name = service ? project_address(layer) : at.inside.empty() ? at.file.string() : "/vsizip/" + at.file.string() + "/" + at.inside;
            const auto usual = kind_of(lower_extension(name));
            const Kind kind = at.vector_tiles ? Kind::vector_tiles : service ? Kind::service : layer.raster ? Kind::raster : usual && *usual != Kind::raster ? *usual : Kind::vector;
            MapSource source = describe(kind, service ? fs::path(name) : at.file, name, path.filename().string() + " (" + layer.name + ")", true, !at.inside.empty());
            source.project = std::shared_ptr<const qgis::ProjectLayer>(project, &layer);
            source.project_file = path;
            found.sources.push_back(std::move(source));
        }
        found.projects.push_back(project);
        project_folders_.push_back(path.parent_path());
    }

    void archive(const fs::path& path) {
        const GdalMessages messages;
        const std::string root = "/vsizip/" + path.string();
        const CPLStringList names(VSIReadDirRecursive(root.c_str()));
        std::vector<std::string> inside(names.List(), names.List() + names.Count());
        std::sort(inside.begin(), inside.end());
        bool any = false;
        std::vector<std::string> unread;
        for (const std::string& name : inside) {
            const auto kind = kind_of(lower_extension(name));
            if (!kind && !name.ends_with("/")) unread.push_back(name);
            if (!kind || full(path)) continue;
            const std::string twin = name.substr(0, name.rfind('.')) + ".shp";
            if (lower_extension(name) == "dbf" && std::find(inside.begin(), inside.end(), twin) != inside.end()) continue;
            add(*kind, path, root + "/" + name, path.filename().string() + "/" + name, true, true);
            any = true;
        }
        if (inside.empty()) complain(path, "layers.open.bad_zip", "layers.remedy.download_again");
        else if (!any) complain(path, "layers.open.empty_zip", "layers.remedy.check_zip", Severity::warning);
        skip(path.filename().string(), inside, unread);
    }

    static fs::path sibling(const fs::path& path, std::string_view extension) {
        fs::path lower = path, upper = path;
        lower.replace_extension(extension);
        std::string capitals(extension);
        for (char& c : capitals) c = static_cast<char>(c >= 'a' && c <= 'z' ? c - 32 : c);
        upper.replace_extension(capitals);
        std::error_code ec;
        return fs::exists(upper, ec) && !fs::exists(lower, ec) ? upper : lower;
    }
    static bool has_sibling(const fs::path& path, std::string_view extension) {
        std::error_code ec;
        return fs::exists(sibling(path, extension), ec);
    }

    void add(Kind kind, const fs::path& file, std::string gdal_name, std::string label, bool asked, bool archived) {
        MapSource source = describe(kind, file, std::move(gdal_name), std::move(label), asked, archived);
        const auto same = [&](const MapSource& s) { return !s.project && s.gdal_name == source.gdal_name; };
        if (std::none_of(found.sources.begin(), found.sources.end(), same)) found.sources.push_back(std::move(source));
    }

    static MapSource describe(Kind kind, const fs::path& file, std::string gdal_name, std::string label, bool asked, bool archived) {
        MapSource source;
        source.kind = kind;
        source.file = file;
        source.gdal_name = std::move(gdal_name);
        source.label = std::move(label);
        source.archived = archived;
        source.asked = asked;
        source.stem = stem_of(source.gdal_name);
        measure(source, file);
        if (!archived && kind != Kind::service && kind != Kind::vector_tiles)
            for (const std::string_view extension : companions)
                if (has_sibling(file, extension)) measure(source, sibling(file, extension));
        return source;
    }

    static void measure(MapSource& source, const fs::path& file) {
        if (remote::is_address(file.string())) return;
        std::error_code ec;
        if (const auto size = fs::file_size(file, ec); !ec) source.bytes += size;
        if (const auto time = fs::last_write_time(file, ec); !ec) source.newest = std::max(source.newest, static_cast<std::int64_t>(time.time_since_epoch().count()));
    }

    bool told_full_ = false;
    std::set<fs::path> projects_read_;
    std::vector<fs::path> project_folders_;
};

} // namespace

FoundSources find_sources(const std::vector<fs::path>& paths) {
    start_gdal();
    Finder finder;
    for (const fs::path& path : paths) finder.path(path);
    finder.settle_projects();
    return std::move(finder.found);
}

bool looks_readable(const fs::path& file) {
    const std::string extension = lower_extension(file.filename().string());
    return extension == "zip" || qgis::is_project(file) || (extension != "dbf" && kind_of(extension).has_value());  // a dbf goes with its shp
}

} // namespace vigie::gis
