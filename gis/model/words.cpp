#include "gis/model/words.hpp"

#include <array>
#include <initializer_list>
#include <span>

namespace vigie::gis {

namespace {

constexpr std::array<std::string_view, 13> kind_names{"asset", "sensor", "alert", "report", "request", "intervention", "crew",
                                                      "agent", "vehicle", "shift", "absence", "building", "meter"};
static_assert(kind_names.size() == entity_kind_count);
constexpr std::array<std::string_view, 6> sensor_names{"normal", "watch", "alarm", "silent", "out_of_service", "never_seen"};
constexpr std::array<std::string_view, 4> alert_names{"raised", "taken", "in_intervention", "cleared"};
constexpr std::array<std::string_view, 11> report_names{"received", "qualified",    "taken",  "scheduled", "in_progress", "service_done",
                                                        "closed",   "reopened", "duplicate", "rejected",  "forwarded"};
constexpr std::array<std::string_view, 4> request_names{"waiting", "to_confirm", "accepted", "refused"};
constexpr std::array<std::string_view, 10> intervention_names{"draft",   "to_plan",   "planned",  "assigned", "en_route",
                                                              "on_site", "suspended", "finished", "checked",  "closed"};
constexpr std::array<std::string_view, 5> crew_names{"available", "en_route", "on_site", "on_break", "out_of_service"};
constexpr std::array<std::string_view, 7> health_names{"starting", "ok", "late", "offline", "queued", "paused", "refused"};

constexpr std::array<std::string_view, 2> moment_names{"before", "after"};

template <class E>
std::optional<E> inverse(std::span<const std::string_view> names, std::string_view name) {
    for (std::size_t i = 0; i < names.size(); ++i)
        if (names[i] == name) return static_cast<E>(i);
    return {};
}

std::string short_name(const Asset& e) { return !e.name.empty() ? e.name : e.code; }
std::string short_name(const Sensor& e) { return !e.name.empty() ? e.name : e.code; }
std::string short_name(const Alert& e) { return number_label(EntityKind::alert, e.number); }
std::string short_name(const Report& e) { return number_label(EntityKind::report, e.number); }
std::string short_name(const Request& e) { return number_label(EntityKind::request, e.number); }
std::string short_name(const Intervention& e) { return number_label(EntityKind::intervention, e.number); }
std::string short_name(const Crew& e) { return !e.name.empty() ? e.name : e.code; }
std::string short_name(const Agent& e) { return e.name; }
std::string short_name(const Vehicle& e) { return !e.name.empty() ? e.name : e.code; }
std::string short_name(const Shift&) { return {}; }
std::string short_name(const Absence& e) { return e.reason; }
std::string short_name(const Building& e) { return e.name; }
std::string short_name(const Meter& e) { return !e.name.empty() ? e.name : e.code; }

template <class E>
bool one_of(E state, std::initializer_list<E> states) {
    for (E s : states)
        if (s == state) return true;
    return false;
}

} // namespace

std::string_view name(EntityKind kind) { return kind_names[static_cast<std::size_t>(kind)]; }
std::string_view name(SensorState state) { return sensor_names[static_cast<std::size_t>(state)]; }
std::string_view name(AlertState state) { return alert_names[static_cast<std::size_t>(state)]; }
std::string_view name(ReportState state) { return report_names[static_cast<std::size_t>(state)]; }
std::string_view name(RequestState state) { return request_names[static_cast<std::size_t>(state)]; }
std::string_view name(InterventionState state) { return intervention_names[static_cast<std::size_t>(state)]; }
std::string_view name(CrewStatus status) { return crew_names[static_cast<std::size_t>(status)]; }
std::string_view name(SourceHealth health) { return health_names[static_cast<std::size_t>(health)]; }
std::string_view name(PhotoMoment moment) { return moment_names[static_cast<std::size_t>(moment)]; }

template <>
std::optional<EntityKind> from_name(std::string_view name) { return inverse<EntityKind>(kind_names, name); }
template <>
std::optional<SensorState> from_name(std::string_view name) { return inverse<SensorState>(sensor_names, name); }
template <>
std::optional<AlertState> from_name(std::string_view name) { return inverse<AlertState>(alert_names, name); }
template <>
std::optional<ReportState> from_name(std::string_view name) { return inverse<ReportState>(report_names, name); }
template <>
std::optional<RequestState> from_name(std::string_view name) { return inverse<RequestState>(request_names, name); }
template <>
std::optional<InterventionState> from_name(std::string_view name) { return inverse<InterventionState>(intervention_names, name); }
template <>
std::optional<CrewStatus> from_name(std::string_view name) { return inverse<CrewStatus>(crew_names, name); }
template <>
std::optional<SourceHealth> from_name(std::string_view name) { return inverse<SourceHealth>(health_names, name); }
template <>
std::optional<PhotoMoment> from_name(std::string_view name) { return inverse<PhotoMoment>(moment_names, name); }

std::string label(const AnyEntity& entity) {
    return std::visit([](const auto& e) { return short_name(e); }, entity);
}

std::string number_label(EntityKind kind, std::uint32_t number) {
    char letter = 0;
    switch (kind) {
    case EntityKind::report: letter = 'S'; break;
    case EntityKind::intervention: letter = 'I'; break;
    case EntityKind::request: letter = 'D'; break;
    case EntityKind::alert: letter = 'A'; break;
    default: return std::to_string(number);
    }
    std::string digits = std::to_string(number);
    if (digits.size() < 4) digits.insert(0, 4 - digits.size(), '0');
    return std::string{letter, '-'} + digits;
}

bool is_open(ReportState state) {
    using enum ReportState;
    return one_of(state, {received, qualified, taken, scheduled, in_progress, reopened});
}

bool is_open(InterventionState state) {
    using enum InterventionState;
    return !one_of(state, {finished, checked, closed});
}

bool is_open(AlertState state) { return state != AlertState::cleared; }

bool may_follow(ReportState from, ReportState to) {
    using enum ReportState;
    switch (from) {
    case received: return one_of(to, {qualified, taken, scheduled, duplicate, rejected, forwarded});
    case qualified: return one_of(to, {taken, scheduled, duplicate, rejected, forwarded});
    case taken: return one_of(to, {qualified, scheduled, in_progress, service_done, duplicate, rejected, forwarded});
    case scheduled: return one_of(to, {taken, in_progress, service_done, duplicate, rejected, forwarded});
    case in_progress: return one_of(to, {taken, scheduled, service_done});
    case service_done: return one_of(to, {closed, reopened});
    case closed: return to == reopened;
    case reopened: return one_of(to, {qualified, taken, scheduled, in_progress, service_done, duplicate, rejected, forwarded});
    case duplicate: return one_of(to, {qualified, closed});
    case rejected: return to == reopened;
    case forwarded: return one_of(to, {service_done, closed, reopened});
    }
    return false;
}

bool may_follow(InterventionState from, InterventionState to) {
    using enum InterventionState;
    switch (from) {
    case draft: return one_of(to, {to_plan, closed});
    case to_plan: return one_of(to, {draft, planned, assigned, closed});
    case planned: return one_of(to, {to_plan, assigned, en_route, on_site, suspended});
    case assigned: return one_of(to, {to_plan, planned, en_route, on_site, suspended});
    case en_route: return one_of(to, {to_plan, assigned, on_site, suspended});
    case on_site: return one_of(to, {to_plan, en_route, suspended, finished});
    case suspended: return one_of(to, {to_plan, assigned, en_route, on_site, closed});
    case finished: return one_of(to, {on_site, checked, closed});
    case checked: return to == closed;
    case closed: return false;
    }
    return false;
}

} // namespace vigie::gis
