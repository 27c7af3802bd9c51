// SensorThings against a server with the defects of real ones, each by its switch, and against recorded replies.
#include <catch2/catch_test_macros.hpp>

#include <algorithm>
#include <filesystem>
#include <fstream>

#include <nlohmann/json.hpp>

#include "gis/backends/sensorthings/pages.hpp"
#include "gis/backends/sensorthings/wire.hpp"
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

struct Station {
    std::mutex mutex;
    std::vector<std::pair<int, std::string>> observations;  // of datastream, at
    int streams = 2;
    std::size_t page = 40;
    bool nested = true, path = true, plain_dates = true, quoted_dates = false, all = true, keeps_parameters = true, keeps_path = true, skips = true;
    bool text_ids = false;
    WebServer server{[this](const WebRequest& r, WebAnswer& a) { answer(r, a); }};

    static std::string at(int minutes) {
        char text[32];
        std::snprintf(text, sizeof text, "2026-11-24T%02d:%02d:00Z", minutes / 60, minutes % 60);
        return text;
    }
    json id(int n) const { return text_ids ? json(std::to_string(n)) : json(n); }
    json stream(int n, const std::string& expand) const {
        json s{{"@iot.id", id(n)}, {"@iot.selfLink", server.url("/v1.1/Datastreams(" + std::to_string(n) + ")")}, {"name", "niveau"}, {"unitOfMeasurement", {{"name", "percent"}, {"symbol", "percent"}}}};
        if (expand.empty()) return s;
        s["Thing"] = thing(n);
        s["ObservedProperty"] = {{"name", "Fill-Level"}};
        return s;
    }
    static json thing(int n) { return {{"name", "Bac " + std::to_string(n)}, {"Locations", {{{"location", {{"type", "Point"}, {"coordinates", {2.0 + n * 0.01, 43.0}}}}}}}}; }

    void answer(const WebRequest& r, WebAnswer& a) {
        const std::lock_guard lock(mutex);
        const std::string expand = r.parameter("$expand"), filter = r.parameter("$filter"), order = r.parameter("$orderby");
        const bool bad_expand = (expand.find('(') != std::string::npos && !nested) || (expand.find('/') != std::string::npos && !path);
        const bool quoted = filter.find("datetime'") != std::string::npos;
        if (bad_expand || (!filter.empty() && (quoted ? !quoted_dates : !plain_dates))) return (void)a.reply(400, R"({"error":{"message":["no"]}})");
        json rows = json::array();
        if (r.path() == "/v1.1/Datastreams") {
            for (int n = 1; n <= streams; ++n) rows.push_back(stream(n, expand));
        } else if (const auto of = r.path().find("/Observations"); of != std::string::npos) {
            const auto open = r.path().find('(');
            const int only = open == std::string::npos ? 0 : std::stoi(r.path().substr(open + 1));
            if (!only && !all) return (void)a.reply(501, "no");
            std::string since = filter.substr(std::min(filter.size(), filter.find_last_of(quoted ? "e" : " ") + 1));
            since.erase(std::remove(since.begin(), since.end(), '\''), since.end());
            for (std::size_t i = 0; i < observations.size(); ++i) {
                const auto& [of_stream, when] = observations[i];
                if ((only && of_stream != only) || (!filter.empty() && when <= since)) continue;
                json o{{"@iot.id", id(static_cast<int>(i))}, {"phenomenonTime", when}, {"result", text_ids ? json(std::to_string(i)) : json(i)}};
                if (expand == "Datastream") o["Datastream"] = {{"@iot.id", id(of_stream)}};
                rows.push_back(o);
            }
            std::stable_sort(rows.begin(), rows.end(), [](const json& x, const json& y) { return x["phenomenonTime"] < y["phenomenonTime"]; });
            if (order.ends_with("desc")) std::reverse(rows.begin(), rows.end());
        } else if (r.path().ends_with("/Thing")) {
            return (void)a.reply(200, thing(std::stoi(r.path().substr(r.path().find('(') + 1))).dump());
        } else if (r.path().ends_with("/ObservedProperty")) {
            return (void)a.reply(200, R"({"name":"fillLevel"})");
        } else return (void)a.reply(404, R"({"code":404,"message":"Not Found"})");
        const std::string skip_text = r.parameter("$skip");
        const std::size_t skip = skips && !skip_text.empty() ? std::stoul(skip_text) : 0, end = std::min(rows.size(), skip + page);
        json out{{"value", json(rows.begin() + static_cast<std::ptrdiff_t>(std::min(skip, rows.size())), rows.begin() + static_cast<std::ptrdiff_t>(end))}};
        if (end < rows.size()) {
            const std::string kept = r.query().substr(0, r.query().find("&$skip"));
            out["@iot.nextLink"] = server.url(keeps_path ? r.path() : "/v1.1/Observations") + "?" + (keeps_parameters ? kept + "&" : "") + "$skip=" + std::to_string(end);
        }
        a.reply(200, out.dump());
    }
    void fill(int count) {
        for (int i = 0; i < count; ++i) observations.emplace_back(1 + i % streams, at(i));
    }
};

