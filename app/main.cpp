// Composition root: parses the command line, finds the words and the places, and starts the verb.
#include <fmt/format.h>
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include <cstdlib>
#include <string_view>

#include "app/command_line.hpp"
#include "app/commune_file.hpp"
#include "app/keyring.hpp"
#include "app/machine_memory.hpp"
#include "app/plugins.hpp"
#include "app/secrets.hpp"
#include "app/places.hpp"
#include "app/preferences.hpp"
#include "app/session.hpp"
#include "app/system_clock.hpp"
#include "app/verbs.hpp"
#include "gis/backends/programs/run_plugin.hpp"
#include "app/window.hpp"

namespace {

using namespace vigie;
using namespace vigie::app;

// --lang anywhere, else the settings, else the desktop's language, else French.
std::string language_code(int argc, char** argv, const Preferences& preferences, bool has_preferences) {
    for (int i = 1; i < argc; ++i) {
        const std::string_view a = argv[i];
        if (a == "--lang" && i + 1 < argc) return argv[i + 1];
        if (a.starts_with("--lang=")) return std::string(a.substr(7));
    }
    if (has_preferences) return preferences.settings.language;
    for (const char* variable : {"LC_ALL", "LC_MESSAGES", "LANG"})
        if (const char* value = std::getenv(variable); value && *value) return std::string_view(value).starts_with("en") ? "en" : "fr";
    return "fr";
}

Exit open_window(const VerbContext& c, Preferences preferences, std::vector<gis::Notice> notices) {
    using Kind = panels::CommuneRequest::Kind;
    panels::CommuneRequest first{c.line.verb == Verb::open ? Kind::open : Kind::demo, c.line.paths, {}};
    if (c.line.verb == Verb::window && !preferences.recent.empty())  // the last commune, else the demo
        if (const auto& last = preferences.recent.front().file; !last.empty()) first = {Kind::open, {last}, {}};
    preferences.settings.language = c.language.code();
    const auto secrets = std::make_shared<DeskSecrets>(c.places.data / "secrets.vigie");
    const PersonalKey key = personal_key();
    if (key.notice) notices.push_back(*key.notice);
    const OpenSession open = [&](const panels::CommuneRequest& wanted, std::function<void()> wake) -> gis::Result<std::unique_ptr<Session>> {
        SessionOptions o;
        o.places = c.places;
        o.demo = wanted.kind == Kind::demo;
        o.paths = wanted.paths;
        if (wanted.kind == Kind::create && !wanted.paths.empty())
            if (auto made = create_commune(wanted.paths.front(), wanted.name, {}, catalog_of(c.places).catalog, c.clock); !made) return made.error();
        o.personal_key = key.bytes;
        o.secrets = secrets;
        o.program = this_program();
        o.demo_config_json = demo_config_json(c.line.seed, c.line.speed, DemoPast::behind);
        return Session::open(std::move(o), c.clock, std::move(wake));
    };
    if (auto ended = run_window(c.places, preferences, std::move(notices), c.clock, open, first); !ended) {
        print_error(c.language, ended.error());
        return Exit::failed;
    }
    return Exit::done;
}

Exit run(const VerbContext& c, Preferences preferences, std::vector<gis::Notice> notices) {
    switch (c.line.verb) {
    case Verb::window:
    case Verb::demo:
    case Verb::open: return open_window(c, std::move(preferences), std::move(notices));
    case Verb::create: return run_new(c);
    case Verb::import: return run_import(c);
    case Verb::export_layer: return run_export(c);
    case Verb::render: return run_render(c);
    case Verb::check: return run_check(c);
    case Verb::plan: return run_plan(c);
    case Verb::duties: return run_duties(c);
    case Verb::council: return run_council(c);
    case Verb::energy: return run_energy(c);
    case Verb::migrate: return run_migrate(c);
    case Verb::backends: return run_backends(c);
    case Verb::trust: return run_trust(c);
    case Verb::bench: return run_bench(c);
    case Verb::man: fmt::print("{}", man_page(c.language)); return Exit::done;
    case Verb::completion: fmt::print("{}", completion_script(c.line.shell, c.language)); return Exit::done;
    }
    return Exit::usage;
}

} // namespace

int main(int argc, char** argv) {
    give_back_free_memory();
    if (argc == 3 && std::string_view(argv[1]) == "run-plugin") return gis::run_plugin(argv[2], SystemClock{});  // a helper process: no words, no settings
    spdlog::set_default_logger(spdlog::stderr_logger_mt("vigie"));
    spdlog::set_level(spdlog::level::warn);
    const auto places = find_places();
    if (!places) {  // no words without assets: the one sentence that cannot be translated
        fmt::print(stderr, "vigie: share/vigie (assets, shaders) not found beside the program; reinstall it or set VIGIE_SHARE_DIR\n");
        return static_cast<int>(Exit::failed);
    }
    std::error_code ec;
    LoadedPreferences loaded = load_preferences(places->config);
    const bool has_preferences = std::filesystem::exists(places->config / "settings.json", ec);
    const std::string code = language_code(argc, argv, loaded.preferences, has_preferences);
    auto language = gis::Language::load(places->share / "lang", code);
    if (!language) language = gis::Language::load(places->share / "lang", "fr");
    if (!language) {
        fmt::print(stderr, "vigie: {} is damaged; reinstall the program\n", (places->share / "lang").string());
        return static_cast<int>(Exit::failed);
    }
    const Parsed parsed = parse_command_line(argc, argv, *language);
    if (!parsed.command) return static_cast<int>(parsed.exit);
    if (parsed.command->verbose) spdlog::set_level(spdlog::level::debug);
    Places used = *places;
    used.style = parsed.command->style;
    const SystemClock clock;
    return static_cast<int>(run({*parsed.command, used, *language, clock}, std::move(loaded.preferences), std::move(loaded.notices)));
}
