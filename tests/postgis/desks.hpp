// Desks of one shared database, as the session runs them but without its layers: a commune file each, the source between.
#pragma once

#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <functional>
#include <memory>
#include <set>
#include <string>
#include <thread>

#include <catch2/catch_test_macros.hpp>

#include "gis/backends/hub.hpp"
#include "gis/backends/postgis/migrate.hpp"
#include "gis/model/entity_json.hpp"
#include "gis/store/desk.hpp"
#include "tests/postgis/cluster.hpp"

namespace vigie::test {

using namespace vigie::gis;

struct SetClock final : Clock {
    explicit SetClock(std::chrono::minutes ahead = {}) : ahead_by(ahead) {}
    std::chrono::minutes ahead_by;
    [[nodiscard]] Time now() const override { return std::chrono::time_point_cast<Millis>(std::chrono::system_clock::now()) + ahead_by; }
};

struct TestFolder {
    std::filesystem::path path;
    TestFolder() {
        static int n = 0;
        path = std::filesystem::temp_directory_path() / ("vigie-desks-" + std::to_string(::getpid()) + "-" + std::to_string(n++));
        std::filesystem::create_directories(path);
    }
    ~TestFolder() { std::filesystem::remove_all(path); }
    TestFolder(const TestFolder&) = delete;
    TestFolder& operator=(const TestFolder&) = delete;
};

inline const Actor someone{.name = "C. Delmas", .post = "régulation", .role = Role::dispatcher};

// What Session::tick does with its sources, no more.
class SharedDesk {
public:
    SharedDesk(std::filesystem::path file, std::string config, std::chrono::minutes ahead = {})
        : file_(std::move(file)), config_(std::move(config)), clock(ahead) { open(); }

    void tick() {
        for (const ChangeBatch& batch : hub_->drain(2'000)) {
            auto accepted = desk_->accept(batch);
            if (!accepted) FAIL(accepted.error().text.key + " " + accepted.error().detail);
        }
        for (const Ack& ack : hub_->drain_acks()) {
            in_flight_.erase(ack.ticket);
            const SettleAs as = ack.outcome == AckOutcome::done ? SettleAs::done : ack.outcome == AckOutcome::conflict ? SettleAs::conflict
                                : ack.outcome == AckOutcome::refused ? SettleAs::refused : SettleAs::retry;
            REQUIRE(desk_->settle(ack.ticket, as, ack.remote_id, ack.version, ack.why).ok());
        }
        if (!sending) return;
        for (const OutboxItem& item : desk_->outbox("base", 32)) {
            if (!in_flight_.insert(item.id).second) continue;
            const WriteBack edit{item.id, item.entity.kind, item.remote_id, item.expected_version, item.idempotency_key, item.fields_json, item.seen, item.removal};
            if (!hub_->submit("base", edit)) in_flight_.erase(item.id);
        }
    }
    // As if the process were killed: nothing is settled that was not; then started again.
    void kill() {
        hub_.reset();
        desk_.reset();
        in_flight_.clear();
    }
    void open() {
        DeskOptions options;
        options.file = file_;
        options.clock = &clock;
        options.personal_key = std::string(32, 'k');
        options.shared_source = [] { return std::string("base"); };
        auto desk = Desk::open(std::move(options));
        REQUIRE(desk.ok());
        desk_.emplace(std::move(*desk));
        hub_ = std::make_unique<BackendHub>(clock, [] {});
        REQUIRE(hub_->start({"base", "Base partagée", "postgis", config_, false}, desk_->cursor("base")).ok());
    }
    [[nodiscard]] const World& world() const { return desk_->world(); }
    [[nodiscard]] Desk& desk() { return *desk_; }
    [[nodiscard]] BackendHub& hub() { return *hub_; }
    [[nodiscard]] SourceStatus status() const { return hub_->statuses().at(0); }
    [[nodiscard]] bool alive() const { return status().health == SourceHealth::ok; }
    // Everything that the database had has come.
    [[nodiscard]] bool ready() const { return alive() && !desk_->cursor("base").empty(); }
    [[nodiscard]] bool settled() const { return desk_->waiting("base") == 0; }
    Receipt does(const std::vector<Command>& gesture) {
        auto done = desk_->execute(gesture, someone);
        if (!done) FAIL(done.error().text.key + " " + done.error().detail);
        return std::move(*done);
    }

private:
    std::filesystem::path file_;
    std::string config_;
    std::optional<Desk> desk_;
    std::unique_ptr<BackendHub> hub_;
    std::set<std::uint64_t> in_flight_;

public:
    SetClock clock;
    bool sending = true;  // false: what is done here stays here
};

// Ticks all desks until it is so; how long it took, or nothing.
inline std::optional<std::chrono::milliseconds> until(std::initializer_list<SharedDesk*> desks, const std::function<bool()>& so,
                                                      std::chrono::seconds patience = std::chrono::seconds(30)) {
    const auto begin = std::chrono::steady_clock::now();
    while (std::chrono::steady_clock::now() - begin < patience) {
        for (SharedDesk* desk : desks) desk->tick();
        if (so()) return std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - begin);
        std::this_thread::sleep_for(std::chrono::milliseconds(2));
    }
    return {};
}

// A small commune in a database of its own: two crews, two interventions to plan, one report, one sensor.
inline std::string shared_commune(Cluster& cluster, const TestFolder& folder) {
    const SetClock clock;
    const auto file = folder.path / "origin.gpkg";
    {
        DeskOptions options;
        options.file = file;
        options.clock = &clock;
        auto desk = Desk::open(std::move(options));
        REQUIRE(desk.ok());
        EditSet edits;
        for (const char* name : {"Voirie A", "Voirie B"}) {
            Crew crew;
            crew.name = crew.code = name;
            crew.status = CrewStatus::available;
            edits.put.emplace_back(crew);
        }
        for (const char* title : {"Nid-de-poule", "Fuite"}) {
            Intervention job;
            job.title = title;
            job.place = {3, 43};
            job.duration = Seconds{3600};
            edits.put.emplace_back(job);
        }
        Report report;
        report.category = "voirie";
        report.place = {3, 43};
        edits.put.emplace_back(report);
        Sensor sensor;
        sensor.name = "Niveau";
        sensor.unit = "%";
        edits.put.emplace_back(sensor);
        REQUIRE(desk->derive(edits, {"app.rules_applied", {}}, true).ok());
    }
    const std::string database = cluster.make_database();
    auto connection = cluster.connect(database);
    const auto up = postgis::migrate_to(connection, file, clock);
    if (!up) FAIL(up.error().text.key + " " + up.error().detail);
    return database;
}

template <class E>
const E* named(const World& world, const std::string& name) {
    for (const E& e : world.table<E>()) {
        if constexpr (requires { e.title; }) { if (e.title == name) return &e; }
        else if (e.name == name) return &e;
    }
    return nullptr;
}

} // namespace vigie::test
