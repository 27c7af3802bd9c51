// A source against a real broker: mosquitto, and messages that mosquitto_pub sends.
#include <catch2/catch_test_macros.hpp>
#include <nlohmann/json.hpp>

#include "tests/loopback.hpp"
#include "tests/mqtt/broker.hpp"

using namespace vigie::gis;
using namespace vigie::test;
using nlohmann::json;

namespace {

json plain(const Broker& broker) {
    return {{"address", "127.0.0.1"}, {"port", broker.port()}, {"tls", false}, {"profile", "json"}, {"pattern", "town/{site}/{device}"},
            {"device", "{site}-{device}"}, {"values", {{{"path", "level"}, {"unit", "m"}, {"scale", 0.001}}}}};
}

std::string why(const Listening& l) { return l.status().why.key; }

} // namespace

TEST_CASE("values of many topics arrive through one subscription with wildcards") {
    const Broker broker;
    Listening l;
    l.start(plain(broker).dump());
    REQUIRE(l.until_health(SourceHealth::ok));
    broker.publish("town/river/a", R"({"level":1250})");
    broker.publish("town/river/b", R"({"level":"980,5"})");
    broker.publish("other/river/b", R"({"level":1})");
    REQUIRE(eventually([&] { return l.all<Observed>().size() >= 2; }));
    const auto values = l.all<Observed>();
    REQUIRE(values.size() == 2);
    CHECK(values[0].sensor.remote_id == "river-a/level");
    CHECK(values[0].value == 1.25);
    CHECK(values[1].value == 0.9805);
    const auto sensors = l.all<Upsert>();
    REQUIRE(sensors.size() == 2);
    CHECK(std::get<Sensor>(sensors[0].entity).unit == "m");
    CHECK(std::get<Sensor>(sensors[0].entity).name == "river-a, level");
}

TEST_CASE("both versions of the protocol are spoken") {
    const Broker broker;
    for (const char* version : {"5", "3.1.1"}) {
        json config = plain(broker);
        config["protocol"] = version;
        Listening l;
        l.start(config.dump());
        INFO(version);
        REQUIRE(l.until_health(SourceHealth::ok));
        broker.publish("town/river/a", R"({"level":7})");
        REQUIRE(eventually([&] { return l.all<Observed>().size() == 1; }));
    }
}

TEST_CASE("a retained value without a time of its own names the sensor and gives no value") {
    const Broker broker;
    broker.publish("town/river/a", R"({"level":5})", true);
    broker.publish("town/river/b", R"({"level":5,"at":"2026-05-02T10:00:00Z"})", true);
    SECTION("without a time") {
        Listening l;
        l.start(plain(broker).dump());
        REQUIRE(eventually([&] { return l.all<Upsert>().size() == 2; }));
        CHECK(l.all<Observed>().empty());
        broker.publish("town/river/a", R"({"level":6})");
        REQUIRE(eventually([&] { return l.all<Observed>().size() == 1; }));
    }
    SECTION("with a time it is as old as it says") {
        json config = plain(broker);
        config["pattern"] = "town/{site}/b";
        config["device"] = "{site}";
        config["time"] = "at";
        Listening l;
        l.start(config.dump());
        REQUIRE(eventually([&] { return l.all<Observed>().size() == 1; }));
        CHECK(ms_since_epoch(l.all<Observed>()[0].at) == 1'777'716'000'000);
    }
}

TEST_CASE("what is published while we are away is kept by the broker from the second connection on") {
    const Broker broker;
    json config = plain(broker);
    for (const char* version : {"5", "3.1.1"}) {
        INFO(version);
        config["protocol"] = version;
        Listening l;
        l.start(config.dump());
        REQUIRE(l.until_health(SourceHealth::ok));
        broker.publish("town/river/a", R"({"level":1})");
        REQUIRE(eventually([&] { return l.all<Observed>().size() == 1; }));
        REQUIRE_FALSE(l.cursor.empty());
        l.start(config.dump());  // from its cursor, under the same name
        REQUIRE(l.until_health(SourceHealth::ok));
        l.hub.stop("s");
        for (int i = 0; i < 20; ++i) broker.publish("town/river/a", R"({"level":)" + std::to_string(100 + i) + "}");
        l.changes.clear();
        l.start(config.dump());
        REQUIRE(eventually([&] { return l.all<Observed>().size() >= 20; }));
        CHECK(l.all<Observed>().size() == 20);
        l.hub.stop("s");
    }
}

TEST_CASE("a broker that goes and comes back is subscribed to again") {
    Broker broker;
    Listening l;
    l.start(plain(broker).dump());
    REQUIRE(l.until_health(SourceHealth::ok));
    broker.stop();
    REQUIRE(l.until_health(SourceHealth::offline));
    CHECK(why(l) == "backends.mqtt.lost");
    broker.start();
    REQUIRE(eventually([&] {
        l.hub.retry_now("s");
        return l.status().health == SourceHealth::ok;
    }));
    broker.publish("town/river/a", R"({"level":1})");
    REQUIRE(eventually([&] { return l.all<Observed>().size() == 1; }));
}

