// Prepared layers on disk. Checksums and fingerprint are put right first, so that what is read behind them is reached:
// a file damaged where no checksum sees it, or written by a program with a fault.
#include <cstring>
#include <set>

#include "fuzz/target.hpp"
#include "gis/layers/hash.hpp"
#include "gis/layers/prepared_cache.hpp"
#include "gis/layers/style.hpp"

namespace vigie::fuzz {

namespace {

constexpr int lambert93 = 2154;
constexpr std::size_t header_bytes = 40, fingerprint_end = 24, block_bytes = 24;  // the header's first three members; one array's place
constexpr std::size_t alignment = 64;

gis::FeatureGeometry shapes() {  // a point, a line, a square with a hole, nothing
    gis::FeatureGeometry g;
    g.type = {gis::GeometryType::point, gis::GeometryType::line, gis::GeometryType::polygon, gis::GeometryType::none};
    g.part_begin = {0, 1, 2, 4, 4};
    g.vertex_begin = {0, 1, 4, 9, 14};
    g.ring_is_hole = {0, 0, 0, 1};
    g.xy = {10, 10, 0, 0, 50, 10, 90, 0, 0, 0, 100, 0, 100, 100, 0, 100, 0, 0, 40, 40, 40, 60, 60, 60, 60, 40, 40, 40};
    return g;
}

gis::FeatureGeometry plain_points() {
    gis::FeatureGeometry g;
    for (std::uint32_t i = 0; i < 20; ++i) {
        g.type.push_back(gis::GeometryType::point);
        g.part_begin.push_back(i);
        g.vertex_begin.push_back(i);
        g.ring_is_hole.push_back(0);
        g.xy.insert(g.xy.end(), {i * 7.0, i * 3.0});
    }
    g.part_begin.push_back(20);
    g.vertex_begin.push_back(20);
    return g;
}

gis::PreparedLayer prepared(gis::FeatureGeometry geometry) {
    gis::PreparedLayer out;
    out.layer = std::make_shared<gis::Layer>();
    out.layer->geometry = std::move(geometry);
    const std::size_t n = out.layer->geometry.feature_count();
    gis::Column name, category;
    name.name = "name";
    name.text_begin = {0};
    for (std::size_t i = 0; i < n; ++i) {
        name.pool += "rue " + std::to_string(i);
        name.text_begin.push_back(static_cast<std::uint32_t>(name.pool.size()));
        category.numbers.push_back(static_cast<double>(i));
    }
    category.name = "category";
    category.type = gis::Column::Type::integer;
    out.layer->columns = {name, category};
    out.layer->info.id = "id";
    out.layer->info.title = {"layers.title.street", {{"a", "b"}}};
    out.plain_name = "Rues";
    out.layer->finish();
    return out;
}

// Where the cache of one source lies, and what a good one looks like.
struct Place {
    gis::MapSource source;
    gis::OpenOptions options;
    std::filesystem::path file;
    std::string good;
    std::set<std::uint64_t> checksums;  // of its arrays
    Place() {
        source.file = scratch() / "streets.geojson";
        source.gdal_name = source.file.string();
        options.cache_folder = scratch() / "cache";
        gis::PreparedSource layers;
        layers.layers = {prepared(shapes()), prepared(plain_points())};
        layers.notices = {{gis::Severity::warning, "streets", {"layers.crs.guessed", {{"crs", "x"}}}, {"layers.remedy.choose_crs", {}}}};
        require(gis::save_prepared(layers, source, options, lambert93, {}), "a good cache is written");
        file = files_in(options.cache_folder).at(0);
        good = read_file(file);
        const std::size_t meta = meta_bytes(good);
        for (std::size_t at = header_bytes; at + block_bytes <= header_bytes + meta; ++at)
            if (const auto array = array_at(good, at, meta); array && gis::hash_bytes(array->data(), array->size()) == word(good, at + 16)) checksums.insert(word(good, at + 16));
    }
    static std::uint64_t word(std::string_view bytes, std::size_t at) {
        std::uint64_t value = 0;
        std::memcpy(&value, bytes.data() + at, sizeof value);
        return value;
    }
    static std::size_t meta_bytes(std::string_view bytes) { return word(bytes, fingerprint_end); }
    // The array that the 24 bytes at `at` say: offset behind the described part, size, checksum.
    static std::optional<std::string_view> array_at(std::string_view bytes, std::size_t at, std::size_t meta) {
        const std::uint64_t base = (header_bytes + meta + alignment - 1) / alignment * alignment;
        const std::uint64_t begin = base + word(bytes, at), size = word(bytes, at + 8);
        if (begin > bytes.size() || size > bytes.size() - begin) return {};
        return bytes.substr(begin, size);
    }
    [[nodiscard]] std::string with_checksums(std::string bytes) const {
        if (bytes.size() < header_bytes) return bytes;
        std::memcpy(bytes.data(), good.data(), fingerprint_end);
        const std::size_t meta = std::min(meta_bytes(bytes), bytes.size() - header_bytes);
        std::memcpy(bytes.data() + fingerprint_end, &meta, sizeof meta);
        for (std::size_t at = header_bytes; at + block_bytes <= header_bytes + meta; ++at) {
            if (!checksums.contains(word(bytes, at + 16))) continue;
            const auto array = array_at(bytes, at, meta);
            if (!array) continue;
            const std::uint64_t sum = gis::hash_bytes(array->data(), array->size());
            std::memcpy(bytes.data() + at + 16, &sum, sizeof sum);
        }
        const std::uint64_t sum = gis::hash_bytes(bytes.data() + header_bytes, meta);
        std::memcpy(bytes.data() + 32, &sum, sizeof sum);
        return bytes;
    }
};

const Place& place() {
    static const Place the_place;
    return the_place;
}

void use(const gis::Layer& layer) {
    const auto n = static_cast<std::uint32_t>(layer.geometry.feature_count());
    for (std::uint32_t f = 0; f < n; ++f) {
        (void)layer.box(f);
        for (const gis::Column& column : layer.columns) (void)column.shown(f);
    }
    layer.index.query(gis::PlaneBox{-1e300, -1e300, 1e300, 1e300}, [n](std::uint32_t feature) {
        require(feature < n, "the index knows only features that exist");
        return true;
    });
    for (const std::uint8_t hole : layer.geometry.ring_is_hole) require(hole <= 1, "a ring is a hole or is not");
    for (const gis::GeometryType type : layer.geometry.type) require(type <= gis::GeometryType::polygon, "a shape is of a type that exists");
    (void)gis::classify(layer, gis::bench_style());
}

void read_cache(std::string_view bytes) {
    write_file(place().file, place().with_checksums(std::string(bytes)));
    const auto read = gis::load_prepared(place().source, place().options, lambert93);
    if (!read) return;
    for (const gis::Notice& notice : read->notices) require(notice.severity <= gis::Severity::error, "a notice has a severity that exists");
    for (const gis::PreparedLayer& layer : read->layers) {
        require(layer.layer->info.crs_origin <= gis::CrsOrigin::user, "a system has an origin that exists");
        for (const gis::Column& column : layer.layer->columns) require(column.type <= gis::Column::Type::integer, "a column has a type that exists");
        use(*layer.layer);
    }
}

} // namespace

Target prepared_cache_target() {
    return {"prepared_cache", read_cache, {"name", "category", "rue "}, [] { return std::vector{place().good}; }};
}

} // namespace vigie::fuzz
