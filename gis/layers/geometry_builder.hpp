// Fills FeatureGeometry feature by feature from WKB. Each point of a multipoint is a part; of a collection the
// parts of the highest dimension are kept; shapes that cannot be drawn (a ring of two points) are counted and left out.
#pragma once

#include <cstdint>
#include <span>

#include "gis/layers/layer.hpp"

namespace vigie::gis {

class GeometryBuilder {
public:
    GeometryBuilder();
    void reserve(std::size_t features, std::size_t vertices);

    enum class Appended { ok, curve, unreadable };
    // ISO or extended WKB of either byte order; empty span = a feature without shape. `curve`: nothing was appended,
    // the caller must make it linear first. `unreadable`: appended as a feature without shape.
    Appended append_wkb(std::span<const std::uint8_t> wkb);
    void append_empty();
    void append_point(double x, double y);

    [[nodiscard]] std::size_t vertices() const { return geometry_.xy.size() / 2; }
    [[nodiscard]] std::size_t features() const { return geometry_.type.size(); }
    [[nodiscard]] std::size_t broken() const { return broken_; }        // parts left out
    [[nodiscard]] std::size_t reduced() const { return reduced_; }      // collections of mixed dimensions
    FeatureGeometry take();

private:
    struct Cursor;
    bool append_shape(Cursor& cursor, GeometryType wanted, int depth);
    bool append_part(Cursor& cursor, std::uint32_t count, std::uint32_t dimensions, bool swap, std::size_t least, bool hole);
    void close_feature(GeometryType type);
    void forget_from(std::size_t parts, std::size_t doubles);

    FeatureGeometry geometry_;
    std::size_t broken_ = 0, reduced_ = 0;
};

// Removes vertices that are not finite, and parts that become too short. Returns how many vertices went.
std::size_t drop_bad_vertices(FeatureGeometry& geometry);

} // namespace vigie::gis
