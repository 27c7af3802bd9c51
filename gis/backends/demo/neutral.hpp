// Entities of the demo as changes of the plugin interface: neutral JSON, other entities named by the ids this source gives.
#pragma once

#include <functional>
#include <initializer_list>
#include <string>
#include <string_view>

#include "gis/backends/vigie_backend.hpp"
#include "gis/model/entity.hpp"

namespace vigie::gis::demo {

// The source's id of a report; all other kinds are named by their number.
using ReportName = std::function<std::string(ReportId)>;

[[nodiscard]] backend::Change upsert(const AnyEntity& entity, const std::string& id, const ReportName& report_name = {});
// Only some members, as JSON text.
[[nodiscard]] backend::Change partial(EntityKind kind, const std::string& id, std::string json);
[[nodiscard]] backend::Change observation(SensorId sensor, Time at, double value);
[[nodiscard]] backend::Change position(const Crew& crew, const Position& fix);
[[nodiscard]] backend::Change snapshot_mark(EntityKind kind, bool begin);

} // namespace vigie::gis::demo
