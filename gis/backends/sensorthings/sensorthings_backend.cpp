#include "gis/backends/sensorthings/sensorthings_backend.hpp"

#include <algorithm>
#include <chrono>
#include <utility>

#include "gis/backends/sensorthings/bell.hpp"
#include "gis/backends/sensorthings/following.hpp"
#include "gis/backends/web/settings.hpp"

namespace vigie::gis {

namespace {

using backend::Problem;

constexpr std::int64_t usual_poll_s = 60;
constexpr std::chrono::minutes sensors_every{15};
constexpr std::chrono::minutes catch_up_every{5};  // while observations come by themselves
constexpr std::chrono::minutes bell_again{1};
constexpr const char* own_properties = R"json(
    "url":{"type":"string","title":"Adresse du service","title@en":"Address of the service","description":"Jusqu’à la version, par exemple https://hôte/FROST-Server/v1.1","description@en":"Up to the version, for example https://host/FROST-Server/v1.1"},
    "user":{"type":"string","title":"Nom","title@en":"User"},
    "password":{"type":"string","format":"secret","title":"Mot de passe, ou jeton sans nom","title@en":"Password, or token without user"},
    "kinds":{"type":"string","title":"Natures de capteur (propriété = nature, …)","title@en":"Kinds of sensor (property = kind, …)","description":"Par exemple niveau = niveau_riviere","description@en":"For example niveau = niveau_riviere"},
    "history_hours":{"type":"integer","minimum":0,"maximum":87600,"default":24,"title":"Heures à lire la première fois","title@en":"Hours to read the first time"},
    "mqtt":{"type":"string","title":"Courtier MQTT du service","title@en":"MQTT broker of the service","description":"Les mesures arrivent alors dès qu’elles sont faites. Par exemple mqtts://hôte:8883, ou mqtt://hôte:1883 sans chiffrement","description@en":"Measurements then arrive as they are made. For example mqtts://host:8883, or mqtt://host:1883 unencrypted"},
    "mqtt_prefix":{"type":"string","title":"Début des sujets MQTT","title@en":"Beginning of the MQTT topics","description":"Vide : la version, comme à la fin de l’adresse (v1.1) ; « - » : aucun","description@en":"Empty: the version, as at the end of the address (v1.1); “-”: none"})json";

class SensorThingsBackend : public backend::Backend {
public:
    static constexpr const char* name = "sensorthings";
    static constexpr const char* title = "Capteurs OGC SensorThings";
    static constexpr const char* version = "1.0";
    static constexpr const char* licence = "EUPL-1.2";
    static constexpr const char* capabilities = R"({"reads":["sensor"],"writes":[],"live":true,"snapshot":true,"history":true,"area":false})";
    static inline const std::string schema_text = web::schema("OGC SensorThings sensors", own_properties, usual_poll_s);
    static inline const char* const config_schema = schema_text.c_str();

    explicit SensorThingsBackend(backend::Host& host) : host_(host) {}

    std::optional<Problem> configure(std::string_view text) override {
        auto read = web::read_configuration(text, usual_poll_s);
        if (auto* problem = std::get_if<Problem>(&read)) return std::move(*problem);
        auto& configuration = std::get<web::Configuration>(read);
        const web::Settings& settings = configuration.settings;
        web::ask_as_user(configuration);
        access_ = std::move(configuration.access);
        bell_ = {};
        if (auto problem = sensorthings::Bell::read(settings.text("mqtt"), bell_)) return problem;
        bell_.set_user(settings.text("user"), host_.secret("password").value_or(""), access_.ca_file);
        const std::string prefix = settings.text("mqtt_prefix");
        bell_.set_prefix(prefix == "-" ? "" : !prefix.empty() ? prefix : access_.base.substr(access_.base.rfind('/') + 1));
        choices_ = {settings.table("kinds"), std::chrono::hours{settings.number("history_hours", 24, 0, 87'600)}};
        return {};
    }

    std::optional<Problem> run(backend::Host& host, std::string_view cursor) override {
        sensorthings::Following following(host, access_, choices_);
        following.restore(cursor);
        Turns turns{host.elapsed_ms(), host.elapsed_ms(), host.elapsed_ms()};
        for (bool goes_on = true; goes_on;) {
            if (auto problem = read_if_due(host, following, turns, access_.poll_ms, goes_on)) return problem;
            if (!goes_on) break;
            if (bell_.is_there() && host.elapsed_ms() >= turns.bell) {
                if (auto problem = listen(host, following, turns, goes_on)) return problem;
                continue;
            }
            const std::int64_t next = bell_.is_there() ? std::min(turns.reading, turns.bell) : turns.reading;
            goes_on = host.wait_ms(std::max<std::int64_t>(next - host.elapsed_ms(), 0));
        }
        return {};
    }

private:
    struct Turns {  // when each is due, on the host's clock of elapsed time
        std::int64_t reading, sensors, bell;
    };

    std::optional<Problem> read_if_due(backend::Host& host, sensorthings::Following& following, Turns& turns, std::int64_t every_ms, bool& goes_on) {
        const std::int64_t now = host.elapsed_ms();
        if (now < turns.reading) return {};
        const bool sensors_too = now >= turns.sensors;
        if (sensors_too) turns.sensors = now + std::chrono::milliseconds(sensors_every).count();
        auto problem = following.read(time_from_ms(host.now_ms()), sensors_too, goes_on);
        turns.reading = host.elapsed_ms() + every_ms;
        return problem;
    }

    // Until the broker is gone, which is said and no more: what it would have told is read as usual.
    std::optional<Problem> listen(backend::Host& host, sensorthings::Following& following, Turns& turns, bool& goes_on) {
        std::optional<Problem> problem;
        const auto addresses = following.addresses();
        const std::int64_t every = std::max(access_.poll_ms, std::chrono::milliseconds(catch_up_every).count());
        bool listened = false;
        const auto trouble = bell_.listen(host, addresses, [&](sensorthings::Bell::Heard heard, bool listens) {
            // What was made before the broker granted its topics it does not tell.
            if (listens && !std::exchange(listened, true)) turns.reading = host.elapsed_ms();
            for (const auto& [stream, rows] : heard)
                if (goes_on) following.hear(time_from_ms(host.now_ms()), stream, rows, goes_on);
            if (goes_on) problem = read_if_due(host, following, turns, listened ? every : access_.poll_ms, goes_on);
            return goes_on && !problem && following.addresses() == addresses;
        });
        goes_on = goes_on && !host.cancelled();
        if (trouble || addresses.empty()) turns.bell = host.elapsed_ms() + std::chrono::milliseconds(bell_again).count();
        if (trouble && goes_on && !problem) {
            host.state(VIGIE_HEALTH_LATE, trouble->message, host.now_ms() + std::chrono::milliseconds(bell_again).count());
            turns.reading = std::min(turns.reading, host.elapsed_ms() + access_.poll_ms);
        }
        return problem;
    }

    backend::Host& host_;
    sensorthings::Bell bell_;
    web::Access access_;
    sensorthings::Following::Choices choices_;
};

} // namespace

std::int32_t sensorthings_backend_main(std::uint32_t host_abi, vigie_backend* out, vigie_error* error) {
    return backend::edge::entry<SensorThingsBackend>(host_abi, out, error);
}

} // namespace vigie::gis
