// Placement of names, without GL: what may never happen, on random towns and on the cases that break map engines.
#include <catch2/catch_test_macros.hpp>

#include <cmath>
#include <filesystem>
#include <numbers>
#include <random>
#include <set>

#include "gis/layers/style.hpp"
#include "render/label_layout.hpp"

using namespace vigie;
using namespace vigie::render;

namespace {

std::unique_ptr<FontFaces> faces() {
    const std::filesystem::path fonts = std::filesystem::path(VIGIE_BINARY_DIR) / "share/vigie/fonts";
    auto opened = FontFaces::open({fonts / "Inter-Regular.otf", fonts / "Inter-SemiBold.otf", fonts / "MaterialIcons-Regular.ttf"});
    return opened ? std::move(*opened) : nullptr;
}

std::shared_ptr<const gis::MapStyle> street_style() {
    auto style = std::make_shared<gis::MapStyle>();
    gis::PaintRule rule;
    rule.theme = "street";
    rule.text_field = "name";
    rule.text_color = gis::DayNight{{0, 0, 0, 255}, {255, 255, 255, 255}};
    rule.text_along_line = true;
    rule.text_minzoom = 0;
    style->rules.push_back(rule);
    return style;
}

struct Line {
    std::string name;
    Path points;
    gis::GeometryType type = gis::GeometryType::line;
};

gis::LayerPtr layer_of(const std::vector<Line>& lines) {
    auto layer = std::make_shared<gis::Layer>();
    layer->info.id = "test";
    layer->info.theme = "street";
    gis::FeatureGeometry& g = layer->geometry;
    gis::Column names;
    names.name = "name";
    g.part_begin = {0};
    g.vertex_begin = {0};
    names.text_begin = {0};
    for (const Line& line : lines) {
        for (const gis::PlanePoint p : line.points) {
            g.xy.push_back(p.x);
            g.xy.push_back(p.y);
        }
        g.vertex_begin.push_back(static_cast<std::uint32_t>(g.xy.size() / 2));
        g.part_begin.push_back(static_cast<std::uint32_t>(g.vertex_begin.size() - 1));
        g.ring_is_hole.push_back(0);
        g.type.push_back(line.type);
        names.pool += line.name;
        names.text_begin.push_back(static_cast<std::uint32_t>(names.pool.size()));
    }
    layer->columns.push_back(names);
    layer->finish();
    return layer;
}

Camera camera_at(gis::PlanePoint centre, double units_per_px) {
    Camera c;
    c.centre = centre;
    c.units_per_px = units_per_px;
    c.width = 1200;
    c.height = 800;
    return c;
}

std::vector<Line> town(std::uint32_t seed) {
    std::mt19937 random(seed);
    std::uniform_real_distribution<double> place(0, 2000), turn(-0.5, 0.5), step(15, 60);
    std::vector<Line> out;
    for (int i = 0; i < 150; ++i) {
        Line line{"Rue numéro " + std::to_string(i % 90), {{place(random), place(random)}}};
        double angle = place(random);
        for (int k = 0; k < 12; ++k) {
            angle += turn(random);
            const double s = step(random);
            line.points.push_back({line.points.back().x + s * std::cos(angle), line.points.back().y + s * std::sin(angle)});
        }
        out.push_back(std::move(line));
    }
    return out;
}

// Separating axes of two turned rectangles around glyph middles.
bool glyphs_overlap(PxPoint a, float turn_a, float wa, PxPoint b, float turn_b, float wb, float tall) {
    const auto separated = [&](double axis) {
        const double ux = std::cos(axis), uy = std::sin(axis);
        const auto reach = [&](float turn, float w) {
            return std::abs(std::cos(static_cast<double>(turn) - axis)) * static_cast<double>(w) / 2 +
                   std::abs(std::sin(static_cast<double>(turn) - axis)) * static_cast<double>(tall) / 2;
        };
        return std::abs((b.x - a.x) * ux + (b.y - a.y) * uy) > reach(turn_a, wa) + reach(turn_b, wb);
    };
    const double quarter = std::numbers::pi / 2;
    return !separated(static_cast<double>(turn_a)) && !separated(static_cast<double>(turn_a) + quarter) && !separated(static_cast<double>(turn_b)) &&
           !separated(static_cast<double>(turn_b) + quarter);
}

} // namespace

