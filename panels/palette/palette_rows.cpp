#include <algorithm>

#include "gis/layers/gazetteer.hpp"
#include "gis/model/words.hpp"
#include "panels/command_table.hpp"
#include "panels/inspect/gestures.hpp"
#include "panels/map/map_hands.hpp"
#include "panels/map/map_popups.hpp"
#include "panels/palette/matching.hpp"
#include "panels/palette/palette.hpp"

namespace vigie::panels {

namespace {

constexpr std::size_t most_per_section = 5, most_rows = 40;

struct Search {
    const Frame& frame;
    std::string needle;   // folded, without its prefix
    std::vector<PaletteRow> rows;

    void add(PaletteRow row, std::string_view haystack) {
        row.score = match_score(needle, haystack);
        if (row.score > 0) rows.push_back(std::move(row));
    }
    void keep_best(std::string_view section, std::size_t most) {
        const auto first = std::ranges::stable_partition(rows, [&](const PaletteRow& r) { return r.section != section; });
        std::ranges::stable_sort(first, std::greater{}, &PaletteRow::score);
        if (first.size() > most) rows.erase(first.begin() + static_cast<std::ptrdiff_t>(most), rows.end());
    }
};

void add_assignments(Search& s) {
    const Frame& f = s.frame;
    const auto& chosen = f.view.selection.entities;
    const auto job = assignable(f.world, f.catalog, chosen, f.language.code());
    if (!job) return;
    const std::string what = caption_of(f, chosen.front()).title;
    const std::string label = what.substr(0, what.find(" "));
    int rank = 0;
    for (const gis::RankedCrew& ranked : gis::ranked_crews({f.world, f.catalog, f.travel, f.zone, f.now}, *job, 3)) {
        ++rank;
        const gis::Crew* crew = f.world.find(ranked.crew);
        if (crew == nullptr) continue;
        PaletteRow row{.section = "panels.palette.commands", .id = "assign." + std::to_string(rank), .icon = "local_shipping", .look = {},
                       .title = f.tr({"panels.palette.assign", {{"what", label}, {"crew", crew->name}}}),
                       .detail = f.language.duration(std::max(ranked.eta, gis::Seconds{60})), .keys = std::to_string(rank), .blocked = {},
                       .place = {}, .run = {}};
        if (!ranked.reasons.empty()) row.detail += ", " + f.tr(ranked.reasons.back());
        if (!ranked.refused.empty()) row.blocked = f.tr(ranked.refused.front().text);
        row.run = [id = ranked.crew, start = ranked.possible_start](Frame& g) {
            g.out.push(assign(g.world, g.catalog, g.view.selection.entities, {id}, start.value_or(g.now), {}, g.language.code()));
        };
        if (crew->place) row.place = f.plane.plane_from_lonlat(*crew->place);
        const std::string haystack = gis::folded(row.title);
        s.add(std::move(row), haystack);
    }
}

void add_commands(Search& s, std::string_view section) {
    for (const Action& action : actions()) {
        PaletteRow row{.section = std::string(section), .id = std::string(action.id), .icon = action.icon, .look = {},
                       .title = s.frame.tr("action." + std::string(action.id)), .detail = {}, .keys = shortcut_words(s.frame.language, action.shortcut),
                       .blocked = {}, .place = {}, .run = action.run};
        if (action.blocked)
            if (const auto why = action.blocked(s.frame)) row.blocked = s.frame.tr(*why);
        const std::string haystack = gis::folded(row.title);
        s.add(std::move(row), haystack);
        if (!s.rows.empty() && s.rows.back().id == action.id && !s.rows.back().blocked.empty()) s.rows.back().score /= 2;
    }
    s.keep_best(section, s.needle.empty() ? 6 : most_rows);
}

template <class T>
void add_entities(Search& s, gis::EntityKind kind, std::string_view section, std::size_t most) {
    for (const T& entity : s.frame.world.template table<T>()) {
        const gis::EntityRef ref{kind, entity.id.value};
        const Caption c = caption_of(s.frame, ref);
        const std::string haystack = gis::folded(c.title + " " + c.detail);
        if (match_score(s.needle, haystack) == 0) continue;
        PaletteRow row{.section = std::string(section), .id = std::string(gis::name(kind)) + "." + std::to_string(ref.id), .icon = c.icon, .look = c.look,
                       .title = c.title, .detail = c.words.empty() ? c.detail : c.words + (c.detail.empty() ? "" : ", " + c.detail), .keys = {},
                       .blocked = {}, .place = place_of(s.frame.world, s.frame.plane, ref), .run = {}};
        row.run = [ref, at = row.place](Frame& f) {
            select(f.view, ref, false);
            if (at) reveal(f.view, *at);
        };
        s.add(std::move(row), haystack);
    }
    s.keep_best(section, most);
}

void add_addresses(Search& s, const std::string& question) {
    for (const gis::Place& place : s.frame.gazetteer.search(question, most_per_section)) {
        PaletteRow row{.section = "panels.palette.addresses", .id = "place." + place.name, .icon = "place", .look = {}, .title = place.name,
                       .detail = place.detail, .keys = {}, .blocked = {}, .place = place.at, .run = {}};
        row.run = [place](Frame& f) {
            if (!place.bounds.empty() && place.bounds.width() + place.bounds.height() > 1) f.view.rig.fly_to(place.bounds, 120);
            else f.view.rig.centre_on(place.at, 0.4);
            f.view.workspace = Workspace::map;
        };
        row.score = 1;
        s.rows.push_back(std::move(row));
    }
}

} // namespace

std::vector<PaletteRow> palette_rows(const Frame& frame, const std::string& question) {
    const char prefix = question.empty() ? '\0' : question.front();
    const bool prefixed = prefix == '@' || prefix == '#' || prefix == '?';
    const std::string words = prefixed ? question.substr(1) : question;
    Search s{frame, gis::folded(words), {}};
    using gis::EntityKind;
    if (prefix == '?') {
        add_commands(s, "panels.palette.help");
        return std::move(s.rows);
    }
    if (!prefixed) {
        add_assignments(s);
        add_commands(s, "panels.palette.commands");
    }
    if (prefix != '#' && (prefix == '@' || !s.needle.empty())) add_entities<gis::Crew>(s, EntityKind::crew, "panels.palette.crews", prefixed ? most_rows : most_per_section);
    if (prefix != '@' && !s.needle.empty()) {
        add_entities<gis::Report>(s, EntityKind::report, "panels.palette.objects", most_per_section);
        add_entities<gis::Intervention>(s, EntityKind::intervention, "panels.palette.work", most_per_section);
        add_entities<gis::Alert>(s, EntityKind::alert, "panels.palette.alerts", most_per_section);
    }
    if (!prefixed && s.needle.size() >= 2) {
        add_entities<gis::Sensor>(s, EntityKind::sensor, "panels.palette.sensors", most_per_section);
        add_entities<gis::Agent>(s, EntityKind::agent, "panels.palette.people", 3);
        add_addresses(s, words);
    }
    return std::move(s.rows);
}

} // namespace vigie::panels
