#include <catch2/catch_test_macros.hpp>

#include "gis/layers/remote/address.hpp"
#include "gis/layers/remote/service.hpp"

using namespace vigie::gis;
using namespace vigie::gis::remote;

namespace {
Address read(const std::string& text) {
    const auto address = read_address(text);
    INFO(text);
    REQUIRE(address.ok());
    return *address;
}
} // namespace

TEST_CASE("what a person pastes says what kind of service it is") {
    using Kind = Address::Kind;
    CHECK(read("https://tiles.example.fr/{z}/{x}/{y}.png").kind == Kind::pictures);
    CHECK(read("https://tiles.example.fr/{z}/{x}/{-y}.jpg?key=abc").kind == Kind::pictures);
    CHECK(read("https://tiles.example.fr/plan/{z}/{x}/{y}.pbf#zoom=0-14").kind == Kind::vector_tiles);
    CHECK(read("https://tiles.example.fr/plan/{z}/{x}/{y}.MVT").kind == Kind::vector_tiles);
    CHECK(read("https://carto.example.fr/wms?Service=wms&request=GetCapabilities").kind == Kind::wms);
    CHECK(read("https://carto.example.fr/wmts/1.0.0/WMTSCapabilities.xml").kind == Kind::wmts);
    CHECK(read("https://carto.example.fr/ows").kind == Kind::unknown);
}

TEST_CASE("a pasted request gives its layer and keeps only what belongs to the service") {
    const Address a = read("https://carto.example.fr/cgi?map=muni&SERVICE=WMS&REQUEST=GetMap&VERSION=1.3.0&LAYERS=eau%20potable,voirie&CRS=EPSG:2154&BBOX=1,2,3,4&WIDTH=5&HEIGHT=6");
    CHECK(a.choice("layer") == "eau potable,voirie");
    CHECK(a.url == "https://carto.example.fr/cgi?map=muni&SERVICE=WMS");
    const Address b = read("https://carto.example.fr/wmts#layer=plan%20IGN&set=PM&name=Plan");
    CHECK(b.url == "https://carto.example.fr/wmts");
    CHECK(b.choice("layer") == "plan IGN");
    CHECK(b.choice("set") == "PM");
    CHECK(read(with_choices(b.url, b.choices)).choices == b.choices);
}

TEST_CASE("an address with a password, with blanks, without a host or too long is refused, and no key or password is shown") {
    for (const std::string bad : {"https://jean:secret@example.fr/wms", "https://example.fr/w ms", "https:///wms", "ftp://example.fr/x", "example.fr"}) {
        INFO(bad);
        CHECK_FALSE(read_address(bad).ok());
    }
    CHECK_FALSE(read_address("https://example.fr/" + std::string(5'000, 'a')).ok());
    CHECK(shown_address("https://jean:secret@example.fr/wms?key=abc#layer=x") == "https://example.fr/wms");
    const auto refused = read_address("https://jean:secret@example.fr/wms");
    for (const auto& [name, value] : refused.error().text.args) CHECK(value.find("secret") == std::string::npos);
}

TEST_CASE("rows are counted from the north, or from the south when the template says so") {
    CHECK(filled_template("http://h/{z}/{x}/{y}", 3, 5, 1) == "http://h/3/5/1");
    CHECK(filled_template("http://h/{z}/{x}/{-y}", 3, 5, 1) == "http://h/3/5/6");
    CHECK(filled_template("http://h/{z}/{x}/{y}?s={s}", 0, 0, 0) == "http://h/0/0/0?s={s}");
    CHECK(zooms_of("3-14", {}).coarsest == 3);
    CHECK(zooms_of("3-14", {}).finest == 14);
    CHECK(zooms_of("14", {}).finest == 14);
    CHECK(zooms_of("x", {2, 5}).finest == 5);
    CHECK(zooms_of("9-3", {}).finest == 9);
    CHECK(zooms_of("0-99", {}).finest == 24);
}

TEST_CASE("addresses are no paths: they stay as they are") {
    CHECK(plain_path("https://h/{z}/{x}//{y}.png").string() == "https://h/{z}/{x}//{y}.png");
    CHECK(plain_path("/a/../b").string() == "/b");
}

TEST_CASE("GDAL's descriptions of services become addresses, and what we do not speak is named") {
    const auto tms = address_of_gdal_description("<GDAL_WMS><Service name=\"TMS\"><ServerUrl>http://h/${z}/${x}/${y}.png</ServerUrl></Service>"
                                                 "<DataWindow><TileLevel>18</TileLevel><YOrigin>top</YOrigin></DataWindow></GDAL_WMS>");
    REQUIRE(tms.ok());
    CHECK(*tms == "http://h/{z}/{x}/{y}.png#zoom=0-18");
    const auto wms = address_of_gdal_description("<GDAL_WMS><Service name=\"WMS\"><ServerUrl>http://h/wms?</ServerUrl><Layers>a,b</Layers></Service></GDAL_WMS>");
    REQUIRE(wms.ok());
    CHECK(read(*wms).choice("layer") == "a,b");
    const auto wmts = address_of_gdal_description("<GDAL_WMTS><GetCapabilitiesUrl>http://h/WMTSCapabilities.xml</GetCapabilitiesUrl><Layer>plan</Layer></GDAL_WMTS>");
    REQUIRE(wmts.ok());
    CHECK(read(*wmts).kind == Address::Kind::wmts);
    const auto other = address_of_gdal_description("<GDAL_WMS><Service name=\"VirtualEarth\"/></GDAL_WMS>");
    REQUIRE_FALSE(other.ok());
    CHECK(other.error().text.args.front().second == "VirtualEarth");
    CHECK_FALSE(address_of_gdal_description("<GDAL_WMS><Ser").ok());
}
