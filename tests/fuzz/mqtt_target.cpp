// A message of a broker: the first byte chooses the profile, a line the topic, the rest is the payload.
#include <cmath>

#include <nlohmann/json.hpp>

#include "gis/backends/mqtt/reader.hpp"
#include "gis/model/entity_json.hpp"
#include "fuzz/target.hpp"

namespace vigie::fuzz {

namespace {

const gis::mqtt::Settings& settings(std::size_t profile) {
    static const std::vector<gis::mqtt::Settings> all = [] {
        std::vector<gis::mqtt::Settings> out;
        for (const char* name : {"chirpstack", "ttn", "owntracks", "json"}) {
            nlohmann::json c{{"address", "b"}, {"profile", name}, {"encryption_key", "k"}};
            if (out.size() == 3) c.update({{"pattern", "a/{x}/#"}, {"device", "{x}"}, {"name", "n"}, {"time", "t"}, {"lon", "p[0]"}, {"lat", "p[1]"}, {"values", {{{"path", "v.w[2]"}}, {{"path", "$"}}}}});
            out.push_back(gis::mqtt::read_settings(c.dump()).settings);
        }
        return out;
    }();
    return all[profile % all.size()];
}

void read(std::string_view bytes) {
    if (bytes.empty()) return;
    const auto profile = static_cast<std::size_t>(static_cast<unsigned char>(bytes[0]));
    bytes.remove_prefix(1);
    const std::size_t line = std::min(bytes.find('\n'), bytes.size());
    const std::string topic(bytes.substr(0, line)), payload(bytes.substr(std::min(line + 1, bytes.size())));
    gis::mqtt::Reader reader(settings(profile));
    const gis::mqtt::Message message{topic, payload, false, 1'777'716'000'000};
    for (int twice = 0; twice < 2; ++twice)
        for (const backend::Change& c : reader.read(message).changes) {
            require(!c.id.empty(), "what is told has an id");
            if (c.op == VIGIE_OP_OBSERVE) require(std::isfinite(c.value), "a value is a number");
            if (c.op == VIGIE_OP_POSITION) require(std::abs(c.lon) <= 180 && std::abs(c.lat) <= 90, "a position is on the earth");
            if (c.op == VIGIE_OP_UPSERT) require(gis::entity_from_text(static_cast<gis::EntityKind>(c.kind), c.json, gis::LinkForm::remote_ids).ok(), "an entity can be read");
        }
    require(nlohmann::json::accept(reader.propose(message)), "a proposal is JSON");
}

} // namespace

Target mqtt_target() {
    return {"mqtt", read,
            {"\"deviceInfo\":{\"devEui\":\"01\"}", "\"object\":{", "\"uplink_message\":{", "\"decoded_payload\":{", "\"end_device_ids\":{\"device_id\":\"d\"}", "\"rx_metadata\":[{\"time\":", "\"_type\":\"location\"",
             "\"_type\":\"encrypted\"", "\"data\":\"AAAA\"", "\"tst\":1777715000", "\"lon\":-1.5,\"lat\":47.2", "\"t\":\"p\"", "/event/up", "/event/status", "a/b/c", "\"v\":{\"w\":[0,1,2]}", "1e308", "-0", "null", "\\ud800"},
            [] { return std::vector{std::string("\0a/event/up\n", 12) + nested(20'000)}; }};
}

} // namespace vigie::fuzz
