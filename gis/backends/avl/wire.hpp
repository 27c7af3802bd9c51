// Positions of vehicles in JSON, of Traccar or of any service: where each member stands is said by JSON pointers (RFC 6901).
// Any thread.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json.hpp>

#include "gis/model/time.hpp"

namespace vigie::gis::avl {

// Where the members of a vehicle stand, from the vehicle; an empty pointer: not told.
struct Layout {
    std::string list;  // from the root: a list, or an object whose names are the vehicles' ids
    std::string id, name, lon, lat, time, speed, heading, accuracy, valid;
    double ms_per_speed = 1;  // metres per second in the unit of `speed`
};
[[nodiscard]] Layout traccar_positions();
// "km/h", "kn", "mph", "m/s"; nothing for others.
[[nodiscard]] std::optional<double> metres_per_second(std::string_view unit);
[[nodiscard]] bool is_pointer(std::string_view text);  // empty, or beginning with '/'
// The value there, or null.
[[nodiscard]] const nlohmann::json& at_pointer(const nlohmann::json& root, std::string_view pointer);

struct Fix {
    std::string id, name;
    MaybeTime at;
    double lon = 0, lat = 0;  // NaN when not told
    std::optional<double> speed_ms, heading_deg, accuracy_m;
    bool is_valid = true;
};
// Nothing: there is no list where the layout says.
[[nodiscard]] std::optional<std::vector<Fix>> fixes_in(std::string_view body, const Layout& layout, const std::string& zone);

} // namespace vigie::gis::avl
