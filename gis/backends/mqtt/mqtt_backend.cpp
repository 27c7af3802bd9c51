#include "gis/backends/mqtt/mqtt_backend.hpp"

#include <nlohmann/json.hpp>

#include "gis/backends/mqtt/client.hpp"
#include "gis/backends/mqtt/reader.hpp"
#include "gis/backends/mqtt/settings.hpp"
#include "gis/model/foreign_json.hpp"

namespace vigie::gis {

namespace {

using backend::Change;
using backend::Host;
using backend::Problem;
using namespace mqtt;

constexpr std::size_t batch_changes = 1'000;
constexpr std::int64_t complaint_every_ms = 5'000;

// The cursor keeps the name under which the broker knows us: what it holds back while we are away is held for that name.
std::string client_id_in(std::string_view cursor) {
    const auto json = foreign_json(cursor);
    return json.is_object() && json.contains("client") && json["client"].is_string() ? json["client"].get<std::string>() : std::string{};
}

class MqttBackend : public backend::Backend {
public:
    static constexpr const char* name = "mqtt";
    static constexpr const char* title = "MQTT";
    static constexpr const char* version = "1.0";
    static constexpr const char* licence = "EUPL-1.2";
    static constexpr const char* capabilities =
        R"({"reads":["sensor","crew"],"writes":[],"live":true,"snapshot":false,"history":false,"area":false,"mapping":true})";
    static inline const char* const config_schema = mqtt::config_schema;

    explicit MqttBackend(Host& host) : host_(host) {}

    std::optional<Problem> configure(std::string_view text) override {
        ReadSettings read = read_settings(text);
        settings_ = std::move(read.settings);
        if (const auto password = host_.secret("password")) settings_.password = *password;
        if (const auto key = host_.secret("encryption_key")) settings_.encryption_key = *key;
        return read.problem;
    }

    std::optional<Problem> run(Host& host, std::string_view cursor) override {
        Reader reader(settings_);
        const std::string known = client_id_in(cursor);
        const std::string id = !settings_.client_id.empty() ? settings_.client_id : !known.empty() ? known : new_client_id();
        cursor_ = nlohmann::json{{"client", id}}.dump();
        host.state(VIGIE_HEALTH_STARTING);
        // Nothing is kept at the broker for a first connection, which may be no more than a trial.
        const bool clean = known.empty() && settings_.client_id.empty();
        return in_a_version(settings_.protocol, [&](Protocol spoken, bool& older) { return connect(host, reader, spoken, id, clean, older); });
    }

    std::optional<Problem> try_sample(Host& host, std::string_view where, std::string_view text) override {
        Reader reader(settings_);
        const Outcome outcome = reader.read({where, text, false, host.now_ms()});
        if (!outcome.why.empty() && outcome.changes.empty()) return Problem{VIGIE_ERROR_PROTOCOL, outcome.why, {}, 0};
        host.push(outcome.changes);
        return {};
    }

    std::optional<Problem> propose(std::string_view where, std::string_view text, std::string& json) override {
        json = Reader(settings_).propose({where, text, false, 0});
        return {};
    }

private:
    std::optional<Problem> connect(Host& host, Reader& reader, Protocol protocol, const std::string& id, bool clean, bool& older) {
        Client client(settings_, protocol, id, clean);
        std::vector<Change> waiting;
        std::string topic, payload, why;
        bool any_good = false, told_bad = false;
        std::int64_t complained_ms = 0;
        const auto flush = [&] {
            if (topic.empty()) return;
            host.sample(topic, payload, why);
            topic.clear();
            if (waiting.empty()) return;
            host.push(waiting, cursor_);
            waiting.clear();
        };
        client.on_subscribed = [&] { host.state(VIGIE_HEALTH_OK); };
        client.on_message = [&](const Message& message) {
            Outcome outcome = reader.read(message);
            topic = message.topic;
            payload = message.payload.substr(0, 4096);
            why = outcome.changes.empty() ? outcome.why : std::string{};
            std::move(outcome.changes.begin(), outcome.changes.end(), std::back_inserter(waiting));
            // A message that nothing can be made of is told, until one comes that is understood.
            if (why.empty() && !waiting.empty() && !std::exchange(any_good, true) && told_bad) host.state(VIGIE_HEALTH_OK);
            if (!why.empty() && !any_good && (!told_bad || message.received_ms - complained_ms > complaint_every_ms)) {
                told_bad = true;
                complained_ms = message.received_ms;
                host.state(VIGIE_HEALTH_LATE, why);
            }
            if (waiting.size() >= batch_changes) flush();
        };
        client.on_quiet = flush;
        auto problem = client.run(host);
        older = client.other_version_may_help();
        return problem;
    }

    Host& host_;
    Settings settings_;
    std::string cursor_;
};

} // namespace

std::int32_t mqtt_backend_main(std::uint32_t host_abi, vigie_backend* out, vigie_error* error) {
    return backend::edge::entry<MqttBackend>(host_abi, out, error);
}

} // namespace vigie::gis
