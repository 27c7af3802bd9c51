// Replies of SensorThings servers.
#include "fuzz/target.hpp"
#include "gis/backends/sensorthings/pages.hpp"
#include "gis/backends/sensorthings/wire.hpp"
#include "gis/backends/web/foreign.hpp"

namespace vigie::fuzz {

namespace {

void read_reply(std::string_view bytes) {
    using namespace gis::sensorthings;
    const std::string body(bytes);  // of its own, so that reading past its end is seen
    (void)complaint_in(body);
    const auto page = page_of(body);
    if (!page) return;
    const std::string asked = "http://h/v1.1/Observations?$top=2";
    if (const auto next = next_address(asked, page->next, 2)) require(next->starts_with("http://h/"), "the next page is of the same server");
    for (const nlohmann::json& row : page->rows) {
        const auto stream = stream_of(row, "Europe/Paris");
        if (stream) require(!stream->id.empty(), "a datastream has an id");
        if (stream && stream->lon && stream->lat) (void)gis::web::checked_place(*stream->lon, *stream->lat);
        require(address_of(row).find_first_of(" \n\r") == std::string::npos || row.contains("@iot.selfLink"), "an address is one word");
        const Reading reading = reading_of(row, "Europe/Paris");
        if (reading.value) require(*reading.value == *reading.value, "a value is a number");
    }
}

} // namespace

Target sensorthings_target() {
    return {"sensorthings", read_reply,
            {"\"value\"", "\"@iot.id\"", "\"@iot.nextLink\"", "\"@iot.selfLink\"", "\"http://h/v1.1/Datastreams(1)\"", "\"Thing\"", "\"Locations\"", "\"location\"", "\"coordinates\"", "[[2,43],[3,44]]", "\"phenomenonTime\"",
             "\"2026-05-01T10:00:00Z/2026-05-05T10:00:00Z\"", "\"result\"", "\"Datastream\"", "1e999", "null", "{}", "[]"},
            [] { return std::vector{R"({"value":)" + nested(20'000) + "}"}; }};
}

} // namespace vigie::fuzz
