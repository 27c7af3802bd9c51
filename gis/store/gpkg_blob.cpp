#include "gis/store/gpkg_blob.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstring>

namespace vigie::gis {

namespace {

static_assert(std::endian::native == std::endian::little, "the writer copies numbers as they lie in memory");

constexpr std::uint32_t srs_wgs84 = 4326;
constexpr std::uint32_t max_wkb_points = 50'000'000;

enum Wkb : std::uint32_t { wkb_point = 1, wkb_line = 2, wkb_polygon = 3, wkb_points = 4, wkb_lines = 5, wkb_polygons = 6 };

struct Writer {
    std::string bytes;

    template <class T>
    void put(T value) {
        char raw[sizeof value];
        std::memcpy(raw, &value, sizeof value);
        bytes.append(raw, sizeof value);
    }
    void begin(Wkb type) { bytes += '\x01'; put<std::uint32_t>(type); }
    void point(LonLat p) { put(p.lon); put(p.lat); }
    void count(std::size_t n) { put(static_cast<std::uint32_t>(n)); }
    void run(const Geometry& g, std::size_t part) {
        const std::size_t end = part + 1 < g.parts.size() ? g.parts[part + 1] : g.points.size();
        count(end - g.parts[part]);
        for (std::size_t i = g.parts[part]; i < end; ++i) point(g.points[i]);
    }
    void header(bool with_envelope, const Geometry* g) {
        bytes = "GP";
        bytes += '\0';                           // version 1
        bytes += with_envelope ? '\x03' : '\x01';  // little-endian, envelope [minx, maxx, miny, maxy]
        put(srs_wgs84);
        if (!with_envelope) return;
        const auto [west, east] = std::ranges::minmax(g->points, {}, &LonLat::lon);
        const auto [south, north] = std::ranges::minmax(g->points, {}, &LonLat::lat);
        put(west.lon); put(east.lon); put(south.lat); put(north.lat);
    }
    void polygon(const Geometry& g, std::size_t first, std::size_t end) {
        begin(wkb_polygon);
        count(end - first);
        for (std::size_t ring = first; ring < end; ++ring) run(g, ring);
    }
};

struct Reader {
    std::string_view bytes;
    bool swap = false;
    bool ok = true;
    Geometry g;

