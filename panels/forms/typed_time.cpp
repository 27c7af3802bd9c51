#include "panels/forms/typed_time.hpp"

#include <array>
#include <charconv>
#include <cstdlib>
#include <vector>

namespace vigie::panels {

namespace {

using std::chrono::minutes;
using std::chrono::sys_days;
using Date = std::chrono::year_month_day;

constexpr std::size_t longest_typed = 24;

bool is_digit(char c) { return c >= '0' && c <= '9'; }

int to_int(std::string_view digits) {
    int value = -1;
    std::from_chars(digits.data(), digits.data() + digits.size(), value);
    return value;
}

// Runs of digits; nothing when anything but digits and the given separators appears.
std::optional<std::vector<std::string_view>> digit_groups(std::string_view typed, std::string_view separators) {
    if (typed.size() > longest_typed) return {};
    std::vector<std::string_view> groups;
    std::size_t at = 0;
    while (at < typed.size()) {
        if (!is_digit(typed[at])) {
            if (separators.find(typed[at]) == std::string_view::npos) return {};
            ++at;
            continue;
        }
        std::size_t end = at;
        while (end < typed.size() && is_digit(typed[end])) ++end;
        groups.push_back(typed.substr(at, end - at));
        at = end;
    }
    if (groups.empty()) return {};
    return groups;
}

long days_between(Date a, Date b) { return std::labs((sys_days{a} - sys_days{b}).count()); }

std::optional<Date> nearest(const std::array<Date, 3>& candidates, Date today) {
    std::optional<Date> best;
    for (Date d : candidates)
        if (d.ok() && (!best || days_between(d, today) < days_between(*best, today))) best = d;
    return best;
}

std::optional<Date> from_parts(std::string_view day, std::string_view month, std::string_view year, Date today) {
    if (day.size() > 2 || month.size() > 2) return {};
    const std::chrono::day d{static_cast<unsigned>(to_int(day))};
    if (month.empty()) {
        const std::chrono::year_month here{today.year(), today.month()}, one = here + std::chrono::months{1},
                                                                         back = here - std::chrono::months{1};
        return nearest({here / d, one / d, back / d}, today);
    }
    const std::chrono::month m{static_cast<unsigned>(to_int(month))};
    if (year.empty()) {
        const std::chrono::years one{1};
        return nearest({today.year() / m / d, (today.year() + one) / m / d, (today.year() - one) / m / d}, today);
    }
    if (year.size() != 2 && year.size() != 4) return {};
    const int y = year.size() == 2 ? 2000 + to_int(year) : to_int(year);
    const Date date = std::chrono::year{y} / m / d;
    if (!date.ok()) return {};
    return date;
}

std::string two_digits(unsigned value) { return (value < 10 ? "0" : "") + std::to_string(value); }

} // namespace

std::optional<Date> date_from_typed(std::string_view typed, Date today) {
    const auto groups = digit_groups(typed, "/.- ");
    if (!groups) return {};
    const auto& g = *groups;
    if (g.size() == 2) return from_parts(g[0], g[1], {}, today);
    if (g.size() == 3) return from_parts(g[0], g[1], g[2], today);
    if (g.size() != 1) return {};
    const std::string_view d = g[0];
    switch (d.size()) {
    case 1: case 2: return from_parts(d, {}, {}, today);
    case 4: return from_parts(d.substr(0, 2), d.substr(2), {}, today);
    case 6: case 8: return from_parts(d.substr(0, 2), d.substr(2, 2), d.substr(4), today);
    default: return {};
    }
}

std::optional<minutes> clock_from_typed(std::string_view typed) {
    const auto groups = digit_groups(typed, ":hH ");
    if (!groups || groups->size() > 2) return {};
    std::string_view hour = (*groups)[0], minute = groups->size() == 2 ? (*groups)[1] : std::string_view{};
    if (groups->size() == 1 && hour.size() > 2) {
        if (hour.size() > 4) return {};
        minute = hour.substr(hour.size() - 2);
        hour = hour.substr(0, hour.size() - 2);
    }
    if (hour.size() > 2 || minute.size() > 2 || (groups->size() == 2 && minute.size() != 2)) return {};
    const int h = to_int(hour), m = minute.empty() ? 0 : to_int(minute);
    if (h < 0 || h > 23 || m < 0 || m > 59) return {};
    return minutes{h * 60 + m};
}

std::optional<minutes> duration_from_typed(std::string_view typed) {
    const bool hours = typed.find_first_of("hH:") != std::string_view::npos;
    const auto groups = digit_groups(typed, ":hHmin ");
    if (!groups || groups->size() > 2) return {};
    for (std::string_view g : *groups)
        if (g.size() > 4) return {};
    if (!hours && groups->size() == 2) return {};
    const int first = to_int((*groups)[0]), second = groups->size() == 2 ? to_int((*groups)[1]) : 0;
    if (hours && second > 59) return {};
    const minutes length{hours ? first * 60 + second : first};
    if (length < minutes{5} || length > minutes{24 * 60}) return {};
    return length;
}

std::string typed_date(Date date) {
    return two_digits(unsigned(date.day())) + '/' + two_digits(unsigned(date.month())) + '/' +
           std::to_string(int(date.year()));
}

std::string typed_clock(minutes since_midnight) {
    const auto total = static_cast<unsigned>(since_midnight.count());
    return two_digits(total / 60) + ':' + two_digits(total % 60);
}

} // namespace vigie::panels
