#include "gis/layers/prepared_cache.hpp"

#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <fstream>
#include <functional>
#include <numeric>
#include <span>
#include <thread>

#include "gis/layers/bytes.hpp"
#include "gis/layers/hash.hpp"
#include "gis/layers/mapped_file.hpp"
#include "gis/layers/qgis/project.hpp"
#include "gis/layers/read_source.hpp"
#include "gis/layers/recognise.hpp"
#include "gis/model/language.hpp"

namespace vigie::gis {

namespace {

namespace fs = std::filesystem;

// Grows with every change of the layout or of what opening makes of a source (themes, guesses, columns).
constexpr std::uint64_t cache_version = 3;
constexpr char magic[8] = {'V', 'I', 'G', 'I', 'E', 'L', 'C', '\n'};
constexpr std::size_t alignment = 64;

struct Header {
    char magic[8];
    std::uint64_t version, fingerprint, meta_bytes, meta_hash;
};
static_assert(sizeof(Header) == 40);

// Where an array stands in the file.
struct Block {
    std::uint64_t offset = 0, bytes = 0, hash = 0;
};

std::uint64_t fingerprint(const MapSource& source) {
    Hash64 hash;
    hash.add(cache_version);
    hash.add(source.gdal_name);
    hash.add(source.bytes);
    hash.add(static_cast<std::uint64_t>(source.newest));
    if (source.project) {
        const qgis::ProjectLayer& layer = *source.project;
        const qgis::Source& at = layer.source;
        for (const std::string& part : {source.project_file.string(), layer.id, at.sublayer, std::to_string(at.index), at.subset, at.geometry, at.x_field, at.y_field, at.wkt_field, layer.crs.definition, layer.geometry})
            hash.add(part);
        for (const std::string& field : layer.asked_fields) hash.add(field);
        hash.add(static_cast<std::uint64_t>(layer.inverted));
    }
    return hash.value();
}

fs::path cache_file(const MapSource& source, const fs::path& folder, int plane_epsg) {
    std::error_code ec;
    Hash64 hash;
    hash.add(fs::absolute(source.file, ec).lexically_normal().string());
    hash.add(source.gdal_name);
    hash.add(static_cast<std::uint64_t>(plane_epsg));
    if (source.project) hash.add(layer_id(source, {}));
    return folder / ("layers-" + hash.hex() + ".cache");
}

std::uint64_t choice_hash(const OpenOptions& options, const std::string& id) {
    const auto it = options.choices.find(id);
    if (it == options.choices.end()) return 0;
    Hash64 hash;
    hash.add(static_cast<std::uint64_t>(it->second.epsg));
    hash.add(it->second.encoding);
    hash.add(it->second.theme);
    return hash.value();
}

// ---- writing

class Writer {
public:
    ByteWriter meta;

    template <class T>
    void array(std::span<const T> values) {
        const std::string_view bytes(reinterpret_cast<const char*>(values.data()), values.size_bytes());
        offset_ = (offset_ + alignment - 1) / alignment * alignment;
        meta.put(Block{offset_, bytes.size(), hash_bytes(bytes.data(), bytes.size())});
        blocks_.emplace_back(offset_, bytes);
        offset_ += bytes.size();
    }
    template <class T>
    void array(const std::vector<T>& values) { array(std::span<const T>(values)); }

