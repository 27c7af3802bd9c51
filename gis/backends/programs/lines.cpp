#include "gis/backends/programs/lines.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "gis/model/entity_json.hpp"
#include "gis/model/words.hpp"

namespace vigie::gis {

namespace {

using nlohmann::json;
using Said = backend::Change;

constexpr std::array<std::string_view, 10> error_names = {"none", "config", "auth", "network", "remote", "protocol", "limit", "conflict", "unsupported", "internal"};
constexpr std::array<std::string_view, 5> health_names = {"starting", "ok", "late", "offline", "refused"};
constexpr std::array<std::string_view, 5> outcome_names = {"done", "conflict", "refused", "retry", "unknown"};

template <std::size_t N>
std::string_view name_of(const std::array<std::string_view, N>& names, int value, std::size_t otherwise) {
    return names[value >= 0 && static_cast<std::size_t>(value) < N ? static_cast<std::size_t>(value) : otherwise];
}
template <std::size_t N>
int value_of(const std::array<std::string_view, N>& names, std::string_view name, int otherwise) {
    const auto it = std::ranges::find(names, name);
    return it == names.end() ? otherwise : static_cast<int>(it - names.begin());
}

double number_in(const json& object, const char* key) {
    const auto it = object.find(key);
    return it != object.end() && it->is_number() ? it->get<double>() : backend::unknown;
}

bool read_time(const json& message, Said& out, std::string& why) {
    const auto it = message.find("at");
    if (it == message.end() || it->is_null()) return true;
    if (it->is_number_integer()) out.at_ms = it->get<std::int64_t>();
    else if (it->is_string()) {
        const MaybeTime at = time_from_rfc3339(it->get<std::string>());
        if (at) out.at_ms = ms_since_epoch(*at);
        else why = "\"at\" is no RFC 3339 time: " + it->get<std::string>().substr(0, 40);
    } else why = "\"at\" must be a text or milliseconds";
    return why.empty();
}

bool read_place(const json& message, Said& out, std::string& why) {
    const auto it = message.find("place");
    if (it == message.end() || it->is_null()) return true;
    if (!it->is_array() || it->size() < 2 || !(*it)[0].is_number() || !(*it)[1].is_number()) {
        why = "\"place\" must be [longitude, latitude]";
        return false;
    }
    out.lon = (*it)[0].get<double>();
    out.lat = (*it)[1].get<double>();
    return true;
}

bool read_kind(const json& message, Said& out, std::string& why) {
    const std::string name = text_in(message, "kind");
    const auto kind = from_name<EntityKind>(name);
    if (kind) out.kind = static_cast<std::uint32_t>(*kind);
    else why = "unknown \"kind\": " + name.substr(0, 40);
    return kind.has_value();
}

bool read_id(const json& message, const char* key, Said& out, std::string& why) {
    const auto it = message.find(key);
    if (it != message.end() && it->is_number_integer()) out.id = it->dump();  // ids are texts even when they are sent as numbers
    else out.id = text_in(message, key);
    if (out.id.empty()) why = std::string("no \"") + key + "\"";
    return why.empty();
}

bool read_upsert(const json& message, Said& out, std::string& why) {
    json fields = json::object();
    if (const auto it = message.find("fields"); it != message.end()) {
        if (!it->is_object()) {
            why = "\"fields\" must be an object";
            return false;
        }
        fields = *it;
    }
    if (std::isfinite(out.lon) && !fields.contains("place")) fields["place"] = json::array({out.lon, out.lat});
    out.json = fields.dump(-1, ' ', false, json::error_handler_t::replace);
    return true;
}

} // namespace

std::optional<std::string> LineCutter::next() {
    const std::size_t end = rest_.find('\n', begin_);
    if (end == std::string::npos) {
        rest_.erase(0, std::exchange(begin_, 0));
        return {};
    }
    std::string line = rest_.substr(begin_, end - begin_);
    begin_ = end + 1;
    if (!line.empty() && line.back() == '\r') line.pop_back();
    return line;
}

std::string text_in(const json& object, const char* key) {
    const auto it = object.find(key);
    return it != object.end() && it->is_string() ? it->get<std::string>() : std::string();
}

std::optional<Said> change_from(const json& message, std::string& why) {
    const std::string m = text_in(message, "m");
    Said out;
    const bool timed = read_time(message, out, why) && read_place(message, out, why);
    if (m == "upsert" || m == "delete") {
        out.op = m == "upsert" ? VIGIE_OP_UPSERT : VIGIE_OP_DELETE;
        out.version = text_in(message, "version");
        if (!timed || !read_kind(message, out, why) || !read_id(message, "entityId", out, why)) return {};
        if (m == "upsert" && !read_upsert(message, out, why)) return {};
        return out;
    }
    if (m == "observe") {
        out.op = VIGIE_OP_OBSERVE;
        out.kind = VIGIE_KIND_SENSOR;
        out.value = number_in(message, "value");
        out.unit = text_in(message, "unit");
        if (!timed || !read_id(message, "sensor", out, why)) return {};
        if (!std::isfinite(out.value)) why = "\"value\" must be a number";
        return why.empty() ? std::optional(out) : std::nullopt;
    }
    if (m == "position") {
        out.op = VIGIE_OP_POSITION;
        out.kind = VIGIE_KIND_CREW;
        out.heading_deg = number_in(message, "heading");
        out.speed_ms = number_in(message, "speed");
        out.accuracy_m = number_in(message, "accuracy");
        if (!timed || !read_id(message, "crew", out, why)) return {};
        if (!std::isfinite(out.lon)) why = "no \"place\"";
        return why.empty() ? std::optional(out) : std::nullopt;
    }
    if (m == "readings") {
        out.op = VIGIE_OP_READINGS;
        out.kind = VIGIE_KIND_METER;
        out.unit = text_in(message, "unit");
        out.series_flags = message.value("register", json(false)) == json(true) ? VIGIE_SERIES_REGISTER : VIGIE_SERIES_USE;
        const double step_s = number_in(message, "step");
        const auto values = message.find("values");
        if (!timed || !read_id(message, "meter", out, why)) return {};
        if (!(step_s >= 1 && step_s <= 400.0 * 86'400)) why = "\"step\" must be seconds, 1 to 400 days";
        else if (values == message.end() || !values->is_array() || values->size() > VIGIE_MAX_SERIES_VALUES) why = "\"values\" must be a list of numbers, 10,000 at most";
        if (!why.empty()) return {};
        out.step_ms = static_cast<std::int64_t>(step_s) * 1'000;
        for (const json& v : *values) out.values.push_back(v.is_number() ? v.get<double>() : backend::unknown);
        return out;
    }
    if (m == "snapshot") {
        const bool begins = text_in(message, "phase") == "begin";
        out.op = begins ? VIGIE_OP_SNAPSHOT_BEGIN : VIGIE_OP_SNAPSHOT_END;
        out.value = !begins && message.value("authoritative", json(true)) == json(true) ? 1 : 0;
        return read_kind(message, out, why) ? std::optional(out) : std::nullopt;
    }
    why.clear();
    return {};
}

json change_to_json(const Said& c) {
    json out = json::object();
    const std::string_view kind = c.kind < static_cast<std::uint32_t>(entity_kind_count) ? name(static_cast<EntityKind>(c.kind)) : std::string_view("unknown");
    if (c.at_ms != 0) out["at"] = c.at_ms;
    if (std::isfinite(c.lon) && std::isfinite(c.lat)) out["place"] = {c.lon, c.lat};
    switch (c.op) {
    case VIGIE_OP_UPSERT: {
        const json fields = json::parse(c.json, nullptr, false);
        out.update({{"m", "upsert"}, {"kind", kind}, {"entityId", c.id}, {"version", c.version}, {"fields", fields.is_object() ? fields : json::object()}});
        return out;
    }
    case VIGIE_OP_DELETE: out.update({{"m", "delete"}, {"kind", kind}, {"entityId", c.id}}); return out;
    case VIGIE_OP_OBSERVE:
        out.update({{"m", "observe"}, {"sensor", c.id}, {"value", c.value}});
        if (!c.unit.empty()) out["unit"] = c.unit;
        return out;
    case VIGIE_OP_POSITION:
        out.update({{"m", "position"}, {"crew", c.id}});
        for (const auto& [key, value] : {std::pair("heading", c.heading_deg), std::pair("speed", c.speed_ms), std::pair("accuracy", c.accuracy_m)})
            if (std::isfinite(value)) out[key] = value;
        return out;
    case VIGIE_OP_READINGS: {
        json values = json::array();
        for (const double v : c.values) values.push_back(std::isfinite(v) ? json(v) : json(nullptr));
        out.update({{"m", "readings"}, {"meter", c.id}, {"step", c.step_ms / 1'000}, {"values", std::move(values)}});
        if (!c.unit.empty()) out["unit"] = c.unit;
        if ((c.series_flags & VIGIE_SERIES_REGISTER) != 0) out["register"] = true;
        return out;
    }
    case VIGIE_OP_SNAPSHOT_BEGIN: out.update({{"m", "snapshot"}, {"phase", "begin"}, {"kind", kind}}); return out;
    case VIGIE_OP_SNAPSHOT_END: out.update({{"m", "snapshot"}, {"phase", "end"}, {"kind", kind}, {"authoritative", c.value == 1.0}}); return out;
    default: out["m"] = "op" + std::to_string(c.op); return out;
    }
}

std::string line_of(const json& message) { return message.dump(-1, ' ', false, json::error_handler_t::replace) + '\n'; }

backend::Problem told(int klass, const std::string& key, std::string why) {
    std::ranges::replace_if(why, [](char c) { return c == '\t' || c == '\n'; }, ' ');
    std::string message = "@" + key + "\twhy=" + why;
    return {klass, std::move(message), std::move(why), 0};
}

std::string_view error_name(int klass) { return name_of(error_names, klass, VIGIE_ERROR_INTERNAL); }
int error_class(std::string_view name) { return value_of(error_names, name, VIGIE_ERROR_INTERNAL); }
std::string_view health_name(int health) { return name_of(health_names, health, VIGIE_HEALTH_OFFLINE); }
int health_from_name(std::string_view name) { return value_of(health_names, name, VIGIE_HEALTH_OFFLINE); }
std::string_view outcome_name(int outcome) { return name_of(outcome_names, outcome, VIGIE_ACK_UNKNOWN); }
int outcome_from_name(std::string_view name) { return value_of(outcome_names, name, VIGIE_ACK_UNKNOWN); }

} // namespace vigie::gis
