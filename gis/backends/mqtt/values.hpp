// Values inside foreign JSON: by a path, as a number, an instant, a place. Any thread.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json_fwd.hpp>

namespace vigie::gis::mqtt {

inline constexpr std::size_t max_leaves = 256;  // of one message

// "data.values[0].temp", with or without "$." before it; "$" or nothing is the whole. Null where there is none.
[[nodiscard]] const nlohmann::json* at_path(const nlohmann::json& root, std::string_view path);

struct Leaf {
    std::string path;
    double value = 0;
};
// Every number and truth value with its path, in the order of the names; at most max_leaves.
[[nodiscard]] std::vector<Leaf> number_leaves(const nlohmann::json& root);

// A finite number, a truth value (1 or 0), or a text that is one: "21,5", "ON", "closed".
[[nodiscard]] std::optional<double> number_of(const nlohmann::json& value);
// Milliseconds since 1970 UTC: RFC 3339, seconds or milliseconds since 1970; a text without zone is in `zone`.
[[nodiscard]] std::optional<std::int64_t> instant_of(const nlohmann::json& value, const std::string& zone);
// Text, or a number as it is written.
[[nodiscard]] std::string text_of(const nlohmann::json& value);

struct Place {
    double lon = 0, lat = 0;
    bool operator==(const Place&) const = default;
};
// Nothing for (0, 0), a longitude that is its latitude, and what is off the earth: what devices send for "unknown".
[[nodiscard]] std::optional<Place> place_of(std::optional<double> lon, std::optional<double> lat);

} // namespace vigie::gis::mqtt
