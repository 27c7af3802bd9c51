// Open311 against a server that answers as real ones do, defects included.
#include <catch2/catch_test_macros.hpp>

#include <filesystem>
#include <fstream>

#include <nlohmann/json.hpp>

#include "gis/backends/web/foreign.hpp"
#include "tests/web/live_source.hpp"
#include "tests/web/web_server.hpp"

using namespace vigie;
using gis::AckOutcome;
using gis::EntityKind;
using gis::Report;
using gis::ReportState;
using nlohmann::json;
using test::LiveSource;
using test::WebAnswer;
using test::WebRequest;
using test::WebServer;

namespace {

json row(const std::string& id, const std::string& status = "open", const std::string& requested = "2026-11-20T08:00:00Z") {
    return {{"service_request_id", id}, {"status", status}, {"service_code", "POT"}, {"service_name", "Potholes"}, {"description", "Trou " + id},
            {"requested_datetime", requested}, {"updated_datetime", requested}, {"lat", 47.2145}, {"long", "-1.558"}, {"address", "3 rue du Port"}};
}

std::string config(const WebServer& server, json more = json::object()) {
    json c{{"url", server.url("/v2")}, {"categories", "POT = nid_de_poule"}, {"poll_s", 5}};
    c.update(more);
    return c.dump();
}

bool in_window(const json& r, const WebRequest& q) {
    const std::string at = r["requested_datetime"];
    return at >= q.parameter("start_date") && at <= q.parameter("end_date");
}

// Holds requests, filters by window and ids, takes new ones and updates.
struct City {
    std::mutex mutex;
    std::vector<json> rows;
    std::size_t most = 1'000;
    bool takes_updates = true, gives_tokens = false, takes_lists = true;
    int drops_posts = 0;
    WebServer server{[this](const WebRequest& r, WebAnswer& a) { answer(r, a); }};

    void answer(const WebRequest& r, WebAnswer& a) {
        const std::lock_guard lock(mutex);
        if (r.method == "POST" && r.path() == "/v2/requests.json") return post(r, a);
        if (r.method == "POST" && r.path() == "/v2/servicerequestupdates.json") return update(r, a);
        if (r.path() == "/v2/services.json") return (void)a.reply(200, R"([{"service_code":"POT","service_name":"Potholes","metadata":"true"},{"service_code":7,"service_name":"Bins","metadata":false}])");
        if (r.path() == "/v2/services/POT.json") return (void)a.reply(200, R"({"service_code":"POT","attributes":[{"variable":"true","code":"depth","required":"true"},{"variable":"false","code":"note","required":"true"}]})");
        if (r.path() == "/v2/tokens/t-1.json") return (void)a.reply(200, gives_tokens ? R"([{"token":"t-1"}])" : R"([{"service_request_id":"n-1","token":"t-1"}])");
        if (r.path() == "/v2/requests.json") {
            json found = json::array();
            const std::string ids = r.parameter("service_request_id");
            if (!ids.empty() && !takes_lists && ids.find(',') != std::string::npos) return (void)a.reply(400, R"([{"code":400,"description":"one id"}])");
            for (const json& each : rows)
                if (found.size() < most && (ids.empty() ? in_window(each, r) : ("," + ids + ",").find("," + each["service_request_id"].get<std::string>() + ",") != std::string::npos)) found.push_back(each);
            return (void)a.reply(200, found.dump());
        }
        if (r.path().starts_with("/v2/requests/"))
            for (const json& each : rows)
                if (r.path() == "/v2/requests/" + each["service_request_id"].get<std::string>() + ".json") return (void)a.reply(200, json::array({each}).dump());
        a.reply(404, R"({"code":404,"description":"nothing here"})");
    }
    void post(const WebRequest& r, WebAnswer& a) {
        if (r.parameter("api_key") != "k&y") return (void)a.reply(403, R"([{"code":403,"description":"wrong key"}])");
        if (gives_tokens) {
            gives_tokens = false;
            return (void)a.reply(200, R"([{"token":"t-1"}])");
        }
        json made = row("n-" + std::to_string(rows.size()), "open", "2026-11-24T09:00:00Z");
        made["description"] = r.parameter("description");
        made["lat"] = std::stod(r.parameter("lat"));
        made["long"] = std::stod(r.parameter("long"));
        rows.push_back(made);
        if (drops_posts > 0) {
            --drops_posts;
            return;  // it arrived, and nobody says so
        }
        a.reply(200, json::array({{{"service_request_id", made["service_request_id"]}}}).dump());
    }
    void update(const WebRequest& r, WebAnswer& a) {
        if (!takes_updates) return (void)a.reply(404, "nothing");
        for (json& each : rows)
            if (each["service_request_id"] == r.parameter("service_request_id")) {
                each["status"] = r.parameter("status") == "FIXED" ? "closed" : "open";
                each["updated_datetime"] = r.parameter("updated_datetime");
            }
        a.reply(200, R"({"service_request_updates":[{"update_id":"u-1"}]})");
    }
    void set(std::size_t i, const char* member, const json& value) {
        const std::lock_guard lock(mutex);
        rows[i][member] = value;
    }
};

gis::WriteBack creation(std::uint64_t ticket, const std::string& key) {
    return {ticket, EntityKind::report, "", "", key, R"({"category":"nid_de_poule","description":"Trou à l’angle","place":[-1.55,47.21],"address":"12 rue X"})"};
}

} // namespace

