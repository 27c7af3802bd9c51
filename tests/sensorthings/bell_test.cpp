// SensorThings over MQTT beside HTTP: mosquitto, what mosquitto_pub says in a server's place, and topics recorded of a real one.
#include <catch2/catch_test_macros.hpp>

#include <cstdlib>
#include <filesystem>
#include <fstream>

#include <nlohmann/json.hpp>

#include "gis/backends/sensorthings/bell.hpp"
#include "tests/mqtt/broker.hpp"
#include "tests/web/live_source.hpp"
#include "tests/web/web_server.hpp"

using namespace vigie;
using nlohmann::json;
using test::Broker;
using test::LiveSource;
using test::WebAnswer;
using test::WebRequest;
using test::WebServer;

namespace {

// Two datastreams, one observation each.
void answer(const WebRequest& r, WebAnswer& a) {
    json rows = json::array();
    for (int n = 1; n <= 2; ++n) {
        if (r.path() == "/v1.1/Datastreams") rows.push_back({{"@iot.id", n}, {"name", "niveau"}, {"unitOfMeasurement", {{"symbol", "m"}}}, {"Thing", {{"name", "Pont " + std::to_string(n)}, {"Locations", json::array()}}}, {"ObservedProperty", {{"name", "niveau"}}}});
        if (r.path() == "/v1.1/Observations") rows.push_back({{"@iot.id", n}, {"phenomenonTime", "2026-11-24T08:00:00Z"}, {"result", n}, {"Datastream", {{"@iot.id", n}}}});
    }
    a.reply(200, json{{"value", rows}}.dump());
}

std::string config(const WebServer& server, const std::string& mqtt, const std::string& prefix = {}) {
    return json{{"url", server.url("/v1.1")}, {"poll_s", 3600}, {"mqtt", mqtt}, {"mqtt_prefix", prefix}}.dump();
}

bool has(const LiveSource& source, const std::string& stream, double value) {
    return std::ranges::any_of(source.observations(), [&](const gis::Observed& o) { return o.sensor.remote_id == stream && o.value == value; });
}

} // namespace

TEST_CASE("an observation that the server publishes arrives at once, each once, beside those read") {
    const Broker broker;
    WebServer server(answer);
    LiveSource source;
    source.start("sensorthings", config(server, "mqtt://127.0.0.1:" + std::to_string(broker.port())));
    REQUIRE(source.eventually([&] { return has(source, "1", 1) && has(source, "2", 2); }));
    // The broker has granted the topics once what was made before them is read.
    REQUIRE(source.eventually([&] { return std::ranges::count_if(server.requests(), [](const WebRequest& r) { return r.path() == "/v1.1/Observations"; }) >= 2; }));
    broker.publish("v1.1/Datastreams(2)/Observations", R"({"@iot.id":9,"phenomenonTime":"2026-11-24T08:30:00Z","result":2.5})");
    broker.publish("v1.1/Datastreams(2)/Observations", R"({"@iot.id":9,"phenomenonTime":"2026-11-24T08:30:00Z","result":2.5})");
    broker.publish("v1.1/Datastreams(1)/Observations", "no json");
    broker.publish("v1.1/Datastreams(7)/Observations", R"({"@iot.id":10,"phenomenonTime":"2026-11-24T08:31:00Z","result":9})");
    broker.publish("v1.1/Datastreams(1)/Observations", R"({"phenomenonTime":"2026-11-24T08:32:00Z","result":"1.5"})");
    REQUIRE(source.eventually([&] { return has(source, "1", 1.5); }));
    CHECK(has(source, "2", 2.5));
    CHECK(source.observations().size() == 4);
    CHECK(source.is_ok());
}

TEST_CASE("topics recorded of a real server are understood") {
    const char* shared = std::getenv("VIGIE_SHARED");
    const std::filesystem::path file = (shared ? std::filesystem::path(shared) : std::filesystem::path(VIGIE_SOURCE_DIR) / "../shared") / "data/payloads/mqtt/gost_observation_topics.txt";
    if (!std::filesystem::exists(file)) SKIP("no recorded topics beside the project");
    const Broker broker;
    WebServer server(answer);
    LiveSource source;
    source.start("sensorthings", config(server, "mqtt://127.0.0.1:" + std::to_string(broker.port()), "-"));
    REQUIRE(source.eventually([&] { return std::ranges::count_if(server.requests(), [](const WebRequest& r) { return r.path() == "/v1.1/Observations"; }) >= 2; }));
    std::ifstream in(file);
    for (std::string line; std::getline(in, line);)
        if (const auto blank = line.find(' '); blank != std::string::npos) broker.publish(line.substr(0, blank), line.substr(blank + 1));
    CHECK(source.eventually([&] { return has(source, "1", 43) && has(source, "1", 44); }));
    CHECK(std::ranges::count_if(source.observations(), [](const gis::Observed& o) { return o.value == 43; }) == 1);
}

TEST_CASE("a broker that is not there is said, and what is read arrives all the same") {
    WebServer server(answer);
    LiveSource source;
    source.start("sensorthings", config(server, "mqtt://127.0.0.1:1"));
    REQUIRE(source.eventually([&] { return has(source, "2", 2) && source.status().health == gis::SourceHealth::late; }));
    CHECK(source.status().why.key == "backends.mqtt.nobody");
}

TEST_CASE("an address of a broker has a host and perhaps a port") {
    for (const char* good : {"", "mqtt.ville.fr", "mqtt.ville.fr:8883", "mqtts://mqtt.ville.fr/", "mqtt://10.0.0.1:1883"}) {
        gis::sensorthings::Bell bell;
        INFO(good);
        CHECK_FALSE(gis::sensorthings::Bell::read(good, bell).has_value());
        CHECK(bell.is_there() == (std::string_view(good) != ""));
    }
    for (const char* bad : {"http://mqtt.ville.fr", "mqtt://", "mqtt.ville.fr:port", "mqtt.ville.fr:70000", "jean@mqtt.ville.fr", "mqtt.ville.fr/v1.1"}) {
        gis::sensorthings::Bell bell;
        INFO(bad);
        const auto problem = gis::sensorthings::Bell::read(bad, bell);
        REQUIRE(problem.has_value());
        CHECK(problem->klass == VIGIE_ERROR_CONFIG);
    }
}
