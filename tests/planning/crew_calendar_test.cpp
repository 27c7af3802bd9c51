// The weeks of crews as iCalendar: written by us, read back by libical.
#include <catch2/catch_test_macros.hpp>
#include <memory>

#include <libical/ical.h>

#include "gis/model/language.hpp"
#include "gis/planning/crew_calendar.hpp"
#include "small_commune.hpp"

using namespace small_commune;

namespace {

const Language& french() {
    static const auto loaded = Language::load(VIGIE_SOURCE_DIR "/assets/lang", "fr");
    return *loaded;
}

struct Event {
    std::string uid;
    Time start{}, end{};
    int sequence = 0;
};
std::vector<Event> calendar_events(const std::string& text) {
    std::vector<Event> out;
    const std::unique_ptr<icalcomponent, void (*)(icalcomponent*)> calendar(icalparser_parse_string(text.c_str()), icalcomponent_free);
    REQUIRE(calendar);
    CHECK(icalrestriction_check(calendar.get()) == 1);
    const auto time = [](icaltimetype t) { return time_from_ms(static_cast<std::int64_t>(icaltime_as_timet_with_zone(t, t.zone)) * 1000); };
    for (icalcomponent* c = icalcomponent_get_first_component(calendar.get(), ICAL_VEVENT_COMPONENT); c; c = icalcomponent_get_next_component(calendar.get(), ICAL_VEVENT_COMPONENT))
        out.push_back({icalcomponent_get_uid(c), time(icalcomponent_get_dtstart(c)), time(icalcomponent_get_dtend(c)), icalcomponent_get_sequence(c)});
    return out;
}

struct Calendar : Commune {
    CrewId roads = crew("Voirie A", {agent("M. Ferrand")}), green = crew("Espaces verts", {agent("Mme Roux")});
    CrewCalendar made(CalendarOptions options = {}) {
        options.commune = "L’Île-d’Yeu";
        options.now = now;
        return crew_calendar(world, catalog, french(), options);
    }
    static bool has(const CrewCalendar& c, const std::string& line) { return c.text.find(line) != std::string::npos; }
};

} // namespace

TEST_CASE_METHOD(Calendar, "planned interventions are events at their instants, with crew, place and sheet") {
    Intervention what = job("Nid-de-poule; rue Haute, 12", 90, {2.3, 43.2});
    what.description = "Reboucher\nà froid";
    what.tasks = {{"Baliser", true}, {"Reboucher", false}};
    what.address = "12 rue Haute";
    what.updated_at = at(0, 7);
    what = planned(what, {roads, green}, at(1, 8));
    (void)put(job("À planifier"));
    const CrewCalendar c = made();
    CHECK(c.events == 1);
    CHECK(has(c, "BEGIN:VCALENDAR\r\n"));
    CHECK(has(c, "DTSTART:20261124T070000Z\r\n"));
    CHECK(has(c, "DTEND:20261124T083000Z\r\n"));
    CHECK(has(c, "SUMMARY:Nid-de-poule\\; rue Haute\\, 12 – Voirie A\\, Espaces verts\r\n"));
    CHECK(has(c, "DESCRIPTION:Reboucher\\nà froid\\n[x] Baliser\\n[ ] Reboucher\r\n"));
    CHECK(has(c, "GEO:43.2"));
    CHECK(has(c, "X-VIGIE-CREW:Voirie A\r\n"));
    CHECK(has(c, "@l-ile-d-yeu.vigie\r\n"));
    const auto events = calendar_events(c.text);
    REQUIRE(events.size() == 1);
    CHECK(events[0].uid == calendar_uid(what.id, "L’Île-d’Yeu"));
    CHECK(events[0].start == at(1, 8));
    CHECK(events[0].end == at(1, 9, 30));
}

TEST_CASE_METHOD(Calendar, "a calendar holds one crew or one week when asked, in the order of the days") {
    (void)planned(job("b"), {roads}, at(2, 8));
    (void)planned(job("a"), {green}, at(1, 8));
    (void)planned(job("c"), {roads}, at(9, 8));
    CHECK(made().events == 3);
    CHECK(made({.commune = {}, .crews = {roads}, .from = {}, .to = {}, .now = {}}).events == 2);
    const CrewCalendar week = made({.commune = {}, .crews = {}, .from = at(0, 0), .to = at(7, 0), .now = {}});
    CHECK(week.events == 2);
    CHECK(week.text.find("SUMMARY:a") < week.text.find("SUMMARY:b"));
}

TEST_CASE_METHOD(Calendar, "an event keeps its name and its number rises when the intervention changes") {
    Intervention what = job("a");
    what.updated_at = at(0, 7);
    what = planned(what, {roads}, at(1, 8));
    const auto before = calendar_events(made().text);
    what.start = at(1, 10);
    what.updated_at = at(0, 8);
    (void)put(what);
    const auto after = calendar_events(made().text);
    REQUIRE((before.size() == 1 && after.size() == 1));
    CHECK(before[0].uid == after[0].uid);
    CHECK(before[0].sequence < after[0].sequence);
}

TEST_CASE_METHOD(Calendar, "lines are folded inside no character, and nothing is longer than 75 octets") {
    Intervention what = job("é" + std::string(60, 'x') + std::string(200, 'y'));
    for (int i = 0; i < 100; ++i) what.description += "é€";
    (void)planned(what, {roads}, at(1, 8));
    const CrewCalendar c = made();
    for (std::size_t from = 0, to = 0; (to = c.text.find("\r\n", from)) != std::string::npos; from = to + 2) {
        INFO(c.text.substr(from, to - from));
        CHECK(to - from <= 75);
        CHECK((static_cast<unsigned char>(c.text[from]) & 0xC0) != 0x80);
        if (c.text[from] == ' ') CHECK((static_cast<unsigned char>(c.text[from + 1]) & 0xC0) != 0x80);
    }
    CHECK(calendar_events(c.text).size() == 1);
}
