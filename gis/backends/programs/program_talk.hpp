// One conversation with a program: from its start to its end. The source's own thread, but for `submit`.
#pragma once

#include <chrono>
#include <deque>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "gis/backends/programs/child_process.hpp"
#include "gis/backends/programs/lines.hpp"
#include "gis/backends/programs/program_http.hpp"
#include "gis/backends/vigie_backend.hpp"

namespace vigie::gis {

struct ProgramOrder {
    std::vector<std::string> command;
    std::filesystem::path folder;
    ProgramLimits limits;
    nlohmann::json settings = nlohmann::json::object();
    std::vector<std::string> secrets;
};

// Edits on their way to the program, put in by the control thread.
class ProgramMail {
public:
    ProgramMail();
    ~ProgramMail();
    ProgramMail(const ProgramMail&) = delete;
    ProgramMail& operator=(const ProgramMail&) = delete;
    void put(std::string line);
    [[nodiscard]] std::vector<std::string> take();
    [[nodiscard]] int descriptor() const { return wake_; }  // readable while there is some

private:
    std::mutex mutex_;
    std::vector<std::string> lines_;
    int wake_ = -1;
};

class ProgramTalk {
public:
    ProgramTalk(backend::Host& host, const ProgramOrder& order, ProgramMail& mail) : host_(host), order_(order), mail_(mail), http_(host) {}
    // Until the program is done, the host cancels, or something is wrong.
    [[nodiscard]] std::optional<backend::Problem> run(std::string_view cursor);

private:
    enum class Stage : std::uint8_t { hello, configure, running, done };
    using Clock = std::chrono::steady_clock;

    std::optional<backend::Problem> talk(ChildProcess& child, std::string_view cursor);
    void say_goodbye(ChildProcess& child);
    std::optional<backend::Problem> wait(ChildProcess& child);
    std::optional<backend::Problem> read_output(ChildProcess& child);
    void read_log(ChildProcess& child);
    bool write_input(ChildProcess& child);
    std::optional<backend::Problem> take_line(const std::string& line);
    std::optional<backend::Problem> take(const nlohmann::json& message);
    std::optional<backend::Problem> greeted(const nlohmann::json& message);
    std::optional<backend::Problem> bad_line(const std::string& why);
    bool flush(std::string_view cursor);
    void say(const nlohmann::json& message);
    [[nodiscard]] backend::Problem ended_badly(int status) const;
    std::optional<backend::Problem> check_time();

    backend::Host& host_;
    const ProgramOrder& order_;
    ProgramMail& mail_;
    ProgramHttp http_;
    Stage stage_ = Stage::hello;
    std::string cursor_, to_write_;
    LineCutter lines_, log_lines_;
    std::vector<backend::Change> batch_;
    Clock::time_point began_, batch_since_, asked_;
    bool answers_pings_ = false, ping_open_ = false, output_closed_ = false;
    int bad_in_a_row_ = 0;
    std::string last_words_;  // of its log
};

} // namespace vigie::gis
