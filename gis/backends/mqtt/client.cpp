#include "gis/backends/mqtt/client.hpp"

#include <mosquitto.h>
#include <mqtt_protocol.h>
#include <poll.h>
#include <sodium.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cerrno>
#include <chrono>
#include <cstring>
#include <thread>
#include <vector>

namespace vigie::gis::mqtt {

using backend::Host;
using backend::Problem;
using backend::sentence;

namespace {

constexpr std::uint32_t session_expiry_s = 7 * 24 * 3600;  // what the broker keeps for us while we are away (version 5)
constexpr std::uint32_t max_packet_bytes = 1u << 20;
constexpr int most_in_flight = 65'535;
constexpr int housekeeping_ms = 1'000;
constexpr int refused_topic = 128;

enum Refusal {  // reason codes of CONNACK: 1 to 5 in version 3.1.1, from 128 in version 5
    v3_version = 1,
    v3_client_id = 2,
    v3_unavailable = 3,
    v3_password = 4,
    v3_not_authorised = 5,
    v5_version = 132,
    v5_client_id = 133,
    v5_password = 134,
    v5_not_authorised = 135,
    v5_banned = 138
};

using Steady = std::chrono::steady_clock;

} // namespace

struct Client::State {
    Settings settings;
    Protocol protocol;
    mosquitto* mosq = nullptr;
    int opened_fd = ::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);  // readable when connect() has returned
    int open_code = MOSQ_ERR_SUCCESS, open_errno = 0;
    std::string tls_error;

    Client* client = nullptr;  // while run() drives the library
    const Host* host = nullptr;
    bool answered = false, timed_out = false;
    int answer = 0;  // reason of CONNACK
    std::size_t granted = 0, messages = 0;
    std::string refused;

    State(const Settings& s, Protocol p) : settings(s), protocol(p) {}
    ~State() {
        if (mosq) mosquitto_destroy(mosq);
        ::close(opened_fd);
    }
    int prepare(const std::string& client_id, bool clean);
    void connect(bool clean);
    void subscribe();

