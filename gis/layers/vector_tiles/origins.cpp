// Where vector tiles come from: an MBTiles file (SQLite, rows from the south), or a template of addresses.
#include <array>
#include <cmath>
#include <mutex>
#include <sstream>

#include "gis/layers/remote/services.hpp"
#include "gis/layers/vector_tiles/vector_tiles.hpp"
#include "gis/store/sqlite.hpp"

namespace vigie::gis {

namespace {

constexpr std::size_t most_tile_bytes = std::size_t{16} << 20;

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

} // namespace

bool holds_vector_tiles(const std::filesystem::path& mbtiles) {
    auto base = Database::open(mbtiles, OpenMode::read_only);
    return base && metadata(*base, "format") == "pbf";
}

Result<VectorTiles::Origin> mbtiles_origin(const MapSource& source) {
    auto base = Database::open(source.gdal_name, OpenMode::read_only);
    if (!base) return base.error();
    VectorTiles::Origin origin;
    origin.source = source;
    origin.title = metadata(*base, "name");
    const auto zoom = [&](const char* name, int usual) {
        const std::string text = metadata(*base, name);
        return text.empty() ? usual : remote::zooms_of(text, {0, usual}).finest;
    };
    origin.zooms.finest = zoom("maxzoom", 14);
    origin.zooms.coarsest = std::min(zoom("minzoom", 0), origin.zooms.finest);
    origin.extent = bounds_in_metadata(metadata(*base, "bounds"));
    auto file = std::make_shared<OpenFile>();
    file->base = std::move(base).value();
    origin.fetch = [file](int z, std::int64_t column, std::int64_t row, const std::stop_token&) { return tile_of(*file, z, column, row); };
    return origin;
}

Result<VectorTiles::Origin> service_origin(const MapSource& source, const OpenOptions& options) {
    const auto address = remote::read_address(source.gdal_name);
    if (!address) return address.error();
    VectorTiles::Origin origin;
    origin.source = source;
    origin.source.stem = remote::host_of(address->url);
    origin.title = address->choice("name").empty() ? origin.source.stem : address->choice("name");
    origin.zooms = remote::zooms_of(address->choice("zoom"), {0, 14});
    const auto fetcher = options.services->at(address->url);
    origin.fetch = [fetcher, url = address->url](int z, std::int64_t column, std::int64_t row, const std::stop_token& stop) {
        constexpr std::chrono::hours usual_age{7 * 24};
        return fetcher->get(remote::filled_template(url, z, column, row), remote::Expect::vector_tile, usual_age, stop);
    };
    return origin;
}

} // namespace vigie::gis
