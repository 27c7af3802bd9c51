// Projects that are broken, or made to hurt. Each must end, in bounded memory, with words.
#include <catch2/catch_test_macros.hpp>

#include <chrono>
#include <cstdlib>
#include <random>

#include "gis/layers/open.hpp"
#include "gis/layers/qgis/project.hpp"
#include "gis/layers/style.hpp"
#include "tests/qgis/written_project.hpp"

using namespace vigie::gis;
using namespace vigie::tests;

namespace {

const std::string dots = single(symbol("0", "marker", {"SimpleMarker|color=1,2,3,255|outline_style=no"}));

// A project with a bit of everything, to be damaged.
std::string rich() {
    const std::string rules = "<renderer-v2 type=\"RuleRenderer\" symbollevels=\"1\"><rules><rule filter=\"kind = 'a' AND n > 2\" symbol=\"0\" scalemaxdenom=\"10000\"><rule filter=\"ELSE\" symbol=\"1\"/></rule><rule filter=\"n IN (1,2,3)\" symbol=\"1\"/></rules><symbols>" +
                              symbol("0", "marker", {"SimpleMarker|color=1,2,3,255|size=3|size_unit=MapUnit", "SvgMarker|name=tree.svg|size=4"}) + symbol("1", "marker", {"SimpleMarker|name=star|angle=45"}) + "</symbols></renderer-v2>";
    const std::string labels = "<labeling type=\"simple\"><settings><text-style fieldName=\"format('%1 (%2)', kind, n)\" isExpression=\"1\" fontSize=\"9\"><text-buffer bufferDraw=\"1\"/></text-style><rendering scaleVisibility=\"1\" scaleMin=\"1\" scaleMax=\"9000\"/></settings></labeling>";
    const WrittenLayer a{.id = "a", .name = "Points", .inside = rules + labels}, b{.id = "b", .name = "Carrés", .geometry = "Polygon", .source = "./squares.geojson|subset=\"name\" = 'nord'", .inside = single(symbol("0", "fill", {"SimpleFill|color=1,2,3,4|style=cross|outline_style=dash"}))};
    return project({a, b}, leaf(a) + "<layer-tree-group name=\"G\">" + leaf(b) + "</layer-tree-group>");
}

} // namespace

TEST_CASE("broken XML gives an error with its line, and other files of the folder open") {
    const Folder folder;
    folder.write("points.geojson", points());
    std::string xml = project({{.inside = dots}});
    folder.write("essai.qgs", xml.substr(0, xml.size() / 2));
    const OpenedData data = open_paths({folder.path}, {});
    CHECK(data.layers.size() == 1);
    CHECK_FALSE(data.layers[0]->info.waits);
    REQUIRE_FALSE(data.notices.empty());
    CHECK(data.notices[0].text.key == "layers.qgis.bad_xml");
    CHECK(data.notices[0].severity == Severity::error);
}

TEST_CASE("a file of another kind, an empty one and a bad archive are told apart from a project") {
    const Folder folder;
    CHECK(open_paths({folder.write("a.qgs", "<html/>")}, {}).notices.at(0).text.key == "layers.qgis.not_a_project");
    CHECK(open_paths({folder.write("b.qgs", "")}, {}).notices.at(0).text.key == "layers.qgis.bad_xml");
    CHECK(open_paths({folder.write("c.qgz", "not a zip")}, {}).notices.at(0).text.key == "layers.qgis.unreadable");
    CHECK(open_paths({folder.path / "nowhere.qgs"}, {}).notices.at(0).text.key == "layers.open.missing");
}

TEST_CASE("a billion laughs stay unexpanded") {
    const Folder folder;
    std::string xml = "<?xml version=\"1.0\"?><!DOCTYPE qgis [<!ENTITY l0 \"ha\">";
    for (int i = 1; i < 40; ++i) xml += "<!ENTITY l" + std::to_string(i) + " \"&l" + std::to_string(i - 1) + ";&l" + std::to_string(i - 1) + ";\">";
    xml += "]><qgis><title>&l39;</title><projectlayers/></qgis>";
    const auto read = qgis::read_project_text(xml, folder.path / "rire.qgs");
    REQUIRE(read.ok());
    CHECK(read->title.size() < 100);
    const auto outside = qgis::read_project_text("<!DOCTYPE qgis [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><qgis><title>&x;</title></qgis>", folder.path / "x.qgs");
    REQUIRE(outside.ok());
    CHECK(outside->title == "&x;");
}

