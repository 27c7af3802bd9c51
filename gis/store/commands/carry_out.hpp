// One function per command: looks whether it may be done, does it on the draft, and says what was done. An Error leaves the
// gesture undone as a whole (the desk throws the draft away), so a function may stop anywhere.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "gis/model/catalog.hpp"
#include "gis/model/command.hpp"
#include "gis/store/desk.hpp"
#include "gis/store/draft.hpp"

namespace vigie::gis {

struct CommandContext {
    Draft& draft;
    Alerting& alerting;               // as drafted
    const Catalog& catalog;
    const AssignCheck& check_assign;  // may be empty
    const TakesEdits& takes_edits;    // may be empty
    const Actor& actor;
    std::string zone;
    Time now{};
    bool keeps_personal_data = false;  // there is a key
    std::vector<Notice>& notices;
    std::string readings_kept{};       // the setting, as drafted

    // Filled on the way.
    InterventionId last_created{};  // for an Assign without intervention
    std::vector<EntityRef> created{};
    std::vector<EntityRef> concerned{};  // not changed itself, and yet this belongs to its history (a muted sensor)
    std::vector<std::pair<ReportId, Reporter>> reporters{};  // to be sealed
    bool told = false;                   // the journal's line counts though nothing changed (an answer that was given)
    std::vector<std::shared_ptr<const KeptPicture>> pictures{};  // to be kept
    std::vector<MeterReadings> readings{};
    std::int64_t readings_batch = 0;
};

// What was done, in words, or why not.
using Said = Result<Text>;

Said carry_out(CommandContext& c, const command::CreateReport& x);
Said carry_out(CommandContext& c, const command::QualifyReport& x);
Said carry_out(CommandContext& c, const command::SetReportState& x);
Said carry_out(CommandContext& c, const command::EditReport& x);
Said carry_out(CommandContext& c, const command::MergeReports& x);
Said carry_out(CommandContext& c, const command::SplitReport& x);
Said carry_out(CommandContext& c, const command::AnswerReports& x);
Said carry_out(CommandContext& c, const command::CreateRequest& x);
Said carry_out(CommandContext& c, const command::SetRequestState& x);
Said carry_out(CommandContext& c, const command::TakeAlert& x);
Said carry_out(CommandContext& c, const command::ClearAlert& x);
Said carry_out(CommandContext& c, const command::CreateIntervention& x);
Said carry_out(CommandContext& c, const command::EditIntervention& x);
Said carry_out(CommandContext& c, const command::Assign& x);
Said carry_out(CommandContext& c, const command::Unassign& x);
Said carry_out(CommandContext& c, const command::SetLocked& x);
Said carry_out(CommandContext& c, const command::SetInterventionState& x);
Said carry_out(CommandContext& c, const command::SetTaskDone& x);
Said carry_out(CommandContext& c, const command::SetCrewStatus& x);
Said carry_out(CommandContext& c, const command::AddAbsence& x);
Said carry_out(CommandContext& c, const command::RemoveAbsence& x);
Said carry_out(CommandContext& c, const command::AdoptPlan& x);
Said carry_out(CommandContext& c, const command::ImportAssets& x);
Said carry_out(CommandContext& c, const command::AddAsset& x);
Said carry_out(CommandContext& c, const command::EditAsset& x);
Said carry_out(CommandContext& c, const command::ReshapeAsset& x);
Said carry_out(CommandContext& c, const command::DeleteAssets& x);
Said carry_out(CommandContext& c, const command::PutAlertRule& x);
Said carry_out(CommandContext& c, const command::RemoveAlertRule& x);
Said carry_out(CommandContext& c, const command::SetOnCallLevels& x);
Said carry_out(CommandContext& c, const command::SetOnCallTurn& x);
Said carry_out(CommandContext& c, const command::SetQuietHours& x);
Said carry_out(CommandContext& c, const command::MuteSensor& x);
Said carry_out(CommandContext& c, const command::Escalate& x);
Said carry_out(CommandContext& c, const command::AnswerEscalation& x);
Said carry_out(CommandContext& c, const command::RecordWork& x);
Said carry_out(CommandContext& c, const command::AddPhoto& x);
Said carry_out(CommandContext& c, const command::EditPhoto& x);
Said carry_out(CommandContext& c, const command::RemovePhoto& x);
Said carry_out(CommandContext& c, const command::LinkWork& x);
Said carry_out(CommandContext& c, const command::AddReadings& x);

// "create_report", "assign"…: the gesture's name in the journal.
[[nodiscard]] std::string_view command_name(const Command& command);
[[nodiscard]] bool role_may(Role role, const Command& command);

// ---- shared by the functions ----

[[nodiscard]] Error refused(std::string key, std::vector<std::pair<std::string, std::string>> args = {});
[[nodiscard]] Error unknown(EntityKind kind);

// Sets the state and its time.
template <class E, class S>
void move_to(E& entity, S state, Time now) {
    if (entity.state == state) return;
    entity.state = state;
    entity.state_since = now;
    if constexpr (requires { entity.status; }) entity.status.clear();  // it was one of the phase left behind
}
// Follows its intervention: only forward, and only reports that are still open (or done, when the work is taken up again).
void report_follows(CommandContext& c, ReportId report, ReportState state);
// Takes an intervention off its crews; what it stood for waits again.
void put_back_to_plan(CommandContext& c, InterventionId id);
// Names for sentences: "Voirie A, Voirie B".
[[nodiscard]] std::string crew_names(const CommandContext& c, const std::vector<CrewId>& crews);

} // namespace vigie::gis
