// Triangles in two bytes a corner: what comes back is what was laid, however far its corners are apart.
#include <catch2/catch_test_macros.hpp>
#include <algorithm>
#include <cmath>
#include <random>

#include "gis/layers/tiles.hpp"

using namespace vigie::gis;

namespace {

// Each vertex tells its number by its place and its way out.
StrokeVertex numbered(std::uint32_t n) { return {static_cast<std::int16_t>(n % 200), static_cast<std::int16_t>(n / 200 % 200), static_cast<std::int16_t>(n / 40'000), 0, 7, 1, 0}; }
bool same(const StrokeVertex& a, const StrokeVertex& b) { return a.x == b.x && a.y == b.y && a.out_x == b.out_x && a.rule == b.rule && a.across == b.across; }

} // namespace

TEST_CASE("a mesh of more vertices than two bytes count gives back every triangle, with its dashes, in its order") {
    std::mt19937 random(17);
    constexpr std::uint32_t vertices = 250'000;
    TriangleWriter<StrokeVertex> writer;
    for (std::uint32_t n = 0; n < vertices; ++n) {
        writer.mesh.vertices.push_back(numbered(n));
        writer.mesh.along.push_back(static_cast<float>(n));
    }
    std::vector<std::uint32_t> laid;
    std::uniform_int_distribution<std::uint32_t> any(0, vertices - 1);
    for (std::uint32_t n = 0; n + 2 < vertices; n += 5) {
        const bool far = n > 100'000 && n < 130'000;  // rings that long: their triangles reach across
        for (const std::uint32_t i : {n, n + 1, far ? any(random) : n + 2}) laid.push_back(i);
        writer.triangle(laid.end()[-3], laid.end()[-2], laid.end()[-1]);
        REQUIRE(writer.count() == laid.size());
    }
    writer.close();
    const TriangleMesh<StrokeVertex>& mesh = writer.mesh;
    REQUIRE(mesh.indices.size() == laid.size());
    REQUIRE(mesh.along.size() == mesh.vertices.size());
    REQUIRE(mesh.runs.size() == (laid.size() + indices_per_run - 1) / indices_per_run);
    std::size_t wrong = 0, bases = 1;
    for (std::size_t i = 0; i < laid.size(); ++i) {
        const MeshRun& run = mesh.runs[i / indices_per_run];
        const StrokeVertex& v = mesh.corner(i);
        const bool within = v.x >= run.low_x && v.x <= run.high_x && v.y >= run.low_y && v.y <= run.high_y;
        const bool dash = mesh.along[run.base + mesh.indices[i]] == static_cast<float>(laid[i]);
        wrong += !same(v, numbered(laid[i])) || !within || !dash;
    }
    for (std::size_t r = 1; r < mesh.runs.size(); ++r) bases += mesh.runs[r].base != mesh.runs[r - 1].base;
    CHECK(wrong == 0);
    // What is drawn at once has one base: near corners share it as long as two bytes reach.
    CHECK(bases < 120);
}

TEST_CASE("only a tile with dashes holds how far along its lines it is, and then for every corner") {
    auto layer = std::make_shared<Layer>();
    FeatureGeometry& g = layer->geometry;
    g.xy = {100, 100, 400, 100, 100, 300, 400, 300, 100, 600, 400, 600};
    g.part_begin = {0, 1, 2, 3};
    g.vertex_begin = {0, 2, 4, 6};
    g.ring_is_hole = {0, 0, 0};
    g.type.assign(3, GeometryType::line);
    Column kind;
    kind.name = "kind";
    kind.type = Column::Type::integer;
    kind.numbers = {1, 2, 1};
    layer->columns.push_back(kind);
    layer->finish();
    const auto mesh_of = [&](const std::string& dashed) {
        const LoadedStyle loaded = read_style(R"({"layers": [
            {"theme": "*", "filter": ["==", ["get", "kind"], 2], "paint": {"line-color": "#000000", "line-width": 2)" + dashed + R"(}},
            {"theme": "*", "paint": {"line-color": "#000000", "line-width": 2}}]})", "test");
        REQUIRE(loaded.notices.empty());
        return build_tile(*styled(layer, std::make_shared<MapStyle>(loaded.style), 1), {0, 0, 0});
    };
    CHECK(mesh_of("").strokes.along.empty());
    const TileMesh mesh = mesh_of(R"(, "line-dasharray": [3, 2])");
    REQUIRE(mesh.strokes.along.size() == mesh.strokes.vertices.size());
    for (std::size_t i = 0; i < mesh.strokes.vertices.size(); ++i) {
        const bool at_end = mesh.strokes.vertices[i].y == 300 * quanta_per_px && mesh.strokes.vertices[i].x == 400 * quanta_per_px;
        CHECK(mesh.strokes.along[i] == (at_end ? 300.0f * quanta_per_px : 0.0f));
    }
}

TEST_CASE("a polygon of more corners than two bytes count is filled whole") {
    // A star of 100,000 points in one tile: most of its corners survive rounding.
    constexpr int corners = 100'000;
    auto layer = std::make_shared<Layer>();
    FeatureGeometry& g = layer->geometry;
    double enclosed = 0;
    for (int i = 0; i <= corners; ++i) {
        const double angle = -2 * 3.14159265358979 * (i % corners) / corners, r = i % 2 == 0 ? 500 : 450;
        g.xy.insert(g.xy.end(), {512 + r * std::cos(angle), 512 + r * std::sin(angle)});
        if (i > 0) enclosed += (g.xy.end()[-4] * g.xy.end()[-1] - g.xy.end()[-2] * g.xy.end()[-3]) / 2;
    }
    g.part_begin = {0, 1};
    g.vertex_begin = {0, corners + 1};
    g.ring_is_hole = {0};
    g.type = {GeometryType::polygon};
    layer->finish();
    const LoadedStyle loaded = read_style(R"({"layers": [{"theme": "*", "paint": {"fill-color": "#000000"}}]})", "test");
    const TileMesh mesh = build_tile(*styled(layer, std::make_shared<MapStyle>(loaded.style), 1), {0, 0, 0});
    CHECK(mesh.strokes.vertices.size() > 65'536);
    double covered = 0;
    for (std::size_t t = 0; t + 2 < mesh.fills.indices.size(); t += 3) {
        const auto &a = mesh.fills.corner(t), &b = mesh.fills.corner(t + 1), &c = mesh.fills.corner(t + 2);
        covered += std::abs(double(b.x - a.x) * (c.y - a.y) - double(b.y - a.y) * (c.x - a.x)) / 2;
    }
    CHECK(std::abs(covered / (quanta_per_px * quanta_per_px) / std::abs(enclosed) - 1) < 0.02);
}
