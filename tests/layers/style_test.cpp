#include <catch2/catch_test_macros.hpp>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <set>
#include <unistd.h>

#include "gis/layers/folding.hpp"
#include "gis/layers/gazetteer.hpp"
#include "gis/layers/style.hpp"

using namespace vigie::gis;

namespace {
struct StyleFile {
    std::filesystem::path path = std::filesystem::temp_directory_path() / ("vigie-style-" + std::to_string(::getpid()) + ".json");
    explicit StyleFile(const std::string& text) { std::ofstream(path, std::ios::binary) << text; }
    ~StyleFile() { std::filesystem::remove(path); }
};
std::string arg(const Notice& notice, const std::string& name) {
    for (const auto& [key, value] : notice.text.args)
        if (key == name) return value;
    return {};
}
Layer layer_with(std::string theme, Column column) {
    Layer layer;
    layer.info.theme = std::move(theme);
    const std::size_t n = column.type == Column::Type::text ? column.text_begin.size() - 1 : column.numbers.size();
    layer.geometry.type.assign(n, GeometryType::point);
    layer.columns.push_back(std::move(column));
    layer.finish();
    return layer;
}
Column texts(std::string name, const std::vector<std::string>& values) {
    Column c;
    c.name = std::move(name);
    c.text_begin.push_back(0);
    for (const std::string& v : values) {
        c.pool += v;
        c.text_begin.push_back(static_cast<std::uint32_t>(c.pool.size()));
    }
    return c;
}
MapStyle municipal() {
    const LoadedStyle loaded = load_style(std::filesystem::path(VIGIE_SOURCE_DIR) / "assets/styles/municipal.json");
    for (const Notice& n : loaded.notices) UNSCOPED_INFO(n.text.key << " " << arg(n, "what") << " line " << arg(n, "line"));
    REQUIRE(loaded.notices.empty());
    return loaded.style;
}
} // namespace

TEST_CASE("the municipal style has every theme, and the colours of the interface by day and by night") {
    const MapStyle style = municipal();
    CHECK(style.background == DayNight{{0xef, 0xee, 0xe9}, {0x14, 0x1b, 0x20}});
    std::set<std::string> themes;
    for (const PaintRule& rule : style.rules) {
        themes.insert(rule.theme);
        INFO(rule.id);
        CHECK((rule.fill_color || rule.line_color || rule.circle_color));
        CHECK((rule.text_field.empty() || (rule.text_color && rule.text_halo_color)));
        if (rule.theme == "building") {
            CHECK(rule.fill_color == DayNight{{0xd5, 0xcf, 0xc2}, {0x25, 0x31, 0x3a}});
            CHECK(rule.minzoom == 15);
        }
    }
    for (const char* theme : {"building", "public_building", "street", "parcel", "block", "green", "park", "water", "river", "district",
                              "boundary", "light", "cabinet", "tree", "address", "hydrant", "water_main", "sewer_main", "valve", "pump",
                              "bin", "container", "sign", "playground", "sports", "cemetery", "square", "bench", "meter_point",
                              "crossing", "other_point", "other_line", "other_polygon"})
        CHECK(themes.contains(theme));
}

TEST_CASE("streets take the width of their class") {
    const MapStyle style = municipal();
    const Layer streets = layer_with("street", texts("class", {"Avenue", "rue", "", "ruelle", "BOULEVARD", "chemin", "sentier"}));
    const auto rules = classify(streets, style);
    const auto width = [&](std::size_t f) { return style.rules[rules[f]].line_width_m; };
    CHECK(width(0) == 13);
    CHECK(width(1) == 7.6);
    CHECK(width(2) == 7.6);
    CHECK(width(3) == 5);
    CHECK(width(4) == 15);
    CHECK(width(5) == 5);
    CHECK(width(6) == 2);
    CHECK(style.rules[rules[0]].line_width == 3.2);
    CHECK(style.rules[rules[1]].text_along_line);
}

TEST_CASE("a feature no rule wants is not drawn") {
    const MapStyle style = municipal();
    CHECK(classify(layer_with("no such theme", texts("class", {"a"})), style) == std::vector<std::uint16_t>{0xffff});
}

