#include "gis/backends/programs/program_http.hpp"

#include <sys/eventfd.h>
#include <unistd.h>

#include <nlohmann/json.hpp>

namespace vigie::gis {

using backend::Problem;

namespace {

void signal(int fd) {
    const std::uint64_t one = 1;
    [[maybe_unused]] const auto written = ::write(fd, &one, sizeof one);
}

} // namespace

ProgramHttp::ProgramHttp(const backend::Host& host) : host_(host), news_(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)), give_up_(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) {}

ProgramHttp::~ProgramHttp() {
    {
        const std::lock_guard lock(mutex_);
        ends_ = true;
    }
    signal(give_up_);
    changed_.notify_all();
    for (std::thread& worker : workers_) worker.join();
    ::close(news_);
    ::close(give_up_);
}

void ProgramHttp::ask(const nlohmann::json& message) {
    const auto id = message.find("id");
    const std::uint64_t number = id != message.end() && id->is_number_unsigned() ? id->get<std::uint64_t>() : 0;
    auto request = http_from_json(message);
    if (auto* problem = std::get_if<Problem>(&request)) return answer(number, std::move(*problem));
    auto& asked = std::get<backend::HttpRequest>(request);
    asked.cancel_fd = give_up_;
    const std::lock_guard lock(mutex_);
    waiting_.push_back({number, std::move(asked)});
    if (busy_ + waiting_.size() > workers_.size() && workers_.size() < most_http_at_once) workers_.emplace_back([this] { work(); });
    changed_.notify_one();
}

bool ProgramHttp::has_room() {
    const std::lock_guard lock(mutex_);
    return waiting_.size() < most_http_waiting;
}

void ProgramHttp::work() {
    for (;;) {
        Asked asked;
        {
            std::unique_lock lock(mutex_);
            changed_.wait(lock, [this] { return ends_ || (!waiting_.empty() && replies_.size() < most_http_at_once); });
            if (ends_) return;
            asked = std::move(waiting_.front());
            waiting_.pop_front();
            ++busy_;
        }
        HttpOutcome outcome = host_.http(asked.request);
        {
            const std::lock_guard lock(mutex_);
            --busy_;
        }
        answer(asked.id, std::move(outcome));
    }
}

void ProgramHttp::answer(std::uint64_t id, HttpOutcome outcome) {
    {
        const std::lock_guard lock(mutex_);
        replies_.emplace_back(id, std::move(outcome));
    }
    signal(news_);
}

std::optional<std::string> ProgramHttp::next_line() {
    std::uint64_t drained = 0;
    [[maybe_unused]] const auto read = ::read(news_, &drained, sizeof drained);
    const std::lock_guard lock(mutex_);
    while (!replies_.empty()) {
        if (auto line = replies_.front().next()) return line;
        replies_.pop_front();
        changed_.notify_all();
    }
    return {};
}

} // namespace vigie::gis
