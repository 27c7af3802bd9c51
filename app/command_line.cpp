#include "app/command_line.hpp"

#include <CLI/CLI.hpp>
#include <charconv>
#include <cstdio>

#include "app/versions.hpp"

namespace vigie::app {

namespace {

using gis::Language;

struct Description {
    CLI::App app;
    CommandLine line;
};

CLI::App* verb(Description& d, const Language& language, const char* name, Verb value) {
    CLI::App* sub = d.app.add_subcommand(name, language("cli." + std::string(name)));
    sub->callback([&d, value] { d.line.verb = value; });
    return sub;
}

template <class T>
CLI::Option* option(CLI::App* app, const Language& language, const std::string& names, T& into, const std::string& key) {
    return app->add_option(names, into, language("cli.option." + key))->capture_default_str();
}

void flag(CLI::App* app, const Language& language, const std::string& names, bool& into, const std::string& key) {
    app->add_flag(names, into, language("cli.option." + key));
}

void paths(CLI::App* app, const Language& language, CommandLine& line, bool required) {
    auto* o = app->add_option("PATH", line.paths, language("cli.option.path"));
    if (required) o->required();
}

void describe_new(Description& d, const Language& l) {
    CLI::App* create = verb(d, l, "new", Verb::create);
    NewArguments& n = d.line.create;
    auto* file = create->add_option("FILE", n.file, l("cli.option.commune_file"));
    option(create, l, "--name", d.line.name, "name");
    option(create, l, "--insee", d.line.insee, "insee");
    option(create, l, "--into", d.line.into, "into_new")->excludes(file);
    option(create, l, "--data", n.only, "public_data")->excludes(file);
    option(create, l, "--mirror", n.mirror, "mirror")->envname("VIGIE_PUBLIC_DATA_MIRROR")->excludes(file);
    flag(create, l, "--json", d.line.json, "json");
}

void describe_render(Description& d, const Language& l) {
    CLI::App* render = verb(d, l, "render", Verb::render);
    RenderArguments& r = d.line.render;
    paths(render, l, d.line, false);
    flag(render, l, "--demo", r.demo, "demo");
    option(render, l, "--size", r.size, "size");
    option(render, l, "--extent", r.extent, "extent");
    option(render, l, "--at", r.at, "at");
    option(render, l, "--layers", r.layers, "layers");
    option(render, l, "--style", d.line.style, "style_file");
    option(render, l, "--theme", r.theme, "theme")->check(CLI::IsMember({"day", "night"}));
    option(render, l, "--scale", r.scale, "scale")->check(CLI::Range(0.5, 4.0));
    flag(render, l, "--interface", r.interface, "interface");
    option(render, l, "--workspace", r.workspace, "workspace")->check(CLI::IsMember({"carte", "planification", "energie", "conseil", "sources"}));
    option(render, l, "--seed", d.line.seed, "seed");
    option(render, l, "--out", r.out, "out_png")->required();
}

void describe_export(Description& d, const Language& l) {
    CLI::App* exported = verb(d, l, "export", Verb::export_layer);
    ExportArguments& e = d.line.export_layer;
    paths(exported, l, d.line, true);
    option(exported, l, "--layer", e.layer, "layer");
    option(exported, l, "--out", e.out, "out_export")->required();
    option(exported, l, "--crew", e.crew, "export_crew");
    option(exported, l, "--day", e.day, "export_day");
    option(exported, l, "--week", e.week, "export_week");
    option(exported, l, "--filter", e.filter, "filter");
    option(exported, l, "--sort", e.sort, "sort");
    flag(exported, l, "--descending", e.descending, "descending");
    option(exported, l, "--csv-geometry", e.csv_geometry, "csv_geometry")->check(CLI::IsMember({"lonlat", "wkt", "none"}));
    option(exported, l, "--csv-separator", e.csv_separator, "csv_separator")->check(CLI::IsMember({"semicolon", "comma", "tab"}));
    flag(exported, l, "--no-bom", e.no_bom, "no_bom");
    flag(exported, l, "--replace", e.replace, "replace");
    flag(exported, l, "--json", d.line.json, "json");
}

void describe_bench(Description& d, const Language& l) {
    CLI::App* bench = verb(d, l, "bench", Verb::bench);
    BenchArguments& b = d.line.bench;
    paths(bench, l, d.line, false);
    option(bench, l, "--camera", b.camera, "camera");
    option(bench, l, "--size", b.size, "size");
    option(bench, l, "--style", b.style, "style")->check(CLI::IsMember({"bench", "municipal"}));
    flag(bench, l, "--window", b.window, "window");
    option(bench, l, "--live", b.live, "live");
    option(bench, l, "--feed", b.feed, "feed")->check(CLI::Range(0.0, 1e6));
    option(bench, l, "--seconds", b.seconds, "seconds");
    option(bench, l, "--wider", b.wider, "wider")->check(CLI::Range(0, 100));
    option(bench, l, "--roads", b.roads, "roads")->check(CLI::Range(0, 5000));
    option(bench, l, "--crossings", b.crossings, "crossings")->check(CLI::Range(4, 1'000'000));
    option(bench, l, "--memory", b.memory_mb, "memory")->check(CLI::Range(0, 1 << 20));
    option(bench, l, "--desks", b.desks, "desks")->check(CLI::Range(1, 200));
    option(bench, l, "--rate", b.rate, "rate")->check(CLI::Range(1.0, 1e5));
    option(bench, l, "--database", b.database, "database");
    flag(bench, l, "--connectors", b.connectors, "connectors");
    option(bench, l, "--broker", b.broker, "broker");
    flag(bench, l, "--start", b.start, "start");
    flag(bench, l, "--start-once", b.start_once, "start_once");
    flag(bench, l, "--json", d.line.json, "json");
}

void describe_plan(Description& d, const Language& l) {
    CLI::App* plan = verb(d, l, "plan", Verb::plan);
    auto* week = plan->add_option("WEEK", d.line.plan.week, l("cli.option.week"));
    option(plan, l, "--out", d.line.plan.out, "out_plan");
    plan->add_option_function<double>("--seconds", [&d](double s) {
        d.line.plan.seconds = gis::Millis{static_cast<std::int64_t>(s * 1000)}; }, l("cli.option.seconds"))->check(CLI::Range(0.0, 86'400.0));
    option(plan, l, "--threads", d.line.plan.threads, "threads")->check(CLI::Range(1, 64));
    option(plan, l, "--seed", d.line.plan.seed, "seed");
    auto* from = option(plan, l, "--from", d.line.plan.from, "plan_from");
    plan->add_option_function<std::int64_t>("--now", [&d](std::int64_t s) { d.line.plan.now = gis::Seconds{s}; }, l("cli.option.plan_now"))->needs(from);
    plan->add_option("--urgent", d.line.plan.urgent, l("cli.option.plan_urgent"))->needs(from)->delimiter(',');
    auto* vrptw = option(plan, l, "--vrptw", d.line.vrptw, "vrptw")->excludes(week)->excludes(from);
    plan->add_flag("--fewest-vehicles", d.line.fewest_vehicles, l("cli.option.fewest_vehicles"))->needs(vrptw);
    flag(plan, l, "--json", d.line.json, "json");
}

void describe_council(Description& d, const Language& l) {
    CLI::App* council = verb(d, l, "council", Verb::council);
    CouncilArguments& a = d.line.council;
    paths(council, l, d.line, false);
    flag(council, l, "--demo", a.demo, "demo");
    option(council, l, "--quartier", a.quartier, "council_quartier");
    option(council, l, "--year", a.year, "council_year")->check(CLI::Range(1900, 9999));
    option(council, l, "--month", a.month, "council_month")->check(CLI::Range(1, 12));
    council->add_option("--pdf", a.pdf, l("cli.option.council_pdf"));
    auto* csv = council->add_flag("--csv", a.csv, l("cli.option.council_csv"));
    council->add_flag("--json", d.line.json, l("cli.option.json"))->excludes(csv);
}

void describe_duties(Description& d, const Language& l) {
    CLI::App* duties = verb(d, l, "duties", Verb::duties);
    paths(duties, l, d.line, true);
    option(duties, l, "--weeks", d.line.duties.weeks, "duty_weeks")->check(CLI::Range(0, 5200));
    flag(duties, l, "--create", d.line.duties.create, "duty_create");
    flag(duties, l, "--json", d.line.json, "json");
}

void describe_energy(Description& d, const Language& l) {
    CLI::App* energy = verb(d, l, "energy", Verb::energy);
    EnergyArguments& e = d.line.energy;
    paths(energy, l, d.line, false);
    flag(energy, l, "--demo", e.demo, "demo");
    option(energy, l, "--at", e.at, "at");
    option(energy, l, "--month", e.month, "energy_month");
    option(energy, l, "--fluid", e.fluid, "energy_fluid")->check(CLI::IsMember({"electricity", "gas", "water"}));
    option(energy, l, "--building", e.building, "energy_building");
    flag(energy, l, "--uncorrected", e.uncorrected, "energy_uncorrected");
    option(energy, l, "--readings", e.readings, "energy_readings");
    option(energy, l, "--operat", e.operat, "energy_operat");
    option(energy, l, "--seed", d.line.seed, "seed");
    flag(energy, l, "--json", d.line.json, "json");
}

void describe_migrate(Description& d, const Language& l) {
    CLI::App* migrate = verb(d, l, "migrate", Verb::migrate);
    MigrateArguments& m = d.line.migrate;
    option(migrate, l, "--to", m.to, "migrate_to");
    option(migrate, l, "--from", m.from, "migrate_from")->excludes("--to");
    migrate->add_option("FILE", m.file, l("cli.option.migrate_file"))->required();
    flag(migrate, l, "--json", d.line.json, "json");
}

void describe(Description& d, const Language& l) {
    d.app.name("vigie");
    d.app.description(l("cli.description"));
    d.app.footer(l("cli.exit_codes"));
    d.app.set_help_flag("-h,--help", l("cli.option.help"));
    d.app.set_version_flag("--version", versions(), l("cli.option.version"));
    d.app.require_subcommand(0, 1);
    d.app.fallthrough();
    d.app.add_option("--lang", d.line.language, l("cli.option.lang"))->check(CLI::IsMember({"fr", "en", "pseudo"}));
    d.app.add_flag("--verbose", d.line.verbose, l("cli.option.verbose"));

    CLI::App* demo = verb(d, l, "demo", Verb::demo);
    option(demo, l, "--speed", d.line.speed, "speed")->check(CLI::Range(1, 600));
    option(demo, l, "--seed", d.line.seed, "seed");
    option(demo, l, "--style", d.line.style, "style_file");
    CLI::App* open = verb(d, l, "open", Verb::open);
    paths(open, l, d.line, true);
    option(open, l, "--style", d.line.style, "style_file");
    describe_new(d, l);
    CLI::App* import = verb(d, l, "import", Verb::import);
    paths(import, l, d.line, true);
    option(import, l, "--into", d.line.into, "into")->required();
    flag(import, l, "--json", d.line.json, "json");
    describe_export(d, l);
    describe_render(d, l);
    CLI::App* check = verb(d, l, "check", Verb::check);
    paths(check, l, d.line, true);
    option(check, l, "--config", d.line.plugin_config, "plugin_config");
    flag(check, l, "--json", d.line.json, "json");
    describe_plan(d, l);
    describe_duties(d, l);
    describe_council(d, l);
    describe_energy(d, l);
    describe_migrate(d, l);
    CLI::App* backends = verb(d, l, "backends", Verb::backends);
    flag(backends, l, "--json", d.line.json, "json");
    CLI::App* trust = verb(d, l, "trust", Verb::trust);
    paths(trust, l, d.line, true);
    flag(trust, l, "--remove", d.line.distrust, "distrust");
    describe_bench(d, l);
    verb(d, l, "man", Verb::man);
    CLI::App* completion = verb(d, l, "completion", Verb::completion);
    completion->add_option("SHELL", d.line.shell, l("cli.option.shell"))->check(CLI::IsMember({"bash", "zsh", "fish"}))->capture_default_str();
}

std::string roff(std::string text) {
    std::string out;
    for (char c : text) {
        if (c == '\\' || c == '-') out += '\\';
        out += c;
    }
    return out;
}

void man_options(std::string& out, const CLI::App& app) {
    for (const CLI::Option* o : app.get_options()) {
        if (o->get_name() == "--help") continue;
        out += ".TP\n.B " + roff(o->get_name(false, true)) + "\n" + roff(o->get_description()) + "\n";
    }
}

std::vector<std::string> option_names(const CLI::App& app) {
    std::vector<std::string> names;
    for (const CLI::Option* o : app.get_options())
        for (const std::string& n : o->get_lnames()) names.push_back("--" + n);
    return names;
}

std::string joined(const std::vector<std::string>& words) {
    std::string out;
    for (const std::string& w : words) out += (out.empty() ? "" : " ") + w;
    return out;
}

} // namespace

Parsed parse_command_line(int argc, char** argv, const Language& language) {
    Description d;
    describe(d, language);
    try {
        d.app.parse(argc, argv);
    } catch (const CLI::ParseError& e) {
        const int code = d.app.exit(e, std::cout, std::cerr);
        return {{}, code == 0 ? Exit::done : Exit::usage};
    }
    return {d.line, Exit::done};
}

std::string man_page(const Language& language) {
    Description d;
    describe(d, language);
    std::string out = ".TH VIGIE 1 \"\" \"vigie " + program_version() + "\"\n.SH NAME\nvigie \\- " + roff(language("cli.description")) +
                      "\n.SH SYNOPSIS\n.B vigie\n[demo | open PATH... | VERB ...]\n.SH OPTIONS\n";
    man_options(out, d.app);
    for (const CLI::App* sub : d.app.get_subcommands({})) {
        out += ".SH VIGIE " + sub->get_name() + "\n" + roff(sub->get_description()) + "\n";
        man_options(out, *sub);
    }
    out += ".SH EXIT STATUS\n" + roff(language("cli.exit_codes")) + "\n";
    return out;
}

std::string completion_script(const std::string& shell, const Language& language) {
    Description d;
    describe(d, language);
    std::vector<std::string> verbs;
    for (const CLI::App* sub : d.app.get_subcommands({})) verbs.push_back(sub->get_name());
    if (shell == "fish") {
        std::string out;
        for (const CLI::App* sub : d.app.get_subcommands({})) {
            out += "complete -c vigie -n __fish_use_subcommand -a " + sub->get_name() + "\n";
            for (const std::string& name : option_names(*sub))
                out += "complete -c vigie -n '__fish_seen_subcommand_from " + sub->get_name() + "' -l " + name.substr(2) + "\n";
        }
        return out;
    }
    std::string cases;
    for (const CLI::App* sub : d.app.get_subcommands({}))
        cases += "    " + sub->get_name() + ") words=\"" + joined(option_names(*sub)) + "\" ;;\n";
    const std::string bash = "_vigie() {\n  local current=${COMP_WORDS[COMP_CWORD]} words\n  case ${COMP_WORDS[1]} in\n" + cases +
        "    *) words=\"" + joined(verbs) + " " + joined(option_names(d.app)) + "\" ;;\n  esac\n"
        "  if [[ $current == -* || $COMP_CWORD == 1 ]]; then COMPREPLY=($(compgen -W \"$words\" -- \"$current\")); fi\n"
        "  [[ ${#COMPREPLY[@]} -gt 0 ]] || COMPREPLY=($(compgen -f -- \"$current\"))\n}\n"
        "complete -o filenames -F _vigie vigie\n";
    return shell == "zsh" ? "#compdef vigie\nautoload -U +X bashcompinit && bashcompinit\n" + bash : bash;
}

std::optional<std::pair<int, int>> parse_size(const std::string& text) {
    int width = 0, height = 0;
    const char *begin = text.data(), *end = begin + text.size();
    const auto w = std::from_chars(begin, end, width);
    if (w.ec != std::errc{} || w.ptr == end || *w.ptr != 'x') return {};
    const auto h = std::from_chars(w.ptr + 1, end, height);
    if (h.ec != std::errc{} || h.ptr != end) return {};
    if (width < 16 || height < 16 || width > 16384 || height > 16384) return {};
    return std::pair{width, height};
}

} // namespace vigie::app
