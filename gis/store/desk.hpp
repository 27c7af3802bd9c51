// The desk where everything that changes the commune passes: the World, the commune file behind it, undo, and the
// outbox. One Desk per open commune file; one thread (the session's).
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "gis/energy/readings.hpp"
#include "gis/model/alerting.hpp"
#include "gis/model/catalog.hpp"
#include "gis/model/command.hpp"
#include "gis/model/result.hpp"
#include "gis/model/world.hpp"

namespace vigie::gis {

// Whether a source takes back edits of a kind. Asked for the source that owns an entity, and, for interventions of the
// commune itself, for the sources of their crews (so that a crew hears of its work; the source that takes one owns it).
using TakesEdits = std::function<bool(const std::string& source, EntityKind kind)>;

// The source that is the commune itself, shared by several desks; empty when there is none. What belongs to no other source
// goes there, its numbers are the commune's, and it knows an entity made here by the idempotency key of its first edit.
using SharedSource = std::function<std::string()>;

// Why an assignment is not feasible, asked before Assign and AdoptPlan are accepted (gis/planning provides it).
using AssignCheck = std::function<std::vector<Text>(const World&, const command::Assign&)>;

struct DeskOptions {
    std::filesystem::path file;  // empty = in memory only (tests, render)
    const Catalog* catalog = nullptr;  // outlives the desk
    const Clock* clock = nullptr;      // outlives the desk
    std::string zone = "Europe/Paris";
    AssignCheck check_assign;          // empty = everything is feasible
    TakesEdits takes_edits;            // empty = every source takes every kind
    SharedSource shared_source = {};
    // Reporters' personal data key (32 bytes); empty = personal data is refused with a notice, never stored in clear.
    std::string personal_key;
};

// One line of the journal: who, when, what, before → after, and the hash of the line before.
struct JournalEntry {
    std::uint64_t sequence = 0;
    Time at{};
    std::string actor, post;
    std::string gesture;           // command name: "assign", "undo"…
    Text summary;                  // in words
    std::vector<EntityRef> touched;
    std::string before_json, after_json;  // {"report/12": {…}, …}; only the fields that changed
    std::string hash;              // hex SHA-256 of (previous hash ‖ canonical line)
};

// An edit that waits for its source. Kept until settled; survives restarts with its idempotency key.
struct OutboxItem {
    std::uint64_t id = 0;
    std::string source{};
    EntityRef entity{};
    std::string remote_id{};         // empty = created here, unknown there yet
    std::string expected_version{};
    std::string idempotency_key{};
    std::string fields_json{};       // only the fields that changed, neutral JSON (entity_json.hpp); references to other
                                   // entities of the same source as their remote ids
    std::string seen{};              // the source's cursor when the edit was made; empty = whatever happened since is known
    int attempts = 0;
    bool removal = false;          // the entity was removed here
    Time created_at{};
    std::string why{};             // the source's words, when it did not take the edit
    std::string theirs_json{};     // the same fields as the source has them, as far as we know; empty = it has nothing
};
enum class SettleAs : std::uint8_t { done, conflict, refused, retry };

// Observations of one sensor summed up over an hour, or over a day of the commune's wall clock.
struct RolledUp {
    Time from{};  // start of the hour; of the day as if it were UTC
    std::uint32_t count = 0;
    double mean = 0, min = 0, max = 0;
    bool operator==(const RolledUp&) const = default;
};

struct Receipt {
    Delta delta;
    Text summary;                 // for the toast: "I-0434 créée et affectée à Voirie A"
    std::vector<EntityRef> created;
};

// A gesture of very many commands may come in portions: `next` joins the undo step of the portion before.
enum class GesturePart : std::uint8_t { whole, next };

class Desk {
public:
    // Opens or creates the commune file. A newer, foreign or damaged file is refused with the reason; a damaged one is
    // kept beside (".damaged-<time>") and what is readable is recovered into a new one (said in `notices`).
    static Result<Desk> open(DeskOptions options);
    Desk(Desk&&) noexcept;
    Desk& operator=(Desk&&) noexcept;
    ~Desk();

    [[nodiscard]] const World& world() const;
    [[nodiscard]] const std::vector<Notice>& notices() const;

