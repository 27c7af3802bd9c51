// Work for a few threads, in the order of the last plan: each frame says anew what it needs, so what nobody wants any more
// is never begun, and the newest and most visible comes first. Results are taken by the thread that planned.
#pragma once

#include <algorithm>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <mutex>
#include <optional>
#include <stop_token>
#include <thread>
#include <unordered_set>
#include <utility>
#include <vector>

namespace vigie::render {

// Job: a value with `std::uint64_t id` (unique) and `Result run() const`; Result is movable.
template <class Job, class Result>
class WorkQueue {
public:
    WorkQueue(int threads, std::function<void()> wake) : wake_(std::move(wake)) {
        for (int i = 0; i < threads; ++i) threads_.emplace_back([this](std::stop_token stop) { work(stop); });
    }
    ~WorkQueue() {
        for (std::jthread& t : threads_) t.request_stop();
        ready_.notify_all();
    }
    WorkQueue(const WorkQueue&) = delete;
    WorkQueue& operator=(const WorkQueue&) = delete;

    // Replaces what waits; what is running, or finished and not yet taken, is not begun again.
    void plan(std::vector<Job> jobs) {
        {
            const std::lock_guard lock(mutex_);
            std::erase_if(jobs, [&](const Job& j) { return begun_.contains(j.id); });
            waiting_ = std::move(jobs);
            std::ranges::reverse(waiting_);  // taken from the back
        }
        ready_.notify_all();
    }

    // Finished results, in the order they were finished.
    [[nodiscard]] std::vector<std::pair<std::uint64_t, Result>> take() {
        const std::lock_guard lock(mutex_);
        for (const auto& [id, result] : finished_) begun_.erase(id);
        return std::exchange(finished_, {});
    }
    [[nodiscard]] bool idle() const {
        const std::lock_guard lock(mutex_);
        return waiting_.empty() && begun_.empty();
    }
    [[nodiscard]] bool has_results() const {
        const std::lock_guard lock(mutex_);
        return !finished_.empty();
    }

    // The calling thread does one waiting job itself; false when none waits.
    bool help() {
        std::unique_lock lock(mutex_);
        if (waiting_.empty()) return false;
        run_one(lock);
        return true;
    }
    // Blocks until something is finished or nothing is under way.
    void wait() {
        std::unique_lock lock(mutex_);
        done_.wait(lock, [&] { return !finished_.empty() || (waiting_.empty() && begun_.empty()); });
    }

private:
    void run_one(std::unique_lock<std::mutex>& lock) {
        const Job job = std::move(waiting_.back());
        waiting_.pop_back();
        begun_.insert(job.id);
        lock.unlock();
        Result result = job.run();
        lock.lock();
        finished_.emplace_back(job.id, std::move(result));
        done_.notify_all();
    }
    void work(const std::stop_token& stop) {
        std::unique_lock lock(mutex_);
        // Asked to stop, `wait` still says whether work waits: what waits is not done any more.
        while (ready_.wait(lock, stop, [&] { return !waiting_.empty(); }) && !stop.stop_requested()) {
            run_one(lock);
            if (!wake_) continue;
            lock.unlock();
            wake_();
            lock.lock();
        }
    }

    mutable std::mutex mutex_;
    std::condition_variable_any ready_, done_;
    std::vector<Job> waiting_;                                  // under mutex_, next at the back
    std::unordered_set<std::uint64_t> begun_;                   // running or finished
    std::vector<std::pair<std::uint64_t, Result>> finished_;
    std::function<void()> wake_;
    std::vector<std::jthread> threads_;                         // last: joined before the rest goes
};

} // namespace vigie::render
