// Messages as changes, without a broker: what ChirpStack, The Things Stack and OwnTracks send, and any JSON.
#include <catch2/catch_test_macros.hpp>
#include <cmath>
#include <cstring>
#include <fstream>
#include <set>
#include <nlohmann/json.hpp>
#include <sodium.h>

#include "gis/backends/mqtt/measures.hpp"
#include "gis/backends/mqtt/reader.hpp"
#include "tests/layers/shared_data.hpp"

using namespace vigie;
using namespace vigie::gis::mqtt;
using nlohmann::json;

namespace {

constexpr std::int64_t now_ms = 1'777'716'000'000;  // 2026-05-02T10:00:00Z

Settings settings(const char* profile, json more = json::object()) {
    more["address"] = "broker";
    more["profile"] = profile;
    auto read = read_settings(more.dump());
    REQUIRE_FALSE(read.problem);
    return read.settings;
}

Outcome read(Reader& reader, const std::string& topic, const std::string& payload, bool retained = false) {
    return reader.read({topic, payload, retained, now_ms});
}

std::string file_text(const std::filesystem::path& file) {
    std::ifstream in(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

std::string chirpstack_up(const std::string& object, const std::string& id = "1", const std::string& device = "0101010101010101") {
    return R"({"deduplicationId":")" + id + R"(","time":"2026-05-02T09:59:58.775023242+00:00","deviceInfo":{"devEui":")" + device +
           R"(","deviceName":"Bac 12","deviceProfileName":"EM400"},"rxInfo":[{"rssi":-36,"gwTime":"2026-05-02T09:59:58.5Z"}],"object":)" + object + "}";
}
constexpr const char* up = "application/a/device/d/event/up";

const backend::Change* find(const Outcome& outcome, const std::string& id, std::uint32_t op) {
    for (const auto& c : outcome.changes)
        if (c.id == id && c.op == op) return &c;
    return nullptr;
}

} // namespace

