// "S48", "W48": the ISO week of a day, as boards and lists name it.
#pragma once

#include <string>

#include <fmt/format.h>

#include "gis/planning/calendar.hpp"
#include "panels/frame.hpp"

namespace vigie::panels {

[[nodiscard]] inline std::string week_label(const Frame& frame, std::chrono::local_days day) {
    return frame.tr({"board.week.short", {{"n", fmt::format("{:02}", gis::iso_week(day).week)}}});
}

} // namespace vigie::panels
