// Time that passes only when a test says so: sources' threads sleep in it and are woken one by one, in the order of their
// alarms, so that one seed is one story.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <list>
#include <mutex>

#include "gis/backends/outside.hpp"
#include "gis/model/entity_json.hpp"
#include "gis/model/time.hpp"

namespace vigie::test {

class VirtualTime final : public gis::SourceTime {
public:
    [[nodiscard]] std::int64_t elapsed_ms() const override;
    void wait(std::int64_t ms, int cancel_fd, int fd) override;
    void thread_begins() override;
    void thread_ends() override;

    // The test's thread. Until all sources sleep and nothing wakes them but time.
    void settle();
    // Wakes whoever is next, at most `until_ms`; false when nobody is: then it is `until_ms`.
    bool advance(std::int64_t until_ms);

private:
    struct Sleeper {
        std::int64_t due;
        int fds[3];  // the last: its alarm
    };
    [[nodiscard]] bool is_quiet() const;
    mutable std::mutex mutex_;
    std::condition_variable changed_;
    std::list<Sleeper> asleep_;
    int awake_ = 0;
    std::int64_t now_ms_ = 0;
};

// A clock beside it, as fast, but set otherwise.
struct VirtualClock final : gis::Clock {
    VirtualClock(const VirtualTime& t, gis::Millis ahead_by) : time(t), ahead(ahead_by) {}
    const VirtualTime& time;
    gis::Millis ahead;
    [[nodiscard]] gis::Time now() const override { return *gis::time_from_rfc3339("2026-11-24T09:00:00Z") + gis::Millis{time.elapsed_ms()} + ahead; }
};

} // namespace vigie::test
