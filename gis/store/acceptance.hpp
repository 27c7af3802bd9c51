// One batch of news on its way into the world: who is meant, what of it is kept, which links wait. Nothing is touched until
// the desk commits it.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <unordered_set>
#include <vector>

#include "gis/store/desk_impl.hpp"

namespace vigie::gis {

class Acceptance {
public:
    Acceptance(Desk::Impl& desk, const ChangeBatch& batch, Time now);
    // All changes in order, then links. The write holds everything for one transaction.
    [[nodiscard]] Write read();
    // What the desk remembers once the write was committed.
    void remember();

private:
    void take(const Upsert& upsert);
    void take(const Removal& removal);
    void take(const Observed& observed);
    void take(const Positioned& positioned);
    void take(const SnapshotMark& mark);
    void take(const Metered& metered);

    [[nodiscard]] std::optional<EntityRef> find(EntityKind kind, const std::string& remote_id) const;
    void create(const Upsert& upsert, AnyEntity entity);
    void change(const Upsert& upsert, EntityRef ref);
    void keep_private(Crew& after, const Crew& before);
    // Numbers that entities of a kind bear, in the world and in this batch.
    [[nodiscard]] std::unordered_set<std::uint32_t>& numbers_of(EntityKind kind);
    void note_links(const Upsert& upsert, EntityRef ref);
    void keep_theirs(EntityRef ref, const Upsert& theirs, const std::vector<std::string>& fields);
    [[nodiscard]] std::optional<EntityRef> same_alert(const AnyEntity& theirs) const;
    void end_snapshot(const SnapshotMark& mark);
    void resolve_links();
    void notice(const char* key, const std::string& what);

    struct Running {  // a snapshot as this batch sees it
        bool begun = false, ended = false;
        std::vector<std::uint64_t> mentioned;
    };

    Desk::Impl& desk_;
    const ChangeBatch& batch_;
    Time now_;
    bool is_shared_;
    Draft draft_;
    EditSet news_;
    std::vector<MeterReadings> readings_;
    std::map<std::pair<EntityKind, std::string>, std::optional<EntityRef>> here_;  // made or removed by this batch
    std::map<PendingLinks::Key, PendingField> links_;
    std::map<EntityKind, Running> snapshots_;
    std::map<EntityKind, std::unordered_set<std::uint32_t>> numbers_;
    std::map<EntityRef, bool> missing_;  // true = not mentioned any more
    std::vector<StoredItem> theirs_;
    std::map<EntityRef, Heard> heard_;
};

} // namespace vigie::gis
