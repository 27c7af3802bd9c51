#include "gis/backends/ngsi/ngsi_backend.hpp"

#include <algorithm>
#include <chrono>
#include <unordered_map>

#include "gis/backends/ngsi/broker.hpp"
#include "gis/backends/ngsi/mapping.hpp"
#include "gis/backends/ngsi/writing.hpp"
#include "gis/backends/web/command_box.hpp"
#include "gis/backends/web/settings.hpp"
#include "gis/backends/web/url.hpp"
#include "gis/model/entity_json.hpp"
#include "gis/model/foreign_json.hpp"

namespace vigie::gis {

namespace {

using backend::Change;
using backend::Problem;

constexpr std::int64_t usual_poll_s = 60;
constexpr Minutes overlap{2};                    // modification times are the broker's, and not in the order of its answers
constexpr std::chrono::minutes all_every{15};    // everything is read again: not every broker understands "modified since"
constexpr const char* own_properties = R"json(
    "url":{"type":"string","title":"Adresse du courtier de contexte","title@en":"Address of the context broker","description":"Par exemple https://hôte:1026","description@en":"For example https://host:1026"},
    "interface":{"type":"string","enum":["auto","NGSI-LD","NGSIv2"],"default":"auto","title":"Interface","title@en":"Interface"},
    "types":{"type":"string","title":"Types à lire","title@en":"Types to read","description":"Séparés par des virgules ; vide : tous ceux que Vigie connaît","description@en":"Separated by commas; empty: all that Vigie knows"},
    "tenant":{"type":"string","title":"Locataire (Fiware-Service)","title@en":"Tenant (Fiware-Service)"},
    "service_path":{"type":"string","title":"Chemin (Fiware-ServicePath)","title@en":"Path (Fiware-ServicePath)"},
    "context":{"type":"string","title":"Adresse du @context","title@en":"Address of the @context"},
    "user":{"type":"string","title":"Nom","title@en":"User"},
    "password":{"type":"string","format":"secret","title":"Mot de passe, ou jeton sans nom","title@en":"Password, or token without user"},
    "token_header":{"type":"string","title":"En-tête du jeton","title@en":"Header of the token","description":"Vide : Authorization: Bearer ; souvent X-Auth-Token","description@en":"Empty: Authorization: Bearer; often X-Auth-Token"},
    "kinds":{"type":"string","title":"Natures de capteur (attribut = nature, …)","title@en":"Kinds of sensor (attribute = kind, …)"},
    "categories":{"type":"string","title":"Catégories des signalements (CODE = catégorie, …)","title@en":"Categories of reports (CODE = category, …)"})json";

class NgsiBackend : public backend::Backend {
public:
    static constexpr const char* name = "ngsi";
    static constexpr const char* title = "FIWARE (NGSI-LD, NGSIv2)";
    static constexpr const char* version = "1.0";
    static constexpr const char* licence = "EUPL-1.2";
    static constexpr const char* capabilities = R"({"reads":["sensor","asset","building","report"],"writes":["asset","report"],"live":true,"snapshot":true,"history":false,"area":false})";
    static inline const std::string schema_text = web::schema("FIWARE (NGSI-LD, NGSIv2)", own_properties, usual_poll_s);
    static inline const char* const config_schema = schema_text.c_str();

    explicit NgsiBackend(backend::Host&) {}

    std::optional<Problem> configure(std::string_view text) override {
        auto read = web::read_configuration(text, usual_poll_s);
        if (auto* problem = std::get_if<Problem>(&read)) return std::move(*problem);
        auto& configuration = std::get<web::Configuration>(read);
        const web::Settings& settings = configuration.settings;
        web::ask_as_user(configuration);
        access_ = std::move(configuration.access);
        if (const std::string header = settings.text("token_header"); access_.auth_name.empty() && !header.empty()) {
            access_.auth = VIGIE_AUTH_HEADER;
            access_.auth_name = header;
        }
        tenancy_ = {settings.text("tenant"), settings.text("service_path"), settings.text("context")};
        if (!tenancy_.context.empty() && !web::is_plain_url(tenancy_.context)) return Problem{VIGIE_ERROR_CONFIG, backend::say("web.bad_address", {{"address", tenancy_.context}}), "context", 0};
        const std::string interface = settings.text("interface", "auto");
        interface_ = interface == "NGSI-LD" ? ngsi::Broker::Interface::ld : interface == "NGSIv2" ? ngsi::Broker::Interface::v2 : ngsi::Broker::Interface::unknown;
        naming_ = {settings.table("kinds"), settings.table("categories"), access_.zone};
        types_ = listed(settings.text("types"));
        if (types_.empty()) types_ = ngsi::known_types();
        return {};
    }

