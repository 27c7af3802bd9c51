#include "gis/backends/web/foreign.hpp"

#include <charconv>
#include <cmath>

#include <nlohmann/json.hpp>

#include "gis/model/entity_json.hpp"
#include "gis/model/zone.hpp"

namespace vigie::gis::web {

using nlohmann::json;

namespace {

constexpr std::size_t most_logged = 20, longest_instant = 64;

// "+02", "+0200" or "+02:00" at the end of a time of day, 'Z' too.
bool names_zone(std::string_view text) {
    const auto clock = text.find_first_of("Tt ");
    if (clock == std::string_view::npos) return false;
    return text.ends_with('Z') || text.ends_with('z') || text.find_first_of("+-", clock) != std::string_view::npos;
}

std::string_view trimmed(std::string_view text) {
    while (!text.empty() && static_cast<unsigned char>(text.front()) <= ' ') text.remove_prefix(1);
    while (!text.empty() && static_cast<unsigned char>(text.back()) <= ' ') text.remove_suffix(1);
    return text;
}

} // namespace

MaybeTime instant(std::string_view text, const std::string& zone) {
    text = trimmed(text);
    if (const auto slash = text.find('/'); slash != std::string_view::npos) text.remove_prefix(slash + 1);
    if (text.size() > longest_instant) return {};
    const MaybeTime read = time_from_rfc3339(text);
    if (!read || names_zone(text)) return read;
    return utc_from_local(LocalTime(read->time_since_epoch()), zone);
}

std::string whole_second(Time t) {
    std::string text = rfc3339(std::chrono::floor<std::chrono::seconds>(t));
    return text.replace(text.find('.'), 4, "");
}

std::optional<double> number(const json& value) {
    double out = 0;
    if (value.is_boolean()) return value.get<bool>() ? 1 : 0;
    if (value.is_number()) out = value.get<double>();
    else if (value.is_string()) {
        const std::string_view text = trimmed(value.get_ref<const std::string&>());
        const auto read = std::from_chars(text.data(), text.data() + text.size(), out);
        if (read.ec != std::errc() || read.ptr != text.data() + text.size()) return {};
    } else return {};
    return std::isfinite(out) ? std::optional(out) : std::nullopt;
}

std::string dump(const json& value) { return value.dump(-1, ' ', false, json::error_handler_t::replace); }

std::string text(const json& value) {
    if (value.is_string()) return value.get<std::string>();
    return value.is_number() || value.is_boolean() ? dump(value) : std::string();
}

const json& at(const json& object, const char* member) {
    static const json nothing;
    if (!object.is_object()) return nothing;
    const auto it = object.find(member);
    return it == object.end() ? nothing : *it;
}

std::string text_at(const json& object, const char* member) { return text(at(object, member)); }

std::string content_version(std::string_view content) {
    std::uint64_t sum = 14'695'981'039'346'656'037u;
    for (const char c : content) sum = (sum ^ static_cast<unsigned char>(c)) * 1'099'511'628'211u;
    char out[17];
    const auto end = std::to_chars(out, out + sizeof out, sum, 16).ptr;
    return {out, end};
}

ReadPlace checked_place(double lon, double lat) {
    if (!std::isfinite(lon) || !std::isfinite(lat)) return {};
    if (lon == 0 && lat == 0) return {{}, "0, 0"};
    if (std::abs(lat) > 90 || std::abs(lon) > 180) return {{}, "off the earth"};
    if (lon == lat) return {{}, "lon = lat"};
    return {LonLat{lon, lat}, {}};
}

void LeftOut::add(const backend::Host& host, const std::string& id, const std::string& why) {
    if (count_++ == 0) first_ = id + ": " + why;
    if (count_ <= most_logged) host.log(VIGIE_LOG_WARNING, "left out: " + id + ": " + why);
}

void LeftOut::tell(const backend::Host& host) const {
    host.state(VIGIE_HEALTH_OK, count_ ? backend::say("web.left_out", {{"n", std::to_string(count_)}, {"first", first_}}) : std::string());
}

} // namespace vigie::gis::web
