// Tiles of polygons that reach far beyond them.
#include <catch2/catch_test_macros.hpp>

#include <cmath>

#include "gis/layers/tiles.hpp"
#include "gis/layers/triangulate.hpp"

using namespace vigie::gis;

namespace {

// A large square with holes, as one feature, in a style that fills it.
std::shared_ptr<const StyledLayer> square_with(const std::vector<std::vector<PlanePoint>>& holes, double size) {
    auto layer = std::make_shared<Layer>();
    FeatureGeometry& g = layer->geometry;
    g.part_begin = {0};
    g.vertex_begin = {0};
    const auto ring = [&](const std::vector<PlanePoint>& points, bool hole) {
        for (const PlanePoint p : points) g.xy.insert(g.xy.end(), {p.x, p.y});
        g.vertex_begin.push_back(static_cast<std::uint32_t>(g.xy.size() / 2));
        g.ring_is_hole.push_back(hole);
    };
    ring({{-size, -size}, {size, -size}, {size, size}, {-size, size}, {-size, -size}}, false);
    for (const auto& hole : holes) ring(hole, true);
    g.part_begin.push_back(static_cast<std::uint32_t>(g.ring_is_hole.size()));
    g.type = {GeometryType::polygon};
    layer->finish();
    auto style = std::make_shared<MapStyle>();
    PaintRule rule;
    rule.theme = "*";
    rule.fill_color = DayNight{{1, 2, 3, 100}, {1, 2, 3, 100}};
    style->rules.push_back(rule);
    return styled(layer, style, 1);
}

// Two halves of a turned square that share a cut, in a style that fills and, perhaps, outlines them.
std::shared_ptr<const StyledLayer> cut_square(bool told, bool outlined) {
    auto layer = std::make_shared<Layer>();
    FeatureGeometry& g = layer->geometry;
    g.part_begin = {0};
    g.vertex_begin = {0};
    const auto turned = [](double x, double y) { return PlanePoint{200 + x * std::cos(0.3) - y * std::sin(0.3), 100 + x * std::sin(0.3) + y * std::cos(0.3)}; };
    for (const double side : {-50.0, 50.0}) {
        const std::uint32_t first = g.vertex_begin.back();
        // The cut is the first edge of both; a bulge just beyond its end is the shape's own.
        for (const PlanePoint p : {turned(0, -50), turned(0, 50), turned(side, 50), turned(side, 0), turned(side, -50), turned(0, -50)}) g.xy.insert(g.xy.end(), {p.x, p.y});
        if (told) g.seams.push_back(first);
        g.vertex_begin.push_back(first + 6);
        g.ring_is_hole.push_back(0);
        g.part_begin.push_back(static_cast<std::uint32_t>(g.ring_is_hole.size()));
        g.type.push_back(GeometryType::polygon);
    }
    layer->finish();
    auto style = std::make_shared<MapStyle>();
    PaintRule rule;
    rule.theme = "*";
    rule.fill_color = DayNight{{1, 2, 3, 255}, {1, 2, 3, 255}};
    if (outlined) rule.fill_outline_color = DayNight{{9, 9, 9, 255}, {9, 9, 9, 255}};
    style->rules.push_back(rule);
    return styled(layer, style, 1);
}

// Strokes that pass the middle of the cut, in all tiles of a level around it.
std::size_t strokes_on_cut(const StyledLayer& layer, int level) {
    const double unit = units_per_quantum(level);
    std::size_t found = 0;
    const PlaneBox around{120, 20, 280, 180};
    const TileRange range = tiles_in(around, level);
    for (std::int32_t y = range.min_y; y <= range.max_y; ++y)
        for (std::int32_t x = range.min_x; x <= range.max_x; ++x) {
            const TileKey key{level, x, y};
            const PlanePoint origin = tile_origin(key);
            const TileMesh mesh = build_tile(layer, key);
            for (std::size_t t = 0; t + 2 < mesh.strokes.indices.size(); t += 3) {
                PlaneBox box;
                for (std::size_t k = 0; k < 3; ++k) {
                    const StrokeVertex& v = mesh.strokes.corner(t + k);
                    box.include(origin.x + v.x * unit, origin.y + v.y * unit);
                }
                // The cut's middle third; no other edge comes near it.
                const PlaneBox middle{195, 84, 205, 116};
                found += box.intersects(middle) && box.width() < 100 ? 1 : 0;
            }
        }
    return found;
}

// Area that triangles cover within the tile proper, in square pixels of its level: by counting points of a grid.
double covered_px(const TileMesh& mesh) {
    constexpr int step = 4 * quanta_per_px;
    std::size_t inside = 0;
    for (int y = step / 2; y < tile_quanta; y += step)
        for (int x = step / 2; x < tile_quanta; x += step)
            for (std::size_t t = 0; t + 2 < mesh.fills.indices.size(); t += 3) {
                const auto& a = mesh.fills.corner(t);
                const auto& b = mesh.fills.corner(t + 1);
                const auto& c = mesh.fills.corner(t + 2);
                const auto side = [&](const auto& p, const auto& q) { return std::int64_t{q.x - p.x} * (y - p.y) - std::int64_t{q.y - p.y} * (x - p.x); };
                inside += (side(a, b) > 0 && side(b, c) > 0 && side(c, a) > 0) || (side(a, b) < 0 && side(b, c) < 0 && side(c, a) < 0);
            }
    return static_cast<double>(inside) * 16;
}

std::vector<PlanePoint> wavy(PlanePoint centre, double radius, int corners) {
    std::vector<PlanePoint> ring;
    for (int i = 0; i <= corners; ++i) {
        const double angle = -2 * 3.14159265358979 * (i % corners) / corners, r = radius * (1 + 0.2 * std::sin(7 * angle));
        ring.push_back({centre.x + r * std::cos(angle), centre.y + r * std::sin(angle)});
    }
    return ring;
}

} // namespace

