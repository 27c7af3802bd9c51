// Values as foreign web services write them, read with the tolerance that their defects ask for: instants, numbers, places, ids.
// Any thread.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include <nlohmann/json_fwd.hpp>

#include "gis/backends/vigie_backend.hpp"
#include "gis/model/geometry.hpp"
#include "gis/model/time.hpp"

namespace vigie::gis::web {

// ISO 8601 / RFC 3339, "+0000" and "+00" too, the end of an interval "a/b"; without a zone: that of `zone`.
[[nodiscard]] MaybeTime instant(std::string_view text, const std::string& zone);
// "2026-11-23T10:00:00Z": without a fraction, which some servers refuse.
[[nodiscard]] std::string whole_second(Time t);

// A number, a number in a text ("51", " 3.5 "), true and false as 1 and 0; nothing for the rest and for what is not finite.
[[nodiscard]] std::optional<double> number(const nlohmann::json& value);
// A text, or the text of a number or truth value; empty for the rest.
[[nodiscard]] std::string text(const nlohmann::json& value);
[[nodiscard]] std::string text_at(const nlohmann::json& object, const char* member);
// The member, or null.
[[nodiscard]] const nlohmann::json& at(const nlohmann::json& object, const char* member);
// Compact, what is not UTF-8 replaced.
[[nodiscard]] std::string dump(const nlohmann::json& value);
// FNV-1a of a content, for an opaque version.
[[nodiscard]] std::string content_version(std::string_view content);

struct ReadPlace {
    std::optional<LonLat> place;  // none: not said, or suspicious
    std::string suspicion;        // why it was left out: "0, 0", "lon = lat", "off the earth"
};
[[nodiscard]] ReadPlace checked_place(double lon, double lat);

// What was left out of a reading: each line to the log, up to a bound, the first and the number for the status.
class LeftOut {
public:
    void add(const backend::Host& host, const std::string& id, const std::string& why);
    // VIGIE_HEALTH_OK, naming how many were left out.
    void tell(const backend::Host& host) const;

private:
    std::size_t count_ = 0;
    std::string first_;
};

} // namespace vigie::gis::web
