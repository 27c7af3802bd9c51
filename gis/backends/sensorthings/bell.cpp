#include "gis/backends/sensorthings/bell.hpp"

#include <charconv>
#include <utility>

#include "gis/backends/mqtt/client.hpp"
#include "gis/model/foreign_json.hpp"

namespace vigie::gis::sensorthings {

using backend::Problem;
using nlohmann::json;

std::optional<Problem> Bell::read(const std::string& address, Bell& out) {
    std::string_view rest = address;
    for (const auto& [scheme, tls] : {std::pair{"mqtts://", true}, {"mqtt://", false}})
        if (rest.starts_with(scheme)) {
            rest.remove_prefix(std::string_view(scheme).size());
            out.settings_.tls = tls;
        }
    while (rest.ends_with('/')) rest.remove_suffix(1);
    const auto colon = rest.rfind(':');
    const std::string_view host = rest.substr(0, colon);
    if (colon != std::string_view::npos) {
        const std::string_view digits = rest.substr(colon + 1);
        const auto [end, wrong] = std::from_chars(digits.data(), digits.data() + digits.size(), out.settings_.port);
        if (wrong != std::errc() || end != digits.data() + digits.size() || out.settings_.port < 1 || out.settings_.port > 65'535) out.settings_.port = -1;
    }
    const bool is_address = host.find_first_of("/@ ") == std::string_view::npos && out.settings_.port >= 0 && (!host.empty() || address.empty());
    if (!is_address) return Problem{VIGIE_ERROR_CONFIG, backend::say("web.bad_address", {{"address", address}}), "mqtt", 0};
    out.settings_.host = host;
    return {};
}

void Bell::set_user(std::string user, std::string password, std::string ca_file) {
    settings_.user = std::move(user);
    settings_.password = std::move(password);
    settings_.ca_file = std::move(ca_file);
}

std::optional<Problem> Bell::listen(const backend::Host& host, const std::map<std::string, std::string>& addresses,
                                    const std::function<bool(Heard heard, bool listens)>& on_turn) const {
    mqtt::Settings settings = settings_;
    std::map<std::string, std::string, std::less<>> streams;  // by topic
    for (const auto& [id, address] : addresses) {
        settings.topics.push_back((prefix_.empty() ? "" : prefix_ + "/") + address + "/Observations");
        streams[settings.topics.back()] = id;
    }
    if (streams.empty()) return {};
    const std::string id = mqtt::new_client_id();
    return mqtt::in_a_version(settings.protocol, [&](mqtt::Protocol protocol, bool& older) {
        mqtt::Client client(settings, protocol, id, true);
        Heard heard;
        bool listens = false;
        client.on_subscribed = [&] { listens = true; };
        client.on_message = [&](const mqtt::Message& message) {
            const auto stream = streams.find(message.topic);
            if (stream != streams.end()) heard[stream->second].push_back(foreign_json(message.payload));
        };
        client.on_quiet = [&] {
            if (!on_turn(std::exchange(heard, {}), listens)) client.stop();
        };
        auto problem = client.run(host);
        older = client.other_version_may_help();
        return problem;
    });
}

} // namespace vigie::gis::sensorthings
