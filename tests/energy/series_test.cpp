// Readings of any length on one grid; the clock's changes; gaps.
#include <functional>

#include "tests/energy/made_up.hpp"

using namespace vigie::test;

TEST_CASE("a day of the clock's change is 23 or 25 hours long, and every hour of the wall is found once") {
    const DayGrid grid(day(2026, 1, 1), day(2027, 1, 1), paris);
    REQUIRE(grid.days() == 365);
    const int spring = grid.index(day(2026, 3, 29)), autumn = grid.index(day(2026, 10, 25));
    CHECK(grid.hours_in(spring) == 23);
    CHECK(grid.hours_in(autumn) == 25);
    CHECK_FALSE(grid.hour_on_wall(spring, 2));  // never shown
    CHECK(*grid.hour_on_wall(spring, 3) == grid.first_hour(spring) + 2);
    CHECK(*grid.hour_on_wall(autumn, 2) == grid.first_hour(autumn) + 2);
    CHECK(grid.wall_hour(autumn, 3) == 2);  // the second one
    CHECK(*grid.hour_on_wall(autumn, 23) == grid.first_hour(autumn) + 24);
    int hours = 0;
    for (int d = 0; d < grid.days(); ++d) {
        hours += grid.hours_in(d);
        CHECK(grid.day_of(grid.begin(d)) == d);
        CHECK(grid.day_of(grid.begin(d + 1) - Millis{1}) == d);
    }
    CHECK(hours == 365 * 24);
}

TEST_CASE("the finest grain known of a span is the one that counts") {
    const DayGrid grid(day(2026, 1, 1), day(2026, 2, 1), paris);
    const int d = 9;
    std::vector<MeterReadings> readings{{MeterId{1}, grid.begin(d), Seconds{86'400}, {100}}};
    CHECK(series_of(grid, MeterId{1}, readings, 1).days[9] == 100.0F);
    readings.push_back({MeterId{1}, grid.begin(d), Seconds{3'600}, std::vector<double>(24, 5)});
    const UseSeries hourly = series_of(grid, MeterId{1}, readings, 1);
    CHECK(hourly.days[9] == 120.0F);
    CHECK(hourly.cadence == Seconds{3'600});
    readings.push_back({MeterId{1}, grid.begin(d), Seconds{600}, std::vector<double>(144, 1)});
    CHECK(series_of(grid, MeterId{1}, readings, 1).days[9] == 144.0F);
    CHECK(series_of(grid, MeterId{1}, readings, 2).days[9] == 288.0F);
}

TEST_CASE("a gap is never filled with zero: the day is not whole, and what is known of it is apart") {
    const DayGrid grid(day(2026, 1, 1), day(2026, 2, 1), paris);
    std::vector<double> values(24, 2);
    values[7] = no_reading;
    const std::vector<MeterReadings> readings{{MeterId{1}, grid.begin(3), Seconds{3'600}, values}};
    const UseSeries use = series_of(grid, MeterId{1}, readings, 1);
    CHECK(std::isnan(use.days[3]));
    CHECK(use.part[3] == 46.0F);
    CHECK(std::isnan(use.hour(grid.first_hour(3) + 7)));
    const Sum sum = sum_of(use, grid, 0, 5);
    CHECK(sum.use == 46);
    CHECK(sum.missing == 5);
    // The day's own reading says the rest.
    const std::vector<MeterReadings> with_day{readings[0], {MeterId{1}, grid.begin(3), Seconds{86'400}, {48}}};
    CHECK(series_of(grid, MeterId{1}, with_day, 1).days[3] == 48.0F);
}

TEST_CASE("hours that do not begin on the hour keep their sum") {
    const DayGrid grid(day(2026, 1, 1), day(2026, 2, 1), paris);
    std::vector<MeterReadings> readings;
    for (int i = 0; i < 100; ++i) readings.push_back({MeterId{1}, grid.begin(2) + hours{i} + Seconds{57 * 60 + (i % 3)}, Seconds{3'600 - (i % 3) + ((i + 1) % 3)}, {3}});
    const UseSeries use = series_of(grid, MeterId{1}, readings, 1);
    double sum = 0;
    int known = 0;
    for (const float v : use.hours)
        if (!std::isnan(v)) sum += static_cast<double>(v), ++known;
    CHECK(known == 99);
    CHECK(std::abs(sum - 3.0 * known) < 0.05);
}

TEST_CASE("a bill spreads over its days and a year does not") {
    const DayGrid grid(day(2026, 1, 1), day(2027, 1, 1), paris);
    const std::vector<MeterReadings> bill{{MeterId{1}, grid.begin(0), std::chrono::duration_cast<Seconds>(grid.begin(59) - grid.begin(0)), {590}}};
    const UseSeries use = series_of(grid, MeterId{1}, bill, 1);
    const Sum january = sum_of(use, grid, 0, 31);
    CHECK(january.missing == 0);
    CHECK(std::abs(january.use - 310) < 0.5);
    CHECK(sum_of(use, grid, 59, 90).missing == 31);
    const std::vector<MeterReadings> year{{MeterId{1}, grid.begin(0), std::chrono::duration_cast<Seconds>(grid.end() - grid.begin(0)), {3650}}};
    CHECK(sum_of(series_of(grid, MeterId{1}, year, 1), grid, 0, 31).missing == 31);
}

TEST_CASE("a register becomes use, and where it goes back nobody knows") {
    const RegisterUse use = use_of_register({MeterId{1}, time_from_ms(0), Seconds{3'600}, {10, 12, 15, 3, 4, no_reading, 9}});
    REQUIRE(use.readings.values.size() == 6);
    CHECK(use.steps_back == 1);
    CHECK(use.readings.values[0] == 2);
    CHECK(use.readings.values[1] == 3);
    CHECK(std::isnan(use.readings.values[2]));
    CHECK(use.readings.values[3] == 1);
    CHECK(std::isnan(use.readings.values[4]));
    CHECK(std::isnan(use.readings.values[5]));
}

TEST_CASE("a line is fitted through the crowd, not through the few that stand apart") {
    std::mt19937_64 dice(7);
    std::vector<double> x, y;
    for (int i = 0; i < 200; ++i) {
        x.push_back(i % 20);
        y.push_back(50 + 3 * (i % 20) + static_cast<double>(dice() % 100) / 100 - 0.5 + (i % 25 == 0 ? 400 : 0));
    }
    const auto line = fit_line(x, y);
    REQUIRE(line);
    CHECK(std::abs(line->slope - 3) < 0.1);
    CHECK(std::abs(line->at - 50) < 1);
    CHECK(line->spread < 1);
    for (double& v : y) v = 100 - v;
    CHECK(fit_line(x, y)->slope == 0);  // colder never saves
    CHECK_FALSE(fit_line(std::span(x).first(2), std::span(y).first(2)));
}
