// Renderers and symbols of QGIS as rules of the style.
#include <catch2/catch_test_macros.hpp>

#include <algorithm>
#include <limits>
#include <nlohmann/json.hpp>

#include "gis/layers/qgis/icons.hpp"
#include "gis/layers/qgis/project.hpp"
#include "gis/layers/style.hpp"
#include "gis/layers/style_properties.hpp"
#include "tests/qgis/written_project.hpp"

using namespace vigie::gis;
using namespace vigie::tests;
using Json = nlohmann::json;

namespace {

struct Drawn {
    qgis::Project project;
    Json rules;
    [[nodiscard]] const qgis::ProjectLayer& layer() const { return project.layers.at(0); }
    // Rules of a look.
    [[nodiscard]] Json look(std::size_t index) const {
        Json found = Json::array();
        for (const Json& rule : rules)
            if (rule["theme"] == layer().looks.at(index).theme) found.push_back(rule);
        return found;
    }
    [[nodiscard]] bool lost(const std::string& key) const {
        for (const Notice& notice : project.notices)
            if (notice.text.key == "layers.qgis.lost." + key) return notice.where.find("Couche") != std::string::npos;
        return false;
    }
};

Drawn drawn(const std::string& geometry, const std::string& inside, const std::string& attributes = {}) {
    static const Folder folder;
    folder.write("points.geojson", points());
    auto read = qgis::read_project_text(project({{.geometry = geometry, .inside = inside, .attributes = attributes}}), folder.path / "essai.qgs");
    REQUIRE(read.ok());
    Drawn d{std::move(read).value(), {}};
    d.rules = Json::parse(d.project.style_json)["layers"];
    return d;
}

constexpr double px_per_mm = 96 / 25.4;
bool near(const Json& value, double wanted) { return value.is_number() && std::abs(value.get<double>() - wanted) < 1e-6; }

} // namespace

TEST_CASE("a single fill with a plain outline is one rule in px") {
    const Drawn d = drawn("Polygon", single(symbol("0", "fill", {"SimpleFill|color=10,20,30,255|style=solid|outline_color=1,2,3,255|outline_style=solid|outline_width=0.5|outline_width_unit=MM"}, "0.5")));
    REQUIRE(d.layer().looks.size() == 1);
    const Json rule = d.look(0).at(0);
    CHECK(rule["paint"]["fill-color"] == "#0a141e80");
    CHECK(rule["paint"]["fill-outline-color"] == "#01020380");
    CHECK(near(rule["paint"]["fill-outline-width"], 0.5 * px_per_mm));
    CHECK_FALSE(rule.contains("filter"));
    CHECK(d.project.notices.empty());
}

TEST_CASE("older projects write <prop>, newer colours have more behind them") {
    const Drawn d = drawn("Polygon", single("<symbol name=\"0\" type=\"fill\" alpha=\"1\"><layer class=\"SimpleFill\"><prop k=\"color\" v=\"255,0,0,255\"/><prop k=\"outline_style\" v=\"no\"/></layer></symbol>"));
    CHECK(d.look(0).at(0)["paint"] == Json({{"fill-color", "#ff0000ff"}}));
    const Drawn newer = drawn("Polygon", single(symbol("0", "fill", {"SimpleFill|color=1,2,3,255,rgb:0.1,0.2,0.3,1|outline_style=no"})));
    CHECK(newer.look(0).at(0)["paint"]["fill-color"] == "#010203ff");
}

TEST_CASE("a dashed outline is a line of its own over its fill") {
    const Drawn d = drawn("Polygon", single(symbol("0", "fill", {"SimpleFill|color=1,2,3,255|style=solid|outline_style=dash|outline_color=0,0,0,255|outline_width=1|outline_width_unit=Pixel"})));
    REQUIRE(d.layer().looks.size() == 2);
    CHECK(d.look(0).at(0)["paint"].contains("fill-color"));
    CHECK(d.look(1).at(0)["paint"]["line-dasharray"] == Json({5.0, 1.0}));
    CHECK(d.look(0).at(0)["order"] < d.look(1).at(0)["order"]);
}

