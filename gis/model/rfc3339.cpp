#include <charconv>
#include <cstdio>

#include "gis/model/entity_json.hpp"

namespace vigie::gis {

namespace {

// Takes exactly `digits` decimal digits from the front.
std::optional<int> take_number(std::string_view& text, std::size_t digits) {
    if (text.size() < digits) return {};
    int value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + digits, value);
    if (error != std::errc{} || end != text.data() + digits || text[0] == '-') return {};
    text.remove_prefix(digits);
    return value;
}

bool take(std::string_view& text, std::string_view any_of) {
    if (text.empty() || any_of.find(text[0]) == std::string_view::npos) return false;
    text.remove_prefix(1);
    return true;
}

// Milliseconds of ".25", ".123456"…; digits after the third are cut.
int take_fraction_ms(std::string_view& text) {
    int ms = 0, scale = 100;
    while (!text.empty() && text[0] >= '0' && text[0] <= '9') {
        ms += (text[0] - '0') * scale;
        scale /= 10;
        text.remove_prefix(1);
    }
    return ms;
}

std::optional<Minutes> take_offset(std::string_view& text) {
    if (text.empty() || take(text, "Zz")) return Minutes{0};
    const int sign = text[0] == '-' ? -1 : 1;
    if (!take(text, "+-")) return {};
    const auto hours = take_number(text, 2);
    take(text, ":");
    const auto minutes = text.empty() ? std::optional<int>{0} : take_number(text, 2);
    if (!hours || !minutes || *hours > 23 || *minutes > 59) return {};
    return Minutes{sign * (*hours * 60 + *minutes)};
}

} // namespace

std::string rfc3339(Time t) {
    const auto day = std::chrono::floor<std::chrono::days>(t);
    const std::chrono::year_month_day date{day};
    constexpr Millis whole = std::chrono::days{1};
    const Millis since = t.time_since_epoch() % whole;  // not t − day: the first instants there are begin a day before all of them
    const std::chrono::hh_mm_ss clock{since < Millis{0} ? since + whole : since};
    char text[40];
    const int size = std::snprintf(text, sizeof text, "%04d-%02u-%02uT%02d:%02d:%02d.%03dZ", int(date.year()), unsigned(date.month()),
                                   unsigned(date.day()), int(clock.hours().count()), int(clock.minutes().count()),
                                   int(clock.seconds().count()), int(clock.subseconds().count()));
    return {text, static_cast<std::size_t>(size)};
}

MaybeTime time_from_rfc3339(std::string_view text) {
    using namespace std::chrono;
    const auto y = take_number(text, 4);
    if (!y || !take(text, "-")) return {};
    const auto m = take_number(text, 2);
    if (!m || !take(text, "-")) return {};
    const auto d = take_number(text, 2);
    if (!d) return {};
    const year_month_day date{year{*y}, month{static_cast<unsigned>(*m)}, day{static_cast<unsigned>(*d)}};
    if (!date.ok()) return {};
    Time t = sys_days{date};
    if (text.empty()) return t;
    if (!take(text, "Tt ")) return {};
    const auto hour = take_number(text, 2);
    if (!hour || *hour > 24 || !take(text, ":")) return {};
    const auto minute = take_number(text, 2);
    if (!minute || *minute > 59) return {};
    int second = 0, ms = 0;
    if (take(text, ":")) {
        const auto s = take_number(text, 2);
        if (!s || *s > 60) return {};
        second = *s;
        if (take(text, ".,")) ms = take_fraction_ms(text);
    }
    const auto offset = take_offset(text);
    if (!offset || !text.empty()) return {};
    return time_from_foreign_ms(ms_since_epoch(t + hours{*hour} + minutes{*minute} + seconds{second} + Millis{ms} - *offset));
}

MaybeTime time_from_foreign_ms(std::int64_t ms) {
    using namespace std::chrono;
    constexpr Time first = sys_days{year{0} / January / 1}, end = sys_days{year{10'000} / January / 1};
    if (ms < first.time_since_epoch().count() || ms >= end.time_since_epoch().count()) return {};
    return time_from_ms(ms);
}

} // namespace vigie::gis
