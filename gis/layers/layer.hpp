// A map layer ready to be styled and drawn: what it is (LayerInfo), its features as columns, its geometry in the plane
// of the map, and a packed spatial index. Immutable once built; shared between threads as shared_ptr<const Layer>.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <variant>
#include <vector>

#include "gis/model/geometry.hpp"
#include "gis/model/ids.hpp"
#include "gis/model/result.hpp"

namespace vigie::gis {

enum class CrsOrigin : std::uint8_t { declared, guessed, user };

// One style theme a layer is drawn with. A layer of a QGIS project has several, one over the other, where its symbols are
// stacked; names may have one of their own.
struct LayerLook {
    std::string theme;
    bool shapes = true, labels = true;  // what is to be looked for in it
    bool operator==(const LayerLook&) const = default;
};
// Where a QGIS project puts a layer.
struct ProjectPlace {
    std::string project;              // title of the project
    std::vector<std::string> groups;  // outermost first
    int position = 0;                 // from the top of the project's tree
    bool operator==(const ProjectPlace&) const = default;
};

// What a layer shows, recognised from its file, layer and field names and values; gives style, domain and use.
// Ids are the `style` names of assets/styles/municipal.json: "building", "public_building", "street", "green", "water",
// "light", "tree", "address", "district", "boundary", "hydrant", "other_point", "other_line", "other_polygon"…
struct LayerInfo {
    std::string id;         // stable: source path + layer name, hashed
    std::string name;       // as shown: "Éclairage public"
    Text title;             // the generic name behind it, when there is one: ask it again after a change of language
    std::string source;     // path or "commune"
    std::string theme = "other_point";
    std::string domain;     // catalogue id; empty = base map
    std::string geometry;   // "point" "line" "polygon" "mixed" "none"
    std::size_t features = 0;
    std::size_t invalid = 0;       // geometries that are not valid (drawn all the same where possible)
    int epsg = 0;                  // of the source, 0 = unknown
    std::string crs_name;
    CrsOrigin crs_origin = CrsOrigin::declared;
    std::string encoding;          // of the attributes: "UTF-8", "CP1252"…
    std::optional<std::array<double, 4>> extent_wgs84;  // west, south, east, north
    PlaneBox bounds;
    bool read_only = true;
    std::vector<LayerLook> looks;     // bottom first; empty = `theme` alone
    std::optional<ProjectPlace> place;
    std::string attribution;          // who must be named beside the map
    bool waits = false;               // not shown until asked for
    double opacity = 1;               // of a picture, 0…1
    std::string kind;                 // asset kind of the catalogue when the layer shows entities of the World; else empty
};

// Values of one field for all features. Text is a pool: `text_begin[i]` … `text_begin[i + 1]` in `pool`.
struct Column {
    enum class Type : std::uint8_t { text, number, integer };
    std::string name;
    Type type = Type::text;
    std::vector<double> numbers;          // number, integer: NaN = null
    std::string pool;
    std::vector<std::uint32_t> text_begin;  // size features + 1
    bool derived = false;                 // made by us for the style ("name", "class"): not a field of the source
    // Value as text whatever the type, shortest form of a number; empty = null or past the end.
    [[nodiscard]] std::string shown(std::size_t feature) const;
    [[nodiscard]] std::string_view text(std::size_t feature) const {
        return std::string_view(pool).substr(text_begin[feature], text_begin[feature + 1] - text_begin[feature]);
    }
};

// All geometry of a layer. Feature f has parts part_begin[f] … part_begin[f+1]; part p has vertices
// vertex_begin[p] … vertex_begin[p+1] in `xy` (interleaved plane coordinates). For polygons a part is a ring;
// `ring_is_hole[p]` tells holes (they follow their exterior). A feature may be without parts (empty geometry).
struct FeatureGeometry {
    std::vector<std::uint32_t> part_begin;
    std::vector<std::uint32_t> vertex_begin;
    std::vector<double> xy;
    std::vector<std::uint8_t> ring_is_hole;
    std::vector<GeometryType> type;  // per feature: layers may be mixed
    // Vertices of polygons, rising, from which the ring runs along a cut and not along the shape's own edge: where a vector
    // tile ends. Not stroked. Mostly empty.
    std::vector<std::uint32_t> seams;
    [[nodiscard]] std::size_t feature_count() const { return type.size(); }
};

// Packed Hilbert R-tree over feature boxes (flatbush's idea): built once, no pointers, O(log n + hits). Features with an
// empty box are not in it.
class SpatialIndex {
public:
    // Level 0 are the features along the Hilbert curve: their places when all of them are points, else their boxes. Each next
    // level is one box per 16 of the level below.
    struct Packed {
        std::vector<PlanePoint> places;
        std::vector<PlaneBox> boxes;            // behind the places
        std::vector<std::uint32_t> features;    // of level 0
        std::vector<std::uint64_t> level_end;   // in places and boxes
        [[nodiscard]] PlaneBox box(std::size_t i) const {
            if (i >= places.size()) return boxes[i - places.size()];
            return {places[i].x, places[i].y, places[i].x, places[i].y};
        }
        bool operator==(const Packed&) const = default;
    };

