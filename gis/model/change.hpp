// What a backend says happened. Made on backend threads from the plugin interface (gis/backends), drained by the
// session at the start of a frame, applied with the batch's cursor in one store transaction.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "gis/model/entity.hpp"
#include "gis/model/result.hpp"

namespace vigie::gis {

// Names another entity of the same source: field of the entity ("crew", "sensor", "asset", "reports", "leader",
// "agents", "vehicle", "building", "intervention"…) and its remote id. Resolved when applied; a link to something not
// seen yet is kept and resolved when it arrives.
struct RemoteLink {
    std::string field;
    std::string remote_id;
    bool operator==(const RemoteLink&) const = default;
};

// `entity.id` is ignored, `entity.origin` must be complete. Fields that only this program knows (for example a report's
// duplicate_of) are kept from the entity already there when the backend does not send them: `fields` lists what it sent
// by JSON name; empty = everything.
struct Upsert {
    AnyEntity entity;
    std::vector<RemoteLink> links{};
    std::vector<std::string> fields{};
};

struct Removal {
    EntityKind kind;
    Origin origin;
};

struct Observed {
    Origin sensor;
    Time at{};
    double value = 0;
    std::string unit{};  // empty = the sensor's
};

struct Positioned {
    Origin crew;
    Position position;  // `position.crew` is ignored
};

// A snapshot is begin … upserts … end, of one kind: what was not mentioned is marked missing, and removed only when
// `authoritative`. An interrupted snapshot (no end) removes nothing.
struct SnapshotMark {
    EntityKind kind;
    bool begin = true;
    bool authoritative = false;
};

// Readings of a meter: value i is what went through it in [from + i·step, + step), in `unit`; NaN = not known. Of a register
// they are what it showed at from + i·step.
struct Metered {
    Origin meter;
    Time from{};
    Seconds step{3600};
    std::vector<double> values{};
    std::string unit{};  // UCUM; empty = the meter's
    bool is_register = false;
};

using Change = std::variant<Upsert, Removal, Observed, Positioned, SnapshotMark, Metered>;

// At least once, ordered per id. `cursor` covers everything up to the batch's end; the store keeps it in the same
// transaction as the changes.
struct ChangeBatch {
    std::string source;
    std::vector<Change> changes{};
    std::string cursor{};
};

enum class SourceHealth : std::uint8_t { starting, ok, late, offline, queued, paused, refused };

// What is known about a source, for the Sources panel and `vigie backends --json`.
struct SourceStatus {
    std::string source;  // id, as in Origin
    std::string name;    // as shown
    std::string backend; // backend name ("demo", "files"…)
    SourceHealth health = SourceHealth::starting;
    Time since{};
    MaybeTime last_news;
    MaybeTime next_try;
    std::uint64_t changes_received = 0;
    std::uint32_t waiting = 0;  // edits in the outbox for it
    Text why;
    std::string detail;
};

} // namespace vigie::gis
