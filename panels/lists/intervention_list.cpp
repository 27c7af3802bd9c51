#include "gis/model/work_cost.hpp"
#include "gis/model/work_states.hpp"
#include "panels/lists/due.hpp"
#include "panels/lists/lists.hpp"
#include "panels/lists/rows.hpp"
#include "panels/work_words.hpp"

namespace vigie::panels {

namespace {

using namespace rows;
using gis::Intervention;
using C = ListContext;

const gis::InterventionTemplate* kind_of(const C& c, const Intervention& i) { return c.catalog.intervention(i.kind); }

Cell number_cell(const C&, const Intervention& i) {
    return {.text = gis::number_label(gis::EntityKind::intervention, i.number), .look = CellLook::id};
}
SortKey number_key(const C&, const Intervention& i) { return by_number(i.number); }

Cell state_cell(const C& c, const Intervention& i) {
    return {.text = status_words(c.catalog, c.language, i), .look = CellLook::state, .state = i.state};
}
SortKey state_key(const C&, const Intervention& i) { return by_number(double(i.state)); }

Cell title_cell(const C& c, const Intervention& i) {
    const gis::InterventionTemplate* kind = kind_of(c, i);
    return {.text = i.title, .look = CellLook::icon, .icon = kind ? std::string_view(kind->icon) : ""};
}
SortKey title_key(const C&, const Intervention& i) { return by_text(i.title); }

Cell address_cell(const C&, const Intervention& i) { return dash_if_empty(i.address); }
SortKey address_key(const C&, const Intervention& i) { return by_text(i.address); }
Cell quartier_cell(const C&, const Intervention& i) { return dash_if_empty(i.quartier); }
SortKey quartier_key(const C&, const Intervention& i) { return by_text(i.quartier); }

Cell start_cell(const C& c, const Intervention& i) {
    if (!i.start) return dash_if_empty({});
    const bool today = is_today(c, i.start);
    return {.text = today ? c.language.clock(*i.start, c.zone)
                          : c.language.day(*i.start, c.zone) + " " + c.language.clock(*i.start, c.zone)};
}
SortKey start_key(const C&, const Intervention& i) { return by_time(i.start); }

Cell duration_cell(const C& c, const Intervention& i) {
    return {.text = c.language.duration(i.duration), .look = CellLook::number};
}
SortKey duration_key(const C&, const Intervention& i) { return by_number(double(i.duration.count())); }

Cell due_cell(const C& c, const Intervention& i) {
    const Due due = due_of(i, c.now);
    if (due.tone == DueTone::none) return dash_if_empty({});
    return {.text = due_words(due, c.language), .look = CellLook::due, .share = due.share, .tone = due.tone,
            .export_text = due_export(due, c.language)};
}
SortKey due_key(const C& c, const Intervention& i) {
    if (due_of(i, c.now).tone == DueTone::none) return {.missing = true};
    return by_time(i.deadline);
}

Cell crew_cell(const C& c, const Intervention& i) { return dash_if_empty(crew_names(c.world, i)); }
SortKey crew_key(const C& c, const Intervention& i) { return by_text(crew_names(c.world, i)); }

Cell cost_cell(const C& c, const Intervention& i) {
    const double total = gis::cost_of(i).total_eur();
    if (total == 0) return {.text = "–", .look = CellLook::number, .export_text = "0"};
    return {.text = c.language.number(total, 2), .look = CellLook::number};
}
SortKey cost_key(const C&, const Intervention& i) {
    const double total = gis::cost_of(i).total_eur();
    return {.number = total, .missing = total == 0};
}
Cell escalation_cell(const C&, const Intervention& i) {
    return dash_if_empty(gis::is_escalated(i) ? i.escalations.back().reason : std::string{});
}
SortKey escalation_key(const C&, const Intervention& i) { return by_text(gis::is_escalated(i) ? i.escalations.back().reason : std::string{}); }

Cell severity_cell(const C& c, const Intervention& i) { return {.text = c.language.number(i.severity), .look = CellLook::number}; }
SortKey severity_key(const C&, const Intervention& i) { return by_number(i.severity); }

bool passes(const C& c, const Filter& f, std::uint64_t id) {
    const Intervention* i = entity<Intervention>(c, id);
    if (!i || !known(c, i->created_at) || i->severity > f.max_severity || !quartier_passes(f, i->quartier)) return false;
    if (f.to_arbitrate && !gis::is_escalated(*i)) return false;
    if (f.open_only && !gis::is_open(i->state) && !gis::is_escalated(*i)) return false;
    if (f.today_only && !is_today(c, i->start) && !is_today(c, i->state_since) && !is_today(c, i->deadline)) return false;
    const gis::InterventionTemplate* kind = kind_of(c, *i);
    return domain_passes(f, kind ? std::string_view(kind->domain) : "");
}

std::string haystack(const C& c, std::uint64_t id) {
    const Intervention* i = entity<Intervention>(c, id);
    if (!i) return {};
    return gis::number_label(gis::EntityKind::intervention, i->number) + ' ' + i->title + ' ' + i->address + ' ' +
           i->quartier + ' ' + i->description + ' ' + status_words(c.catalog, c.language, *i) + ' ' +
           (gis::is_escalated(*i) ? i->escalations.back().reason : std::string{}) + ' ' + crew_names(c.world, *i);
}

void also_touched(const gis::World& world, gis::EntityRef changed, std::vector<std::uint64_t>& touched) {
    if (changed.kind != gis::EntityKind::crew) return;
    if (const gis::Crew* crew = world.find(gis::CrewId{changed.id}); crew && crew->current) touched.push_back(crew->current.value);
}

constexpr ListColumn columns[] = {
    {.id = "number", .width = 64, .key = key<Intervention, number_key>, .cell = cell<Intervention, number_cell>},
    {.id = "state", .width = 118, .key = key<Intervention, state_key>, .cell = cell<Intervention, state_cell>},
    {.id = "title", .width = 180, .key = key<Intervention, title_key>, .cell = cell<Intervention, title_cell>},
    {.id = "address", .width = 170, .stretches = true, .key = key<Intervention, address_key>,
     .cell = cell<Intervention, address_cell>},
    {.id = "quartier", .width = 88, .key = key<Intervention, quartier_key>, .cell = cell<Intervention, quartier_cell>},
    {.id = "start", .width = 118, .key = key<Intervention, start_key>, .cell = cell<Intervention, start_cell>},
    {.id = "duration", .width = 70, .right = true, .key = key<Intervention, duration_key>,
     .cell = cell<Intervention, duration_cell>},
    {.id = "deadline", .width = 146, .key = key<Intervention, due_key>, .cell = cell<Intervention, due_cell>},
    {.id = "crew", .width = 112, .key = key<Intervention, crew_key>, .cell = cell<Intervention, crew_cell>},
    {.id = "severity", .width = 64, .right = true, .starts_hidden = true, .key = key<Intervention, severity_key>,
     .cell = cell<Intervention, severity_cell>},
    {.id = "cost", .width = 84, .right = true, .starts_hidden = true, .key = key<Intervention, cost_key>, .cell = cell<Intervention, cost_cell>},
    {.id = "escalation", .width = 160, .starts_hidden = true, .key = key<Intervention, escalation_key>, .cell = cell<Intervention, escalation_cell>},
};

} // namespace

const ListSpec& intervention_list() {
    static constexpr ListSpec spec{.id = "interventions", .kind = gis::EntityKind::intervention, .columns = columns,
                                   .default_sort = 5, .count = count<Intervention>, .id_at = id_at<Intervention>,
                                   .passes = passes, .haystack = haystack, .also_touched = also_touched};
    return spec;
}

} // namespace vigie::panels
