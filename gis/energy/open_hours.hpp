// When a building is in use, hour by hour: the catalogue's hours of its kind, public holidays, the school holidays of the zone.
#pragma once

#include <cstdint>
#include <vector>

#include "gis/energy/day_grid.hpp"
#include "gis/model/energy_rules.hpp"
#include "gis/planning/calendar.hpp"
#include "gis/planning/school_calendar.hpp"

namespace vigie::gis {

// What each day of a grid is, made once for all buildings.
struct DayKinds {
    std::vector<std::uint8_t> public_holiday, school_holiday;
    DayKinds() = default;
    DayKinds(const DayGrid& grid, const SchoolCalendar& school, HolidayRegion region);
};

class OpenHours {
public:
    // `hours` may be nullptr: then nothing is ever closed. All outlive it.
    OpenHours(const DayGrid& grid, const DayKinds& kinds, const UseHours* hours) : grid_(grid), kinds_(kinds), hours_(hours) {}
    [[nodiscard]] bool always() const { return !hours_ || hours_->always; }
    [[nodiscard]] bool open_day(int day) const;
    // `hour` is the hour-th of that day, as the wall clock shows it.
    [[nodiscard]] bool open(int day, int wall) const;

private:
    const DayGrid& grid_;
    const DayKinds& kinds_;
    const UseHours* hours_;
};

} // namespace vigie::gis
