#include "gis/backends/open311/open311_backend.hpp"

#include <chrono>

#include "gis/backends/open311/client.hpp"
#include "gis/backends/open311/reading.hpp"
#include "gis/backends/open311/writing.hpp"
#include "gis/backends/web/command_box.hpp"
#include "gis/backends/web/settings.hpp"

namespace vigie::gis {

namespace {

using backend::Problem;

constexpr std::int64_t usual_poll_s = 300, token_poll_ms = 10'000;
constexpr const char* own_properties = R"json(
    "url":{"type":"string","title":"Adresse du service","title@en":"Address of the service","description":"Sans requests.json ; ou celle de son discovery.json","description@en":"Without requests.json; or that of its discovery.json"},
    "jurisdiction_id":{"type":"string","title":"Collectivité (jurisdiction_id)","title@en":"Jurisdiction (jurisdiction_id)"},
    "api_key":{"type":"string","format":"secret","title":"Clé (api_key)","title@en":"Key (api_key)","description":"Demandée pour envoyer","description@en":"Needed to send"},
    "key_on_read":{"type":"boolean","default":false,"title":"Donner aussi la clé pour lire","title@en":"Give the key for reading too"},
    "format":{"type":"string","enum":["auto","json","xml"],"default":"auto","title":"Format","title@en":"Format"},
    "categories":{"type":"string","title":"Catégories (CODE = catégorie, …)","title@en":"Categories (CODE = category, …)","description":"Par exemple POT = nid_de_poule, BIN = depot_sauvage","description@en":"For example POT = nid_de_poule, BIN = depot_sauvage"},
    "attributes":{"type":"string","title":"Attributs à envoyer (code = valeur, …)","title@en":"Attributes to send (code = value, …)"},
    "send_states":{"type":"boolean","default":true,"title":"Renvoyer l’avancement (extension FixMyStreet)","title@en":"Send progress back (FixMyStreet's extension)"},
    "history_days":{"type":"integer","minimum":1,"maximum":3650,"default":90,"title":"Jours à lire la première fois","title@en":"Days to read the first time"})json";

class Open311Backend : public backend::Backend {
public:
    static constexpr const char* name = "open311";
    static constexpr const char* title = "Signalements Open311";
    static constexpr const char* version = "1.0";
    static constexpr const char* licence = "EUPL-1.2";
    static constexpr const char* capabilities = R"({"reads":["report"],"writes":["report"],"live":true,"snapshot":true,"history":true,"area":false})";
    static inline const std::string schema_text = web::schema("Open311 reports", own_properties, usual_poll_s);
    static inline const char* const config_schema = schema_text.c_str();

    explicit Open311Backend(backend::Host&) {}

    std::optional<Problem> configure(std::string_view text) override {
        auto read = web::read_configuration(text, usual_poll_s);
        if (auto* problem = std::get_if<Problem>(&read)) return std::move(*problem);
        auto& configuration = std::get<web::Configuration>(read);
        const web::Settings& settings = configuration.settings;
        access_ = std::move(configuration.access);
        if (settings.flag("key_on_read", false)) {
            access_.auth = VIGIE_AUTH_QUERY;
            access_.auth_name = access_.auth_secret = "api_key";
        }
        jurisdiction_ = settings.text("jurisdiction_id");
        if (const std::string format = settings.text("format", "auto"); format != "auto") format_ = format == "xml" ? open311::Format::xml : open311::Format::json;
        choices_ = {settings.table("categories"), settings.table("attributes"), settings.flag("send_states", true)};
        history_ = std::chrono::hours{24 * settings.number("history_days", 90, 1, 3'650)};
        return {};
    }

    std::optional<Problem> run(backend::Host& host, std::string_view cursor) override {
        open311::Client client(host, access_, jurisdiction_, format_);
        open311::Reading reading(host, client, {choices_.categories, access_.zone}, history_);
        open311::Writing writing(host, client, reading, choices_);
        reading.restore(cursor);
        auto problem = client.discover();
        if (!problem) problem = live(host, reading, writing);
        writing.give_up();
        while (const auto command = box_.take()) host.ack(command->ticket, VIGIE_ACK_RETRY);
        return problem;
    }

    std::optional<Problem> submit(const backend::Command& command) override {
        box_.put(command);
        return {};
    }

private:
    std::optional<Problem> live(backend::Host& host, open311::Reading& reading, open311::Writing& writing) {
        std::int64_t next_reading = host.elapsed_ms();
        for (bool goes_on = true; goes_on;) {
            while (const auto command = box_.take()) {
                writing.send(*command);
                if (auto trouble = writing.take_trouble()) return trouble;
            }
            if (writing.has_tokens()) writing.ask_tokens();
            if (auto trouble = writing.take_trouble()) return trouble;
            if (host.elapsed_ms() >= next_reading) {
                if (auto problem = reading.read(time_from_ms(host.now_ms()), goes_on)) return problem;
                next_reading = host.elapsed_ms() + access_.poll_ms;
                continue;
            }
            const std::int64_t left = std::max<std::int64_t>(next_reading - host.elapsed_ms(), 0);
            goes_on = box_.wait_ms(host, writing.has_tokens() ? std::min<std::int64_t>(left, token_poll_ms) : left);
        }
        return {};
    }

    web::Access access_;
    std::string jurisdiction_;
    std::optional<open311::Format> format_;
    open311::Writing::Choices choices_;
    std::chrono::hours history_{24 * 90};
    web::CommandBox box_;
};

} // namespace

std::int32_t open311_backend_main(std::uint32_t host_abi, vigie_backend* out, vigie_error* error) {
    return backend::edge::entry<Open311Backend>(host_abi, out, error);
}

} // namespace vigie::gis
