// Positions of crews from OwnTracks. Ordered by the time of the fix, never backwards; a ping says that the phone lives, not
// that it moved; speeds come in km/h; what is zero is left out.
#include <array>
#include <cmath>

#include <nlohmann/json.hpp>
#include <sodium.h>

#include "gis/backends/mqtt/reader.hpp"
#include "gis/model/foreign_json.hpp"

namespace vigie::gis::mqtt {

using backend::Change;
using backend::sentence;
using nlohmann::json;

namespace {

constexpr std::int64_t future_patience_ms = 2 * 60'000;  // of a phone's clock
constexpr double worst_accuracy_m = 1'000;               // of a fix that is a movement…
constexpr std::int64_t poor_after_ms = 10 * 60'000;      // …unless nothing better came for so long

std::string_view level(std::string_view topic, int index) {
    for (; index > 0; --index) {
        const std::size_t slash = topic.find('/');
        if (slash == topic.npos) return {};
        topic.remove_prefix(slash + 1);
    }
    return topic.substr(0, std::min(topic.find('/'), topic.size()));
}

// libsodium's secret box: a nonce and what it hides, as base64; the key is filled up with zeros.
std::optional<std::string> decrypted(const std::string& data, const std::string& key) {
    if (sodium_init() < 0 || key.empty()) return {};
    std::array<unsigned char, crypto_secretbox_KEYBYTES> box{};
    std::copy_n(key.begin(), std::min(key.size(), box.size()), box.begin());
    std::string bytes(data.size(), '\0');
    std::size_t length = 0;
    auto* raw = reinterpret_cast<unsigned char*>(bytes.data());
    if (sodium_base642bin(raw, bytes.size(), data.data(), data.size(), "\r\n ", &length, nullptr, sodium_base64_VARIANT_ORIGINAL) != 0) return {};
    constexpr std::size_t overhead = crypto_secretbox_NONCEBYTES + crypto_secretbox_MACBYTES;
    if (length < overhead) return {};
    std::string out(length - overhead, '\0');
    if (crypto_secretbox_open_easy(reinterpret_cast<unsigned char*>(out.data()), raw + crypto_secretbox_NONCEBYTES, length - crypto_secretbox_NONCEBYTES, raw, box.data()) != 0) return {};
    return out;
}

std::optional<double> number_in(const json& value, const char* key) {
    const auto at = value.find(key);
    return at != value.end() && at->is_number() ? number_of(*at) : std::nullopt;
}

} // namespace

void Reader::read_owntracks(const Message& message, const json& value, Outcome& out) {
    const std::string type = value.is_object() ? text_of(value.value("_type", json())) : std::string{};
    if (type == "location") return read_location(message, value, out);
    if (type == "encrypted") {
        const auto clear = decrypted(text_of(value.value("data", json())), settings_.encryption_key);
        const json inner = clear ? foreign_json(*clear) : json(json::value_t::discarded);
        if (inner.is_object() && text_of(inner.value("_type", json())) == "location") return read_location(message, inner, out);
        if (!inner.is_object()) out.why = sentence(settings_.encryption_key.empty() ? "backends.mqtt.encrypted" : "backends.mqtt.wrong_key", {{"device", level(message.topic, 2)}});
        return;
    }
    if (type.empty()) out.why = sentence("backends.mqtt.not_owntracks", {{"topic", message.topic}});
}

void Reader::read_location(const Message& message, const json& value, Outcome& out) {
    const std::string user(level(message.topic, 1)), phone(level(message.topic, 2));
    if (user.empty() || phone.empty()) {
        out.why = sentence("backends.mqtt.not_owntracks", {{"topic", message.topic}});
        return;
    }
    const auto place = place_of(number_in(value, "lon"), number_in(value, "lat"));
    const auto at = value.contains("tst") ? instant_of(value["tst"], "UTC") : std::nullopt;
    if (!place || !at) {  // beacons have no place, a last will no fix
        out.why = sentence("backends.mqtt.no_fix", {{"device", phone}});
        return;
    }
    if (*at > message.received_ms + future_patience_ms) {
        out.why = sentence("backends.mqtt.future_fix", {{"device", phone}});
        return;
    }
    const std::string id = user + "/" + phone;
    if (!crews_.contains(id) && crews_.size() == max_devices) return;
    const bool is_new = !crews_.contains(id);
    Crew& crew = crews_[id];
    const double accuracy = number_in(value, "acc").value_or(0);
    const bool ping = text_of(value.value("t", json())) == "p";
    const bool poor = accuracy > worst_accuracy_m && *at < crew.at_ms + poor_after_ms;
    if (!is_new && (*at <= crew.at_ms || (ping && *place != crew.place) || poor)) return;
    const json entity{{"name", phone}, {"code", id}};
    if (crew.told.empty()) {
        Change c;
        c.kind = VIGIE_KIND_CREW;
        c.id = id;
        c.json = crew.told = entity.dump(-1, ' ', false, json::error_handler_t::replace);
        out.changes.push_back(std::move(c));
    }
    crew.at_ms = *at;
    crew.place = *place;
    Change c;
    c.op = VIGIE_OP_POSITION;
    c.kind = VIGIE_KIND_CREW;
    c.id = id;
    c.at_ms = *at;
    c.lon = place->lon;
    c.lat = place->lat;
    if (accuracy > 0) c.accuracy_m = accuracy;
    if (const auto course = number_in(value, "cog"); course && *course >= 0 && !ping) c.heading_deg = *course;
    if (const auto speed = number_in(value, "vel"); speed && *speed >= 0 && !ping) c.speed_ms = *speed / 3.6;
    out.changes.push_back(std::move(c));
}

} // namespace vigie::gis::mqtt
