// Numbers, dates and durations as INTERFACE.md §11 wants them.
#include <cmath>
#include <cstdio>
#include <cstdlib>

#include "gis/model/language.hpp"
#include "gis/model/zone.hpp"

namespace vigie::gis {

namespace {

constexpr std::string_view narrow_space = "\u202F";  // inside numbers, before %
constexpr std::string_view no_break_space = "\u00A0";
constexpr std::string_view minus = "\u2212";
constexpr int max_decimals = 9;

// Digits of |value| with a decimal point, rounded half away from zero as people do. Locale-free: snprintf with %.0f and
// integers has no separator to localise.
std::string plain_digits(double value, int decimals) {
    const double scale = std::pow(10, decimals);
    const double scaled = std::round(std::abs(value) * scale + 1e-9);
    char text[400];
    const int size = std::snprintf(text, sizeof text, "%.0f", scaled);
    std::string digits(text, static_cast<std::size_t>(size));
    if (decimals == 0) return digits;
    const auto places = static_cast<std::size_t>(decimals);
    if (digits.size() <= places) digits.insert(0, places + 1 - digits.size(), '0');
    digits.insert(digits.size() - places, ".");
    return digits;
}

std::string two(long value) { return (value < 10 ? "0" : "") + std::to_string(value); }

struct LocalParts {
    std::chrono::year_month_day date;
    std::chrono::weekday weekday;
    int hour = 0, minute = 0;
};

LocalParts local_parts(Time t, const std::string& zone) {
    const LocalTime local = local_from_utc(t, zone);
    const auto day = std::chrono::floor<std::chrono::days>(local);
    const std::chrono::hh_mm_ss clock{local - day};
    return {std::chrono::year_month_day{day}, std::chrono::weekday{day}, static_cast<int>(clock.hours().count()),
            static_cast<int>(clock.minutes().count())};
}

std::string year_text(const std::chrono::year_month_day& date) { return std::to_string(int(date.year())); }

// Keys "time.weekday.short.1" (Monday) … 7, "time.month.long.1" … 12.
std::string key(const char* table, unsigned index) { return std::string("time.") + table + "." + std::to_string(index); }

} // namespace

std::string Language::number(double value, int decimals) const {
    if (!std::isfinite(value)) return "–";
    const int places = decimals < 0 ? 0 : decimals > max_decimals ? max_decimals : decimals;
    const std::string digits = plain_digits(value, places);
    const std::size_t whole = std::min(digits.find('.'), digits.size());
    const bool is_zero = digits.find_first_not_of("0.") == std::string::npos;
    std::string out;
    if (value < 0 && !is_zero) out += minus;
    for (std::size_t i = 0; i < whole; ++i) {
        if (i > 0 && (whole - i) % 3 == 0) out += french() ? narrow_space : std::string_view(",");
        out += digits[i];
    }
    if (places > 0) {
        out += french() ? ',' : '.';
        out += digits.substr(whole + 1);
    }
    return out;
}

std::string Language::quantity(double value, int decimals, std::string_view ucum_unit) const {
    const std::string digits = number(value, decimals);
    if (ucum_unit.empty() || ucum_unit == "1") return digits;
    const std::string unit_key = "unit." + std::string(ucum_unit);
    const bool known = has(unit_key) || fallback_.contains(unit_key);
    const std::string unit = known ? (*this)(unit_key) : std::string(ucum_unit);
    if (ucum_unit == "%") return french() ? digits + std::string(narrow_space) + unit : digits + unit;
    return digits + std::string(no_break_space) + unit;
}

std::string Language::duration(Seconds value) const {
    const long long total = std::llabs(value.count());
    const std::string sign = value.count() < 0 ? std::string(minus) : "";
    auto with = [&](long long n, const char* unit) { return number(double(n)) + std::string(no_break_space) + (*this)(unit); };
    if (total < 60) return sign + with(total, "time.unit.second");
    if (total < 3600) return sign + with(total / 60, "time.unit.minute");
    if (total < 86400) {
        const long long minutes = total / 60 % 60;
        std::string out = sign + with(total / 3600, "time.unit.hour");
        if (minutes > 0) out += std::string(no_break_space) + two(minutes);
        return out;
    }
    const long long days = total / 86400, hours = total / 3600 % 24;
    std::string out = sign + with(days, "time.unit.day");
    if (days < 3 && hours > 0) out += std::string(no_break_space) + with(hours, "time.unit.hour");
    return out;
}

std::string Language::distance(double metres) const {
    const double m = std::abs(metres);
    if (m < 499.5) return quantity(m, 0, "m");
    return quantity(m / 1000, m < 99'950 ? 1 : 0, "km");
}

std::string Language::clock(Time t, const std::string& zone) const {
    const LocalParts p = local_parts(t, zone);
    return two(p.hour) + ":" + two(p.minute);
}

std::string Language::day(Time t, const std::string& zone) const {
    const LocalParts p = local_parts(t, zone);
    return (*this)(Text{"time.day", {{"weekday", "@" + key("weekday.short", p.weekday.iso_encoding())},
                                      {"day", std::to_string(unsigned(p.date.day()))},
                                      {"month", "@" + key("month.short", unsigned(p.date.month()))}}});
}

std::string Language::date(Time t, const std::string& zone) const {
    const LocalParts p = local_parts(t, zone);
    return two(unsigned(p.date.day())) + "/" + two(unsigned(p.date.month())) + "/" + year_text(p.date);
}

std::string Language::long_day(Time t, const std::string& zone) const {
    const LocalParts p = local_parts(t, zone);
    const unsigned number_of_day = unsigned(p.date.day());
    return (*this)(Text{"time.long_day", {{"weekday", "@" + key("weekday.long", p.weekday.iso_encoding())},
                                           {"day", number_of_day == 1 ? "@time.first" : std::to_string(number_of_day)},
                                           {"month", "@" + key("month.long", unsigned(p.date.month()))},
                                           {"year", year_text(p.date)}}});
}

std::string Language::moment(Time t, Time now, const std::string& zone) const {
    const auto days = (local_day(t, zone) - local_day(now, zone)).count();
    if (days == 0) return clock(t, zone);
    if (days == -1) return (*this)(Text{"time.yesterday", {{"clock", clock(t, zone)}}});
    if (days == 1) return (*this)(Text{"time.tomorrow", {{"clock", clock(t, zone)}}});
    return local_parts(t, zone).date.year() == local_parts(now, zone).date.year() ? day(t, zone) : date(t, zone);
}

std::string Language::age(Time since, Time now) const {
    const Seconds passed = std::chrono::duration_cast<Seconds>(now - since);
    if (passed < Seconds{1}) return (*this)("time.just_now");
    Seconds coarse = passed;  // one unit is enough for an age
    if (passed >= std::chrono::hours{24}) coarse -= passed % std::chrono::hours{24};
    else if (passed >= std::chrono::hours{1}) coarse -= passed % std::chrono::hours{1};
    return (*this)(Text{"time.ago", {{"duration", duration(coarse)}}});
}

} // namespace vigie::gis
