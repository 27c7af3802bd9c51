// What a person wants. A Command is a small value; Desk::execute (gis/store) validates it (with the reason when
// refused), journals it, applies it as one undoable gesture and queues it when a remote backend owns the entity.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "gis/energy/readings.hpp"
#include "gis/model/alerting.hpp"
#include "gis/model/entity.hpp"

namespace vigie::gis {

// A picture as the commune file keeps it: JPEG, turned upright, without place or other data of the camera.
struct KeptPicture {
    std::string id;            // hex SHA-256 of `whole`
    int width = 0, height = 0; // of `whole`, px
    std::string whole, small;  // JPEG bytes
};

namespace command {

struct CreateReport {
    Report report;  // id, number, state and due_at are given by the desk; received_at may be empty (= now)
    Reporter reporter;
};
struct QualifyReport {
    ReportId report;
    std::string category;  // empty = unchanged
    std::optional<int> severity;
};
struct SetReportState {
    ReportId report;
    ReportState state{};
    std::string reason;  // required for rejected, forwarded and reopened
};
struct EditReport {  // only the fields given
    ReportId report;
    std::optional<LonLat> place;
    std::optional<std::string> address, quartier, description;
    std::optional<AssetId> asset;
};
struct MergeReports {
    ReportId kept;
    std::vector<ReportId> duplicates;
};
struct SplitReport {  // takes a duplicate out of its group again
    ReportId report;
};
// What was told to the people who reported: one text for all of them, written into the history of each report. Nothing is sent
// from here: somebody copies it, reads it out or prints it.
struct AnswerReports {
    std::vector<ReportId> reports;
    std::string text;
};
struct CreateRequest {
    Request request;
};
struct SetRequestState {
    RequestId request;
    RequestState state{};
    std::string reason;
};
struct TakeAlert {
    AlertId alert;
};
struct ClearAlert {
    AlertId alert;
    std::string reason;
};
// Prefilled by `intervention_from` (command_prefill.hpp); the reports and alerts it names move on with it.
struct CreateIntervention {
    Intervention intervention;  // id, number, created_at are given by the desk; state draft or to_plan
};
struct EditIntervention {  // replaces title, description, kind, severity, duration, skills, equipment, people,
    Intervention intervention;  // windows, deadline, place, address, tasks, regulatory; the rest is kept
};
// Puts an intervention on one or more crews' week. Refused with every reason when not feasible, unless `override_reason`
// is given by a role that may.
struct Assign {
    InterventionId intervention;  // 0 = the one created by the command before it in the same gesture
    std::vector<CrewId> crews;
    Time start{};
    std::string override_reason;
};
struct Unassign {  // "remettre en planification"
    InterventionId intervention;
    std::string reason{};  // required once the crew is on its way
};
struct SetLocked {
    InterventionId intervention;
    bool locked = true;
};
struct SetInterventionState {
    InterventionId intervention;
    InterventionState state{};
    std::string reason;    // required for suspended, and where the status asks for it
    std::string status{};  // of the catalogue, in that phase; empty = the phase's own
};
struct Escalate {  // "remonter au DST": it waits for the director's answer, its place on the week is kept
    InterventionId intervention;
    std::string reason;
};
struct AnswerEscalation {  // the director's
    InterventionId intervention;
    std::string answer;
};
struct RecordWork {  // what it took: the three lists in place of those that were
    InterventionId intervention;
    std::vector<TimeSpent> hours;
    std::vector<MaterialUsed> materials;
    std::vector<VehicleUsed> vehicles;
};
struct AddPhoto {
    InterventionId intervention;
    PhotoMoment moment{};
    std::string caption;
    std::shared_ptr<const KeptPicture> picture;
};
struct EditPhoto {
    InterventionId intervention;
    std::string photo;     // Photo::id
    PhotoMoment moment{};
    std::string caption;
};
struct RemovePhoto {
    InterventionId intervention;
    std::string photo;
};
struct LinkWork {  // a report, alert or asset that the intervention answers too; or no longer
    InterventionId intervention;
    EntityRef to;
    bool linked = true;
};
struct SetTaskDone {
    InterventionId intervention;
    std::size_t task = 0;
    bool done = true;
};
struct SetCrewStatus {
    CrewId crew;
    CrewStatus status{};
};
struct AddAbsence {
    Absence absence;
};
struct RemoveAbsence {
    AbsenceId absence;
};
// How the commune is alerted (alerting.hpp). A rule is put in place of the one of its id; without an id it is a new one.
struct PutAlertRule {
    AlertRule rule;
};
struct RemoveAlertRule {  // one of the catalogue is again as the catalogue has it
    std::string rule;
};
struct SetOnCallLevels {  // turns of levels that are no more go with them
    std::vector<OnCallLevel> levels;
    unsigned handover_day = 1;
    Minutes handover{8 * 60};
};
struct SetOnCallTurn {  // in place of a turn of the same level and period; without agent and name it takes that away
    OnCallTurn turn;
};
struct SetQuietHours {
    QuietHours quiet;
};
struct MuteSensor {  // raises no alert in that time (of the live picture); without an end it speaks again at once
    SensorId sensor;
    Time from{};
    MaybeTime until;
    std::string reason;
};
// Several assignments accepted at once from a proposal: one gesture, all or nothing.
struct AdoptPlan {
    std::vector<Assign> assignments;
    std::vector<InterventionId> unassigned;
};
// Copies assets into the commune file (`vigie import`).
struct ImportAssets {
    std::vector<Asset> assets;
    std::string from;
};
// Editing on the map. An asset of a source that takes no edits is refused (its copy can be edited); a shape that is not
// valid is refused with what is wrong. Rings are closed by the desk.
struct AddAsset {
    Asset asset;  // id and origin are given by the desk; the shape is of the kind's type
};
struct EditAsset {  // only the fields given
    AssetId asset;
    std::optional<std::string> code, name;
    std::vector<Attribute> attributes;  // an empty value takes the attribute away
};
struct ReshapeAsset {  // moves it, or changes its vertices
    AssetId asset;
    Geometry geometry;
};
struct DeleteAssets {  // what pointed at them points at nothing
    std::vector<AssetId> assets;
};

// Meters' readings out of a file: undone, they are not counted any more.
struct AddReadings {
    std::shared_ptr<const std::vector<MeterReadings>> readings;  // in the meters' units
    std::string from;  // the file
};

} // namespace command

using Command = std::variant<command::CreateReport, command::QualifyReport, command::SetReportState, command::EditReport,
                             command::MergeReports, command::SplitReport, command::AnswerReports, command::CreateRequest, command::SetRequestState,
                             command::TakeAlert, command::ClearAlert, command::CreateIntervention,
                             command::EditIntervention, command::Assign, command::Unassign, command::SetLocked,
                             command::SetInterventionState, command::SetTaskDone, command::SetCrewStatus,
                             command::AddAbsence, command::RemoveAbsence, command::AdoptPlan, command::ImportAssets, command::AddAsset,
                             command::EditAsset, command::ReshapeAsset, command::DeleteAssets, command::PutAlertRule,
                             command::RemoveAlertRule, command::SetOnCallLevels, command::SetOnCallTurn, command::SetQuietHours,
                             command::MuteSensor, command::Escalate, command::AnswerEscalation, command::RecordWork, command::AddPhoto,
                             command::EditPhoto, command::RemovePhoto, command::LinkWork, command::AddReadings>;

// Who acts: written into the journal.
enum class Role : std::uint8_t { director, dispatcher, agent, council };
[[nodiscard]] constexpr std::string_view name(Role role) {  // as data write it
    switch (role) {
    case Role::director: return "director";
    case Role::dispatcher: return "dispatcher";
    case Role::agent: return "agent";
    case Role::council: return "council";
    }
    return {};
}

struct Actor {
    std::string name;     // "C. Delmas"
    std::string post;     // "régulation"
    Role role = Role::dispatcher;
};

} // namespace vigie::gis
