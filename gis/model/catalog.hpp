// The commune's own vocabulary: domains, kinds of asset and sensor, report categories, intervention templates, skills.
// Read from JSON files in assets/catalog (then from the commune's folder, whose entries replace by id), so a commune
// edits it without compiling. Immutable after loading; any thread.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "gis/model/energy_rules.hpp"
#include "gis/model/result.hpp"
#include "gis/model/time.hpp"
#include "gis/model/working_time.hpp"

namespace vigie::gis {

// A name in every language of the interface: {"fr":…, "en":…}.
struct LocalName {
    std::string fr, en;
    [[nodiscard]] const std::string& in(std::string_view language) const { return language == "en" && !en.empty() ? en : fr; }
};

struct Domain {
    std::string id;    // "dechets" "ecoles" "batiments" "ehpad" "eau" "proprete" "espaces_verts" "voirie" "police"
    LocalName name;
    std::string icon;  // Material Design Icons name
    bool restricted = false;  // separate rights (police municipale)
};

// What is noted about an asset of a kind: the attribute's name, and what its form asks for.
struct AssetField {
    std::string id;                    // Attribute::name: "hauteur_m"
    LocalName name;
    std::string type = "text";         // "text" "number" "integer" "date" (2026-11-24) "choice"
    std::string unit;                  // UCUM, shown after the value
    std::vector<std::string> choices;  // of a choice
};

struct AssetKind {
    std::string id, domain, icon;
    LocalName name, plural;
    std::string geometry;   // "point" "line" "polygon"
    std::string style;      // style layer of the municipal style (assets/styles): "light" "tree" "building"…
    bool listed = true;     // shown as a row of the layer tree
    std::vector<AssetField> fields{};

