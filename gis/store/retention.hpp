// Forgetting what may be kept no longer (FIELD.md §6.10): positions by purpose, raw readings, who reported, what was turned down.
// What the catalogue says is what is done. Any thread with its own database.
#pragma once

#include "gis/model/catalog.hpp"
#include "gis/model/world.hpp"
#include "gis/store/sqlite.hpp"

namespace vigie::gis {

// How long a crew's last position stands on the map once nothing more is heard of it.
inline constexpr std::chrono::hours last_position_shown{24};

// Drops positions and raw readings past their time; how many rows went. Positions during work that they prove stay longer, those
// of a restricted domain (patrols) go sooner.
[[nodiscard]] std::int64_t forget_history(Database& db, const World& world, const Catalog& catalog, Time now);

// What of a report must go, as it is afterwards; nothing when all may stay. Turned down: who wrote it and what they wrote.
struct Forgotten {
    Report after;
    bool reporter = false;  // the sealed identity goes
};
[[nodiscard]] std::optional<Forgotten> forgotten(const Report& report, const Retention& retention, Time now);
// A crew whose last position is older than it is shown: without it.
[[nodiscard]] std::optional<Crew> forgotten(const Crew& crew, Time now);

} // namespace vigie::gis
