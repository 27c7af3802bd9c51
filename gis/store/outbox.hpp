// Edits waiting to go back to the source that owns the entity. An item's key survives restarts, so that sending it twice is
// one edit; it leaves the outbox only when the source has answered.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "gis/model/world.hpp"
#include "gis/store/draft.hpp"
#include "gis/store/desk.hpp"
#include "gis/store/sqlite.hpp"

namespace vigie::gis {

// The edit for one source out of what a gesture changed; nothing when nothing of it changed. `follows` = an earlier edit of
// the entity is still waiting, so the source will know the entity by then. Links are ours until `name_links`.
[[nodiscard]] std::optional<OutboxItem> outbox_item(const Image& image, const std::string& source, bool follows);
// The id under which the item's source knows an entity; empty = it does not.
using RemoteName = std::function<std::string(EntityRef)>;
// Writes the item's links as its source knows them; what it does not know is left out.
void name_links(OutboxItem& item, const RemoteName& remote_name);
[[nodiscard]] std::string new_idempotency_key();

struct StoredItem {
    OutboxItem item;
    bool in_dispute = false;
};
// Fields, no links, that a source spoke of while an edit of ours named them, as it last had them: what holds once it has taken
// that edit, if what it said since shows that it has.
struct Heard {
    AnyEntity entity;
    std::set<std::string> fields;
    std::set<std::string> versions;  // of the entity, as they were told
    void hear(const Heard& newer);
};
[[nodiscard]] bool write_item(Database& db, OutboxItem& item);  // gives id and key
[[nodiscard]] bool erase_item(Database& db, std::uint64_t id);
[[nodiscard]] bool rewrite_item(Database& db, const StoredItem& stored);  // everything that may change
// Those in dispute, or those waiting; oldest first.
[[nodiscard]] std::vector<OutboxItem> read_items(Database& db, const std::string& source, bool in_dispute, std::size_t limit);
[[nodiscard]] std::optional<StoredItem> read_item(Database& db, std::uint64_t id);
[[nodiscard]] std::vector<StoredItem> read_items_of(Database& db, EntityRef entity);
[[nodiscard]] std::vector<std::string> field_names(const OutboxItem& item);

// What waits, kept in memory: how many per source, and which fields of which entity (news
// must not undo them, so its values are kept beside).
class Waiting {
public:
    [[nodiscard]] bool load(Database& db);
    void add(const StoredItem& stored);
    void remove(const StoredItem& stored);
    [[nodiscard]] std::uint32_t count(const std::string& source) const;
    [[nodiscard]] bool knows(EntityRef ref) const { return fields_.contains(ref); }
    [[nodiscard]] bool waits(EntityRef ref, const std::string& field) const;
    // An entity that is still to be made known to its source: the key of that edit, and the entity of a key.
    [[nodiscard]] std::string creation_key(const std::string& source, EntityRef ref) const;
    [[nodiscard]] std::optional<EntityRef> created(const std::string& source, const std::string& key) const;

private:
    std::map<std::string, std::uint32_t> per_source_;
    std::map<EntityRef, std::map<std::string, int>> fields_;  // how many waiting items name the field
    std::map<std::pair<std::string, std::string>, EntityRef> created_;      // by source and key
    std::map<std::pair<std::string, EntityRef>, std::string> first_key_;
};

} // namespace vigie::gis
