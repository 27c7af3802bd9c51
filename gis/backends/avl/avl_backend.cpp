#include "gis/backends/avl/avl_backend.hpp"

#include <map>

#include "gis/backends/avl/gtfs_realtime.hpp"
#include "gis/backends/avl/wire.hpp"
#include "gis/backends/web/foreign.hpp"
#include "gis/backends/web/settings.hpp"
#include "gis/model/foreign_json.hpp"

namespace vigie::gis {

namespace {

using backend::Change;
using backend::Problem;

constexpr std::int64_t usual_poll_s = 10;
constexpr Minutes most_ahead{2};       // of a fix before its receipt
constexpr int names_every = 60;        // readings
constexpr const char* own_properties = R"json(
    "url":{"type":"string","title":"Adresse","title@en":"Address","description":"De Traccar (https://hôte:8082), ou des positions elles-mêmes","description@en":"Of Traccar (https://host:8082), or of the positions themselves"},
    "layout":{"type":"string","enum":["traccar","json","gtfs-rt"],"default":"traccar","title":"Forme","title@en":"Layout"},
    "user":{"type":"string","title":"Nom","title@en":"User"},
    "password":{"type":"string","format":"secret","title":"Mot de passe, ou jeton sans nom","title@en":"Password, or token without user"},
    "list":{"type":"string","x-when":{"layout":"json"},"title":"JSON : liste des véhicules (pointeur, /vehicles)","title@en":"JSON: list of vehicles (pointer, /vehicles)"},
    "id":{"type":"string","x-when":{"layout":"json"},"default":"/id","title":"JSON : identifiant","title@en":"JSON: id"},
    "name":{"type":"string","x-when":{"layout":"json"},"default":"/name","title":"JSON : nom","title@en":"JSON: name"},
    "lon":{"type":"string","x-when":{"layout":"json"},"default":"/lon","title":"JSON : longitude","title@en":"JSON: longitude"},
    "lat":{"type":"string","x-when":{"layout":"json"},"default":"/lat","title":"JSON : latitude","title@en":"JSON: latitude"},
    "time":{"type":"string","x-when":{"layout":"json"},"default":"/time","title":"JSON : heure de la position","title@en":"JSON: time of the position"},
    "speed":{"type":"string","x-when":{"layout":"json"},"title":"JSON : vitesse","title@en":"JSON: speed"},
    "speed_unit":{"type":"string","x-when":{"layout":"json"},"enum":["km/h","m/s","kn","mph"],"default":"km/h","title":"JSON : unité de la vitesse","title@en":"JSON: unit of speed"},
    "heading":{"type":"string","x-when":{"layout":"json"},"title":"JSON : cap","title@en":"JSON: heading"},
    "accuracy":{"type":"string","x-when":{"layout":"json"},"title":"JSON : précision en mètres","title@en":"JSON: accuracy in metres"})json";

class AvlBackend : public backend::Backend {
public:
    static constexpr const char* name = "avl";
    static constexpr const char* title = "Véhicules (Traccar, JSON, GTFS-RT)";
    static constexpr const char* version = "1.0";
    static constexpr const char* licence = "EUPL-1.2";
    static constexpr const char* capabilities = R"({"reads":["crew"],"writes":[],"live":true,"snapshot":true,"history":false,"area":false})";
    static inline const std::string schema_text = web::schema("Vehicles (Traccar, JSON, GTFS-RT)", own_properties, usual_poll_s);
    static inline const char* const config_schema = schema_text.c_str();

    explicit AvlBackend(backend::Host&) {}

    std::optional<Problem> configure(std::string_view text) override {
        auto read = web::read_configuration(text, usual_poll_s);
        if (auto* problem = std::get_if<Problem>(&read)) return std::move(*problem);
        auto& configuration = std::get<web::Configuration>(read);
        const web::Settings& settings = configuration.settings;
        web::ask_as_user(configuration);
        access_ = std::move(configuration.access);
        const std::string layout = settings.text("layout", "traccar");
        is_feed_ = layout == "gtfs-rt";
        is_traccar_ = !is_feed_ && layout != "json";
        if (is_traccar_ || is_feed_) {
            layout_ = avl::traccar_positions();
            return {};
        }
        layout_ = {settings.text("list"), settings.text("id", "/id"), settings.text("name", "/name"), settings.text("lon", "/lon"), settings.text("lat", "/lat"), settings.text("time", "/time"),
                   settings.text("speed"), settings.text("heading"), settings.text("accuracy"), {}, avl::metres_per_second(settings.text("speed_unit", "km/h")).value_or(0)};
        for (const std::string* pointer : {&layout_.list, &layout_.id, &layout_.name, &layout_.lon, &layout_.lat, &layout_.time, &layout_.speed, &layout_.heading, &layout_.accuracy})
            if (!avl::is_pointer(*pointer)) return Problem{VIGIE_ERROR_CONFIG, backend::say("avl.bad_pointer", {{"pointer", *pointer}}), {}, 0};
        if (layout_.ms_per_speed <= 0) return Problem{VIGIE_ERROR_CONFIG, backend::say("web.bad_settings"), "speed_unit", 0};
        return {};
    }

