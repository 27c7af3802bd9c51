// Expressions against cases worked out by hand from the specification
// (https://maplibre.org/maplibre-style-spec/expressions/).
#include <catch2/catch_approx.hpp>
#include <catch2/catch_test_macros.hpp>
#include <cmath>
#include <nlohmann/json.hpp>
#include <random>
#include <set>

#include "gis/layers/expression_reader.hpp"
#include "gis/layers/style.hpp"

using namespace vigie::gis;
using nlohmann::json;

namespace {

// A layer of three features: n = 3, 20, null; name = "Rue de l’Église", "", "b"; points, the last one a polygon.
Layer sample() {
    Layer layer;
    layer.info.theme = "t";
    Column n{.name = "n", .type = Column::Type::number, .numbers = {3, 20, std::nan("")}, .pool = {}, .text_begin = {}};
    Column name;
    name.name = "name";
    name.text_begin = {0};
    for (const char* text : {"Rue de l’Église", "", "b"}) {
        name.pool += text;
        name.text_begin.push_back(static_cast<std::uint32_t>(name.pool.size()));
    }
    layer.columns = {n, name};
    layer.geometry.type = {GeometryType::point, GeometryType::point, GeometryType::polygon};
    layer.finish();
    return layer;
}

struct Reading {
    ExpressionPtr expression;
    std::string fault;  // "key path"
};

Reading reading(const std::string& text, ExpressionReader::Wanted wanted = {}, bool filter = false) {
    Reading r;
    const auto palette = std::make_shared<Palette>(Palette{{"water", {{1, 2, 3, 255}, {4, 5, 6, 255}}}});
    ExpressionReader reader(palette, [&](const JsonPath& path, Text fault) {
        r.fault = fault.key.substr(std::string("layers.style.").size());
        for (const JsonStep& step : path) r.fault += "/" + (step.index() ? std::to_string(std::get<1>(step)) : std::get<0>(step));
    });
    const json parsed = json::parse(text);
    r.expression = filter ? reader.read_filter(parsed, {}) : reader.read(parsed, {}, wanted);
    return r;
}

StyleValue value(const std::string& text, std::size_t row = 0, double zoom = 15, ExpressionReader::Wanted wanted = {}) {
    static const Layer layer = sample();
    const Reading r = reading(text, wanted);
    INFO(text << " " << r.fault);
    REQUIRE(r.expression);
    const auto columns = r.expression->columns_of(layer);
    return r.expression->at({zoom, columns, row, layer.geometry.type[row]});
}

double number(const std::string& text, std::size_t row = 0, double zoom = 15) {
    const StyleValue v = value(text, row, zoom);
    INFO(text << " gave " << v.shown());
    REQUIRE(v.number());
    return *v.number();
}
std::string shown(const std::string& text, std::size_t row = 0) { return value(text, row).shown(); }
bool holds(const std::string& text, std::size_t row) {
    static const Layer layer = sample();
    const Reading r = reading(text, {}, true);
    INFO(text << " " << r.fault);
    REQUIRE(r.expression);
    const auto columns = r.expression->columns_of(layer);
    const StyleValue v = r.expression->at({0, columns, row, layer.geometry.type[row]});
    return v.boolean() && *v.boolean();
}
std::string fault(const std::string& text, ExpressionReader::Wanted wanted = {}) {
    const Reading r = reading(text, std::move(wanted));
    CHECK_FALSE(r.expression);
    return r.fault;
}

} // namespace

TEST_CASE("fields are read with their type, and what is not there is null") {
    CHECK(number(R"(["get", "n"])") == 3);
    CHECK(shown(R"(["get", "name"])") == "Rue de l’Église");
    CHECK(value(R"(["get", "n"])", 2).null());
    CHECK(value(R"(["get", "name"])", 1).null());  // an empty text is no value
    CHECK(value(R"(["get", "nothing"])").null());
    CHECK(shown(R"(["has", "n"])", 2) == "false");
    CHECK(shown(R"(["has", "name"])", 0) == "true");
    CHECK(shown(R"(["geometry-type"])", 2) == "Polygon");
    CHECK(number(R"(["zoom"])", 0, 12.5) == 12.5);
}

