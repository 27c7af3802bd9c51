#include "app/bench_start.hpp"

#include <fmt/format.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <cmath>
#include <cstdio>
#include <nlohmann/json.hpp>

#include "app/bench_clock.hpp"
#include "app/keyring.hpp"
#include "app/painter.hpp"
#include "app/scratch_folder.hpp"

namespace vigie::app {

namespace {

constexpr double patience_s = 60;
constexpr double frame_s = 1.0 / 60;

double s_since(SteadyClock::time_point begin) { return std::chrono::duration<double>(SteadyClock::now() - begin).count(); }

gis::Error no_map() {
    return {gis::ErrorClass::internal, {"bench.error.start", {{"seconds", fmt::format("{:.0f}", patience_s)}}}, {"bench.remedy.start", {}}, {}};
}

bool shows_a_map(Workbench& bench) {
    return bench.session().loading_fraction() >= 1 && !bench.session().layers().empty() && bench.map().complete();
}

// What the window does, drawn off screen: until the picture holds every tile of the first view.
gis::Outcome start_once(const VerbContext& c, int width, int height) {
    const auto begin = SteadyClock::now();
    SessionOptions o;
    o.places = c.places;
    o.demo = c.line.paths.empty();
    o.paths = c.line.paths;
    o.personal_key = personal_key().bytes;
    auto painter = Painter::create(c.places.share / "shaders", width, height);
    if (!painter) return painter.error();
    auto session = Session::open(std::move(o), c.clock, [] {});
    if (!session) return session.error();
    WorkbenchOptions w;
    w.places = c.places;
    w.preferences.settings.language = c.language.code();
    auto bench = Workbench::create(std::move(w), std::move(session).value(), (*painter)->gpu(), c.clock, [] {});
    if (!bench) return bench.error();
    while (s_since(begin) < patience_s) {
        (*painter)->frame(**bench, 1, frame_s);
        if (!shows_a_map(**bench)) continue;
        (*bench)->map().finish();
        fmt::print("map\n");
        std::fflush(stdout);
        return gis::Done{};
    }
    return no_map();
}

// Launches this program with folders of its own; milliseconds until it says that its map is there.
gis::Result<double> timed_start(const VerbContext& c, const std::filesystem::path& folders, int width, int height) {
    std::vector<std::string> words{"vigie", "bench", "--start-once", "--size", fmt::format("{}x{}", width, height)};
    for (const auto& path : c.line.paths) words.push_back(std::filesystem::absolute(path).string());
    std::vector<char*> arguments;
    for (std::string& w : words) arguments.push_back(w.data());
    arguments.push_back(nullptr);
    std::vector<std::string> settings{"XDG_DATA_HOME=" + (folders / "data").string(), "XDG_CONFIG_HOME=" + (folders / "config").string(),
                                      "XDG_CACHE_HOME=" + (folders / "cache").string()};
    std::vector<char*> environment;
    for (char** e = environ; *e; ++e)
        if (!std::string_view(*e).starts_with("XDG_DATA_HOME=") && !std::string_view(*e).starts_with("XDG_CONFIG_HOME=") &&
            !std::string_view(*e).starts_with("XDG_CACHE_HOME="))
            environment.push_back(*e);
    for (std::string& s : settings) environment.push_back(s.data());
    environment.push_back(nullptr);
    int ends[2];
    if (pipe(ends) != 0) return no_map();
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO);
    posix_spawn_file_actions_addclose(&actions, ends[0]);
    posix_spawn_file_actions_addclose(&actions, ends[1]);
    const auto begin = SteadyClock::now();
    pid_t child = 0;
    const int failed = posix_spawn(&child, "/proc/self/exe", &actions, nullptr, arguments.data(), environment.data());
    posix_spawn_file_actions_destroy(&actions);
    close(ends[1]);
    char said = 0;
    const bool answered = failed == 0 && read(ends[0], &said, 1) == 1 && said == 'm';
    const double ms = s_since(begin) * 1000;
    close(ends[0]);
    int status = 0;
    if (failed == 0) waitpid(child, &status, 0);
    if (!answered) return no_map();
    return ms;
}

} // namespace

Exit run_start_bench(const VerbContext& c, int width, int height) {
    if (c.line.bench.start_once) {
        const auto started = start_once(c, width, height);
        if (started) return Exit::done;
        print_error(c.language, started.error());
        return Exit::failed;
    }
    const ScratchFolder folders;
    double ms[2];
    for (double& start : ms) {
        const auto timed = timed_start(c, folders.path(), width, height);
        if (!timed) {
            print_error(c.language, timed.error());
            return Exit::failed;
        }
        start = std::round(*timed * 10) / 10;
    }
    if (c.line.json) fmt::print("{}\n", nlohmann::ordered_json{{"peer", "vigie"}, {"first_start_to_map_ms", ms[0]}, {"second_start_to_map_ms", ms[1]}}.dump());
    else fmt::print("start {:.0f} ms, again {:.0f} ms\n", ms[0], ms[1]);
    return Exit::done;
}

} // namespace vigie::app
