// Capabilities as servers in the field write them, in small.
#include <catch2/catch_test_macros.hpp>
#include <cmath>

#include "gis/layers/remote/capabilities.hpp"

using namespace vigie::gis;
using namespace vigie::gis::remote;

namespace {

const char* const wms_111 = R"(<?xml version="1.0"?><WMT_MS_Capabilities version="1.1.1"><Service><Name>OGC:WMS</Name><Title>Ancien</Title></Service>
<Capability><Request><GetMap><Format>image/jpeg</Format><DCPType><HTTP><Get><OnlineResource xmlns:xlink="http://www.w3.org/1999/xlink" xlink:href="http://interne:8080/wms?"/></Get></HTTP></DCPType></GetMap></Request>
<Layer><Title>Tout</Title><SRS>EPSG:4326 EPSG:27572</SRS><LatLonBoundingBox minx="3" miny="43" maxx="4" maxy="44"/>
<Layer><Name>a</Name><Title>A</Title><SRS>EPSG:2154</SRS></Layer><Layer><Name>b</Name></Layer></Layer></Capability></WMT_MS_Capabilities>)";

std::string wms_13(const std::string& crs) {
    return R"(<WMS_Capabilities version="1.3.0" xmlns="http://www.opengis.net/wms"><Service><Title>T</Title></Service><Capability><Request><GetMap><Format>image/png</Format></GetMap></Request>
<Layer><Name>a</Name><CRS>)" + crs + "</CRS></Layer></Capability></WMS_Capabilities>";
}

// In the west of the Atlantic: order of axes and units of a geographic matrix show.
std::string wmts(const std::string& crs, const std::string& corner) {
    return R"(<Capabilities xmlns="http://www.opengis.net/wmts/1.0" xmlns:ows="http://www.opengis.net/ows/1.1" xmlns:xlink="http://www.w3.org/1999/xlink" version="1.0.0">
<ows:OperationsMetadata><ows:Operation name="GetTile"><ows:DCP><ows:HTTP><ows:Get xlink:href="http://h/kvp?"><ows:Constraint name="GetEncoding"><ows:AllowedValues><ows:Value>KVP</ows:Value></ows:AllowedValues></ows:Constraint></ows:Get></ows:HTTP></ows:DCP></ows:Operation></ows:OperationsMetadata>
<Contents><Layer><ows:Title>Plan</ows:Title><ows:Identifier>PLAN</ows:Identifier><Style isDefault="true"><ows:Identifier>normal</ows:Identifier></Style><Format>image/png</Format>
<Dimension><ows:Identifier>Time</ows:Identifier><Default>2024</Default></Dimension>
<TileMatrixSetLink><TileMatrixSet>S</TileMatrixSet><TileMatrixSetLimits><TileMatrixLimits><TileMatrix>1</TileMatrix><MinTileRow>1</MinTileRow><MaxTileRow>1</MaxTileRow><MinTileCol>2</MinTileCol><MaxTileCol>9</MaxTileCol></TileMatrixLimits></TileMatrixSetLimits></TileMatrixSetLink></Layer>
<TileMatrixSet><ows:Identifier>S</ows:Identifier><ows:SupportedCRS>)" + crs + R"(</ows:SupportedCRS>
<TileMatrix><ows:Identifier>1</ows:Identifier><ScaleDenominator>139770566.0071794</ScaleDenominator><TopLeftCorner>)" + corner + R"(</TopLeftCorner><TileWidth>256</TileWidth><TileHeight>256</TileHeight><MatrixWidth>4</MatrixWidth><MatrixHeight>2</MatrixHeight></TileMatrix>
<TileMatrix><ows:Identifier>0</ows:Identifier><ScaleDenominator>279541132.0143589</ScaleDenominator><TopLeftCorner>)" + corner + R"(</TopLeftCorner><TileWidth>256</TileWidth><TileHeight>256</TileHeight><MatrixWidth>2</MatrixWidth><MatrixHeight>1</MatrixHeight></TileMatrix>
</TileMatrixSet></Contents></Capabilities>)";
}

TiledLayer tiles_of(const Result<WmsCapabilities>& wms, int plane, const std::string& url = "http://dehors/wms") {
    REQUIRE(wms.ok());
    const auto tiles = wms_tiles(*wms, wms->layers[0], *read_address(url), plane);
    REQUIRE(tiles.ok());
    return *tiles;
}

} // namespace

TEST_CASE("systems are known under all the names that servers give them") {
    for (const char* name : {"EPSG:2154", "urn:ogc:def:crs:EPSG::2154", "urn:ogc:def:crs:EPSG:6.9:2154", "http://www.opengis.net/def/crs/EPSG/0/2154"}) CHECK(epsg_of(name) == 2154);
    CHECK(epsg_of("EPSG:900913") == 3857);
    CHECK(epsg_of("urn:ogc:def:crs:OGC:1.3:CRS84") == 4326);
    for (const char* name : {"", "EPSG:", "IGNF:LAMB93", "EPSG:abc", "AUTO:42001,1,2"}) CHECK(epsg_of(name) == 0);
}