TEST_CASE("the two lines of a street are two looks, the casing below") {
    const Drawn d = drawn("Line", single(symbol("0", "line", {"SimpleLine|line_color=0,0,0,255|line_width=2|line_width_unit=MM", "SimpleLine|line_color=255,255,255,255|line_width=6|line_width_unit=MapUnit"})));
    REQUIRE(d.layer().looks.size() == 2);
    CHECK(near(d.look(0).at(0)["paint"]["line-width"], 2 * px_per_mm));
    CHECK(std::abs(d.look(1).at(0)["paint"]["line-width-m"].get<double>() - 6) < 0.01);  // of the ground, in Lambert-93 nearly map units
}

TEST_CASE("brush styles and line patterns are patterns, gradients are told") {
    const Drawn brush = drawn("Polygon", single(symbol("0", "fill", {"SimpleFill|color=9,9,9,255|style=f_diagonal|outline_style=no"})));
    CHECK(brush.look(0).at(0)["paint"]["fill-pattern"] == "hatch");
    CHECK(brush.look(0).at(0)["paint"]["fill-pattern-angle"] == 135);
    const Drawn cross = drawn("Polygon", single(symbol("0", "fill", {"SimpleFill|color=9,9,9,255|style=diagonal_x|outline_style=no"})));
    CHECK(cross.look(0).at(0)["paint"]["fill-pattern"] == "cross-hatch");
    const Drawn pattern = drawn("Polygon", single(symbol("0", "fill", {"LinePatternFill|angle=30|distance=3|distance_unit=MM|line_width=1|line_width_unit=Pixel|color=1,1,1,255"})));
    CHECK(near(pattern.look(0).at(0)["paint"]["fill-pattern-spacing"], 3 * px_per_mm));
    const Drawn dotted = drawn("Polygon", single("<symbol name=\"0\" type=\"fill\"><layer class=\"PointPatternFill\"><prop k=\"distance_x\" v=\"4\"/>" + symbol("i", "marker", {"SimpleMarker|name=circle|color=1,2,3,255|size=1"}) + "</layer></symbol>"));
    CHECK(dotted.look(0).at(0)["paint"]["fill-pattern"] == "dots");
    const Drawn centroid = drawn("Polygon", single("<symbol name=\"0\" type=\"fill\"><layer class=\"CentroidFill\">" + symbol("i", "marker", {"SimpleMarker|name=circle|color=1,2,3,255|size=10|size_unit=Pixel"}) + "</layer></symbol>"));
    CHECK(centroid.look(0).at(0)["layout"]["icon-image"] == "circle");
    CHECK(near(centroid.look(0).at(0)["layout"]["icon-size"], 12));
    const Drawn gradient = drawn("Polygon", single(symbol("0", "fill", {"GradientFill|color1=1,1,1,255"})));
    CHECK(gradient.lost("symbol_layer"));
    CHECK(gradient.look(0).at(0)["paint"]["fill-color"] == "#010101ff");
}

TEST_CASE("markers are discs, shapes or icons") {
    const Drawn disc = drawn("Point", single(symbol("0", "marker", {"SimpleMarker|name=circle|color=1,2,3,255|size=4|size_unit=MM|outline_style=no"})));
    CHECK(near(disc.look(0).at(0)["paint"]["circle-radius"], 2 * px_per_mm));
    const Drawn square = drawn("Point", single(symbol("0", "marker", {"SimpleMarker|name=square|color=1,2,3,255|size=4|outline_style=no"})));
    CHECK(square.look(0).at(0)["paint"]["circle-shape"] == "square");
    const Drawn heart = drawn("Point", single(symbol("0", "marker", {"SimpleMarker|name=heart|color=1,2,3,255|size=4|outline_style=no"})));
    CHECK(heart.lost("marker_shape"));
    const Drawn bus = drawn("Point", single(symbol("0", "marker", {"SvgMarker|name=transport/transport_bus_stop.svg|color=5,5,5,255|size=4|size_unit=MM"})));
    CHECK(bus.look(0).at(0)["layout"]["icon-image"] == "directions_bus");
    CHECK(bus.lost("svg"));
    const Drawn own = drawn("Point", single(symbol("0", "marker", {"SvgMarker|name=base64:PHN2Zz4=|color=5,5,5,255|size=4"})));
    CHECK(own.lost("svg_unknown"));
    // A marker of two metres on the ground doubles with each zoom level.
    const Drawn ground = drawn("Point", single(symbol("0", "marker", {"SimpleMarker|name=circle|color=1,2,3,255|size=2|size_unit=MapUnit|outline_style=no"})));
    CHECK(ground.look(0).at(0)["paint"]["circle-radius"][0] == "interpolate");
    CHECK(ground.look(0).at(0)["paint"]["circle-radius"][2] == Json::array({"zoom"}));
}