std::string config(const std::string& url) { return json{{"url", url + "/v1.1/"}, {"poll_s", 5}, {"history_hours", 48}}.dump(); }

void check_all(Station& station, std::size_t count) {
    LiveSource source;
    source.clock.at = *gis::time_from_rfc3339("2026-11-24T20:00:00Z");
    source.start("sensorthings", config(station.server.url()));
    REQUIRE(source.eventually([&] { return source.is_ok() && source.observations().size() >= count; }));
    CHECK(source.observations().size() == count);
    const auto sensors = source.all<Sensor>();
    REQUIRE(sensors.size() == 2);
    CHECK(sensors.at("2").name == "Bac 2 · niveau");
    CHECK(sensors.at("2").kind == "remplissage_colonne");
    CHECK(sensors.at("2").unit == "%");
    CHECK(sensors.at("2").place == gis::LonLat{2.02, 43.0});
    std::set<double> values;
    for (const gis::Observed& o : source.observations()) {
        values.insert(o.value);
        CHECK(o.sensor.remote_id == std::to_string(1 + static_cast<int>(o.value) % 2));
    }
    CHECK(values.size() == count);
}

} // namespace

TEST_CASE("a server that does everything right is read in pages") {
    Station station;
    station.fill(300);
    check_all(station, 300);
    CHECK(station.server.requests().size() <= 10);
}

TEST_CASE("what a server does not understand is asked for in another way, and remembered") {
    Station station;
    station.fill(120);
    SECTION("no nested expansion") { station.nested = false; }
    SECTION("no expansion of datastreams at all") { station.nested = station.path = false; }
    SECTION("dates in quotes only") {
        station.plain_dates = false;
        station.quoted_dates = true;
    }
    SECTION("no filter of dates") { station.plain_dates = false; }
    SECTION("no list of all observations") { station.all = false; }
    SECTION("ids and results are texts") { station.text_ids = true; }
    SECTION("the next page has lost its parameters") { station.keeps_parameters = false; }
    SECTION("the next page has lost its collection") {
        station.all = false;
        station.keeps_path = false;
    }
    check_all(station, 120);
}

TEST_CASE("a list that brings nothing new ends") {
    Station station;
    station.fill(120);
    station.skips = false;  // every page is the first
    check_all(station, 40);
    CHECK(station.server.requests().size() <= 6);
}

TEST_CASE("a source goes on where it was, with some minutes read twice and said once") {
    Station station;
    station.fill(100);
    station.plain_dates = false;
    station.quoted_dates = true;
    std::string cursor;
    {
        LiveSource source;
        source.clock.at = *gis::time_from_rfc3339("2026-11-24T20:00:00Z");
        source.start("sensorthings", config(station.server.url()));
        REQUIRE(source.eventually([&] { return source.is_ok(); }));
        cursor = source.cursor;
    }
    CHECK(json::parse(cursor)["until"] == "2026-11-24T01:39:00.000Z");
    const std::size_t before = station.server.requests().size();
    {
        const std::lock_guard lock(station.mutex);
        station.observations.emplace_back(1, "2026-11-24T01:35:30Z");  // late
        station.observations.emplace_back(2, "2026-11-24T01:50:00Z");
    }
    LiveSource source;
    source.clock.at = *gis::time_from_rfc3339("2026-11-24T20:00:00Z");
    source.start("sensorthings", config(station.server.url()), cursor);
    REQUIRE(source.eventually([&] { return source.is_ok(); }));
    CHECK(source.observations().size() == 12);  // of the last ten minutes, and two
    for (std::size_t i = before; i < station.server.requests().size(); ++i) CHECK(station.server.requests()[i].parameter("$filter").find("gt 2026") == std::string::npos);
}

TEST_CASE("nextLinks: another origin is refused, what is lost is put back") {
    using gis::sensorthings::next_address;
    const std::string asked = "http://h/v1.1/Observations?$orderby=a&$top=2";
    CHECK(next_address(asked, "http://h/v1.1/Observations?$skip=2", 2) == "http://h/v1.1/Observations?$skip=2&$orderby=a&$top=2");
    CHECK(next_address(asked, "?$top=2&$skip=2", 2) == "http://h/v1.1/Observations?$top=2&$skip=2&$orderby=a");
    CHECK(next_address("http://h/v1.1/Datastreams(1)/Observations?$top=2", "http://h/v1.1/Observations?$skip=4", 4) == "http://h/v1.1/Datastreams(1)/Observations?$top=2&$skip=4");
    CHECK_FALSE(next_address(asked, "http://elsewhere/v1.1/Observations?$skip=2", 2));
    CHECK_FALSE(next_address(asked, "file:///etc/passwd", 2));
}