TEST_CASE("layers of a WMS have the systems and the extent of what they stand in; an inner address is not believed") {
    const auto wms = read_wms(wms_111);
    REQUIRE(wms.ok());
    REQUIRE(wms->layers.size() == 2);
    CHECK(wms->layers[0].epsg == std::vector<int>{4326, 27572, 2154});
    CHECK(wms->layers[1].title == "b");
    REQUIRE(wms->layers[1].extent);
    CHECK(*wms->layers[1].extent == LonLatBox{3, 43, 4, 44});
    const std::string url = tiles_of(wms, 2154).url({0, 0, 0});
    CHECK(url.starts_with("http://dehors/wms?"));
    CHECK(url.find("VERSION=1.1.1") != std::string::npos);
    CHECK(url.find("SRS=EPSG:2154") != std::string::npos);
    CHECK(url.find("FORMAT=image%2Fjpeg") != std::string::npos);
}

TEST_CASE("a box is written north first only for the systems and the version that want it") {
    const auto box = [](const TiledLayer& t) {
        const TilePlace at{10, 6, 1};
        const PlaneBox b = t.matrices[at.matrix].box(at.column, at.row);
        const std::string url = t.url(at);
        const std::string first = url.substr(url.find("BBOX=") + 5);
        return std::pair{std::stod(first), b};
    };
    const auto geographic = box(tiles_of(read_wms(wms_13("EPSG:4326")), 2154));
    CHECK(std::abs(geographic.first - geographic.second.min_y) < 1e-9);
    const auto lambert = box(tiles_of(read_wms(wms_13("EPSG:2154")), 2154));
    CHECK(std::abs(lambert.first - lambert.second.min_x) < 1e-6);
    const auto old = box(tiles_of(read_wms(wms_111), 3857));
    CHECK(std::abs(old.first - old.second.min_x) < 1e-9);
}

TEST_CASE("a WMTS grid in degrees is read with its axes and its units, coarse to fine, within the layer's limits") {
    for (const auto& [crs, corner] : {std::pair{"urn:ogc:def:crs:EPSG::4326", "90 -180"}, {"urn:ogc:def:crs:OGC:1.3:CRS84", "-180 90"}, {"EPSG:4326", "-180 90"}}) {
        INFO(crs);
        const auto service = read_wmts(wmts(crs, corner));
        REQUIRE(service.ok());
        const WmtsSet& set = service->sets.at("S");
        REQUIRE(set.matrices.size() == 2);
        CHECK(set.matrices[0].id == "0");
        CHECK(set.matrices[0].left == -180);
        CHECK(set.matrices[0].top == 90);
        CHECK(std::abs(set.matrices[0].units_per_px * 256 - 180) < 1e-6);
        const auto tiles = wmts_tiles(*service, service->layers[0], *read_address("http://h/wmts"), 2154);
        REQUIRE(tiles.ok());
        REQUIRE(tiles->matrices.size() == 1);
        CHECK(tiles->matrices[0].first_column == 2);
        CHECK(tiles->matrices[0].last_column == 3);
        CHECK(tiles->matrices[0].first_row == 1);
        const std::string url = tiles->url({0, 2, 1});
        for (const char* part : {"http://h/kvp?", "LAYER=PLAN", "STYLE=normal", "TILEMATRIXSET=S", "TILEMATRIX=1", "TILEROW=1", "TILECOL=2", "Time=2024"}) CHECK(url.find(part) != std::string::npos);
    }
}

TEST_CASE("capabilities cut anywhere, empty, or of another kind are refused or read in part, never worse") {
    for (const std::string& whole : {std::string(wms_111), wms_13("EPSG:2154"), wmts("EPSG:4326", "-180 90")})
        for (std::size_t cut = 0; cut < whole.size(); cut += 7) {
            const std::string part = whole.substr(0, cut);
            (void)document_kind(part);
            (void)read_wms(part);
            (void)read_wmts(part);
        }
    CHECK_FALSE(read_wms("").ok());
    CHECK_FALSE(read_wmts("<Capabilities xmlns='http://www.opengis.net/wmts/1.0'><Contents/></Capabilities>").ok());
    CHECK_FALSE(read_wms("<html/>").ok());
    std::string deep = "<WMS_Capabilities version='1.3.0'><Capability>";
    for (int i = 0; i < 200; ++i) deep += "<Layer><Name>n" + std::to_string(i) + "</Name>";
    for (int i = 0; i < 200; ++i) deep += "</Layer>";
    const auto wms = read_wms(deep + "</Capability></WMS_Capabilities>");
    REQUIRE(wms.ok());
    CHECK(wms->layers.size() == 33);
}

TEST_CASE("the words of exception reports are found under any prefix, short and whole") {
    CHECK(exception_words("<ServiceExceptionReport><ServiceException code='X'>\n  Couche inconnue  \n</ServiceException></ServiceExceptionReport>") == "Couche inconnue");
    CHECK(exception_words("<ows:ExceptionReport xmlns:ows='u'><ows:Exception exceptionCode='TileOutOfRange'><ows:ExceptionText>hors de portée</ows:ExceptionText></ows:Exception></ows:ExceptionReport>") == "hors de portée");
    CHECK(exception_words("<ows:ExceptionReport xmlns:ows='u'><ows:Exception exceptionCode='TileOutOfRange'/></ows:ExceptionReport>") == "TileOutOfRange");
    CHECK(exception_words("<html>erreur</html>").empty());
    CHECK(exception_words("\x89PNG").empty());
    std::string accents;
    for (int i = 0; i < 500; ++i) accents += "é";
    CHECK(exception_words("<ServiceExceptionReport><ServiceException>" + accents + "</ServiceException></ServiceExceptionReport>").size() == 300);
}
