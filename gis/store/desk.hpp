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

#include "gis/model/catalog.hpp"
#include "gis/model/command.hpp"
#include "gis/model/result.hpp"
#include "gis/model/world.hpp"

namespace vigie::gis {

// Why an assignment is not feasible, asked before Assign and AdoptPlan are accepted (gis/planning provides it).
using AssignCheck = std::function<std::vector<Text>(const World&, const command::Assign&)>;

struct DeskOptions {
    std::filesystem::path file;  // empty = in memory only (tests, render)
    const Catalog* catalog = nullptr;  // outlives the desk
    const Clock* clock = nullptr;      // outlives the desk
    std::string zone = "Europe/Paris";
    AssignCheck check_assign;          // empty = everything is feasible
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
    std::string source;
    EntityRef entity;
    std::string remote_id;         // empty = created here, unknown there yet
    std::string expected_version;
    std::string idempotency_key;
    std::string fields_json;       // only the fields that changed, neutral JSON (entity_json.hpp); references to other
                                   // entities of the same source as their remote ids
    int attempts = 0;
};
enum class SettleAs : std::uint8_t { done, conflict, refused, retry };

struct Receipt {
    Delta delta;
    Text summary;                 // for the toast: "I-0434 créée et affectée à Voirie A"
    std::vector<EntityRef> created;
};

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
    Result<Receipt> execute(std::span<const Command> commands, const Actor& actor);
    // What a backend said. Committed with its cursor in one transaction.
    Result<Delta> accept(const ChangeBatch& batch);
    // Edits made by rules (alerts raised, sensor states): journaled with the rule as actor when `journaled`.
    Result<Delta> derive(const EditSet& edits, const Text& summary, bool journaled);

    [[nodiscard]] std::string cursor(const std::string& source) const;
    [[nodiscard]] std::uint32_t waiting(const std::string& source) const;  // outbox length

    // Edits not yet sent to `source`, oldest first; and what became of one. A refused or conflicting edit stays in the
    // journal and comes back as a notice for a person.
    [[nodiscard]] std::vector<OutboxItem> outbox(const std::string& source, std::size_t limit) const;
    Outcome settle(std::uint64_t outbox_id, SettleAs outcome, const std::string& remote_id, const std::string& version,
                   const std::string& why);

    [[nodiscard]] const Text* undo_summary() const;  // nullptr = nothing to undo
    [[nodiscard]] const Text* redo_summary() const;
    Result<Receipt> undo(const Actor& actor);  // refused when somebody changed the same fields since
    Result<Receipt> redo(const Actor& actor);

    // Journal lines, newest first.
    [[nodiscard]] std::vector<JournalEntry> history(EntityRef entity, std::size_t limit) const;
    [[nodiscard]] std::vector<JournalEntry> journal(std::size_t limit) const;
    // Checks the hash chain of the whole file; the first broken sequence number, or nothing.
    [[nodiscard]] std::optional<std::uint64_t> first_broken_link() const;
    [[nodiscard]] Result<Reporter> reporter(ReportId report) const;
    [[nodiscard]] std::vector<Observation> observations(SensorId sensor, Time from, Time to) const;

    // Settings of the commune that live with it: name, INSEE code, guessed CRSs, view state (JSON text by key).
    [[nodiscard]] std::string setting(const std::string& key) const;
    Outcome set_setting(const std::string& key, const std::string& value);

private:
    struct Impl;
    explicit Desk(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> impl_;
};

} // namespace vigie::gis
