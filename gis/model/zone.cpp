#include "gis/model/zone.hpp"

#include <date/tz.h>

namespace vigie::gis {

namespace {

// The tz library throws on unknown names; the exception stays here.
const date::time_zone* find_zone(const std::string& zone) {
    try {
        return date::locate_zone(zone);
    } catch (const std::exception&) {
        return nullptr;
    }
}

} // namespace

bool zone_exists(const std::string& zone) { return find_zone(zone) != nullptr; }

LocalTime local_from_utc(Time t, const std::string& zone) {
    const date::time_zone* z = find_zone(zone);
    if (!z) return LocalTime{t.time_since_epoch()};
    return LocalTime{t.time_since_epoch() + z->get_info(t).offset};
}

Time utc_from_local(LocalTime local, const std::string& zone) {
    const date::time_zone* z = find_zone(zone);
    if (!z) return Time{local.time_since_epoch()};
    const date::local_info info = z->get_info(date::local_time<Millis>{local.time_since_epoch()});
    if (info.result == date::local_info::nonexistent) return Time{info.first.end.time_since_epoch()};
    return Time{local.time_since_epoch() - info.first.offset};
}

std::chrono::local_days local_day(Time t, const std::string& zone) {
    return std::chrono::floor<std::chrono::days>(local_from_utc(t, zone));
}

} // namespace vigie::gis
