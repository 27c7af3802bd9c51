// Stable names of kinds and states, for files, the wire, JSON and translation keys ("report.state.received"). Closed
// sets: the functions and their inverses cover every value (tested).
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "gis/model/entity.hpp"
#include "gis/model/change.hpp"

namespace vigie::gis {

[[nodiscard]] std::string_view name(EntityKind kind);          // "report"
[[nodiscard]] std::string_view name(SensorState state);        // "normal" "watch" "alarm" "silent" "out_of_service" "never_seen"
[[nodiscard]] std::string_view name(AlertState state);         // "raised" …
[[nodiscard]] std::string_view name(ReportState state);        // "received" …
[[nodiscard]] std::string_view name(RequestState state);
[[nodiscard]] std::string_view name(InterventionState state);
[[nodiscard]] std::string_view name(CrewStatus status);
[[nodiscard]] std::string_view name(SourceHealth health);
[[nodiscard]] std::string_view name(PhotoMoment moment);       // "before" "after"

template <class E>
[[nodiscard]] std::optional<E> from_name(std::string_view name);  // specialised for each of the above
template <> std::optional<EntityKind> from_name(std::string_view name);
template <> std::optional<SensorState> from_name(std::string_view name);
template <> std::optional<AlertState> from_name(std::string_view name);
template <> std::optional<ReportState> from_name(std::string_view name);
template <> std::optional<RequestState> from_name(std::string_view name);
template <> std::optional<InterventionState> from_name(std::string_view name);
template <> std::optional<CrewStatus> from_name(std::string_view name);
template <> std::optional<SourceHealth> from_name(std::string_view name);
template <> std::optional<PhotoMoment> from_name(std::string_view name);

// "S-1187", "I-0412", "D-0231", "A-0057"; the crew's or sensor's name for the others.
[[nodiscard]] std::string label(const AnyEntity& entity);
[[nodiscard]] std::string number_label(EntityKind kind, std::uint32_t number);

// Open = the work itself is still to be done: a report whose service is done and an intervention that is finished only
// wait for a check, a forwarded report waits for somebody else.
[[nodiscard]] bool is_open(ReportState state);
[[nodiscard]] bool is_open(InterventionState state);
[[nodiscard]] bool is_open(AlertState state);
// The states that may follow (FIELD.md §6.2).
[[nodiscard]] bool may_follow(ReportState from, ReportState to);
[[nodiscard]] bool may_follow(InterventionState from, InterventionState to);

} // namespace vigie::gis
