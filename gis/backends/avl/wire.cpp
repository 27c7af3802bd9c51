#include "gis/backends/avl/wire.hpp"

#include <cmath>
#include <limits>

#include "gis/backends/web/foreign.hpp"
#include "gis/model/entity_json.hpp"
#include "gis/model/foreign_json.hpp"

namespace vigie::gis::avl {

using nlohmann::json;

namespace {

constexpr double least_ms = 1e11;  // counts since 1970 above it are milliseconds, below it seconds: 1973 or the year 5138

// A text, or a count of seconds or milliseconds since 1970.
MaybeTime time_of(const json& value, const std::string& zone) {
    if (value.is_string()) {
        if (const MaybeTime t = web::instant(value.get_ref<const std::string&>(), zone)) return t;
    }
    const auto count = web::number(value);
    if (!count || *count <= 0 || *count > 1e15) return {};
    return time_from_foreign_ms(static_cast<std::int64_t>(*count >= least_ms ? *count : *count * 1'000));
}

std::optional<double> told(const json& vehicle, const std::string& pointer, double least, double most) {
    if (pointer.empty()) return {};
    const auto value = web::number(at_pointer(vehicle, pointer));
    return value && *value >= least && *value <= most ? value : std::nullopt;
}

Fix fix_of(const json& vehicle, const std::string& key, const Layout& layout, const std::string& zone) {
    constexpr double unknown = std::numeric_limits<double>::quiet_NaN(), fastest_ms = 150;
    Fix fix;
    fix.id = web::text(at_pointer(vehicle, layout.id));
    if (fix.id.empty()) fix.id = key;
    if (!layout.name.empty()) fix.name = web::text(at_pointer(vehicle, layout.name));
    fix.lon = web::number(at_pointer(vehicle, layout.lon)).value_or(unknown);
    fix.lat = web::number(at_pointer(vehicle, layout.lat)).value_or(unknown);
    if (!layout.time.empty()) fix.at = time_of(at_pointer(vehicle, layout.time), zone);
    if (const auto speed = told(vehicle, layout.speed, 0, fastest_ms / layout.ms_per_speed)) fix.speed_ms = *speed * layout.ms_per_speed;
    if (const auto heading = told(vehicle, layout.heading, 0, 360)) fix.heading_deg = std::fmod(*heading, 360);
    if (const auto accuracy = told(vehicle, layout.accuracy, 0, 1e6); accuracy && *accuracy > 0) fix.accuracy_m = accuracy;  // 0 = not known
    if (!layout.valid.empty()) fix.is_valid = web::number(at_pointer(vehicle, layout.valid)).value_or(1) != 0;
    return fix;
}

} // namespace

Layout traccar_positions() {
    return {.list = "", .id = "/deviceId", .name = "", .lon = "/longitude", .lat = "/latitude", .time = "/fixTime", .speed = "/speed", .heading = "/course", .accuracy = "/accuracy", .valid = "/valid", .ms_per_speed = *metres_per_second("kn")};
}

std::optional<double> metres_per_second(std::string_view unit) {
    if (unit == "m/s") return 1;
    if (unit == "km/h") return 1 / 3.6;
    if (unit == "kn") return 1'852.0 / 3'600;
    if (unit == "mph") return 1'609.344 / 3'600;
    return {};
}

bool is_pointer(std::string_view text) { return text.empty() || text.starts_with('/'); }

const json& at_pointer(const json& root, std::string_view pointer) {
    static const json nothing;
    const json* at = &root;
    while (!pointer.empty()) {
        pointer.remove_prefix(1);
        std::string token(pointer.substr(0, pointer.find('/')));
        pointer.remove_prefix(token.size());
        for (const auto& [code, plain] : {std::pair{"~1", "/"}, {"~0", "~"}})
            for (std::size_t i = token.find(code); i != std::string::npos; i = token.find(code, i + 1)) token.replace(i, 2, plain);
        if (at->is_object() && at->contains(token)) at = &(*at)[token];
        else if (const auto index = web::number(json(token)); at->is_array() && index && *index >= 0 && *index < static_cast<double>(at->size())) at = &(*at)[static_cast<std::size_t>(*index)];
        else return nothing;
    }
    return *at;
}

std::optional<std::vector<Fix>> fixes_in(std::string_view body, const Layout& layout, const std::string& zone) {
    const json tree = foreign_json(body);
    const json& list = at_pointer(tree, layout.list);
    if (!list.is_array() && !list.is_object()) return {};
    std::vector<Fix> out;
    for (const auto& [key, vehicle] : list.items())
        if (vehicle.is_object())
            if (Fix fix = fix_of(vehicle, list.is_object() ? key : std::string(), layout, zone); !fix.id.empty()) out.push_back(std::move(fix));
    return out;
}

} // namespace vigie::gis::avl