TEST_CASE("labels never overlap each other, never stand on their head and never bend sharply") {
    const auto fonts = faces();
    if (!fonts) SKIP("the packaged fonts are not installed");
    LabelLayout layout(*fonts);
    for (const std::uint32_t seed : {1u, 2u, 3u, 4u, 5u})
        for (const double upp : {0.4, 1.0, 2.5})
            for (const double rotation : {0.0, 37.0, 180.0}) {
                INFO("seed " << seed << ", units per px " << upp << ", rotation " << rotation);
                const std::vector sources{prepare_labels(layer_of(town(seed)), street_style())};
                Camera camera = camera_at({1000, 1000}, upp);
                camera.rotation_deg = rotation;
                const auto labels = layout.place(sources, camera, 1, {});
                CHECK(!labels.empty());
                std::size_t bad_turns = 0, bad_bends = 0, overlaps = 0;
                for (std::size_t i = 0; i < labels.size(); ++i) {
                    const auto& glyphs = labels[i].glyphs;
                    PxPoint first = camera.screen_from_plane(glyphs.front().anchor), last = camera.screen_from_plane(glyphs.back().anchor);
                    if (last.x < first.x - 1) ++bad_turns;
                    for (std::size_t k = 0; k < glyphs.size(); ++k) {
                        if (std::cos(static_cast<double>(glyphs[k].turn)) < -0.1) ++bad_turns;
                        if (k > 0 && std::abs(glyphs[k].turn - glyphs[k - 1].turn) > 24.01f * std::numbers::pi_v<float> / 180) ++bad_bends;
                    }
                    for (std::size_t j = i + 1; j < labels.size(); ++j)
                        for (const auto& a : glyphs)
                            for (const auto& b : labels[j].glyphs)
                                if (glyphs_overlap(camera.screen_from_plane(a.anchor), a.turn, -2 * a.pen_x, camera.screen_from_plane(b.anchor), b.turn,
                                                   -2 * b.pen_x, 11))
                                    ++overlaps;
                }
                CHECK(bad_turns == 0);
                CHECK(bad_bends == 0);
                CHECK(overlaps == 0);
            }
}

TEST_CASE("the same name is not written twice within 420 px") {
    const auto fonts = faces();
    if (!fonts) SKIP("the packaged fonts are not installed");
    LabelLayout layout(*fonts);
    // A dual carriageway: two parallel lines of one name.
    const std::vector sources{prepare_labels(layer_of({{"Avenue de la Gare", {{0, 0}, {3000, 0}}}, {"Avenue de la Gare", {{0, 40}, {3000, 40}}}}), street_style())};
    const Camera camera = camera_at({1500, 0}, 1);
    const auto labels = layout.place(sources, camera, 1, {});
    CHECK(labels.size() >= 2);
    for (std::size_t i = 0; i < labels.size(); ++i)
        for (std::size_t j = i + 1; j < labels.size(); ++j) {
            const auto middle = [&](const PlacedLabel& l) { return camera.screen_from_plane(l.glyphs[l.glyphs.size() / 2].anchor); };
            CHECK(std::hypot(middle(labels[i]).x - middle(labels[j]).x, middle(labels[i]).y - middle(labels[j]).y) > 405);
        }
}

TEST_CASE("a street shorter than its name and a tenth stays unnamed") {
    const auto fonts = faces();
    if (!fonts) SKIP("the packaged fonts are not installed");
    LabelLayout layout(*fonts);
    const std::string name = "Rue de la Pépinière";
    const double width = static_cast<double>(fonts->width(Face::regular, name, 12));
    const auto labels_for = [&](double length) {
        const std::vector sources{prepare_labels(layer_of({{name, {{0, 0}, {length, 0}}}}), street_style())};
        return layout.place(sources, camera_at({0, 0}, 1), 1, {}).size();
    };
    CHECK(labels_for(width * 1.10) == 0);
    CHECK(labels_for(width * 1.14) == 1);
}

TEST_CASE("a name gives way to what lies over the map") {
    const auto fonts = faces();
    if (!fonts) SKIP("the packaged fonts are not installed");
    LabelLayout layout(*fonts);
    const std::vector sources{prepare_labels(layer_of({{"Rue Val Marie", {{-100, 0}, {100, 0}}}}), street_style())};
    const Camera camera = camera_at({0, 0}, 1);
    CHECK(layout.place(sources, camera, 1, {}).size() == 1);
    const std::vector<PxBox> everywhere{{400, 380, 800, 420}};
    CHECK(layout.place(sources, camera, 1, everywhere).empty());
    const std::vector<PxBox> middle{{590, 380, 610, 420}};  // it may move along
    for (const auto& label : layout.place(sources, camera, 1, middle))
        for (const PxBox& box : label.boxes) CHECK(!box.overlaps(middle.front()));
}

