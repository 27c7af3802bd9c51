// Edits waiting to go back to the source that owns the entity. An item's key survives restarts, so that sending it twice is
// one edit; it leaves the outbox only when the source has answered.
#pragma once

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
// the entity is still waiting, so the source will know the entity by then.
[[nodiscard]] std::optional<OutboxItem> outbox_item(const World& world, const Image& image, const std::string& source, bool follows);

struct StoredItem {
    OutboxItem item;
    bool in_dispute = false;
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

private:
    std::map<std::string, std::uint32_t> per_source_;
    std::map<EntityRef, std::map<std::string, int>> fields_;  // how many waiting items name the field
};

} // namespace vigie::gis
