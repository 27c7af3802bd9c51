// Where an hour of the day stands across a day of the board: 08:00 to 17:45, lunch hours squeezed (INTERFACE.md §13).
// Hours are wall-clock hours since local midnight. Pure.
#pragma once

namespace vigie::panels {

struct DayAxis {
    double first = 8, last = 17.75;
    double lunch_from = 12, lunch_to = 13.5;
    double lunch_shown = 0.6;  // hours of width that lunch gets

    [[nodiscard]] double length() const { return (last - first) - (lunch_to - lunch_from) + lunch_shown; }
    // 0 … 1 across the day; hours outside are held at the edge.
    [[nodiscard]] double share(double hour) const {
        if (hour <= first) return 0;
        if (hour >= last) return 1;
        if (hour <= lunch_from) return (hour - first) / length();
        const double morning = lunch_from - first;
        const double squeezed = lunch_shown / (lunch_to - lunch_from);
        if (hour <= lunch_to) return (morning + (hour - lunch_from) * squeezed) / length();
        return (morning + lunch_shown + hour - lunch_to) / length();
    }
    [[nodiscard]] double hour(double share) const {
        const double at = share * length(), morning = lunch_from - first;
        if (at <= morning) return first + at;
        if (at <= morning + lunch_shown) return lunch_from + (at - morning) * (lunch_to - lunch_from) / lunch_shown;
        return lunch_to + at - morning - lunch_shown;
    }
};

} // namespace vigie::panels