TEST_CASE("the benchmark style colours by category modulo eight, with or without the column") {
    const MapStyle style = bench_style();
    Column category{.name = "category", .type = Column::Type::integer, .numbers = {0, 7, 8, 1007, -1, std::nan("")}, .pool = {}, .text_begin = {}};
    const auto rules = classify(layer_with("light", category), style);
    CHECK(rules == std::vector<std::uint16_t>{0, 7, 0, 7, 8, 8});
    CHECK(style.rules[0].circle_color->day == Rgba{0xe4, 0x1a, 0x1c});
    CHECK(classify(layer_with("light", texts("x", {"a"})), style) == std::vector<std::uint16_t>{8});
}

TEST_CASE("a style that is not JSON says where") {
    const StyleFile file("{\n  \"layers\": [\n    {\"theme\": \"light\",}\n  ]\n}\n");
    const LoadedStyle loaded = load_style(file.path);
    REQUIRE(loaded.notices.size() == 1);
    CHECK(loaded.notices[0].text.key == "layers.style.not_json");
    CHECK(arg(loaded.notices[0], "line") == "3");
    CHECK(arg(loaded.notices[0], "column") == "23");
}

TEST_CASE("a wrong value is named with line and column, and the rest of the style applies") {
    const StyleFile file("{\"colors\": {\"sky\": [\"#00ff00\", \"#001100\"]},\n"
                         " \"layers\": [\n"
                         "  {\"theme\": \"light\",\n"
                         "   \"paint\": {\"circle-color\": \"sky\", \"fill-color\": \"#12\",\n"
                         "             \"circle-radius\": -3, \"colour\": 1}},\n"
                         "  {\"id\": \"lost\", \"paint\": {}},\n"
                         "  {\"theme\": \"tree\", \"filter\": [\"between\", 3]},\n"
                         "  {\"theme\": \"street\", \"filter\": [\"in\", [\"get\", \"highway\"], [\"literal\", [\"primary\", 3]]]}\n"
                         " ]}");
    const LoadedStyle loaded = load_style(file.path);
    REQUIRE(loaded.style.rules.size() == 2);  // a rule without its filter would paint everything: it is left out
    CHECK(loaded.style.rules[0].circle_color == DayNight{{0, 255, 0}, {0, 17, 0}});
    CHECK(loaded.style.rules[0].circle_radius == 2);
    CHECK(loaded.style.rules[1].theme == "street");
    std::set<std::string> found;
    for (const Notice& n : loaded.notices) found.insert(n.text.key + " " + arg(n, "line") + ":" + arg(n, "column"));
    CHECK(found == std::set<std::string>{"layers.style.bad_color 4:51", "layers.style.bad_number 5:31", "layers.style.unknown_member 5:45",
                                         "layers.style.no_theme 6:3", "layers.style.expression.unknown_operator 7:32"});
}

TEST_CASE("a missing, empty or foreign style file gives a notice, never a crash") {
    CHECK(load_style("/nowhere/style.json").notices.size() == 1);
    CHECK(load_style(StyleFile("").path).notices.size() == 1);
    const StyleFile list("[1, 2, 3]");
    CHECK(load_style(list.path).notices.at(0).text.key == "layers.style.no_layers");
    const StyleFile number("12");
    CHECK(load_style(number.path).notices.size() == 1);
}

TEST_CASE("words fold to what people type") {
    CHECK(folded_plain("L’Œuvre-Dieu, ÉCOLE  n° 3") == "l oeuvre dieu ecole n 3");
    CHECK(folded_plain("e\xcc\x81t\xc3\xa9") == "ete");
    CHECK(folded_plain("\xff\xfe" "abc\xc3") == "abc");
    CHECK(folded("12 bis, r. St-Guilhem") == "12 bis rue saint guilhem");
    CHECK(folded("Av. du Gal de Gaulle") == "avenue du general de gaulle");
    CHECK(folded("Bd. Pl. R") == "boulevard place r");
    CHECK(readable_case("HOPITAUX-FACULTES") == "Hopitaux-Facultes");
    CHECK(readable_case("RUE DE L'ÉCOLE LOUIS XIV") == "Rue de l'École Louis XIV");
    CHECK(readable_case("Rue déjà bien") == "Rue déjà bien");
}

TEST_CASE("a style of a hundred thousand brackets is refused, not followed to the end of the stack") {
    const StyleFile file(R"({"layers":[{"theme":"a","filter":)" + std::string(100'000, '[') + std::string(100'000, ']') + "}]}");
    const LoadedStyle loaded = load_style(file.path);
    REQUIRE(loaded.notices.size() == 1);
    CHECK(loaded.notices[0].text.key == "layers.style.too_deep");
    CHECK(loaded.style.rules.empty());
}
