// The words of the trade as plain structs (FIELD.md §6.1-6.2). Values only: no behaviour, no origin in any backend's
// types. Every entity has `id`, `origin` and `updated_at`; texts are UTF-8; places are WGS 84.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "gis/model/geometry.hpp"
#include "gis/model/ids.hpp"
#include "gis/model/time.hpp"

namespace vigie::gis {

// Who owns an entity: which source, its id there, and the version last seen there (opaque text).
// An empty source means the commune file itself.
struct Origin {
    std::string source;
    std::string remote_id;
    std::string version;
    bool operator==(const Origin&) const = default;
};

struct Attribute {
    std::string name;
    std::string value;
    bool operator==(const Attribute&) const = default;
};

// Anything the commune owns and can point at on the map. `kind` is an asset kind of the catalogue ("candelabre",
// "arbre", "rue", "quartier"…), which gives the domain, the style and the icon.
struct Asset {
    AssetId id;
    Origin origin;
    Time updated_at{};
    std::string kind;
    std::string code;  // the commune's own number, unique within kind when present
    std::string name;
    Geometry geometry;
    std::vector<Attribute> attributes;
    bool operator==(const Asset&) const = default;
};

enum class SensorState : std::uint8_t { normal, watch, alarm, silent, out_of_service, never_seen };

struct Sensor {
    SensorId id;
    Origin origin;
    Time updated_at{};
    std::string kind;  // sensor kind of the catalogue: quantity, unit, expected interval, default bounds
    std::string code;
    std::string name;
    LonLat place;
    AssetId asset;
    std::string quartier;
    std::string unit;  // UCUM
    std::optional<double> watch_above, alarm_above, watch_below, alarm_below;
    std::optional<double> battery_pct;
    SensorState state = SensorState::never_seen;  // derived by gis/rules
    Time state_since{};
    std::optional<double> last_value;
    MaybeTime last_at;
    bool operator==(const Sensor&) const = default;
};

struct Observation {
    SensorId sensor;
    Time at{};
    double value = 0;  // in the sensor's unit
    bool operator==(const Observation&) const = default;
};

enum class AlertState : std::uint8_t { raised, taken, in_intervention, cleared };

struct Alert {
    AlertId id;
    Origin origin;
    Time updated_at{};
    std::uint32_t number = 0;  // shown as A-0057
    AlertState state = AlertState::raised;
    Time state_since{};
    SensorId sensor;
    std::string kind;      // sensor kind, for the icon
    std::string title;     // "Fuite probable, 1,8 bar"
    std::string rule;      // the rule in its sentence
    int severity = 2;      // 1 danger … 6 scheduled
    LonLat place;
    std::string quartier;
    Time raised_at{};
    std::uint32_t occurrences = 1;  // a burst is one incident
    InterventionId intervention;
    std::vector<Attribute> facts;   // of an alert our rules raised: what rule_words.hpp says it with in any language
    bool operator==(const Alert&) const = default;
};

enum class ReportState : std::uint8_t {
    received, qualified, taken, scheduled, in_progress, service_done, closed, reopened, duplicate, rejected, forwarded
};

// Signalement. The reporter's name and contact are kept apart (Reporter), never in here.
struct Report {
    ReportId id;
    Origin origin;
    Time updated_at{};
    std::uint32_t number = 0;  // shown as S-1187
    ReportState state = ReportState::received;
    Time state_since{};
    std::string category;  // report category of the catalogue
    int severity = 4;
    LonLat place;
    std::string address, quartier;
    std::string description;
    std::string channel;   // "phone" "desk" "app" "mail" "agent" "simulator"…
    Time received_at{};
    MaybeTime due_at;      // service level, from category and severity
    AssetId asset;
    ReportId duplicate_of;
    std::string reason;    // of rejection, forwarding or reopening
    std::vector<std::string> photos;
    bool has_reporter = false;
    bool operator==(const Report&) const = default;
};

// Personal data, held in a table of its own, masked unless asked for by a role that may see it.
struct Reporter {
    std::string name, phone, email;
    bool operator==(const Reporter&) const = default;
};

enum class RequestState : std::uint8_t { waiting, to_confirm, accepted, refused };

// Demande d'intervention: internal, from a service or a school, before it is accepted as work.
struct Request {
    RequestId id;
    Origin origin;
    Time updated_at{};
    std::uint32_t number = 0;  // shown as D-0231
    RequestState state = RequestState::waiting;
    Time state_since{};
    std::string title, description, requester;  // requester: a service, not a person
    LonLat place;
    std::string quartier;
    Time asked_at{};
    InterventionId intervention;
    std::string reason;
    bool operator==(const Request&) const = default;
};

enum class InterventionState : std::uint8_t {
    draft, to_plan, planned, assigned, en_route, on_site, suspended, finished, checked, closed
};

struct Task {
    std::string text;
    bool done = false;
    bool operator==(const Task&) const = default;
};

// « Remonté au DST »: a question that the director of technical services settles; the work keeps its place meanwhile.
struct RaisedQuestion {
    std::string reason, by;
    Time at{};
    std::string answer, answered_by;
    MaybeTime answered_at;               // nothing = it waits
    bool operator==(const RaisedQuestion&) const = default;
};

// What an intervention took (saisie des temps, fournitures, véhicules). Each line keeps the rate it was entered at: a new
// tariff changes no account of the past. People and vehicles by name, so that a line means the same at every desk.
struct TimeSpent {
    std::string name;                    // "M. Ferrand"
    Seconds duration{0};
    double hour_eur = 0;
    bool operator==(const TimeSpent&) const = default;
};
struct MaterialUsed {
    std::string name, unit;              // "Enrobé à froid", "kg"
    double quantity = 0, unit_eur = 0;
    bool operator==(const MaterialUsed&) const = default;
};
struct VehicleUsed {
    std::string name;                    // "Fourgon V02"
    double km = 0, km_eur = 0;
    Seconds duration{0};                 // of an engine that is counted by the hour
    double hour_eur = 0;
    bool operator==(const VehicleUsed&) const = default;
};

enum class PhotoMoment : std::uint8_t { before, after };

// A picture kept in the commune file (gis/store/photo_store.hpp), without what the camera wrote beside it.
struct Photo {
    std::string id;                      // hex SHA-256 of the picture kept
    PhotoMoment moment = PhotoMoment::before;
    Time at{};                           // when it was added
    std::string by, caption;
    bool operator==(const Photo&) const = default;
};

struct TimeWindow {
    Time from{}, to{};  // the start must lie inside, both ends included
    bool operator==(const TimeWindow&) const = default;
};

struct Intervention {
    InterventionId id;
    Origin origin;
    Time updated_at{};
    std::uint32_t number = 0;  // shown as I-0412
    InterventionState state = InterventionState::to_plan;  // the phase
    Time state_since{};
    std::string status;        // the commune's own state within the phase (InterventionStatus of the catalogue); empty = the phase's own
    std::string kind;          // intervention template of the catalogue
    std::string title;         // "Nid-de-poule"
    std::string description;
    int severity = 4;
    LonLat place;
    std::string address, quartier;
    AssetId asset;
    std::vector<AssetId> more_assets;    // beside `asset`: the six lights of one round
    std::vector<ReportId> reports;
    std::vector<AlertId> alerts;
    Seconds duration{3600};
    std::vector<std::string> skills;     // each must be held by somebody of the crew
    std::vector<std::string> equipment;  // each must be on the crew's vehicle
    int people = 1;                      // least crew size
    int crews_needed = 1;
    std::vector<TimeWindow> windows;     // empty = any time
    MaybeTime deadline;                  // the end is no later
    std::vector<InterventionId> after;
    bool regulatory = false;
    bool locked = false;                 // the solver and drags leave it where it is
    std::vector<CrewId> crews;           // whom it is assigned to; empty = to plan
    MaybeTime start;                     // planned start; with `crews`
    MaybeTime actual_start, actual_end;
    Time created_at{};
    std::string reason;                  // of suspension, or of a forced assignment
    std::vector<Task> tasks;
    std::vector<RaisedQuestion> escalations; // oldest first; at most the last one waits
    std::vector<TimeSpent> hours;
    std::vector<MaterialUsed> materials;
    std::vector<VehicleUsed> vehicles;
    std::vector<Photo> photos;
    bool operator==(const Intervention&) const = default;
};

enum class CrewStatus : std::uint8_t { available, en_route, on_site, on_break, out_of_service };

struct Crew {
    CrewId id;
    Origin origin;
    Time updated_at{};
    std::string code;
    std::string name;    // "Voirie A"
    std::string domain;
    AgentId leader;
    std::vector<AgentId> agents;
    VehicleId vehicle;
    std::vector<std::string> equipment;
    LonLat depot;
    CrewStatus status = CrewStatus::out_of_service;
    MaybeTime status_since;  // nothing = since before it was known
    InterventionId current;
    // last position; the trail is in World::trail
    std::optional<LonLat> place;
    std::optional<double> heading_deg;  // clockwise from north
    std::optional<double> speed_ms;
    MaybeTime fix_at;
    bool operator==(const Crew&) const = default;
};

struct Position {
    CrewId crew;
    Time at{};
    LonLat place;
    std::optional<double> heading_deg, speed_ms, accuracy_m;
    bool operator==(const Position&) const = default;
};

struct Skill {
    std::string code;      // of the catalogue: "BR", "AIPR", "CACES_R486"…
    MaybeTime expires_at;  // none = does not expire
    bool operator==(const Skill&) const = default;
};

struct Agent {
    AgentId id;
    Origin origin;
    Time updated_at{};
    std::string name;  // "M. Ferrand"
    std::string phone;
    std::vector<Skill> skills;
    bool operator==(const Agent&) const = default;
};

struct Vehicle {
    VehicleId id;
    Origin origin;
    Time updated_at{};
    std::string code, name;
    std::vector<std::string> equipment;
    bool operator==(const Vehicle&) const = default;
};

// One working day of one crew. Local wall-clock times are turned into instants by gis/planning (both clock changes right).
struct Shift {
    ShiftId id;
    Origin origin;
    Time updated_at{};
    CrewId crew;
    Time start{}, end{};
    bool has_lunch = true;
    Time lunch_from{}, lunch_to{};  // lunch is taken inside; lasts lunch_duration
    Seconds lunch_duration{45 * 60};
    bool operator==(const Shift&) const = default;
};

struct Absence {
    AbsenceId id;
    Origin origin;
    Time updated_at{};
    CrewId crew;    // the whole crew, or
    AgentId agent;  // one person
    Time from{}, to{};
    std::string reason;  // "Congés", "Formation CACES R490"
    bool operator==(const Absence&) const = default;
};

struct Building {
    BuildingId id;
    Origin origin;
    Time updated_at{};
    std::string name, kind, address, quartier;
    LonLat place;
    AssetId asset;
    double floor_area_m2 = 0;
    bool operator==(const Building&) const = default;
};

struct Meter {
    MeterId id;
    Origin origin;
    Time updated_at{};
    std::string code, name, fluid, unit;  // fluid: "water" "electricity" "gas"
    BuildingId building;
    SensorId sensor;  // its readings
    LonLat place;
    bool operator==(const Meter&) const = default;
};

using AnyEntity = std::variant<Asset, Sensor, Alert, Report, Request, Intervention, Crew, Agent, Vehicle, Shift, Absence,
                               Building, Meter>;
static_assert(std::variant_size_v<AnyEntity> == entity_kind_count);

[[nodiscard]] inline EntityKind kind_of(const AnyEntity& e) { return static_cast<EntityKind>(e.index()); }
[[nodiscard]] inline EntityRef ref_of(const AnyEntity& e) {
    return std::visit([&](const auto& x) { return EntityRef{kind_of(e), x.id.value}; }, e);
}

} // namespace vigie::gis