    // The library calls these from its loop functions, on the thread that runs them; log also while connecting.
    static State& of(void* self) { return *static_cast<State*>(self); }
    static void on_connect(mosquitto*, void* self, int reason, int, const mosquitto_property*) {
        of(self).answered = true;
        of(self).answer = reason;
        if (reason == 0) of(self).subscribe();
    }
    static void on_subscribe(mosquitto*, void* self, int, int count, const int* granted, const mosquitto_property*) {
        State& s = of(self);
        for (int i = 0; i < count; ++i, ++s.granted)
            if (granted[i] >= refused_topic && s.granted < s.settings.topics.size()) s.refused = s.settings.topics[s.granted];
        if (s.granted == s.settings.topics.size() && s.refused.empty()) s.client->on_subscribed();
    }
    static void on_message(mosquitto*, void* self, const mosquitto_message* m, const mosquitto_property*) {
        State& s = of(self);
        ++s.messages;
        const std::string_view payload(static_cast<const char*>(m->payload), m->payload ? static_cast<std::size_t>(std::max(0, m->payloadlen)) : 0);
        s.client->on_message({m->topic ? m->topic : "", payload, m->retain, s.host->now_ms()});
    }
    static void on_log(mosquitto*, void* self, int, const char* text) {
        const std::string_view line = text ? text : "";
        if (line.find("OpenSSL") != line.npos || line.find("host name verification") != line.npos)
            if (std::string& all = of(self).tls_error; all.size() < 1'000) all += std::string(line) + "; ";
    }
};

int Client::State::prepare(const std::string& client_id, bool clean) {
    static const int library = mosquitto_lib_init();
    if (library != MOSQ_ERR_SUCCESS) return library;
    mosq = mosquitto_new(client_id.c_str(), clean, this);
    if (!mosq) return MOSQ_ERR_NOMEM;
    mosquitto_int_option(mosq, MOSQ_OPT_PROTOCOL_VERSION, protocol == Protocol::v311 ? MQTT_PROTOCOL_V311 : MQTT_PROTOCOL_V5);
    mosquitto_int_option(mosq, MOSQ_OPT_TCP_NODELAY, 1);
    mosquitto_int_option(mosq, MOSQ_OPT_RECEIVE_MAXIMUM, most_in_flight);  // version 5 begins with twenty, and waits
    mosquitto_connect_v5_callback_set(mosq, on_connect);
    mosquitto_subscribe_v5_callback_set(mosq, on_subscribe);
    mosquitto_message_v5_callback_set(mosq, on_message);
    mosquitto_log_callback_set(mosq, on_log);
    if (!settings.user.empty() || !settings.password.empty())
        if (const int code = mosquitto_username_pw_set(mosq, settings.user.c_str(), settings.password.c_str())) return code;
    if (!settings.tls) return MOSQ_ERR_SUCCESS;
    const int code = settings.ca_file.empty() ? mosquitto_int_option(mosq, MOSQ_OPT_TLS_USE_OS_CERTS, 1)
                                              : mosquitto_tls_set(mosq, settings.ca_file.c_str(), nullptr, nullptr, nullptr, nullptr);
    return code != MOSQ_ERR_SUCCESS ? code : mosquitto_tls_opts_set(mosq, 1, nullptr, nullptr);  // the broker must prove who it is
}

void Client::State::connect(bool clean) {
    mosquitto_property* properties = nullptr;
    if (protocol != Protocol::v311) {
        mosquitto_property_add_int32(&properties, MQTT_PROP_MAXIMUM_PACKET_SIZE, max_packet_bytes);
        if (!clean) mosquitto_property_add_int32(&properties, MQTT_PROP_SESSION_EXPIRY_INTERVAL, session_expiry_s);
    }
    open_code = mosquitto_connect_bind_v5(mosq, settings.host.c_str(), settings.real_port(), keepalive_s, nullptr, properties);
    open_errno = errno;
    mosquitto_property_free_all(&properties);
    const std::uint64_t one = 1;
    [[maybe_unused]] const auto written = ::write(opened_fd, &one, sizeof one);
}

// Also after a connection that was lost and found: a broker may have forgotten us.
void Client::State::subscribe() {
    granted = 0;
    for (const std::string& topic : settings.topics) mosquitto_subscribe(mosq, nullptr, topic.c_str(), 1);
}

std::string new_client_id() {
    if (sodium_init() < 0) return "vigie";
    std::string id = "vigie-";
    for (int i = 0; i < 16; ++i) id += "0123456789abcdef"[randombytes_uniform(16)];
    return id;
}

std::optional<Problem> in_a_version(Protocol wanted, const std::function<std::optional<Problem>(Protocol version, bool& other_may_help)>& connect) {
    bool older = false;
    auto problem = connect(wanted == Protocol::automatic ? Protocol::v5 : wanted, older);
    if (problem && older && wanted == Protocol::automatic) problem = connect(Protocol::v311, older);
    return problem;
}

Client::Client(const Settings& settings, Protocol protocol, std::string client_id, bool clean)
    : settings_(settings), state_(std::make_shared<State>(settings, protocol)), client_id_(std::move(client_id)), clean_(clean) {}

Client::~Client() = default;

std::optional<Problem> Client::run(const Host& host) {
    state_->client = this;
    state_->host = &host;
    if (const int code = state_->prepare(client_id_, clean_); code != MOSQ_ERR_SUCCESS) return preparation_problem(code);
    if (auto problem = open(host)) return problem;
    return host.cancelled() ? std::nullopt : read(host);
}

std::optional<Problem> Client::open(const Host& host) {
    std::thread([state = state_, clean = clean_] { state->connect(clean); }).detach();
    std::array<pollfd, 2> waits{pollfd{state_->opened_fd, POLLIN, 0}, pollfd{host.cancel_fd(), POLLIN, 0}};
    ::poll(waits.data(), waits.size(), connect_patience_ms);
    if (host.cancelled()) return {};
    if ((waits[0].revents & POLLIN) == 0) {
        state_->timed_out = true;
        return Problem{VIGIE_ERROR_NETWORK, sentence("backends.mqtt.silent", {{"address", address()}}), "no connection in time", 0};
    }
    if (state_->open_code == MOSQ_ERR_SUCCESS) return {};
    return problem_of(state_->open_code);
}

std::optional<Problem> Client::read(const Host& host) {
    State& s = *state_;
    const auto until = Steady::now() + std::chrono::milliseconds(connect_patience_ms);
    while (true) {
        std::array<pollfd, 2> waits{pollfd{mosquitto_socket(s.mosq), static_cast<short>(POLLIN | (mosquitto_want_write(s.mosq) ? POLLOUT : 0)), 0},
                                    pollfd{host.cancel_fd(), POLLIN, 0}};
        ::poll(waits.data(), waits.size(), housekeeping_ms);
        if (host.cancelled() || stopped_) {
            mosquitto_disconnect(s.mosq);
            return {};
        }
        int code = mosquitto_loop_write(s.mosq, 1);
        for (std::size_t before = s.messages + 1; code == MOSQ_ERR_SUCCESS && before != s.messages;) {  // TLS keeps what poll cannot see
            before = s.messages;
            code = mosquitto_loop_read(s.mosq, 1);
            if (host.cancelled()) break;
        }
        on_quiet();
        if (code == MOSQ_ERR_SUCCESS) code = mosquitto_loop_misc(s.mosq);
        if (s.answered && s.answer != 0) return refusal(s.answer);
        if (!s.refused.empty()) return Problem{VIGIE_ERROR_AUTH, sentence("backends.mqtt.refused_topic", {{"topic", s.refused}}), "subscription refused", 0};
        if (code != MOSQ_ERR_SUCCESS) return problem_of(code);
        if (!s.answered && Steady::now() > until) {
            s.timed_out = true;
            return Problem{VIGIE_ERROR_NETWORK, sentence("backends.mqtt.silent", {{"address", address()}}), "no CONNACK in time", 0};
        }
    }
}

std::string Client::address() const { return settings_.host + ":" + std::to_string(settings_.real_port()); }

bool Client::other_version_may_help() const {
    const State& s = *state_;
    if (s.protocol == Protocol::v311 || s.timed_out || !s.tls_error.empty() || s.open_code != MOSQ_ERR_SUCCESS) return false;
    return !s.answered || s.answer == v3_version || s.answer == v5_version;
}

Problem Client::preparation_problem(int code) const {
    const bool authority = settings_.tls && !settings_.ca_file.empty();
    return {VIGIE_ERROR_CONFIG, authority ? sentence("backends.mqtt.bad_ca", {{"file", settings_.ca_file}}) : sentence("backends.mqtt.not_prepared"),
            mosquitto_strerror(code), 0};
}

Problem Client::problem_of(int code) const {
    const State& s = *state_;
    const std::string where = address();
    std::string detail = mosquitto_strerror(code);
    if (!s.tls_error.empty() || code == MOSQ_ERR_TLS) {
        detail += ": " + s.tls_error;
        const auto has = [&](const char* words) { return s.tls_error.find(words) != std::string::npos; };
        const char* key = has("host name verification") ? "backends.mqtt.tls_name"
                          : has("certificate verify failed") ? "backends.mqtt.tls_authority"
                          : has("wrong version number") || has("packet length too long") || has("unexpected eof") ? "backends.mqtt.tls_none"
                                                                                         : "backends.mqtt.tls_fault";
        return {VIGIE_ERROR_NETWORK, sentence(key, {{"address", where}}), detail, 0};
    }
    if (code == MOSQ_ERR_EAI) return {VIGIE_ERROR_NETWORK, sentence("backends.mqtt.unknown_host", {{"address", settings_.host}}), detail, 0};
    if (code == MOSQ_ERR_ERRNO && !s.answered) {
        const int why = s.open_code == MOSQ_ERR_ERRNO ? s.open_errno : errno;
        detail += ": " + std::string(std::strerror(why));
        return {VIGIE_ERROR_NETWORK, sentence(why == ECONNREFUSED ? "backends.mqtt.nobody" : "backends.mqtt.unreachable", {{"address", where}}), detail, 0};
    }
    if (!s.answered) return {VIGIE_ERROR_NETWORK, sentence(settings_.tls ? "backends.mqtt.closed_tls" : "backends.mqtt.closed_plain", {{"address", where}}), detail, 0};
    return {VIGIE_ERROR_NETWORK, sentence("backends.mqtt.lost", {{"address", where}}), detail, 0};
}

Problem Client::refusal(int code) const {
    const std::string detail = "CONNACK " + std::to_string(code), where = address();
    switch (code) {
        case v3_password: case v3_not_authorised: case v5_password: case v5_not_authorised: case v5_banned:
            return {VIGIE_ERROR_AUTH, sentence(settings_.user.empty() ? "backends.mqtt.wants_user" : "backends.mqtt.wrong_user", {{"address", where}}), detail, 0};
        case v3_version: case v5_version: return {VIGIE_ERROR_CONFIG, sentence("backends.mqtt.version", {{"address", where}}), detail, 0};
        case v3_client_id: case v5_client_id: return {VIGIE_ERROR_CONFIG, sentence("backends.mqtt.client_id", {{"address", where}}), detail, 0};
        default: return {VIGIE_ERROR_REMOTE, sentence("backends.mqtt.unavailable", {{"address", where}}), detail, 0};
    }
}

} // namespace vigie::gis::mqtt
