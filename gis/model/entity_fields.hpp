// The one list of every entity's fields: name (as in files, on the wire and in the columns of the commune file) and
// member. The JSON codec, the store's columns, the journal's before → after and links are all made from it, so a new
// field is added in one place. `id`, `origin` and `updated_at` are common to all and handled apart.
#pragma once

#include <tuple>
#include <type_traits>
#include <utility>

#include "gis/model/entity.hpp"

namespace vigie::gis {

template <class E, class M>
struct Field {
    const char* name;
    M E::*member;
};
template <class E, class M>
Field(const char*, M E::*) -> Field<E, M>;

// The fields of E in the order they are declared; calls f(field) for each: field.name, entity.*field.member.
template <class E>
constexpr auto fields_of();

template <> constexpr auto fields_of<Asset>() {
    return std::tuple{Field{"kind", &Asset::kind}, Field{"code", &Asset::code}, Field{"name", &Asset::name},
                      Field{"geometry", &Asset::geometry}, Field{"attributes", &Asset::attributes}};
}
template <> constexpr auto fields_of<Sensor>() {
    return std::tuple{Field{"kind", &Sensor::kind}, Field{"code", &Sensor::code}, Field{"name", &Sensor::name},
                      Field{"place", &Sensor::place}, Field{"asset", &Sensor::asset}, Field{"quartier", &Sensor::quartier},
                      Field{"unit", &Sensor::unit}, Field{"watch_above", &Sensor::watch_above},
                      Field{"alarm_above", &Sensor::alarm_above}, Field{"watch_below", &Sensor::watch_below},
                      Field{"alarm_below", &Sensor::alarm_below}, Field{"battery_pct", &Sensor::battery_pct},
                      Field{"state", &Sensor::state}, Field{"state_since", &Sensor::state_since},
                      Field{"last_value", &Sensor::last_value}, Field{"last_at", &Sensor::last_at}};
}
template <> constexpr auto fields_of<Alert>() {
    return std::tuple{Field{"number", &Alert::number}, Field{"state", &Alert::state}, Field{"state_since", &Alert::state_since},
                      Field{"sensor", &Alert::sensor}, Field{"kind", &Alert::kind}, Field{"title", &Alert::title},
                      Field{"rule", &Alert::rule}, Field{"severity", &Alert::severity}, Field{"place", &Alert::place},
                      Field{"quartier", &Alert::quartier}, Field{"raised_at", &Alert::raised_at},
                      Field{"occurrences", &Alert::occurrences}, Field{"intervention", &Alert::intervention},
                      Field{"facts", &Alert::facts}};
}
template <> constexpr auto fields_of<Report>() {
    return std::tuple{Field{"number", &Report::number}, Field{"state", &Report::state},
                      Field{"state_since", &Report::state_since}, Field{"category", &Report::category},
                      Field{"severity", &Report::severity}, Field{"place", &Report::place}, Field{"address", &Report::address},
                      Field{"quartier", &Report::quartier}, Field{"description", &Report::description},
                      Field{"channel", &Report::channel}, Field{"received_at", &Report::received_at},
                      Field{"due_at", &Report::due_at}, Field{"asset", &Report::asset},
                      Field{"duplicate_of", &Report::duplicate_of}, Field{"reason", &Report::reason},
                      Field{"photos", &Report::photos}, Field{"has_reporter", &Report::has_reporter}};
}
template <> constexpr auto fields_of<Request>() {
    return std::tuple{Field{"number", &Request::number}, Field{"state", &Request::state},
                      Field{"state_since", &Request::state_since}, Field{"title", &Request::title},
                      Field{"description", &Request::description}, Field{"requester", &Request::requester},
                      Field{"place", &Request::place}, Field{"quartier", &Request::quartier},
                      Field{"asked_at", &Request::asked_at}, Field{"intervention", &Request::intervention},
                      Field{"reason", &Request::reason}};
}
template <> constexpr auto fields_of<Intervention>() {
    using I = Intervention;
    return std::tuple{Field{"number", &I::number}, Field{"state", &I::state}, Field{"state_since", &I::state_since},
                      Field{"status", &I::status}, Field{"kind", &I::kind}, Field{"title", &I::title}, Field{"description", &I::description},
                      Field{"severity", &I::severity}, Field{"place", &I::place}, Field{"address", &I::address},
                      Field{"quartier", &I::quartier}, Field{"asset", &I::asset}, Field{"more_assets", &I::more_assets},
                      Field{"reports", &I::reports}, Field{"alerts", &I::alerts}, Field{"duration", &I::duration}, Field{"skills", &I::skills},
                      Field{"equipment", &I::equipment}, Field{"people", &I::people}, Field{"crews_needed", &I::crews_needed},
                      Field{"windows", &I::windows}, Field{"deadline", &I::deadline}, Field{"after", &I::after},
                      Field{"regulatory", &I::regulatory}, Field{"locked", &I::locked}, Field{"crews", &I::crews},
                      Field{"start", &I::start}, Field{"actual_start", &I::actual_start}, Field{"actual_end", &I::actual_end},
                      Field{"created_at", &I::created_at}, Field{"reason", &I::reason}, Field{"tasks", &I::tasks},
                      Field{"escalations", &I::escalations}, Field{"hours", &I::hours}, Field{"materials", &I::materials},
                      Field{"vehicles", &I::vehicles}, Field{"photos", &I::photos}};
}
template <> constexpr auto fields_of<Crew>() {
    return std::tuple{Field{"code", &Crew::code}, Field{"name", &Crew::name}, Field{"domain", &Crew::domain},
                      Field{"leader", &Crew::leader}, Field{"agents", &Crew::agents}, Field{"vehicle", &Crew::vehicle},
                      Field{"equipment", &Crew::equipment}, Field{"depot", &Crew::depot}, Field{"status", &Crew::status},
                      Field{"status_since", &Crew::status_since}, Field{"current", &Crew::current}, Field{"place", &Crew::place},
                      Field{"heading_deg", &Crew::heading_deg}, Field{"speed_ms", &Crew::speed_ms},
                      Field{"fix_at", &Crew::fix_at}};
}
template <> constexpr auto fields_of<Agent>() {
    return std::tuple{Field{"name", &Agent::name}, Field{"phone", &Agent::phone}, Field{"skills", &Agent::skills}};
}
template <> constexpr auto fields_of<Vehicle>() {
    return std::tuple{Field{"code", &Vehicle::code}, Field{"name", &Vehicle::name}, Field{"equipment", &Vehicle::equipment}};
}
template <> constexpr auto fields_of<Shift>() {
    return std::tuple{Field{"crew", &Shift::crew}, Field{"start", &Shift::start}, Field{"end", &Shift::end},
                      Field{"has_lunch", &Shift::has_lunch}, Field{"lunch_from", &Shift::lunch_from},
                      Field{"lunch_to", &Shift::lunch_to}, Field{"lunch_duration", &Shift::lunch_duration}};
}
template <> constexpr auto fields_of<Absence>() {
    return std::tuple{Field{"crew", &Absence::crew}, Field{"agent", &Absence::agent}, Field{"from", &Absence::from},
                      Field{"to", &Absence::to}, Field{"reason", &Absence::reason}};
}
template <> constexpr auto fields_of<Building>() {
    return std::tuple{Field{"name", &Building::name}, Field{"kind", &Building::kind}, Field{"address", &Building::address},
                      Field{"quartier", &Building::quartier}, Field{"place", &Building::place}, Field{"asset", &Building::asset},
                      Field{"floor_area_m2", &Building::floor_area_m2}};
}
template <> constexpr auto fields_of<Meter>() {
    return std::tuple{Field{"code", &Meter::code}, Field{"name", &Meter::name}, Field{"fluid", &Meter::fluid},
                      Field{"unit", &Meter::unit}, Field{"building", &Meter::building}, Field{"sensor", &Meter::sensor},
                      Field{"place", &Meter::place}};
}

template <class E, class F>
constexpr void for_each_field(F&& f) {
    std::apply([&](const auto&... field) { (f(field), ...); }, fields_of<E>());
}

template <class T> struct is_id : std::false_type {};
template <class Tag> struct is_id<Id<Tag>> : std::true_type {};
template <class T> inline constexpr bool is_id_v = is_id<T>::value;
template <class T> struct is_vector : std::false_type {};
template <class T> struct is_vector<std::vector<T>> : std::true_type {};
template <class T> inline constexpr bool is_vector_v = is_vector<T>::value;
template <class T> struct is_optional : std::false_type {};
template <class T> struct is_optional<std::optional<T>> : std::true_type {};
template <class T> inline constexpr bool is_optional_v = is_optional<T>::value;
// An id, or a list of ids: a field that points at other entities.
template <class T> inline constexpr bool is_link_v = is_id_v<T>;
template <class T> inline constexpr bool is_link_v<std::vector<T>> = is_id_v<T>;

// The kind of entity an id names.
template <class I> constexpr EntityKind kind_of_id() {
    if constexpr (std::is_same_v<I, AssetId>) return EntityKind::asset;
    else if constexpr (std::is_same_v<I, SensorId>) return EntityKind::sensor;
    else if constexpr (std::is_same_v<I, AlertId>) return EntityKind::alert;
    else if constexpr (std::is_same_v<I, ReportId>) return EntityKind::report;
    else if constexpr (std::is_same_v<I, RequestId>) return EntityKind::request;
    else if constexpr (std::is_same_v<I, InterventionId>) return EntityKind::intervention;
    else if constexpr (std::is_same_v<I, CrewId>) return EntityKind::crew;
    else if constexpr (std::is_same_v<I, AgentId>) return EntityKind::agent;
    else if constexpr (std::is_same_v<I, VehicleId>) return EntityKind::vehicle;
    else if constexpr (std::is_same_v<I, ShiftId>) return EntityKind::shift;
    else if constexpr (std::is_same_v<I, AbsenceId>) return EntityKind::absence;
    else if constexpr (std::is_same_v<I, BuildingId>) return EntityKind::building;
    else { static_assert(std::is_same_v<I, MeterId>); return EntityKind::meter; }
}

// The entity an id names.
template <class I>
using EntityOf = std::variant_alternative_t<static_cast<std::size_t>(kind_of_id<I>()), AnyEntity>;

// Calls f with a default entity of the given kind, so that generic code can be written once per kind.
template <class F>
auto with_kind(EntityKind kind, F&& f) {
    switch (kind) {
    case EntityKind::asset: return f(Asset{});
    case EntityKind::sensor: return f(Sensor{});
    case EntityKind::alert: return f(Alert{});
    case EntityKind::report: return f(Report{});
    case EntityKind::request: return f(Request{});
    case EntityKind::intervention: return f(Intervention{});
    case EntityKind::crew: return f(Crew{});
    case EntityKind::agent: return f(Agent{});
    case EntityKind::vehicle: return f(Vehicle{});
    case EntityKind::shift: return f(Shift{});
    case EntityKind::absence: return f(Absence{});
    case EntityKind::building: return f(Building{});
    case EntityKind::meter: break;
    }
    return f(Meter{});
}

} // namespace vigie::gis
