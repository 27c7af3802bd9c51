// Context brokers of both interfaces with the defects of real ones, and the examples of the smart data models.
#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>
#include <catch2/matchers/catch_matchers_floating_point.hpp>

#include <filesystem>
#include <fstream>

#include <nlohmann/json.hpp>

#include "gis/backends/ngsi/entity.hpp"
#include "gis/backends/ngsi/mapping.hpp"
#include "gis/backends/ngsi/writing.hpp"
#include "tests/web/live_source.hpp"
#include "tests/web/web_server.hpp"

using namespace vigie;
using gis::Sensor;
using nlohmann::json;
using test::LiveSource;
using test::WebAnswer;
using test::WebRequest;
using test::WebServer;

namespace {

struct ContextBroker {
    std::mutex mutex;
    bool ld = true, pages = true, wants_slash = false, wants_small_pages = false, filters = true;
    int count = 3;
    std::string modified = "2026-11-24T08:00:00Z";
    double level = 0.5;
    WebServer server{[this](const WebRequest& r, WebAnswer& a) { answer(r, a); }};

    json entity(int n) const {
        const std::string id = "urn:ngsi-ld:WasteContainer:" + std::to_string(n);
        if (ld)
            return {{"id", id}, {"type", "WasteContainer"}, {"modifiedAt", modified}, {"fillingLevel", {{"type", "Property"}, {"value", level}, {"observedAt", modified}}},
                    {"location", {{"type", "GeoProperty"}, {"value", {{"type", "Point"}, {"coordinates", {2.1, 43.2}}}}}}};
        return {{"id", id}, {"type", "WasteContainer"}, {"dateModified", {{"type", "DateTime"}, {"value", modified}}}, {"fillingLevel", {{"type", "Number"}, {"value", level}, {"metadata", json::object()}}},
                {"location", {{"type", "geo:point"}, {"value", "43.2, 2.1"}}}};
    }
    void answer(const WebRequest& r, WebAnswer& a) {
        const std::lock_guard lock(mutex);
        const std::string wanted = std::string(ld ? "/ngsi-ld/v1/entities" : "/v2/entities") + (wants_slash ? "/" : "");
        if (r.path() != wanted) return (void)a.reply(404, R"({"error":"NotFound","description":"no such resource"})");
        const std::size_t limit = std::stoul(r.parameter("limit")), offset = pages ? std::stoul(r.parameter("offset")) : 0;
        if (wants_small_pages && limit > 100) return (void)a.reply(400, R"({"type":"https://uri.etsi.org/ngsi-ld/errors/BadRequestData","title":"limit"})");
        json rows = json::array();
        const std::string q = r.parameter("q");
        const bool none = r.parameter("type") != "WasteContainer" || (filters && !q.empty() && modified <= q.substr(q.find('>') + 1));
        for (std::size_t n = offset; !none && n < std::min<std::size_t>(static_cast<std::size_t>(count), offset + limit); ++n) rows.push_back(entity(static_cast<int>(n)));
        a.reply(200, rows.dump());
    }
};

std::string config(const ContextBroker& broker, json more = json::object()) {
    json c{{"url", broker.server.url()}, {"poll_s", 5}, {"types", "WasteContainer"}};
    c.update(more);
    return c.dump();
}

} // namespace

TEST_CASE("containers of either interface are sensors with their fill in percent, whatever the broker wants") {
    ContextBroker broker;
    SECTION("NGSI-LD") {}
    SECTION("NGSIv2") { broker.ld = false; }
    SECTION("with a slash at the end") { broker.wants_slash = true; }
    SECTION("in small pages") { broker.wants_small_pages = true; }
    SECTION("NGSIv2 in small pages") {
        broker.ld = false;
        broker.wants_small_pages = true;
    }
    SECTION("that gives the same page for ever") { broker.pages = false; }
    LiveSource source;
    source.start("ngsi", config(broker));
    REQUIRE(source.eventually([&] { return source.is_ok(); }));
    const auto sensors = source.all<Sensor>();
    REQUIRE(sensors.size() == 3);
    const Sensor& one = sensors.at("urn:ngsi-ld:WasteContainer:1#fillingLevel");
    CHECK(one.kind == "remplissage_colonne");
    CHECK(one.unit == "%");
    CHECK(one.place == gis::LonLat{2.1, 43.2});
    CHECK(one.name == "1 · fillingLevel");
    REQUIRE(source.observations().size() == 3);
    CHECK(source.observations()[0].value == 50);
    CHECK(gis::rfc3339(source.observations()[0].at) == "2026-11-24T08:00:00.000Z");
    CHECK(broker.server.requests().size() <= 6);
    CHECK(json::parse(source.cursor)["until"] == "2026-11-24T08:00:00.000Z");
}

TEST_CASE("all entities of many pages are read, and only what changed after that") {
    ContextBroker broker;
    broker.count = 2'350;
    LiveSource source;
    source.start("ngsi", config(broker));
    REQUIRE(source.eventually([&] { return source.is_ok(); }));
    CHECK(source.all<Sensor>().size() == 2'350);
    source.changes.clear();
    {
        const std::lock_guard lock(broker.mutex);
        broker.modified = "2026-11-24T08:10:00Z";
        broker.level = 0.75;
    }
    REQUIRE(source.eventually([&] { return source.observations().size() == 2'350; }));
    CHECK(source.all<Sensor>().empty());  // only their values are news
    bool asked_since = false;
    for (const WebRequest& r : broker.server.requests()) asked_since = asked_since || r.parameter("q") == "modifiedAt>2026-11-24T07:58:00Z";
    CHECK(asked_since);
}

TEST_CASE("tenants, paths, contexts and tokens go where the interface has them") {
    ContextBroker broker;
    LiveSource source;
    source.start("ngsi", config(broker, {{"tenant", "ville"}, {"service_path", "/dechets"}, {"context", "https://example.org/ctx.jsonld"}, {"token_header", "X-Auth-Token"}}), {}, {{"password", "t0ken"}});
    REQUIRE(source.eventually([&] { return source.is_ok(); }));
    const auto ld = broker.server.requests().at(0).headers;
    CHECK(ld.at("ngsild-tenant") == "ville");
    CHECK(ld.at("link").starts_with("<https://example.org/ctx.jsonld>; rel="));
    CHECK(ld.at("x-auth-token") == "t0ken");
    CHECK_FALSE(ld.contains("fiware-servicepath"));
    ContextBroker old;
    old.ld = false;
    source.start("ngsi", config(old, {{"interface", "NGSIv2"}, {"tenant", "ville"}, {"service_path", "/dechets"}}), {}, {{"password", "t0ken"}});
    REQUIRE(source.eventually([&] { return !old.server.requests().empty(); }));
    CHECK(old.server.requests().at(0).headers.at("fiware-service") == "ville");
    CHECK(old.server.requests().at(0).headers.at("fiware-servicepath") == "/dechets");
    CHECK(old.server.requests().at(0).headers.at("authorization") == "Bearer t0ken");
}

TEST_CASE("assets, buildings, reports and devices of one reply; what makes no sense is left out") {
    WebServer server([](const WebRequest& r, WebAnswer& a) {
        if (r.parameter("offset") != "0" || r.parameter("type") != "Streetlight") return (void)a.reply(200, "[]");
        a.reply(200, R"([
          {"id":"l1","type":"https://uri.fiware.org/ns/data-models#Streetlight","https://uri.fiware.org/ns/data-models#status":[{"type":"Property","value":"defectiveLamp","observedAt":"2026-11-24T08:00:00Z"}],"location":[{"type":"GeoProperty","value":{"type":"Point","coordinates":[2.1,43.2]}}]},
          {"id":"b1","type":"Building","name":{"type":"Property","value":"École"},"address":{"type":"Property","value":{"streetAddress":"3 rue X"}},"location":{"type":"GeoProperty","value":{"type":"Polygon","coordinates":[[[2,43],[3,43],[3,44],[2,44],[2,43]]]}}},
          {"id":"s1","type":"Open311_ServiceRequest","status":"closed","service_code":"POT","description":"Trou","requested_datetime":"2026-11-20T08:00:00Z","position":{"type":"Point","coordinates":[2.1,43.2]}},
          {"id":"d1","type":"Device","controlledProperty":{"value":["fillingLevel"]},"value":{"type":"Text","value":"l=0.22;t=21.2"},"dateLastValueReported":{"value":"2026-11-24T07:00:00Z"}},
          {"id":"w1","type":"WasteContainer","fillingLevel":{"value":"beaucoup"},"location":{"value":{"type":"Point","coordinates":[43.2,142.1]}}},
          {"id":"n1","type":"NoiseLevelObserved","LAeq":{"value":67.8},"dateObserved":{"value":"2026-11-24T07:00:00/2026-11-24T08:00:00"}},
          {"id":"p1","type":"OffStreetParking","availableSpotNumber":{"value":30},"totalSpotNumber":{"value":120},"dateModified":"2026-11-24T08:00:00Z"},
          {"type":"NoId"}, 7, {"id":"u1","type":"Unheard"}])");
    });
    LiveSource source;
    source.start("ngsi", json{{"url", server.url()}, {"types", "Streetlight"}, {"categories", "POT=nid_de_poule"}}.dump());
    REQUIRE(source.eventually([&] { return source.is_ok(); }));
    CHECK(source.all<gis::Asset>().at("l1").kind == "candelabre");
    CHECK(source.all<gis::Building>().at("b1").name == "École");
    CHECK(source.all<gis::Building>().at("b1").place == gis::LonLat{2.5, 43.5});
    CHECK(source.all<gis::Report>().at("s1").category == "nid_de_poule");
    CHECK(source.all<gis::Report>().at("s1").state == gis::ReportState::closed);
    std::map<std::string, gis::Observed> values;
    for (const gis::Observed& o : source.observations()) values.insert({o.sensor.remote_id, o});
    REQUIRE(values.size() == 5);
    CHECK(values.at("p1#availableSpotNumber").value == 75);
    CHECK(values.at("l1#status").value == 1);
    CHECK(values.at("d1#value.l").value == 0.22);
    CHECK(values.at("d1#value.t").value == 21.2);
    CHECK(gis::rfc3339(values.at("n1#LAeq").at) == "2026-11-24T07:00:00.000Z");  // the end of an hour in the commune's zone
    CHECK(source.status().why.key == "web.left_out");
}

TEST_CASE("failures of a broker are said") {
    const auto why = [](int status, const std::string& body) {
        WebServer server([&](const WebRequest&, WebAnswer& a) { a.reply(status, body); });
        LiveSource source;
        source.start("ngsi", json{{"url", server.url()}, {"types", "Device"}}.dump());
        REQUIRE(source.eventually([&] { return source.status().health != gis::SourceHealth::starting; }));
        CHECK(server.requests().size() < 12);
        return source.status().why.key;
    };
    CHECK(why(401, "") == "web.no_access");
    CHECK(why(404, "") == "web.nothing_there");
    CHECK(why(400, R"({"title":"no","detail":"bad type"})") == "web.refused");
    CHECK(why(200, "<html>") == "web.unreadable");
    CHECK(why(200, std::string(200'000, '{')) == "web.unreadable");
    CHECK(why(200, R"({"error":"x"})") == "web.unreadable");
    CHECK(why(503, "") == "web.busy");
}

TEST_CASE("the examples of the smart data models say the same in every form") {
    const char* shared = std::getenv("VIGIE_SHARED");
    const std::filesystem::path folder = (shared ? std::filesystem::path(shared) : std::filesystem::path(VIGIE_SOURCE_DIR) / "../shared") / "data/sensors/fiware";
    if (!std::filesystem::exists(folder)) SKIP("no examples beside the project");
    for (const std::string type : {"WasteContainer", "Streetlight", "AirQualityObserved", "NoiseLevelObserved", "WeatherObserved", "OnStreetParking", "Device"}) {
        for (const char* form : {".example-normalized-ld.jsonld", ".example-normalized.json", ".example.json"}) {
            INFO(type << form);
            std::ifstream in(folder / (type + form), std::ios::binary);
            const json read = json::parse(in, nullptr, false);
            REQUIRE(read.is_object());
            WebServer server([&](const WebRequest& r, WebAnswer& a) { a.reply(200, r.parameter("offset") == "0" ? json::array({read}).dump() : "[]"); });
            LiveSource source;
            source.start("ngsi", json{{"url", server.url()}, {"types", type}}.dump());
            REQUIRE(source.eventually([&] { return source.is_ok(); }));
            CHECK_FALSE(source.all<Sensor>().empty());
            for (const auto& [id, sensor] : source.all<Sensor>()) CHECK(!sensor.kind.empty());
            if (type == "WasteContainer") CHECK_THAT(source.observations().at(0).value, Catch::Matchers::WithinAbs(40, 1e-9));
        }
    }
}

TEST_CASE("recorded replies of a real broker are read") {
    const char* shared = std::getenv("VIGIE_SHARED");
    const std::filesystem::path folder = (shared ? std::filesystem::path(shared) : std::filesystem::path(VIGIE_SOURCE_DIR) / "../shared") / "data/payloads/ngsi";
    if (!std::filesystem::exists(folder)) SKIP("no recorded replies beside the project");
    const auto bytes = [&](const char* name) {
        std::ifstream in(folder / name, std::ios::binary);
        return std::string(std::istreambuf_iterator<char>(in), {});
    };
    // It wants a slash at the end, knows no pages, and gives every attribute as a list.
    const std::string entities = bytes(GENERATE("cassiopeia_entities.json", "cassiopeia_entities_keyvalues.json")), unknown = bytes("cassiopeia_unknown.404.txt");
    REQUIRE(!entities.empty());
    WebServer server([&](const WebRequest& r, WebAnswer& a) { r.path() == "/ngsi-ld/v1/entities/" ? a.reply(200, entities) : a.reply(404, unknown); });
    LiveSource source;
    source.start("ngsi", json{{"url", server.url()}, {"types", "Streetlight"}}.dump());
    REQUIRE(source.eventually([&] { return source.is_ok(); }));
    const auto lights = source.all<gis::Asset>();
    REQUIRE(lights.size() == 2);
    CHECK(lights.contains("urn:ngsi-ld:Streetlight:001"));
    CHECK(server.requests().size() <= 6);
}

namespace {

// A broker with one street light, whose attributes can be changed.
struct LightBroker {
    std::mutex mutex;
    bool ld = true, takes_writing = true, wants_fragment = false;
    int drops_patches = 0, patches = 0, busy = 0;
    json light;
    WebServer server{[this](const WebRequest& r, WebAnswer& a) { answer(r, a); }};
    explicit LightBroker(bool is_ld) : ld(is_ld) {
        const std::string id = "urn:ngsi-ld:Streetlight:7", at = "2026-11-24T08:00:00Z";
        if (ld) light = {{"id", id}, {"type", "Streetlight"}, {"modifiedAt", at}, {"powerState", {{"type", "Property"}, {"value", "on"}}}, {"lanternHeight", {{"type", "Property"}, {"value", 9}, {"unitCode", "MTR"}, {"modifiedAt", at}}}};
        else light = {{"id", id}, {"type", "Streetlight"}, {"dateModified", {{"type", "DateTime"}, {"value", at}}}, {"powerState", {{"type", "Text"}, {"value", "on"}, {"metadata", json::object()}}}, {"lanternHeight", {{"type", "Number"}, {"value", 9}, {"metadata", json::object()}}}};
    }
    void answer(const WebRequest& r, WebAnswer& a) {
        const std::lock_guard lock(mutex);
        const std::string base = ld ? "/ngsi-ld/v1/entities" : "/v2/entities", one = base + "/urn%3Angsi-ld%3AStreetlight%3A7";
        if (r.method == "GET" && r.path() == base) return (void)a.reply(200, std::stoul(r.parameter("offset")) == 0 ? json::array({light}).dump() : "[]");
        if (r.method == "GET" && r.path() == one) return (void)a.reply(200, light.dump());
        if (r.method != "PATCH" || r.path() != one + "/attrs") return (void)a.reply(404, R"({"error":"NotFound"})");
        ++patches;
        if (!takes_writing) return (void)a.reply(403, "{}");
        if (busy > 0) {
            --busy;
            return (void)a.reply(503, "{}", "Retry-After: 1\r\n");
        }
        const json patch = json::parse(r.body);
        if (wants_fragment && (patch.value("id", "") != light["id"] || !patch.contains("type"))) return (void)a.reply(400, "no entity");
        for (const auto& [name, attribute] : patch.items()) light[name] = attribute;
        if (drops_patches > 0) {
            --drops_patches;
            return;  // it arrived, and nobody says so
        }
        a.reply(204, "");
    }
    json value(const char* name) {
        const std::lock_guard lock(mutex);
        return light[name]["value"];
    }
};

struct Sending : LiveSource {
    explicit Sending(const LightBroker& broker) {
        start("ngsi", json{{"url", broker.server.url()}, {"poll_s", 5}, {"types", "Streetlight"}, {"interface", broker.ld ? "NGSI-LD" : "NGSIv2"}}.dump());
        REQUIRE(eventually([&] { return is_ok() && !all<gis::Asset>().empty(); }));
    }
    // Sends it as the session does, again where it is told to; how it ends.
    gis::Ack edit(const std::string& json, const std::string& expected = {}) {
        for (int tries = 0; tries < 10; ++tries) {
            acks.clear();
            REQUIRE(eventually([&] { return hub.submit("s", {7, gis::EntityKind::asset, "urn:ngsi-ld:Streetlight:7", expected, "k-1", json}).ok(); }));
            REQUIRE(eventually([&] { return !acks.empty(); }));
            if (acks[0].outcome != gis::AckOutcome::retry && acks[0].outcome != gis::AckOutcome::unknown) return acks[0];
        }
        return acks.at(0);
    }
    std::string version() { return all<gis::Asset>().begin()->second.origin.version; }
};

constexpr const char* dark = R"({"attributes":[{"name":"powerState","value":"off"},{"name":"lanternHeight","value":"12"}]})";

} // namespace

TEST_CASE("attributes of an asset go back to a broker of either interface, as the kind of value that stands there") {
    LightBroker broker(GENERATE(true, false));
    Sending source(broker);
    const gis::Ack ack = source.edit(dark, source.version());
    CHECK(ack.outcome == gis::AckOutcome::done);
    CHECK(broker.value("powerState") == "off");
    CHECK(broker.value("lanternHeight") == 12);
    CHECK(broker.light["lanternHeight"].contains(broker.ld ? "unitCode" : "metadata"));
    CHECK(source.version() == ack.version);
}

TEST_CASE("a broker that gives lists of instances and wants whose they are gets both back") {
    LightBroker broker(true);
    broker.wants_fragment = true;
    for (const char* name : {"powerState", "lanternHeight"}) broker.light[name] = json::array({broker.light[name]});
    broker.light["powerState"][0]["instanceId"] = "urn:ngsi-ld:InstanceId:7";
    Sending source(broker);
    CHECK(source.edit(dark, source.version()).outcome == gis::AckOutcome::done);
    CHECK(broker.light["powerState"] == json::parse(R"([{"type":"Property","value":"off"}])"));
    CHECK(broker.light["lanternHeight"] == json::parse(R"([{"type":"Property","value":12,"unitCode":"MTR"}])"));
}

TEST_CASE("an edit whose answer was lost is not sent twice, one that a busy broker put off is") {
    LightBroker broker(true);
    Sending source(broker);
    const std::string expected = source.version();
    SECTION("lost") {
        broker.drops_patches = 1;
        CHECK(source.edit(dark, expected).outcome == gis::AckOutcome::done);
        CHECK(broker.patches == 1);
    }
    SECTION("busy") {
        broker.busy = 1;
        CHECK(source.edit(dark, expected).outcome == gis::AckOutcome::done);
        CHECK(broker.patches == 2);
    }
    CHECK(broker.value("powerState") == "off");
}

TEST_CASE("an entity that changed at the broker meanwhile is a conflict, shown as it is now") {
    LightBroker broker(true);
    Sending source(broker);
    const std::string seen = source.version();
    {
        const std::lock_guard lock(broker.mutex);
        broker.light["powerState"]["value"] = "dimmed";
    }
    const gis::Ack ack = source.edit(dark, seen);
    CHECK(ack.outcome == gis::AckOutcome::conflict);
    CHECK(broker.patches == 0);
    CHECK(source.version() == ack.version);
    CHECK(source.version() != seen);
}

TEST_CASE("what another changed meanwhile stays, unless it is the same attribute") {
    LightBroker broker(GENERATE(true, false));
    Sending source(broker);
    const std::string seen = source.version();
    {
        const std::lock_guard lock(broker.mutex);
        broker.light["lanternHeight"]["value"] = 11;
    }
    // The desk sends every attribute as it has them: 9 m still.
    const gis::Ack ack = source.edit(R"({"attributes":[{"name":"powerState","value":"off"},{"name":"lanternHeight","value":"9"}]})", seen);
    CHECK(ack.outcome == gis::AckOutcome::done);
    CHECK(broker.value("powerState") == "off");
    CHECK(broker.value("lanternHeight") == 11);
    CHECK(source.version() == ack.version);
    CHECK(source.edit(R"({"attributes":[{"name":"powerState","value":"off"},{"name":"lanternHeight","value":"12"}]})", seen).outcome == gis::AckOutcome::conflict);
    CHECK(broker.value("lanternHeight") == 11);
}

TEST_CASE("what comes back to an earlier state after an edit is said again") {
    LightBroker broker(true);
    Sending source(broker);
    const std::string first = source.version();
    REQUIRE(source.edit(dark, first).outcome == gis::AckOutcome::done);
    REQUIRE(source.version() != first);
    {
        const std::lock_guard lock(broker.mutex);
        broker.light["powerState"]["value"] = "on";
        broker.light["lanternHeight"]["value"] = 9;
    }
    source.hub.retry_now("s");
    CHECK(source.eventually([&] { return source.version() == first; }));
}

TEST_CASE("what a broker cannot take is refused with the reason") {
    LightBroker broker(true);
    Sending source(broker);
    CHECK(source.edit(R"({"geometry":{"type":"Point","coordinates":[1,2]}})").why == "@ngsi.only_attributes");
    CHECK(source.edit(R"({"attributes":[{"name":"colour","value":"warm"}]})").why == "@ngsi.unknown_attribute\tname=colour");
    CHECK(source.edit(R"({"attributes":[{"name":"lanternHeight","value":"high"}]})").why.starts_with("@ngsi.bad_value"));
    broker.takes_writing = false;
    CHECK(source.edit(dark).why == "@ngsi.no_right");
    CHECK(broker.value("powerState") == "on");
}
