// Where vector tiles come from: an MBTiles file (SQLite, rows from the south), a template of addresses, or a document that
// leads to one of them (TileJSON, a MapLibre style), with the style that goes with them.
#include <array>
#include <cmath>
#include <fstream>
#include <mutex>
#include <nlohmann/json.hpp>
#include <sstream>

#include "gis/layers/hash.hpp"
#include "gis/layers/remote/services.hpp"
#include "gis/layers/vector_tiles/database_tiles.hpp"
#include "gis/layers/vector_tiles/vector_tiles.hpp"
#include "gis/store/sqlite.hpp"

namespace vigie::gis {

namespace {

using Origin = VectorTiles::Origin;

constexpr std::size_t most_tile_bytes = std::size_t{16} << 20, most_document_bytes = std::size_t{8} << 20;
constexpr std::chrono::hours document_age{24}, tile_age{7 * 24};

std::string metadata(Database& base, std::string_view name) {
    Statement row = base.prepare("select value from metadata where name = ?1");
    if (!row.ok()) return {};
    row.bind(1, name);
    const std::string value = row.step() ? std::string(row.text(0)) : std::string();
    row.reset();
    return value;
}

std::optional<LonLatBox> bounds_in_metadata(const std::string& text) {
    std::array<double, 4> v{};
    std::istringstream in(text);
    in.imbue(std::locale::classic());
    for (std::size_t i = 0; i < v.size(); ++i) {
        if (i != 0) in.ignore(1, ',');
        if (!(in >> v[i])) return {};
    }
    if (!(v[0] < v[2] && v[1] < v[3])) return {};
    return LonLatBox{v[0], v[1], v[2], v[3]};
}

// One connection for all readers, one at a time.
struct OpenFile {
    std::mutex mutex;
    Database base;
};

remote::Fetched tile_of(OpenFile& file, int zoom, std::int64_t column, std::int64_t row) {
    const std::lock_guard lock(file.mutex);
    Statement select = file.base.prepare("select tile_data from tiles where zoom_level = ?1 and tile_column = ?2 and tile_row = ?3");
    remote::Fetched fetched;
    fetched.absent = true;
    if (!select.ok()) return fetched;
    select.bind(1, std::int64_t{zoom});
    select.bind(2, column);
    select.bind(3, (std::int64_t{1} << zoom) - 1 - row);
    if (select.step()) {
        const std::string_view blob = select.blob(0);
        if (blob.size() <= most_tile_bytes) {
            fetched.body = std::make_shared<const std::string>(blob);
            fetched.absent = false;
        }
    }
    select.reset();
    return fetched;
}

// The text of a document at an address or in a file.
Result<std::string> document_at(const std::string& where, const OpenOptions& options, const std::stop_token& stop) {
    if (remote::is_address(where)) {
        const auto fetcher = options.services->at(where);
        const remote::Fetched fetched = fetcher->get(where, remote::Expect::document, document_age, stop);
        if (fetched.body) return *fetched.body;
        (void)fetcher->health().take_notice();  // the error says it
        if (fetched.error) return *fetched.error;
    } else {
        std::ifstream in(where, std::ios::binary);
        std::string text(most_document_bytes, '\0');
        in.read(text.data(), static_cast<std::streamsize>(text.size()));
        text.resize(static_cast<std::size_t>(in.gcount()));
        if (!text.empty()) return text;
    }
    return Error{ErrorClass::input, {"layers.open.missing", {{"path", remote::shown_address(where)}}}, {"layers.remedy.check_path", {}}, {}, {}};
}

std::string themes_for(const MapSource& source) {
    Hash64 hash;
    hash.add(source.file.string());
    hash.add(source.project_file.string());
    return "tiles:" + hash.hex() + ":";
}

void dress(Origin& origin, TileStyle style) {
    for (Notice& notice : style.notices) {
        notice.where = origin.source.label;
        origin.notices.push_back(std::move(notice));
    }
    style.notices.clear();
    origin.style = std::make_shared<const TileStyle>(std::move(style));
}

// Without its style the tiles are worth showing all the same.
void dress_from(Origin& origin, const std::string& where, const OpenOptions& options, const std::stop_token& stop) {
    const auto text = document_at(where, options, stop);
    auto style = text ? read_tile_style(*text, where, {}, themes_for(origin.source)) : Result<TileStyle>(text.error());
    if (style) dress(origin, std::move(style).value());
    else origin.notices.push_back({Severity::warning, origin.source.label, style.error().text, style.error().remedy});
}

void describe(Origin& origin, const TileSet& set) {
    if (!set.title.empty()) origin.title = set.title;
    origin.zooms = set.zooms;
    origin.extent = set.extent;
    origin.attribution = set.attribution;
    if (!set.layers.empty()) origin.layers = set.layers;
}

void fetch_by_address(Origin& origin, const std::string& address, const OpenOptions& options) {
    const auto fetcher = options.services->at(address);
    origin.fetch = [fetcher, address](int z, std::int64_t column, std::int64_t row, const std::stop_token& stop) {
        return fetcher->get(remote::filled_template(address, z, column, row), remote::Expect::vector_tile, tile_age, stop);
    };
}

Result<Origin> mbtiles_origin(const MapSource& source, const std::string& path) {
    auto base = Database::open(path, OpenMode::read_only);
    if (!base) return base.error();
    Origin origin;
    origin.source = source;
    origin.title = metadata(*base, "name");
    const auto zoom = [&](const char* name, int usual) {
        const std::string text = metadata(*base, name);
        return text.empty() ? usual : remote::zooms_of(text, {0, usual}).finest;
    };
    origin.zooms.finest = zoom("maxzoom", 14);
    origin.zooms.coarsest = std::min(zoom("minzoom", 0), origin.zooms.finest);
    origin.attribution = without_markup(metadata(*base, "attribution"));
    if (const auto more = bounded_json(metadata(*base, "json")); more && more->is_object()) origin.layers = tile_layers_of(*more);
    origin.extent = bounds_in_metadata(metadata(*base, "bounds"));
    auto file = std::make_shared<OpenFile>();
    file->base = std::move(base).value();
    origin.fetch = [file](int z, std::int64_t column, std::int64_t row, const std::stop_token&) { return tile_of(*file, z, column, row); };
    return origin;
}

// TileJSON, or a style whose source is described in place, by TileJSON or by an MBTiles file.
Result<Origin> document_origin(const MapSource& source, const std::string& where, const std::string& wanted, const OpenOptions& options, const std::stop_token& stop) {
    const auto text = document_at(where, options, stop);
    if (!text) return text.error();
    Origin origin;
    origin.source = source;
    origin.title = remote::is_address(where) ? remote::host_of(where) : source.stem;
    TileSet set;
    if (looks_like_tile_style(*text)) {
        auto style = read_tile_style(*text, where, wanted, themes_for(source));
        if (!style) return style.error();
        set = style->set;
        const std::string title = style->title;
        if (set.described_at.ends_with(".mbtiles")) {
            auto file = mbtiles_origin(source, set.described_at);
            if (!file) return file.error();
            origin = std::move(file).value();
        } else if (set.tiles.empty()) {
            const auto described = document_at(set.described_at, options, stop);
            if (!described) return described.error();
            auto read = read_tile_json(*described, set.described_at);
            if (!read) return read.error();
            set = std::move(read).value();
        }
        dress(origin, std::move(style).value());
        if (!origin.fetch) describe(origin, set);
        if (!title.empty()) origin.title = title;
    } else {
        auto read = read_tile_json(*text, where);
        if (!read) return read.error();
        set = std::move(read).value();
        describe(origin, set);
    }
    if (!origin.fetch) fetch_by_address(origin, set.tiles, options);
    return origin;
}

// A style beside the file: TOWN.style.json, or TOWN.json when it is one.
void dress_from_beside(Origin& origin, const OpenOptions& options, const std::stop_token& stop) {
    for (const char* extension : {".style.json", ".json"}) {
        std::filesystem::path style = origin.source.gdal_name;
        style.replace_extension(extension);
        std::error_code ec;
        if (!std::filesystem::is_regular_file(style, ec)) continue;
        const auto text = document_at(style.string(), options, stop);
        if (text && looks_like_tile_style(*text)) return dress_from(origin, style.string(), options, stop);
    }
}

Result<Origin> service_origin(const MapSource& source, const OpenOptions& options, const std::stop_token& stop) {
    const auto address = remote::read_address(source.gdal_name);
    if (!address) return address.error();
    if (address->kind == remote::Address::Kind::database) return database_origin(source, *address, options, stop);
    const auto named = [&](Result<Origin> origin) {
        if (origin && !address->choice("name").empty()) origin->title = address->choice("name");
        if (origin) origin->source.stem = remote::host_of(address->url);
        if (origin && !address->choice("style").empty()) dress_from(*origin, beside(address->url, address->choice("style")), options, stop);
        return origin;
    };
    if (address->kind == remote::Address::Kind::tile_document) return named(document_origin(source, address->url, address->choice("source"), options, stop));
    Origin origin;
    origin.source = source;
    origin.title = remote::host_of(address->url);
    origin.zooms = remote::zooms_of(address->choice("zoom"), {0, 14});
    fetch_by_address(origin, address->url, options);
    return named(std::move(origin));
}

} // namespace

Result<Origin> origin_of_tiles(const MapSource& source, const OpenOptions& options, const std::stop_token& stop) {
    if (remote::is_address(source.gdal_name)) return service_origin(source, options, stop);
    if (source.gdal_name.ends_with(".json")) return document_origin(source, source.gdal_name, {}, options, stop);
    auto origin = mbtiles_origin(source, source.gdal_name);
    if (origin) dress_from_beside(*origin, options, stop);
    return origin;
}

bool is_tile_document(const std::filesystem::path& json) {
    constexpr std::size_t looked_at = 64 << 10;
    std::ifstream in(json, std::ios::binary);
    std::string begin(looked_at, '\0');
    in.read(begin.data(), static_cast<std::streamsize>(begin.size()));
    begin.resize(static_cast<std::size_t>(in.gcount()));
    const auto has = [&](const char* word) { return begin.find(word) != std::string::npos; };
    return has("\"tilejson\"") || (has("\"sources\"") && has("\"version\"") && has("\"vector\""));
}

std::filesystem::path dressed_by(const std::filesystem::path& style) {
    std::filesystem::path tiles = style;
    tiles.replace_extension();
    if (tiles.extension() == ".style") tiles.replace_extension();
    tiles += ".mbtiles";
    std::error_code ec;
    return std::filesystem::is_regular_file(tiles, ec) && holds_vector_tiles(tiles) ? tiles : std::filesystem::path();
}

bool holds_vector_tiles(const std::filesystem::path& mbtiles) {
    auto base = Database::open(mbtiles, OpenMode::read_only);
    return base && metadata(*base, "format") == "pbf";
}

} // namespace vigie::gis
