// `vigie council COMMUNE|--demo`: the figures of the council's scenes in words, as CSV or as JSON, for the monthly report.
#include <algorithm>
#include <cstdio>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "app/commune_file.hpp"
#include "app/verbs.hpp"
#include "gis/council/council_records.hpp"
#include "gis/council/council_scenes.hpp"
#include "gis/model/entity_json.hpp"
#include "gis/planning/school_calendar.hpp"
#include "gis/store/inspect.hpp"

namespace vigie::app {

namespace {

constexpr gis::Millis patience{120'000};

const char* unit_name(gis::FigureUnit u) {
    switch (u) {
        case gis::FigureUnit::count: return "";
        case gis::FigureUnit::hours: return "h";
        case gis::FigureUnit::days: return "d";
        case gis::FigureUnit::percent: return "%";
        case gis::FigureUnit::euros: return "EUR";
        case gis::FigureUnit::cubic_metres: return "m3";
        case gis::FigureUnit::kwh: return "kWh";
    }
    return "";
}

const char* verdict_name(gis::Verdict v) {
    switch (v) {
        case gis::Verdict::unknown: return "unknown";
        case gis::Verdict::even: return "even";
        case gis::Verdict::better: return "better";
        case gis::Verdict::worse: return "worse";
    }
    return "unknown";
}

const char* state_name(gis::BlockState s) { return s == gis::BlockState::done ? "done" : s == gis::BlockState::under_way ? "under_way" : "to_do"; }

struct Said {  // the commune as the verb tells it
    gis::CouncilRecords records;
    std::vector<gis::Scene> scenes;
    std::string name;
};

Said said_of(const gis::Desk& desk, const gis::Catalog& catalog, const std::string& zone, gis::Time now) {
    const std::string school = gis::school_zone(catalog, desk.setting("school_zone"), desk.setting("insee"));
    return {gis::freeze_council(desk.world(), catalog, zone, school, now), gis::read_scenes(desk.setting("council_scenes")), desk.setting("commune_name")};
}

gis::Result<Said> read(const VerbContext& c, const gis::Catalog& catalog) {
    if (c.line.council.demo) {
        SessionOptions o;
        o.places = c.places;
        o.demo = o.in_memory = true;
        o.demo_config_json = demo_config_json(c.line.seed, 1, DemoPast::first);
        auto session = Session::open(std::move(o), c.clock, [] {});
        if (!session) return session.error();
        (*session)->wait_until_loaded(patience);
        return said_of((*session)->desk(), catalog, (*session)->zone(), (*session)->now());
    }
    if (c.line.paths.size() != 1 || !gis::inspect_commune_file(c.line.paths.front()).is_commune_file)
        return gis::Error{gis::ErrorClass::input, {"council.cli.of_commune", {}}, {"council.cli.of_commune.remedy", {}}, {}};
    auto desk = open_commune(c.line.paths.front(), catalog, c.clock);
    if (!desk) return desk.error();
    const std::string noted = desk->setting("zone");
    return said_of(*desk, catalog, noted.empty() ? "Europe/Paris" : noted, c.clock.now());
}

std::string figure_words(const gis::Language& l, gis::FigureUnit unit, double v) {
    switch (unit) {
        case gis::FigureUnit::count: return l.number(v);
        case gis::FigureUnit::hours: return l.quantity(v, 0, "h");
        case gis::FigureUnit::days: return l(gis::Text{"council.cli.days", {{"n", l.number(v, 1)}}});
        case gis::FigureUnit::percent: return l.quantity(v, 0, "%");
        case gis::FigureUnit::euros: return l.number(v) + "\u00A0€";
        case gis::FigureUnit::cubic_metres: return l.quantity(v, 0, "m3");
        case gis::FigureUnit::kwh: return l.quantity(v, 0, "kWh");
    }
    return l.number(v);
}

std::string change_words(const gis::Language& l, const gis::Tile& t) {
    const bool part = t.unit != gis::FigureUnit::hours && t.unit != gis::FigureUnit::days && t.unit != gis::FigureUnit::percent;
    std::string out = *t.change > 0 ? "+" : "";
    if (part) return out + l.quantity(*t.change * 100, 0, "%");
    if (t.unit == gis::FigureUnit::percent) return out + l(gis::Text{"council.cli.points", {{"n", l.number(*t.change)}}});
    return out + figure_words(l, t.unit, *t.change);
}

std::string value_words(const gis::Language& l, const gis::Tile& t) {
    if (t.few) return l("council.cli.few");
    if (t.withheld) return l("council.cli.withheld");
    return t.value ? figure_words(l, t.unit, *t.value) : l("council.cli.none");
}

std::string against_words(const gis::Language& l, const gis::Tile& t, int year) {
    const std::string than = l(gis::Text{std::string("council.cli.") + verdict_name(t.verdict), {{"year", std::to_string(year - 1)}}});
    if (t.verdict == gis::Verdict::unknown) return {};
    return " (" + (t.change ? change_words(l, t) + ", " : std::string()) + than + ")";
}

std::string label_of(const gis::Indicator& i, const gis::Language& l) {
    const std::string& noun = i.noun.in(l.code());
    return noun.empty() ? i.name.in(l.code()) : noun + " " + i.name.in(l.code());
}

const std::string& title_of(const gis::Scene& s, const gis::Catalog& catalog, const gis::Language& l) {
    const gis::CouncilScene* shipped = catalog.scene(s.id);
    return s.title.empty() && shipped ? shipped->title.in(l.code()) : s.title;
}

nlohmann::json maybe(const std::optional<double>& v) { return v ? nlohmann::json(*v) : nlohmann::json(nullptr); }

nlohmann::json scene_json(const gis::CouncilPicture& p, const gis::Catalog& catalog, const gis::Language& l) {
    const gis::Scene& s = p.scenes[p.ask.scene];
    nlohmann::json tiles = nlohmann::json::array(), blocks = nlohmann::json::array(), pairs = nlohmann::json::array();
    for (const gis::Tile& t : p.tiles)
        tiles.push_back({{"id", t.id}, {"label", label_of(*catalog.indicator(t.id), l)}, {"unit", unit_name(t.unit)}, {"value", maybe(t.value)}, {"few", t.few},
                         {"withheld", t.withheld}, {"before", maybe(t.before)}, {"change", maybe(t.change)}, {"verdict", verdict_name(t.verdict)}});
    for (const gis::Block& b : p.blocks)
        blocks.push_back({{"lon", b.place.lon}, {"lat", b.place.lat}, {"count", b.few ? nlohmann::json(nullptr) : nlohmann::json(b.count)}, {"few", b.few}, {"state", state_name(b.state)}});
    for (const gis::PhotoPair& x : p.pairs) pairs.push_back({{"intervention", x.intervention.value}, {"kind", x.kind}, {"before", x.before}, {"after", x.after}});
    return {{"id", s.id}, {"title", title_of(s, catalog, l)}, {"from", gis::rfc3339(*p.from)}, {"to", gis::rfc3339(*p.to)}, {"tiles", tiles}, {"blocks", blocks}, {"pairs", pairs}};
}

// As spreadsheets of the language read it.
void print_csv(const gis::CouncilPicture& p, const gis::Catalog& catalog, const gis::Language& l) {
    const char mark = l.code() == "en" ? ',' : ';';
    const auto cell = [&](const std::optional<double>& v) {
        std::string text = v ? fmt::format("{:.2f}", *v) : std::string();
        if (mark == ';') std::ranges::replace(text, '.', ',');
        return text;
    };
    const auto quoted = [](std::string text) {
        for (std::size_t i = 0; (i = text.find('"', i)) != std::string::npos; i += 2) text.insert(i, "\"");
        return "\"" + text + "\"";
    };
    for (const gis::Tile& t : p.tiles)
        fmt::print("{1}{0}{2}{0}{3}{0}{4}{0}{5}{0}{6}{0}{7}{0}{8}\n", mark, quoted(p.scenes[p.ask.scene].id), quoted(t.id), quoted(label_of(*catalog.indicator(t.id), l)), unit_name(t.unit),
                   t.few ? quoted(l("council.cli.few")) : t.withheld ? quoted(l("council.cli.withheld")) : cell(t.value), cell(t.before), cell(t.change), verdict_name(t.verdict));
}

void print_words(const gis::CouncilPicture& p, const gis::Catalog& catalog, const gis::Language& l) {
    fmt::print("\n{}\n", title_of(p.scenes[p.ask.scene], catalog, l));
    for (const gis::Tile& t : p.tiles) fmt::print("  {} {}{}\n", value_words(l, t), label_of(*catalog.indicator(t.id), l), against_words(l, t, p.ask.year));
}

} // namespace

Exit run_council(const VerbContext& c) {
    const gis::LoadedCatalog loaded = catalog_of(c.places);
    const gis::Catalog& catalog = loaded.catalog;
    const gis::Language& l = c.language;
    const auto said = read(c, catalog);
    const auto fail = [&](const gis::Error& error) {
        print_error(l, error);
        return error.klass == gis::ErrorClass::input ? Exit::usage : Exit::failed;
    };
    if (!said) return fail(said.error());
    const CouncilArguments& a = c.line.council;
    if (!a.quartier.empty() && std::ranges::find(said->records.quartiers, a.quartier) == said->records.quartiers.end()) {
        std::string known;
        for (const std::string& q : said->records.quartiers) known += (known.empty() ? "" : ", ") + q;
        return fail({gis::ErrorClass::input, {"council.cli.no_quartier", {{"name", a.quartier}}}, {"council.cli.no_quartier.remedy", {{"names", known}}}, {}});
    }
    gis::CouncilAsk ask{.quartier = a.quartier, .year = a.year, .scene = 0, .tile = {}, .month = a.month};
    nlohmann::json scenes = nlohmann::json::array();
    const std::size_t count = said->scenes.empty() ? catalog.scenes.size() : said->scenes.size();
    if (!c.line.json && !a.csv)
        fmt::print("{}\n{}\n", a.quartier.empty() ? (said->name.empty() ? l("council.cli.whole") : said->name) : a.quartier,
                   l(gis::Text{"council.cli.frozen", {{"day", l.long_day(said->records.frozen_at, said->records.zone)}}}));
    if (a.csv) fmt::print("{}\n", l("council.cli.csv_head"));
    for (ask.scene = 0; ask.scene < count; ++ask.scene) {
        const gis::CouncilPicture p = gis::council_picture(said->records, catalog, said->scenes, ask);
        if (c.line.json) scenes.push_back(scene_json(p, catalog, l));
        else if (a.csv) print_csv(p, catalog, l);
        else print_words(p, catalog, l);
    }
    if (c.line.json)
        fmt::print("{}\n", nlohmann::json{{"commune", said->name}, {"quartier", a.quartier}, {"frozen_at", gis::rfc3339(said->records.frozen_at)},
                                          {"quartiers", said->records.quartiers}, {"scenes", scenes}}.dump());
    return Exit::done;
}

} // namespace vigie::app
