// How each type of field is written as JSON and read back; included only by the .cpp files of the codec and of the store
// (it carries the whole JSON library). Reading returns false when a value does not fit.
#pragma once

#include <cmath>
#include <limits>
#include <type_traits>

#include <nlohmann/json.hpp>

#include "gis/model/entity_fields.hpp"
#include "gis/model/entity_json.hpp"
#include "gis/model/words.hpp"

namespace vigie::gis::value_json {

using nlohmann::json;

// ---- writing ----

inline json write(const std::string& v) { return v; }
inline json write(bool v) { return v; }
inline json write(int v) { return v; }
inline json write(std::uint32_t v) { return v; }
inline json write(double v) { return std::isfinite(v) ? json(v) : json(nullptr); }
inline json write(LonLat v) { return json::array({v.lon, v.lat}); }
inline json write(Time v) { return rfc3339(v); }
inline json write(Seconds v) { return v.count(); }
inline json write(const Geometry& v) { return geometry_to_json(v); }
inline json write(const Attribute& v) { return {{"name", v.name}, {"value", v.value}}; }
inline json write(const TimeWindow& v) { return {{"from", write(v.from)}, {"to", write(v.to)}}; }
inline json write(const Task& v) { return {{"text", v.text}, {"done", v.done}}; }
inline json write(const RaisedQuestion& v) {
    return {{"reason", v.reason}, {"by", v.by}, {"at", write(v.at)}, {"answer", v.answer}, {"answered_by", v.answered_by},
            {"answered_at", v.answered_at ? write(*v.answered_at) : json(nullptr)}};
}
inline json write(const TimeSpent& v) { return {{"name", v.name}, {"duration", write(v.duration)}, {"hour_eur", write(v.hour_eur)}}; }
inline json write(const MaterialUsed& v) {
    return {{"name", v.name}, {"unit", v.unit}, {"quantity", write(v.quantity)}, {"unit_eur", write(v.unit_eur)}};
}
inline json write(const VehicleUsed& v) {
    return {{"name", v.name}, {"km", write(v.km)}, {"km_eur", write(v.km_eur)}, {"duration", write(v.duration)}, {"hour_eur", write(v.hour_eur)}};
}
inline json write(const Photo& v) {
    return {{"id", v.id}, {"moment", name(v.moment)}, {"at", write(v.at)}, {"by", v.by}, {"caption", v.caption}};
}
inline json write(const Skill& v) { return {{"code", v.code}, {"expires_at", v.expires_at ? write(*v.expires_at) : json(nullptr)}}; }
template <class Tag>
inline json write(Id<Tag> v) { return v ? json(v.value) : json(nullptr); }
template <class E>
    requires std::is_enum_v<E>
inline json write(E v) { return name(v); }
template <class T>
inline json write(const std::optional<T>& v) { return v ? write(*v) : json(nullptr); }
template <class T>
inline json write(const std::vector<T>& v) {
    json list = json::array();
    for (const T& x : v) list.push_back(write(x));
    return list;
}

// Bad UTF-8 (an old file's text) is shown as U+FFFD rather than failing the whole line.
inline std::string compact(const json& j) { return j.dump(-1, ' ', false, json::error_handler_t::replace); }

// ---- reading ----

inline bool read(const json& j, std::string& v) {
    if (!j.is_string()) return false;
    v = j.get<std::string>();
    return true;
}
inline bool read(const json& j, bool& v) {
    if (!j.is_boolean()) return false;
    v = j.get<bool>();
    return true;
}
template <class I>
bool read_integer(const json& j, I& v) {
    if (j.is_number_unsigned()) {
        const auto u = j.get<std::uint64_t>();
        if (u > static_cast<std::uint64_t>(std::numeric_limits<I>::max())) return false;
        v = static_cast<I>(u);
        return true;
    }
    if (!j.is_number_integer()) return false;
    const auto i = j.get<std::int64_t>();
    if constexpr (std::is_unsigned_v<I>) return false;  // negative, or it would be unsigned
    else if (i < std::int64_t{std::numeric_limits<I>::min()} || i > std::int64_t{std::numeric_limits<I>::max()}) return false;
    v = static_cast<I>(i);
    return true;
}
inline bool read(const json& j, int& v) { return read_integer(j, v); }
inline bool read(const json& j, std::uint32_t& v) { return read_integer(j, v); }
inline bool read(const json& j, std::uint64_t& v) { return read_integer(j, v); }
inline bool read(const json& j, double& v) {
    if (!j.is_number()) return false;
    v = j.get<double>();
    return std::isfinite(v);
}
inline bool read(const json& j, LonLat& v) {
    if (!j.is_array() || j.size() < 2) return false;
    return read(j[0], v.lon) && read(j[1], v.lat) && std::abs(v.lon) <= 180 && std::abs(v.lat) <= 90;
}
inline bool read(const json& j, Time& v) {
    std::int64_t ms = 0;
    const bool counted = read_integer(j, ms);
    if (!counted && !j.is_string()) return false;
    const MaybeTime t = counted ? time_from_foreign_ms(ms) : time_from_rfc3339(j.get_ref<const std::string&>());
    if (t) v = *t;
    return t.has_value();
}
inline bool read(const json& j, Seconds& v) {
    std::int64_t seconds = 0;
    if (!read_integer(j, seconds)) return false;
    v = Seconds{seconds};
    return true;
}
inline bool read(const json& j, Geometry& v) {
    auto geometry = geometry_from_json(j);
    if (geometry) v = std::move(*geometry);
    return geometry.ok();
}
template <class Tag>
inline bool read(const json& j, Id<Tag>& v) { return read_integer(j, v.value); }
template <class E>
    requires std::is_enum_v<E>
inline bool read(const json& j, E& v) {
    if (!j.is_string()) return false;
    const auto value = from_name<E>(j.get_ref<const std::string&>());
    if (value) v = *value;
    return value.has_value();
}
// A member that is absent or null keeps the default.
template <class T>
inline bool read_member(const json& j, const char* member, T& v) {
    const auto it = j.find(member);
    return it == j.end() || it->is_null() || read(*it, v);
}
inline bool read(const json& j, Attribute& v) {
    return j.is_object() && read_member(j, "name", v.name) && read_member(j, "value", v.value);
}
inline bool read(const json& j, TimeWindow& v) { return j.is_object() && read_member(j, "from", v.from) && read_member(j, "to", v.to); }
inline bool read(const json& j, Task& v) { return j.is_object() && read_member(j, "text", v.text) && read_member(j, "done", v.done); }
inline bool read(const json& j, RaisedQuestion& v) {
    Time answered{};
    if (!j.is_object() || !read_member(j, "reason", v.reason) || !read_member(j, "by", v.by) || !read_member(j, "at", v.at) ||
        !read_member(j, "answer", v.answer) || !read_member(j, "answered_by", v.answered_by) || !read_member(j, "answered_at", answered))
        return false;
    if (const auto it = j.find("answered_at"); it != j.end() && !it->is_null()) v.answered_at = answered;
    return true;
}
inline bool read(const json& j, TimeSpent& v) {
    return j.is_object() && read_member(j, "name", v.name) && read_member(j, "duration", v.duration) && read_member(j, "hour_eur", v.hour_eur);
}
inline bool read(const json& j, MaterialUsed& v) {
    return j.is_object() && read_member(j, "name", v.name) && read_member(j, "unit", v.unit) && read_member(j, "quantity", v.quantity) &&
           read_member(j, "unit_eur", v.unit_eur);
}
inline bool read(const json& j, VehicleUsed& v) {
    return j.is_object() && read_member(j, "name", v.name) && read_member(j, "km", v.km) && read_member(j, "km_eur", v.km_eur) &&
           read_member(j, "duration", v.duration) && read_member(j, "hour_eur", v.hour_eur);
}
inline bool read(const json& j, Photo& v) {
    return j.is_object() && read_member(j, "id", v.id) && read_member(j, "moment", v.moment) && read_member(j, "at", v.at) &&
           read_member(j, "by", v.by) && read_member(j, "caption", v.caption);
}
inline bool read(const json& j, Skill& v) {
    if (!j.is_object() || !read_member(j, "code", v.code)) return false;
    Time expires{};
    if (!read_member(j, "expires_at", expires)) return false;
    if (const auto it = j.find("expires_at"); it != j.end() && !it->is_null()) v.expires_at = expires;
    return true;
}
template <class T>
inline bool read(const json& j, std::optional<T>& v) {
    T value{};
    if (!read(j, value)) return false;
    v = std::move(value);
    return true;
}
template <class T>
inline bool read(const json& j, std::vector<T>& v) {
    if (!j.is_array()) return false;
    std::vector<T> list(j.size());
    for (std::size_t i = 0; i < j.size(); ++i)
        if (!read(j[i], list[i])) return false;
    v = std::move(list);
    return true;
}

} // namespace vigie::gis::value_json