TEST_CASE("SVG files find their icon by words, French ones too") {
    CHECK(qgis::icon_of_svg("emergency/amenity=hospital.svg") == "local_hospital");
    CHECK(qgis::icon_of_svg("C:\\symboles\\Arbre_02.svg") == "nature");
    CHECK(qgis::icon_of_svg("/srv/svg/eclairage-public.svg") == "lightbulb_outline");
    CHECK(qgis::icon_of_svg("xyz123.svg").empty());
}

TEST_CASE("categories are rules in their order, the empty one last, a hidden one draws nothing") {
    const std::string symbols = "<symbols>" + symbol("0", "marker", {"SimpleMarker|color=1,0,0,255|outline_style=no"}) + symbol("1", "marker", {"SimpleMarker|color=2,0,0,255|outline_style=no"}) + "</symbols>";
    const Drawn d = drawn("Point", "<renderer-v2 type=\"categorizedSymbol\" attr=\"kind\"><categories><category value=\"\" symbol=\"1\" render=\"true\"/><category value=\"a\" symbol=\"0\" render=\"true\" type=\"string\"/>"
                                   "<category value=\"b\" symbol=\"0\" render=\"false\"/><category symbol=\"0\"><val type=\"string\" value=\"x\"/><val type=\"string\" value=\"y\"/></category></categories>" + symbols + "</renderer-v2>");
    const Json look = d.look(0);
    REQUIRE(look.size() == 4);
    CHECK(look[0]["filter"] == Json::parse(R"(["==","kind","a"])"));
    CHECK(look[1]["paint"].empty());
    CHECK(look[2]["filter"] == Json::parse(R"(["in","kind","x","y"])"));
    CHECK_FALSE(look[3].contains("filter"));
    CHECK(look[3]["paint"]["circle-color"] == "#020000ff");
    CHECK(d.layer().asked_fields == std::set<std::string>{"kind"});
}

TEST_CASE("categories by an expression that is not known are drawn in grey and told") {
    const Drawn d = drawn("Point", "<renderer-v2 type=\"categorizedSymbol\" attr=\"regexp_match(kind, 'a')\"><categories/><symbols/></renderer-v2>");
    CHECK(d.lost("classes"));
    CHECK(d.look(0).at(0)["paint"].contains("circle-color"));
}

TEST_CASE("graduated classes are ranges with both ends") {
    const Drawn d = drawn("Point", "<renderer-v2 type=\"graduatedSymbol\" attr=\"n\"><ranges><range lower=\"0\" upper=\"5\" symbol=\"0\"/><range lower=\"5\" upper=\"20.5\" symbol=\"1\"/></ranges><symbols>" +
                                   symbol("0", "marker", {"SimpleMarker|color=1,0,0,255"}) + symbol("1", "marker", {"SimpleMarker|color=2,0,0,255"}) + "</symbols></renderer-v2>");
    REQUIRE(d.look(0).size() == 2);
    CHECK(d.look(0)[1]["filter"] == Json::parse(R"(["all",[">=",["get","n"],5.0],["<=",["get","n"],20.5]])"));
}

TEST_CASE("rules that exclude each other share a look, rules that do not are drawn over each other") {
    const std::string symbols = "<symbols>" + symbol("0", "marker", {"SimpleMarker|color=1,0,0,255"}) + symbol("1", "marker", {"SimpleMarker|color=2,0,0,255"}) + "</symbols>";
    const Drawn apart = drawn("Point", "<renderer-v2 type=\"RuleRenderer\"><rules><rule filter=\"kind = 'a'\" symbol=\"0\"/><rule filter=\"kind = 'b'\" symbol=\"1\"/><rule filter=\"ELSE\" symbol=\"1\"/></rules>" + symbols + "</renderer-v2>");
    CHECK(apart.layer().looks.size() == 1);
    CHECK(apart.look(0)[2]["filter"][0] == "!");
    const Drawn over = drawn("Point", "<renderer-v2 type=\"RuleRenderer\"><rules><rule symbol=\"0\"/><rule filter=\"n &gt; 5\" symbol=\"1\"/></rules>" + symbols + "</renderer-v2>");
    CHECK(over.layer().looks.size() == 2);
}

