// The threads behind the map and the session, without the map: what the thread sanitizer looks at.
#include <catch2/catch_test_macros.hpp>

#include <atomic>
#include <chrono>
#include <memory>
#include <set>
#include <thread>
#include <vector>

#include "app/mailbox.hpp"
#include "render/work_queue.hpp"

using namespace vigie;

namespace {

struct Sum {
    std::uint64_t id = 0;
    std::shared_ptr<const std::vector<int>> numbers;
    std::uint64_t run() const {
        std::uint64_t sum = id;
        for (const int n : *numbers) sum += static_cast<std::uint64_t>(n);
        return sum;
    }
};

struct Slow {
    std::uint64_t id = 0;
    int run() const {
        std::this_thread::sleep_for(std::chrono::milliseconds(5));
        return 0;
    }
};

const auto numbers = std::make_shared<const std::vector<int>>(2'000, 1);

std::vector<Sum> sums(std::uint64_t from, std::uint64_t end) {
    std::vector<Sum> jobs;
    for (std::uint64_t id = from; id < end; ++id) jobs.push_back({id, numbers});
    return jobs;
}

} // namespace

TEST_CASE("every job of a plan is done once, whoever does it") {
    std::atomic<int> woken = 0;
    render::WorkQueue<Sum, std::uint64_t> queue(3, [&] { ++woken; });
    queue.plan(sums(0, 300));
    std::set<std::uint64_t> done;
    while (done.size() < 300) {
        if (!queue.help()) queue.wait();
        for (const auto& [id, sum] : queue.take()) {
            CHECK(sum == id + 2'000);
            CHECK(done.insert(id).second);
        }
    }
    CHECK(queue.idle());
    CHECK_FALSE(queue.has_results());
    CHECK(queue.take().empty());
}

TEST_CASE("a newer plan replaces what waits, and nothing begun is begun again") {
    render::WorkQueue<Sum, std::uint64_t> queue(2, {});
    std::size_t done = 0;
    const auto take = [&] {
        std::set<std::uint64_t> once;  // what was not taken yet must not be there twice
        for (const auto& [id, sum] : queue.take()) {
            CHECK(once.insert(id).second);
            CHECK(sum == id + 2'000);
            ++done;
        }
    };
    constexpr std::uint64_t frames = 200, waiting = 20;
    for (std::uint64_t frame = 0; frame < frames; ++frame) {
        queue.plan(sums(frame, frame + waiting));
        (void)queue.help();  // the newest first: at least one of each frame is done
        if (frame % 5 == 4) take();
    }
    queue.plan({});
    while (!queue.idle()) {
        queue.wait();
        take();
    }
    CHECK(done >= frames / 5);
    CHECK(done < frames * waiting);
}

TEST_CASE("a queue with work left goes away without waiting for it") {
    const auto begin = std::chrono::steady_clock::now();
    {
        render::WorkQueue<Slow, int> queue(2, {});
        std::vector<Slow> jobs;
        for (std::uint64_t id = 0; id < 2'000; ++id) jobs.push_back({id});  // five seconds of work
        queue.plan(std::move(jobs));
    }
    CHECK(std::chrono::steady_clock::now() - begin < std::chrono::seconds(2));
}

TEST_CASE("a mailbox gives each value to one taker and wakes for each") {
    std::atomic<int> woken = 0;
    app::Mailbox<std::unique_ptr<int>> box([&] { ++woken; });
    constexpr int senders = 4, each = 500;
    std::set<int> got;
    {
        std::vector<std::jthread> threads;
        for (int s = 0; s < senders; ++s)
            threads.emplace_back([&, s] {
                for (int i = 0; i < each; ++i) box.put(std::make_unique<int>(s * each + i));
            });
        while (got.size() < senders * each)
            for (const auto& value : box.take()) CHECK(got.insert(*value).second);
    }
    CHECK(woken == senders * each);
    CHECK(box.take().empty());
}
