#include <catch2/catch_test_macros.hpp>
#include <random>
#include <string>

#include "gis/layers/vector_tiles/mvt.hpp"

using namespace vigie::gis;

namespace {

// The wire format, by hand.
std::string varint(std::uint64_t v) {
    std::string out;
    for (; v > 0x7f; v >>= 7) out += static_cast<char>((v & 0x7f) | 0x80);
    return out + static_cast<char>(v);
}
std::string field(int number, const std::string& bytes) { return varint(static_cast<std::uint64_t>(number) << 3 | 2) + varint(bytes.size()) + bytes; }
std::string field(int number, std::uint64_t value) { return varint(static_cast<std::uint64_t>(number) << 3) + varint(value); }
std::string packed(std::initializer_list<int> values) {
    std::string out;
    for (const int v : values) out += varint(static_cast<std::uint64_t>(v));
    return out;
}
int zz(int v) { return (v * 2) ^ (v >> 31); }

std::string layer(const std::string& name, const std::string& more) { return field(3, field(15, 2) + field(1, name) + more); }
std::string polygon_feature() {
    // The specification's own example of a multipolygon with a hole (4.3.5.6).
    return field(2, field(2, packed({0, 0})) + field(3, 3) + field(4, packed({9, 0, 0, 26, 20, 0, 0, 20, 19, 0, 15, 9, 22, 2, 26, 18, 0, 0, 18, 17, 0, 15, 9, 4, 13, 26, 0, 8, 8, 0, 0, 7, 15})));
}
std::string small_tile() { return layer("bati", polygon_feature() + field(3, std::string("nom")) + field(4, field(1, std::string("Mairie"))) + field(5, 4096)); }

struct Taken {
    std::string layer;
    double extent;
    MvtFeature feature;
    std::vector<std::pair<std::string, std::string>> tags;
};
std::pair<bool, std::vector<Taken>> read(const std::string& bytes) {
    std::vector<Taken> all;
    const bool good = read_mvt(bytes, [&](std::string_view name, double extent, const MvtFeature& f) {
        Taken t{std::string(name), extent, f, {}};
        for (const auto& [k, v] : f.tags) t.tags.emplace_back(k, v);
        all.push_back(std::move(t));
    });
    return {good, std::move(all)};
}

} // namespace

TEST_CASE("the specification's example of polygons is read: two outlines, and the hole of the second") {
    const auto [good, all] = read(small_tile());
    CHECK(good);
    REQUIRE(all.size() == 1);
    CHECK(all[0].layer == "bati");
    CHECK(all[0].extent == 4096);
    CHECK(all[0].tags == std::vector<std::pair<std::string, std::string>>{{"nom", "Mairie"}});
    const MvtFeature& f = all[0].feature;
    REQUIRE(f.parts.size() == 3);
    CHECK(f.parts[0] == std::vector<PlanePoint>{{0, 0}, {10, 0}, {10, 10}, {0, 10}});
    CHECK(f.parts[1] == std::vector<PlanePoint>{{11, 11}, {20, 11}, {20, 20}, {11, 20}});
    CHECK(f.parts[2] == std::vector<PlanePoint>{{13, 13}, {13, 17}, {17, 17}, {17, 13}});
    CHECK(f.hole == std::vector<bool>{false, false, true});
}

TEST_CASE("points, lines and values of every kind are read") {
    std::string values = field(4, field(1, std::string("é"))) + field(4, varint(2 << 3 | 5) + std::string("\x00\x00\xc0\x3f", 4)) + field(4, varint(3 << 3 | 1) + std::string("\x00\x00\x00\x00\x00\x00\x04\xc0", 8)) +
                         field(4, field(4, ~std::uint64_t{0})) + field(4, field(5, 7)) + field(4, field(6, 5)) + field(4, field(7, 1));
    std::string keys, tags;
    for (int i = 0; i < 7; ++i) keys += field(3, std::string(1, static_cast<char>('a' + i))), tags += packed({i, i});
    const auto [good, all] = read(layer("l", field(2, field(2, tags) + field(3, 1) + field(4, packed({17, zz(5), zz(7), zz(-2), zz(-5)}))) +
                                                 field(2, field(3, 2) + field(4, packed({9, 4, 4, 18, 0, 16, 16, 0}))) + keys + values));
    CHECK(good);
    REQUIRE(all.size() == 2);
    CHECK(all[0].feature.type == GeometryType::point);
    CHECK(all[0].feature.parts == std::vector<std::vector<PlanePoint>>{{{5, 7}}, {{3, 2}}});
    std::vector<std::string> texts;
    for (const auto& [k, v] : all[0].tags) texts.push_back(v);
    CHECK(texts == std::vector<std::string>{"é", "1.5", "-2.5", "-1", "7", "-3", "1"});
    CHECK(all[1].feature.type == GeometryType::line);
    CHECK(all[1].feature.parts == std::vector<std::vector<PlanePoint>>{{{2, 2}, {2, 10}, {10, 10}}});
}

TEST_CASE("an empty tile is a tile") {
    CHECK(read("").first);
    CHECK(read(layer("vide", "")).first);
}

TEST_CASE("what a damaged tile says is refused at the damage: unknown keys, lines without a beginning, far places, endless numbers") {
    CHECK_FALSE(read(layer("l", field(2, field(2, packed({0, 0})) + field(3, 1) + field(4, packed({9, 0, 0}))))).first);
    CHECK_FALSE(read(layer("l", field(2, field(3, 2) + field(4, packed({10, 2, 2}))))).first);
    CHECK_FALSE(read(layer("l", field(2, field(3, 2) + field(4, packed({13, 2, 2}))))).first);
    CHECK_FALSE(read(layer("l", field(5, 0))).first);
    std::string far = packed({9});
    far += varint(0xfffffffe) + varint(0);
    CHECK_FALSE(read(layer("l", field(2, field(3, 1) + field(4, far)))).first);
    CHECK_FALSE(read(std::string(20, '\xff')).first);
    CHECK_FALSE(read("\x1a\x7f").first);
    std::string many;
    for (std::size_t i = 0; i <= limits::mvt_layers; ++i) many += layer("l", "");
    CHECK_FALSE(read(many).first);
}

TEST_CASE("a tile cut anywhere gives what stood before the cut, never more") {
    const std::string whole = small_tile() + small_tile();
    std::size_t both = 0;
    for (std::size_t cut = 0; cut <= whole.size(); ++cut) {
        const auto [good, all] = read(whole.substr(0, cut));
        CHECK(all.size() <= 2);
        both += all.size() == 2 ? 1 : 0;
    }
    CHECK(both == 1);
}

TEST_CASE("what does not inflate, or to more than is sensible, is no tile") {
    std::string out;
    CHECK(inflate_tile("\x1a\x00", out));
    CHECK(out == "\x1a");
    CHECK_FALSE(inflate_tile("\x1f\x8b broken", out));
}