TEST_CASE("a decoded uplink becomes a sensor for each value, and its observation") {
    const Settings s = settings("chirpstack");
    Reader reader(s);
    const Outcome o = read(reader, up, chirpstack_up(R"({"temperature":21.5,"battery":88,"rssi":-90,"air":{"humidity":43.0},"tamper":false})"));
    CHECK(o.changes.size() == 6);
    const auto* sensor = find(o, "0101010101010101/temperature", VIGIE_OP_UPSERT);
    REQUIRE(sensor);
    const json told = json::parse(sensor->json);
    CHECK(told["name"] == "Bac 12, Température");
    CHECK(told["kind"] == "temperature_air");
    CHECK(told["unit"] == "Cel");
    CHECK(told["battery_pct"] == 88);
    const auto* value = find(o, "0101010101010101/air.humidity", VIGIE_OP_OBSERVE);
    REQUIRE(value);
    CHECK(value->value == 43);
    CHECK(value->at_ms == now_ms - 1'500);  // when the gateway heard it
    CHECK_FALSE(find(o, "0101010101010101/rssi", VIGIE_OP_OBSERVE));
    CHECK_FALSE(find(o, "0101010101010101/battery", VIGIE_OP_OBSERVE));
    const Outcome again = read(reader, up, chirpstack_up(R"({"temperature":22})", "2"));
    CHECK(again.changes.size() == 1);  // the sensor is known
}

TEST_CASE("the same uplink through two integrations counts once") {
    const Settings s = settings("chirpstack");
    Reader reader(s);
    CHECK_FALSE(read(reader, up, chirpstack_up(R"({"temperature":22})")).changes.empty());
    CHECK(read(reader, up, chirpstack_up(R"({"temperature":22})")).changes.empty());
}

TEST_CASE("status and location are the device's: battery and place of all its sensors") {
    const Settings s = settings("chirpstack");
    Reader reader(s);
    (void)read(reader, up, chirpstack_up(R"({"temperature":22,"co2":600})"));
    const std::string info = R"("deviceInfo":{"devEui":"0101010101010101","deviceName":"Bac 12"})";
    const Outcome status = read(reader, "application/a/device/d/event/status", "{" + info + R"(,"margin":10,"batteryLevel":40.5})");
    REQUIRE(status.changes.size() == 2);
    CHECK(json::parse(status.changes[0].json)["battery_pct"] == 40.5);
    const Outcome place = read(reader, "application/a/device/d/event/location", "{" + info + R"(,"location":{"latitude":47.2,"longitude":-1.5}})");
    REQUIRE(place.changes.size() == 2);
    CHECK(json::parse(place.changes[0].json)["place"] == json{-1.5, 47.2});
    CHECK(read(reader, "application/a/device/d/event/location", "{" + info + R"(,"location":{"latitude":110.77,"longitude":1016.66}})").changes.empty());
}

TEST_CASE("an uplink without a codec says what to do, an unset gateway clock is not believed") {
    const Settings s = settings("chirpstack");
    Reader reader(s);
    const Outcome raw = read(reader, up, R"({"deviceInfo":{"devEui":"01","deviceName":"Bac"},"data":"qg=="})");
    CHECK(raw.why == backend::sentence("backends.mqtt.no_codec", {{"device", "Bac"}}));
    const Outcome o = read(reader, up, R"({"time":"2026-05-02T09:00:00Z","deviceInfo":{"devEui":"01"},"rxInfo":[{"gwTime":"1980-01-06T00:00:00Z"}],"object":{"level":1}})");
    REQUIRE(find(o, "01/level", VIGIE_OP_OBSERVE));
    CHECK(find(o, "01/level", VIGIE_OP_OBSERVE)->at_ms == now_ms - 3'600'000);
}

TEST_CASE("uplinks of The Things Stack: surveyed place, battery, simulated ones left out") {
    const Settings s = settings("ttn");
    Reader reader(s);
    const std::string ids = R"("end_device_ids":{"device_id":"bin-12","dev_eui":"70B3"})";
    const Outcome o = read(reader, "v3/muni@ttn/devices/bin-12/up",
                           "{" + ids + R"(,"received_at":"2026-05-02T10:00:00Z","uplink_message":{"f_port":2,"decoded_payload":{"fill":42,"battery":3.4},"last_battery_percentage":{"value":77},)"
                                       R"("locations":{"frm-payload":{"latitude":1,"longitude":2},"user":{"latitude":47.2,"longitude":-1.5}}}})");
    REQUIRE(o.changes.size() == 2);
    const json told = json::parse(o.changes[0].json);
    CHECK(told["place"] == json{-1.5, 47.2});
    CHECK(told["battery_pct"] == 77);
    CHECK(o.changes[1].value == 42);
    const Outcome simulated = read(reader, "v3/muni@ttn/devices/bin-12/up", "{" + ids + R"(,"simulated":true,"uplink_message":{"decoded_payload":{"fill":1}}})");
    CHECK(simulated.changes.empty());
    CHECK_FALSE(simulated.why.empty());
}

TEST_CASE("rows of the configuration go before the table of measures") {
    const Settings s = settings("chirpstack", {{"language", "en"}, {"values", {{{"path", "distance"}, {"name", "Fill"}, {"unit", "%"}, {"scale", -0.1}}}}});
    Reader reader(s);
    const Outcome o = read(reader, up, chirpstack_up(R"({"distance":250})"));
    CHECK(json::parse(o.changes.at(0).json)["unit"] == "%");
    CHECK(json::parse(o.changes.at(0).json)["name"] == "Bac 12, Fill");
    CHECK(o.changes.at(1).value == -25);
}

TEST_CASE("every measure has a kind of the catalogue or none, a unit and names in both languages") {
    const json table = json::parse(measures_text());
    std::set<std::string> known;
    for (const auto& entry : std::filesystem::directory_iterator(VIGIE_SOURCE_DIR "/assets/catalog"))
        for (const json& kind : json::parse(file_text(entry.path())).value("sensor_kinds", json::array())) known.insert(kind["id"].get<std::string>() + " " + kind["unit"].get<std::string>());
    REQUIRE(known.size() > 50);
    const auto check = [&](const json& m) {
        INFO(m.dump());
        CHECK_FALSE(m["fr"].get<std::string>().empty());
        CHECK_FALSE(m["en"].get<std::string>().empty());
        if (m["kind"] != "") CHECK(known.contains(m["kind"].get<std::string>() + " " + m["unit"].get<std::string>()));
        for (const json& name : m["names"]) CHECK(bare(name.get<std::string>()) == name);
    };
    for (const json& m : table["measures"]) check(m);
    for (const json& model : table["models"])
        for (const json& m : model["measures"]) check(m);
}

TEST_CASE("a pattern of topics names their parts") {
    CHECK(match_topic("a/{x}/b", "a/7/b") == TopicParts{{"x", "7"}});
    CHECK(match_topic("a/no-{x}-end/#", "a/no-7-end/c/d") == TopicParts{{"x", "7"}});
    CHECK(match_topic("a/+/{y}", "a/b/c") == TopicParts{{"y", "c"}});
    CHECK_FALSE(match_topic("a/{x}", "a"));
    CHECK_FALSE(match_topic("a/{x}", "a/b/c"));
    CHECK_FALSE(match_topic("a/{x}", "b/c"));
}

TEST_CASE("any JSON: id, name, time, place and values by paths") {
    const Settings s = settings("json", {{"topics", "#"}, {"device", "dev.id"}, {"name", "dev.label"}, {"time", "t"}, {"lon", "pos[0]"}, {"lat", "pos[1]"},
                                         {"values", {{{"path", "v[1].x"}, {"unit", "bar"}, {"scale", 0.01}}}}});
    Reader reader(s);
    const Outcome o = read(reader, "any", R"({"dev":{"id":7,"label":"Vanne"},"t":"2026-05-02 12:00:00","pos":[-1.5,47.2],"v":[0,{"x":"310"}]})");
    REQUIRE(o.changes.size() == 2);
    CHECK(o.changes[0].id == "7/v[1].x");
    CHECK(json::parse(o.changes[0].json)["place"] == json{-1.5, 47.2});
    CHECK(o.changes[1].value == 3.1);
    CHECK(o.changes[1].at_ms == now_ms);  // ten o'clock in Paris is eight in the world: summer time
    CHECK_FALSE(read(reader, "any", R"({"dev":{"id":7}})").why.empty());
    CHECK_FALSE(read(reader, "any", R"({"t":1})").why.empty());
    CHECK_FALSE(read(reader, "any", "not json").why.empty());
    CHECK(read(reader, "any", "").why.empty());
}

TEST_CASE("pings, beacons and clocks set wrong do not move a crew") {
    const Settings s = settings("owntracks");
    Reader reader(s);
    const auto fix = [&](std::int64_t tst, double lon, json more = json::object()) {
        json j{{"_type", "location"}, {"tst", tst}, {"lon", lon}, {"lat", 47.2}};
        j.update(more);
        return read(reader, "owntracks/u/p", j.dump());
    };
    constexpr std::int64_t t = now_ms / 1000;
    CHECK(fix(t - 100, -1.5).changes.size() == 2);
    CHECK(fix(t - 100, -1.5).changes.empty());                          // again
    CHECK(fix(t - 90, -1.6, {{"t", "p"}}).changes.empty());             // an old place under a new time
    const Outcome ping = fix(t - 80, -1.5, {{"t", "p"}, {"vel", 40}});  // alive where it was
    REQUIRE(ping.changes.size() == 1);
    CHECK(std::isnan(ping.changes[0].speed_ms));
    CHECK(fix(t + 3'600, -1.7).changes.empty());
    CHECK(fix(t - 70, -1.7, {{"acc", 3000}}).changes.empty());
    CHECK(fix(t - 60, 0, {{"lat", 0}}).changes.empty());
    CHECK(read(reader, "owntracks/u/p", R"({"_type":"lwt","tst":"1440363922"})").changes.empty());
    CHECK(read(reader, "owntracks/u/p", R"({"_type":"location","tst":"1777715990","lon":-1.9,"lat":47})").changes.size() == 1);
}

TEST_CASE("encrypted positions are told, and read with the key") {
    const std::string clear = R"({"_type":"location","tst":1777715990,"lon":-1.5,"lat":47.2})", key = "clef";
    REQUIRE(sodium_init() >= 0);
    std::array<unsigned char, crypto_secretbox_KEYBYTES> box{};
    std::copy(key.begin(), key.end(), box.begin());
    std::vector<unsigned char> bytes(crypto_secretbox_NONCEBYTES + crypto_secretbox_MACBYTES + clear.size(), 7);
    crypto_secretbox_easy(bytes.data() + crypto_secretbox_NONCEBYTES, reinterpret_cast<const unsigned char*>(clear.data()), clear.size(), bytes.data(), box.data());
    std::string text(sodium_base64_encoded_len(bytes.size(), sodium_base64_VARIANT_ORIGINAL), '\0');
    sodium_bin2base64(text.data(), text.size(), bytes.data(), bytes.size(), sodium_base64_VARIANT_ORIGINAL);
    text.resize(std::strlen(text.c_str()));
    const std::string message = json{{"_type", "encrypted"}, {"data", text}}.dump();
    const Settings without = settings("owntracks"), with = settings("owntracks", {{"encryption_key", key}}), wrong = settings("owntracks", {{"encryption_key", "autre"}});
    Reader blind(without), sees(with), guesses(wrong);
    CHECK(read(blind, "owntracks/u/p", message).why == backend::sentence("backends.mqtt.encrypted", {{"device", "p"}}));
    CHECK(read(guesses, "owntracks/u/p", message).why == backend::sentence("backends.mqtt.wrong_key", {{"device", "p"}}));
    CHECK(read(sees, "owntracks/u/p", message).changes.size() == 2);
}

TEST_CASE("configurations that cannot work say what is missing") {
    const auto why = [](const json& c) { return read_settings(c.dump()).problem.value_or(backend::Problem{}).message; };
    CHECK(why(json::object()) == "@backends.mqtt.no_address");
    CHECK(why({{"address", "b"}, {"port", 70000}}) == "@backends.mqtt.bad_port");
    CHECK(why({{"address", "b"}, {"topics", "a/#/b"}}).starts_with("@backends.mqtt.bad_topic"));
    CHECK(why({{"address", "b"}, {"profile", "json"}}) == "@backends.mqtt.no_topic");
    CHECK(why({{"address", "b"}, {"profile", "json"}, {"pattern", "a/{x}"}}) == "@backends.mqtt.no_device");
    CHECK(why({{"address", "b"}}).empty());
}

TEST_CASE("recorded uplinks of networks that nobody here wrote are read or say why not") {
    const auto folder = shared_data("sensors/lorawan");
    std::size_t files = 0, values = 0, told = 0;
    for (const auto& [network, profile] : {std::pair{"ChirpStack", "chirpstack"}, std::pair{"ThingsStackCommunity", "ttn"}})
        for (const auto& entry : std::filesystem::directory_iterator(folder / network)) {
            const Settings s = settings(profile);
            Reader reader(s);
            const Outcome o = read(reader, up, file_text(entry.path()));
            INFO(entry.path());
            CHECK((!o.changes.empty() || !o.why.empty()));
            ++files;
            values += !o.changes.empty();
            told += !o.why.empty();
        }
    CHECK(files > 30);
    CHECK(told > 0);  // most carry no decoded object
    WARN(files << " files, " << values << " with values, " << told << " explained");
}

TEST_CASE("a recorded trip across Germany never runs backwards") {
    std::ifstream in(shared_data("tracks/owntracks_demo-iphone.rec"));
    const Settings s = settings("owntracks");
    Reader reader(s);
    std::int64_t last = 0;
    std::size_t positions = 0;
    for (std::string line; std::getline(in, line);) {
        const std::size_t brace = line.find('{');
        if (brace == std::string::npos) continue;
        for (const auto& c : read(reader, "owntracks/demo/iphone", line.substr(brace)).changes) {
            if (c.op != VIGIE_OP_POSITION) continue;
            CHECK(c.at_ms > last);
            CHECK_FALSE(c.speed_ms < 0);
            last = c.at_ms;
            ++positions;
        }
    }
    CHECK(positions > 3);
}