TEST_CASE("panning keeps labels where they are on the ground") {
    const auto fonts = faces();
    if (!fonts) SKIP("the packaged fonts are not installed");
    LabelLayout layout(*fonts);
    const std::vector sources{prepare_labels(layer_of(town(8)), street_style())};
    const auto here = layout.place(sources, camera_at({1000, 1000}, 1.2), 1, {});
    const auto there = layout.place(sources, camera_at({1030, 990}, 1.2), 1, {});
    std::size_t kept = 0, visible = 0;
    for (const auto& a : here) {
        const PxPoint p = camera_at({1030, 990}, 1.2).screen_from_plane(a.glyphs.front().anchor);
        if (p.x < 100 || p.x > 1100 || p.y < 100 || p.y > 700) continue;
        ++visible;
        for (const auto& b : there)
            if (a.id == b.id && std::abs(a.glyphs.front().anchor.x - b.glyphs.front().anchor.x) < 1e-6) ++kept;
    }
    CHECK(visible > 10);
    CHECK(kept >= visible - visible / 20);
}

TEST_CASE("pieces of a street are joined into one run and every piece is used once") {
    const auto runs = join_pieces({{{0, 0}, {10, 0}}, {{20, 0}, {10, 0}}, {{20, 0}, {30, 1}}, {{10, 0}, {10, 50}}});
    CHECK(runs.size() == 2);
    double total = 0;
    for (const Path& run : runs)
        for (std::size_t i = 1; i < run.size(); ++i) total += std::hypot(run[i].x - run[i - 1].x, run[i].y - run[i - 1].y);
    CHECK(std::abs(total - (10 + 10 + std::hypot(10, 1) + 50)) < 1e-9);
    CHECK(join_pieces({}).empty());
    CHECK(join_pieces({{{1, 1}}}).empty());
}

TEST_CASE("a ring road of one name ends once it is round") {
    Path circle;
    for (int i = 0; i <= 36; ++i) circle.push_back({100 * std::cos(i * std::numbers::pi / 18), 100 * std::sin(i * std::numbers::pi / 18)});
    std::vector<Path> pieces;
    for (std::size_t i = 0; i + 6 < circle.size(); i += 6) pieces.push_back({circle.begin() + static_cast<std::ptrdiff_t>(i), circle.begin() + static_cast<std::ptrdiff_t>(i) + 7});
    const auto runs = join_pieces(pieces);
    CHECK(runs.size() == 1);
    CHECK(runs.front().size() == 37);
}

TEST_CASE("the inner circle of an L lies in its corner, and of a ring beside its hole") {
    const Path l{{0, 0}, {100, 0}, {100, 30}, {30, 30}, {30, 100}, {0, 100}};
    const InnerCircle c = inner_circle({l});
    CHECK(c.radius > 16);
    CHECK(c.radius < 18);  // 30 / (1 + 1/√2): touches both outer sides and the inner corner
    CHECK(c.centre.x < 25);
    CHECK(c.centre.y < 25);
    const Path outside{{0, 0}, {100, 0}, {100, 100}, {0, 100}}, hole{{20, 20}, {80, 20}, {80, 80}, {20, 80}};
    const InnerCircle ring = inner_circle({outside, hole});
    CHECK(ring.radius > 9);
    CHECK(ring.radius < 12);
    CHECK(inner_circle({}).radius <= 0);
    CHECK(inner_circle({{{1, 1}, {1, 1}, {1, 1}}}).radius <= 0);
}

TEST_CASE("the inner circle of a long rectangle lies in its middle") {
    const InnerCircle circle = inner_circle({{{0, 0}, {140, 0}, {140, 80}, {0, 80}, {0, 0}}});
    CHECK(std::abs(circle.centre.x - 70) < 1);
    CHECK(std::abs(circle.centre.y - 40) < 1);
    CHECK(circle.radius == 40);
}