TEST_CASE("requests become reports with their place, times and category") {
    City city;
    city.rows = {row("1"), row("2", "closed")};
    city.rows[0]["expected_datetime"] = "2026-12-01T10:00:00+01:00";
    city.rows[0]["media_url"] = "http://example.org/p.jpg";
    city.rows[1]["lat"] = city.rows[1]["long"] = 0;
    city.rows[1]["requested_datetime"] = "2026-11-20 08:00:00";  // no zone: the commune's
    LiveSource source;
    source.start("open311", config(city.server));
    REQUIRE(source.eventually([&] { return source.is_ok() && !source.cursor.empty(); }));
    const auto reports = source.all<Report>();
    REQUIRE(reports.size() == 2);
    const Report& one = reports.at("1");
    CHECK(one.category == "nid_de_poule");
    CHECK(one.state == ReportState::received);
    CHECK(one.place == gis::LonLat{-1.558, 47.2145});
    CHECK(one.description == "Trou 1");
    CHECK(one.photos == std::vector<std::string>{"http://example.org/p.jpg"});
    CHECK(gis::rfc3339(one.received_at) == "2026-11-20T08:00:00.000Z");
    CHECK(gis::rfc3339(*one.due_at) == "2026-12-01T09:00:00.000Z");
    CHECK_FALSE(one.origin.version.empty());
    CHECK(reports.at("2").state == ReportState::closed);
    CHECK(reports.at("2").place == gis::LonLat{});
    CHECK(gis::rfc3339(reports.at("2").received_at) == "2026-11-20T07:00:00.000Z");
    for (const WebRequest& r : city.server.requests()) CHECK(r.parameter("start_date").find('.') == std::string::npos);
}

