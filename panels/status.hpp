// The status vocabulary of INTERFACE.md §4: for each kind and state its words (a key), outline, filling and colour
// family. One table for map, lists, board, inspector and legend. Values; any thread.
#pragma once

#include <string_view>

#include "gis/model/change.hpp"
#include "gis/model/entity.hpp"
#include "panels/theme.hpp"
#include "render/overlay.hpp"

namespace vigie::panels {

// The outline says the kind; the filling (render::Glyph) says progress.
using render::Outline;

struct StatusLook {
    std::string_view key;  // of the words: "report.state.received"
    Outline outline = Outline::circle;
    render::Glyph glyph = render::Glyph::full;
    Family family = Family::idle;
};

[[nodiscard]] StatusLook look_of(gis::ReportState state);
[[nodiscard]] StatusLook look_of(gis::RequestState state);
[[nodiscard]] StatusLook look_of(gis::InterventionState state);
[[nodiscard]] StatusLook look_of(gis::SensorState state);
[[nodiscard]] StatusLook look_of(gis::AlertState state);
[[nodiscard]] StatusLook look_of(gis::CrewStatus status);
[[nodiscard]] StatusLook look_of(gis::SourceHealth health);
// A crew whose last fix is older than `stale_fix_after`.
[[nodiscard]] StatusLook stale_position();
inline constexpr gis::Seconds stale_fix_after{600};
// "Gravité 1…6": lozenge badge; danger for 1, warn for 2 and 3, idle beyond.
[[nodiscard]] StatusLook severity_look(int severity);

// Name of the kind ("panels.kind.report") and its icon.
[[nodiscard]] std::string_view kind_key(gis::EntityKind kind);
[[nodiscard]] std::string_view kind_icon(gis::EntityKind kind);

} // namespace vigie::panels
