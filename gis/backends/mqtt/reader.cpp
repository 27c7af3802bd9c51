#include "gis/backends/mqtt/reader.hpp"

#include <nlohmann/json.hpp>

#include "gis/backends/mqtt/measures.hpp"
#include "gis/model/foreign_json.hpp"

namespace vigie::gis::mqtt {

using backend::Change;
using backend::sentence;
using nlohmann::json;

namespace {

constexpr std::size_t max_recent = 4'096;  // ids of messages, against the same uplink from two integrations

} // namespace

Outcome Reader::read(const Message& message) {
    Outcome out;
    const std::string topic(message.topic);
    if (message.payload.size() > max_payload_bytes) {
        out.why = sentence("backends.mqtt.too_long", {{"topic", topic}});
        return out;
    }
    const json value = foreign_json(message.payload);
    if (value.is_discarded()) {
        if (!message.payload.empty()) out.why = sentence("backends.mqtt.not_json", {{"topic", topic}});  // an empty one clears a retained value
        return out;
    }
    switch (settings_.profile) {
        case Profile::chirpstack: read_chirpstack(message, value, out); break;
        case Profile::ttn: read_ttn(message, value, out); break;
        case Profile::owntracks: read_owntracks(message, value, out); break;
        case Profile::json: read_json(message, value, out); break;
    }
    return out;
}

Reader::Device* Reader::device(const std::string& id, Outcome& out) {
    const auto known = devices_.find(id);
    if (known != devices_.end()) return &known->second;
    if (devices_.size() < max_devices) return &devices_[id];
    out.why = sentence("backends.mqtt.too_many_devices", {{"n", std::to_string(max_devices)}});
    return nullptr;
}

bool Reader::seen_before(const std::string& message_id) {
    if (!recent_.insert(message_id).second) return true;
    recent_order_.push_back(message_id);
    if (recent_order_.size() > max_recent) {
        recent_.erase(recent_order_.front());
        recent_order_.pop_front();
    }
    return false;
}

void Reader::take_decoded(const std::string& id, Device& d, const json& object, std::optional<std::int64_t> at_ms, Outcome& out) {
    const MeasureTable& table = MeasureTable::shipped();
    std::vector<Reading> readings;
    std::optional<double> lon, lat;
    const auto battery_before = d.battery_pct;
    const auto place_before = d.place;
    for (const Leaf& leaf : number_leaves(object)) {
        const std::string name = bare(leaf.path.substr(leaf.path.rfind('.') == std::string::npos ? 0 : leaf.path.rfind('.')));
        if (name == "latitude" || name == "lat") lat = leaf.value;
        else if (name == "longitude" || name == "lon" || name == "lng") lon = leaf.value;
        else if (const ValueRule* rule = settings_.rule(leaf.path)) readings.push_back({leaf.path, leaf.value * rule->scale});
        else if (const Role role = table.role(leaf.path); role == Role::value) {
            const Measure* measure = table.find(leaf.path, d.model);
            readings.push_back({leaf.path, measure ? leaf.value * measure->scale : leaf.value});
        } else if (role == Role::battery_percent && leaf.value >= 0 && leaf.value <= 100) {
            const bool volts = leaf.value != 0 && leaf.value < 5 && leaf.value != static_cast<int>(leaf.value);
            if (!volts) d.battery_pct = leaf.value;
        }
    }
    if (const auto place = place_of(lon, lat)) d.place = place;
    if (d.battery_pct != battery_before || d.place != place_before) tell_all(id, d, out);
    for (const Reading& r : readings) {
        if (!d.told.contains(r.path) && d.told.size() == max_sensors_of_device) continue;
        tell(id, d, r.path, out);
        if (!at_ms) continue;
        Change c;
        c.op = VIGIE_OP_OBSERVE;
        c.kind = VIGIE_KIND_SENSOR;
        c.id = id + "/" + r.path;
        c.value = r.value;
        c.at_ms = *at_ms;
        out.changes.push_back(std::move(c));
    }
    if (out.changes.empty() && readings.empty()) out.why = sentence("backends.mqtt.no_number", {{"device", d.name.empty() ? id : d.name}});
}

// Says what a sensor is, when that is new.
void Reader::tell(const std::string& id, Device& d, const std::string& path, Outcome& out) {
    const ValueRule* rule = settings_.rule(path);
    const Measure* measure = MeasureTable::shipped().find(path, d.model);
    json sensor = json::object();
    std::string name = rule && !rule->name.empty() ? rule->name : measure ? measure->name(settings_.language) : path == "$" ? std::string{} : path;
    const std::string owner = d.name.empty() ? id : d.name;
    sensor["name"] = name.empty() ? owner : owner + ", " + name;
    sensor["code"] = id;
    if (const std::string kind = rule && !rule->kind.empty() ? rule->kind : measure ? measure->kind : std::string{}; !kind.empty()) sensor["kind"] = kind;
    if (const std::string unit = rule && !rule->unit.empty() ? rule->unit : measure && !rule ? measure->unit : std::string{}; !unit.empty()) sensor["unit"] = unit;
    if (d.place) sensor["place"] = {d.place->lon, d.place->lat};
    if (d.battery_pct) sensor["battery_pct"] = *d.battery_pct;
    std::string text = sensor.dump(-1, ' ', false, json::error_handler_t::replace);
    std::string& told = d.told[path];
    if (told == text) return;
    told = text;
    Change c;
    c.kind = VIGIE_KIND_SENSOR;
    c.id = id + "/" + path;
    c.json = std::move(text);
    out.changes.push_back(std::move(c));
}

void Reader::tell_all(const std::string& id, Device& d, Outcome& out) {
    for (const auto& known : d.told) tell(id, d, known.first, out);
}

} // namespace vigie::gis::mqtt
