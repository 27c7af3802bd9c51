// Dates that come back and duties that fall due.
#include <catch2/catch_test_macros.hpp>

#include <algorithm>
#include <random>

#include "gis/planning/duties.hpp"
#include "gis/planning/recurrence.hpp"
#include "small_commune.hpp"

using namespace small_commune;
using std::chrono::local_days;

namespace {

local_days on(int year, unsigned month, unsigned day) {
    return local_days{std::chrono::year{year} / std::chrono::month{month} / std::chrono::day{day}};
}
std::vector<local_days> dates(const Recurrence& r, local_days from, local_days to) {
    const auto found = occurrences(r, from, to);
    REQUIRE(found);
    return *found;
}

} // namespace

TEST_CASE("rules of iCalendar give their dates") {
    // Examples of RFC 5545, section 3.8.5.3.
    CHECK(dates({"FREQ=MONTHLY;COUNT=10;BYDAY=1FR", on(1997, 9, 5), {}, {}}, on(1997, 9, 1), on(1998, 1, 31)) ==
          std::vector{on(1997, 9, 5), on(1997, 10, 3), on(1997, 11, 7), on(1997, 12, 5), on(1998, 1, 2)});
    CHECK(dates({"FREQ=MONTHLY;COUNT=6;BYMONTHDAY=-3", on(1997, 9, 28), {}, {}}, on(1997, 9, 1), on(1997, 12, 31)) ==
          std::vector{on(1997, 9, 28), on(1997, 10, 29), on(1997, 11, 28), on(1997, 12, 29)});
    CHECK(dates({"FREQ=YEARLY;INTERVAL=2;COUNT=10;BYMONTH=1,2,3", on(1997, 3, 10), {}, {}}, on(1999, 1, 1), on(1999, 12, 31)) ==
          std::vector{on(1999, 1, 10), on(1999, 2, 10), on(1999, 3, 10)});
    CHECK(dates({"FREQ=WEEKLY;INTERVAL=2;WKST=MO;BYDAY=TU,TH", on(1997, 9, 2), {on(1997, 9, 16)}, {}}, on(1997, 9, 1), on(1997, 9, 30)) ==
          std::vector{on(1997, 9, 2), on(1997, 9, 4), on(1997, 9, 18), on(1997, 9, 30)});
}

TEST_CASE("what is no rule, or finer than a day, is refused with the rule named") {
    for (const char* rule : {"", "every monday", "FREQ=HOURLY", "FREQ=SECONDLY;INTERVAL=5", "FREQ=SOMETIMES"}) {
        const auto found = occurrences({rule, on(2026, 1, 1), {}, {}}, on(2026, 1, 1), on(2026, 12, 31));
        INFO(rule);
        REQUIRE_FALSE(found);
        CHECK(found.error().text.key == "planning.recurrence.bad_rule");
    }
}

TEST_CASE("seasons bound the dates, also over New Year, and holidays move or drop them") {
    const Recurrence weekly{"FREQ=WEEKLY", on(2026, 1, 5), {}, read_season("11-15/03-15")};
    const auto winter = dates(weekly, on(2026, 1, 1), on(2026, 12, 31));
    CHECK(winter.size() == 17);
    CHECK(std::ranges::none_of(winter, [](local_days d) { return d > on(2026, 3, 15) && d < on(2026, 11, 15); }));
    CHECK_FALSE(read_season("13-01/02-01"));
    CHECK_FALSE(read_season("autumn"));

    Recurrence easter{"FREQ=WEEKLY", on(2026, 3, 30), {}, {}};  // Mondays; 6 April 2026 is Easter Monday
    CHECK(dates(easter, on(2026, 4, 1), on(2026, 4, 13)) == std::vector{on(2026, 4, 6), on(2026, 4, 13)});
    easter.on_holiday = OnHoliday::skip;
    CHECK(dates(easter, on(2026, 4, 1), on(2026, 4, 13)) == std::vector{on(2026, 4, 13)});
    easter.on_holiday = OnHoliday::next_working_day;
    CHECK(dates(easter, on(2026, 4, 1), on(2026, 4, 13)) == std::vector{on(2026, 4, 7), on(2026, 4, 13)});
    easter.on_holiday = OnHoliday::previous_working_day;
    easter.region = HolidayRegion::alsace_moselle;  // Good Friday too: back to Thursday
    CHECK(dates(easter, on(2026, 4, 1), on(2026, 4, 13)) == std::vector{on(2026, 4, 2), on(2026, 4, 13)});
}

TEST_CASE("dates come in order, inside the span, once, whatever the rule") {
    const auto seed = std::random_device{}();
    INFO("seed " << seed);
    std::mt19937 rng(seed);
    const auto below = [&](int n) { return static_cast<int>(rng() % static_cast<unsigned>(n)); };
    for (int round = 0; round < 400; ++round) {
        const char* freq[] = {"DAILY", "WEEKLY", "MONTHLY", "YEARLY"};
        Recurrence r{std::string("FREQ=") + freq[below(4)] + ";INTERVAL=" + std::to_string(1 + below(5)), on(2020, 1, 1) + std::chrono::days{below(2000)}, {}, {}};
        if (below(2)) r.season = Season{std::chrono::month{static_cast<unsigned>(1 + below(12))} / 1, std::chrono::month{static_cast<unsigned>(1 + below(12))} / 28};
        r.on_holiday = static_cast<OnHoliday>(below(4));
        const local_days from = on(2024, 1, 1) + std::chrono::days{below(700)}, to = from + std::chrono::days{below(500)};
        const auto found = dates(r, from, to);
        INFO(r.rule);
        CHECK(std::ranges::is_sorted(found));
        CHECK(std::ranges::adjacent_find(found) == found.end());
        CHECK(std::ranges::all_of(found, [&](local_days d) { return d >= from && d <= to; }));
        if (r.on_holiday == OnHoliday::next_working_day)
            CHECK(std::ranges::all_of(found, [](local_days d) { return weekday_index(d) < 5 && !public_holiday(d); }));
    }
}