    [[nodiscard]] const AssetField* field(std::string_view id) const;
};

struct SensorKind {
    std::string id, domain, icon;
    LocalName name;
    std::string unit;                       // UCUM
    int decimals = 1;
    Seconds expected_interval{900};         // silent after a multiple of this
    std::optional<double> watch_above, alarm_above, watch_below, alarm_below;
    Seconds hold{0};                        // a bound must be passed this long before an alert
    double hysteresis = 0;                  // in the unit
    LocalName alert_title;                  // "Fuite probable"
    std::string intervention;               // template proposed by its alerts
    int severity = 2;
};

struct ReportCategory {
    std::string id, domain, icon;
    LocalName name;
    int severity = 4;
    std::string intervention;   // template proposed
    LocalName guard;            // shown before taking it in: what to do first, no denunciation… empty = none
    double duplicate_radius_m = 50;
    double share = 0;           // of all reports, for the simulator and for ordering lists
    std::vector<std::string> emergency = {};    // EmergencyNumber::id, shown with the guard, the first to call first
    std::vector<std::string> asset_kinds = {};  // what such a report is about: it clings to the nearest one
    double asset_reach_m = 25;                  // … no further than this
    Seconds delay{0};                           // of its own, at its own severity; 0 = that of the severity's level
    bool around_the_clock = false;              // of `delay`: else counted in working hours
};

// Whom to call before anybody writes anything down.
struct EmergencyNumber {
    std::string id;             // "gaz"
    LocalName name;             // "Urgence sécurité gaz"
    std::string number;         // as it is dialled and read out: "0 800 47 33 33"
    std::string source;         // where the number was read
    bool to_verify = false;
};

// Who is competent where the commune is not: département, intercommunality, network operator…
struct OtherBody {
    std::string id;
    LocalName name;             // "Département"
    LocalName handed;           // the answer's words after « la demande est transmise »: "au département"
    std::vector<std::string> categories;  // report categories and domains that are usually theirs: proposed first there
};

// A coded reason for turning a report down.
struct RejectReason {
    std::string id;
    LocalName name;             // "hors compétence de la commune"
};

// An answer to a citizen in plain words. {what} {where} {number} {reason} {day} are filled in; "{, where}" is left out with its
// comma where no place is known.
struct AnswerTemplate {
    std::string id;
    LocalName name;             // in the list to choose from: "Pris en compte"
    LocalName text;
    std::vector<std::string> states;  // ReportState names it is proposed for, the best fitting template first in the file
};

struct InterventionTemplate {
    std::string id, domain, icon;
    LocalName name;
    Minutes duration{60};
    int people = 1;
    int crews_needed = 1;
    std::vector<std::string> skills, equipment;
    std::vector<LocalName> tasks;
    bool regulatory = false;
    LocalName rule;             // the legal duty behind it, marked "à vérifier" where the field study does
    bool proof_of_service = false;  // where the crew went then is the proof that it was done: salting, collection
    std::vector<std::string> saves = {};  // fluids (Meter::fluid) of which a building takes less once it is done
};

// Work that comes back: by law, by contract or by the commune's own plan.
struct Duty {
    std::string id;
    LocalName name;             // empty = the intervention's
    std::string intervention;   // template
    std::string asset_kind;     // one for each asset of this kind; empty = once for the commune
    std::string rule;           // RRULE of RFC 5545, days at the finest: "FREQ=YEARLY;INTERVAL=3"
    bool on_completion = true;  // counted from the last time it was done; else the dates of `rule` from `first`
    std::string first;          // of a fixed cycle: 2026-01-05
    std::string season;         // "10-01/11-30": only then, both ends included; empty = all year
    std::string school = {};    // "outside" of school holidays or "during" them; empty = any time
    std::string last_field;     // the asset's date of the last time, where no later intervention tells it
    bool legal = false;
    bool to_verify = false;     // the text behind it has not been checked by a person
};

struct SkillKind {
    std::string id;    // "BR"
    LocalName name;    // "habilitation électrique BR"
    int validity_months = 0;
};

// The official school calendar: départements of a zone, and holidays with the zones that have them.
struct SchoolZone {
    std::string id;    // "A" "B" "C"
    LocalName name;
    std::vector<std::string> departments;  // "11"
};
struct SchoolHoliday {
    std::string id;
    LocalName name;
    std::vector<std::string> zones;
    std::string from, back;     // 2026-10-17: the first day without school, and the first with school again
    std::string source;
    bool to_verify = false;
};

// Working-hours clock per severity (FIELD.md §6.6).
struct ServiceLevel {
    int severity = 4;
    LocalName name;               // "danger immédiat"
    Seconds delay{0};
    bool around_the_clock = false; // else counted in working hours
};

// What an hour of a person, a kilometre and an hour of a vehicle cost the commune: for comparing plans, and for what an
// intervention took. `source` says where the figure comes from; until a person has looked at it, it is to verify.
struct CostRates {
    double agent_hour_eur = 0, vehicle_km_eur = 0, vehicle_hour_eur = 0;
    std::string source{};
    bool to_verify = false;
};

// A material of the stores with its unit cost.
struct Article {
    std::string id;
    LocalName name;
    std::string unit;           // "kg" "t" "m³" "u"
    double eur = 0;             // of one unit
    std::string source;
    bool to_verify = false;
};

// A state of interventions as the commune calls it. The phase is what it means to the program: every phase may have several
// states, the first one listed is the phase's own. Without `next` whatever the phases allow may follow (gis/model/words.hpp).
struct StatusMove {
    std::string to;                  // InterventionStatus::id
    LocalName name;                  // of the button; empty = the state's name
    std::vector<std::string> roles;  // "director" "dispatcher" "agent"; empty = whoever may change states
};
struct InterventionStatus {
    std::string id;
    LocalName name;
    std::string phase;               // name(InterventionState)
    bool needs_reason = false;
    std::vector<StatusMove> next;
};

// A figure told to the council (gis/council/council_picture.hpp): what it measures and of what. All lists empty = of everything.
enum class Measure : std::uint8_t {
    reports,          // received in the period
    done,             // dealt with in the period
    done_within,      // … of them within `within`
    share_within,     // … their part, in percent
    mean_delay, median_delay,  // of those dealt with in the period
    repeated_places,  // places told of more than `more_than` times in the period
    works,            // interventions done in the period
    cost,             // what was noted that they took, in euros
    duties,           // part of the legal duties with a date that are not overdue, in percent; of today alone
    saved_kwh, saved_m3, saved_eur  // proven savings that fall into the period
};
enum class Wanted : std::int8_t { less = -1, either = 0, more = 1 };  // which way is better
struct Indicator {
    std::string id, icon;
    LocalName name;              // under the figure: "dépôts sauvages signalés"
    LocalName noun;              // beside it: "tags"; may be empty
    Measure measure{};
    Wanted better = Wanted::either;
    bool in_days = false;        // a delay is told in days, else in hours
    std::vector<std::string> categories, domains;  // of reports; domains also of interventions
    std::vector<std::string> works;                // intervention templates
    std::vector<std::string> building_kinds, fluids;  // of savings: "electricity" "gas" "water"
    Seconds within{0};
    int more_than = 5;
};

// What is projected at once: a question, its figures, what the map counts.
struct CouncilScene {
    std::string id;
    LocalName name;              // on its button: "Propreté"
    LocalName title;             // the question
    std::vector<std::string> tiles;    // Indicator::id; four, or eight with `eight`
    std::vector<std::string> domains;  // of the reports on the map; empty = all
    bool eight = false, month = false; // month: of one month instead of the year
};

// How long personal data is kept (FIELD.md §6.10); the DPO decides, the catalogue says.
struct Retention {
    std::chrono::days positions{62};      // where a crew was: two months
    std::chrono::days patrols{30};        // of crews of a restricted domain
    std::chrono::days service_proof{365}; // during work that its positions prove
    std::chrono::days reporters{365};     // who reported, from the day it was settled
    std::chrono::days rejected{62};       // who reported and what they wrote, of what was turned down
    std::chrono::days readings{400};      // raw observations; their hours and days stay
};

struct Catalog {
    std::vector<Domain> domains;
    std::vector<AssetKind> asset_kinds;
    std::vector<SensorKind> sensor_kinds;
    std::vector<ReportCategory> report_categories;
    std::vector<InterventionTemplate> interventions;
    std::vector<Duty> duties;
    std::vector<SkillKind> skills;
    std::vector<ServiceLevel> service_levels;
    WorkingTime working_time;
    CostRates costs;
    std::vector<std::string> overriders{"director", "dispatcher"};  // roles that may force what a check refuses, with a reason
    Retention retention;
    std::vector<Article> articles;
    std::vector<InterventionStatus> intervention_states;
    std::vector<SchoolZone> school_zones;
    std::vector<SchoolHoliday> school_holidays;
    std::vector<EmergencyNumber> emergency_numbers;
    std::vector<OtherBody> bodies;
    std::vector<RejectReason> reject_reasons;
    std::vector<AnswerTemplate> answers;
    std::vector<Indicator> indicators;
    std::vector<CouncilScene> scenes;
    EnergyRules energy;

