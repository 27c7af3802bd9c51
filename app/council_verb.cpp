// `vigie council COMMUNE|--demo`: the figures of the council's scenes in words, as CSV or as JSON, for the monthly report.
#include <algorithm>
#include <cstdio>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "app/commune_file.hpp"
#include "app/verbs.hpp"
#include "gis/council/council_records.hpp"
#include "gis/council/council_scenes.hpp"
#include "gis/council/council_words.hpp"
#include "gis/layers/commune/credits.hpp"
#include "gis/layers/entity_layers.hpp"
#include "gis/model/entity_json.hpp"
#include "gis/paper/council_sheet.hpp"
#include "gis/planning/school_calendar.hpp"
#include "gis/store/inspect.hpp"
#include "gis/store/whole_file.hpp"

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

const char* verdict_name(gis::Evolution v) {
    switch (v) {
        case gis::Evolution::unknown: return "unknown";
        case gis::Evolution::even: return "even";
        case gis::Evolution::better: return "better";
        case gis::Evolution::worse: return "worse";
    }
    return "unknown";
}

const char* state_name(gis::BlockState s) { return s == gis::BlockState::done ? "done" : s == gis::BlockState::under_way ? "under_way" : "to_do"; }

// The commune of its file, or the demo with its past.
gis::Result<std::unique_ptr<Session>> open(const VerbContext& c) {
    const bool demo = c.line.council.demo;
    if (!demo && (c.line.paths.size() != 1 || !gis::inspect_commune_file(c.line.paths.front()).is_commune_file))
        return gis::Error{gis::ErrorClass::input, {"council.cli.of_commune", {}}, {"council.cli.of_commune.remedy", {}}, {}};
    SessionOptions o;
    o.places = c.places;
    o.demo = o.in_memory = demo;
    if (!demo) o.paths = c.line.paths;
    o.demo_config_json = demo_config_json(c.line.seed, 1, DemoPast::first);
    auto session = Session::open(std::move(o), c.clock, [] {});
    if (session && demo) (*session)->wait_until_loaded(patience);
    return session;
}

std::string against_words(const gis::Language& l, const gis::Tile& t, int year) {
    const std::string than = gis::verdict_words(l, t, year), change = gis::change_words(l, t);
    return than.empty() ? than : " (" + change + (change.empty() ? "" : ", ") + than + ")";
}

nlohmann::json maybe(const std::optional<double>& v) { return v ? nlohmann::json(*v) : nlohmann::json(nullptr); }

nlohmann::json scene_json(const gis::CouncilPicture& p, const gis::Catalog& catalog, const gis::Language& l) {
    const gis::Scene& s = p.scenes[p.ask.scene];
    nlohmann::json tiles = nlohmann::json::array(), blocks = nlohmann::json::array(), pairs = nlohmann::json::array();
    for (const gis::Tile& t : p.tiles)
        tiles.push_back({{"id", t.id}, {"label", gis::label_words(*catalog.indicator(t.id), l.code())}, {"unit", unit_name(t.unit)}, {"value", maybe(t.value)}, {"few", t.few},
                         {"withheld", t.withheld}, {"before", maybe(t.before)}, {"change", maybe(t.change)}, {"verdict", verdict_name(t.verdict)}});
    for (const gis::Block& b : p.blocks)
        blocks.push_back({{"lon", b.place.lon}, {"lat", b.place.lat}, {"count", b.few ? nlohmann::json(nullptr) : nlohmann::json(b.count)}, {"few", b.few}, {"state", state_name(b.state)}});
    for (const gis::PhotoPair& x : p.pairs) pairs.push_back({{"intervention", x.intervention.value}, {"kind", x.kind}, {"before", x.before}, {"after", x.after}});
    return {{"id", s.id}, {"title", gis::title_words(s, catalog, l.code())}, {"from", gis::rfc3339(*p.from)}, {"to", gis::rfc3339(*p.to)}, {"tiles", tiles}, {"blocks", blocks}, {"pairs", pairs}};
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
        fmt::print("{1}{0}{2}{0}{3}{0}{4}{0}{5}{0}{6}{0}{7}{0}{8}\n", mark, quoted(p.scenes[p.ask.scene].id), quoted(t.id), quoted(gis::label_words(*catalog.indicator(t.id), l.code())), unit_name(t.unit),
                   t.few ? quoted(l("council.cli.few")) : t.withheld ? quoted(l("council.cli.withheld")) : cell(t.value), cell(t.before), cell(t.change), verdict_name(t.verdict));
}

