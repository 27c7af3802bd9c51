#include "gis/layers/geometry_builder.hpp"

#include <bit>
#include <cmath>
#include <cstring>
#include <limits>

#include "gis/layers/open_limits.hpp"

namespace vigie::gis {

namespace {

enum WkbType : std::uint32_t {
    wkb_point = 1, wkb_line, wkb_polygon, wkb_multi_point, wkb_multi_line, wkb_multi_polygon, wkb_collection,
    wkb_polyhedral = 15, wkb_tin = 16, wkb_triangle = 17
};

GeometryType type_of(std::uint32_t wkb) {
    switch (wkb) {
    case wkb_point: case wkb_multi_point: return GeometryType::point;
    case wkb_line: case wkb_multi_line: return GeometryType::line;
    case wkb_polygon: case wkb_multi_polygon: case wkb_polyhedral: case wkb_tin: case wkb_triangle: return GeometryType::polygon;
    default: return GeometryType::none;
    }
}
bool is_curve(std::uint32_t wkb) { return wkb >= 8 && wkb <= 14; }

} // namespace

struct GeometryBuilder::Cursor {
    const std::uint8_t* at;
    const std::uint8_t* end;
    bool curve = false;

    [[nodiscard]] std::size_t left() const { return static_cast<std::size_t>(end - at); }
    bool read_u32(std::uint32_t& value, bool swap) {
        if (left() < 4) return false;
        std::memcpy(&value, at, 4);
        at += 4;
        if (swap) value = __builtin_bswap32(value);
        return true;
    }
    struct Header {
        std::uint32_t type = 0, dimensions = 2;
        bool swap = false;
    };
    bool read_header(Header& h) {
        if (left() < 5) return false;
        h.swap = (*at++ == 1) != (std::endian::native == std::endian::little);
        std::uint32_t raw = 0;
        read_u32(raw, h.swap);
        if (raw & 0x2000'0000u) {  // extended: an SRID follows
            std::uint32_t srid = 0;
            if (!read_u32(srid, h.swap)) return false;
        }
        const std::uint32_t iso = (raw & 0x0fff'ffffu) / 1000;
        h.dimensions += (raw >> 31) + (raw >> 30 & 1) + (iso == 1 || iso == 2 ? 1 : iso == 3 ? 2 : 0);
        h.type = (raw & 0x0fff'ffffu) % 1000;
        curve = curve || is_curve(h.type);
        return iso <= 3 && !is_curve(h.type) && h.type >= 1 && h.type <= wkb_triangle;
    }
    // Highest dimension in a collection, without moving.
    GeometryType highest(std::uint32_t count, int depth) {
        GeometryType found = GeometryType::none;
        Cursor look = *this;
        for (std::uint32_t i = 0; i < count && depth < limits::geometry_depth; ++i) {
            Header h;
            if (!look.read_header(h)) break;
            GeometryType type = type_of(h.type);
            if (h.type == wkb_collection) {
                std::uint32_t inner = 0;
                Cursor deeper = look;
                if (deeper.read_u32(inner, h.swap)) type = deeper.highest(inner, depth + 1);
            }
            found = std::max(found, type);
            if (!look.skip_body(h, depth)) break;
        }
        curve = curve || look.curve;
        return found;
    }
    bool skip_coordinates(const Header& h, std::uint32_t count) {
        const std::size_t bytes = std::size_t{count} * h.dimensions * 8;
        if (left() < bytes) return false;
        at += bytes;
        return true;
    }
    bool skip_body(const Header& h, int depth) {
        std::uint32_t count = 1;
        if (h.type != wkb_point && !read_u32(count, h.swap)) return false;
        if (h.type == wkb_point || h.type == wkb_line) return skip_coordinates(h, count);
        for (std::uint32_t i = 0; i < count; ++i) {
            std::uint32_t points = 0;
            if (h.type == wkb_polygon || h.type == wkb_triangle) {
                if (!read_u32(points, h.swap) || !skip_coordinates(h, points)) return false;
                continue;
            }
            Header inner;
            if (depth >= limits::geometry_depth || !read_header(inner) || !skip_body(inner, depth + 1)) return false;
        }
        return true;
    }
};

GeometryBuilder::GeometryBuilder() {
    geometry_.part_begin.push_back(0);
    geometry_.vertex_begin.push_back(0);
}

void GeometryBuilder::reserve(std::size_t features, std::size_t vertices) {
    geometry_.type.reserve(features);
    geometry_.part_begin.reserve(features + 1);
    geometry_.vertex_begin.reserve(features + 1);
    geometry_.ring_is_hole.reserve(features);
    geometry_.xy.reserve(2 * vertices);
}

void GeometryBuilder::close_feature(GeometryType type) {
    const bool empty = geometry_.part_begin.back() == geometry_.vertex_begin.size() - 1;
    geometry_.type.push_back(empty ? GeometryType::none : type);
    geometry_.part_begin.push_back(static_cast<std::uint32_t>(geometry_.vertex_begin.size() - 1));
}

void GeometryBuilder::forget_from(std::size_t parts, std::size_t doubles) {
    geometry_.vertex_begin.resize(parts + 1);
    geometry_.ring_is_hole.resize(parts);
    geometry_.xy.resize(doubles);
}

void GeometryBuilder::append_empty() { close_feature(GeometryType::none); }

void GeometryBuilder::append_point(double x, double y) {
    if (std::isfinite(x) && std::isfinite(y)) {
        geometry_.xy.push_back(x);
        geometry_.xy.push_back(y);
        geometry_.vertex_begin.push_back(static_cast<std::uint32_t>(geometry_.xy.size() / 2));
        geometry_.ring_is_hole.push_back(0);
    }
    close_feature(GeometryType::point);
}

// Appends `count` coordinates as one part; one with fewer than `least` is counted as broken and left out.
bool GeometryBuilder::append_part(Cursor& cursor, std::uint32_t count, std::uint32_t dimensions, bool swap, std::size_t least, bool hole) {
    const std::size_t bytes = std::size_t{count} * dimensions * 8;
    if (cursor.left() < bytes || vertices() + count > limits::vertices) return false;
    const std::size_t first = geometry_.xy.size();
    if (count < least) {
        broken_ += count != 0;
        cursor.at += bytes;
        return true;
    }
    geometry_.xy.resize(first + 2 * std::size_t{count});
    double* out = geometry_.xy.data() + first;
    if (dimensions == 2 && !swap) {
        std::memcpy(out, cursor.at, bytes);
    } else {
        for (std::size_t i = 0; i < count; ++i)
            for (std::size_t k = 0; k < 2; ++k) {
                std::uint64_t raw = 0;
                std::memcpy(&raw, cursor.at + (i * dimensions + k) * 8, 8);
                out[2 * i + k] = std::bit_cast<double>(swap ? __builtin_bswap64(raw) : raw);
            }
    }
    cursor.at += bytes;
    geometry_.vertex_begin.push_back(static_cast<std::uint32_t>(geometry_.xy.size() / 2));
    geometry_.ring_is_hole.push_back(hole ? 1 : 0);
    return true;
}

bool GeometryBuilder::append_shape(Cursor& cursor, GeometryType wanted, int depth) {
    Cursor::Header h;
    if (depth > limits::geometry_depth || !cursor.read_header(h)) return false;
    const GeometryType type = type_of(h.type);
    if (type != GeometryType::none && type != wanted) return cursor.skip_body(h, depth);
    if (h.type == wkb_point) {
        double xy[2] = {0, 0};
        if (cursor.left() < std::size_t{h.dimensions} * 8) return false;
        std::memcpy(xy, cursor.at, 16);
        // An empty point is NaN NaN, in any byte order.
        if (!h.swap && std::isnan(xy[0]) && std::isnan(xy[1])) return cursor.skip_coordinates(h, 1);
        return append_part(cursor, 1, h.dimensions, h.swap, 1, false);
    }
    std::uint32_t count = 0;
    if (!cursor.read_u32(count, h.swap)) return false;
    if (h.type == wkb_line) return append_part(cursor, count, h.dimensions, h.swap, 2, false);
    const std::size_t parts = geometry_.ring_is_hole.size();
    for (std::uint32_t i = 0; i < count; ++i) {
        if (h.type == wkb_polygon || h.type == wkb_triangle) {
            std::uint32_t points = 0;
            const bool homeless = i != 0 && geometry_.ring_is_hole.size() == parts;  // a hole whose exterior was left out
            const std::size_t least = homeless ? std::numeric_limits<std::size_t>::max() : 3;
            if (!cursor.read_u32(points, h.swap) || !append_part(cursor, points, h.dimensions, h.swap, least, i != 0)) return false;
        } else if (!append_shape(cursor, wanted, depth + 1)) {
            return false;
        }
    }
    return true;
}

GeometryBuilder::Appended GeometryBuilder::append_wkb(std::span<const std::uint8_t> wkb) {
    if (wkb.empty()) {
        append_empty();
        return Appended::ok;
    }
    Cursor cursor{wkb.data(), wkb.data() + wkb.size()};
    Cursor look = cursor;
    Cursor::Header h;
    const bool readable = look.read_header(h);
    GeometryType wanted = type_of(h.type);
    if (readable && h.type == wkb_collection) {
        std::uint32_t count = 0;
        if (look.read_u32(count, h.swap)) wanted = look.highest(count, 0);
        ++reduced_;
    }
    if (look.curve) return Appended::curve;
    const std::size_t parts = geometry_.ring_is_hole.size(), doubles = geometry_.xy.size();
    if (!readable || (wanted != GeometryType::none && !append_shape(cursor, wanted, 0))) {
        forget_from(parts, doubles);
        if (cursor.curve) return Appended::curve;
        ++broken_;
        append_empty();
        return Appended::unreadable;
    }
    close_feature(wanted);
    return Appended::ok;
}

FeatureGeometry GeometryBuilder::take() {
    FeatureGeometry out = std::move(geometry_);
    *this = GeometryBuilder();
    return out;
}

std::size_t drop_bad_vertices(FeatureGeometry& geometry) {
    bool bad = false;
    for (const double v : geometry.xy) bad |= !std::isfinite(v);
    if (!bad) return 0;
    FeatureGeometry kept;
    kept.part_begin.push_back(0);
    kept.vertex_begin.push_back(0);
    std::size_t dropped = 0;
    for (std::size_t f = 0; f < geometry.feature_count(); ++f) {
        const GeometryType type = geometry.type[f];
        const std::size_t least = type == GeometryType::polygon ? 3 : type == GeometryType::line ? 2 : 1;
        bool exterior_kept = false;
        for (std::size_t p = geometry.part_begin[f]; p < geometry.part_begin[f + 1]; ++p) {
            const std::size_t first = kept.xy.size();
            for (std::size_t v = geometry.vertex_begin[p]; v < geometry.vertex_begin[p + 1]; ++v) {
                const double x = geometry.xy[2 * v], y = geometry.xy[2 * v + 1];
                const bool good = std::isfinite(x) && std::isfinite(y);
                dropped += !good;
                if (good) kept.xy.insert(kept.xy.end(), {x, y});
            }
            const bool hole = geometry.ring_is_hole[p] != 0;
            const bool keep = (kept.xy.size() - first) / 2 >= least && (!hole || exterior_kept);
            if (!hole) exterior_kept = keep;
            if (!keep) {
                kept.xy.resize(first);
                continue;
            }
            kept.ring_is_hole.push_back(geometry.ring_is_hole[p]);
            kept.vertex_begin.push_back(static_cast<std::uint32_t>(kept.xy.size() / 2));
        }
        const bool empty = kept.part_begin.back() == kept.vertex_begin.size() - 1;
        kept.type.push_back(empty ? GeometryType::none : type);
        kept.part_begin.push_back(static_cast<std::uint32_t>(kept.vertex_begin.size() - 1));
    }
    geometry = std::move(kept);
    return dropped;
}

} // namespace vigie::gis