TEST_CASE("nested rules hold with those around them, in the scales of both; what is switched off is not there") {
    const std::string symbols = "<symbols>" + symbol("0", "marker", {"SimpleMarker|color=1,0,0,255"}) + "</symbols>";
    const Drawn d = drawn("Point", "<renderer-v2 type=\"RuleRenderer\"><rules><rule filter=\"kind = 'a'\" scalemaxdenom=\"10000\" scalemindenom=\"0\"><rule filter=\"n = 1\" symbol=\"0\" scalemindenom=\"1000\" scalemaxdenom=\"50000\"/></rule>"
                                   "<rule filter=\"kind = 'b'\" symbol=\"0\" checkstate=\"0\"/></rules>" + symbols + "</renderer-v2>");
    REQUIRE(d.rules.size() == 1);
    CHECK(d.rules[0]["filter"][0] == "all");
    // 1:10 000 at 96 dots an inch is 2.6458 m a pixel.
    CHECK(std::abs(d.rules[0]["minzoom"].get<double>() - std::log2(40'075'016.68557849 / 512 / 2.6458333)) < 0.01);
    CHECK(std::abs(d.rules[0]["maxzoom"].get<double>() - std::log2(40'075'016.68557849 / 512 / 0.26458333)) < 0.01);
    const Drawn unknown = drawn("Point", "<renderer-v2 type=\"RuleRenderer\"><rules><rule filter=\"$area &gt; 3\" symbol=\"0\"/><rule symbol=\"0\"/></rules>" + symbols + "</renderer-v2>");
    CHECK(unknown.lost("rule"));
    CHECK(unknown.rules.size() == 1);
}

TEST_CASE("layers are seen in the scales of the project, opacity multiplies") {
    const Drawn d = drawn("Point", single(symbol("0", "marker", {"SimpleMarker|color=0,0,0,255|outline_style=no"})) + "<layerOpacity>0.5</layerOpacity>", "hasScaleBasedVisibilityFlag=\"1\" minScale=\"25000\" maxScale=\"0\"");
    CHECK(d.rules[0]["paint"]["circle-color"] == "#00000080");
    CHECK(d.rules[0]["minzoom"].get<double>() > 13);
    CHECK_FALSE(d.rules[0].contains("maxzoom"));
}

TEST_CASE("drawing levels order the parts of all symbols") {
    const std::string cased = "<symbol name=\"0\" type=\"line\"><layer class=\"SimpleLine\" pass=\"1\"><prop k=\"line_color\" v=\"9,9,9,255\"/><prop k=\"line_width\" v=\"1\"/></layer><layer class=\"SimpleLine\" pass=\"0\"><prop k=\"line_color\" v=\"0,0,0,255\"/><prop k=\"line_width\" v=\"2\"/></layer></symbol>";
    const Drawn d = drawn("Line", "<renderer-v2 type=\"singleSymbol\" symbollevels=\"1\"><symbols>" + cased + "</symbols></renderer-v2>");
    REQUIRE(d.layer().looks.size() == 2);
    CHECK(d.look(0)[0]["paint"]["line-color"] == "#000000ff");
}

TEST_CASE("null symbols draw nothing, unknown renderers draw grey, heat maps are told") {
    const Drawn none = drawn("Point", "<renderer-v2 type=\"nullSymbol\"/>");
    CHECK(none.rules.empty());
    CHECK(none.layer().looks.size() == 1);  // not drawn by its theme either
    const Drawn heat = drawn("Point", "<renderer-v2 type=\"heatmapRenderer\"/>");
    CHECK(heat.lost("heatmap"));
    CHECK(heat.look(0)[0]["paint"]["circle-color"] == "#6f7a80ff");
    const Drawn cluster = drawn("Point", "<renderer-v2 type=\"pointCluster\">" + single(symbol("0", "marker", {"SimpleMarker|color=1,2,3,255"})) + "</renderer-v2>");
    CHECK(cluster.lost("cluster"));
    CHECK(cluster.look(0)[0]["paint"]["circle-color"] == "#010203ff");
}

