#include <array>

#include "gis/model/words.hpp"
#include "gis/store/commands/carry_out.hpp"

namespace vigie::gis {

namespace {

constexpr std::array<std::string_view, 41> names{
    "create_report", "qualify_report", "set_report_state", "edit_report", "merge_reports", "split_report", "answer_reports", "create_request",
    "set_request_state", "take_alert", "clear_alert", "create_intervention", "edit_intervention", "assign", "unassign",
    "set_locked", "set_intervention_state", "set_task_done", "set_crew_status", "add_absence", "remove_absence", "adopt_plan",
    "import_assets", "add_asset", "edit_asset", "reshape_asset", "delete_assets",
    "put_alert_rule", "remove_alert_rule", "set_on_call_levels", "set_on_call_turn", "set_quiet_hours", "mute_sensor",
    "escalate", "answer_escalation", "record_work", "add_photo", "edit_photo", "remove_photo", "link_work", "add_readings"};
static_assert(names.size() == std::variant_size_v<Command>);

// What an agent does from the field: tell, and say how the work goes.
bool agent_may(const Command& command) {
    return std::holds_alternative<command::CreateReport>(command) || std::holds_alternative<command::CreateRequest>(command) ||
           std::holds_alternative<command::SetInterventionState>(command) || std::holds_alternative<command::SetTaskDone>(command) ||
           std::holds_alternative<command::SetCrewStatus>(command) || std::holds_alternative<command::Escalate>(command) ||
           std::holds_alternative<command::RecordWork>(command) || std::holds_alternative<command::AddPhoto>(command) ||
           std::holds_alternative<command::EditPhoto>(command) || std::holds_alternative<command::RemovePhoto>(command);
}

} // namespace

std::string_view command_name(const Command& command) { return names[command.index()]; }

bool role_may(Role role, const Command& command) {
    switch (role) {
    case Role::director: return true;
    case Role::dispatcher: return !std::holds_alternative<command::AnswerEscalation>(command);
    case Role::agent: return agent_may(command);
    case Role::council: return false;
    }
    return false;
}

Error refused(std::string key, std::vector<std::pair<std::string, std::string>> args) {
    return {.klass = ErrorClass::refused, .text = {std::move(key), std::move(args)}};
}

Error unknown(EntityKind kind) {
    return {.klass = ErrorClass::conflict, .text = {"desk.refused.gone", {{"kind", "@kind." + std::string(name(kind))}}},
            .remedy = {"desk.refused.gone.remedy", {}}};
}

} // namespace vigie::gis
