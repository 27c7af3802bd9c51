#include "gis/planning/refusal_words.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "gis/planning/calendar.hpp"

namespace vigie::gis {
namespace {

std::chrono::year_month_day ymd(Time t, const std::string& zone) {
    return std::chrono::year_month_day{local_day(t, zone)};
}

} // namespace

std::string hour_words(Seconds of_the_clock) {
    const auto minutes = of_the_clock.count() / 60;
    return fmt::format("{:02}:{:02}", minutes / 60, minutes % 60);
}

std::string clock_words(Time t, const std::string& zone) { return hour_words(wall_time(t, zone)); }

std::string date_words(Time t, const std::string& zone) {
    const auto d = ymd(t, zone);
    return fmt::format("{:02}/{:02}/{}", static_cast<unsigned>(d.day()), static_cast<unsigned>(d.month()),
                       static_cast<int>(d.year()));
}

std::string day_number(Time t, const std::string& zone) {
    const auto d = ymd(t, zone);
    return fmt::format("{:02}/{:02}", static_cast<unsigned>(d.day()), static_cast<unsigned>(d.month()));
}

std::string weekday_key(Time t, const std::string& zone) {
    return fmt::format("@planning.weekday.{}", weekday_index(local_day(t, zone)));
}

std::string span_words(Seconds length) {
    const auto minutes = std::max<std::int64_t>(1, (length.count() + 59) / 60);
    if (minutes < 60) return fmt::format("{}\u00A0min", minutes);
    if (minutes % 60 == 0) return fmt::format("{}\u00A0h", minutes / 60);
    return fmt::format("{}\u00A0h\u00A0{:02}", minutes / 60, minutes % 60);
}

std::string plain(std::string words) {
    if (!words.empty() && words.front() == '@') words.insert(0, "\u00A0");
    return words;
}

std::string code_words(std::string code) {
    std::ranges::replace(code, '_', ' ');
    return plain(std::move(code));
}

std::string work_words(const World& world, InterventionId id) {
    const auto* what = world.find(id);
    if (!what) return "I-?";
    return fmt::format("I-{:04} {}", what->number, what->title);
}

std::string crew_words(const World& world, CrewId id) {
    const auto* crew = world.find(id);
    return crew ? plain(crew->name) : "?";
}

} // namespace vigie::gis
