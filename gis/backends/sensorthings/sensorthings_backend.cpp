#include "gis/backends/sensorthings/sensorthings_backend.hpp"

#include <chrono>

#include "gis/backends/sensorthings/following.hpp"
#include "gis/backends/web/settings.hpp"

namespace vigie::gis {

namespace {

using backend::Problem;

constexpr std::int64_t usual_poll_s = 60;
constexpr std::chrono::minutes sensors_every{15};
constexpr const char* own_properties = R"json(
    "url":{"type":"string","title":"Adresse du service","title@en":"Address of the service","description":"Jusqu’à la version, par exemple https://hôte/FROST-Server/v1.1","description@en":"Up to the version, for example https://host/FROST-Server/v1.1"},
    "user":{"type":"string","title":"Nom","title@en":"User"},
    "password":{"type":"string","format":"secret","title":"Mot de passe, ou jeton sans nom","title@en":"Password, or token without user"},
    "kinds":{"type":"string","title":"Natures de capteur (propriété = nature, …)","title@en":"Kinds of sensor (property = kind, …)","description":"Par exemple niveau = niveau_riviere","description@en":"For example niveau = niveau_riviere"},
    "history_hours":{"type":"integer","minimum":0,"maximum":87600,"default":24,"title":"Heures à lire la première fois","title@en":"Hours to read the first time"})json";

class SensorThingsBackend : public backend::Backend {
public:
    static constexpr const char* name = "sensorthings";
    static constexpr const char* title = "Capteurs OGC SensorThings";
    static constexpr const char* version = "1.0";
    static constexpr const char* licence = "EUPL-1.2";
    static constexpr const char* capabilities = R"({"reads":["sensor"],"writes":[],"live":true,"snapshot":true,"history":true,"area":false})";
    static inline const std::string schema_text = web::schema("OGC SensorThings sensors", own_properties, usual_poll_s);
    static inline const char* const config_schema = schema_text.c_str();

    explicit SensorThingsBackend(backend::Host&) {}

    std::optional<Problem> configure(std::string_view text) override {
        auto read = web::read_configuration(text, usual_poll_s);
        if (auto* problem = std::get_if<Problem>(&read)) return std::move(*problem);
        auto& configuration = std::get<web::Configuration>(read);
        const web::Settings& settings = configuration.settings;
        web::ask_as_user(configuration);
        access_ = std::move(configuration.access);
        choices_ = {settings.table("kinds"), std::chrono::hours{settings.number("history_hours", 24, 0, 87'600)}};
        return {};
    }

    std::optional<Problem> run(backend::Host& host, std::string_view cursor) override {
        sensorthings::Following following(host, access_, choices_);
        following.restore(cursor);
        std::int64_t next_sensors = host.elapsed_ms();
        for (bool goes_on = true; goes_on;) {
            const bool sensors_too = host.elapsed_ms() >= next_sensors;
            if (sensors_too) next_sensors = host.elapsed_ms() + std::chrono::milliseconds(sensors_every).count();
            if (auto problem = following.read(time_from_ms(host.now_ms()), sensors_too, goes_on)) return problem;
            if (goes_on) goes_on = host.wait_ms(access_.poll_ms);
        }
        return {};
    }

private:
    web::Access access_;
    sensorthings::Following::Choices choices_;
};

} // namespace

std::int32_t sensorthings_backend_main(std::uint32_t host_abi, vigie_backend* out, vigie_error* error) {
    return backend::edge::entry<SensorThingsBackend>(host_abi, out, error);
}

} // namespace vigie::gis
