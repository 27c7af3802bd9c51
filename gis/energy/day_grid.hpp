// The days of the commune's wall clock one after the other, with the instants they begin at: 23 or 25 hours long where the clock
// changes. Made once, then read without asking for the zone again. Values; any thread.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "gis/model/zone.hpp"

namespace vigie::gis {

class DayGrid {
public:
    DayGrid() = default;
    // Days [first, end).
    DayGrid(std::chrono::local_days first, std::chrono::local_days end, const std::string& zone);

    [[nodiscard]] int days() const { return static_cast<int>(begins_.size()) - 1; }
    [[nodiscard]] std::chrono::local_days day(int index) const { return first_ + std::chrono::days{index}; }
    [[nodiscard]] int index(std::chrono::local_days day) const { return static_cast<int>((day - first_).count()); }  // may lie outside
    [[nodiscard]] bool holds(int index) const { return index >= 0 && index < days(); }
    [[nodiscard]] Time begin(int index) const { return begins_[static_cast<std::size_t>(index)]; }  // 0 … days()
    [[nodiscard]] Time first() const { return begins_.front(); }
    [[nodiscard]] Time end() const { return begins_.back(); }
    // Whole hours since the first day's midnight; the hour of that number is of [begin, begin + 1 h).
    [[nodiscard]] int hour_of(Time t) const { return static_cast<int>(std::chrono::floor<std::chrono::hours>(t - begins_.front()).count()); }
    [[nodiscard]] Time hour_begin(int hour) const { return begins_.front() + std::chrono::hours{hour}; }
    [[nodiscard]] int first_hour(int index) const { return hour_of(begin(index)); }
    [[nodiscard]] int hours_in(int index) const { return first_hour(index + 1) - first_hour(index); }
    [[nodiscard]] int hours() const { return hour_of(end()); }
    // The day that an instant is in, by its number; -1 outside.
    [[nodiscard]] int day_of(Time t) const;
    // What the clock on the wall shows at the hour-th hour of that day: 0 … 23. A change of the clock is after 02:00 and takes or
    // gives one hour.
    [[nodiscard]] int wall_hour(int index, int hour) const;
    // Which hour of the grid the wall clock's is; the first of two; nothing for the one that is skipped.
    [[nodiscard]] std::optional<int> hour_on_wall(int index, int wall) const;

private:
    std::chrono::local_days first_{};
    std::vector<Time> begins_;  // one more than days
    struct Change {
        int day, at;            // the hour of the day (in elapsed hours) from which the wall clock is off by `by`
        int by;
    };
    std::vector<Change> changes_;
    [[nodiscard]] const Change* change(int index) const;
};

} // namespace vigie::gis