    SpatialIndex() = default;
    explicit SpatialIndex(std::span<const PlaneBox> boxes);
    // As stored before by `packed`; an inconsistent one gives an empty index.
    static SpatialIndex from_packed(Packed packed, std::size_t feature_count);
    [[nodiscard]] const Packed& packed() const { return tree_; }

    // Calls visit(feature), or visit(feature, its box), for each feature whose box intersects, in no order that means
    // something; stops when it returns false.
    template <class Visit>
    void query(const PlaneBox& box, Visit&& visit) const;
    [[nodiscard]] std::vector<std::uint32_t> query(const PlaneBox& box) const;

private:
    static constexpr std::size_t node_size = 16;
    Packed tree_;
};

struct Layer {
    LayerInfo info;
    FeatureGeometry geometry;
    std::vector<Column> columns;
    SpatialIndex index;
    std::vector<EntityRef> entities;  // per feature, when the layer shows entities of the World; else empty
    std::shared_ptr<const class Raster> raster;  // a picture instead of features (raster.hpp)

    [[nodiscard]] const Column* column(std::string_view name) const;
    [[nodiscard]] PlaneBox box(std::uint32_t feature) const;
    // Fills info.features, info.geometry, info.bounds and the index from the geometry. Called once, before sharing.
    void finish();
};
using LayerPtr = std::shared_ptr<const Layer>;

template <class Visit>
void SpatialIndex::query(const PlaneBox& box, Visit&& visit) const {
    if (tree_.level_end.empty() || box.empty()) return;
    struct Node {
        std::size_t level, begin, end;
    };
    // Depth first: at most 16 siblings wait on each of at most 9 levels (16^8 > 2^32 features).
    Node stack[node_size * 9];
    std::size_t top = 0;
    const std::size_t last = tree_.level_end.size() - 1;
    stack[top++] = {last, last == 0 ? 0 : tree_.level_end[last - 1], tree_.level_end[last]};
    while (top != 0) {
        const Node node = stack[--top];
        const std::size_t level_begin = node.level == 0 ? 0 : tree_.level_end[node.level - 1];
        for (std::size_t i = node.begin; i < node.end; ++i) {
            const PlaneBox here = tree_.box(i);
            if (!here.intersects(box)) continue;
            if (node.level == 0) {
                if constexpr (std::is_invocable_v<Visit&, std::uint32_t, const PlaneBox&>) {
                    if (!visit(tree_.features[i], here)) return;
                } else {
                    if (!visit(tree_.features[i])) return;
                }
                continue;
            }
            const std::size_t below = node.level == 1 ? 0 : tree_.level_end[node.level - 2];
            const std::size_t begin = below + (i - level_begin) * node_size;
            stack[top++] = {node.level - 1, begin, std::min(begin + node_size, std::size_t{level_begin})};
        }
    }
}

} // namespace vigie::gis
