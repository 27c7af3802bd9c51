#include "gis/planning/crew_calendar.hpp"

#include <algorithm>
#include <memory>

#include <fmt/format.h>
#include <libical/ical.h>

#include "gis/layers/folding.hpp"
#include "gis/planning/crew_days.hpp"

namespace vigie::gis {

namespace {

struct FreeComponent {
    void operator()(icalcomponent* c) const { icalcomponent_free(c); }
};
using Component = std::unique_ptr<icalcomponent, FreeComponent>;

// Seconds since 1970 fit until 2088 when counted from 2020: a number that rises with every change.
constexpr std::int64_t sequence_epoch_s = 1'577'836'800;

icaltimetype utc(Time t) {
    return icaltime_from_timet_with_zone(static_cast<time_t>(ms_since_epoch(t) / 1000), 0, icaltimezone_get_utc_timezone());
}

int sequence_of(const Intervention& what) {
    return static_cast<int>(std::clamp<std::int64_t>(ms_since_epoch(what.updated_at) / 1000 - sequence_epoch_s, 0, 0x7fffffff));
}

icalproperty_status status_of(const Intervention& what) {
    return what.state == InterventionState::suspended ? ICAL_STATUS_TENTATIVE : ICAL_STATUS_CONFIRMED;
}

std::string joined(const std::vector<std::string>& words) {
    std::string out;
    for (const std::string& w : words) out += (out.empty() ? "" : ", ") + w;
    return out;
}

std::vector<std::string> crew_names(const World& world, const Intervention& what) {
    std::vector<std::string> names;
    for (const CrewId id : what.crews)
        if (const Crew* crew = world.find(id)) names.push_back(crew->name);
    return names;
}

std::string sheet_of(const World& world, const Intervention& what) {
    std::string out = what.description;
    const auto add = [&](const std::string& line) { out += (out.empty() ? "" : "\n") + line; };
    for (const Task& task : what.tasks) add((task.done ? "[x] " : "[ ] ") + task.text);
    if (const Asset* asset = world.find(what.asset)) add(asset->code.empty() ? asset->name : asset->name.empty() ? asset->code : asset->name + " (" + asset->code + ")");
    return out;
}

void add_own(icalcomponent* event, const char* name, const std::string& value) {
    icalproperty* property = icalproperty_new_x(value.c_str());
    icalproperty_set_x_name(property, name);
    icalcomponent_add_property(event, property);
}

icalcomponent* event_of(const World& world, const Catalog& catalog, std::string_view language, const Intervention& what, const Occupation& when, const CalendarOptions& options) {
    icalcomponent* event = icalcomponent_new(ICAL_VEVENT_COMPONENT);
    const auto add = [&](icalproperty* property) { icalcomponent_add_property(event, property); };
    const std::vector<std::string> crews = crew_names(world, what);
    add(icalproperty_new_uid(calendar_uid(what.id, options.commune).c_str()));
    add(icalproperty_new_dtstamp(utc(options.now)));
    add(icalproperty_new_lastmodified(utc(what.updated_at)));
    add(icalproperty_new_sequence(sequence_of(what)));
    add(icalproperty_new_dtstart(utc(when.start)));
    add(icalproperty_new_dtend(utc(when.end)));
    add(icalproperty_new_summary((what.title + (crews.empty() ? "" : " – " + joined(crews))).c_str()));
    add(icalproperty_new_status(status_of(what)));
    if (const std::string sheet = sheet_of(world, what); !sheet.empty()) add(icalproperty_new_description(sheet.c_str()));
    const std::string where = what.address.empty() ? what.quartier : what.address;
    if (!where.empty()) add(icalproperty_new_location(where.c_str()));
    if (what.place != LonLat{}) {
        icalgeotype place;
        place.lat = what.place.lat;
        place.lon = what.place.lon;
        add(icalproperty_new_geo(place));
    }
    if (const InterventionTemplate* kind = catalog.intervention(what.kind)) add(icalproperty_new_categories(std::string(kind->name.in(language)).c_str()));
    if (what.number != 0) add_own(event, "X-VIGIE-NUMBER", fmt::format("I-{:04}", what.number));
    for (const std::string& crew : crews) add_own(event, "X-VIGIE-CREW", crew);
    return event;
}

bool wanted(const Intervention& what, const Occupation& when, const CalendarOptions& options) {
    if (options.from && when.start < *options.from) return false;
    if (options.to && when.start >= *options.to) return false;
    if (options.crews.empty()) return true;
    return std::ranges::any_of(what.crews, [&](CrewId id) { return std::ranges::find(options.crews, id) != options.crews.end(); });
}

Component new_calendar() {
    Component calendar(icalcomponent_new(ICAL_VCALENDAR_COMPONENT));
    icalcomponent_add_property(calendar.get(), icalproperty_new_version("2.0"));
    icalcomponent_add_property(calendar.get(), icalproperty_new_prodid("-//Vigie//crews//FR"));
    return calendar;
}

std::string text_of(icalcomponent* calendar) {
    char* text = icalcomponent_as_ical_string_r(calendar);
    std::string out = text ? text : "";
    icalmemory_free_buffer(text);
    return out;
}

} // namespace

std::string calendar_uid(InterventionId id, std::string_view commune) {
    std::string host = folded_plain(commune);
    std::ranges::replace(host, ' ', '-');
    return "intervention-" + std::to_string(id.value) + "@" + (host.empty() ? "commune" : host) + ".vigie";
}

CrewCalendar crew_calendar(const World& world, const Catalog& catalog, const Language& language, const CalendarOptions& options) {
    const Component calendar = new_calendar();
    if (!options.commune.empty()) add_own(calendar.get(), "X-WR-CALNAME", options.commune);
    struct Entry {
        const Intervention* what;
        Occupation when;
    };
    std::vector<Entry> entries;
    for (const Intervention& what : world.interventions())
        if (const auto when = occupation(what); when && !what.crews.empty() && wanted(what, *when, options)) entries.push_back({&what, *when});
    std::ranges::sort(entries, {}, [](const Entry& e) { return std::pair(e.when.start, e.what->id.value); });
    for (const Entry& e : entries) icalcomponent_add_component(calendar.get(), event_of(world, catalog, language.code(), *e.what, e.when, options));
    return {text_of(calendar.get()), entries.size()};
}

std::optional<CrewEvent> crew_event(const World& world, const Catalog& catalog, const Intervention& what, std::string_view commune, std::string_view language) {
    const auto when = occupation(what);
    if (!when || what.crews.empty()) return {};
    const Component calendar = new_calendar();
    CalendarOptions options;
    options.commune = std::string(commune);
    options.now = what.updated_at;
    icalcomponent_add_component(calendar.get(), event_of(world, catalog, language, what, *when, options));
    return CrewEvent{calendar_uid(what.id, commune), text_of(calendar.get()), when->start, what.crews};
}

} // namespace vigie::gis