TEST_CASE("a window that gives all a reply may hold is halved until every request is there, once") {
    City city;
    city.most = 1'000;
    for (int i = 0; i < 3'500; ++i) {
        char at[32];
        std::snprintf(at, sizeof at, "2026-11-%02dT%02d:%02d:00Z", 1 + i % 20, (i / 20) % 24, (i / 480) % 60);
        city.rows.push_back(row(std::to_string(i), "closed", at));
    }
    LiveSource source;
    source.start("open311", config(city.server));
    REQUIRE(source.eventually([&] { return source.is_ok(); }, std::chrono::seconds(60)));
    CHECK(source.all<Report>().size() == 3'500);
    CHECK(source.changes.size() == 3'500);
}

TEST_CASE("a server that looks at no dates is asked once a reading") {
    json rows = json::array();
    for (int i = 0; i < 1'000; ++i) rows.push_back(row(std::to_string(i), "closed", i % 2 ? "2026-11-20T08:00:00Z" : "2026-09-01T08:00:00Z"));
    WebServer server([&](const WebRequest&, WebAnswer& a) { a.reply(200, rows.dump()); });
    LiveSource source;
    source.start("open311", config(server));
    REQUIRE(source.eventually([&] { return source.is_ok(); }));
    CHECK(source.all<Report>().size() == 1'000);
    CHECK(server.requests().size() == 1);
    CHECK(source.status().why.key == "web.left_out");
}

TEST_CASE("a request that closes after its window is seen, list or one by one, and nothing is said twice") {
    for (const bool lists : {true, false}) {
        City city;
        city.takes_lists = lists;
        city.rows = {row("1", "open", "2026-10-01T08:00:00Z"), row("2", "open", "2026-10-02T08:00:00Z")};
        LiveSource source;
        source.start("open311", config(city.server));
        REQUIRE(source.eventually([&] { return source.is_ok() && source.all<Report>().size() == 2; }));
        const std::string cursor = source.cursor;
        source.hub.stop_all();
        city.set(0, "status", "closed");
        city.set(0, "updated_datetime", "2026-11-24T08:00:00Z");
        city.set(0, "status_notes", "Rebouché");
        source.changes.clear();
        source.start("open311", config(city.server), cursor);
        REQUIRE(source.eventually([&] { return source.all<Report>().contains("1"); }));
        CHECK(source.all<Report>().at("1").state == ReportState::closed);
        CHECK(source.all<Report>().at("1").reason == "Rebouché");
        for (const gis::Change& c : source.changes)  // still open: its progress here is not undone
            if (const auto* u = std::get_if<gis::Upsert>(&c); u && std::get<Report>(u->entity).origin.remote_id == "2")
                CHECK(std::ranges::find(u->fields, "state") == u->fields.end());
        CHECK(json::parse(source.cursor).is_object());
    }
}

TEST_CASE("XML is spoken where there is no JSON") {
    WebServer server([](const WebRequest& r, WebAnswer& a) {
        if (r.path() != "/v2/requests.xml") return (void)a.reply(404, "nope", "Content-Type: text/plain\r\n");
        a.reply(200, "<?xml version=\"1.0\"?><service_requests><request><service_request_id>9</service_request_id><status>open</status><status_notes/>"
                     "<service_code>006</service_code><service_name>Trottoirs</service_name><lat>47.2</lat><long>-1.5</long>"
                     "<requested_datetime>2026-11-20T08:00:00Z</requested_datetime></request></service_requests>", "Content-Type: text/xml\r\n");
    });
    LiveSource source;
    source.start("open311", config(server));
    REQUIRE(source.eventually([&] { return source.is_ok(); }));
    CHECK(source.all<Report>().at("9").category == "Trottoirs");  // no category is named for 006
}

TEST_CASE("discovery leads to the endpoint for production, of the same server only") {
    std::string endpoint = "/real";
    WebServer server([&](const WebRequest& r, WebAnswer& a) {
        if (r.path() == "/discovery.json") a.reply(200, json{{"endpoints", {{{"type", "test"}, {"url", "/test"}}, {{"type", "production"}, {"url", endpoint}}}}}.dump());
        else if (r.path() == "/real/requests.json") a.reply(200, json::array({row("1")}).dump());
        else a.reply(500, "wrong");
    });
    LiveSource source;
    source.start("open311", config(server, {{"url", server.url("/discovery.json")}}));
    REQUIRE(source.eventually([&] { return source.is_ok(); }));
    CHECK(source.all<Report>().size() == 1);
    source.hub.stop_all();
    WebServer other([](const WebRequest&, WebAnswer& a) { a.reply(200, R"({"discovery":{"endpoints":{"endpoint":{"type":"production","url":"https://elsewhere.example/v2"}}}})"); });
    source.start("open311", config(other, {{"url", other.url("/discovery.json")}}));
    REQUIRE(source.eventually([&] { return source.status().health == gis::SourceHealth::refused; }));
    CHECK(source.status().why.key == "open311.endpoint_elsewhere");
    CHECK(source.status().why.args.at(0).second == "https://elsewhere.example/v2");
}

TEST_CASE("a new report is sent with what its service asks for, and its token is followed") {
    City city;
    LiveSource source;
    source.start("open311", config(city.server, {{"attributes", "depth = 12"}}), {}, {{"api_key", "k&y"}});
    REQUIRE(source.eventually([&] { return source.is_ok(); }));
    REQUIRE(source.hub.submit("s", creation(1, "key-1")).ok());
    REQUIRE(source.eventually([&] { return source.acks.size() == 1; }));
    CHECK(source.acks[0].outcome == AckOutcome::done);
    CHECK(source.acks[0].remote_id == "n-0");
    city.gives_tokens = true;
    REQUIRE(source.hub.submit("s", creation(2, "key-2")).ok());
    REQUIRE(source.eventually([&] { return source.acks.size() == 2; }));
    CHECK(source.acks[1].remote_id == "n-1");
    bool posted = false;
    for (const WebRequest& r : city.server.requests()) {
        CHECK((r.method == "POST" || r.parameter("api_key").empty()));  // reading needs no key
        if (r.method != "POST") continue;
        posted = true;
        CHECK(r.parameter("attribute[depth]") == "12");
        CHECK(r.parameter("description") == "Trou à l’angle");
        CHECK(r.parameter("service_code") == "POT");
        CHECK(r.parameter("lat") == "47.21");
    }
    CHECK(posted);
}

TEST_CASE("a creation whose answer was lost is found again and not made twice") {
    City city;
    city.drops_posts = 1;
    LiveSource source;
    source.start("open311", config(city.server, {{"attributes", "depth = 12"}}), {}, {{"api_key", "k&y"}});
    REQUIRE(source.eventually([&] { return source.is_ok(); }));
    REQUIRE(source.hub.submit("s", creation(1, "key-1")).ok());
    REQUIRE(source.eventually([&] { return source.acks.size() == 1; }));
    CHECK(source.acks[0].outcome == AckOutcome::unknown);
    source.hub.stop_all();  // and the program with it
    source.start("open311", config(city.server, {{"attributes", "depth = 12"}}), source.cursor, {{"api_key", "k&y"}});
    REQUIRE(source.eventually([&] { return source.is_ok(); }));
    REQUIRE(source.hub.submit("s", creation(1, "key-1")).ok());
    REQUIRE(source.eventually([&] { return source.acks.size() == 2; }));
    CHECK(source.acks[1].outcome == AckOutcome::done);
    CHECK(source.acks[1].remote_id == "n-0");
    CHECK(city.rows.size() == 1);
}

TEST_CASE("what a service does not take is refused with what to do") {
    City city;
    city.takes_updates = false;
    city.rows = {row("1")};
    LiveSource source;
    source.start("open311", config(city.server), {}, {{"api_key", "wrong"}});
    REQUIRE(source.eventually([&] { return source.is_ok(); }));
    const auto ask = [&](gis::WriteBack edit) {
        const std::size_t before = source.acks.size();
        REQUIRE(source.hub.submit("s", edit).ok());
        REQUIRE(source.eventually([&] { return source.acks.size() > before; }));
        CHECK(source.acks.back().outcome == AckOutcome::refused);
        return source.acks.back().why;
    };
    CHECK(ask(creation(1, "a")) == "@open311.needs_attribute");
    CHECK(ask({2, EntityKind::report, "", "", "b", R"({"category":"arbre_tombe","description":"x","place":[1,2]})"}) == "@open311.no_service");
    CHECK(ask({3, EntityKind::report, "", "", "c", R"({"category":"Bins","description":"x"})"}) == "@open311.no_place");
    CHECK(ask({4, EntityKind::report, "1", "", "d", R"({"description":"y"})"}) == "@open311.only_state");
    CHECK(ask({5, EntityKind::report, "1", "", "e", R"({"state":"closed"})"}) == "@open311.no_updates");
    CHECK(ask({6, EntityKind::report, "99", "", "f", R"({"state":"closed"})"}) == "@open311.gone");
    CHECK(ask({7, EntityKind::report, "", "", "g", R"({"category":"Bins","description":"x","place":[1,2]})"}) == "@open311.no_right");
}

TEST_CASE("progress goes back where it is taken; what changed there meanwhile is a conflict and comes first") {
    City city;
    city.rows = {row("1")};
    LiveSource source;
    source.start("open311", config(city.server), {}, {{"api_key", "k&y"}});
    REQUIRE(source.eventually([&] { return source.is_ok(); }));
    const std::string version = source.all<Report>().at("1").origin.version;
    REQUIRE(source.hub.submit("s", {1, EntityKind::report, "1", version, "u1", R"({"severity":2})"}).ok());  // ours to keep
    REQUIRE(source.hub.submit("s", {2, EntityKind::report, "1", version, "u2", R"({"state":"closed","reason":"Rebouché"})"}).ok());
    REQUIRE(source.eventually([&] { return source.acks.size() == 2; }));
    CHECK(source.acks[0].outcome == AckOutcome::done);
    CHECK(source.acks[1].outcome == AckOutcome::done);
    CHECK(source.acks[1].version != version);
    CHECK(source.all<Report>().at("1").state == ReportState::closed);
    REQUIRE(source.hub.submit("s", {3, EntityKind::report, "1", version, "u3", R"({"state":"reopened"})"}).ok());
    REQUIRE(source.eventually([&] { return source.acks.size() == 3; }));
    CHECK(source.acks[2].outcome == AckOutcome::conflict);
    for (const WebRequest& r : city.server.requests())
        if (r.method == "POST") {
            CHECK(r.parameter("status") == "FIXED");
            CHECK(r.parameter("update_id") == "u2");
        }
}

TEST_CASE("one bad row does not hide the others, and a server that always fails is not hammered") {
    WebServer server([](const WebRequest& r, WebAnswer& a) {
        const std::string from = r.parameter("start_date"), to = r.parameter("end_date"), bad = "2026-11-10T12:00:00Z", good = "2026-11-12T12:00:00Z";
        if (from <= bad && bad <= to) a.reply(500, "Can't call method");
        else a.reply(200, from <= good && good <= to ? json::array({row("1", "open", good)}).dump() : "[]");
    });
    LiveSource source;
    source.start("open311", config(server));
    REQUIRE(source.eventually([&] { return source.is_ok(); }));
    CHECK(source.all<Report>().size() == 1);
    CHECK(source.status().why.key == "web.left_out");
    WebServer broken([](const WebRequest&, WebAnswer& a) { a.reply(500, "no"); });
    source.start("open311", config(broken, {{"format", "json"}}));
    REQUIRE(source.eventually([&] { return source.status().health == gis::SourceHealth::offline; }));
    CHECK(source.status().why.key == "web.server_failed");
    CHECK(broken.requests().size() < 40);
}

TEST_CASE("nonsense ends in a sentence and never in a report") {
    std::string body;
    WebServer server([&](const WebRequest&, WebAnswer& a) { a.reply(200, body); });
    for (const std::string& bad : {std::string("<html><body>login</body></html>"), std::string(R"({"service_code":001})"), std::string(200'000, '['), std::string("\xff\xfe\x00garbage", 10),
                                   std::string(), std::string(R"({"hello":"world"})"), std::string("42"), std::string(R"([{"service_request_id":"5","lat":1e999}])")}) {
        body = bad;
        LiveSource source;
        source.start("open311", config(server));
        REQUIRE(source.eventually([&] { return source.status().health == gis::SourceHealth::offline; }));
        CHECK((source.status().why.key == "web.unreadable" || source.status().why.key == "open311.not_a_server"));
        CHECK(source.changes.empty());
    }
    body = R"([{"service_request_id":"5","lat":1e300,"long":"x","status":["open"],"requested_datetime":{},"description":7},[],7,{"status":"open"},[{"service_request_id":6,"lat":91,"long":2}]])";
    LiveSource source;
    source.start("open311", config(server));
    REQUIRE(source.eventually([&] { return source.is_ok(); }));
    CHECK(source.all<Report>().size() == 2);
    CHECK(source.status().why.key == "web.left_out");
}

TEST_CASE("recorded replies of a real server are read") {
    const char* shared = std::getenv("VIGIE_SHARED");
    const std::filesystem::path folder = (shared ? std::filesystem::path(shared) : std::filesystem::path(VIGIE_SOURCE_DIR) / "../shared") / "data/payloads/open311";
    if (!std::filesystem::exists(folder)) SKIP("no recorded replies beside the project");
    for (const std::string format : {"json", "xml"}) {
        WebServer server([&](const WebRequest& r, WebAnswer& a) {
            std::ifstream in(folder / ("adapter_" + r.path().substr(4)), std::ios::binary);
            if (in) a.reply(200, std::string(std::istreambuf_iterator<char>(in), {}));
            else a.reply(404, "nothing");
        });
        LiveSource source;
        source.start("open311", config(server, {{"format", format}}));
        REQUIRE(source.eventually([&] { return source.is_ok(); }));
        const auto reports = source.all<Report>();
        REQUIRE(reports.size() == 3);
        CHECK(reports.at("0").description == "Nid de poule");  // a falsy id
        CHECK(reports.at("0").place == gis::LonLat{});
        CHECK(reports.at("1").category == "Bin Enforcement");
    }
}
