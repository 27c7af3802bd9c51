// Vehicles of Traccar and of services that give JSON in their own way.
#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers_floating_point.hpp>

#include <cstring>
#include <filesystem>
#include <fstream>

#include <nlohmann/json.hpp>

#include "gis/backends/avl/gtfs_realtime.hpp"
#include "gis/backends/avl/wire.hpp"
#include "tests/web/live_source.hpp"
#include "tests/web/web_server.hpp"

using namespace vigie;
using Catch::Matchers::WithinAbs;
using nlohmann::json;
using test::LiveSource;
using test::WebAnswer;
using test::WebRequest;
using test::WebServer;

namespace {

json position(int device, const std::string& at, double lat, double lon) {
    return {{"deviceId", device}, {"fixTime", at}, {"latitude", lat}, {"longitude", lon}, {"speed", 10}, {"course", 360}, {"accuracy", 0}, {"valid", true}, {"outdated", false}};
}

} // namespace

TEST_CASE("Traccar's devices are crews by their names and their positions go forward in time") {
    std::mutex mutex;
    json positions = json::array({position(1, "2026-11-24T08:59:00.000+0000", 43.2, 2.1), position(2, "1970-01-01T00:00:00.000+00:00", 0, 0), position(3, "2032-01-01T00:00:00Z", 43.2, 2.2), position(4, "2026-11-24T08:00:00Z", 43.2, 200)});
    positions[1]["valid"] = false;
    WebServer server([&](const WebRequest& r, WebAnswer& a) {
        const std::lock_guard lock(mutex);
        if (r.headers.contains("authorization") && r.path() == "/api/devices") a.reply(200, R"([{"id":1,"name":"Camion 7"},{"id":2,"name":"Balayeuse"},{"id":"x"}])");
        else if (r.headers.contains("authorization") && r.path() == "/api/positions") a.reply(200, positions.dump());
        else a.reply(401, "");
    });
    LiveSource source;
    const std::string config = json{{"url", server.url()}, {"poll_s", 5}}.dump();
    source.start("avl", config, {}, {{"password", "t0ken"}});
    REQUIRE(source.eventually([&] { return source.is_ok(); }));
    CHECK(source.all<gis::Crew>().at("1").name == "Camion 7");
    CHECK(source.all<gis::Crew>().size() == 4);
    REQUIRE(source.positions().size() == 1);
    const gis::Position p = source.positions()[0].position;
    CHECK(source.positions()[0].crew.remote_id == "1");
    CHECK(p.place == gis::LonLat{2.1, 43.2});
    CHECK_THAT(*p.speed_ms, WithinAbs(5.1444, 1e-3));  // knots
    CHECK(p.heading_deg == 0);
    CHECK_FALSE(p.accuracy_m);  // 0 says nothing
    CHECK(source.status().why.key == "web.left_out");
    {
        const std::lock_guard lock(mutex);
        positions = json::array({position(1, "2026-11-24T08:58:00Z", 43.3, 2.1), position(2, "2026-11-24T08:59:30Z", 43.2, 2.3)});
    }
    REQUIRE(source.eventually([&] { return source.positions().size() == 2; }));
    CHECK(source.positions()[1].crew.remote_id == "2");  // the first went back in time
    source.start("avl", config, {}, {});
    REQUIRE(source.eventually([&] { return source.status().health == gis::SourceHealth::refused; }));
    CHECK(source.status().why.key == "web.no_access");
}

TEST_CASE("any JSON is read where its pointers say") {
    std::string body;
    WebServer server([&](const WebRequest&, WebAnswer& a) { a.reply(200, body); });
    const auto read = [&](const std::string& text, json layout) {
        body = text;
        layout.update({{"url", server.url("/flotte.json?x=1")}, {"layout", "json"}});
        LiveSource source;
        source.start("avl", layout.dump());
        REQUIRE(source.eventually([&] { return source.is_ok(); }));
        REQUIRE(source.positions().size() == 1);
        return source.positions()[0];
    };
    auto got = read(R"({"data":{"v":[{"ref":{"no":"12"},"nom":"Benne","pos":[2.1,"43.2"],"ts":1795510740,"kmh":36}]}})",
                    {{"list", "/data/v"}, {"id", "/ref/no"}, {"name", "/nom"}, {"lon", "/pos/0"}, {"lat", "/pos/1"}, {"time", "/ts"}, {"speed", "/kmh"}});
    CHECK(got.crew.remote_id == "12");
    CHECK(got.position.place == gis::LonLat{2.1, 43.2});
    CHECK_THAT(*got.position.speed_ms, WithinAbs(10, 1e-9));
    CHECK(gis::rfc3339(got.position.at) == "2026-11-24T08:59:00.000Z");
    got = read(R"({"type":"FeatureCollection","features":[{"id":7,"geometry":{"type":"Point","coordinates":[2.1,43.2]},"properties":{"a/b":"2026-11-24 09:59:00","v~":10}}]})",
               {{"list", "/features"}, {"lon", "/geometry/coordinates/0"}, {"lat", "/geometry/coordinates/1"}, {"time", "/properties/a~1b"}, {"speed", "/properties/v~0"}, {"speed_unit", "m/s"}});
    CHECK(got.position.speed_ms == 10);
    CHECK(gis::rfc3339(got.position.at) == "2026-11-24T08:59:00.000Z");  // no zone: the commune's
    got = read(R"({"camion-3":{"lon":2.1,"lat":43.2,"time":1795510740000}})", json::object());
    CHECK(got.crew.remote_id == "camion-3");
}

