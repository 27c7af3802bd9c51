// The weeks of crews on a real calendar server (Radicale, over TLS): made, changed, moved and cancelled there as here, only what
// differs, nothing of anyone else's, and after an outage once.
#include <catch2/catch_test_macros.hpp>

#include <fstream>
#include <nlohmann/json.hpp>

#include "gis/backends/caldav/dav.hpp"
#include "gis/backends/week_message.hpp"
#include "gis/model/catalog.hpp"
#include "tests/caldav/radicale.hpp"
#include "tests/web/live_source.hpp"

using namespace vigie;

namespace {

const gis::Time monday = *gis::time_from_rfc3339("2026-11-23T00:00:00Z");
const gis::Catalog catalog;

// A planned job as the program writes it.
gis::CrewEvent job(std::uint64_t id, std::uint64_t crew, int hour, const std::string& title) {
    gis::Intervention what;
    what.id = gis::InterventionId{id};
    what.title = title;
    what.state = gis::InterventionState::planned;
    what.start = monday + std::chrono::hours(hour);
    what.duration = gis::Seconds{7'200};
    what.crews = {gis::CrewId{crew}};
    what.updated_at = monday;
    const gis::World world;
    auto event = gis::crew_event(world, catalog, what, "Valmont", "fr");
    REQUIRE(event);
    return *event;
}

std::string week_of(const std::vector<gis::CrewEvent>& jobs) {
    std::vector<gis::WeekCrew> crews{{"1", "Voirie A", {}}, {"2", "Propreté & déchets", {}}};
    for (const gis::CrewEvent& j : jobs) crews[j.crews.front().value - 1].events.push_back(&j);
    return gis::week_message(monday, monday + std::chrono::days(7), crews);
}

struct Desk {
    test::Radicale server;
    test::LiveSource live;
    void start(const std::string& password = test::Radicale::password) { live.start("caldav", server.config(), {}, {{"password", password}}); }
    bool say(const std::vector<gis::CrewEvent>& jobs) {
        return live.eventually([&] { return live.hub.control("s", week_of(jobs)).ok(); });
    }
    [[nodiscard]] std::size_t count(const char* calendar) const { return server.events(calendar).size(); }
    bool until(const std::function<bool()>& done) { return live.eventually(done, std::chrono::seconds(60)); }
};

} // namespace

TEST_CASE("a week is written once, what changed is written again, what was moved or cancelled goes, and nothing else is touched") {
    Desk desk;
    desk.start();
    std::vector<gis::CrewEvent> jobs{job(1, 1, 8, "Nid-de-poule rue du Four"), job(2, 1, 10, "Élagage"), job(3, 2, 8, "Dépôt sauvage")};
    REQUIRE(desk.say(jobs));
    REQUIRE(desk.until([&] { return desk.count("vigie-1") == 2 && desk.count("vigie-2") == 1; }));
    const std::string pothole = gis::calendar_uid(gis::InterventionId{1}, "Valmont");
    CHECK(desk.server.events("vigie-1").at(pothole).find("Nid-de-poule") != std::string::npos);
    std::ifstream props(desk.server.folder_of("vigie-2") / ".Radicale.props");
    CHECK(nlohmann::json::parse(props)["D:displayname"] == "Propreté & déchets");
    REQUIRE(desk.until([&] { return desk.live.is_ok() && desk.live.status().why.key == "caldav.written"; }));
    const int written = desk.server.requests("PUT request");
    CHECK(written == 3);

    // Someone writes an appointment of their own into the crew's calendar.
    std::ofstream(desk.server.folder_of("vigie-1") / "cafe.ics") << "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nBEGIN:VEVENT\r\nUID:cafe\r\nDTSTAMP:20261120T080000Z\r\nDTSTART:20261124T080000Z\r\nSUMMARY:Café\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n";
    jobs[0] = job(1, 1, 14, "Nid-de-poule rue du Four");  // later
    jobs[1] = job(2, 2, 10, "Élagage");                   // to the other crew
    jobs.pop_back();                                      // cancelled
    REQUIRE(desk.say(jobs));
    REQUIRE(desk.until([&] {
        const auto ours = desk.server.events("vigie-1"), theirs = desk.server.events("vigie-2");
        return ours.size() == 2 && ours.contains("cafe") && theirs.size() == 1 && theirs.begin()->second.find("lagage") != std::string::npos && ours.at(pothole).find("20261123T140000Z") != std::string::npos;
    }));
    CHECK(desk.server.requests("PUT request") == written + 2);
    CHECK(desk.server.requests("DELETE request") == 2);

    // The same week again, and what is before it: nothing to write, nothing to take away.
    const int before = desk.server.requests("REPORT request");
    REQUIRE(desk.say(jobs));
    REQUIRE(desk.until([&] { return desk.server.requests("REPORT request") >= before + 4; }));
    CHECK(desk.server.requests("PUT request") == written + 2);
    CHECK(desk.server.requests("DELETE request") == 2);
}

TEST_CASE("a new start knows what is there by its marks; a cancelled event of the past stays as it was") {
    Desk desk;
    desk.start();
    const std::vector<gis::CrewEvent> last_week{job(7, 1, -100, "Salage"), job(8, 1, 9, "Marché")};
    REQUIRE(desk.say(last_week));
    REQUIRE(desk.until([&] { return desk.count("vigie-1") == 2; }));
    desk.live.hub.stop("s");
    const int written = desk.server.requests("PUT request"), reports = desk.server.requests("REPORT request");
    desk.start();
    REQUIRE(desk.say({last_week[1]}));
    REQUIRE(desk.until([&] { return desk.server.requests("REPORT request") >= reports + 2 && desk.live.is_ok() && desk.live.status().why.key == "caldav.written"; }));
    CHECK(desk.count("vigie-1") == 2);
    CHECK(desk.server.requests("PUT request") == written);
    CHECK(desk.server.requests("DELETE request") == 0);
}

TEST_CASE("what changes while the server is away goes out once when it is back, in its last state") {
    Desk desk;
    desk.start();
    REQUIRE(desk.say({job(1, 1, 8, "Un")}));
    REQUIRE(desk.until([&] { return desk.count("vigie-1") == 1; }));
    desk.server.stop();
    for (int hour = 9; hour < 12; ++hour) REQUIRE(desk.say({job(1, 1, hour, "Un"), job(2, 1, hour + 3, "Deux")}));
    REQUIRE(desk.until([&] { return desk.live.status().health == gis::SourceHealth::offline; }));
    const int written = desk.server.requests("PUT request");
    desk.server.start();
    REQUIRE(desk.until([&] { return desk.count("vigie-1") == 2; }));
    REQUIRE(desk.until([&] { return desk.live.is_ok(); }));
    CHECK(desk.server.requests("PUT request") == written + 2);
    CHECK(desk.server.events("vigie-1").at(gis::calendar_uid(gis::InterventionId{1}, "Valmont")).find("20261123T110000Z") != std::string::npos);
}

TEST_CASE("a wrong password is said and tried no further; a server that nobody vouches for gets neither password nor week") {
    Desk desk;
    desk.start("faux");
    REQUIRE(desk.until([&] { return desk.live.status().health == gis::SourceHealth::refused; }));
    CHECK(desk.live.status().why.key == "web.no_access");
    desk.live.hub.stop("s");
    nlohmann::json config = nlohmann::json::parse(desk.server.config());
    config.erase("ca_file");
    const int asked = desk.server.requests("PROPFIND request");
    desk.live.start("caldav", config.dump(), {}, {{"password", test::Radicale::password}});
    REQUIRE(desk.until([&] { return desk.live.status().health == gis::SourceHealth::offline; }));
    CHECK(desk.live.status().why.key == "web.certificate");
    CHECK(desk.server.requests("PROPFIND request") == asked);
}

TEST_CASE("the test of a source shows the calendars that are there") {
    Desk desk;
    gis::SourceConfig config{.id = "t", .name = "T", .backend = "caldav", .config_json = desk.server.config()};
    config.secrets = {{"password", test::Radicale::password}};
    const auto trial = desk.live.hub.test(config, 10, gis::Millis{20'000});
    REQUIRE(trial);
    CHECK(trial->sample);
    config.secrets = {{"password", "faux"}};
    CHECK_FALSE(desk.live.hub.test(config, 10, gis::Millis{20'000}));
}

TEST_CASE("answers of a calendar server are read with their folded lines, and what is none is none") {
    CHECK_FALSE(gis::caldav::read_multistatus("<html>"));
    CHECK_FALSE(gis::caldav::read_multistatus("nothing"));
    const auto read = gis::caldav::read_multistatus(
        "<d:multistatus xmlns:d='DAV:' xmlns:c='urn:ietf:params:xml:ns:caldav'><d:response><d:href>/a.ics</d:href><d:propstat><d:status>HTTP/1.1 200 OK</d:status><d:prop><d:getetag>\"1\"</d:getetag>"
        "<c:calendar-data>BEGIN:VCALENDAR\r\nUID:not-this\r\nBEGIN:VEVENT\r\nUID:intervention-1@val\r\n mont.vigie\r\nDTSTART:20261123T080000Z\r\nX-VIGIE-MARK:a\r\n b\r\nEND:VEVENT</c:calendar-data></d:prop></d:propstat>"
        "<d:propstat><d:status>HTTP/1.1 404 Not Found</d:status><d:prop><d:displayname>no</d:displayname></d:prop></d:propstat></d:response></d:multistatus>");
    REQUIRE(read);
    REQUIRE(read->size() == 1);
    CHECK(read->front().uid == "intervention-1@valmont.vigie");
    CHECK(read->front().mark == "ab");
    CHECK(read->front().etag == "\"1\"");
    CHECK(read->front().name.empty());
    CHECK(gis::time_from_ms(read->front().start_ms) == monday + std::chrono::hours(8));
    CHECK(gis::caldav::is_own_uid(read->front().uid));
    CHECK(gis::caldav::marked("BEGIN:VEVENT\r\nEND:VEVENT\r\n", "x") == "BEGIN:VEVENT\r\nX-VIGIE-MARK:x\r\nEND:VEVENT\r\n");
}
