// Instants as text, from every source; and instants as milliseconds, which a source may make up.
#include <cstring>

#include "fuzz/target.hpp"
#include "gis/model/entity_json.hpp"

namespace vigie::fuzz {

namespace {

void read_instant(std::string_view bytes) {
    if (const auto time = gis::time_from_rfc3339(bytes)) require(gis::time_from_rfc3339(gis::rfc3339(*time)) == time, "an instant that was read is written and read the same");
    std::int64_t ms = 0;
    if (bytes.size() < sizeof ms) return;
    std::memcpy(&ms, bytes.data(), sizeof ms);
    const std::string text = gis::rfc3339(gis::time_from_ms(ms));
    require(text.size() >= 24 && text.back() == 'Z', "every instant can be written");
}

} // namespace

Target rfc3339_target() {
    return {"rfc3339", read_instant, {"2026-11-24T09:00:00.000Z", "T", "Z", "+02:00", "-23:59", "24:00", ":60", ".999999999", "0000", "9999", "-02-29", "2024"}, nullptr};
}

} // namespace vigie::fuzz
