#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>
#include <catch2/generators/catch_generators_range.hpp>

#include <random>

#include "gis/model/entity_json.hpp"
#include "gis/rules/rules.hpp"
#include "gis/rules/working_time.hpp"

using namespace vigie::gis;

namespace {

const std::string paris = "Europe/Paris";
Time t(const char* text) { return *time_from_rfc3339(text); }

} // namespace

TEST_CASE("working time runs on weekdays from 8 to 12 and 13:30 to 17") {
    const Time monday = t("2026-11-23T08:00:00+01:00");
    CHECK(worked_between(monday, t("2026-11-23T17:00:00+01:00"), paris) == worked_day);
    CHECK(worked_between(monday, t("2026-11-30T08:00:00+01:00"), paris) == 5 * worked_day);
    CHECK(worked_between(t("2026-11-23T12:00:00+01:00"), t("2026-11-23T13:30:00+01:00"), paris) == Seconds{0});
    CHECK(worked_between(t("2026-11-28T00:00:00+01:00"), t("2026-11-29T23:00:00+01:00"), paris) == Seconds{0});
    CHECK(worked_between(t("2026-11-23T11:00:00+01:00"), t("2026-11-23T14:00:00+01:00"), paris) == std::chrono::minutes{90});
    CHECK(worked_between(t("2026-11-23T14:00:00+01:00"), t("2026-11-23T11:00:00+01:00"), paris) == -std::chrono::minutes{90});
}

TEST_CASE("public holidays do not count, Easter Monday and Ascension among them") {
    CHECK(worked_between(t("2026-11-11T00:00:00+01:00"), t("2026-11-12T00:00:00+01:00"), paris) == Seconds{0});
    CHECK(worked_between(t("2026-04-06T00:00:00+02:00"), t("2026-04-07T00:00:00+02:00"), paris) == Seconds{0});   // Easter Monday
    CHECK(worked_between(t("2026-05-14T00:00:00+02:00"), t("2026-05-15T00:00:00+02:00"), paris) == Seconds{0});   // Ascension
    CHECK(worked_between(t("2027-03-29T00:00:00+02:00"), t("2027-03-30T00:00:00+02:00"), paris) == Seconds{0});   // Easter Monday 2027
    CHECK(worked_between(t("2026-04-07T00:00:00+02:00"), t("2026-04-08T00:00:00+02:00"), paris) == worked_day);
}

TEST_CASE("a danger is due in two hours, night or day; routine work in five working days") {
    const Catalog none;
    CHECK(due_at(none, 1, t("2026-11-28T23:00:00+01:00"), paris) == t("2026-11-29T01:00:00+01:00"));
    CHECK(due_at(none, 4, t("2026-11-23T09:00:00+01:00"), paris) == t("2026-11-30T09:00:00+01:00"));
    CHECK(due_at(none, 3, t("2026-11-27T16:00:00+01:00"), paris) == t("2026-12-01T16:00:00+01:00"));
    CHECK(due_at(none, 4, t("2026-11-28T10:00:00+01:00"), paris) == t("2026-12-04T17:00:00+01:00"));  // Saturday: Monday to Friday
    Catalog own;
    own.service_levels.push_back({.severity = 4, .name = {"courant", ""}, .delay = std::chrono::hours{1}, .around_the_clock = false});
    CHECK(due_at(own, 4, t("2026-11-23T11:30:00+01:00"), paris) == t("2026-11-23T14:00:00+01:00"));
}

TEST_CASE("the time left is counted in the same hours, and negative when late") {
    const Catalog none;
    const Time due = t("2026-11-24T10:00:00+01:00");
    CHECK(time_left(none, 4, due, t("2026-11-23T16:00:00+01:00"), paris) == std::chrono::hours{3});
    CHECK(time_left(none, 4, due, t("2026-11-24T11:20:00+01:00"), paris) == -std::chrono::minutes{80});
    CHECK(time_left(none, 1, due, t("2026-11-23T16:00:00+01:00"), paris) == std::chrono::hours{18});
}

TEST_CASE("what is due after some worked time has exactly that worked time before it") {
    const auto seed = GENERATE(range(1u, 60u));
    CAPTURE(seed);
    std::mt19937 random(seed);
    const Time from = t("2026-01-01T00:00:00Z") + Seconds{std::uniform_int_distribution<int>(0, 365 * 86400)(random)};
    const Seconds work{std::uniform_int_distribution<int>(1, 30 * 27000)(random)};
    const Time due = after_worked(from, work, paris);
    CHECK(worked_between(from, due, paris) == work);
    CHECK(worked_between(from, due - Seconds{1}, paris) == work - Seconds{1});  // the first such instant
}
