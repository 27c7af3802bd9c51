#include "gis/backends/mqtt/values.hpp"

#include <charconv>
#include <cmath>

#include <nlohmann/json.hpp>

#include "gis/layers/csv_table.hpp"
#include "gis/model/entity_json.hpp"
#include "gis/model/zone.hpp"

namespace vigie::gis::mqtt {

namespace {

using nlohmann::json;

constexpr double first_millisecond_number = 1e11;  // as seconds it would be the year 5138

void collect(const json& value, const std::string& path, std::vector<Leaf>& out) {
    if (out.size() >= max_leaves) return;
    if (value.is_object()) {
        for (const auto& [name, inner] : value.items()) collect(inner, path.empty() ? name : path + "." + name, out);
    } else if (value.is_array()) {
        for (std::size_t i = 0; i < value.size(); ++i) collect(value[i], path + "[" + std::to_string(i) + "]", out);
    } else if (value.is_number() || value.is_boolean()) {
        if (const auto number = number_of(value)) out.push_back({path, *number});
    }
}

// Whether a text that is an instant says where on earth: "Z" or an offset after the time of day.
bool has_zone(std::string_view text) {
    const std::size_t time = text.find_first_of("Tt ");
    return time != text.npos && text.find_first_of("Zz+-", time) != text.npos;
}

} // namespace

const json* at_path(const json& root, std::string_view path) {
    if (path.starts_with('$')) path.remove_prefix(1);
    const json* at = &root;
    while (!path.empty()) {
        if (path.front() == '.') path.remove_prefix(1);
        if (path.starts_with('[')) {
            std::size_t index = 0;
            const auto read = std::from_chars(path.data() + 1, path.data() + path.size(), index);
            if (read.ec != std::errc{} || read.ptr == path.data() + path.size() || *read.ptr != ']') return nullptr;
            if (!at->is_array() || index >= at->size()) return nullptr;
            at = &(*at)[index];
            path.remove_prefix(static_cast<std::size_t>(read.ptr - path.data()) + 1);
            continue;
        }
        const std::size_t end = std::min(path.find_first_of(".["), path.size());
        if (end == 0 || !at->is_object()) return nullptr;
        const auto found = at->find(std::string(path.substr(0, end)));
        if (found == at->end()) return nullptr;
        at = &*found;
        path.remove_prefix(end);
    }
    return at;
}

std::vector<Leaf> number_leaves(const json& root) {
    std::vector<Leaf> out;
    collect(root, {}, out);
    return out;
}

std::optional<double> number_of(const json& value) {
    if (value.is_boolean()) return value.get<bool>() ? 1 : 0;
    double number = std::nan("");
    if (value.is_number()) number = value.get<double>();
    if (value.is_string()) {
        const auto& text = value.get_ref<const std::string&>();
        for (const char* yes : {"on", "ON", "On", "true", "open", "OPEN"})
            if (text == yes) return 1;
        for (const char* no : {"off", "OFF", "Off", "false", "closed", "CLOSED"})
            if (text == no) return 0;
        number = number_from_text(text);
    }
    return std::isfinite(number) ? std::optional(number) : std::nullopt;
}

std::optional<std::int64_t> instant_of(const json& value, const std::string& zone) {
    MaybeTime time;
    if (value.is_number() || (value.is_string() && std::isfinite(number_from_text(value.get_ref<const std::string&>())))) {
        const double number = *number_of(value), ms = std::abs(number) < first_millisecond_number ? number * 1000 : number;
        if (!(std::abs(ms) < 1e15)) return {};
        time = time_from_foreign_ms(static_cast<std::int64_t>(std::llround(ms)));
    } else if (value.is_string()) {
        const auto& text = value.get_ref<const std::string&>();
        time = time_from_rfc3339(text);
        if (time && !has_zone(text)) time = utc_from_local(LocalTime{time->time_since_epoch()}, zone);
    }
    return time ? std::optional(ms_since_epoch(*time)) : std::nullopt;
}

std::string text_of(const json& value) {
    if (value.is_string()) return value.get<std::string>();
    return value.is_number() || value.is_boolean() ? value.dump() : std::string{};
}

std::optional<Place> place_of(std::optional<double> lon, std::optional<double> lat) {
    if (!lon || !lat || !(std::abs(*lon) <= 180) || !(std::abs(*lat) <= 90) || *lon == *lat) return {};
    return Place{*lon, *lat};
}

} // namespace vigie::gis::mqtt