TEST_CASE("a refused user waits for a person, the right one is let in") {
    const Broker broker({.user = "muni", .password = "secret"});
    json config = plain(broker);
    for (const char* version : {"5", "3.1.1"}) {
        INFO(version);
        config["protocol"] = version;
        config["user"] = "muni";
        config["password"] = "wrong";
        Listening l;
        l.start(config.dump());
        REQUIRE(l.until_health(SourceHealth::refused));
        CHECK(why(l) == "backends.mqtt.wrong_user");
        CHECK_FALSE(l.status().next_try);
        CHECK(l.status().detail.find("wrong") == std::string::npos);
        config["password"] = "secret";
        l.start(config.dump());
        REQUIRE(l.until_health(SourceHealth::ok));
        config["user"] = config["password"] = "";
        l.start(config.dump());
        REQUIRE(l.until_health(SourceHealth::refused));
        CHECK(why(l) == "backends.mqtt.wants_user");
    }
}

TEST_CASE("TLS with a private authority: proved, or said in words why not") {
    const Broker broker({.tls = true});
    json config = plain(broker);
    config["tls"] = true;
    Listening l;
    SECTION("the right authority") {
        config["ca_file"] = broker.ca_file();
        l.start(config.dump());
        REQUIRE(l.until_health(SourceHealth::ok));
        for (int i = 0; i < 20; ++i) broker.publish("town/river/a", R"({"level":1})");
        REQUIRE(eventually([&] { return l.all<Observed>().size() == 20; }));
    }
    SECTION("an authority that the system does not know") {
        l.start(config.dump());
        REQUIRE(l.until_health(SourceHealth::offline));
        CHECK(why(l) == "backends.mqtt.tls_authority");
    }
    SECTION("plain words on a port that wants TLS") {
        config["tls"] = false;
        l.start(config.dump());
        REQUIRE(l.until_health(SourceHealth::offline));
        CHECK(why(l) == "backends.mqtt.closed_plain");
    }
    SECTION("an authority file that is none") {
        config["ca_file"] = (broker.folder() / "mosquitto.conf").string();
        l.start(config.dump());
        REQUIRE(eventually([&] { return why(l) == "backends.mqtt.bad_ca" || why(l) == "backends.mqtt.tls_fault"; }));
    }
}

TEST_CASE("a certificate for another name is not believed, TLS on a plain port is told") {
    {
        const Broker broker({.tls = true, .certificate_for = "DNS:elsewhere.example"});
        json config = plain(broker);
        config["tls"] = true;
        config["ca_file"] = broker.ca_file();
        Listening l;
        l.start(config.dump());
        REQUIRE(l.until_health(SourceHealth::offline));
        CHECK(why(l) == "backends.mqtt.tls_name");
    }
    const Broker broker;
    json config = plain(broker);
    config["tls"] = true;
    Listening l;
    l.start(config.dump());
    REQUIRE(l.until_health(SourceHealth::offline));
    INFO(l.status().detail);
    CHECK((why(l) == "backends.mqtt.tls_none" || why(l) == "backends.mqtt.closed_tls"));
}

TEST_CASE("nobody there, and a name that does not exist, are told apart") {
    Listening l;
    json config{{"address", "127.0.0.1"}, {"port", free_port()}, {"tls", false}, {"profile", "chirpstack"}};
    l.start(config.dump());
    REQUIRE(l.until_health(SourceHealth::offline));
    CHECK(why(l) == "backends.mqtt.nobody");
    config["address"] = "no-such-host.invalid";
    l.start(config.dump());
    REQUIRE(l.until_health(SourceHealth::offline));
    CHECK(why(l) == "backends.mqtt.unknown_host");
}

TEST_CASE("positions of crews arrive in the order of their fixes") {
    const Broker broker;
    Listening l;
    l.start(json{{"address", "127.0.0.1"}, {"port", broker.port()}, {"tls", false}, {"profile", "owntracks"}}.dump());
    REQUIRE(l.until_health(SourceHealth::ok));
    const std::int64_t now = ms_since_epoch(l.clock.now()) / 1000;
    const auto fix = [&](std::int64_t tst, double lon) { return json{{"_type", "location"}, {"tst", tst}, {"lon", lon}, {"lat", 47.2}, {"vel", 36}, {"acc", 8}}.dump(); };
    broker.publish("owntracks/voirie/camion7", fix(now - 60, -1.55));
    broker.publish("owntracks/voirie/camion7", fix(now - 90, -1.60));
    broker.publish("owntracks/voirie/camion7", fix(now - 30, -1.56));
    REQUIRE(eventually([&] { return l.all<Positioned>().size() >= 2; }));
    const auto positions = l.all<Positioned>();
    CHECK(positions.size() == 2);
    CHECK(positions[1].position.place.lon == -1.56);
    CHECK(positions[0].position.speed_ms == 10.0);
    CHECK(std::get<Crew>(l.all<Upsert>().at(0).entity).name == "camion7");
}
