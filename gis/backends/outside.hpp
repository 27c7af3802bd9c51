// Where time and the wire come to the running sources: this machine's own, or a test's, which may run days in a moment and be
// as bad as it likes.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <variant>

#include "gis/layers/remote/transfer.hpp"

namespace vigie::gis {

class SourceTime {
public:
    virtual ~SourceTime() = default;
    // Since some moment; never backwards. Any thread, as the next.
    [[nodiscard]] virtual std::int64_t elapsed_ms() const = 0;
    // Until one of these descriptors is readable (-1 = none) or `ms` have passed (negative: without end).
    virtual void wait(std::int64_t ms, int cancel_fd, int fd) = 0;
    // Whoever starts a source's thread says so before; the thread itself, when it ends.
    virtual void thread_begins() {}
    virtual void thread_ends() {}
};

struct Outside {
    std::shared_ptr<SourceTime> time;
    std::function<std::variant<remote::TransferReply, remote::TransferFailure>(const remote::TransferRequest&, const remote::Interrupt&)> transfer;
    std::function<std::uint32_t()> random;  // of the pauses between tries; any thread
};
[[nodiscard]] std::shared_ptr<const Outside> this_machine();

} // namespace vigie::gis
