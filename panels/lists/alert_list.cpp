#include <cstdlib>

#include "gis/rules/rule_words.hpp"
#include "panels/lists/lists.hpp"
#include "panels/lists/rows.hpp"

namespace vigie::panels {

namespace {

using namespace rows;
using gis::Alert;
using C = ListContext;

const gis::SensorKind* kind_of(const C& c, const Alert& a) { return c.catalog.sensor_kind(a.kind); }

Cell number_cell(const C&, const Alert& a) {
    return {.text = gis::number_label(gis::EntityKind::alert, a.number), .look = CellLook::id};
}
SortKey number_key(const C&, const Alert& a) { return by_number(a.number); }

Cell state_cell(const C& c, const Alert& a) {
    return {.text = state_words(c, a.state), .look = CellLook::state, .state = a.state};
}
SortKey state_key(const C&, const Alert& a) { return by_number(double(a.state)); }

Cell title_cell(const C& c, const Alert& a) {
    const gis::SensorKind* kind = kind_of(c, a);
    return {.text = gis::alert_title(a, c.catalog, c.language), .look = CellLook::icon, .icon = kind ? std::string_view(kind->icon) : ""};
}
SortKey title_key(const C& c, const Alert& a) { return by_text(gis::alert_title(a, c.catalog, c.language)); }

std::string sensor_name(const C& c, const Alert& a) {
    const gis::Sensor* sensor = c.world.find(a.sensor);
    return sensor ? (sensor->name.empty() ? sensor->code : sensor->name) : std::string{};
}
Cell sensor_cell(const C& c, const Alert& a) { return dash_if_empty(sensor_name(c, a)); }
SortKey sensor_key(const C& c, const Alert& a) { return by_text(sensor_name(c, a)); }
Cell quartier_cell(const C&, const Alert& a) { return dash_if_empty(a.quartier); }
SortKey quartier_key(const C&, const Alert& a) { return by_text(a.quartier); }

Cell raised_cell(const C& c, const Alert& a) { return {.text = c.language.moment(a.raised_at, c.now, c.zone)}; }
SortKey raised_key(const C&, const Alert& a) { return by_time(a.raised_at); }

Cell severity_cell(const C& c, const Alert& a) { return {.text = c.language.number(a.severity), .look = CellLook::number}; }
SortKey severity_key(const C&, const Alert& a) { return by_number(a.severity); }
Cell occurrences_cell(const C& c, const Alert& a) {
    return {.text = c.language.number(double(a.occurrences)), .look = CellLook::number};
}
SortKey occurrences_key(const C&, const Alert& a) { return by_number(double(a.occurrences)); }

// Whom the acknowledgement timer has called, and at which level.
Cell on_call_cell(const C& c, const Alert& a) {
    const std::string level = gis::fact_of(a, "level");
    if (level.empty() || a.state == gis::AlertState::cleared) return dash_if_empty({});
    const std::string called = gis::fact_of(a, "called");
    return {.text = c.language(gis::Text{"desk.called.short", {{"n", std::to_string(std::atoi(level.c_str()) + 1)}, {"who", called.empty() ? c.language("desk.called.nobody") : called}}}),
            .look = a.state == gis::AlertState::raised ? CellLook::strong : CellLook::plain};
}
SortKey on_call_key(const C&, const Alert& a) {
    const std::string level = gis::fact_of(a, "level");
    return level.empty() ? SortKey{.missing = true} : by_number(std::atoi(level.c_str()));
}

Cell intervention_cell(const C& c, const Alert& a) {
    const gis::Intervention* what = c.world.find(a.intervention);
    if (!what) return dash_if_empty({});
    std::string text = gis::number_label(gis::EntityKind::intervention, what->number);
    if (const std::string crews = crew_names(c.world, *what); !crews.empty()) text += ", " + crews;
    return {.text = std::move(text)};
}
SortKey intervention_key(const C& c, const Alert& a) {
    const gis::Intervention* what = c.world.find(a.intervention);
    return what ? by_number(what->number) : SortKey{.missing = true};
}

bool passes(const C& c, const Filter& f, std::uint64_t id) {
    const Alert* a = entity<Alert>(c, id);
    if (!a || !known(c, a->raised_at) || a->severity > f.max_severity || !quartier_passes(f, a->quartier)) return false;
    if (f.open_only && !gis::is_open(a->state)) return false;
    if (f.today_only && !is_today(c, a->raised_at) && !is_today(c, a->state_since)) return false;
    const gis::SensorKind* kind = kind_of(c, *a);
    return domain_passes(f, kind ? std::string_view(kind->domain) : "");
}

std::string haystack(const C& c, std::uint64_t id) {
    const Alert* a = entity<Alert>(c, id);
    if (!a) return {};
    return gis::number_label(gis::EntityKind::alert, a->number) + ' ' + a->title + ' ' + sensor_name(c, *a) + ' ' +
           a->quartier + ' ' + state_words(c, a->state);
}

void also_touched(const gis::World& world, gis::EntityRef changed, std::vector<std::uint64_t>& touched) {
    if (changed.kind != gis::EntityKind::intervention) return;
    if (const gis::Intervention* what = world.find(gis::InterventionId{changed.id}))
        for (gis::AlertId alert : what->alerts) touched.push_back(alert.value);
}

constexpr ListColumn columns[] = {
    {.id = "number", .width = 64, .key = key<Alert, number_key>, .cell = cell<Alert, number_cell>},
    {.id = "state", .width = 132, .key = key<Alert, state_key>, .cell = cell<Alert, state_cell>},
    {.id = "alert", .width = 210, .stretches = true, .key = key<Alert, title_key>, .cell = cell<Alert, title_cell>},
    {.id = "sensor", .width = 130, .key = key<Alert, sensor_key>, .cell = cell<Alert, sensor_cell>},
    {.id = "quartier", .width = 88, .key = key<Alert, quartier_key>, .cell = cell<Alert, quartier_cell>},
    {.id = "raised", .width = 84, .key = key<Alert, raised_key>, .cell = cell<Alert, raised_cell>},
    {.id = "severity", .width = 64, .right = true, .key = key<Alert, severity_key>, .cell = cell<Alert, severity_cell>},
    {.id = "occurrences", .width = 72, .right = true, .key = key<Alert, occurrences_key>, .cell = cell<Alert, occurrences_cell>},
    {.id = "on_call", .width = 160, .key = key<Alert, on_call_key>, .cell = cell<Alert, on_call_cell>},
    {.id = "intervention", .width = 140, .key = key<Alert, intervention_key>, .cell = cell<Alert, intervention_cell>},
};

} // namespace

const ListSpec& alert_list() {
    static constexpr ListSpec spec{.id = "alerts", .kind = gis::EntityKind::alert, .columns = columns, .default_sort = 5,
                                   .default_descending = true, .count = count<Alert>, .id_at = id_at<Alert>,
                                   .passes = passes, .haystack = haystack, .also_touched = also_touched};
    return spec;
}

} // namespace vigie::panels