    std::optional<Problem> run(backend::Host& host, std::string_view cursor) override {
        ngsi::Broker broker(host, access_, tenancy_, interface_);
        const nlohmann::json kept = foreign_json(cursor);
        broker.restore(kept);
        until_ = time_from_rfc3339(web::text_at(kept, "until"));
        auto problem = live(host, broker);
        while (const auto command = box_.take()) host.ack(command->ticket, VIGIE_ACK_RETRY);
        return problem;
    }

    std::optional<Problem> submit(const backend::Command& command) override {
        box_.put(command);
        return {};
    }

private:
    std::optional<Problem> live(backend::Host& host, ngsi::Broker& broker) {
        ngsi::Writing writing(host, broker, naming_, telling_);
        std::int64_t next_reading = host.elapsed_ms(), next_all = next_reading;
        for (bool goes_on = true; goes_on;) {
            const std::int64_t now = host.elapsed_ms();
            if (now >= next_reading) {
                const bool all = now >= next_all;
                if (all) next_all = now + std::chrono::milliseconds(all_every).count();
                if (auto problem = read(host, broker, all, goes_on)) return problem;
                next_reading = host.elapsed_ms() + access_.poll_ms;
            }
            while (const auto command = goes_on ? box_.take() : std::nullopt) {
                writing.send(*command);
                if (auto trouble = writing.take_trouble()) return trouble;
            }
            if (goes_on) goes_on = box_.wait_ms(host, std::max<std::int64_t>(next_reading - host.elapsed_ms(), 0));
        }
        return {};
    }

    static std::vector<std::string> listed(std::string_view text) {
        std::vector<std::string> out;
        while (!text.empty()) {
            const std::string_view one = text.substr(0, text.find_first_of(",; "));
            text.remove_prefix(std::min(text.size(), one.size() + 1));
            if (!one.empty()) out.emplace_back(one);
        }
        return out;
    }

    std::optional<Problem> read(backend::Host& host, ngsi::Broker& broker, bool all, bool& goes_on) {
        web::LeftOut left_out;
        MaybeTime newest = until_;
        const MaybeTime since = all || !until_ ? MaybeTime{} : MaybeTime{*until_ - overlap};
        for (const std::string& type : types_) {
            if (!goes_on) return {};
            auto problem = broker.read(type, since, [&](const std::vector<nlohmann::json>& rows) {
                goes_on = push(host, rows, newest, left_out);
                return goes_on;
            });
            if (problem) return problem;
        }
        if (!goes_on) return {};
        until_ = newest;
        nlohmann::json kept = broker.kept();
        kept["until"] = until_ ? rfc3339(*until_) : "";
        goes_on = host.push({}, web::dump(kept));
        left_out.tell(host);
        return {};
    }

    bool push(backend::Host& host, const std::vector<nlohmann::json>& rows, MaybeTime& newest, web::LeftOut& left_out) {
        std::vector<Change> news;
        for (const nlohmann::json& row : rows) {
            const ngsi::Entity entity(row, access_.zone);
            if (const MaybeTime t = entity.modified()) newest = std::max(newest.value_or(*t), *t);
            for (Change& c : ngsi::changes_of(entity, naming_, host.now_ms(), host, left_out))
                if (is_news(c)) news.push_back(std::move(c));
        }
        return news.empty() ? !host.cancelled() : host.push(news);
    }

    // An entity that reads as before is not said again, nor a value of a time already told; a value without a time is news when it differs.
    bool is_news(Change& c) {
        if (c.op != VIGIE_OP_OBSERVE) return telling_.tell(c);
        Told& told = told_[c.id];
        const bool untimed = !std::exchange(c.version, {}).empty();
        const bool same = untimed ? told.at_ms != 0 && told.value == c.value : c.at_ms <= told.at_ms;
        if (!same) told = {c.at_ms, c.value};
        return !same;
    }

    struct Told {
        std::int64_t at_ms = 0;
        double value = 0;
    };
    web::Access access_;
    ngsi::Tenancy tenancy_;
    web::CommandBox box_;
    ngsi::Broker::Interface interface_ = ngsi::Broker::Interface::unknown;
    ngsi::Naming naming_;
    std::vector<std::string> types_;
    MaybeTime until_;
    ngsi::Telling telling_;
    std::unordered_map<std::string, Told> told_;
};

} // namespace

std::int32_t ngsi_backend_main(std::uint32_t host_abi, vigie_backend* out, vigie_error* error) {
    return backend::edge::entry<NgsiBackend>(host_abi, out, error);
}

} // namespace vigie::gis
