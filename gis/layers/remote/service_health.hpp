// How a service is doing, so that a dead one costs one attempt now and then instead of one per tile: after a failure
// nothing is asked until a pause has passed (doubling up to a minute), then one request probes for all. Tells a person once
// per outage. Any thread.
#pragma once

#include <chrono>
#include <mutex>
#include <optional>
#include <set>
#include <string>

#include "gis/model/result.hpp"

namespace vigie::gis::remote {

using Millis = std::chrono::milliseconds;

class ServiceHealth {
public:
    static constexpr Millis first_pause{1'000}, longest_pause{60'000}, while_probing{500};
    explicit ServiceHealth(std::string name) : name_(std::move(name)) {}

    // Nothing: go ahead (and tell what came of it). Else how long to wait before asking again.
    [[nodiscard]] std::optional<Millis> pause(std::chrono::steady_clock::time_point now);
    void succeeded();
    // The service did not answer, or said that it cannot now. `asked`: its own wish for the next attempt.
    void failed(const Error& why, std::optional<Millis> asked, std::chrono::steady_clock::time_point now);
    // Given up by us: neither.
    void abandoned();
    // It answered, and the answer is a refusal of what was asked: told once, pauses nothing.
    void refused(const Error& why);

    // Of the outage that lasts.
    [[nodiscard]] std::optional<Error> trouble();
    struct Outage {
        Error why;
        std::chrono::steady_clock::time_point since, next;  // next: from when on it may be asked
    };
    [[nodiscard]] std::optional<Outage> outage();
    // A person does not want to wait: the next request probes.
    void end_pause();
    // What a person should know and was not told yet.
    [[nodiscard]] std::optional<Notice> take_notice();

private:
    const std::string name_;
    std::mutex mutex_;
    int failures_ = 0;
    bool probing_ = false;
    std::chrono::steady_clock::time_point until_{};
    std::optional<Notice> news_;
    std::optional<Error> trouble_;
    std::chrono::steady_clock::time_point since_{};  // of the outage
    bool told_outage_ = false;
    std::set<std::string> told_refusals_;  // keys of sentences
};

} // namespace vigie::gis::remote
