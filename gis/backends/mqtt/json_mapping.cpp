// Any JSON through a mapping that is plain data: parts of the topic, paths, units and scales.
#include <nlohmann/json.hpp>

#include "gis/backends/mqtt/measures.hpp"
#include "gis/backends/mqtt/reader.hpp"
#include "gis/model/foreign_json.hpp"

namespace vigie::gis::mqtt {

using backend::Change;
using backend::sentence;
using nlohmann::json;

namespace {

std::string_view next_level(std::string_view& rest) {
    const std::size_t slash = std::min(rest.find('/'), rest.size());
    const std::string_view level = rest.substr(0, slash);
    rest.remove_prefix(std::min(slash + 1, rest.size()));
    return level;
}

// "{site}-{device}" with the parts put in; nothing where one is missing.
std::optional<std::string> fill(std::string_view pattern, const TopicParts& parts) {
    std::string out;
    while (!pattern.empty()) {
        const std::size_t open = std::min(pattern.find('{'), pattern.size());
        out += pattern.substr(0, open);
        pattern.remove_prefix(open);
        if (pattern.empty()) break;
        const std::size_t close = pattern.find('}');
        if (close == pattern.npos) return {};
        const auto part = parts.find(pattern.substr(1, close - 1));
        if (part == parts.end()) return {};
        out += part->second;
        pattern.remove_prefix(close + 1);
    }
    return out;
}

std::string found(const std::string& how, const TopicParts& parts, const json& value) {
    if (how.empty()) return {};
    if (how.find('{') != std::string::npos) return fill(how, parts).value_or("");
    const json* at = at_path(value, how);
    return at ? text_of(*at) : std::string{};
}

std::optional<double> number_at(const std::string& path, const json& value) {
    const json* at = path.empty() ? nullptr : at_path(value, path);
    return at ? number_of(*at) : std::nullopt;
}

} // namespace

std::optional<TopicParts> match_topic(std::string_view pattern, std::string_view topic) {
    TopicParts parts;
    while (!pattern.empty()) {
        const std::string_view wanted = next_level(pattern);
        if (wanted == "#") return parts;
        if (topic.empty()) return {};
        const std::string_view level = next_level(topic);
        const std::size_t open = wanted.find('{'), close = wanted.find('}');
        if (open != wanted.npos && close != wanted.npos && close > open) {
            const std::string_view before = wanted.substr(0, open), after = wanted.substr(close + 1);
            if (level.size() < before.size() + after.size() || !level.starts_with(before) || !level.ends_with(after)) return {};
            parts[std::string(wanted.substr(open + 1, close - open - 1))] = level.substr(before.size(), level.size() - before.size() - after.size());
        } else if (wanted != "+" && wanted != level) {
            return {};
        }
    }
    if (!topic.empty()) return {};
    return parts;
}

void Reader::read_json(const Message& message, const json& value, Outcome& out) {
    const JsonMapping& m = settings_.mapping;
    const auto parts = m.pattern.empty() ? std::optional<TopicParts>(TopicParts{}) : match_topic(m.pattern, message.topic);
    if (!parts) {
        out.why = sentence("backends.mqtt.other_topic", {{"topic", message.topic}, {"pattern", m.pattern}});
        return;
    }
    const std::string id = found(m.device, *parts, value);
    if (id.empty()) {
        out.why = sentence("backends.mqtt.no_id", {{"device", m.device}});
        return;
    }
    Device* d = device(id, out);
    if (!d) return;
    if (std::string name = found(m.name, *parts, value); !name.empty()) d->name = std::move(name);
    if (const auto place = place_of(number_at(m.lon, value), number_at(m.lat, value))) d->place = place;
    std::optional<std::int64_t> at;
    if (!m.time.empty()) {
        const json* time = at_path(value, m.time);
        at = time ? instant_of(*time, settings_.zone) : std::nullopt;
        if (!at) {
            out.why = sentence("backends.mqtt.no_time", {{"path", m.time}});
            return;
        }
    } else if (!message.retained) {
        at = message.received_ms;  // a retained one is as old as nobody knows: it names the sensor and gives no value
    }
    std::string missing;
    for (const ValueRule& rule : settings_.values) {
        const std::string path = rule.path.empty() ? "$" : rule.path;
        const json* there = at_path(value, path);
        const auto number = there ? number_of(*there) : std::nullopt;
        if (!number) {
            missing = path;
            continue;
        }
        tell(id, *d, path, out);
        if (!at) continue;
        Change c;
        c.op = VIGIE_OP_OBSERVE;
        c.kind = VIGIE_KIND_SENSOR;
        c.id = id + "/" + path;
        c.value = *number * rule.scale;
        c.at_ms = *at;
        out.changes.push_back(std::move(c));
    }
    if (settings_.values.empty()) out.why = sentence("backends.mqtt.no_values");
    else if (out.changes.empty() && !missing.empty()) out.why = sentence("backends.mqtt.no_value", {{"path", missing}});
}

std::string Reader::propose(const Message& message) const {
    const json value = foreign_json(message.payload);
    json out = json::object(), rows = json::array();
    if (value.is_discarded()) return out.dump();
    const json* root = &value;
    if (settings_.profile == Profile::chirpstack) root = at_path(value, "object");
    if (settings_.profile == Profile::ttn) root = at_path(value, "uplink_message.decoded_payload");
    if (!root || settings_.profile == Profile::owntracks) return out.dump();
    const MeasureTable& table = MeasureTable::shipped();
    for (const Leaf& leaf : number_leaves(*root)) {
        const std::string last = bare(leaf.path.substr(leaf.path.rfind('.') == std::string::npos ? 0 : leaf.path.rfind('.')));
        if (last == "lat" || last == "latitude") { out["lat"] = leaf.path; continue; }
        if (last == "lon" || last == "lng" || last == "longitude") { out["lon"] = leaf.path; continue; }
        if (last == "time" || last == "timestamp" || last == "ts" || last == "tst") { out["time"] = leaf.path; continue; }
        if (table.role(leaf.path) != Role::value) continue;
        json row{{"path", leaf.path.empty() ? "$" : leaf.path}};
        if (const Measure* measure = table.find(leaf.path, {})) {
            row["name"] = measure->name(settings_.language);
            row["kind"] = measure->kind;
            row["unit"] = measure->unit;
            if (measure->scale != 1) row["scale"] = measure->scale;
        }
        rows.push_back(std::move(row));
    }
    out["values"] = std::move(rows);
    return out.dump(-1, ' ', false, json::error_handler_t::replace);
}

} // namespace vigie::gis::mqtt
