// A host that watches: takes what a plugin pushes, checks every bound, and misbehaves as a real one may (full, cancelled).
#pragma once

#include <atomic>
#include <chrono>
#include <functional>
#include <mutex>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "gis/backends/vigie_backend.hpp"
#include "gis/model/change.hpp"

namespace vigie::gis {

class StandInHost {
public:
    StandInHost();
    ~StandInHost();
    StandInHost(const StandInHost&) = delete;
    StandInHost& operator=(const StandInHost&) = delete;

    vigie_host table{};
    std::atomic<int> refusals_before_taking{0};  // FULL is answered so often before each batch is taken; −1 = always
    void cancel();

    struct Seen {
        std::vector<std::string> faults;         // of the interface, in words
        std::size_t changes = 0, batches = 0, quarantined = 0, states = 0, lost_after_full = 0;
        std::multiset<std::uint64_t> acks;
        std::string cursor, quarantine_why;
        int health = -1;
        std::set<EntityKind> open_snapshots;
        bool snapshot_whole = false;
    };
    [[nodiscard]] Seen seen() const;
    [[nodiscard]] bool wait(std::chrono::milliseconds most, const std::function<bool(const Seen&)>& enough) const;

private:
    std::int32_t push(const vigie_batch& batch);
    void fault(std::string what);

    mutable std::mutex mutex_;
    Seen seen_;
    int refused_ = 0;
    std::string waiting_id_;     // first id of the batch that was answered FULL
    bool waiting_ = false;
    int cancel_fd_ = -1;
    std::atomic<bool> cancelled_{false};
};

// `run` on a thread of its own, as a host does it.
class PluginRun {
public:
    PluginRun(const vigie_backend& table, void* instance, std::string cursor);
    ~PluginRun();
    [[nodiscard]] bool ended_within(std::chrono::milliseconds most);
    [[nodiscard]] std::int32_t answer() const { return answer_; }
    [[nodiscard]] const vigie_error& error() const { return error_; }

private:
    std::atomic<bool> ended_{false};
    std::int32_t answer_ = 0;
    vigie_error error_{};
    std::thread thread_;
};

} // namespace vigie::gis