    bool write(const fs::path& file, std::uint64_t print, const std::stop_token& stop) const {
        std::ofstream out(file, std::ios::binary | std::ios::trunc);
        Header header{{}, cache_version, print, meta.bytes.size(), hash_bytes(meta.bytes.data(), meta.bytes.size())};
        std::copy(std::begin(magic), std::end(magic), header.magic);
        out.write(reinterpret_cast<const char*>(&header), sizeof header);
        out.write(meta.bytes.data(), static_cast<std::streamsize>(meta.bytes.size()));
        const std::uint64_t base = base_of(meta.bytes.size());
        for (const auto& [offset, bytes] : blocks_) {
            if (stop.stop_requested()) return false;
            out.seekp(static_cast<std::streamoff>(base + offset));
            out.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
        }
        out.seekp(static_cast<std::streamoff>(base + offset_));
        out.put('\n');  // so that the file has its full length even when the last array is empty
        out.flush();
        return out.good();
    }
    static std::uint64_t base_of(std::uint64_t meta_bytes) { return (sizeof(Header) + meta_bytes + alignment - 1) / alignment * alignment; }

private:
    std::vector<std::pair<std::uint64_t, std::string_view>> blocks_;
    std::uint64_t offset_ = 0;
};

// One vertex per feature and nothing else: then the counting arrays need not be kept, nor the places of the index.
bool is_plain_points(const FeatureGeometry& g) {
    const std::size_t n = g.feature_count();
    return n > 0 && g.xy.size() == 2 * n && g.ring_is_hole.size() == n && std::ranges::all_of(g.type, [](GeometryType t) { return t == GeometryType::point; });
}

void write_geometry(Writer& out, const Layer& layer) {
    const FeatureGeometry& g = layer.geometry;
    const auto& tree = layer.index.packed();
    const bool plain = is_plain_points(g) && tree.places.size() == g.feature_count();
    out.meta.put(plain);
    out.array(g.xy);
    if (!plain) {
        out.array(g.part_begin);
        out.array(g.vertex_begin);
        out.array(g.ring_is_hole);
        out.array(g.type);
        out.array(tree.places);
    }
    out.array(tree.features);
    out.array(tree.level_end);
    out.array(tree.boxes);
}

void write_info(ByteWriter& out, const LayerInfo& info) {
    for (const std::string* text : {&info.id, &info.name, &info.source, &info.theme, &info.domain, &info.geometry, &info.crs_name, &info.encoding}) out.put_text(*text);
    out.put_words(info.title);
    out.put(static_cast<std::uint64_t>(info.invalid));
    out.put(info.epsg);
    out.put(info.crs_origin);
    out.put(info.extent_wgs84.has_value());
    out.put(info.extent_wgs84.value_or(std::array<double, 4>{}));
    out.put(info.bounds);
}

void write_layer(Writer& out, const PreparedLayer& prepared, const OpenOptions& options) {
    const Layer& layer = *prepared.layer;
    write_info(out.meta, layer.info);
    out.meta.put(choice_hash(options, layer.info.id));
    out.meta.put_text(prepared.plain_name);
    out.meta.put(prepared.guessed);
    out.meta.put(prepared.numbers);
    out.meta.put(prepared.most);
    out.meta.put(prepared.guess.epsg);
    out.meta.put(prepared.guess.swapped);
    write_geometry(out, layer);
    out.meta.put(static_cast<std::uint64_t>(layer.columns.size()));
    for (const Column& column : layer.columns) {
        out.meta.put_text(column.name);
        out.meta.put(column.type);
        out.meta.put(column.derived);
        out.array(column.numbers);
        out.array(std::span<const char>(column.pool));
        out.array(column.text_begin);
    }
}

// ---- reading

class Reader {
public:
    Reader(std::string_view file, std::string_view meta, std::uint64_t base) : meta_bytes(meta), in(meta_bytes), file_(file), base_(base) {}
    std::string_view meta_bytes;
    ByteReader in;

    // Plans the copy of the next array into `values`: big ones are copied by two threads at the end.
    template <class Values>
    void array(Values& values) {
        using T = typename Values::value_type;
        const auto block = in.get<Block>();
        const std::uint64_t begin = base_ + block.offset;
        const bool within = block.offset <= file_.size() && block.offset % alignment == 0;
        if (!within || begin > file_.size() || block.bytes > file_.size() - begin || block.bytes % sizeof(T) != 0) in.ok = false;
        if (!in.ok) return;
        const std::string_view bytes = file_.substr(begin, block.bytes);
        copies_.push_back({bytes.size(), [&values, bytes, hash = block.hash] {
                               if (hash_bytes(bytes.data(), bytes.size()) != hash) return false;
                               const auto* first = reinterpret_cast<const T*>(bytes.data());
                               values.assign(first, first + bytes.size() / sizeof(T));
                               return true;
                           }});
    }