    std::optional<Problem> run(backend::Host& host, std::string_view) override {
        for (int reading = 0;; reading = (reading + 1) % names_every) {
            if (is_traccar_ && reading == 0)
                if (auto problem = read_names(host)) return problem;
            if (auto problem = read_positions(host)) return problem;
            if (host.cancelled() || !host.wait_ms(access_.poll_ms)) return {};
        }
    }

private:
    std::optional<Problem> read_names(backend::Host& host) {
        auto answer = web::get(host, access_, access_.base + "/api/devices", "application/json");
        if (auto* problem = std::get_if<Problem>(&answer)) return std::move(*problem);
        const auto& reply = std::get<backend::HttpReply>(answer);
        const nlohmann::json devices = foreign_json(reply.body);
        if (!devices.is_array()) return web::unreadable(reply, "devices");
        for (const nlohmann::json& device : devices)
            if (const std::string id = web::text_at(device, "id"); !id.empty()) names_[id] = web::text_at(device, "name");
        return {};
    }

    std::optional<Problem> read_positions(backend::Host& host) {
        auto answer = web::get(host, access_, access_.base + (is_traccar_ ? "/api/positions" : ""), is_feed_ ? "application/x-protobuf, application/octet-stream" : "application/json");
        if (auto* problem = std::get_if<Problem>(&answer)) return std::move(*problem);
        const auto& reply = std::get<backend::HttpReply>(answer);
        const auto fixes = is_feed_ ? avl::fixes_in_feed(reply.body) : avl::fixes_in(reply.body, layout_, access_.zone);
        if (!fixes) return web::unreadable(reply, "positions");
        web::LeftOut left_out;
        std::vector<Change> changes;
        const auto server_now = web::server_now_ms(reply);
        for (const avl::Fix& fix : *fixes) take(host, fix, server_now, left_out, changes);
        if (host.push(changes)) left_out.tell(host);
        return {};
    }

    // Positions go forward in time only; what repeats a fix, or comes from a clock ahead of the server's, moves nobody.
    void take(backend::Host& host, const avl::Fix& fix, const std::optional<std::int64_t>& server_now, web::LeftOut& left_out, std::vector<Change>& out) {
        const auto named = names_.find(fix.id);
        const std::string shown = named != names_.end() && !named->second.empty() ? named->second : fix.name.empty() ? fix.id : fix.name;
        if (std::exchange(shown_[fix.id], shown) != shown) {
            Change crew;
            crew.kind = VIGIE_KIND_CREW;
            crew.id = fix.id;
            crew.json = web::dump({{"name", shown}, {"code", fix.id}});
            crew.version = web::content_version(crew.json);
            out.push_back(std::move(crew));
        }
        const web::ReadPlace place = web::checked_place(fix.lon, fix.lat);
        if (!fix.is_valid || (!place.place && (place.suspicion.empty() || place.suspicion == "0, 0"))) return;  // no fix: alive, and nowhere known
        if (!place.place) return left_out.add(host, fix.id, "place " + place.suspicion);
        if (!fix.at && has_times_) return left_out.add(host, fix.id, "position without a time");
        has_times_ = has_times_ || fix.at;
        const std::int64_t now = server_now.value_or(host.now_ms()), at = fix.at ? ms_since_epoch(*fix.at) : now;
        if (at > now + std::chrono::milliseconds(most_ahead).count()) return left_out.add(host, fix.id, "position from the future");
        std::int64_t& last = last_[fix.id];
        if (at <= last) return;
        last = at;
        Change c;
        c.op = VIGIE_OP_POSITION;
        c.kind = VIGIE_KIND_CREW;
        c.id = fix.id;
        c.at_ms = at;
        c.lon = place.place->lon;
        c.lat = place.place->lat;
        c.speed_ms = fix.speed_ms.value_or(backend::unknown);
        c.heading_deg = fix.heading_deg.value_or(backend::unknown);
        c.accuracy_m = fix.accuracy_m.value_or(backend::unknown);
        out.push_back(std::move(c));
    }

    web::Access access_;
    bool is_traccar_ = true, is_feed_ = false;
    avl::Layout layout_;
    std::map<std::string, std::string> names_, shown_;  // by vehicle: as the server names it, as last said
    std::map<std::string, std::int64_t> last_;
    bool has_times_ = false;
};

} // namespace

std::int32_t avl_backend_main(std::uint32_t host_abi, vigie_backend* out, vigie_error* error) {
    return backend::edge::entry<AvlBackend>(host_abi, out, error);
}

} // namespace vigie::gis
