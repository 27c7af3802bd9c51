#include "gis/energy/day_grid.hpp"

#include <algorithm>

namespace vigie::gis {

DayGrid::DayGrid(std::chrono::local_days first, std::chrono::local_days end, const std::string& zone) : first_(first) {
    for (std::chrono::local_days d = first; d <= end; d += std::chrono::days{1}) begins_.push_back(utc_from_local(LocalTime{d}, zone));
    for (int i = 0; i < this->days(); ++i) {
        const int count = hours_in(i);
        if (count == 24) continue;
        int at = 0;
        while (at < count && local_from_utc(begin(i) + std::chrono::hours{at}, zone) - LocalTime{day(i)} == std::chrono::hours{at}) ++at;
        changes_.push_back({i, at, 24 - count});
    }
}

int DayGrid::day_of(Time t) const {
    if (begins_.empty() || t < begins_.front() || t >= begins_.back()) return -1;
    return static_cast<int>(std::ranges::upper_bound(begins_, t) - begins_.begin()) - 1;
}

const DayGrid::Change* DayGrid::change(int index) const {
    for (const Change& c : changes_)
        if (c.day == index) return &c;
    return nullptr;
}

int DayGrid::wall_hour(int index, int hour) const {
    const Change* c = hours_in(index) == 24 ? nullptr : change(index);
    return c && hour >= c->at ? hour + c->by : hour;
}

std::optional<int> DayGrid::hour_on_wall(int index, int wall) const {
    const int first = first_hour(index), count = hours_in(index);
    if (count == 24) return first + wall;
    for (int h = 0; h < count; ++h)
        if (wall_hour(index, h) == wall) return first + h;
    return {};
}

} // namespace vigie::gis
