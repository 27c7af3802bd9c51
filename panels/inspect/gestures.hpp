// What a person's gesture on the selection means as commands: one gesture, one undo. Used by inspector buttons, keys and
// palette alike, so all three do the same thing and give the same reason when they cannot. Pure.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "gis/model/catalog.hpp"
#include "gis/model/command.hpp"
#include "gis/model/world.hpp"
#include "panels/frame.hpp"
#include "panels/lists/work_index.hpp"

namespace vigie::panels {

using Gesture = std::vector<gis::Command>;
using Reason = std::optional<gis::Text>;   // why not; nothing = can be done

// The work behind a selection: an intervention that exists, or what one would be made from.
struct Work {
    gis::InterventionId existing;
    std::vector<gis::EntityRef> from;   // reports, alerts, requests, sensors or assets
};
[[nodiscard]] Work work_of(const gis::World& world, const std::vector<gis::EntityRef>& selected);

[[nodiscard]] Reason create_blocked(const gis::World& world, const std::vector<gis::EntityRef>& selected);
[[nodiscard]] Gesture create_intervention(const gis::World& world, const gis::Catalog& catalog,
                                          const std::vector<gis::EntityRef>& selected, std::string_view language);

// The duty chosen in « Échéances », while what it selected is still selected.
[[nodiscard]] bool due_is_chosen(const ViewState& view);
[[nodiscard]] Reason create_due_blocked(const Frame& frame);
[[nodiscard]] Gesture create_due(const Frame& frame);

// One intervention and what it is to answer too: reports, alerts and assets chosen beside it.
[[nodiscard]] gis::InterventionId link_target(const std::vector<gis::EntityRef>& selected);
[[nodiscard]] Reason link_blocked(const gis::World& world, const std::vector<gis::EntityRef>& selected);
[[nodiscard]] Gesture link_work(const gis::World& world, const std::vector<gis::EntityRef>& selected);

// What would be assigned: the intervention itself, or the one that would be made. Nothing when blocked.
[[nodiscard]] Reason assign_blocked(const gis::World& world, const std::vector<gis::EntityRef>& selected);
[[nodiscard]] std::optional<gis::Intervention> assignable(const gis::World& world, const gis::Catalog& catalog,
                                                          const std::vector<gis::EntityRef>& selected, std::string_view language);
[[nodiscard]] Gesture assign(const gis::World& world, const gis::Catalog& catalog, const std::vector<gis::EntityRef>& selected,
                             std::vector<gis::CrewId> crews, gis::Time start, std::string override_reason,
                             std::string_view language);

// Reports of the selection that may go to `state`; empty when none may (and why).
[[nodiscard]] Reason report_state_blocked(const gis::World& world, const std::vector<gis::EntityRef>& selected,
                                          gis::ReportState state);
[[nodiscard]] Gesture set_report_state(const gis::World& world, const std::vector<gis::EntityRef>& selected,
                                       gis::ReportState state, const std::string& reason);
[[nodiscard]] Reason qualify_blocked(const gis::World& world, const std::vector<gis::EntityRef>& selected);
[[nodiscard]] Gesture qualify(const gis::World& world, const std::vector<gis::EntityRef>& selected, const std::string& category,
                              std::optional<int> severity);
[[nodiscard]] Reason take_alert_blocked(const gis::World& world, const std::vector<gis::EntityRef>& selected);
[[nodiscard]] Gesture take_alerts(const gis::World& world, const std::vector<gis::EntityRef>& selected);
[[nodiscard]] Reason clear_alert_blocked(const gis::World& world, const std::vector<gis::EntityRef>& selected);
[[nodiscard]] Gesture clear_alerts(const gis::World& world, const std::vector<gis::EntityRef>& selected, const std::string& reason);
// The oldest report of the selection is kept; the others become its duplicates.
[[nodiscard]] Reason merge_blocked(const gis::World& world, const std::vector<gis::EntityRef>& selected);
[[nodiscard]] Gesture merge(gis::ReportId kept, std::vector<gis::ReportId> duplicates);

// Takes the chosen duplicates out of their group again.
[[nodiscard]] Reason split_blocked(const gis::World& world, const std::vector<gis::EntityRef>& selected);
[[nodiscard]] Gesture split(const gis::World& world, const std::vector<gis::EntityRef>& selected);
// One answer for all: blocked where nobody of the groups left a way to be reached.
[[nodiscard]] Reason reply_blocked(const gis::World& world, const std::vector<gis::EntityRef>& selected);
// The nearest object of the kinds that the category speaks of, for each chosen report without one.
[[nodiscard]] Reason link_blocked(const gis::World& world, const gis::Catalog& catalog, const std::vector<gis::EntityRef>& selected);
[[nodiscard]] Gesture link_nearest(const gis::World& world, const gis::Catalog& catalog, const std::vector<gis::EntityRef>& selected);
// The next status in a crew's day: available, on its way, on site, available again; from a break or off duty back to available.
[[nodiscard]] Reason crew_status_blocked(const gis::World& world, const std::vector<gis::EntityRef>& selected);
[[nodiscard]] Gesture next_crew_status(const gis::World& world, const std::vector<gis::EntityRef>& selected);

// The states a person may choose next for an intervention, in the order of its life.
[[nodiscard]] std::vector<gis::InterventionState> next_states(gis::InterventionState from);
[[nodiscard]] std::vector<gis::ReportState> next_states(gis::ReportState from);

} // namespace vigie::panels