    // Validates, journals, commits (durable when this returns) and applies: one gesture, one undo step.
    Result<Receipt> execute(const Command& command, const Actor& actor);
    // Several commands as one gesture: all or nothing.
    Result<Receipt> execute(std::span<const Command> commands, const Actor& actor, GesturePart part = GesturePart::whole);
    // What a backend said. Committed with its cursor in one transaction.
    Result<Delta> accept(const ChangeBatch& batch);
    // Edits made by rules (alerts raised, sensor states): journaled with the rule as actor when `journaled`.
    Result<Delta> derive(const EditSet& edits, const Text& summary, bool journaled);

    // Rules, astreinte, quiet hours and mutes; `alerting_revision` grows with each change of them.
    [[nodiscard]] const Alerting& alerting() const;
    [[nodiscard]] std::uint64_t alerting_revision() const;

    [[nodiscard]] std::string cursor(const std::string& source) const;
    [[nodiscard]] std::uint32_t waiting(const std::string& source) const;  // outbox length, disputes apart

    // Edits not yet settled with `source`, oldest first, one at a time per entity (the next one may need the remote id and
    // version that the first one's answer brings); and what became of one. A refused or conflicting edit is kept with the
    // source's values until a person decides (`disputes`). An answer that comes twice is fine.
    [[nodiscard]] std::vector<OutboxItem> outbox(const std::string& source, std::size_t limit) const;
    Outcome settle(std::uint64_t outbox_id, SettleAs outcome, const std::string& remote_id, const std::string& version,
                   const std::string& why);
    [[nodiscard]] std::vector<OutboxItem> disputes(const std::string& source) const;
    // A person's decision: our edit is sent again on top of theirs, or given up for theirs.
    Result<Receipt> decide(std::uint64_t outbox_id, bool keep_ours, const Actor& actor);

    [[nodiscard]] const Text* undo_summary() const;  // nullptr = nothing to undo
    [[nodiscard]] const Text* redo_summary() const;
    Result<Receipt> undo(const Actor& actor);  // refused when somebody changed the same fields since
    Result<Receipt> redo(const Actor& actor);

    // Grows with each line of the journal, those too that change nothing in the World (an answer that was given).
    [[nodiscard]] std::uint64_t journal_length() const;
    // Journal lines, newest first.
    [[nodiscard]] std::vector<JournalEntry> history(EntityRef entity, std::size_t limit) const;
    [[nodiscard]] std::vector<JournalEntry> journal(std::size_t limit) const;
    // Checks the hash chain of the whole file; the first broken sequence number, or nothing.
    [[nodiscard]] std::optional<std::uint64_t> first_broken_link() const;
    [[nodiscard]] Result<Reporter> reporter(ReportId report) const;
    // A picture of an intervention as JPEG (Photo::id): whole (long side ≤ 1600 px) or small (≤ 320 px). Nothing when it is
    // not in this file: taken at another desk of a shared commune.
    [[nodiscard]] std::optional<std::string> picture(const std::string& id, bool small) const;
    [[nodiscard]] std::vector<Observation> observations(SensorId sensor, Time from, Time to) const;

    [[nodiscard]] std::vector<RolledUp> observation_hours(SensorId sensor, Time from, Time to) const;
    [[nodiscard]] std::vector<RolledUp> observation_days(SensorId sensor, Time from, Time to) const;
    // What a meter took, in its own unit, by begin then step; those that begin in [from, to). Where two files tell of the same
    // step both are here, the one read last after the other. `readings_revision` grows with each change of them.
    [[nodiscard]] std::vector<MeterReadings> readings(MeterId meter, Time from, Time to) const;
    [[nodiscard]] std::uint64_t readings_revision() const;
    // Whose readings changed after that revision.
    [[nodiscard]] std::vector<MeterId> metered_since(std::uint64_t revision) const;
    // Not mentioned by its source's last whole snapshot.
    [[nodiscard]] bool is_missing(EntityRef entity) const;
    // Drops positions, raw observations, reporters' data and pictures that nothing shows any more, past their retention
    // (FIELD.md §6.10); how many rows went. Said in the journal. For once a day.
    Result<std::int64_t> forget_old();

    // Settings of the commune that live with it: name, INSEE code, guessed CRSs, view state (JSON text by key).
    [[nodiscard]] std::string setting(const std::string& key) const;
    Outcome set_setting(const std::string& key, const std::string& value);

private:
    friend class Acceptance;
    struct Impl;
    explicit Desk(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> impl_;
};

} // namespace vigie::gis
