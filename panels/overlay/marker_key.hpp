// How an entity is named on the map: the reference packed into the marker's key and back. Pure.
#pragma once

#include <cstdint>

#include "gis/model/ids.hpp"

namespace vigie::panels {

[[nodiscard]] constexpr std::uint64_t marker_key(gis::EntityRef ref) {
    return ref.id << 4 | static_cast<std::uint64_t>(ref.kind);
}
[[nodiscard]] constexpr gis::EntityRef ref_of_marker(std::uint64_t key) {
    return {static_cast<gis::EntityKind>(key & 15), key >> 4};
}
static_assert(gis::entity_kind_count <= 16);

} // namespace vigie::panels
