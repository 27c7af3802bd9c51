// Edits on their way from submit() [control] to the thread of run(), which sleeps until one comes or the host cancels.
#pragma once

#include <sys/eventfd.h>
#include <unistd.h>

#include <deque>
#include <mutex>
#include <optional>

#include "gis/backends/vigie_backend.hpp"

namespace vigie::gis::web {

class CommandBox {
public:
    CommandBox() : fd_(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) {}
    ~CommandBox() { ::close(fd_); }
    CommandBox(const CommandBox&) = delete;
    CommandBox& operator=(const CommandBox&) = delete;

    void put(const backend::Command& command) {
        const std::lock_guard lock(mutex_);
        waiting_.push_back(command);
        const std::uint64_t one = 1;
        [[maybe_unused]] const auto written = ::write(fd_, &one, sizeof one);
    }
    [[nodiscard]] std::optional<backend::Command> take() {
        const std::lock_guard lock(mutex_);
        if (waiting_.empty()) return {};
        backend::Command first = std::move(waiting_.front());
        waiting_.pop_front();
        return first;
    }
    // Up to `ms`, less when an edit comes; false when run() must return.
    bool wait_ms(const backend::Host& host, std::int64_t ms) {
        const bool goes_on = host.wait_ms(ms, fd_);
        std::uint64_t drained = 0;
        [[maybe_unused]] const auto read = ::read(fd_, &drained, sizeof drained);
        return goes_on;
    }

private:
    int fd_;
    std::mutex mutex_;
    std::deque<backend::Command> waiting_;
};

} // namespace vigie::gis::web