TEST_CASE("among equal priorities the sort key decides, and what may overlap does") {
    const auto fonts = faces();
    REQUIRE(fonts);
    const gis::LayerPtr layer = layer_of({{"b", {{0, 0}}, gis::GeometryType::point}, {"a", {{1, 0}}, gis::GeometryType::point}});
    const auto written = [&](const char* layout) {
        const gis::LoadedStyle loaded = gis::read_style("{\"layers\": [{\"theme\": \"street\", \"paint\": {\"text-color\": \"#000\"}, \"layout\": {\"text-field\": \"name\", \"text-minzoom\": 0, " + std::string(layout) + "}}]}", "s");
        REQUIRE(loaded.notices.empty());
        const auto source = prepare_labels(layer, std::make_shared<gis::MapStyle>(loaded.style));
        LabelLayout layout_of(*fonts);
        std::string first_letters;
        for (const PlacedLabel& label : layout_of.place({&source, 1}, camera_at({0, 0}, 1), 1, {})) first_letters += static_cast<char>(label.glyphs.at(0).codepoint);
        return first_letters;
    };
    CHECK(written("\"symbol-sort-key\": [\"case\", [\"==\", [\"get\", \"name\"], \"a\"], 1, 2]") == "A");
    CHECK(written("\"symbol-sort-key\": [\"case\", [\"==\", [\"get\", \"name\"], \"a\"], 3, 2]") == "B");
    CHECK(written("\"text-allow-overlap\": true").size() == 2);
    CHECK(written("\"text-transform\": \"lowercase\", \"symbol-sort-key\": [\"case\", [\"==\", [\"get\", \"name\"], \"a\"], 1, 2]") == "a");
    CHECK(written("\"text-minzoom\": 24").empty());
}

TEST_CASE("words and symbols stand where their anchor says") {
    const auto fonts = faces();
    REQUIRE(fonts);
    const gis::LayerPtr layer = layer_of({{"Œuvre", {{0, 0}}, gis::GeometryType::point}});
    const auto box = [&](const char* anchor, const char* more = "") {
        const gis::LoadedStyle loaded = gis::read_style("{\"layers\": [{\"theme\": \"street\", \"paint\": {\"text-color\": \"#000\"}, \"layout\": {\"text-field\": \"name\", \"text-minzoom\": 0, \"text-anchor\": \"" + std::string(anchor) + "\"" + more + "}}]}", "s");
        REQUIRE(loaded.notices.empty());
        const auto source = prepare_labels(layer, std::make_shared<gis::MapStyle>(loaded.style));
        LabelLayout layout(*fonts);
        const auto placed = layout.place({&source, 1}, camera_at({0, 0}, 1), 1, {});
        REQUIRE_FALSE(placed.empty());
        return placed.back().boxes.at(0);
    };
    constexpr float cx = 600, cy = 400, slack = 3;  // the boxes have 2 px of air
    CHECK(std::abs(box("left").left - cx) < slack);
    CHECK(std::abs(box("right").right - cx) < slack);
    CHECK(std::abs(box("top").top - cy) < slack);
    CHECK(std::abs(box("bottom").bottom - cy) < slack);
    const PxBox centred = box("center");
    CHECK(std::abs((centred.left + centred.right) / 2 - cx) < 0.5f);
    CHECK(std::abs(box("left", ", \"text-offset\": [2, 0]").left - cx - 24) < slack);
    const PxBox symbol = box("left", ", \"text-maxzoom\": 0, \"icon-image\": \"school\", \"icon-size\": 20");
    CHECK(symbol.left == cx - 10);
    CHECK(symbol.bottom == cy + 10);
}

TEST_CASE("a line that is not written along has its name at its middle") {
    const auto fonts = faces();
    REQUIRE(fonts);
    auto style = std::make_shared<gis::MapStyle>(*street_style());
    style->rules[0].text_along_line = false;
    const auto source = prepare_labels(layer_of({{"Rue", {{-100, 0}, {60, 0}, {60, 40}}}}), style);
    REQUIRE(source->candidates.size() == 1);
    CHECK(source->candidates[0].kind == LabelCandidate::Kind::point);
    CHECK(source->candidates[0].at.x == 0);
}

TEST_CASE("broken geometry and names make no label and no crash") {
    const auto fonts = faces();
    if (!fonts) SKIP("the packaged fonts are not installed");
    LabelLayout layout(*fonts);
    const std::vector sources{prepare_labels(
        layer_of({{"Zéro", {{5, 5}, {5, 5}}}, {"", {{0, 0}, {500, 0}}}, {std::string(400, 'x'), {{0, 10}, {9000, 10}}}, {"\xff\xfe", {{0, 30}, {500, 30}}},
                  {"Aire", {{0, 0}, {0, 0}, {0, 0}}, gis::GeometryType::polygon}}),
        street_style())};
    const auto labels = layout.place(sources, camera_at({200, 0}, 1), 1, {});
    for (const auto& label : labels) CHECK(label.glyphs.size() == 2);  // only the ill-formed bytes, shown as such
}
