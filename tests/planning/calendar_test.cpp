#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>
#include <catch2/generators/catch_generators_range.hpp>

#include "gis/planning/calendar.hpp"

using namespace vigie::gis;
using namespace std::chrono;

namespace {
local_days date_of(int y, unsigned m, unsigned d) { return local_days{year{y} / month{m} / std::chrono::day{d}}; }
Time utc(int y, unsigned m, unsigned d, int h, int min = 0) {
    return Time{sys_days{year{y} / month{m} / std::chrono::day{d}}.time_since_epoch() + hours{h} + minutes{min}};
}
const std::string paris = "Europe/Paris";
} // namespace

TEST_CASE("a wall-clock time becomes the instant the commune means, in winter and in summer") {
    CHECK(instant(date_of(2026, 11, 24), hours{8}, paris) == utc(2026, 11, 24, 7));
    CHECK(instant(date_of(2026, 7, 14), hours{8}, paris) == utc(2026, 7, 14, 6));
    CHECK(instant(date_of(2026, 11, 24), hours{8}, "Indian/Reunion") == utc(2026, 11, 24, 4));
    CHECK(instant(date_of(2026, 11, 24), hours{8}, "America/Martinique") == utc(2026, 11, 24, 12));
}

TEST_CASE("the night of the spring change lasts 23 hours and its missing hour is the change itself") {
    const auto sunday = date_of(2026, 3, 29);
    CHECK(instant(sunday + days{1}, Seconds{0}, paris) - instant(sunday, Seconds{0}, paris) == hours{23});
    CHECK(instant(sunday, hours{2} + minutes{30}, paris) == utc(2026, 3, 29, 1));
    CHECK(instant(sunday, hours{8}, paris) == utc(2026, 3, 29, 6));
    CHECK(wall_time(utc(2026, 3, 29, 1), paris) == hours{3});
}

TEST_CASE("the night of the autumn change lasts 25 hours and its double hour is the first one") {
    const auto sunday = date_of(2026, 10, 25);
    CHECK(instant(sunday + days{1}, Seconds{0}, paris) - instant(sunday, Seconds{0}, paris) == hours{25});
    CHECK(instant(sunday, hours{2} + minutes{30}, paris) == utc(2026, 10, 25, 0, 30));
    CHECK(wall_time(utc(2026, 10, 25, 0, 30), paris) == wall_time(utc(2026, 10, 25, 1, 30), paris));
    CHECK(instant(sunday, hours{8}, paris) == utc(2026, 10, 25, 7));
}

TEST_CASE("every quarter of an hour of three years goes to wall clock and back, except in the double hour") {
    int twice = 0;
    for (Time t = utc(2025, 1, 1, 0); t < utc(2028, 1, 1, 0); t += minutes{15}) {
        const Time back = instant(local_day(t, paris), wall_time(t, paris), paris);
        if (back != t) {
            ++twice;
            REQUIRE(t - back == hours{1});
        }
    }
    CHECK(twice == 3 * 4);  // one hour of quarters each October
}

TEST_CASE("the local day changes at local midnight") {
    CHECK(local_day(utc(2026, 11, 23, 22, 59), paris) == date_of(2026, 11, 23));
    CHECK(local_day(utc(2026, 11, 23, 23, 0), paris) == date_of(2026, 11, 24));
}

TEST_CASE("an unknown zone counts as UTC instead of failing") {
    CHECK(instant(date_of(2026, 11, 24), hours{8}, "Nowhere/Atlantis") == utc(2026, 11, 24, 8));
    CHECK(local_day(utc(2026, 11, 23, 23, 30), "") == date_of(2026, 11, 23));
}

TEST_CASE("ISO weeks at the edges of the years") {
    // From the examples of ISO 8601 itself and of its table of years with 53 weeks.
    CHECK(iso_week(date_of(2005, 1, 1)) == IsoWeek{2004, 53});
    CHECK(iso_week(date_of(2005, 1, 2)) == IsoWeek{2004, 53});
    CHECK(iso_week(date_of(2007, 1, 1)) == IsoWeek{2007, 1});
    CHECK(iso_week(date_of(2008, 12, 29)) == IsoWeek{2009, 1});
    CHECK(iso_week(date_of(2010, 1, 3)) == IsoWeek{2009, 53});
    CHECK(iso_week(date_of(2026, 11, 24)) == IsoWeek{2026, 48});
    CHECK(iso_week(date_of(2026, 12, 31)) == IsoWeek{2026, 53});
    CHECK(iso_week(date_of(2027, 1, 3)) == IsoWeek{2026, 53});
    CHECK(iso_week(date_of(2027, 1, 4)) == IsoWeek{2027, 1});
}

TEST_CASE("each Monday of a century finds itself through its ISO week") {
    for (auto monday = monday_of(date_of(1990, 1, 1)); monday < date_of(2090, 1, 1); monday += days{7}) {
        REQUIRE(weekday_index(monday) == 0);
        REQUIRE(monday_of(iso_week(monday)) == monday);
        REQUIRE(iso_week(monday + days{6}) == iso_week(monday));
    }
}

TEST_CASE("Easter falls where the almanacs put it") {
    const auto [y, m, d] = GENERATE(std::tuple{1961, 4u, 2u}, std::tuple{2000, 4u, 23u}, std::tuple{2008, 3u, 23u},
                                    std::tuple{2011, 4u, 24u}, std::tuple{2024, 3u, 31u}, std::tuple{2025, 4u, 20u},
                                    std::tuple{2026, 4u, 5u}, std::tuple{2027, 3u, 28u}, std::tuple{2038, 4u, 25u});
    CHECK(easter(y) == date_of(y, m, d));
}

TEST_CASE("Easter is always a Sunday between 22 March and 25 April") {
    for (int y = 1900; y <= 2200; ++y) {
        REQUIRE(weekday_index(easter(y)) == 6);
        REQUIRE(easter(y) >= date_of(y, 3, 22));
        REQUIRE(easter(y) <= date_of(y, 4, 25));
    }
}

TEST_CASE("France has eleven public holidays, Alsace and Moselle thirteen") {
    CHECK(public_holidays(2026).size() == 11);
    CHECK(public_holidays(2026, HolidayRegion::alsace_moselle).size() == 13);
    CHECK(public_holiday(date_of(2026, 5, 14))->name.key == "planning.holiday.ascension");
    CHECK(public_holiday(date_of(2026, 5, 25))->name.key == "planning.holiday.whit_monday");
    CHECK(public_holiday(date_of(2026, 4, 6))->name.key == "planning.holiday.easter_monday");
    CHECK(public_holiday(date_of(2026, 11, 11))->name.key == "planning.holiday.armistice");
    CHECK_FALSE(public_holiday(date_of(2026, 4, 3)));
    CHECK(public_holiday(date_of(2026, 4, 3), HolidayRegion::alsace_moselle)->name.key == "planning.holiday.good_friday");
    CHECK_FALSE(public_holiday(date_of(2026, 12, 26)));
    CHECK(public_holiday(date_of(2026, 12, 26), HolidayRegion::alsace_moselle)->name.key == "planning.holiday.st_stephen");
}
