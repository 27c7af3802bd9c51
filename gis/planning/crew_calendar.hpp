// The weeks of crews as iCalendar (RFC 5545): one VEVENT for each planned intervention, for the telephones and calendars
// that crews and other services have. Written by libical. Holds nothing of the citizens behind it. Any thread.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "gis/model/catalog.hpp"
#include "gis/model/language.hpp"
#include "gis/model/world.hpp"

namespace vigie::gis {

struct CalendarOptions {
    std::string commune;            // in the UIDs and the name of the calendar
    std::vector<CrewId> crews;      // empty = all
    MaybeTime from, to;             // interventions that begin in there; nothing = all
    Time now{};                     // DTSTAMP
};

struct CrewCalendar {
    std::string text;               // CRLF, folded at 75 octets, UTF-8
    std::size_t events = 0;
};
[[nodiscard]] CrewCalendar crew_calendar(const World& world, const Catalog& catalog, const Language& language, const CalendarOptions& options);

// One intervention as a calendar of its own, as CalDAV keeps them; the same text as long as nothing of it changes. Nothing when it is
// not planned, or given to nobody.
struct CrewEvent {
    std::string uid, text;
    Time start{};
    std::vector<CrewId> crews;
};
[[nodiscard]] std::optional<CrewEvent> crew_event(const World& world, const Catalog& catalog, const Intervention& what, std::string_view commune, std::string_view language);

// The same for every copy of an intervention, whatever changes in it.
[[nodiscard]] std::string calendar_uid(InterventionId id, std::string_view commune);

} // namespace vigie::gis
