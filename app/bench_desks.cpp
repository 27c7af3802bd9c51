#include "app/bench_desks.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <cstdlib>
#include <mutex>
#include <nlohmann/json.hpp>
#include <thread>

#include "gis/backends/hub.hpp"
#include "gis/backends/postgis/schema.hpp"

namespace vigie::app {

namespace {

namespace postgis = gis::postgis;
using Steady = std::chrono::steady_clock;

constexpr int sensors = 200, report_every = 500;        // changes
constexpr std::size_t least_written = 10, most_written = 1'000;  // observations of one transaction: all that is due
constexpr std::chrono::seconds grace{15};  // for the last changes to arrive
constexpr std::chrono::seconds opening_patience{120};

// Every change has a number: an observation carries it as its value, a report in its id.
struct Ledger {
    std::vector<std::atomic<std::int64_t>> sent_us;  // by number; 0 = not yet
    std::atomic<std::size_t> count{0};
    explicit Ledger(std::size_t most) : sent_us(most) {}
};

std::int64_t now_us() { return std::chrono::duration_cast<std::chrono::microseconds>(Steady::now().time_since_epoch()).count(); }

struct BenchDesk {
    std::unique_ptr<gis::BackendHub> hub;
    std::vector<std::uint8_t> seen;  // by number: how often
    bool ready = false;
};

struct Run {
    std::string name;  // begins the ids of everything this run writes
    Ledger& ledger;
    std::vector<BenchDesk> desks;
    std::vector<float> lags_ms;
    std::mutex mutex;
    std::condition_variable changed;
    bool woken = false;

