// One connection to a broker through libmosquitto, driven by the caller's thread: it polls the socket beside the host's cancel
// descriptor. Only finding and opening the connection happens on a thread of its own, left behind when that hangs, since
// name resolution and the library's connect cannot be interrupted.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "gis/backends/mqtt/reader.hpp"
#include "gis/backends/mqtt/settings.hpp"

namespace vigie::gis::mqtt {

inline constexpr int connect_patience_ms = 15'000;  // from the start to the broker's answer
inline constexpr int keepalive_s = 30;

class Client {
public:
    // `clean`: the broker keeps nothing for us while we are away.
    Client(const Settings& settings, Protocol protocol, std::string client_id, bool clean);
    ~Client();
    Client(const Client&) = delete;
    Client& operator=(const Client&) = delete;

    std::function<void(const Message&)> on_message;
    std::function<void()> on_subscribed;  // every topic was granted
    std::function<void()> on_quiet;       // nothing more to read for now

    // Connects and reads until the host cancels or stop() was called (nothing), or the connection ends (what happened, for a person).
    std::optional<backend::Problem> run(const backend::Host& host);
    void stop() { stopped_ = true; }  // from one of the functions above
    // The broker does not speak this version: worth another try with the older one.
    [[nodiscard]] bool other_version_may_help() const;

private:
    struct State;
    std::optional<backend::Problem> open(const backend::Host& host);
    std::optional<backend::Problem> read(const backend::Host& host);
    [[nodiscard]] backend::Problem preparation_problem(int code) const;
    [[nodiscard]] backend::Problem problem_of(int code) const;
    [[nodiscard]] backend::Problem refusal(int code) const;
    [[nodiscard]] std::string address() const;

    const Settings& settings_;
    std::shared_ptr<State> state_;  // shared with the connecting thread, which may outlive this object
    std::string client_id_;
    bool clean_, stopped_ = false;
};

// 22 characters: any broker takes 23.
[[nodiscard]] std::string new_client_id();
// Connects by the newest version of the protocol, and once more by 3.1.1 where that may help, unless one is asked for. `connect`
// makes a client of that version, runs it, and says whether the other may help.
[[nodiscard]] std::optional<backend::Problem> in_a_version(Protocol wanted, const std::function<std::optional<backend::Problem>(Protocol version, bool& other_may_help)>& connect);

} // namespace vigie::gis::mqtt
