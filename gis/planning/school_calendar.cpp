#include "gis/planning/school_calendar.hpp"

#include <algorithm>

#include "gis/planning/calendar.hpp"

namespace vigie::gis {
namespace {

bool is_of(const SchoolHoliday& holiday, std::string_view zone) { return zone.empty() || std::ranges::find(holiday.zones, zone) != holiday.zones.end(); }

} // namespace

std::string school_zone(const Catalog& catalog, std::string_view set, std::string_view insee) {
    if (std::ranges::find(catalog.school_zones, set, &SchoolZone::id) != catalog.school_zones.end()) return std::string(set);
    if (insee.size() < 2) return {};
    const auto department = insee.substr(0, 2);  // three digits begin overseas codes, which are in no zone
    for (const SchoolZone& zone : catalog.school_zones)
        if (std::ranges::find(zone.departments, department) != zone.departments.end()) return zone.id;
    return {};
}

std::optional<SchoolTime> read_school_time(std::string_view text) {
    if (text.empty()) return SchoolTime::any;
    if (text == "outside") return SchoolTime::outside;
    if (text == "during") return SchoolTime::during;
    return std::nullopt;
}

SchoolCalendar SchoolCalendar::of(const Catalog& catalog, std::string_view zone) {
    SchoolCalendar out;
    if (zone.empty()) return out;
    for (const SchoolHoliday& holiday : catalog.school_holidays) {
        const auto from = read_day(holiday.from), back = read_day(holiday.back);
        if (is_of(holiday, zone) && from && back && *from < *back) out.spans_.push_back({*from, *back});
    }
    std::ranges::sort(out.spans_, {}, &Span::from);
    return out;
}

bool SchoolCalendar::holiday(std::chrono::local_days day) const {
    return std::ranges::any_of(spans_, [&](const Span& span) { return span.from <= day && day < span.back; });
}

bool SchoolCalendar::allows(std::chrono::local_days day, SchoolTime when) const {
    if (when == SchoolTime::any || spans_.empty() || day < spans_.front().from || day >= spans_.back().back) return true;
    return holiday(day) == (when == SchoolTime::during);
}

std::vector<const SchoolHoliday*> school_holidays_on(const Catalog& catalog, std::string_view zone, std::chrono::local_days day) {
    std::vector<const SchoolHoliday*> out;
    for (const SchoolHoliday& holiday : catalog.school_holidays) {
        const auto from = read_day(holiday.from), back = read_day(holiday.back);
        if (from && back && is_of(holiday, zone) && *from <= day && day < *back) out.push_back(&holiday);
    }
    return out;
}

} // namespace vigie::gis
