// Uplinks as ChirpStack v4 and The Things Stack v3 publish them. Both leave out what is zero, false or empty.
#include <cstdlib>

#include <nlohmann/json.hpp>

#include "gis/backends/mqtt/reader.hpp"

namespace vigie::gis::mqtt {

using backend::sentence;
using nlohmann::json;

namespace {

constexpr std::int64_t gateway_patience_ms = 5 * 60'000;  // a gateway whose clock is further off is not believed

std::string text_at(const json& root, std::string_view path) {
    const json* at = at_path(root, path);
    return at ? text_of(*at) : std::string{};
}

std::optional<std::int64_t> instant_at(const json& root, std::string_view path) {
    const json* at = at_path(root, path);
    return at ? instant_of(*at, "UTC") : std::nullopt;
}

// When the gateway heard it, else when the server had it, else when it came here.
std::optional<std::int64_t> heard_at(std::optional<std::int64_t> gateway, std::optional<std::int64_t> server, const Message& message) {
    if (!server && !message.retained) server = message.received_ms;
    if (gateway && server && std::abs(*gateway - *server) <= gateway_patience_ms) return gateway;
    return server;
}

std::optional<Place> place_at(const json& root, std::string_view path) {
    const json* at = at_path(root, path);
    if (!at || !at->is_object()) return {};
    const json *lon = at_path(*at, "longitude"), *lat = at_path(*at, "latitude");
    return place_of(lon ? number_of(*lon) : std::nullopt, lat ? number_of(*lat) : std::nullopt);
}

// Surveyed by a person before computed by the network.
std::optional<Place> ttn_place(const json& uplink) {
    const json* locations = at_path(uplink, "locations");
    if (!locations || !locations->is_object()) return {};
    if (const auto surveyed = place_at(*locations, "user")) return surveyed;
    for (const auto& [source, place] : locations->items())
        if (const auto found = place_at(*locations, source)) return found;
    return {};
}

} // namespace

void Reader::read_chirpstack(const Message& message, const json& value, Outcome& out) {
    const std::string id = text_at(value, "deviceInfo.devEui");
    const std::size_t slash = message.topic.rfind('/');
    const std::string_view event = slash == message.topic.npos ? message.topic : message.topic.substr(slash + 1);
    if (id.empty()) {
        out.why = sentence("backends.mqtt.not_chirpstack", {{"topic", message.topic}});
        return;
    }
    if (event != "up" && event != "status" && event != "location") return;  // joins, acknowledgements, logs say nothing of the ground
    const std::string uplink = text_at(value, "deduplicationId");
    if (!uplink.empty() && seen_before(uplink + std::string(event))) return;
    Device* d = device(id, out);
    if (!d) return;
    d->name = text_at(value, "deviceInfo.deviceName");
    d->model = text_at(value, "deviceInfo.deviceProfileName");
    if (event == "location") {
        if (const auto place = place_at(value, "location")) d->place = place;
        return tell_all(id, *d, out);
    }
    if (event == "status") {
        const json *level = at_path(value, "batteryLevel"), *unavailable = at_path(value, "batteryLevelUnavailable");
        if (level && level->is_number() && !(unavailable && *unavailable == true)) d->battery_pct = level->get<double>();
        return tell_all(id, *d, out);
    }
    const json* object = at_path(value, "object");
    if (!object || !object->is_object()) {
        out.why = sentence("backends.mqtt.no_codec", {{"device", d->name.empty() ? id : d->name}});
        return;
    }
    take_decoded(id, *d, *object, heard_at(instant_at(value, "rxInfo[0].gwTime"), instant_at(value, "time"), message), out);
}

void Reader::read_ttn(const Message& message, const json& value, Outcome& out) {
    std::string id = text_at(value, "end_device_ids.dev_eui");
    const std::string device_id = text_at(value, "end_device_ids.device_id");
    if (id.empty()) id = device_id;
    if (id.empty()) {
        out.why = sentence("backends.mqtt.not_ttn", {{"topic", message.topic}});
        return;
    }
    const json* simulated = at_path(value, "simulated");
    if (simulated && *simulated == true) {
        out.why = sentence("backends.mqtt.simulated", {{"device", device_id}});
        return;
    }
    Device* d = device(id, out);
    if (!d) return;
    d->name = device_id;
    if (const auto solved = place_at(value, "location_solved.location")) {
        d->place = solved;
        return tell_all(id, *d, out);
    }
    const json* uplink = at_path(value, "uplink_message");
    if (!uplink || !uplink->is_object()) return;  // joins and downlinks
    const std::string session = text_at(*uplink, "session_key_id"), count = text_at(*uplink, "f_cnt");
    if (!session.empty() && seen_before(id + session + (count.empty() ? "0" : count))) return;
    d->model = text_at(*uplink, "version_ids.model_id");
    if (const auto place = ttn_place(*uplink)) d->place = place;
    const json* percent = at_path(*uplink, "last_battery_percentage.value");
    if (percent && percent->is_number()) d->battery_pct = percent->get<double>();
    const json* decoded = at_path(*uplink, "decoded_payload");
    if (!decoded || !decoded->is_object()) {
        out.why = sentence("backends.mqtt.no_codec", {{"device", device_id}});
        return;
    }
    auto server = instant_at(value, "received_at");
    if (!server) server = instant_at(*uplink, "received_at");
    take_decoded(id, *d, *decoded, heard_at(instant_at(*uplink, "rx_metadata[0].time"), server, message), out);
}

} // namespace vigie::gis::mqtt