TEST_CASE("what cannot be a value, a time or a place is left out and said") {
    WebServer server([](const WebRequest& r, WebAnswer& a) {
        if (r.path() == "/v1.1/Datastreams")
            return (void)a.reply(200, R"({"value":[{"@iot.id":1,"name":"a","Thing":{"name":"t","Locations":[{"location":{"type":"Point","coordinates":[43.6,143.0]}}]}},
                {"@iot.id":2,"name":"b","Thing":{"Locations":[{"location":{"type":"Polygon","coordinates":[[[2,43],[3,43],[3,44],[2,43]]]}}]}},{"name":"without id"},7]})");
        a.reply(200, R"({"value":[{"@iot.id":1,"result":"ouvert","phenomenonTime":"2026-11-24T08:00:00Z","Datastream":{"@iot.id":1}},{"@iot.id":2,"result":4,"phenomenonTime":null,"resultTime":"2026-11-24T08:00:00Z","Datastream":{"@iot.id":2}},
            {"@iot.id":3,"result":5,"phenomenonTime":"2026-11-24T06:00:00Z/2026-11-24T08:30:00Z","Datastream":{"@iot.id":2}},{"@iot.id":4,"result":6,"phenomenonTime":"2031-01-01T00:00:00Z","Datastream":{"@iot.id":2}},
            {"@iot.id":5,"result":true,"phenomenonTime":"2026-11-24 08:40:00+00","Datastream":{"@iot.id":2}},{"@iot.id":6,"result":{"a":1},"phenomenonTime":"yesterday","Datastream":{"@iot.id":2}}]})");
    });
    LiveSource source;
    source.start("sensorthings", config(server.url()));
    REQUIRE(source.eventually([&] { return source.is_ok(); }));
    CHECK(source.status().why.key == "web.left_out");
    CHECK(source.all<Sensor>().at("1").place == gis::LonLat{});
    CHECK(source.all<Sensor>().at("2").place == gis::LonLat{2.5, 43.5});
    REQUIRE(source.observations().size() == 3);
    CHECK(gis::rfc3339(source.observations()[1].at) == "2026-11-24T08:30:00.000Z");
    CHECK(gis::rfc3339(source.observations()[2].at) == "2026-11-24T08:40:00.000Z");
}

TEST_CASE("failures of a server are said, and asked again as it wants") {
    const auto health = [](const std::string& body, int status, const std::string& headers = {}) {
        WebServer server([&](const WebRequest&, WebAnswer& a) { a.reply(status, body, headers); });
        LiveSource source;
        source.start("sensorthings", config(server.url()));
        REQUIRE(source.eventually([&] { return source.status().health != gis::SourceHealth::starting; }));
        CHECK(source.changes.empty());
        return source.status();
    };
    CHECK(health("no", 401).health == gis::SourceHealth::refused);
    CHECK(health("no", 401).why.key == "web.no_access");
    const auto busy = health("no", 429, "Retry-After: 120\r\n");
    CHECK(*busy.next_try - *gis::time_from_rfc3339("2026-11-24T09:00:00Z") == gis::Millis{120'000});
    CHECK(health("<html>", 200).why.key == "web.unreadable");
    CHECK(health(std::string(300'000, '['), 200).why.key == "web.unreadable");
    CHECK(health(R"({"value":7})", 200).why.key == "web.unreadable");
    CHECK(health("\xff\xfe", 200).why.key == "web.unreadable");
    CHECK(health("no", 500).why.key == "web.server_failed");
}

TEST_CASE("recorded replies of three real servers are understood") {
    const char* shared = std::getenv("VIGIE_SHARED");
    const std::filesystem::path folder = (shared ? std::filesystem::path(shared) : std::filesystem::path(VIGIE_SOURCE_DIR) / "../shared") / "data/payloads/sensorthings";
    if (!std::filesystem::exists(folder)) SKIP("no recorded replies beside the project");
    using namespace gis::sensorthings;
    const auto recorded = [&](const std::string& name) {
        std::ifstream in(folder / name, std::ios::binary);
        return std::string(std::istreambuf_iterator<char>(in), {});
    };
    for (const std::string server : {"gost", "mozilla", "stean"}) {
        INFO(server);
        std::set<std::string> ids;
        for (const char* page : {".observations_page1.json", ".observations_page2.json"}) {
            const auto read = page_of(recorded(server + page));
            REQUIRE(read);
            for (const json& row : read->rows) {
                const Reading reading = reading_of(row, "Europe/Paris");
                CHECK(reading.at);
                CHECK(reading.value);
                ids.insert(reading.id);
            }
            if (!read->next.empty()) CHECK(read->next.find("$skip=") != std::string::npos);
        }
        CHECK(ids.size() >= 3);
        CHECK(page_of(recorded(server + ".things.json"))->rows.at(0)["name"] == "Bin 12 Place Royale");
        CHECK_FALSE(complaint_in(recorded(server + ".bad_filter.400.json")).empty());
        CHECK_FALSE(page_of(recorded(server + ".thing_unknown.404.json")));
    }
    const auto nested = page_of(recorded("stean.expand_nested.json"))->rows.at(0);
    json stream = nested["Datastreams"][0];
    stream["Thing"] = nested;
    const auto read = stream_of(stream, "Europe/Paris");
    REQUIRE(read);
    CHECK(read->thing == "Bin 12 Place Royale");
    CHECK(read->lon == -1.558);
    CHECK(gis::rfc3339(*read->newest) == "2026-05-05T10:00:00.000Z");
}