TEST_CASE("due again counts from the day it was done, and waits for its season") {
    CHECK(due_again("FREQ=YEARLY;INTERVAL=3", on(2024, 2, 29), {})->value() == on(2027, 2, 28));  // not the next 29 February of the cycle, in 2036
    CHECK(due_again("FREQ=YEARLY", on(2025, 6, 10), {})->value() == on(2026, 6, 10));
    CHECK(due_again("FREQ=YEARLY", on(2025, 6, 10), read_season("10-01/11-30"))->value() == on(2026, 10, 1));
    CHECK(due_again("FREQ=MONTHLY", on(2026, 10, 20), {})->value() == on(2026, 11, 20));  // over the clock change
    CHECK(due_again("FREQ=MONTHLY", on(2026, 1, 31), {})->value() == on(2026, 2, 28));
    CHECK_FALSE(due_again("FREQ=DAILY;COUNT=1", on(2026, 1, 1), {})->has_value());
}

TEST_CASE("duties fall due at each asset by what was done there, and make their intervention") {
    Commune c;
    c.catalog.interventions.push_back({.id = "controle", .domain = "eau", .icon = {}, .name = {"Contrôle de borne", "Hydrant check"}, .duration = Minutes{20},
                                       .people = 2, .crews_needed = 1, .skills = {"B"}, .equipment = {}, .tasks = {}, .regulatory = true, .rule = {}});
    c.catalog.duties.push_back({.id = "tri", .name = {}, .intervention = "controle", .asset_kind = "hydrant", .rule = "FREQ=YEARLY;INTERVAL=3", .on_completion = true,
                                .first = {}, .season = {}, .last_field = "controle", .legal = true, .to_verify = true});
    c.catalog.duties.push_back({.id = "annuel", .name = {"Rapport annuel", "Yearly report"}, .intervention = "controle", .asset_kind = {}, .rule = "FREQ=YEARLY",
                                .on_completion = false, .first = "2025-09-30", .season = {}, .last_field = {}, .legal = true, .to_verify = false});
    c.catalog.duties.push_back({.id = "faux", .name = {}, .intervention = "controle", .asset_kind = {}, .rule = "FREQ=PARFOIS", .on_completion = true,
                                .first = {}, .season = {}, .last_field = {}, .legal = false, .to_verify = false});
    const auto hydrant = [&](const char* name, const char* noted) {
        Asset a;
        a.kind = "hydrant";
        a.name = name;
        a.geometry = {GeometryType::point, {{2.0, 43.0}}, {0}, {}};
        if (*noted) a.attributes.push_back({"controle", noted});
        return c.put(a);
    };
    const AssetId never = hydrant("Jamais", ""), noted = hydrant("Noté", "2023-05-02"), done = hydrant("Fait", "2020-01-01"), fresh = hydrant("Récent", "2026-10-01");
    Intervention past = c.job("Contrôle", 20);
    past.kind = "controle";
    past.asset = done;
    past.state = InterventionState::closed;
    past.actual_end = instant(on(2023, 12, 1), std::chrono::hours{10}, zone);
    c.put(past);
    Intervention waiting = c.job("Contrôle", 20);
    waiting.kind = "controle";
    waiting.asset = never;
    const auto open = c.put(waiting);

    const local_days today = on(2026, 11, 24);
    const auto list = due_work(c.world, c.catalog, zone, today, today + std::chrono::days{84});
    REQUIRE(list.work.size() == 4);
    CHECK(list.work[0].duty->id == "annuel");  // never noted: the first date of its cycle stands
    CHECK(list.work[0].due == on(2025, 9, 30));
    CHECK(list.work[1].asset == noted);
    CHECK(list.work[1].due == on(2026, 5, 2));
    CHECK(list.work[1].overdue(today));
    CHECK(list.work[2].asset == done);
    CHECK(list.work[2].due == on(2026, 12, 1));
    CHECK_FALSE(list.work[2].overdue(today));
    CHECK(list.work[3].asset == never);
    CHECK_FALSE(list.work[3].due);
    CHECK(list.work[3].open == open);
    CHECK(std::ranges::none_of(list.work, [&](const DueWork& w) { return w.asset == fresh; }));
    REQUIRE(list.notices.size() == 1);
    CHECK(list.notices[0].where == "faux");

    const auto made = intervention_for(list.work[1], c.world, c.catalog, "fr", zone);
    CHECK(made.title == "Contrôle de borne – Noté");
    CHECK(made.asset == noted);
    CHECK(made.regulatory);
    CHECK(made.people == 2);
    CHECK(made.kind == "controle");
    CHECK(*made.deadline == instant(on(2026, 5, 2), std::chrono::hours{17}, zone));
    CHECK(intervention_for(list.work[0], c.world, c.catalog, "en", zone).title == "Yearly report");
}