TEST_CASE("what is not a list of vehicles, or not a pointer, is said") {
    std::string body = "42";
    WebServer server([&](const WebRequest&, WebAnswer& a) { a.reply(200, body); });
    for (const std::string& bad : {std::string("42"), std::string("<html>"), std::string(200'000, '['), std::string("\xff"), std::string()}) {
        body = bad;
        LiveSource source;
        source.start("avl", json{{"url", server.url()}, {"layout", "json"}}.dump());
        REQUIRE(source.eventually([&] { return source.status().health == gis::SourceHealth::offline; }));
        CHECK(source.status().why.key == "web.unreadable");
    }
    LiveSource source;
    source.start("avl", json{{"url", server.url()}, {"layout", "json"}, {"lon", "position.lon"}}.dump());
    REQUIRE(source.eventually([&] { return source.status().health == gis::SourceHealth::refused; }));
    CHECK(source.status().why == gis::Text{"avl.bad_pointer", {{"pointer", "position.lon"}}});
}

namespace {

// A field of protocol buffers, as text, number or float.
std::string text_field(int number, const std::string& bytes) { return std::string(1, static_cast<char>(number << 3 | 2)) + static_cast<char>(bytes.size()) + bytes; }
std::string float_field(int number, float value) {
    std::string bytes(4, '\0');
    std::memcpy(bytes.data(), &value, 4);
    return std::string(1, static_cast<char>(number << 3 | 5)) + bytes;
}
std::string number_field(int number, std::uint64_t value) {
    std::string out(1, static_cast<char>(number << 3));
    for (; value >= 0x80; value >>= 7) out += static_cast<char>((value & 0x7F) | 0x80);
    return out + static_cast<char>(value);
}
std::string feed(const std::string& vehicle) {
    return text_field(1, text_field(1, "2.0") + number_field(3, 1'795'510'740)) + text_field(2, text_field(1, "e1") + text_field(4, vehicle));
}

} // namespace

TEST_CASE("vehicles of a GTFS-realtime feed are crews") {
    std::string body = feed(text_field(2, float_field(1, 43.25f) + float_field(2, 2.125f) + float_field(3, 90) + float_field(5, 7.5f)) + text_field(8, text_field(1, "bus-7") + text_field(2, "Ligne 7")));
    WebServer server([&](const WebRequest&, WebAnswer& a) { a.reply(200, body); });
    LiveSource source;
    source.start("avl", json{{"url", server.url("/VehiclePositions.pb")}, {"layout", "gtfs-rt"}}.dump());
    REQUIRE(source.eventually([&] { return source.is_ok(); }));
    CHECK(source.all<gis::Crew>().at("bus-7").name == "Ligne 7");
    REQUIRE(source.positions().size() == 1);
    const gis::Position p = source.positions()[0].position;
    CHECK(p.place == gis::LonLat{2.125, 43.25});
    CHECK(p.speed_ms == 7.5);
    CHECK(p.heading_deg == 90);
    CHECK(gis::rfc3339(p.at) == "2026-11-24T08:59:00.000Z");  // the feed's
    for (std::size_t cut = 0; cut < body.size(); ++cut) {  // cut anywhere: a part of the vehicles at most, never a wrong one
        const auto read = gis::avl::fixes_in_feed(std::string_view(body).substr(0, cut));
        CHECK((!read || read->empty()));
    }
    for (const std::string& bad : {std::string("<html><body>login</body></html>"), std::string(), std::string(1'000, '\xff')}) CHECK_FALSE(gis::avl::fixes_in_feed(bad));
}

TEST_CASE("a real operator's feed reads as its own decoder reads it") {
    const char* shared = std::getenv("VIGIE_SHARED");
    const std::filesystem::path folder = (shared ? std::filesystem::path(shared) : std::filesystem::path(VIGIE_SOURCE_DIR) / "../shared") / "data/payloads/gtfs-rt";
    if (!std::filesystem::exists(folder)) SKIP("no recorded feeds beside the project");
    std::ifstream in(folder / "elron_VehiclePositions_2020-05-04.pb", std::ios::binary);
    const auto fixes = gis::avl::fixes_in_feed(std::string(std::istreambuf_iterator<char>(in), {}));
    REQUIRE(fixes);
    std::ifstream decoded_in(folder / "elron_VehiclePositions_2020-05-04.decoded.json");
    const json decoded = json::parse(decoded_in)["entity"];
    REQUIRE(fixes->size() == decoded.size());
    for (std::size_t i = 0; i < fixes->size(); ++i) {
        CHECK_THAT(fixes->at(i).lat, WithinAbs(decoded[i]["vehicle"]["position"]["latitude"].get<double>(), 1e-5));
        CHECK_THAT(fixes->at(i).lon, WithinAbs(decoded[i]["vehicle"]["position"]["longitude"].get<double>(), 1e-5));
    }
}

TEST_CASE("Traccar's documented replies are read") {
    const char* shared = std::getenv("VIGIE_SHARED");
    const std::filesystem::path folder = (shared ? std::filesystem::path(shared) : std::filesystem::path(VIGIE_SOURCE_DIR) / "../shared") / "data/payloads/traccar";
    if (!std::filesystem::exists(folder)) SKIP("no documented replies beside the project");
    std::ifstream in(folder / "made_positions.json", std::ios::binary);
    const auto fixes = gis::avl::fixes_in(std::string(std::istreambuf_iterator<char>(in), {}), gis::avl::traccar_positions(), "Europe/Paris");
    REQUIRE(fixes);
    REQUIRE(fixes->size() >= 2);
    CHECK(fixes->at(0).id == "1");
    CHECK_THAT(*fixes->at(0).speed_ms, WithinAbs(6.389, 1e-3));
    CHECK_FALSE(fixes->at(1).is_valid);
}
