#include "panels/lists/lists.hpp"
#include "panels/lists/rows.hpp"

namespace vigie::panels {

namespace {

using namespace rows;
using gis::Sensor;
using C = ListContext;

const gis::SensorKind* kind_of(const C& c, const Sensor& s) { return c.catalog.sensor_kind(s.kind); }
std::string name_of(const Sensor& s) { return s.name.empty() ? s.code : s.name; }

Cell name_cell(const C& c, const Sensor& s) {
    const gis::SensorKind* kind = kind_of(c, s);
    return {.text = name_of(s), .look = CellLook::icon, .icon = kind ? std::string_view(kind->icon) : ""};
}
SortKey name_key(const C&, const Sensor& s) { return by_text(name_of(s)); }

std::string kind_name(const C& c, const Sensor& s) {
    const gis::SensorKind* kind = kind_of(c, s);
    return kind ? kind->name.in(c.language.code()) : s.kind;
}
Cell kind_cell(const C& c, const Sensor& s) { return dash_if_empty(kind_name(c, s)); }
SortKey kind_key(const C& c, const Sensor& s) { return by_text(kind_name(c, s)); }

Cell state_cell(const C& c, const Sensor& s) {
    std::string words = state_words(c, s.state);
    if (c.alerting && gis::mute_of(*c.alerting, s.id, c.now)) words += c.language("desk.muted.short");  // still shown as it is
    return {.text = std::move(words), .look = CellLook::state, .state = s.state};
}
// Worst first: alarm, watch, silent, then the rest.
double urgency(gis::SensorState state) {
    switch (state) {
    case gis::SensorState::alarm: return 0;
    case gis::SensorState::watch: return 1;
    case gis::SensorState::silent: return 2;
    case gis::SensorState::out_of_service: return 3;
    case gis::SensorState::never_seen: return 4;
    case gis::SensorState::normal: return 5;
    }
    return 6;
}
SortKey state_key(const C&, const Sensor& s) { return by_number(urgency(s.state)); }

Cell value_cell(const C& c, const Sensor& s) {
    if (!s.last_value) return {.text = "–", .look = CellLook::number};
    const gis::SensorKind* kind = kind_of(c, s);
    return {.text = c.language.quantity(*s.last_value, kind ? kind->decimals : 1, s.unit), .look = CellLook::number};
}
SortKey value_key(const C&, const Sensor& s) {
    return s.last_value ? by_number(*s.last_value) : SortKey{.missing = true};
}

Cell seen_cell(const C& c, const Sensor& s) {
    if (!s.last_at) return dash_if_empty({});
    return {.text = c.language.age(*s.last_at, c.now), .look = s.state == gis::SensorState::silent ? CellLook::weak : CellLook::plain};
}
SortKey seen_key(const C&, const Sensor& s) { return by_time(s.last_at); }

Cell battery_cell(const C& c, const Sensor& s) {
    if (!s.battery_pct) return dash_if_empty({});
    return {.text = c.language.quantity(*s.battery_pct, 0, "%"), .look = CellLook::bar, .share = *s.battery_pct / 100,
            .tone = *s.battery_pct < 10 ? DueTone::late : *s.battery_pct < 20 ? DueTone::soon : DueTone::calm};
}
SortKey battery_key(const C&, const Sensor& s) { return s.battery_pct ? by_number(*s.battery_pct) : SortKey{.missing = true}; }
Cell quartier_cell(const C&, const Sensor& s) { return dash_if_empty(s.quartier); }
SortKey quartier_key(const C&, const Sensor& s) { return by_text(s.quartier); }

bool passes(const C& c, const Filter& f, std::uint64_t id) {
    const Sensor* s = entity<Sensor>(c, id);
    if (!s || !quartier_passes(f, s->quartier)) return false;
    const gis::SensorKind* kind = kind_of(c, *s);
    return domain_passes(f, kind ? std::string_view(kind->domain) : "");
}

std::string haystack(const C& c, std::uint64_t id) {
    const Sensor* s = entity<Sensor>(c, id);
    if (!s) return {};
    return name_of(*s) + ' ' + s->code + ' ' + kind_name(c, *s) + ' ' + s->quartier + ' ' + state_words(c, s->state);
}

constexpr ListColumn columns[] = {
    {.id = "sensor", .width = 190, .stretches = true, .key = key<Sensor, name_key>, .cell = cell<Sensor, name_cell>},
    {.id = "state", .width = 172, .key = key<Sensor, state_key>, .cell = cell<Sensor, state_cell>},
    {.id = "value", .width = 104, .right = true, .key = key<Sensor, value_key>, .cell = cell<Sensor, value_cell>},
    {.id = "seen", .width = 104, .key = key<Sensor, seen_key>, .cell = cell<Sensor, seen_cell>},
    {.id = "kind", .width = 170, .key = key<Sensor, kind_key>, .cell = cell<Sensor, kind_cell>},
    {.id = "quartier", .width = 100, .key = key<Sensor, quartier_key>, .cell = cell<Sensor, quartier_cell>},
    {.id = "battery", .width = 104, .key = key<Sensor, battery_key>, .cell = cell<Sensor, battery_cell>},
};

} // namespace

const ListSpec& sensor_list() {
    static constexpr ListSpec spec{.id = "sensors", .kind = gis::EntityKind::sensor, .columns = columns, .default_sort = 1,
                                   .count = count<Sensor>, .id_at = id_at<Sensor>, .passes = passes, .haystack = haystack};
    return spec;
}

} // namespace vigie::panels
