#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>
#include <catch2/generators/catch_generators_range.hpp>

#include <cmath>
#include <cstring>
#include <limits>

#include "gis/store/gpkg_blob.hpp"
#include "model/samples.hpp"

using namespace vigie::gis;
using vigie::test::Samples;

TEST_CASE("every shape comes back equal from its GeoPackage bytes") {
    const std::uint64_t seed = GENERATE(range(1, 200));
    CAPTURE(seed);
    const Geometry g = Samples(seed).geometry();
    const std::string bytes = gpkg_from_geometry(g);
    if (g.type == GeometryType::none) { CHECK(bytes.empty()); return; }
    CHECK(bytes.starts_with("GP"));
    CHECK(geometry_from_gpkg(bytes) == g);
}

TEST_CASE("cut or changed bytes are refused or read, never more") {
    const std::uint64_t seed = GENERATE(range(1, 40));
    CAPTURE(seed);
    Samples samples(seed);
    const std::string bytes = gpkg_from_geometry(samples.geometry());
    for (std::size_t length = 0; length < bytes.size(); ++length) CHECK_FALSE(geometry_from_gpkg(std::string_view(bytes).substr(0, length)));
    for (int i = 0; i < 200 && !bytes.empty(); ++i) {
        std::string changed = bytes;
        changed[samples.below(changed.size())] = static_cast<char>(samples.below(256));
        (void)geometry_from_gpkg(changed);  // must return, whatever it says
    }
}

TEST_CASE("heights and measures that other programs add are dropped") {
    std::string bytes = gpkg_from_point({2.5, 48.25});
    bytes[9] = '\xE9';  // ISO WKB 1001: point Z
    bytes[10] = '\x03';
    bytes.append(8, '\0');
    CHECK(geometry_from_gpkg(bytes) == Geometry{.type = GeometryType::point, .points = {{2.5, 48.25}}});
}

TEST_CASE("shapes are brought to one form") {
    Geometry line{.type = GeometryType::line, .points = {{1, 2}, {3, 4}}};
    normalise(line);
    CHECK(line.parts == std::vector<std::uint32_t>{0});
    Geometry point{.type = GeometryType::point, .points = {{1, 2}}, .parts = {0}};
    normalise(point);
    CHECK(point.parts.empty());
    Geometry nothing{.type = GeometryType::polygon};
    normalise(nothing);
    CHECK(nothing == Geometry{});
}

TEST_CASE("a point that another program emptied is no place, and numbers that are none are refused") {
    const auto bytes_of = [](double lon, double lat) {
        std::string bytes = gpkg_from_point({2.5, 48.25});
        std::memcpy(bytes.data() + bytes.size() - 16, &lon, sizeof lon);
        std::memcpy(bytes.data() + bytes.size() - 8, &lat, sizeof lat);
        return bytes;
    };
    const double nan = std::nan(""), infinity = std::numeric_limits<double>::infinity();
    CHECK(geometry_from_gpkg(bytes_of(nan, nan)) == Geometry{});  // WKB has no other way to say POINT EMPTY
    CHECK_FALSE(geometry_from_gpkg(bytes_of(nan, 48)));
    CHECK_FALSE(geometry_from_gpkg(bytes_of(2, infinity)));
}
