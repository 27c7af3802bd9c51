#include <algorithm>

#include "panels/lists/crew_day.hpp"
#include "panels/lists/lists.hpp"
#include "panels/lists/rows.hpp"

namespace vigie::panels {

namespace {

using namespace rows;
using gis::Crew;
using C = ListContext;

Cell name_cell(const C& c, const Crew& crew) {
    const gis::Domain* domain = c.catalog.domain(crew.domain);
    return {.text = crew.name, .look = CellLook::icon, .icon = domain ? std::string_view(domain->icon) : ""};
}
SortKey name_key(const C&, const Crew& crew) { return by_text(crew.name); }

Cell state_cell(const C& c, const Crew& crew) {
    return {.text = state_words(c, crew.status), .look = CellLook::state, .state = crew.status};
}
SortKey state_key(const C&, const Crew& crew) { return by_number(double(crew.status)); }

Cell since_cell(const C& c, const Crew& crew) {
    return {.text = crew.status_since ? c.language.moment(*crew.status_since, c.now, c.zone) : "–", .look = CellLook::weak};
}
SortKey since_key(const C&, const Crew& crew) { return by_time(crew.status_since.value_or(gis::Time{})); }

std::string leader_name(const C& c, const Crew& crew) {
    const gis::Agent* leader = c.world.find(crew.leader);
    return leader ? leader->name : std::string{};
}
Cell leader_cell(const C& c, const Crew& crew) { return dash_if_empty(leader_name(c, crew)); }
SortKey leader_key(const C& c, const Crew& crew) { return by_text(leader_name(c, crew)); }

Cell agents_cell(const C& c, const Crew& crew) {
    return {.text = c.language.number(double(crew.agents.size())), .look = CellLook::number};
}
SortKey agents_key(const C&, const Crew& crew) { return by_number(double(crew.agents.size())); }

Cell current_cell(const C& c, const Crew& crew) {
    const gis::Intervention* what = c.world.find(crew.current);
    if (!what) return dash_if_empty({});
    return {.text = gis::number_label(gis::EntityKind::intervention, what->number) + ", " + what->title};
}
SortKey current_key(const C& c, const Crew& crew) {
    const gis::Intervention* what = c.world.find(crew.current);
    return what ? by_number(what->number) : SortKey{.missing = true};
}

bool done(const gis::Intervention& stop) { return stop.state >= gis::InterventionState::finished; }

Cell stops_cell(const C& c, const Crew& crew) {
    const auto stops = stops_of(c.world, crew.id, c.today);
    if (stops.empty()) return dash_if_empty({});
    const auto finished = std::count_if(stops.begin(), stops.end(), [](const auto* s) { return done(*s); });
    const gis::Text words{"desk.crew.stops_done", {{"done", std::to_string(finished)}, {"all", std::to_string(stops.size())}}};
    return {.text = c.language(words), .look = CellLook::bar, .share = double(finished) / double(stops.size())};
}
SortKey stops_key(const C& c, const Crew& crew) { return by_number(double(stops_of(c.world, crew.id, c.today).size())); }

Cell position_cell(const C& c, const Crew& crew) {
    if (!crew.fix_at) return {.text = c.language("desk.crew.no_position"), .look = CellLook::weak};
    return {.text = c.language.age(*crew.fix_at, c.now), .look = position_is_old(crew, c.now) ? CellLook::weak : CellLook::plain};
}
SortKey position_key(const C&, const Crew& crew) { return by_time(crew.fix_at); }

bool passes(const C& c, const Filter& f, std::uint64_t id) {
    const Crew* crew = entity<Crew>(c, id);
    return crew && domain_passes(f, crew->domain);
}

std::string haystack(const C& c, std::uint64_t id) {
    const Crew* crew = entity<Crew>(c, id);
    if (!crew) return {};
    std::string text = crew->name + ' ' + crew->code + ' ' + state_words(c, crew->status);
    for (gis::AgentId agent : crew->agents)
        if (const gis::Agent* a = c.world.find(agent)) text += ' ' + a->name;
    return text;
}

void also_touched(const gis::World& world, gis::EntityRef changed, std::vector<std::uint64_t>& touched) {
    if (changed.kind != gis::EntityKind::intervention) return;
    if (const gis::Intervention* what = world.find(gis::InterventionId{changed.id}))
        for (gis::CrewId crew : what->crews) touched.push_back(crew.value);
}

constexpr ListColumn columns[] = {
    {.id = "crew", .width = 150, .key = key<Crew, name_key>, .cell = cell<Crew, name_cell>},
    {.id = "state", .width = 122, .key = key<Crew, state_key>, .cell = cell<Crew, state_cell>},
    {.id = "since", .width = 88, .key = key<Crew, since_key>, .cell = cell<Crew, since_cell>},
    {.id = "current", .width = 210, .stretches = true, .key = key<Crew, current_key>, .cell = cell<Crew, current_cell>},
    {.id = "stops", .width = 120, .key = key<Crew, stops_key>, .cell = cell<Crew, stops_cell>},
    {.id = "leader", .width = 118, .key = key<Crew, leader_key>, .cell = cell<Crew, leader_cell>},
    {.id = "agents", .width = 64, .right = true, .key = key<Crew, agents_key>, .cell = cell<Crew, agents_cell>},
    {.id = "position", .width = 112, .key = key<Crew, position_key>, .cell = cell<Crew, position_cell>},
};

} // namespace

const ListSpec& crew_list() {
    static constexpr ListSpec spec{.id = "crews", .kind = gis::EntityKind::crew, .columns = columns, .default_sort = 0,
                                   .count = count<Crew>, .id_at = id_at<Crew>, .passes = passes, .haystack = haystack,
                                   .also_touched = also_touched};
    return spec;
}

} // namespace vigie::panels
