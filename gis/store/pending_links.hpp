// Links that a source sent before the entity they mean: kept in the file and set when it arrives.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "gis/model/ids.hpp"
#include "gis/store/sqlite.hpp"

namespace vigie::gis {

// All remote ids of one field of one entity; the whole field is set again when one more of them is known.
struct PendingField {
    std::string source;
    EntityKind target{};
    std::vector<std::string> remote_ids;
};

class PendingLinks {
public:
    using Key = std::pair<EntityRef, std::string>;  // entity, field

    [[nodiscard]] bool load(Database& db);
    // Replaces what was pending for the field; an empty list forgets it. `write` writes the same to the file.
    void set(const Key& key, PendingField field);
    [[nodiscard]] static bool write(Database& db, const Key& key, const PendingField& field);
    [[nodiscard]] const PendingField* find(const Key& key) const;
    // The fields that wait for this entity.
    [[nodiscard]] std::vector<Key> waiting_for(const std::string& source, EntityKind target, const std::string& remote_id) const;

private:
    struct Target {
        std::string source;
        EntityKind kind{};
        std::string remote_id;
        auto operator<=>(const Target&) const = default;
    };
    std::map<Key, PendingField> fields_;
    std::multimap<Target, Key> by_target_;
};

} // namespace vigie::gis