    [[nodiscard]] const Domain* domain(std::string_view id) const;
    [[nodiscard]] const AssetKind* asset_kind(std::string_view id) const;
    [[nodiscard]] const SensorKind* sensor_kind(std::string_view id) const;
    [[nodiscard]] const ReportCategory* report_category(std::string_view id) const;
    [[nodiscard]] const InterventionTemplate* intervention(std::string_view id) const;
    [[nodiscard]] const SkillKind* skill(std::string_view id) const;
    [[nodiscard]] const ServiceLevel* service_level(int severity) const;
    [[nodiscard]] bool may_override(std::string_view role) const;
    [[nodiscard]] const EmergencyNumber* emergency_number(std::string_view id) const;
    [[nodiscard]] const AnswerTemplate* answer(std::string_view id) const;
    [[nodiscard]] const Article* article(std::string_view id) const;
    [[nodiscard]] const InterventionStatus* intervention_state(std::string_view id) const;
    [[nodiscard]] const Indicator* indicator(std::string_view id) const;
    [[nodiscard]] const CouncilScene* scene(std::string_view id) const;
};

// Reads every *.json of `folders` in order, later entries replacing earlier ones of the same id. Unknown members and bad
// values become notices naming file and place; what is good is kept.
struct LoadedCatalog {
    Catalog catalog;
    std::vector<Notice> notices;
};
// The same from texts already read (name and content), for whoever carries a catalogue without a folder.
[[nodiscard]] LoadedCatalog read_catalog(const std::vector<std::pair<std::string, std::string>>& files);
[[nodiscard]] LoadedCatalog load_catalog(const std::vector<std::filesystem::path>& folders);

} // namespace vigie::gis
