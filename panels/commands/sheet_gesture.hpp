// Asks for the folder that a crew's work sheet of a day, the board of a week or the crews' calendar goes into: what the
// inspector, the board and the palette do alike.
#pragma once

#include "panels/frame.hpp"

namespace vigie::panels {

// No crew = every crew's, in one file. `day`: of a day's; a day of the week of the others.
inline void ask_for_sheet(Frame& frame, gis::SheetKind kind, gis::CrewId crew, std::chrono::local_days day) {
    frame.view.sheets = {kind, crew, day, {}};
    frame.view.file_task = FileTask::save_sheets;
}
[[nodiscard]] inline std::optional<gis::Text> crews_missing(const Frame& frame) {
    return frame.world.crews().empty() ? std::optional(gis::Text{"paper.blocked.no_crew", {}}) : std::nullopt;
}

// Names of agents are on them: not for the council.
[[nodiscard]] inline std::optional<gis::Text> sheets_blocked(const Frame& frame) {
    if (auto missing = crews_missing(frame)) return missing;
    if (frame.settings.role == gis::Role::council) return gis::Text{"paper.blocked.council", {}};
    return {};
}

} // namespace vigie::panels
