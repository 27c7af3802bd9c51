#include "gis/rules/working_time.hpp"

#include <algorithm>
#include <array>

#include "gis/model/zone.hpp"
#include "gis/planning/calendar.hpp"

namespace vigie::gis {

namespace {

struct Span {
    Time from, to;
};

constexpr int max_days = 366 * 30;  // a report open for thirty years is somebody's mistake, not a loop for us

bool is_worked(std::chrono::local_days day) {
    const std::chrono::weekday weekday{day};
    return weekday != std::chrono::Saturday && weekday != std::chrono::Sunday && !public_holiday(day);
}

// Morning and afternoon of a worked day, as instants.
std::array<Span, 2> spans_of(std::chrono::local_days day, const std::string& zone) {
    using namespace std::chrono;
    auto at = [&](hours h, minutes m) { return utc_from_local(LocalTime{day} + h + m, zone); };
    return {Span{at(hours{8}, minutes{0}), at(hours{12}, minutes{0})}, Span{at(hours{13}, minutes{30}), at(hours{17}, minutes{0})}};
}

} // namespace

Seconds worked_between(Time from, Time to, const std::string& zone) {
    if (to < from) return -worked_between(to, from, zone);
    Millis worked{0};
    auto day = local_day(from, zone);
    const auto last = local_day(to, zone);
    for (int i = 0; day <= last && i < max_days; ++i, day += std::chrono::days{1}) {
        if (!is_worked(day)) continue;
        for (const Span& span : spans_of(day, zone)) worked += std::max(Millis{0}, std::min(to, span.to) - std::max(from, span.from));
    }
    return std::chrono::duration_cast<Seconds>(worked);
}

Time after_worked(Time from, Seconds work, const std::string& zone) {
    Millis left = work;
    auto day = local_day(from, zone);
    for (int i = 0; i < max_days; ++i, day += std::chrono::days{1}) {
        if (!is_worked(day)) continue;
        for (const Span& span : spans_of(day, zone)) {
            const Time begin = std::max(from, span.from);
            if (begin >= span.to) continue;
            if (left <= span.to - begin) return begin + left;
            left -= span.to - begin;
        }
    }
    return from + work;
}

} // namespace vigie::gis
