// "vigie.week/1": the week of the crews as a source that wants it receives it, as a message of "vigie.control/1". Any thread.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "gis/backends/hub.hpp"
#include "gis/planning/crew_calendar.hpp"

namespace vigie::gis {

// Whether the backend says that it wants it ("week":true of its capabilities).
[[nodiscard]] bool takes_week(const BackendDescription& backend);

struct WeekCrew {
    std::string id, name;
    std::vector<const CrewEvent*> events;
};
// {"week":{"from":ms,"to":ms,"calendars":[{"id","name","events":[{"uid","start":ms,"text":iCalendar}]}]}}: everything that should be
// there from `from` until before `to`; what is not named there any more was cancelled.
[[nodiscard]] std::string week_message(Time from, Time to, std::span<const WeekCrew> crews);

} // namespace vigie::gis
