#include "gis/backends/outside.hpp"

#include <poll.h>

#include <cerrno>
#include <chrono>
#include <limits>
#include <random>

namespace vigie::gis {

namespace {

class MachineTime final : public SourceTime {
public:
    [[nodiscard]] std::int64_t elapsed_ms() const override {
        return std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now().time_since_epoch()).count();
    }
    void wait(std::int64_t ms, int cancel_fd, int fd) override {
        pollfd fds[2] = {{cancel_fd, POLLIN, 0}, {fd, POLLIN, 0}};
        const std::int64_t until = elapsed_ms() + ms;
        for (std::int64_t left = ms; ms < 0 || left >= 0; left = until - elapsed_ms()) {
            const int most = ms < 0 ? -1 : static_cast<int>(std::min<std::int64_t>(left, std::numeric_limits<int>::max()));
            if (::poll(fds, 2, most) >= 0 || errno != EINTR) return;
        }
    }
};

std::uint32_t machine_random() {
    thread_local std::minstd_rand generator{std::random_device{}()};
    return static_cast<std::uint32_t>(generator());
}

} // namespace

std::shared_ptr<const Outside> this_machine() {
    static const auto machine = std::make_shared<const Outside>(Outside{std::make_shared<MachineTime>(), remote::transfer, machine_random});
    return machine;
}

} // namespace vigie::gis
