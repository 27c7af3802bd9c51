#include "panels/lists/due.hpp"

#include <algorithm>
#include <chrono>

#include "gis/rules/rules.hpp"
#include "gis/rules/working_time.hpp"

namespace vigie::panels {

namespace {

bool clock_runs(gis::ReportState state) {
    using enum gis::ReportState;
    switch (state) {
    case received: case qualified: case taken: case scheduled: case in_progress: case reopened: return true;
    case service_done: case closed: case duplicate: case rejected: case forwarded: return false;
    }
    return false;
}

bool clock_runs(gis::InterventionState state) {
    using enum gis::InterventionState;
    switch (state) {
    case draft: case to_plan: case planned: case assigned: case en_route: case on_site: case suspended: return true;
    case finished: case checked: case closed: return false;
    }
    return false;
}

} // namespace

Due due_from(gis::Seconds left, gis::Seconds whole) {
    Due due;
    due.left = left;
    if (left.count() < 0) {
        due.share = 1;
        due.tone = DueTone::late;
        return due;
    }
    if (whole.count() > 0) due.share = std::clamp(1 - double(left.count()) / double(whole.count()), 0.0, 1.0);
    due.tone = due.share >= due_soon_share ? DueTone::soon : DueTone::calm;
    return due;
}

Due due_of(const gis::Report& report, const gis::Catalog& catalog, gis::Time now, const std::string& zone) {
    if (!report.due_at || !clock_runs(report.state)) return {};
    const gis::ServiceLevel level = gis::service_level_of(catalog, report.category, report.severity);
    Due due = due_from(gis::time_left(level, *report.due_at, now, zone), gis::time_left(level, *report.due_at, report.received_at, zone));
    due.worked = !level.around_the_clock;
    return due;
}

Due due_of(const gis::Intervention& what, gis::Time now) {
    if (!what.deadline || !clock_runs(what.state)) return {};
    const auto seconds = [](auto d) { return std::chrono::duration_cast<gis::Seconds>(d); };
    return due_from(seconds(*what.deadline - now), seconds(*what.deadline - what.created_at));
}

std::string due_length(gis::Seconds length, bool worked, const gis::Language& language) {
    const gis::Seconds day = worked ? gis::worked_day : gis::Seconds{24 * 3600};
    const long long days = length / day;
    if (days >= (worked ? 2 : 3)) return language.number(double(days)) + "\u00A0" + language("time.unit.day");
    const long long hours = length.count() / 3600, minutes = length.count() / 60 % 60;
    if (hours < 24) return language.duration(length);
    std::string words = language.number(double(hours)) + "\u00A0" + language("time.unit.hour");
    if (minutes > 0) words += std::string("\u00A0") + (minutes < 10 ? "0" : "") + std::to_string(minutes);
    return words;
}

std::string due_words(const Due& due, const gis::Language& language) {
    if (due.tone == DueTone::none) return {};
    const bool late = due.tone == DueTone::late;
    const std::string length = due_length(late ? -due.left : due.left, due.worked, language);
    return language(gis::Text{late ? "desk.due.late" : "desk.due.left", {{"duration", length}}});
}

std::string eta_words(const gis::Language& language, gis::Seconds eta) {
    return language.duration(std::chrono::ceil<gis::Minutes>(std::max(eta, gis::Seconds{1})));
}

std::string due_export(const Due& due, const gis::Language& language) {
    if (due.tone != DueTone::late) return due_words(due, language);
    return language(gis::Text{"desk.due.late_words", {{"duration", due_length(-due.left, due.worked, language)}}});
}

} // namespace vigie::panels
