// The fields of entities that point at other entities, by name: what backends send as remote ids and what the outbox sends
// back. Any thread.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "gis/model/entity.hpp"

namespace vigie::gis {

struct LinkField {
    const char* name;
    EntityKind target;
    bool is_list = false;
};
// In the order of the entity's fields; empty for kinds without links.
[[nodiscard]] std::vector<LinkField> link_fields(EntityKind kind);
[[nodiscard]] std::optional<LinkField> link_field(EntityKind kind, std::string_view field);
[[nodiscard]] std::vector<std::uint64_t> link_targets(const AnyEntity& entity, std::string_view field);
// Ids of 0 are left out; a field that is not a list takes the first.
void set_link_targets(AnyEntity& entity, std::string_view field, const std::vector<std::uint64_t>& ids);

} // namespace vigie::gis