    void wake() {
        const std::lock_guard lock(mutex);
        woken = true;
        changed.notify_one();
    }
};

std::optional<std::size_t> number_of(const Run& run, const gis::Change& change) {
    if (const auto* o = std::get_if<gis::Observed>(&change); o && o->sensor.remote_id.starts_with(run.name)) return static_cast<std::size_t>(o->value);
    if (const auto* u = std::get_if<gis::Upsert>(&change)) {
        const auto* report = std::get_if<gis::Report>(&u->entity);
        if (report && report->origin.remote_id.starts_with(run.name + "r")) return std::strtoull(report->origin.remote_id.c_str() + run.name.size() + 1, nullptr, 10);
    }
    return {};
}

void take(Run& run, BenchDesk& desk) {
    for (const gis::ChangeBatch& batch : desk.hub->drain(100'000)) {
        desk.ready = desk.ready || !batch.cursor.empty();
        const std::int64_t now = now_us();
        for (const gis::Change& change : batch.changes) {
            const auto number = number_of(run, change);
            if (!number || *number >= desk.seen.size()) continue;
            if (desk.seen[*number]++ == 0) run.lags_ms.push_back(static_cast<float>(now - run.ledger.sent_us[*number]) / 1000.0f);
        }
    }
}

// Drains until `done`; the time it may take is bounded.
bool drain_until(Run& run, Steady::time_point end, const std::function<bool()>& done) {
    while (!done()) {
        if (Steady::now() > end) return false;
        {
            std::unique_lock lock(run.mutex);
            run.changed.wait_for(lock, std::chrono::milliseconds(20), [&] { return run.woken; });
            run.woken = false;
        }
        for (BenchDesk& desk : run.desks) take(run, desk);
    }
    return true;
}

gis::Outcome make_sensors(postgis::Connection& connection, const Run& run) {
    auto made = connection.run("INSERT INTO vigie.entity (kind, id, data) SELECT 'sensor', $1 || 's' || n, jsonb_build_object('name', $1 || n)"
                               " FROM generate_series(0, " + std::to_string(sensors - 1) + ") AS n", {run.name});
    return made ? gis::Outcome(gis::Done{}) : made.error();
}

void remove_all(postgis::Connection& connection, const std::string& name) {
    (void)connection.run("DELETE FROM vigie.entity WHERE kind IN ('sensor', 'report') AND starts_with(id, $1)", {name});
    (void)connection.run("DELETE FROM vigie.observation WHERE starts_with(sensor, $1)", {name});
}

// One transaction: observations, or one report as a desk makes it.
gis::Outcome write_some(postgis::Connection& connection, Run& run, std::size_t first, std::size_t count, bool report, const std::function<std::int64_t(std::size_t)>& due_us) {
    if (report) {
        run.ledger.sent_us[first] = due_us(first);
        auto made = connection.run("SELECT vigie.submit($1, 'upsert', 'report', '', NULL, '{\"description\":\"bench\",\"place\":[3,43]}', NULL, 'bench')",
                                   {run.name + "r" + std::to_string(first)});
        return made ? gis::Outcome(gis::Done{}) : made.error();
    }
    for (std::size_t i = 0; i < count; ++i) run.ledger.sent_us[first + i] = due_us(first + i);
    auto made = connection.run("INSERT INTO vigie.observation SELECT $1 || 's' || (n % " + std::to_string(sensors) + "), clock_timestamp() + n * interval '1 ms', n"
                               " FROM generate_series($2::bigint, $2::bigint + " + std::to_string(count - 1) + ") AS n",
                               {run.name, std::to_string(first)});
    return made ? gis::Outcome(gis::Done{}) : made.error();
}

// A writer that fell behind writes more at a time, as one does that collects what came in.
gis::Outcome write_all(postgis::Connection& connection, Run& run, double rate, double seconds) {
    const auto begin = Steady::now();
    const auto total = static_cast<std::size_t>(rate * seconds);
    const std::int64_t begin_us = now_us();
    // Late is counted from when a change was due, not from when a writer that fell behind came to it.
    const auto due_us = [&](std::size_t n) { return std::min(now_us(), begin_us + static_cast<std::int64_t>(static_cast<double>(n + 1) / rate * 1e6)); };
    for (std::size_t next = 0, next_report = report_every; next < total;) {
        const bool report = next >= next_report;
        const std::size_t least = report ? 1 : std::min(least_written, total - next);
        std::this_thread::sleep_until(begin + std::chrono::duration_cast<Steady::duration>(std::chrono::duration<double>(static_cast<double>(next + least) / rate)));
        const auto due = static_cast<std::size_t>(std::chrono::duration<double>(Steady::now() - begin).count() * rate);
        const std::size_t count = report ? 1 : std::clamp(std::min(due, total) - std::min(next, due), least, most_written);
        if (auto written = write_some(connection, run, next, count, report, due_us); !written) return written;
        if (report) next_report += report_every;
        next += count;
        run.ledger.count = next;
    }
    return gis::Done{};
}

std::string config_of(const postgis::Target& target) {
    const auto text = [&](const char* keyword) { return target.get(keyword); };
    return nlohmann::json{{"host", text("host")}, {"port", text("port").empty() ? "5432" : text("port")}, {"database", text("dbname")}, {"user", text("user")},
                          {"sslmode", text("sslmode")}, {"sslrootcert", text("sslrootcert")}}.dump();
}

double percentile(std::vector<float>& sorted, double p) {
    return sorted.empty() ? 0 : sorted[std::min(sorted.size() - 1, static_cast<std::size_t>(p * static_cast<double>(sorted.size())))];
}

nlohmann::json report(Run& run, double rate, double seconds, double took) {
    const std::size_t sent = run.ledger.count;
    std::uint64_t lost = 0, doubled = 0;
    for (const BenchDesk& desk : run.desks)
        for (std::size_t n = 0; n < sent; ++n) {
            lost += desk.seen[n] == 0;
            doubled += desk.seen[n] > 1;
        }
    std::ranges::sort(run.lags_ms);
    return {{"desks", run.desks.size()}, {"rate", rate}, {"seconds", seconds}, {"sent", sent}, {"sent_per_s", static_cast<double>(sent) / took},
            {"received", run.lags_ms.size()}, {"lost", lost}, {"doubled", doubled},
            {"lag_ms", {{"p50", percentile(run.lags_ms, 0.5)}, {"p95", percentile(run.lags_ms, 0.95)}, {"p99", percentile(run.lags_ms, 0.99)},
                        {"max", run.lags_ms.empty() ? 0 : run.lags_ms.back()}}}};
}

} // namespace

Exit run_desks_bench(const VerbContext& c) {
    const BenchArguments& b = c.line.bench;
    const auto fail = [&](const gis::Error& error) {
        print_error(c.language, error);
        return Exit::failed;
    };
    const auto target = postgis::target_from_url(b.database);
    if (!target) {
        print_error(c.language, target.error());
        return Exit::usage;
    }
    auto connection = postgis::Connection::open(*target, {});
    if (!connection) return fail(connection.error());
    if (const auto shared = postgis::require_shared(*connection); !shared) return fail(shared.error());
    const std::size_t most = static_cast<std::size_t>(b.rate * b.seconds) + most_written;
    Ledger ledger(most);
    Run run{"bench" + std::to_string(now_us()) + "-", ledger, {}, {}, {}, {}, false};
    run.lags_ms.reserve(most * static_cast<std::size_t>(b.desks));
    if (auto made = make_sensors(*connection, run); !made) return fail(made.error());
    for (int i = 0; i < b.desks; ++i) {
        run.desks.push_back({std::make_unique<gis::BackendHub>(c.clock, [&run] { run.wake(); }), std::vector<std::uint8_t>(most)});
        if (auto started = run.desks.back().hub->start({"desk", "desk", "postgis", config_of(*target), false}, ""); !started) return fail(started.error());
    }
    const auto all_ready = [&] { return std::ranges::all_of(run.desks, &BenchDesk::ready); };
    if (!drain_until(run, Steady::now() + opening_patience, all_ready)) {
        remove_all(*connection, run.name);
        const auto statuses = run.desks.front().hub->statuses();
        return fail({gis::ErrorClass::remote, {"app.bench.desks_not_ready", {}}, statuses.empty() ? gis::Text{} : statuses.front().why, {}});
    }
    std::atomic<bool> written{false};
    gis::Outcome outcome = gis::Done{};
    const auto begin = Steady::now();
    double took = 0;
    std::thread writer([&] {
        outcome = write_all(*connection, run, b.rate, b.seconds);
        took = std::chrono::duration<double>(Steady::now() - begin).count();
        written = true;
        run.wake();
    });
    const auto duration = std::chrono::duration_cast<Steady::duration>(std::chrono::duration<double>(b.seconds * 4 + 60));
    (void)drain_until(run, begin + duration, [&] { return written.load(); });
    writer.join();
    const std::size_t expected = run.ledger.count * run.desks.size();
    (void)drain_until(run, Steady::now() + grace, [&] { return run.lags_ms.size() >= expected; });
    for (BenchDesk& desk : run.desks) desk.hub->stop_all();
    remove_all(*connection, run.name);
    if (!outcome) return fail(outcome.error());
    fmt::print("{}\n", report(run, b.rate, b.seconds, took).dump(c.line.json ? -1 : 2));
    return Exit::done;
}

} // namespace vigie::app
