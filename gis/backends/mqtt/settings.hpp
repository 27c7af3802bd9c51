// What a person sets for an MQTT source, as read from its configuration. Any thread.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "gis/backends/vigie_backend.hpp"

namespace vigie::gis::mqtt {

enum class Profile : std::uint8_t { chirpstack, ttn, owntracks, json };
enum class Protocol : std::uint8_t { automatic, v311, v5 };

// How a value is named and measured: of the mapping, or put before what the table of measures says.
struct ValueRule {
    std::string path;  // "data.temperature"; a decoded path for LoRaWAN devices
    std::string name, kind, unit;
    double scale = 1;
};

// Any JSON. `device`, `name`: a template of parts of the topic ("{site}-{device}") where it has braces, else a path.
struct JsonMapping {
    std::string pattern;  // "site/{site}/{device}/state"; empty = the topics as they are
    std::string device, name, time, lon, lat;
};

struct Settings {
    std::string host;
    int port = 0;  // 0 = 8883 with TLS, 1883 without
    bool tls = true;
    std::string ca_file;  // PEM of a private authority; empty = those of the system
    std::string user, password;
    std::string client_id;  // empty = one made at the first start and kept
    Protocol protocol = Protocol::automatic;
    Profile profile = Profile::chirpstack;
    std::vector<std::string> topics;
    JsonMapping mapping;
    std::vector<ValueRule> values;
    std::string encryption_key;  // OwnTracks
    std::string zone = "Europe/Paris", language = "fr";

    [[nodiscard]] int real_port() const { return port > 0 ? port : tls ? 8883 : 1883; }
    [[nodiscard]] const ValueRule* rule(std::string_view path) const;
};

struct ReadSettings {
    Settings settings;
    std::optional<backend::Problem> problem;
};
[[nodiscard]] ReadSettings read_settings(std::string_view json);

extern const char* const config_schema;

} // namespace vigie::gis::mqtt
