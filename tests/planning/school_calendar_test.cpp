#include <catch2/catch_test_macros.hpp>

#include <set>

#include "gis/planning/calendar.hpp"
#include "gis/planning/recurrence.hpp"
#include "gis/planning/school_calendar.hpp"

using namespace vigie::gis;
using std::chrono::local_days;

namespace {

local_days on(int year, unsigned month, unsigned day) { return local_days{std::chrono::year{year} / std::chrono::month{month} / std::chrono::day{day}}; }

const Catalog& shipped() {
    static const LoadedCatalog loaded = load_catalog({std::filesystem::path(VIGIE_SOURCE_DIR) / "assets/catalog"});
    return loaded.catalog;
}

} // namespace

TEST_CASE("every metropolitan département but Corsica is in one school zone") {
    std::set<std::string> seen;
    for (const SchoolZone& zone : shipped().school_zones)
        for (const auto& department : zone.departments) CHECK(seen.insert(department).second);
    CHECK(seen.size() == 94);
    for (int n = 1; n <= 95; ++n) {
        if (n == 20) continue;
        CHECK(seen.contains((n < 10 ? "0" : "") + std::to_string(n)));
    }
    CHECK(school_zone(shipped(), "", "11069") == "C");   // Carcassonne
    CHECK(school_zone(shipped(), "", "69123") == "A");   // Lyon
    CHECK(school_zone(shipped(), "", "35238") == "B");   // Rennes
    CHECK(school_zone(shipped(), "", "2A004").empty());  // Ajaccio has a calendar of its own
    CHECK(school_zone(shipped(), "", "97411").empty());
    CHECK(school_zone(shipped(), "B", "11069") == "B");  // as it was set
    CHECK(school_zone(shipped(), "Z", "").empty());
}

TEST_CASE("the shipped holidays begin on a Saturday, end after they began, and never twice at once in a zone") {
    REQUIRE(shipped().school_holidays.size() > 10);
    for (const SchoolHoliday& holiday : shipped().school_holidays) {
        INFO(holiday.id);
        const auto from = read_day(holiday.from), back = read_day(holiday.back);
        REQUIRE(from);
        REQUIRE(back);
        CHECK(weekday_index(*from) == 5);
        CHECK(*back > *from);
        CHECK(weekday_index(*back) < 5);
        CHECK_FALSE(holiday.source.empty());
        if (*back >= on(2026, 9, 1)) CHECK(holiday.to_verify);  // of the year 2026-2027
        for (const auto& zone : holiday.zones) CHECK(school_holidays_on(shipped(), zone, *from).size() == 1);
    }
    CHECK(school_holidays_on(shipped(), "", on(2026, 2, 16)).size() == 2);  // A and B overlap that week
    CHECK(school_holidays_on(shipped(), "C", on(2026, 2, 16)).empty());
}

TEST_CASE("work outside of school holidays waits for school, work during them for the holidays") {
    const auto c = SchoolCalendar::of(shipped(), "C");
    const SchoolRule outside{c, SchoolTime::outside}, during{c, SchoolTime::during};
    CHECK(due_again("FREQ=YEARLY", on(2025, 2, 24), {}, outside)->value() == on(2026, 3, 9));
    CHECK(due_again("FREQ=YEARLY", on(2025, 2, 2), {}, during)->value() == on(2026, 2, 21));
    CHECK(due_again("FREQ=YEARLY", on(2025, 2, 24), {})->value() == on(2026, 2, 24));
    CHECK(due_again("FREQ=YEARLY", on(2035, 2, 24), {}, outside)->value() == on(2036, 2, 24));  // nobody knows that year yet
    const auto weekly = occurrences({.rule = "FREQ=WEEKLY", .first = on(2026, 2, 2), .except = {}, .season = {}, .school = outside}, on(2026, 2, 2), on(2026, 3, 16));
    REQUIRE(weekly.ok());
    CHECK(*weekly == std::vector{on(2026, 2, 2), on(2026, 2, 9), on(2026, 2, 16), on(2026, 3, 9), on(2026, 3, 16)});
    // A season that never meets a holiday decides alone.
    CHECK(due_again("FREQ=YEARLY", on(2025, 9, 20), read_season("09-10/09-30"), during)->value() == on(2026, 9, 20));
}
