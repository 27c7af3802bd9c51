#include "app/bench_soak.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <fstream>
#include <thread>
#include <nlohmann/json.hpp>
#include <numeric>

#include "app/bench_clock.hpp"
#include "app/bench_feed.hpp"
#include "app/painter.hpp"
#include "app/scratch_folder.hpp"

namespace vigie::app {

namespace {

constexpr std::chrono::milliseconds frame_every{33};
constexpr int samples = 10;

double s_since(SteadyClock::time_point begin) { return std::chrono::duration<double>(SteadyClock::now() - begin).count(); }

double rss_mb() {
    long pages = 0, resident = 0;
    std::ifstream("/proc/self/statm") >> pages >> resident;
    return static_cast<double>(resident * sysconf(_SC_PAGESIZE)) / (1 << 20);
}

struct Soak {
    double seconds = 0;
    std::uint64_t applied = 0;
    std::vector<double> frames_ms, rss;   // rss: at each tenth
    std::int64_t gpu_start = 0, gpu_end = 0;
};

std::uint64_t received(const Session& session) {
    std::uint64_t sum = 0;
    for (const gis::SourceStatus& s : session.statuses()) sum += s.changes_received;
    return sum;
}

Soak run(Workbench& bench, Painter& painter, double seconds) {
    Soak soak;
    const auto begin = SteadyClock::now();
    const std::uint64_t before = received(bench.session());
    while (s_since(begin) < seconds) {
        const auto frame = SteadyClock::now();
        painter.frame(bench, 1, std::chrono::duration<double>(frame_every).count());
        bench.map().finish();
        soak.frames_ms.push_back(s_since(frame) * 1000);
        if (s_since(begin) >= seconds * static_cast<double>(soak.rss.size() + 1) / samples) {
            if (soak.rss.empty()) soak.gpu_start = painter.gpu().counts().bytes;
            soak.rss.push_back(std::round(rss_mb() * 10) / 10);
        }
        std::this_thread::sleep_until(frame + frame_every);
    }
    soak.seconds = s_since(begin);
    soak.applied = received(bench.session()) - before;
    soak.gpu_end = painter.gpu().counts().bytes;
    if (soak.rss.empty()) soak.rss.push_back(std::round(rss_mb() * 10) / 10);
    return soak;
}

std::string report(const VerbContext& c, Soak soak) {
    const double mean = std::accumulate(soak.frames_ms.begin(), soak.frames_ms.end(), 0.0) / static_cast<double>(soak.frames_ms.size());
    std::ranges::sort(soak.frames_ms);
    const double p95 = soak.frames_ms[soak.frames_ms.size() * 95 / 100], most = soak.frames_ms.back();
    const auto rounded = [](double v) { return std::round(v * 100) / 100; };
    if (!c.line.json)
        return fmt::format("{:.0f} updates/s over {:.0f} s; frame {:.1f} ms (p95 {:.1f}, max {:.1f}); memory {:.0f} MB, at the end {:.0f} MB",
                           static_cast<double>(soak.applied) / soak.seconds, soak.seconds, mean, p95, most, soak.rss.front(), soak.rss.back());
    return nlohmann::ordered_json{{"peer", "vigie"}, {"dataset", "soak"}, {"objects", c.line.bench.live}, {"seconds", rounded(soak.seconds)},
                                  {"updates_per_s", rounded(static_cast<double>(soak.applied) / soak.seconds)}, {"frames", soak.frames_ms.size()},
                                  {"frame_mean_ms", rounded(mean)}, {"frame_p95_ms", rounded(p95)}, {"frame_max_ms", rounded(most)},
                                  {"rss_start_mb", soak.rss.front()}, {"rss_end_mb", soak.rss.back()}, {"rss_mb", soak.rss},
                                  {"gpu_start_bytes", soak.gpu_start}, {"gpu_end_bytes", soak.gpu_end}}.dump();
}

gis::Result<Soak> measure(const VerbContext& c, int width, int height) {
    const ScratchFolder folder;
    SessionOptions o;
    o.places = c.places;
    o.places.data = folder.path() / "data";
    o.places.config = folder.path() / "config";
    o.places.cache = folder.path() / "cache";
    std::filesystem::create_directories(o.places.data);
    o.paths = {folder.path() / "data" / "soak.gpkg"};
    o.backends = {bench_feed_main};
    auto painter = Painter::create(c.places.share / "shaders", width, height);
    if (!painter) return painter.error();
    WorkbenchOptions w;
    w.places = o.places;
    w.preferences.settings.language = c.language.code();
    {   // a commune file to keep the history in
        gis::DeskOptions desk;
        desk.file = o.paths.front();
        desk.clock = &c.clock;
        if (auto made = gis::Desk::open(std::move(desk)); !made) return made.error();
    }
    auto session = Session::open(std::move(o), c.clock, [] {});
    if (!session) return session.error();
    const nlohmann::json config{{"objects", c.line.bench.live}, {"updates_per_s", c.line.bench.feed}};
    if (auto started = (*session)->start_source({"bench_feed", "bench_feed", "bench_feed", config.dump(), false}); !started) return started.error();
    (*session)->wait_until_loaded(gis::Millis{60'000});
    auto bench = Workbench::create(std::move(w), std::move(session).value(), (*painter)->gpu(), c.clock, [] {});
    if (!bench) return bench.error();
    return run(**bench, **painter, c.line.bench.seconds);
}

} // namespace

Exit run_soak_bench(const VerbContext& c, int width, int height) {
    auto soak = measure(c, width, height);
    if (!soak) {
        print_error(c.language, soak.error());
        return Exit::failed;
    }
    fmt::print("{}\n", report(c, std::move(soak).value()));
    return Exit::done;
}

} // namespace vigie::app