TEST_CASE("colours that data decide are expressions, other data-defined properties are told") {
    const auto defined = [](const std::string& name, const std::string& field) {
        return "<symbol name=\"0\" type=\"line\"><layer class=\"SimpleLine\"><prop k=\"line_color\" v=\"1,2,3,255\"/><data_defined_properties><Option type=\"Map\"><Option name=\"properties\" type=\"Map\"><Option name=\"" + name +
               "\" type=\"Map\"><Option name=\"active\" value=\"true\"/><Option name=\"field\" value=\"" + field + "\"/><Option name=\"type\" value=\"2\"/></Option></Option></Option></data_defined_properties></layer></symbol>";
    };
    const Drawn color = drawn("Line", single(defined("outlineColor", "colour")));
    CHECK(color.look(0)[0]["paint"]["line-color"] == Json::parse(R"(["to-color",["get","colour"],"#010203ff"])"));
    CHECK(drawn("Line", single(defined("offset", "w"))).lost("data_defined"));
}

namespace {

// A symbol layer with one property that the data decide; `more`: what is done with it.
std::string driven(const std::string& kind, const std::string& options, const std::string& name, const std::string& expression, const std::string& more = {}) {
    std::string xml = "<symbol name=\"0\" type=\"marker\"><layer class=\"" + kind + "\" enabled=\"1\">" + options + "<data_defined_properties><Option type=\"Map\"><Option name=\"properties\" type=\"Map\"><Option name=\"" + name + "\" type=\"Map\">";
    xml += option("active", "true") + option("expression", expression) + option("type", "3") + more + "</Option></Option></Option></data_defined_properties></layer></symbol>";
    return single(xml);
}
std::string prop(const std::string& name, const std::string& value) { return "<prop k=\"" + name + "\" v=\"" + value + "\"/>"; }

// What a property of the only rule gives for the value of `n` (empty: none).
double given(const Drawn& d, const std::string& property, const std::string& n) {
    const LoadedStyle style = read_style(d.project.style_json, {});
    CHECK(style.notices.empty());
    REQUIRE(style.style.rules.size() == 1);
    const auto& driven = style.style.rules[0].driven;
    const auto found = std::find_if(driven.begin(), driven.end(), [&](const auto& p) { return p.property->name == property; });
    REQUIRE(found != driven.end());
    Layer layer;
    Column column;
    column.name = "n";
    column.type = Column::Type::number;
    column.numbers = {n.empty() ? std::numeric_limits<double>::quiet_NaN() : std::stod(n)};
    layer.columns.push_back(std::move(column));
    layer.geometry.type = {GeometryType::point};
    const auto columns = found->value->columns_of(layer);
    StyleSubject subject;
    subject.columns = columns;
    const StyleValue value = found->value->at(subject);
    REQUIRE(value.number());
    return *value.number();
}

} // namespace

TEST_CASE("sizes, widths and angles that data decide are reckoned in the style's units, within its bounds, and the fixed one stands where there are none") {
    const std::string dot = prop("name", "circle") + prop("size", "2") + prop("size_unit", "MM") + prop("outline_style", "no") + prop("color", "1,2,3,255");
    const Drawn size = drawn("Point", driven("SimpleMarker", dot, "size", "&quot;n&quot; * 2"));
    CHECK_FALSE(size.lost("data_defined"));
    CHECK(near(given(size, "circle-radius", "3"), 3 * px_per_mm));
    CHECK(near(given(size, "circle-radius", "99999"), 128));
    CHECK(near(given(size, "circle-radius", ""), px_per_mm));
    const Drawn width = drawn("Point", driven("SimpleLine", prop("line_color", "1,2,3,255") + prop("line_width", "1"), "outlineWidth", "n"));
    CHECK(near(given(width, "line-width", "2"), 2 * px_per_mm));
    CHECK(near(given(width, "line-width", ""), px_per_mm));
    const Drawn angle = drawn("Point", driven("SimpleMarker", prop("name", "triangle") + prop("size", "2") + prop("angle", "30") + prop("color", "1,2,3,255"), "angle", "n"));
    CHECK(near(given(angle, "circle-rotate", "400"), 40));
    CHECK(drawn("Point", driven("SimpleMarker", dot, "size", "$area")).lost("data_defined"));
}

TEST_CASE("QGIS's size assistant bends sizes as QGIS does") {
    const auto assistant = [](const std::string& scale) {
        return "<Option name=\"transformer\" type=\"Map\"><Option name=\"d\" type=\"Map\">" + option("minValue", "0") + option("maxValue", "100") + option("minSize", "1") + option("maxSize", "11") + option("nullSize", "2") +
               option("exponent", "0.5") + option("scaleType", scale) + "</Option>" + option("t", "1") + "</Option>";
    };
    const std::string dot = prop("name", "circle") + prop("size", "2") + prop("size_unit", "MM") + prop("outline_style", "no");
    const Drawn area = drawn("Point", driven("SimpleMarker", dot, "size", "n", assistant("1")));
    CHECK(near(given(area, "circle-radius", "25"), (1 + 10 * 0.5) * px_per_mm / 2));
    CHECK(near(given(area, "circle-radius", "900"), 11 * px_per_mm / 2));
    CHECK(near(given(area, "circle-radius", ""), 2 * px_per_mm / 2));
    CHECK(near(given(drawn("Point", driven("SimpleMarker", dot, "size", "n", assistant("0"))), "circle-radius", "25"), (1 + 10 * 0.25) * px_per_mm / 2));
}

TEST_CASE("blend modes, effects, diagrams, joins and virtual fields are told by layer") {
    const Drawn d = drawn("Point", single(symbol("0", "marker", {"SimpleMarker|color=1,2,3,255"})) + "<blendMode>6</blendMode><SingleCategoryDiagramRenderer/><vectorjoins><join joinLayerId=\"autre\"/></vectorjoins><expressionfields><field name=\"densite\"/></expressionfields>");
    for (const char* key : {"blend_mode", "diagrams", "joins", "virtual_fields"}) {
        INFO(key);
        CHECK(d.lost(key));
    }
}

TEST_CASE("labels have a look of their own, with size, colour, halo and scale") {
    const std::string settings = "<settings><text-style fieldName=\"n\" isExpression=\"0\" fontSize=\"9\" fontSizeUnit=\"Point\" textColor=\"10,20,30,255\" textOpacity=\"1\" fontWeight=\"75\"><text-buffer bufferDraw=\"1\" bufferSize=\"1\" bufferSizeUnits=\"MM\" bufferColor=\"255,255,255,255\"/></text-style>"
                                 "<placement placement=\"0\" priority=\"7\"/><rendering scaleVisibility=\"1\" scaleMin=\"500\" scaleMax=\"20000\" drawLabels=\"1\"/></settings>";
    const std::string plain = single(symbol("0", "marker", {"SimpleMarker|color=1,2,3,255"}));
    const Drawn d = drawn("Point", plain + "<labeling type=\"simple\">" + settings + "</labeling>", "labelsEnabled=\"1\"");
    REQUIRE(d.layer().looks.size() == 2);
    CHECK_FALSE(d.layer().looks[0].labels);
    CHECK_FALSE(d.layer().looks[1].shapes);
    const Json rule = d.look(1)[0];
    CHECK(rule["layout"]["text-field"] == Json::array({"get", "n"}));
    CHECK(rule["layout"]["text-size"] == 12);
    CHECK(rule["layout"]["text-bold"] == true);
    CHECK(near(rule["paint"]["text-halo-width"], px_per_mm / 2));
    CHECK(rule["minzoom"] < rule["maxzoom"]);
    CHECK(drawn("Point", plain + "<labeling type=\"simple\">" + settings + "</labeling>", "labelsEnabled=\"0\"").layer().looks.size() == 1);
    const Drawn by_rule = drawn("Point", plain + "<labeling type=\"rule-based\"><rules><rule filter=\"n > 3\">" + settings + "</rule><rule filter=\"n &lt;= 3\">" + settings + "</rule></rules></labeling>");
    REQUIRE(by_rule.layer().looks.size() == 2);  // both rules of labels in one look
    CHECK(by_rule.look(1).size() == 2);
}
