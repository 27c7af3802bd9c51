#include "gis/backends/programs/program_talk.hpp"

#include <poll.h>
#include <signal.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <array>
#include <cerrno>

#include "gis/model/foreign_json.hpp"

namespace vigie::gis {

namespace {

using nlohmann::json;
using backend::Change;
using backend::Problem;
using namespace std::chrono_literals;

constexpr auto patience_for_hello = 10s, patience_for_configure = 30s, patience_for_pong = 10s, between_pings = 20s;
constexpr auto longest_batch = 50ms;       // changes without a cursor behind them wait so long
constexpr std::size_t batch_changes = 1'000;
constexpr std::size_t most_unread_bytes = 8u << 20;  // edits that the program does not read
constexpr std::size_t unread_reply_bytes = 1u << 20;  // then replies of the web wait here
constexpr int most_bad_lines = 20;         // in a row
constexpr std::size_t read_at_once = 64u << 10;

} // namespace

ProgramMail::ProgramMail() : wake_(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) {}
ProgramMail::~ProgramMail() { ::close(wake_); }

void ProgramMail::put(std::string line) {
    {
        const std::lock_guard lock(mutex_);
        lines_.push_back(std::move(line));
    }
    const std::uint64_t one = 1;
    [[maybe_unused]] const auto written = ::write(wake_, &one, sizeof one);
}

std::vector<std::string> ProgramMail::take() {
    std::uint64_t count = 0;
    [[maybe_unused]] const auto read = ::read(wake_, &count, sizeof count);
    const std::lock_guard lock(mutex_);
    return std::exchange(lines_, {});
}

std::optional<Problem> ProgramTalk::run(std::string_view cursor) {
    host_.state(VIGIE_HEALTH_STARTING);
    auto child = ChildProcess::start(order_.command, order_.folder, order_.limits);
    if (!child) return told(VIGIE_ERROR_CONFIG, child.error().text.key, order_.command.front() + ": " + child.error().detail);
    auto problem = talk(*child, cursor);
    say_goodbye(*child);
    return problem;
}

std::optional<Problem> ProgramTalk::talk(ChildProcess& child, std::string_view cursor) {
    cursor_ = cursor;
    began_ = asked_ = Clock::now();
    say({{"m", "hello"}, {"abi", {program_abi, program_abi}}, {"app", "vigie"}});
    while (stage_ != Stage::done) {
        if (auto problem = wait(child)) return problem;
        if (host_.cancelled()) return {};
        read_log(child);
        if (auto problem = read_output(child)) return problem;
        if (host_.cancelled()) return {};
        if (!batch_.empty() && Clock::now() - batch_since_ > longest_batch && !flush({})) return {};
        if (const auto status = child.ended(); status && output_closed_) {
            if (!flush({})) return {};
            read_log(child);
            return *status == 0 && stage_ == Stage::running ? std::nullopt : std::optional(ended_badly(*status));
        }
        if (auto problem = check_time()) return problem;
    }
    return {};
}

// A second in all: the word, a signal, the end.
void ProgramTalk::say_goodbye(ChildProcess& child) {
    say({{"m", "stop"}});
    write_input(child);
    const auto begin = Clock::now();
    bool asked = false;
    while (!child.ended() && Clock::now() - begin < 700ms) {
        if (!asked && Clock::now() - begin > 400ms) {
            child.end(SIGTERM);
            asked = true;
        }
        pollfd output{child.output(), POLLIN, 0};
        ::poll(&output, 1, 10);
        std::array<char, 4096> unread;
        while (::read(child.output(), unread.data(), unread.size()) > 0) {}  // so that it is not stuck in a write
        read_log(child);
    }
}

std::optional<Problem> ProgramTalk::wait(ChildProcess& child) {
    for (std::string& line : mail_.take()) to_write_ += line;
    if (to_write_.size() > most_unread_bytes) return told(VIGIE_ERROR_LIMIT, "backends.program.deaf", "8 MiB");
    while (to_write_.size() < unread_reply_bytes) {
        const auto line = http_.next_line();
        if (!line) break;
        to_write_ += *line;
    }
    const bool replies = to_write_.size() < unread_reply_bytes;
    std::array<pollfd, 6> fds{{{host_.cancel_fd(), POLLIN, 0}, {mail_.descriptor(), POLLIN, 0}, {child.log(), POLLIN, 0}, {output_closed_ ? -1 : child.output(), POLLIN, 0},
                               {to_write_.empty() ? -1 : child.input(), POLLOUT, 0}, {replies ? http_.descriptor() : -1, POLLIN, 0}}};
    ::poll(fds.data(), fds.size(), batch_.empty() ? 200 : 20);
    if (fds[4].revents != 0 && !write_input(child)) to_write_.clear();  // it closed its input: its end tells why
    return {};
}

bool ProgramTalk::write_input(ChildProcess& child) {
    // A program that went away must not end us too.
    sigset_t pipe, before;
    ::sigemptyset(&pipe);
    ::sigaddset(&pipe, SIGPIPE);
    ::pthread_sigmask(SIG_BLOCK, &pipe, &before);
    bool open = true;
    while (!to_write_.empty()) {
        const ssize_t n = ::write(child.input(), to_write_.data(), to_write_.size());
        if (n < 0) {
            open = errno == EAGAIN || errno == EINTR;
            if (errno == EPIPE) {
                const timespec now{};
                ::sigtimedwait(&pipe, nullptr, &now);
            }
            break;
        }
        to_write_.erase(0, static_cast<std::size_t>(n));
    }
    ::pthread_sigmask(SIG_SETMASK, &before, nullptr);
    return open;
}

void ProgramTalk::read_log(ChildProcess& child) {
    std::array<char, 4096> bytes;
    for (ssize_t n = 0; (n = ::read(child.log(), bytes.data(), bytes.size())) > 0;) {
        log_lines_.add({bytes.data(), static_cast<std::size_t>(n)});
        while (auto line = log_lines_.next()) {
            if (line->empty()) continue;
            last_words_ = line->substr(0, 400);
            host_.log(VIGIE_LOG_INFO, last_words_);
        }
        if (log_lines_.overflow()) log_lines_ = {};
    }
}

std::optional<Problem> ProgramTalk::read_output(ChildProcess& child) {
    std::array<char, read_at_once> bytes;
    const ssize_t n = output_closed_ ? -1 : ::read(child.output(), bytes.data(), bytes.size());
    if (n == 0) output_closed_ = true;
    if (n <= 0) return {};
    lines_.add({bytes.data(), static_cast<std::size_t>(n)});
    while (auto line = lines_.next()) {
        if (line->empty()) continue;
        if (auto problem = take_line(*line)) return problem;
        if (stage_ == Stage::done || host_.cancelled()) return {};
    }
    if (lines_.overflow()) return told(VIGIE_ERROR_LIMIT, "backends.program.long_line", "1 MiB");
    return {};
}

std::optional<Problem> ProgramTalk::take_line(const std::string& line) {
    const json message = foreign_json(line);
    if (!message.is_object() || text_in(message, "m").empty()) return bad_line("no JSON object with \"m\": " + line.substr(0, 120));
    return take(message);
}

std::optional<Problem> ProgramTalk::bad_line(const std::string& why) {
    if (bad_in_a_row_ < most_bad_lines) host_.log(VIGIE_LOG_WARNING, "left out: " + why);
    if (++bad_in_a_row_ < most_bad_lines) return {};
    return told(VIGIE_ERROR_PROTOCOL, "backends.program.bad_lines", why);
}

std::optional<Problem> ProgramTalk::take(const json& message) {
    const std::string m = text_in(message, "m");
    if (m == "error") {
        std::string words = text_in(message, "message");
        if (const std::string field = text_in(message, "field"); !field.empty()) words += " (" + field + ")";
        const auto retry = message.find("retry_after_ms");
        return Problem{error_class(text_in(message, "class")), words, text_in(message, "detail"), retry != message.end() && retry->is_number_integer() ? retry->get<std::int64_t>() : 0};
    }
    if (m == "log") {
        host_.log(text_in(message, "level") == "error" ? VIGIE_LOG_ERROR : VIGIE_LOG_INFO, text_in(message, "text"));
        return {};
    }
    if (m == "pong") {
        ping_open_ = false;
        return {};
    }
    if (stage_ != Stage::running) return greeted(message);
    if (m == "state") {
        host_.state(health_from_name(text_in(message, "health")), text_in(message, "why"));
        return {};
    }
    if (m == "http") {
        bad_in_a_row_ = 0;
        if (!http_.has_room()) return told(VIGIE_ERROR_LIMIT, "backends.program.deaf", std::to_string(most_http_waiting) + " http");
        http_.ask(message);
        return {};
    }
    if (m == "sample") {
        host_.sample(text_in(message, "where"), text_in(message, "text"), text_in(message, "why"));
        return {};
    }
    if (m == "cursor") {
        bad_in_a_row_ = 0;
        if (!flush(text_in(message, "value"))) return {};
        json taken = {{"m", "taken"}, {"value", text_in(message, "value")}};
        if (const auto covers = message.find("covers"); covers != message.end()) taken["covers"] = *covers;
        say(taken);
        return {};
    }
    if (m == "outcome") {
        const auto id = message.find("id");
        if (id == message.end() || !id->is_number_unsigned()) return bad_line("\"outcome\" without \"id\"");
        if (!flush({})) return {};  // what it pushed first is there first
        host_.ack(id->get<std::uint64_t>(), outcome_from_name(text_in(message, "result")), text_in(message, "entityId"), text_in(message, "version"), text_in(message, "message"));
        return {};
    }
    if (m == "done") {
        if (flush({})) stage_ = Stage::done;
        return {};
    }
    std::string why;
    auto change = change_from(message, why);
    if (!change) return why.empty() ? std::nullopt : bad_line(why);  // messages of a later version are passed over
    bad_in_a_row_ = 0;
    if (batch_.empty()) batch_since_ = Clock::now();
    batch_.push_back(std::move(*change));
    if (batch_.size() >= batch_changes) (void)flush({});
    return {};
}

std::optional<Problem> ProgramTalk::greeted(const json& message) {
    const std::string m = text_in(message, "m");
    if (stage_ == Stage::hello && m == "hello") {
        const auto abi = message.find("abi");
        if (abi == message.end() || *abi != json(program_abi)) return told(VIGIE_ERROR_UNSUPPORTED, "backends.program.version", abi == message.end() ? "no abi" : abi->dump().substr(0, 40));
        const auto abilities = message.find("capabilities");
        answers_pings_ = abilities != message.end() && abilities->is_object() && abilities->value("ping", json(false)) == json(true);
        json secrets = json::object();
        for (const std::string& name : order_.secrets)
            if (const auto value = host_.secret(name)) secrets[name] = *value;
        say({{"m", "configure"}, {"id", 1}, {"config", order_.settings}, {"secrets", secrets}});
        stage_ = Stage::configure;
        asked_ = Clock::now();
        return {};
    }
    if (stage_ == Stage::configure && m == "ok") {
        say({{"m", "run"}, {"id", 2}, {"cursor", cursor_}});
        stage_ = Stage::running;
        asked_ = Clock::now();
        host_.state(VIGIE_HEALTH_OK);
        return {};
    }
    return bad_line("\"" + m + "\" is not said before \"run\"");
}

std::optional<Problem> ProgramTalk::check_time() {
    const auto since = Clock::now() - asked_;
    if (stage_ == Stage::hello && since > patience_for_hello) return told(VIGIE_ERROR_PROTOCOL, "backends.program.no_hello", "10 s");
    if (stage_ == Stage::configure && since > patience_for_configure) return told(VIGIE_ERROR_PROTOCOL, "backends.program.no_ok", "30 s");
    if (stage_ != Stage::running || !answers_pings_) return {};
    if (ping_open_ && since > patience_for_pong) return told(VIGIE_ERROR_INTERNAL, "backends.program.silent", "10 s");
    if (!ping_open_ && since > between_pings) {
        say({{"m", "ping"}, {"id", 3}});
        ping_open_ = true;
        asked_ = Clock::now();
    }
    return {};
}

// False when the host cancels.
bool ProgramTalk::flush(std::string_view cursor) {
    if (batch_.empty() && cursor.empty()) return true;
    return host_.push(std::exchange(batch_, {}), cursor);
}

void ProgramTalk::say(const json& message) { to_write_ += line_of(message); }

Problem ProgramTalk::ended_badly(int status) const {
    const std::string how = status > 128 ? "signal " + std::to_string(status - 128) : "code " + std::to_string(status);
    return told(VIGIE_ERROR_INTERNAL, "backends.program.ended", last_words_.empty() ? how : last_words_ + " (" + how + ")");
}

} // namespace vigie::gis
