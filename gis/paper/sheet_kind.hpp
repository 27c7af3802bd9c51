// What crews take with them, or hang up.
#pragma once

#include <cstdint>

namespace vigie::gis {

enum class SheetKind : std::uint8_t {
    day,      // work sheets of a day, PDF
    week,     // the board of a week, PDF
    calendar, // all that is planned, iCalendar
    field     // a day for QField, GeoPackage
};

} // namespace vigie::gis
