// One entity → one marker of the map, in the shapes and colours of INTERFACE.md §4. Pure: reads tokens and catalogue.
#pragma once

#include <optional>
#include <string>

#include "gis/layers/crs.hpp"
#include "gis/model/catalog.hpp"
#include "gis/model/language.hpp"
#include "gis/model/world.hpp"
#include "panels/status.hpp"
#include "panels/theme.hpp"
#include "render/overlay.hpp"

namespace vigie::panels {

// Draw order of INTERFACE.md §8.
enum class MarkerOrder : int { sensor = 10, due = 15, report = 20, intervention = 30, crew = 40, alert = 50 };

struct MarkerPaint {
    const Colors& colors;
    const gis::Catalog& catalog;
    const gis::Language& language;
    const gis::MapPlane& plane;
    gis::Time now{};
};

// Nothing when the place lies outside the plane of the map.
[[nodiscard]] std::optional<render::Marker> report_marker(const MarkerPaint& paint, const gis::Report& report);
[[nodiscard]] std::optional<render::Marker> intervention_marker(const MarkerPaint& paint, const gis::Intervention& what);
// A duty without intervention, at its asset: not real yet, so dashed as a draft; late ones are red and carry a bang.
[[nodiscard]] std::optional<render::Marker> due_marker(const MarkerPaint& paint, const gis::Asset& asset, std::string_view icon, bool overdue);
[[nodiscard]] std::optional<render::Marker> sensor_marker(const MarkerPaint& paint, const gis::Sensor& sensor);
[[nodiscard]] std::optional<render::Marker> alert_marker(const MarkerPaint& paint, const gis::Alert& alert);
// `trail`: its last positions, oldest first; the marker glides from the one before last to the last.
[[nodiscard]] std::optional<render::Marker> crew_marker(const MarkerPaint& paint, const gis::Crew& crew,
                                                        std::span<const gis::Position> trail);

} // namespace vigie::panels
