// The part of a Session that hands the planned week to sources that want it ("vigie.week/1"): the whole of what should be there,
// each time it became different, so that a source which was away for a day needs nothing but the last word.
#include <algorithm>
#include <chrono>

#include "app/session_workers.hpp"
#include "gis/backends/week_message.hpp"

namespace vigie::app {

namespace {

constexpr std::size_t most_written_per_tick = 200;  // a few milliseconds of a frame
constexpr gis::Millis least_pause{1'000};           // a person moves several bars in a row
constexpr std::chrono::days behind{7}, ahead{70};

} // namespace

bool Session::wants_week(const gis::SourceConfig& config) const {
    if (config.paused) return false;
    const auto backend = std::ranges::find(backends_, config.backend, &gis::BackendDescription::name);
    return backend != backends_.end() && gis::takes_week(*backend);
}

// Crews move every second; what matters here are their names.
void Session::note_week(const gis::Delta& delta) {
    Workers::Week& week = workers_->week;
    for (const std::vector<gis::EntityRef>* refs : {&delta.put, &delta.removed})
        for (const gis::EntityRef& ref : *refs) {
            if (ref.kind == gis::EntityKind::intervention) week.stale.insert(gis::InterventionId{ref.id});
            if (ref.kind != gis::EntityKind::crew) continue;
            const gis::Crew* crew = world().find(gis::CrewId{ref.id});
            std::string& known = week.crew_names[gis::CrewId{ref.id}];
            if (std::string name = crew ? crew->name : std::string(); name != known) {
                known = std::move(name);
                week.all_stale = true;
            }
        }
}

void Session::write_events() {
    Workers::Week& week = workers_->week;
    if (std::exchange(week.all_stale, false)) {
        week.changed = true;
        for (const gis::Intervention& what : world().interventions()) week.stale.insert(what.id);
    }
    for (std::size_t n = 0; n < most_written_per_tick && !week.stale.empty(); ++n) {
        const gis::InterventionId id = *week.stale.begin();
        week.stale.erase(week.stale.begin());
        const gis::Intervention* what = world().find(id);
        auto event = what ? gis::crew_event(world(), catalog_, *what, commune_name_, "fr") : std::nullopt;
        week.changed = true;
        if (event) week.events.insert_or_assign(id, std::move(*event));
        else week.events.erase(id);
    }
}

std::string Session::week_text(gis::Time from, gis::Time to) const {
    std::vector<gis::WeekCrew> crews;
    for (const gis::Crew& crew : world().crews()) {
        gis::WeekCrew& calendar = crews.emplace_back(std::to_string(crew.id.value), crew.name);
        for (const auto& [id, event] : workers_->week.events)
            if (event.start >= from && event.start < to && std::ranges::find(event.crews, crew.id) != event.crews.end()) calendar.events.push_back(&event);
    }
    return gis::week_message(from, to, crews);
}

void Session::send_week() {
    Workers::Week& week = workers_->week;
    const auto wants = [&](const gis::SourceConfig& c) { return wants_week(c); };
    if (std::ranges::none_of(configs_, wants)) {
        week = {};
        return;
    }
    write_events();
    const auto today = std::chrono::floor<std::chrono::days>(now());
    week.changed = week.changed || week.day != today;
    const auto steady = std::chrono::steady_clock::now();
    if (week.changed && week.stale.empty() && steady - week.made_at >= least_pause) {
        week.changed = false;
        week.day = today;
        week.made_at = steady;
        std::string text = week_text(today - behind, today + ahead);
        if (text != week.text) week.sent.clear();
        week.text = std::move(text);
    }
    for (const gis::SourceStatus& status : statuses_)  // what begins anew knows nothing
        if (status.health == gis::SourceHealth::starting || status.health == gis::SourceHealth::refused || status.health == gis::SourceHealth::paused) week.sent.erase(status.source);
    if (week.text.empty()) return;
    for (const gis::SourceConfig& config : configs_)
        if (wants(config) && !week.sent.contains(config.id) && hub_->control(config.id, week.text)) week.sent.insert(config.id);
}

} // namespace vigie::app