void print_words(const gis::CouncilPicture& p, const gis::Catalog& catalog, const gis::Language& l) {
    fmt::print("\n{}\n", gis::title_words(p.scenes[p.ask.scene], catalog, l.code()));
    for (const gis::Tile& t : p.tiles)
        if (!t.value) fmt::print("  {}\n", l(gis::Text{"council.cli.untold", {{"what", gis::label_words(*catalog.indicator(t.id), l.code())}, {"why", gis::value_words(l, t) + against_words(l, t, p.ask.year)}}}));
        else fmt::print("  {} {}{}\n", gis::value_words(l, t), gis::label_words(*catalog.indicator(t.id), l.code()), against_words(l, t, p.ask.year));
}

gis::Outcome print_pdf(const VerbContext& c, const gis::Catalog& catalog, const Session& session, const std::vector<gis::CouncilPicture>& pictures) {
    const std::vector<gis::LayerPtr> layers = gis::layers_of(session.world(), catalog, session.plane());
    const gis::RoadGraph no_roads;
    const auto pdf = gis::council_sheet({session.world(), catalog, c.language, session.plane(), layers, no_roads}, pictures,
                                        {session.commune_name(), session.zone(), gis::attributions(gis::read_credits(session.desk().setting("credits")))});
    if (!pdf) return pdf.error();
    if (!gis::write_whole(c.line.council.pdf, *pdf)) return gis::Error{gis::ErrorClass::input, {"council.cli.unwritten", {{"path", c.line.council.pdf.string()}}}, {"council.cli.unwritten.remedy", {}}, {}};
    fmt::print(stderr, "{}\n", c.language(gis::Text{"council.cli.written", {{"path", c.line.council.pdf.string()}}}));
    return gis::Done{};
}

} // namespace

Exit run_council(const VerbContext& c) {
    const gis::LoadedCatalog loaded = catalog_of(c.places);
    const gis::Catalog& catalog = loaded.catalog;
    const gis::Language& l = c.language;
    const CouncilArguments& a = c.line.council;
    const auto fail = [&](const gis::Error& error) {
        print_error(l, error);
        return error.klass == gis::ErrorClass::input ? Exit::usage : Exit::failed;
    };
    const auto opened = open(c);
    if (!opened) return fail(opened.error());
    Session& session = **opened;
    const gis::Desk& desk = session.desk();
    const gis::EnergyPicture* energy = session.wait_for_energy({}, patience);
    const std::vector<gis::ProvenSaving> savings = energy ? energy->savings : std::vector<gis::ProvenSaving>{};
    const gis::CouncilRecords records =
        gis::freeze_council(session.world(), catalog, session.zone(), gis::school_zone(catalog, desk.setting("school_zone"), desk.setting("insee")), session.now());
    if (!a.quartier.empty() && std::ranges::find(records.quartiers, a.quartier) == records.quartiers.end()) {
        std::string known;
        for (const std::string& q : records.quartiers) known += (known.empty() ? "" : ", ") + q;
        return fail({gis::ErrorClass::input, {"council.cli.no_quartier", {{"name", a.quartier}}}, {"council.cli.no_quartier.remedy", {{"names", known}}}, {}});
    }
    std::vector<gis::Scene> scenes = gis::read_scenes(desk.setting("council_scenes"));
    if (scenes.empty()) scenes = gis::shipped_scenes(catalog);
    std::vector<gis::CouncilPicture> pictures;
    for (std::size_t s = 0; s < scenes.size(); ++s)
        pictures.push_back(gis::council_picture(records, catalog, scenes, {.quartier = a.quartier, .year = a.year, .scene = s, .tile = {}, .month = a.month}, savings));

    if (c.line.json) {
        nlohmann::json all = nlohmann::json::array();
        for (const gis::CouncilPicture& p : pictures) all.push_back(scene_json(p, catalog, l));
        fmt::print("{}\n", nlohmann::json{{"commune", session.commune_name()}, {"quartier", a.quartier}, {"frozen_at", gis::rfc3339(records.frozen_at)},
                                          {"quartiers", records.quartiers}, {"scenes", all}}.dump());
    } else if (a.csv) {
        fmt::print("{}\n", l("council.cli.csv_head"));
        for (const gis::CouncilPicture& p : pictures) print_csv(p, catalog, l);
    } else {
        fmt::print("{}{}\n{}\n", session.commune_name(), a.quartier.empty() ? "" : ", " + a.quartier, l(gis::Text{"council.cli.frozen", {{"day", l.long_day(records.frozen_at, session.zone())}}}));
        for (const gis::CouncilPicture& p : pictures) print_words(p, catalog, l);
    }
    if (a.pdf.empty()) return Exit::done;
    const auto printed = print_pdf(c, catalog, session, pictures);
    return printed ? Exit::done : fail(printed.error());
}

} // namespace vigie::app