TEST_CASE("an archive that unpacks to more than the bound is refused") {
    const Folder folder;
    const std::string make = "cd '" + folder.path.string() + "' && python3 -c \"import zipfile; z = zipfile.ZipFile('b.qgz', 'w', zipfile.ZIP_DEFLATED); z.writestr('b.qgs', b'<qgis>' + b' ' * (80 << 20)); z.close()\"";
    if (std::system(make.c_str()) != 0) SKIP("python3 is not here to make an archive");
    CHECK(std::filesystem::file_size(folder.path / "b.qgz") < 1 << 20);
    const auto read = qgis::read_project(folder.path / "b.qgz");
    REQUIRE_FALSE(read.ok());
    CHECK(read.error().text.key == "layers.qgis.too_big");
}

TEST_CASE("trees, rules, symbols and lists without end are cut") {
    const Folder folder;
    folder.write("points.geojson", points());
    std::string groups, ends, rules, rule_ends, nested;
    for (int i = 0; i < 20'000; ++i) groups += "<layer-tree-group name=\"g\">", ends += "</layer-tree-group>";
    const auto deep = qgis::read_project_text(project({}, groups + ends), folder.path / "p.qgs");
    CHECK(deep.ok());
    for (int i = 0; i < 5'000; ++i) rules += "<rule filter=\"n = " + std::to_string(i) + "\" symbol=\"0\">", rule_ends += "</rule>";
    const std::string symbols = "<symbols>" + symbol("0", "marker", {"SimpleMarker|color=1,2,3,255"}) + "</symbols>";
    const auto tree = qgis::read_project_text(project({{.inside = "<renderer-v2 type=\"RuleRenderer\"><rules>" + rules + rule_ends + "</rules>" + symbols + "</renderer-v2>"}}), folder.path / "p.qgs");
    REQUIRE(tree.ok());
    CHECK(tree->layers.at(0).looks.size() <= 48);
    CHECK(tree->notices.size() < 100);
    std::string symbol_xml, symbol_end;
    for (int i = 0; i < 5'000; ++i) symbol_xml += "<symbol><layer class=\"ArrowLine\">", symbol_end += "</layer></symbol>";
    CHECK(qgis::read_project_text(project({{.inside = single(symbol_xml + symbol_end)}}), folder.path / "p.qgs").ok());
    std::vector<WrittenLayer> many;
    for (int i = 0; i < 1'500; ++i) many.push_back({.id = std::to_string(i), .name = std::to_string(i)});
    const auto wide = qgis::read_project_text(project(many), folder.path / "p.qgs");
    REQUIRE(wide.ok());
    CHECK(wide->layers.size() == qgis::most_project_layers);
}

TEST_CASE("a project damaged anywhere is still read or refused, and what it gives is a style") {
    const Folder folder;
    folder.write("points.geojson", points());
    folder.write("squares.geojson", squares());
    const std::string whole = rich();
    REQUIRE(qgis::read_project_text(whole, folder.path / "p.qgs")->layers.size() == 2);
    constexpr unsigned seed = 20'261'129;
    std::mt19937 random(seed);
    const std::string tokens[] = {"\"", "<", ">", "&", "-1", "1e999", "nan", "ELSE", "(", "'", "\xff", "qgis", "</rule>", "<symbol>", "999999999999", ""};
    int read = 0;
    for (int round = 0; round < 3'000; ++round) {
        std::string damaged = whole;
        const int cuts = 1 + static_cast<int>(random() % 4);
        for (int i = 0; i < cuts; ++i) {
            const std::size_t at = random() % damaged.size();
            const std::string& token = tokens[random() % std::size(tokens)];
            switch (random() % 4) {
            case 0: damaged.erase(at, random() % 40); break;
            case 1: damaged.insert(at, token); break;
            case 2: damaged.replace(at, std::min<std::size_t>(token.size(), damaged.size() - at), token); break;
            case 3: damaged[at] = static_cast<char>(random()); break;
            }
            if (damaged.empty()) damaged = "<qgis/>";
        }
        INFO("seed " << seed << ", round " << round);
        const auto project = qgis::read_project_text(damaged, folder.path / "p.qgs");
        if (!project) continue;
        ++read;
        const LoadedStyle style = read_style(project->style_json, "p.qgs");
        for (const Notice& notice : style.notices) CHECK(notice.text.key != "layers.style.not_json");
    }
    CHECK(read > 200);  // the damage is not all in the XML
}
