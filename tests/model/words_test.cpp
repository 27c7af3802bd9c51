#include <catch2/catch_template_test_macros.hpp>
#include <catch2/catch_test_macros.hpp>

#include <set>

#include "gis/model/words.hpp"

using namespace vigie::gis;

namespace {

template <class E> constexpr int count_of = 0;
template <> constexpr int count_of<EntityKind> = 13;
template <> constexpr int count_of<SensorState> = 6;
template <> constexpr int count_of<AlertState> = 4;
template <> constexpr int count_of<ReportState> = 11;
template <> constexpr int count_of<RequestState> = 4;
template <> constexpr int count_of<InterventionState> = 10;
template <> constexpr int count_of<CrewStatus> = 5;
template <> constexpr int count_of<SourceHealth> = 7;

} // namespace

TEMPLATE_TEST_CASE("each state has its own name, and the name gives the state back", "", EntityKind, SensorState, AlertState,
                   ReportState, RequestState, InterventionState, CrewStatus, SourceHealth) {
    std::set<std::string_view> seen;
    for (int i = 0; i < count_of<TestType>; ++i) {
        const auto value = static_cast<TestType>(i);
        CHECK(seen.insert(name(value)).second);
        CHECK(from_name<TestType>(name(value)) == value);
    }
    CHECK_FALSE(from_name<TestType>("no such name"));
    CHECK_FALSE(from_name<TestType>(""));
}

TEST_CASE("numbers are shown with their letter and at least four digits") {
    CHECK(number_label(EntityKind::report, 1187) == "S-1187");
    CHECK(number_label(EntityKind::intervention, 412) == "I-0412");
    CHECK(number_label(EntityKind::request, 231) == "D-0231");
    CHECK(number_label(EntityKind::alert, 57) == "A-0057");
    CHECK(number_label(EntityKind::report, 123'456) == "S-123456");
    Crew crew;
    crew.name = "Voirie A";
    CHECK(label(crew) == "Voirie A");
}

TEST_CASE("a report walks from received to closed and may be reopened") {
    using enum ReportState;
    const ReportState life[] = {received, qualified, taken, scheduled, in_progress, service_done, closed, reopened};
    for (std::size_t i = 1; i < std::size(life); ++i) CHECK(may_follow(life[i - 1], life[i]));
    CHECK_FALSE(may_follow(received, closed));
    CHECK_FALSE(may_follow(closed, in_progress));
    CHECK_FALSE(may_follow(rejected, closed));
    for (int i = 0; i < 11; ++i) CHECK_FALSE(may_follow(static_cast<ReportState>(i), static_cast<ReportState>(i)));
}

TEST_CASE("an intervention walks through its life, and any active state goes back to planning") {
    using enum InterventionState;
    const InterventionState life[] = {draft, to_plan, planned, assigned, en_route, on_site, suspended};
    for (std::size_t i = 1; i < std::size(life); ++i) CHECK(may_follow(life[i - 1], life[i]));
    CHECK(may_follow(on_site, finished));
    CHECK(may_follow(finished, checked));
    CHECK(may_follow(checked, closed));
    for (auto active : {planned, assigned, en_route, on_site, suspended}) CHECK(may_follow(active, to_plan));
    for (int i = 0; i < 10; ++i) CHECK_FALSE(may_follow(closed, static_cast<InterventionState>(i)));
    CHECK_FALSE(may_follow(to_plan, finished));
}

TEST_CASE("every state from which work may still go on is open") {
    CHECK(is_open(ReportState::received));
    CHECK(is_open(ReportState::reopened));
    CHECK_FALSE(is_open(ReportState::service_done));
    CHECK_FALSE(is_open(ReportState::duplicate));
    CHECK(is_open(InterventionState::suspended));
    CHECK_FALSE(is_open(InterventionState::finished));
    CHECK(is_open(AlertState::in_intervention));
    CHECK_FALSE(is_open(AlertState::cleared));
}
