#include "gis/energy/open_hours.hpp"

#include <algorithm>

namespace vigie::gis {

DayKinds::DayKinds(const DayGrid& grid, const SchoolCalendar& school, HolidayRegion region) {
    std::vector<Holiday> year;
    int of = 0;
    for (int d = 0; d < grid.days(); ++d) {
        const auto day = grid.day(d);
        if (const int y = static_cast<int>(std::chrono::year_month_day{day}.year()); y != of) of = y, year = public_holidays(y, region);
        public_holiday.push_back(std::ranges::find(year, day, &Holiday::day) != year.end() ? 1 : 0);
        school_holiday.push_back(school.holiday(day) ? 1 : 0);
    }
}

bool OpenHours::open_day(int day) const {
    if (always()) return true;
    const auto i = static_cast<std::size_t>(day);
    if ((kinds_.public_holiday[i] != 0 && !hours_->public_holidays) || (kinds_.school_holiday[i] != 0 && !hours_->school_holidays)) return false;
    return std::ranges::find(hours_->days, weekday_index(grid_.day(day)) + 1) != hours_->days.end();
}

bool OpenHours::open(int day, int wall) const {
    if (always()) return true;
    return wall + 1 > hours_->from && wall < hours_->to && open_day(day);
}

} // namespace vigie::gis
