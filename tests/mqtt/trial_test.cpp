// The Tester button and the mapping tried on a sample.
#include <catch2/catch_test_macros.hpp>
#include <nlohmann/json.hpp>

#include "tests/mqtt/broker.hpp"

using namespace vigie::gis;
using namespace vigie::test;
using nlohmann::json;

namespace {

const json offline{{"address", "nowhere.invalid"}, {"profile", "json"}, {"pattern", "town/{device}"}, {"device", "{device}"}, {"values", {{{"path", "level"}}}}};

SourceConfig source(const json& config) { return {"s", "S", "mqtt", config.dump(), false}; }

} // namespace

TEST_CASE("testing waits for messages and shows what they give") {
    const Broker broker;
    broker.publish("town/a", R"({"level":3})", true);
    json config = offline;
    config.update({{"address", "127.0.0.1"}, {"port", broker.port()}, {"tls", false}});
    Listening l;
    const auto trial = l.hub.test(source(config), 200, Millis{10'000});
    REQUIRE(trial.ok());
    CHECK(trial->batch.changes.size() == 1);
    REQUIRE(trial->sample);
    CHECK(trial->sample->where == "town/a");
    CHECK(trial->sample->why.empty());
}

TEST_CASE("a message of which nothing can be made is shown as it came, with the reason") {
    const Broker broker;
    broker.publish("town/a", R"({"hauteur":3})", true);
    json config = offline;
    config.update({{"address", "127.0.0.1"}, {"port", broker.port()}, {"tls", false}});
    Listening l;
    const auto trial = l.hub.test(source(config), 200, Millis{2'000});
    REQUIRE(trial.ok());
    CHECK(trial->batch.changes.empty());
    REQUIRE(trial->sample);
    CHECK(trial->sample->text == R"({"hauteur":3})");
    CHECK(trial->sample->why == Text{"backends.mqtt.no_value", {{"path", "level"}}});
}

TEST_CASE("a pasted message is tried without any network") {
    Listening l;
    const auto given = l.hub.try_sample(source(offline), "town/a", R"({"level":3})");
    REQUIRE(given.ok());
    REQUIRE(given->changes.size() == 2);
    CHECK(std::get<Observed>(given->changes[1]).value == 3);
    const auto nothing = l.hub.try_sample(source(offline), "town/a/b", R"({"level":3})");
    REQUIRE_FALSE(nothing.ok());
    CHECK(nothing.error().text.key == "backends.mqtt.other_topic");
    const auto unable = l.hub.try_sample({"s", "S", "files", R"({"path":"/x","kind":"arbre"})", false}, "", "");
    REQUIRE_FALSE(unable.ok());
}

TEST_CASE("values are proposed from a message, known names with their unit") {
    Listening l;
    const auto proposed = l.hub.propose(source(offline), "town/a", R"({"data":{"temperature":21.5,"battery":88,"foo":true},"lat":47.2,"lon":-1.5,"ts":1777716000})");
    REQUIRE(proposed.ok());
    const json given = json::parse(*proposed);
    CHECK(given["lat"] == "lat");
    CHECK(given["time"] == "ts");
    REQUIRE(given["values"].size() == 2);
    CHECK(given["values"][0]["path"] == "data.foo");
    CHECK(given["values"][1]["unit"] == "Cel");
}