TEST_CASE("arithmetic follows the specification") {
    CHECK(number(R"(["+", 1, 2, 3])") == 6);
    CHECK(number(R"(["-", 5])") == -5);
    CHECK(number(R"(["-", 5, 7])") == -2);
    CHECK(number(R"(["*", 2, ["get", "n"]])") == 6);
    CHECK(number(R"(["/", 7, 2])") == 3.5);
    CHECK(number(R"(["%", -7, 3])") == -1);
    CHECK(number(R"(["^", 2, 10])") == 1024);
    CHECK(number(R"(["min", 4, ["get", "n"], 9])") == 3);
    CHECK(number(R"(["max", 4, ["get", "n"], 9])") == 9);
    CHECK(number(R"(["abs", -1.5])") == 1.5);
    CHECK(number(R"(["round", -2.5])") == -3);  // halves away from zero
    CHECK(number(R"(["floor", -0.2])") == -1);
    CHECK(number(R"(["ceil", 0.2])") == 1);
    CHECK(number(R"(["sqrt", 9])") == 3);
    CHECK(number(R"(["log10", 1000])") == Catch::Approx(3));
    CHECK(value(R"(["+", 1, ["get", "name"]])").null());
}

TEST_CASE("comparisons are strict about types") {
    CHECK(shown(R"(["==", ["get", "n"], 3])") == "true");
    CHECK(shown(R"(["==", ["get", "n"], "3"])") == "false");
    CHECK(shown(R"(["!=", ["get", "n"], "3"])") == "true");
    CHECK(shown(R"(["<", ["get", "n"], 3])") == "false");
    CHECK(shown(R"(["<=", ["get", "n"], 3])") == "true");
    CHECK(shown(R"([">", "b", "a"])") == "true");
    CHECK(value(R"([">", ["get", "name"], 3])").null());
    CHECK(shown(R"(["==", ["get", "name"], ""])", 1) == "true");
    CHECK(shown(R"(["==", ["get", "nothing"], null])") == "true");
    CHECK(fault(R"(["==", 1, "1"])") == "expression.compared");
}

TEST_CASE("logic stops at the first argument that decides") {
    CHECK(shown(R"(["all", true, ["==", ["get", "n"], 3]])") == "true");
    CHECK(shown(R"(["all"])") == "true");
    CHECK(shown(R"(["any"])") == "false");
    CHECK(shown(R"(["any", true, ["<", ["get", "name"], 1]])") == "true");
    CHECK(value(R"(["any", ["<", ["get", "name"], 1], true])").null());
    CHECK(shown(R"(["!", ["has", "n"]])", 2) == "true");
}

TEST_CASE("branches") {
    const std::string match = R"(["match", ["get", "n"], 3, "three", [19, 20], "many", "other"])";
    CHECK(shown(match, 0) == "three");
    CHECK(shown(match, 1) == "many");
    CHECK(shown(match, 2) == "other");
    CHECK(shown(R"(["match", ["get", "name"], "b", 1, 2])", 2) == "1");
    CHECK(shown(R"(["match", ["get", "name"], "", 1, 2])", 1) == "1");
    CHECK(shown(R"(["case", ["<", ["get", "n"], 10], "low", "high"])", 1) == "high");
    CHECK(value(R"(["case", ["<", ["get", "n"], 10], "low", "high"])", 2).null());
    CHECK(shown(R"(["coalesce", ["get", "nothing"], ["get", "name"], "none"])", 1) == "none");
    const std::string step = R"(["step", ["get", "n"], "a", 3, "b", 10, "c"])";
    CHECK(shown(step, 0) == "b");  // a stop belongs to what follows it
    CHECK(shown(step, 1) == "c");
    CHECK(number(R"(["step", ["zoom"], 1, 10, 2])", 0, 9.99) == 1);
    CHECK(number(R"(["step", ["zoom"], 1, 10, 2])", 0, 10) == 2);
}

