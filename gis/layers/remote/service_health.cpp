#include "gis/layers/remote/service_health.hpp"

#include <algorithm>
#include <utility>

namespace vigie::gis::remote {

std::optional<Millis> ServiceHealth::pause(std::chrono::steady_clock::time_point now) {
    const std::lock_guard lock(mutex_);
    if (failures_ == 0) return {};
    if (now < until_) return std::chrono::duration_cast<Millis>(until_ - now) + Millis{1};
    if (probing_) return while_probing;
    probing_ = true;
    return {};
}

void ServiceHealth::succeeded() {
    const std::lock_guard lock(mutex_);
    failures_ = 0;
    probing_ = false;
    told_outage_ = false;  // the next one is news again
    trouble_.reset();
}

void ServiceHealth::abandoned() {
    const std::lock_guard lock(mutex_);
    probing_ = false;
}

void ServiceHealth::failed(const Error& why, std::optional<Millis> asked, std::chrono::steady_clock::time_point now) {
    const std::lock_guard lock(mutex_);
    probing_ = false;
    if (now < until_) return;  // of several under way when the line went, the first counts
    if (failures_++ == 0) since_ = now;
    trouble_ = why;
    const Millis doubled = first_pause * (1 << std::min(failures_ - 1, 6));
    until_ = now + std::min(std::max(doubled, asked.value_or(Millis{0})), longest_pause);
    if (!std::exchange(told_outage_, true)) news_ = Notice{Severity::warning, name_, why.text, why.remedy};
}

void ServiceHealth::refused(const Error& why) {
    const std::lock_guard lock(mutex_);
    failures_ = 0;
    probing_ = false;
    if (told_refusals_.insert(why.text.key).second) news_ = Notice{Severity::error, name_, why.text, why.remedy};
}

std::optional<Error> ServiceHealth::trouble() {
    const std::lock_guard lock(mutex_);
    return trouble_;
}

std::optional<ServiceHealth::Outage> ServiceHealth::outage() {
    const std::lock_guard lock(mutex_);
    if (failures_ == 0 || !trouble_) return {};
    return Outage{*trouble_, since_, until_};
}

void ServiceHealth::end_pause() {
    const std::lock_guard lock(mutex_);
    until_ = {};
}

std::optional<Notice> ServiceHealth::take_notice() {
    const std::lock_guard lock(mutex_);
    return std::exchange(news_, std::nullopt);
}

} // namespace vigie::gis::remote
