#include "panels/lists/due.hpp"
#include "panels/lists/lists.hpp"
#include "panels/lists/rows.hpp"

namespace vigie::panels {

namespace {

using namespace rows;
using gis::Report;
using C = ListContext;

std::string category_name(const C& c, const Report& r) {
    const gis::ReportCategory* category = c.catalog.report_category(r.category);
    return category ? category->name.in(c.language.code()) : r.category;
}

Cell number_cell(const C&, const Report& r) {
    return {.text = gis::number_label(gis::EntityKind::report, r.number), .look = CellLook::id};
}
SortKey number_key(const C&, const Report& r) { return by_number(r.number); }

Cell state_cell(const C& c, const Report& r) {
    return {.text = state_words(c, r.state), .look = CellLook::state, .state = r.state};
}
SortKey state_key(const C&, const Report& r) { return by_number(double(r.state)); }

Cell category_cell(const C& c, const Report& r) {
    const gis::ReportCategory* category = c.catalog.report_category(r.category);
    return {.text = category_name(c, r), .look = CellLook::icon, .icon = category ? std::string_view(category->icon) : ""};
}
SortKey category_key(const C& c, const Report& r) { return by_text(category_name(c, r)); }

Cell address_cell(const C&, const Report& r) { return dash_if_empty(r.address); }
SortKey address_key(const C&, const Report& r) { return by_text(r.address); }
Cell quartier_cell(const C&, const Report& r) { return dash_if_empty(r.quartier); }
SortKey quartier_key(const C&, const Report& r) { return by_text(r.quartier); }

Cell received_cell(const C& c, const Report& r) { return {.text = c.language.moment(r.received_at, c.now, c.zone)}; }
SortKey received_key(const C&, const Report& r) { return by_time(r.received_at); }

Cell due_cell(const C& c, const Report& r) {
    if (r.state == gis::ReportState::forwarded) return dash_if_empty(r.reason);
    const Due due = due_of(r, c.catalog, c.now, c.zone);
    if (due.tone == DueTone::none) return dash_if_empty({});
    return {.text = due_words(due, c.language), .look = CellLook::due, .share = due.share, .tone = due.tone,
            .export_text = due_export(due, c.language)};
}
SortKey due_key(const C& c, const Report& r) {
    if (due_of(r, c.catalog, c.now, c.zone).tone == DueTone::none) return {.missing = true};
    return by_time(r.due_at);
}

std::string crew_of(const C& c, const Report& r) {
    const gis::Intervention* what = c.work.of(c.world, r.id);
    return what ? crew_names(c.world, *what) : std::string{};
}
Cell crew_cell(const C& c, const Report& r) { return dash_if_empty(crew_of(c, r)); }
SortKey crew_key(const C& c, const Report& r) { return by_text(crew_of(c, r)); }

Cell severity_cell(const C& c, const Report& r) { return {.text = c.language.number(r.severity), .look = CellLook::number}; }
SortKey severity_key(const C&, const Report& r) { return by_number(r.severity); }

Cell channel_cell(const C& c, const Report& r) {
    const std::string key = "desk.channel." + r.channel;
    return dash_if_empty(c.language.has(key) ? c.language(key) : r.channel);
}
SortKey channel_key(const C& c, const Report& r) { return by_text(channel_cell(c, r).text); }

bool passes(const C& c, const Filter& f, std::uint64_t id) {
    const Report* r = entity<Report>(c, id);
    if (!r || !known(c, r->received_at) || r->severity > f.max_severity || !quartier_passes(f, r->quartier)) return false;
    // What was handed to somebody else stays in the open list until it is answered: it shows where it went.
    if (f.open_only && !gis::is_open(r->state) && r->state != gis::ReportState::forwarded) return false;
    if (f.today_only && !is_today(c, r->received_at) && !is_today(c, r->state_since) && !is_today(c, r->due_at)) return false;
    if (f.domains.empty()) return true;
    const gis::ReportCategory* category = c.catalog.report_category(r->category);
    return domain_passes(f, category ? std::string_view(category->domain) : "");
}

std::string haystack(const C& c, std::uint64_t id) {
    const Report* r = entity<Report>(c, id);
    if (!r) return {};
    return gis::number_label(gis::EntityKind::report, r->number) + ' ' + category_name(c, *r) + ' ' + r->address + ' ' +
           r->quartier + ' ' + r->description + ' ' + state_words(c, r->state) + ' ' + crew_of(c, *r);
}

// A report shows the crew of its intervention.
void also_touched(const gis::World& world, gis::EntityRef changed, std::vector<std::uint64_t>& touched) {
    if (changed.kind != gis::EntityKind::intervention) return;
    if (const gis::Intervention* what = world.find(gis::InterventionId{changed.id}))
        for (gis::ReportId report : what->reports) touched.push_back(report.value);
}

constexpr ListColumn columns[] = {
    {.id = "number", .width = 62, .key = key<Report, number_key>, .cell = cell<Report, number_cell>},
    {.id = "state", .width = 130, .key = key<Report, state_key>, .cell = cell<Report, state_cell>},
    {.id = "category", .width = 156, .key = key<Report, category_key>, .cell = cell<Report, category_cell>},
    {.id = "address", .width = 186, .stretches = true, .key = key<Report, address_key>, .cell = cell<Report, address_cell>},
    {.id = "quartier", .width = 88, .key = key<Report, quartier_key>, .cell = cell<Report, quartier_cell>},
    {.id = "received", .width = 84, .key = key<Report, received_key>, .cell = cell<Report, received_cell>},
    {.id = "due", .width = 156, .key = key<Report, due_key>, .cell = cell<Report, due_cell>},
    {.id = "crew", .width = 106, .key = key<Report, crew_key>, .cell = cell<Report, crew_cell>},
    {.id = "severity", .width = 64, .right = true, .starts_hidden = true, .key = key<Report, severity_key>,
     .cell = cell<Report, severity_cell>},
    {.id = "channel", .width = 100, .starts_hidden = true, .key = key<Report, channel_key>, .cell = cell<Report, channel_cell>},
};

} // namespace

const ListSpec& report_list() {
    static constexpr ListSpec spec{.id = "reports", .kind = gis::EntityKind::report, .columns = columns, .default_sort = 6,
                                   .count = count<Report>, .id_at = id_at<Report>, .passes = passes, .haystack = haystack,
                                   .also_touched = also_touched};
    return spec;
}

} // namespace vigie::panels