    template <class T>
    T take() {
        T value{};
        if (bytes.size() < sizeof value) { ok = false; return value; }
        char raw[sizeof value];
        std::memcpy(raw, bytes.data(), sizeof value);
        if (swap) std::reverse(raw, raw + sizeof value);
        std::memcpy(&value, raw, sizeof value);
        bytes.remove_prefix(sizeof value);
        return value;
    }
    std::uint32_t take_count(std::size_t least_bytes) {  // a count that the bytes left cannot hold is damage
        const auto n = take<std::uint32_t>();
        if (n > max_wkb_points || n > bytes.size() / least_bytes) ok = false;
        return ok ? n : 0;
    }
    void point(int dimensions) {
        LonLat p;
        p.lon = take<double>();
        p.lat = take<double>();
        for (int i = 2; i < dimensions; ++i) (void)take<double>();
        if (std::isnan(p.lon) && std::isnan(p.lat)) return;  // how WKB says POINT EMPTY
        ok = ok && std::isfinite(p.lon) && std::isfinite(p.lat);
        if (ok) g.points.push_back(p);
    }
    void run(int dimensions) {
        g.parts.push_back(static_cast<std::uint32_t>(g.points.size()));
        for (auto n = take_count(static_cast<std::size_t>(dimensions) * 8); n > 0 && ok; --n) point(dimensions);
    }
    void shape(int depth) {
        swap = take<std::uint8_t>() == 0;
        const auto code = take<std::uint32_t>();
        if (!ok || depth > 1) { ok = false; return; }
        // ISO adds 1000 per dimension set (Z, M, ZM); extended WKB sets high bits instead.
        const bool z = (code & 0x80000000u) != 0 || (code & 0xffff) / 1000 == 1 || (code & 0xffff) / 1000 == 3;
        const bool m = (code & 0x40000000u) != 0 || (code & 0xffff) / 1000 == 2 || (code & 0xffff) / 1000 == 3;
        const int dimensions = 2 + z + m;
        switch ((code & 0xffff) % 1000) {
        case wkb_point: type(GeometryType::point); point(dimensions); break;
        case wkb_line: type(GeometryType::line); run(dimensions); break;
        case wkb_polygon:
            type(GeometryType::polygon);
            g.first_ring.push_back(static_cast<std::uint32_t>(g.parts.size()));
            for (auto n = take_count(4); n > 0 && ok; --n) run(dimensions);
            break;
        case wkb_points:
        case wkb_lines:
        case wkb_polygons:
            for (auto n = take_count(5); n > 0 && ok; --n) shape(depth + 1);
            break;
        default: ok = false;
        }
    }
    void type(GeometryType t) {
        if (g.type != GeometryType::none && g.type != t) ok = false;
        g.type = t;
    }
};

} // namespace

void normalise(Geometry& g) {
    if (g.points.empty()) g.type = GeometryType::none;
    switch (g.type) {
    case GeometryType::none: g = {}; break;
    case GeometryType::point: g.parts.clear(); g.first_ring.clear(); break;
    case GeometryType::line:
        g.first_ring.clear();
        if (g.parts.empty()) g.parts = {0};
        break;
    case GeometryType::polygon:
        if (g.parts.empty()) g.parts = {0};
        if (g.first_ring.empty()) g.first_ring = {0};
        break;
    }
}

void close_rings(Geometry& g) {
    if (g.type != GeometryType::polygon) return;
    Geometry closed{.type = g.type, .points = {}, .parts = {}, .first_ring = g.first_ring};
    for (std::size_t part = 0; part < g.parts.size(); ++part) {
        const std::size_t begin = g.parts[part], end = part + 1 < g.parts.size() ? g.parts[part + 1] : g.points.size();
        closed.parts.push_back(static_cast<std::uint32_t>(closed.points.size()));
        for (std::size_t i = begin; i < end; ++i) closed.points.push_back(g.points[i]);
        if (end > begin && !(g.points[begin] == g.points[end - 1])) closed.points.push_back(g.points[begin]);
    }
    g = std::move(closed);
}

std::string gpkg_from_point(LonLat place) {
    Writer w;
    w.header(false, nullptr);
    w.begin(wkb_point);
    w.point(place);
    return std::move(w.bytes);
}

std::string gpkg_from_geometry(const Geometry& geometry) {
    Geometry g = geometry;
    normalise(g);
    if (g.type == GeometryType::none) return {};
    if (g.type == GeometryType::point && g.points.size() == 1) return gpkg_from_point(g.points[0]);
    Writer w;
    w.header(true, &g);
    if (g.type == GeometryType::point) {
        w.begin(wkb_points);
        w.count(g.points.size());
        for (LonLat p : g.points) { w.begin(wkb_point); w.point(p); }
    } else if (g.type == GeometryType::line) {
        if (g.parts.size() > 1) { w.begin(wkb_lines); w.count(g.parts.size()); }
        for (std::size_t part = 0; part < g.parts.size(); ++part) { w.begin(wkb_line); w.run(g, part); }
    } else {
        if (g.first_ring.size() > 1) { w.begin(wkb_polygons); w.count(g.first_ring.size()); }
        for (std::size_t i = 0; i < g.first_ring.size(); ++i)
            w.polygon(g, g.first_ring[i], i + 1 < g.first_ring.size() ? g.first_ring[i + 1] : g.parts.size());
    }
    return std::move(w.bytes);
}

std::optional<Geometry> geometry_from_gpkg(std::string_view bytes) {
    if (bytes.size() < 8 || bytes.substr(0, 2) != "GP") return {};
    const auto flags = static_cast<std::uint8_t>(bytes[3]);
    static constexpr std::size_t envelope_bytes[] = {0, 32, 48, 48, 64, 0, 0, 0};
    const std::size_t skip = 8 + envelope_bytes[(flags >> 1) & 7];
    if (bytes.size() < skip) return {};
    if (flags & 0x10) return Geometry{};  // empty
    Reader r{.bytes = bytes.substr(skip), .g = {}};
    r.shape(0);
    if (!r.ok) return {};
    normalise(r.g);
    return std::move(r.g);
}

} // namespace vigie::gis
