// Positions of vehicles: as JSON, where the first line is the pointer to their list, and the whole as a GTFS-realtime feed.
#include <cmath>

#include "fuzz/target.hpp"
#include "gis/backends/avl/gtfs_realtime.hpp"
#include "gis/backends/avl/wire.hpp"

namespace vigie::fuzz {

namespace {

using namespace gis::avl;

void use(const std::vector<Fix>& fixes) {
    for (const Fix& fix : fixes) {
        require(!fix.id.empty(), "a vehicle has an id");
        require(!fix.speed_ms || (*fix.speed_ms >= 0 && *fix.speed_ms <= 151), "a speed is one of a vehicle");
        require(!fix.heading_deg || (*fix.heading_deg >= 0 && *fix.heading_deg < 360), "a heading is an angle");
        require(!fix.accuracy_m || std::isfinite(*fix.accuracy_m), "an accuracy is a length");
    }
}

void read_reply(std::string_view bytes) {
    const std::string whole(bytes);  // of its own, so that reading past its end is seen
    if (const auto fixes = fixes_in_feed(whole)) use(*fixes);
    const auto line = std::min(bytes.find('\n'), bytes.size());
    const std::string pointer(bytes.substr(0, line)), body(bytes.substr(std::min(bytes.size(), line + 1)));
    Layout layout = traccar_positions();
    if (is_pointer(pointer)) layout.list = pointer;
    layout.name = layout.list;
    const auto fixes = fixes_in(body, layout, "Europe/Paris");
    if (fixes) use(*fixes);
}

} // namespace

Target avl_target() {
    return {"avl", read_reply,
            {"/vehicles", "/0/~1/~0", "\n", "\"deviceId\"", "\"latitude\"", "\"longitude\"", "\"fixTime\"", "\"2026-11-24T08:59:00.000+0000\"", "1795510740", "1795510740000", "1e300", "\"speed\"", "\"course\"", "\"valid\"", "null", "{}", "[]"},
            [] { return std::vector{"\n[{\"deviceId\":" + nested(20'000) + "}]"}; }};
}

} // namespace vigie::fuzz