TEST_CASE("interpolation between stops, flat beyond them") {
    const std::string linear = R"(["interpolate", ["linear"], ["zoom"], 10, 1, 14, 9])";
    CHECK(number(linear, 0, 5) == 1);
    CHECK(number(linear, 0, 10) == 1);
    CHECK(number(linear, 0, 11) == 3);
    CHECK(number(linear, 0, 20) == 9);
    // (2^1 − 1) / (2^4 − 1) of the way from 0 to 30.
    CHECK(number(R"(["interpolate", ["exponential", 2], ["zoom"], 10, 0, 14, 30])", 0, 11) == Catch::Approx(2));
    const StyleValue grey = value(R"(["interpolate", ["linear"], ["zoom"], 0, "#000000", 10, ["#c86432", "#ffffff"]])", 0, 5, {ValueKind::color, {}});
    REQUIRE(grey.color());
    CHECK(grey.color()->day == Rgba{100, 50, 25, 255});
    CHECK(grey.color()->night == Rgba{128, 128, 128, 255});
    // Channels count by their opacity: half way from transparent red to blue there is no red.
    const StyleValue veil = value(R"(["interpolate", ["linear"], ["zoom"], 0, "#ff000000", 10, "#0000ff"])", 0, 5, {ValueKind::color, {}});
    CHECK(veil.color()->day == Rgba{0, 0, 255, 128});
}

TEST_CASE("interpolation along a Bézier curve, of numbers and colours") {
    const auto eased = [](const char* curve, double zoom) { return number(std::string(R"(["interpolate", ["cubic-bezier", )") + curve + R"(], ["zoom"], 10, 0, 20, 100])", 0, zoom); };
    CHECK(eased("0, 0, 1, 1", 13) == Catch::Approx(30));
    // The named curves of CSS, half way: ease, ease-in, ease-in-out.
    CHECK(eased("0.25, 0.1, 0.25, 1", 15) == Catch::Approx(80.24).margin(0.01));
    CHECK(eased("0.42, 0, 1, 1", 15) == Catch::Approx(31.54).margin(0.01));
    CHECK(eased("0.42, 0, 0.58, 1", 15) == Catch::Approx(50));
    CHECK(eased("0.42, 0, 1, 1", 9) == 0);
    CHECK(eased("0.42, 0, 1, 1", 20) == 100);
    CHECK(eased("1, 0, 0, 1", 15) == Catch::Approx(50));
    const StyleValue grey = value(R"(["interpolate", ["cubic-bezier", 0.42, 0, 1, 1], ["zoom"], 10, "#000000", 20, "#ffffff"])", 0, 15, {ValueKind::color, {}});
    REQUIRE(grey.color());
    CHECK(grey.color()->day == Rgba{80, 80, 80, 255});
    for (const char* wrong : {R"(["cubic-bezier", 0, 0, 1])", R"(["cubic-bezier", 0, 0, 1, 1.5])", R"(["cubic-bezier", 0, "0", 1, 1])", R"(["cubic-bezier", -0.1, 0, 1, 1])"})
        CHECK(fault(std::string(R"(["interpolate", )") + wrong + R"(, ["zoom"], 10, 0, 20, 1])") == "expression.curve/1");
}

TEST_CASE("texts and conversions") {
    CHECK(shown(R"(["concat", "n = ", ["get", "n"], true, null])") == "n = 3true");
    CHECK(shown(R"(["upcase", ["get", "name"]])") == "RUE DE L’ÉGLISE");
    CHECK(shown(R"(["downcase", "ÇA Œuvre"])") == "ça œuvre");
    CHECK(shown(R"(["to-string", 1.5])") == "1.5");
    CHECK(shown(R"(["to-string", 100000])") == "100000");
    CHECK(shown(R"(["to-string", 1e21])") == "1e+21");
    CHECK(number(R"(["to-number", " 12.5 "])") == 12.5);
    CHECK(number(R"(["to-number", "x", "7"])") == 7);
    CHECK(number(R"(["to-number", null])") == 0);
    CHECK(value(R"(["to-number", "x"])").null());
    CHECK(shown(R"(["to-boolean", ""])") == "false");
    CHECK(shown(R"(["in", "gl", ["get", "name"]])") == "true");
    CHECK(shown(R"(["in", ["get", "n"], ["literal", [1, 3]]])") == "true");
    CHECK(shown(R"(["in", ["get", "n"], [1, "3"]])") == "false");
    CHECK(number(R"(["length", ["get", "name"]])") == 15);
    CHECK(shown(R"(["slice", ["get", "name"], 9, 15])") == "Église" + std::string());
    CHECK(shown(R"(["slice", "abc", -1])") == "c");
    CHECK(number(R"(["index-of", "l", ["get", "name"]])") == 7);
    CHECK(number(R"(["index-of", 3, ["literal", [1, 3]]])") == 1);
    CHECK(shown(R"(["rgba", 255, 0, 10, 0.5])") == "rgba(255,0,10,0.5)");
    CHECK(value(R"(["rgb", 300, 0, 0])").null());
    CHECK(value(R"("water")", 0, 0, {ValueKind::color, {}}).color()->night == Rgba{4, 5, 6, 255});
    CHECK(value(R"(["to-color", "no colour", "water"])").color()->day == Rgba{1, 2, 3, 255});
}

TEST_CASE("variables") {
    CHECK(number(R"(["let", "a", ["get", "n"], "b", 2, ["*", ["var", "a"], ["var", "b"]]])") == 6);
    CHECK(number(R"(["let", "a", 1, ["let", "a", 2, ["var", "a"]]])") == 2);
    CHECK(fault(R"(["+", ["let", "a", 1, ["var", "a"]], ["var", "a"]])") == "expression.variable/2/1");
    // Each use of a variable doubles the work: 2^40 nodes are refused, not evaluated.
    std::string doubling = "1";
    for (int i = 0; i < 40; ++i) doubling = R"(["let", "x", )" + doubling + R"(, ["+", ["var", "x"], ["var", "x"]]])";
    CHECK(fault(doubling).starts_with("expression.too_long"));
}

TEST_CASE("a whole number in a column is shown without exponent") {
    const Column c{.name = "n", .type = Column::Type::number, .numbers = {200000, -0.5, 1e5}, .pool = {}, .text_begin = {}};
    CHECK(c.shown(0) == "200000");
    CHECK(c.shown(1) == "-0.5");
    CHECK(c.shown(2) == "100000");
}

TEST_CASE("what an expression depends on is known without data") {
    const auto uses = [](const char* text) {
        const Reading r = reading(text);
        return std::string(r.expression->uses_zoom() ? "z" : "") + (r.expression->uses_feature() ? "f" : "");
    };
    CHECK(uses(R"(["+", 1, 2])").empty());
    CHECK(uses(R"(["interpolate", ["linear"], ["zoom"], 0, 1, 2, 3])") == "z");
    CHECK(uses(R"(["case", ["has", "x"], 1, 2])") == "f");
    CHECK(uses(R"(["*", ["zoom"], ["get", "n"]])") == "zf");
}

TEST_CASE("a fault is named with its place, and there is no half expression") {
    CHECK(fault(R"(["gett", "n"])") == "expression.unknown_operator/0");
    CHECK(fault(R"([])") == "expression.no_operator");
    CHECK(fault(R"(["+", 1, ["%", 1]])") == "expression.arguments/2");
    CHECK(fault(R"(["+", 1, "2"])") == "expression.kind/2");
    CHECK(fault(R"(["get", 3])") == "expression.field_name/1");
    CHECK(fault(R"(["step", ["zoom"], 1, 10, 2, 9, 3])") == "expression.stops/5");
    CHECK(fault(R"(["interpolate", ["quadratic", 0, 0, 1, 1], ["zoom"], 1, 1])") == "expression.curve/1");
    CHECK(fault(R"(["interpolate", ["linear"], ["zoom"], 1, "a", 2, "b"])", {ValueKind::text, {}}) == "expression.not_between");
    CHECK(fault(R"(["match", ["get", "n"], 1, "a", "1", "b", "c"])") == "expression.label/4");
    CHECK(fault(R"(["match", ["get", "n"], 1, "a", 1, "b", "c"])") == "expression.label_twice/4");
    CHECK(fault(R"(["case", ["has", "n"], {}, "c"])") == "expression.value/2");
    CHECK(fault(R"(["match", ["get", "n"], 1, "sky", "#000"])", {ValueKind::color, {}}) == "bad_color/3");
    CHECK(fault(R"(["case", true, 300, 1])", {ValueKind::number, [](const StyleValue& v) { return *v.number() < 256; }}) == "expression.out_of_range/2");
    std::string deep = "1";
    for (int i = 0; i < 100; ++i) deep = R"(["abs", )" + deep + "]";
    CHECK(fault(deep).starts_with("expression.too_deep"));
}

TEST_CASE("filters in both notations") {
    CHECK(holds(R"(["==", "name", "rue de l'eglise"])", 0));              // folded
    CHECK_FALSE(holds(R"(["==", ["get", "name"], "rue de l'eglise"])", 0));  // exact
    CHECK(holds(R"(["all", ["has", "n"], [">=", "n", 20]])", 1));
    CHECK_FALSE(holds(R"(["all", ["has", "n"], [">=", "n", 20]])", 2));
    CHECK(holds(R"(["!has", "n"])", 2));
    CHECK(holds(R"(["none", ["has", "n"], ["==", "name", "c"]])", 2));
    CHECK(holds(R"(["!in", "n", 1, 3])", 1));
    CHECK_FALSE(holds(R"(["!in", "n", 1, 3])", 0));
    CHECK(holds(R"(["any", ["==", "$type", "Polygon"], ["==", ["get", "n"], 3]])", 2));
    CHECK(holds(R"(["!", ["in", "name", "b", "c"]])", 0));
    CHECK(holds(R"(["in", ["get", "name"], ["literal", ["b", "c"]]])", 2));
    CHECK(reading(R"(["<", ["zoom"], 3])", {}, true).fault == "expression.zoom_in_filter");
    CHECK(reading(R"(["+", 1, 2])", {}, true).fault == "expression.kind");
}

// Whatever the zoom: what a feature settles and what stays agree with the whole.
TEST_CASE("a settled expression gives the same at every zoom, and equal keys mean equal results") {
    const Layer layer = sample();
    for (const char* text : {R"(["interpolate", ["linear"], ["zoom"], 10, ["get", "n"], 16, ["*", 4, ["get", "n"]]])",
                             R"(["match", ["get", "name"], "b", ["*", 2, ["zoom"]], ["step", ["zoom"], 1, 12, ["coalesce", ["get", "n"], 7]]])",
                             R"(["case", [">", ["zoom"], 12], ["get", "n"], ["==", ["get", "n"], 3], 5, ["zoom"]])",
                             R"(["step", ["get", "n"], ["zoom"], 10, ["-", ["zoom"]]])", R"(["let", "x", ["get", "n"], ["+", ["var", "x"], ["zoom"]]])"}) {
        const Reading r = reading(text);
        INFO(text << " " << r.fault);
        REQUIRE(r.expression);
        const auto columns = r.expression->columns_of(layer);
        const StyleGrain exact{.exact = true};
        std::set<std::string> keys;
        for (std::size_t row = 0; row < 3; ++row) {
            const StyleSubject at_row{0, columns, row, layer.geometry.type[row]};
            const Expression settled = r.expression->settled(at_row, exact);
            CHECK_FALSE(settled.uses_feature());
            std::string key, again;
            r.expression->add_key(at_row, exact, key);
            r.expression->add_key(at_row, exact, again);
            CHECK(key == again);
            keys.insert(key);
            for (double zoom = 8; zoom < 18; zoom += 0.7) {
                const StyleValue whole = r.expression->at({zoom, columns, row, layer.geometry.type[row]}), part = settled.at({zoom, {}, 0, GeometryType::none});
                INFO("zoom " << zoom << " row " << row << ": " << whole.shown() << " and " << part.shown());
                CHECK(equal(whole, part));
            }
        }
        CHECK(keys.size() >= 2);
    }
}

TEST_CASE("features with the same result share a rule, and a continuous result is rounded when there are many") {
    const auto layer_of = [](int count) {
        Layer layer;
        layer.info.theme = "t";
        Column n{.name = "n", .type = Column::Type::number, .numbers = {}, .pool = {}, .text_begin = {}};
        for (int i = 0; i < count; ++i) n.numbers.push_back(i * 100.0 / count);
        layer.columns = {n};
        layer.geometry.type.assign(static_cast<std::size_t>(count), GeometryType::point);
        layer.finish();
        return layer;
    };
    const LoadedStyle loaded = read_style(R"({"layers": [
        {"theme": "t", "filter": ["<", ["get", "n"], 50], "paint": {"circle-color": ["match", ["%", ["floor", ["get", "n"]], 2], 0, "#ff0101", "#00ff01"], "circle-radius": 3}},
        {"theme": "t", "paint": {"circle-color": "#010101", "circle-radius": ["interpolate", ["linear"], ["get", "n"], 0, 1, 100, 21]}}]})", "s");
    REQUIRE(loaded.notices.empty());
    const Layer few = layer_of(200), many = layer_of(20'000);
    const ClassifiedLayer small = classified(few, loaded.style, StyleScope::shapes);
    CHECK(small.rules.size() == 2 + 100);
    CHECK(small.rules[small.rule_of_feature[0]].circle_color->day == Rgba{255, 1, 1, 255});
    CHECK(small.rules[small.rule_of_feature[2]].circle_color->day == Rgba{0, 255, 1, 255});
    CHECK(small.rules[small.rule_of_feature[199]].circle_radius == Catch::Approx(20.9));
    const ClassifiedLayer large = classified(many, loaded.style, StyleScope::shapes);
    CHECK(large.rules.size() == 2 + 161);  // sixteenths from 11 to 21 px
    CHECK(large.notices.empty());
    double worst = 0;
    for (std::size_t f = 10'000; f < 20'000; ++f)
        worst = std::max(worst, std::abs(large.rules[large.rule_of_feature[f]].circle_radius - (1 + static_cast<double>(f) / 20'000 * 20)));
    CHECK(worst <= 1.0 / 32 + 1e-9);
}

TEST_CASE("a style that asks for too many looks says how many features are not drawn") {
    Layer layer;
    layer.info.theme = layer.info.name = "t";
    Column a{.name = "a", .type = Column::Type::number, .numbers = {}, .pool = {}, .text_begin = {}}, b = a;
    b.name = "b";
    for (int i = 0; i < 160'000; ++i) {
        a.numbers.push_back(i % 400);
        b.numbers.push_back(i / 400);
    }
    layer.columns = {a, b};
    layer.geometry.type.assign(a.numbers.size(), GeometryType::point);
    layer.finish();
    const LoadedStyle loaded = read_style(R"({"layers": [{"theme": "t", "paint": {"circle-color": "#000",
        "circle-radius": ["/", ["get", "a"], 4], "circle-stroke-width": ["/", ["get", "b"], 8]}}]})", "s");
    REQUIRE(loaded.notices.empty());
    const ClassifiedLayer made = classified(layer, loaded.style, StyleScope::shapes);
    CHECK(made.rules.size() <= ClassifiedLayer::most_rules);
    const auto undrawn = static_cast<std::size_t>(std::ranges::count(made.rule_of_feature, 0xffff));
    if (undrawn == 0) {
        CHECK(made.notices.empty());
    } else {
        REQUIRE(made.notices.size() == 1);
        CHECK(made.notices[0].text.key == "layers.style.too_many_rules");
        CHECK(made.notices[0].text.args[0].second == std::to_string(undrawn));
    }
}

// Whatever is written in a style: notices, never a crash, and what was read can be evaluated.
TEST_CASE("mutated styles give notices or rules, never a crash") {
    const std::string seed_text = R"x({"colors": {"sky": ["#00ff00", "#001100"]}, "background-color": "sky", "layers": [
        {"id": "a", "theme": "t", "filter": ["all", ["has", "n"], ["any", ["in", "name", "b", 3], ["==", "$type", "Point"]]], "order": 3, "minzoom": 3,
         "paint": {"fill-color": ["interpolate", ["linear"], ["zoom"], 3, "sky", 10, ["#123", "#456"]], "line-dasharray": [1, 2, 3, 4], "fill-pattern": "dots",
                   "line-width": ["let", "w", ["get", "n"], ["match", ["get", "name"], ["b", "c"], ["var", "w"], ["case", [">", ["get", "n"], 2], 3, ["step", ["zoom"], 1, 5, 2]]]]},
         "layout": {"text-field": "{name} ({n})", "text-anchor": "top-left", "text-offset": [0, 1.5], "symbol-sort-key": ["-", ["get", "n"]]}}]})x";
    REQUIRE(read_style(seed_text, "s").notices.empty());
    const Layer layer = sample();
    const unsigned seed = 20261129;
    INFO("seed " << seed);
    std::mt19937 random(seed);
    const std::string spice = R"([]{}",:0123456789-.etrufalsn"get""match"#$)";
    std::size_t rules = 0, faults = 0;
    for (int round = 0; round < 4000; ++round) {
        std::string text = seed_text;
        for (unsigned i = 0, n = 1 + random() % 4; i < n; ++i) {
            const std::size_t at = random() % text.size(), length = random() % 12;
            switch (random() % 4) {
            case 0: text[at] = spice[random() % spice.size()]; break;
            case 1: text.erase(at, length); break;
            case 2: text.insert(at, text.substr(random() % text.size(), length)); break;
            default: text.insert(at, 1, spice[random() % spice.size()]);
            }
        }
        const LoadedStyle loaded = read_style(text, "s");
        faults += loaded.notices.size();
        for (const StyleScope scope : {StyleScope::shapes, StyleScope::symbols}) {
            const ClassifiedLayer made = classified(layer, loaded.style, scope);
            rules += made.rules.size();
            PaintRule scratch;
            for (const PaintRule& rule : made.rules)
                for (const double zoom : {0.0, 14.5, 24.0}) CHECK(at_zoom(rule, zoom, scratch).line_width <= 256);
        }
        for (const Notice& notice : loaded.notices) CHECK_FALSE(notice.remedy.empty());
    }
    CHECK(rules > 100);
    CHECK(faults > 1000);
}