TEST_CASE("holes that cross the edges of a tile stay holes, and nothing is covered twice") {
    // One hole over each side and one over a corner of the tile at the origin, of 1,024 units.
    const std::vector<std::vector<PlanePoint>> holes = {wavy({512, 0}, 150, 200), wavy({1'024, 512}, 150, 200), wavy({300, 1'024}, 150, 200), wavy({0, 600}, 150, 200), wavy({1'024, 1'024}, 150, 200)};
    const TileMesh mesh = build_tile(*square_with(holes, 20'000), {0, 0, 0});
    const double hole = 3.14159265358979 * 150 * 150 * 1.02;  // of a wave of a fifth
    const double wanted = 1'024.0 * 1'024.0 - 4 * hole / 2 - hole / 4;
    CHECK(std::abs(covered_px(mesh) - wanted) < 0.005 * wanted);
}

TEST_CASE("a net of streets between blocks that all but touch covers the streets and nothing else") {
    // Streets of a tenth of a pixel between blocks of ten: simplified and rounded, rings touch and cross each other.
    std::vector<std::vector<PlanePoint>> blocks;
    constexpr double side = 80, apart = 81;
    constexpr int each_way = 60;
    for (int row = 0; row < each_way; ++row)
        for (int column = 0; column < each_way; ++column) {
            const double x = 100.3 + column * apart, y = 100.7 + row * apart, jog = (row * 7 + column * 13) % 11 * 0.08;
            blocks.push_back({{x, y}, {x + jog, y + side / 2}, {x, y + side}, {x + side / 2, y + side - jog}, {x + side, y + side}, {x + side - jog, y + side / 3}, {x + side, y}, {x + side / 3, y + jog}, {x, y}});
        }
    const int level = -3;
    const TileMesh mesh = build_tile(*square_with(blocks, 30'000), {level, 0, 0});
    double enclosed = 0;
    for (const auto& block : blocks)
        for (std::size_t i = 0; i + 1 < block.size(); ++i) enclosed += (block[i].x * block[i + 1].y - block[i + 1].x * block[i].y) / 2;
    const double wanted = 1'024.0 * 1'024.0 - std::abs(enclosed) / 64;
    CHECK(std::abs(covered_px(mesh) - wanted) < 0.02 * wanted);
}

TEST_CASE("an outline does not run along the edge where a shape was cut, at no zoom and in no tile; the hairline of a plain fill does") {
    for (const int level : {-3, -1, 0, 1}) {
        INFO("level " << level);
        CHECK(strokes_on_cut(*cut_square(false, true), level) > 0);
        CHECK(strokes_on_cut(*cut_square(true, true), level) == 0);
        CHECK(strokes_on_cut(*cut_square(true, false), level) > 0);
    }
}

TEST_CASE("all of a cut shape's outline but the cut is stroked") {
    const auto length = [](const StyledLayer& layer) {
        const TileMesh mesh = build_tile(layer, {1, 0, 0});
        double sum = 0;
        for (std::size_t t = 0; t + 5 < mesh.strokes.indices.size(); t += 6) {
            PlaneBox box;
            for (std::size_t k = 0; k < 6; ++k) box.include(mesh.strokes.corner(t + k).x, mesh.strokes.corner(t + k).y);
            sum += std::hypot(box.width(), box.height());
        }
        return sum * units_per_quantum(1);
    };
    CHECK(std::abs(length(*cut_square(false, true)) - length(*cut_square(true, true)) - 200) < 2);
    CHECK(std::abs(length(*cut_square(true, true)) - 400) < 2);
}
