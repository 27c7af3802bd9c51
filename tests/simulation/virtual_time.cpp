#include "tests/simulation/virtual_time.hpp"

#include <poll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <algorithm>
#include <limits>

namespace vigie::test {

std::int64_t VirtualTime::elapsed_ms() const {
    const std::lock_guard lock(mutex_);
    return now_ms_;
}

void VirtualTime::wait(std::int64_t ms, int cancel_fd, int fd) {
    std::unique_lock lock(mutex_);
    const int alarm = ::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    const auto self = asleep_.insert(asleep_.end(), {ms < 0 ? std::numeric_limits<std::int64_t>::max() : now_ms_ + ms, {cancel_fd, fd, alarm}});
    --awake_;
    changed_.notify_all();
    lock.unlock();
    pollfd fds[3] = {{cancel_fd, POLLIN, 0}, {fd, POLLIN, 0}, {alarm, POLLIN, 0}};
    while (::poll(fds, 3, -1) < 0) {}
    lock.lock();
    asleep_.erase(self);
    ++awake_;
    ::close(alarm);
}

void VirtualTime::thread_begins() {
    const std::lock_guard lock(mutex_);
    ++awake_;
}

void VirtualTime::thread_ends() {
    const std::lock_guard lock(mutex_);
    --awake_;
    changed_.notify_all();
}

bool VirtualTime::is_quiet() const {
    return awake_ == 0 && std::ranges::none_of(asleep_, [](const Sleeper& s) {
        pollfd fds[3] = {{s.fds[0], POLLIN, 0}, {s.fds[1], POLLIN, 0}, {s.fds[2], POLLIN, 0}};
        return ::poll(fds, 3, 0) > 0;
    });
}

void VirtualTime::settle() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return is_quiet(); });
}

bool VirtualTime::advance(std::int64_t until_ms) {
    settle();
    {
        const std::lock_guard lock(mutex_);
        const auto next = std::ranges::min_element(asleep_, {}, &Sleeper::due);
        if (next == asleep_.end() || next->due > until_ms) {
            now_ms_ = std::max(now_ms_, until_ms);
            return false;
        }
        now_ms_ = std::max(now_ms_, next->due);
        const std::uint64_t one = 1;
        [[maybe_unused]] const auto written = ::write(next->fds[2], &one, sizeof one);
    }
    settle();
    return true;
}

} // namespace vigie::test