    // Runs the planned copies; false when a checksum is wrong.
    bool copy_all() {
        std::ranges::stable_sort(copies_, [](const Copy& a, const Copy& b) { return a.bytes > b.bytes; });
        std::atomic<std::size_t> next = 0;
        std::atomic<bool> good = true;
        const auto work = [&] {
            for (std::size_t i = next.fetch_add(1); i < copies_.size(); i = next.fetch_add(1))
                if (!copies_[i].run()) good = false;
        };
        constexpr std::size_t worth_a_thread = 4 << 20;
        std::size_t bytes = 0;
        for (const Copy& copy : copies_) bytes += copy.bytes;
        {
            std::jthread other;
            if (bytes > worth_a_thread) other = std::jthread(work);
            work();
        }
        return good;
    }

private:
    struct Copy {
        std::size_t bytes;
        std::function<bool()> run;
    };
    std::string_view file_;
    std::uint64_t base_;
    std::vector<Copy> copies_;
};

struct LayerParts {
    std::shared_ptr<Layer> layer = std::make_shared<Layer>();
    SpatialIndex::Packed tree;
    bool plain = false;
};

void read_info(ByteReader& in, LayerInfo& info) {
    for (std::string* text : {&info.id, &info.name, &info.source, &info.theme, &info.domain, &info.geometry, &info.crs_name, &info.encoding}) *text = in.get_text();
    info.title = in.get_words();
    info.invalid = in.get<std::uint64_t>();
    info.epsg = in.get<int>();
    info.crs_origin = in.get_enum(CrsOrigin::user);
    const bool has_extent = in.get_flag();
    const auto extent = in.get<std::array<double, 4>>();
    if (has_extent) info.extent_wgs84 = extent;
    info.bounds = in.get<PlaneBox>();
}

bool read_layer(Reader& reader, LayerParts& parts, PreparedLayer& prepared, const OpenOptions& options) {
    ByteReader& in = reader.in;
    Layer& layer = *parts.layer;
    read_info(in, layer.info);
    if (in.get<std::uint64_t>() != choice_hash(options, layer.info.id)) return false;
    prepared.plain_name = in.get_text();
    prepared.guessed = in.get_flag();
    prepared.numbers = in.get<PlaneBox>();
    prepared.most = in.get<PlaneBox>();
    prepared.guess.epsg = in.get<int>();
    prepared.guess.swapped = in.get_flag();
    parts.plain = in.get_flag();
    FeatureGeometry& g = layer.geometry;
    reader.array(g.xy);
    if (!parts.plain) {
        reader.array(g.part_begin);
        reader.array(g.vertex_begin);
        reader.array(g.ring_is_hole);
        reader.array(g.type);
        reader.array(parts.tree.places);
    }
    reader.array(parts.tree.features);
    reader.array(parts.tree.level_end);
    reader.array(parts.tree.boxes);
    layer.columns.resize(in.get_count(16));
    for (Column& column : layer.columns) {
        column.name = in.get_text();
        column.type = in.get_enum(Column::Type::integer);
        column.derived = in.get_flag();
        reader.array(column.numbers);
        reader.array(column.pool);
        reader.array(column.text_begin);
    }
    prepared.layer = parts.layer;
    return in.ok;
}

template <class T>
std::vector<T> counting(std::size_t n) {
    std::vector<T> values(n);
    std::iota(values.begin(), values.end(), T{0});
    return values;
}

bool is_rising(const std::vector<std::uint32_t>& values, std::size_t count, std::size_t last) {
    return values.size() == count + 1 && values.front() == 0 && values.back() == last && std::ranges::is_sorted(values);
}

// Puts back what was not kept, and makes sure that no array points past another.
bool complete(LayerParts& parts) {
    Layer& layer = *parts.layer;
    FeatureGeometry& g = layer.geometry;
    if (g.xy.size() % 2 != 0) return false;
    if (parts.plain) {
        const std::size_t n = g.xy.size() / 2;
        if (std::ranges::any_of(parts.tree.features, [&](std::uint32_t f) { return f >= n; })) return false;
        std::jthread beside([&] {
            parts.tree.places.resize(parts.tree.features.size());
            std::ranges::transform(parts.tree.features, parts.tree.places.begin(), [&](std::uint32_t f) { return PlanePoint{g.xy[2 * f], g.xy[2 * f + 1]}; });
        });
        g.part_begin = counting<std::uint32_t>(n + 1);
        g.vertex_begin = g.part_begin;
        g.ring_is_hole.assign(n, 0);
        g.type.assign(n, GeometryType::point);
    }
    const std::size_t n = g.feature_count(), ring_count = g.ring_is_hole.size();
    const bool known = std::ranges::all_of(g.type, [](GeometryType t) { return t <= GeometryType::polygon; }) &&
                       std::ranges::all_of(g.ring_is_hole, [](std::uint8_t hole) { return hole <= 1; });
    if (!known || !is_rising(g.part_begin, n, ring_count) || !is_rising(g.vertex_begin, ring_count, g.xy.size() / 2)) return false;
    for (const Column& column : layer.columns) {
        const bool text = column.type == Column::Type::text;
        if (text ? !is_rising(column.text_begin, n, column.pool.size()) : column.numbers.size() != n) return false;
    }
    const bool had_index = !parts.tree.level_end.empty();
    layer.index = SpatialIndex::from_packed(std::move(parts.tree), n);
    layer.info.features = n;
    return had_index != layer.index.packed().level_end.empty();
}

} // namespace

std::optional<PreparedSource> load_prepared(const MapSource& source, const OpenOptions& options, int plane_epsg) {
    const MappedFile file(cache_file(source, options.cache_folder, plane_epsg));
    const std::string_view bytes = file.bytes();
    Header header{};
    if (bytes.size() < sizeof header) return {};
    std::memcpy(&header, bytes.data(), sizeof header);
    const bool ours = std::equal(std::begin(magic), std::end(magic), header.magic) && header.version == cache_version && header.fingerprint == fingerprint(source);
    if (!ours || header.meta_bytes > bytes.size() - sizeof header) return {};
    const std::string_view meta = bytes.substr(sizeof header, header.meta_bytes);
    if (hash_bytes(meta.data(), meta.size()) != header.meta_hash) return {};
    Reader reader(bytes, meta, Writer::base_of(header.meta_bytes));
    PreparedSource prepared;
    const bool counted = reader.in.get_flag();
    if (options.count_invalid && !counted) return {};
    const auto notices = reader.in.get_count(8);
    for (std::uint64_t i = 0; i < notices && reader.in.ok; ++i) prepared.notices.push_back(reader.in.get_notice());
    prepared.layers.resize(reader.in.get_count(64));
    std::vector<LayerParts> parts(prepared.layers.size());
    for (std::size_t i = 0; i < parts.size(); ++i)
        if (!read_layer(reader, parts[i], prepared.layers[i], options)) return {};
    if (!reader.in.ok || !reader.copy_all()) return {};
    for (LayerParts& part : parts)
        if (!complete(part)) return {};
    for (PreparedLayer& layer : prepared.layers) {
        LayerInfo& info = layer.layer->info;
        info.name = !info.title.empty() && options.language && options.language->has(info.title.key) ? (*options.language)(info.title) : layer.plain_name;
    }
    return prepared;
}

bool save_prepared(const PreparedSource& prepared, const MapSource& source, const OpenOptions& options, int plane_epsg, const std::stop_token& stop) {
    std::error_code ec;
    fs::create_directories(options.cache_folder, ec);
    Writer out;
    out.meta.put(options.count_invalid);
    out.meta.put(static_cast<std::uint64_t>(prepared.notices.size()));
    for (const Notice& notice : prepared.notices) out.meta.put_notice(notice);
    out.meta.put(static_cast<std::uint64_t>(prepared.layers.size()));
    for (const PreparedLayer& layer : prepared.layers) write_layer(out, layer, options);
    const fs::path file = cache_file(source, options.cache_folder, plane_epsg);
    fs::path beside = file;
    beside += "." + std::to_string(::getpid()) + ".new";  // two programs may prepare the same source at once
    const bool written = out.write(beside, fingerprint(source), stop);
    if (written) fs::rename(beside, file, ec);
    if (!written || ec) fs::remove(beside, ec);
    return written && !ec;
}

namespace {
fs::path plane_file(const std::vector<MapSource>& sources, const fs::path& folder) {
    Hash64 hash;
    for (const MapSource& source : sources) hash.add(fingerprint(source));
    return folder / ("plane-" + hash.hex() + ".cache");
}
} // namespace

int load_plane(const std::vector<MapSource>& sources, const fs::path& folder) {
    std::ifstream in(plane_file(sources, folder));
    int epsg = 0;
    return in >> epsg && epsg > 1'000 && epsg < 100'000 ? epsg : 0;
}

void save_plane(const std::vector<MapSource>& sources, const fs::path& folder, int plane_epsg) {
    std::error_code ec;
    fs::create_directories(folder, ec);
    std::ofstream(plane_file(sources, folder)) << plane_epsg << '\n';
}

void prune_cache(const fs::path& folder, std::uintmax_t most_bytes) {
    struct Kept {
        fs::path path;
        std::uintmax_t bytes;
        fs::file_time_type time;
    };
    std::vector<Kept> files;
    std::uintmax_t total = 0;
    std::error_code ec;
    for (fs::directory_iterator it(folder, ec), end; !ec && it != end; it.increment(ec)) {
        const std::string name = it->path().filename().string();
        if (!it->is_regular_file(ec) || !(name.starts_with("layers-") || name.starts_with("plane-"))) continue;
        files.push_back({it->path(), it->file_size(ec), it->last_write_time(ec)});
        total += files.back().bytes;
    }
    std::ranges::sort(files, {}, &Kept::time);
    for (std::size_t i = 0; i < files.size() && total > most_bytes; ++i) {
        total -= files[i].bytes;
        fs::remove(files[i].path, ec);
    }
}

} // namespace vigie::gis
