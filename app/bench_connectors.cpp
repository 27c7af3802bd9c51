#include "app/bench_connectors.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <mutex>
#include <nlohmann/json.hpp>
#include <optional>
#include <thread>

#include "app/bench_connectors_web.hpp"
#include "gis/backends/hub.hpp"
#include "gis/backends/outside.hpp"
#include "gis/backends/postgis/schema.hpp"
#include "gis/backends/programs/program_backend.hpp"

namespace vigie::app {

namespace {

namespace fs = std::filesystem;
namespace postgis = gis::postgis;
using nlohmann::json;
using Steady = std::chrono::steady_clock;

constexpr std::size_t sizes[] = {1'000, 10'000, 100'000, 1'000'000};
constexpr double most_seconds = 60;  // of one size; the next is left out when this one took more than a tenth of it
constexpr const char* web_backends[] = {"open311", "sensorthings", "ngsi", "avl"};

// A file that goes with the benchmark.
struct Scratch {
    fs::path path = fs::temp_directory_path() / ("vigie-bench-" + std::to_string(::getpid()));
    Scratch() { fs::create_directories(path); }
    ~Scratch() {
        std::error_code ec;
        fs::remove_all(path, ec);
    }
};

struct Measured {
    std::size_t changes = 0;
    double seconds = 0, cpu_s = 0;  // the second: of this process, which a busy machine does not lengthen
    bool whole = false;
    std::string why;
};

bool counts(const gis::Change& c) { return !std::holds_alternative<gis::SnapshotMark>(c); }

// From the start of a source to the last of its changes on this side of the hub. `begun` runs once it is well.
Measured measure(const gis::Clock& clock, const gis::SourceConfig& config, std::size_t expected, std::shared_ptr<const gis::Outside> outside = nullptr, const std::function<void()>& begun = {}) {
    std::mutex mutex;
    std::condition_variable news;
    bool woken = false;
    const auto wake = [&] {
        const std::lock_guard lock(mutex);
        woken = true;
        news.notify_one();
    };
    Measured out;
    auto begin = Steady::now();
    auto cpu_begin = std::clock();
    gis::BackendHub hub(clock, wake, std::make_shared<gis::MemorySecrets>(), std::move(outside));
    if (auto started = hub.start(config, ""); !started) return {0, 0, 0, false, started.error().text.key};
    bool is_begun = !begun;
    while (out.changes < expected && out.seconds < most_seconds) {
        {
            std::unique_lock lock(mutex);
            news.wait_for(lock, std::chrono::milliseconds(100), [&] { return woken; });
            woken = false;
        }
        for (const gis::ChangeBatch& batch : hub.drain(100'000)) out.changes += static_cast<std::size_t>(std::ranges::count_if(batch.changes, counts));
        const gis::SourceStatus status = hub.statuses().at(0);
        if (!is_begun && status.health == gis::SourceHealth::ok) {
            is_begun = true;
            begin = Steady::now();
            cpu_begin = std::clock();
            begun();
        }
        out.seconds = std::chrono::duration<double>(Steady::now() - begin).count();
        if (status.health != gis::SourceHealth::offline && status.health != gis::SourceHealth::refused) continue;
        out.why = status.why.key + " " + status.detail;
        break;
    }
    out.cpu_s = static_cast<double>(std::clock() - cpu_begin) / CLOCKS_PER_SEC;
    out.whole = out.changes >= expected;
    return out;
}

Measured web(const VerbContext& c, const char* backend, std::size_t entities) {
    const WebWorkload workload = web_workload(backend, entities, c.clock.now());
    auto outside = std::make_shared<gis::Outside>(*gis::this_machine());
    outside->transfer = [&workload](const gis::remote::TransferRequest& request, const gis::remote::Interrupt&) -> std::variant<gis::remote::TransferReply, gis::remote::TransferFailure> {
        auto reply = workload.answer(request);
        if (reply.body.size() > request.limits.bytes) return gis::remote::TransferFailure{gis::remote::TransferFailure::Kind::too_big, {}};
        return reply;
    };
    return measure(c.clock, {"bench", "bench", workload.backend, workload.config, false}, workload.changes, outside);
}

Measured folder(const VerbContext& c, const fs::path& scratch, std::size_t entities) {
    const fs::path watched = scratch / ("folder-" + std::to_string(entities));
    fs::create_directories(watched);
    {
        std::ofstream file(watched / "signalements.csv");
        file << "ref,categorie,date,lon,lat\n";
        for (std::size_t n = 0; n < entities; ++n) file << n << ",Propreté,02/05/2026," << 3.0 + static_cast<double>(n % 1'000) / 5'000 << ',' << 43.5 + static_cast<double>(n / 1'000) / 50'000 << '\n';
    }
    return measure(c.clock, {"bench", "bench", "folder", json{{"path", watched.string()}, {"content", "reports"}}.dump(), false}, entities);
}

Measured program(const VerbContext& c, const fs::path& scratch, std::size_t entities) {
    const fs::path script = scratch / "bench.py";
    std::ofstream(script) << R"py(import json, sys
n = int(sys.argv[1])
for line in sys.stdin:
    m = json.loads(line)
    if m["m"] == "hello": print(json.dumps({"m": "hello", "abi": 1, "name": "bench"}), flush=True)
    elif m["m"] == "configure": print(json.dumps({"m": "ok", "id": m["id"]}), flush=True)
    elif m["m"] == "run":
        for i in range(n):
            sys.stdout.write(json.dumps({"m": "upsert", "kind": "sensor", "entityId": "s%d" % i, "place": [3.0, 43.5], "fields": {"name": "Bac %d" % i, "unit": "%"}}) + "\n")
        print(json.dumps({"m": "cursor", "value": "1"}), flush=True)
    elif m["m"] == "stop": break
)py";
    const json config{{"command", {"python3", script.string(), std::to_string(entities)}}};
    return measure(c.clock, {"bench", "bench", gis::program_backend_name, config.dump(), false}, entities);
}

// The commune's own entities come too: nothing else may be in the database.
Measured database(const VerbContext& c, postgis::Connection& connection, const postgis::Target& target, std::size_t entities) {
    auto made = connection.run("INSERT INTO vigie.entity (kind, id, data) SELECT 'sensor', 'bench-' || n, jsonb_build_object('name', 'Bac ' || n, 'unit', '%', 'place', jsonb_build_array(3.0 + n % 1000 / 5000.0, 43.5))"
                               " FROM generate_series(1, $1::bigint) AS n", {std::to_string(entities)});
    if (!made) return {0, 0, 0, false, made.error().detail};
    const auto text = [&](const char* keyword) { return target.get(keyword); };
    const json config{{"host", text("host")}, {"port", text("port").empty() ? "5432" : text("port")}, {"database", text("dbname")}, {"user", text("user")}, {"sslmode", text("sslmode")}, {"sslrootcert", text("sslrootcert")}};
    const Measured out = measure(c.clock, {"bench", "bench", "postgis", config.dump(), false}, entities);
    (void)connection.run("DELETE FROM vigie.entity WHERE kind = 'sensor' AND starts_with(id, 'bench-')");
    (void)connection.script("DELETE FROM vigie.change_log; VACUUM vigie.entity, vigie.change_log");
    return out;
}

Measured mqtt(const VerbContext& c, const std::string& broker, const fs::path& scratch, std::size_t entities) {
    const auto colon = broker.rfind(':');
    const std::string host = broker.substr(0, colon), port = colon == std::string::npos ? "1883" : broker.substr(colon + 1);
    const bool plain = std::ranges::all_of(host + port, [](char ch) { return std::isalnum(static_cast<unsigned char>(ch)) != 0 || ch == '.' || ch == '-'; });
    if (!plain) return {0, 0, 0, false, "broker"};
    const std::string topic = "vigie-bench/" + std::to_string(::getpid());
    const fs::path lines = scratch / "lines";
    {
        std::ofstream file(lines);
        for (std::size_t n = 0; n < entities; ++n) file << R"({"id":"d)" << n % 1'000 << R"(","level":)" << n << "}\n";
    }
    const json config{{"address", host}, {"port", std::atoi(port.c_str())}, {"tls", false}, {"profile", "json"}, {"topics", topic}, {"device", "id"}, {"values", {{{"path", "level"}}}}};
    std::thread publisher;
    const auto publish = [&] {
        publisher = std::thread([&] { (void)!std::system(("mosquitto_pub -h " + host + " -p " + port + " -t " + topic + " -l < '" + lines.string() + "'").c_str()); });
    };
    const Measured out = measure(c.clock, {"bench", "bench", "mqtt", config.dump(), false}, entities, nullptr, publish);
    if (publisher.joinable()) publisher.join();
    return out;
}

// Each size in turn, as long as the one before left time for it.
json all_sizes(const std::function<Measured(std::size_t)>& run) {
    json rows = json::array();
    for (const std::size_t entities : sizes) {
        const Measured m = run(entities);
        json row{{"entities", entities}, {"changes", m.changes}, {"seconds", m.seconds}, {"cpu_s", m.cpu_s}, {"per_s", m.seconds > 0 ? static_cast<double>(m.changes) / m.seconds : 0}, {"whole", m.whole}};
        if (!m.why.empty()) row["why"] = m.why;
        rows.push_back(std::move(row));
        if (!m.whole || m.seconds > most_seconds / 10) break;
    }
    return rows;
}

} // namespace

Exit run_connectors_bench(const VerbContext& c) {
    const BenchArguments& b = c.line.bench;
    const Scratch scratch;
    json out = json::object();
    for (const char* backend : web_backends) out[backend] = all_sizes([&](std::size_t n) { return web(c, backend, n); });
    out["folder"] = all_sizes([&](std::size_t n) { return folder(c, scratch.path, n); });
    out["program"] = all_sizes([&](std::size_t n) { return program(c, scratch.path, n); });
    if (!b.broker.empty()) out["mqtt"] = all_sizes([&](std::size_t n) { return mqtt(c, b.broker, scratch.path, n); });
    if (!b.database.empty()) {
        const auto target = postgis::target_from_url(b.database);
        auto connection = target ? postgis::Connection::open(*target, {.answer = std::chrono::milliseconds(0)}) : gis::Result<postgis::Connection>(target.error());
        if (!connection) {
            print_error(c.language, connection.error());
            return Exit::failed;
        }
        out["postgis"] = all_sizes([&](std::size_t n) { return database(c, *connection, *target, n); });
    }
    fmt::print("{}\n", out.dump(c.line.json ? -1 : 2));
    return Exit::done;
}

} // namespace vigie::app
