// Web requests of a program, made by Vigie ("vigie.http/1") while the talk goes on: a few at a time, none while that many replies
// wait to be read, which go out line by line. The talk's thread, but for what works inside.
#pragma once

#include <condition_variable>
#include <deque>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "gis/backends/programs/http_lines.hpp"
#include "gis/backends/vigie_backend.hpp"

namespace vigie::gis {

inline constexpr std::size_t most_http_at_once = 4, most_http_waiting = 64;

class ProgramHttp {
public:
    explicit ProgramHttp(const backend::Host& host);
    ~ProgramHttp();  // gives up what is on its way
    ProgramHttp(const ProgramHttp&) = delete;
    ProgramHttp& operator=(const ProgramHttp&) = delete;

    void ask(const nlohmann::json& message);
    // For one request more.
    [[nodiscard]] bool has_room();
    // The next line of a reply.
    [[nodiscard]] std::optional<std::string> next_line();
    [[nodiscard]] int descriptor() const { return news_; }  // readable when a reply came

private:
    struct Asked {
        std::uint64_t id = 0;
        backend::HttpRequest request;
    };
    void work();
    void answer(std::uint64_t id, HttpOutcome outcome);

    const backend::Host& host_;
    int news_ = -1, give_up_ = -1;
    std::mutex mutex_;
    std::condition_variable changed_;
    bool ends_ = false;
    std::size_t busy_ = 0;
    std::deque<Asked> waiting_;
    std::deque<HttpReplyLines> replies_;
    std::vector<std::thread> workers_;
};

} // namespace vigie::gis
