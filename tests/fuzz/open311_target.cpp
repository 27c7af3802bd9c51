// Replies of Open311 servers: the first byte says whether the rest is JSON or XML.
#include <nlohmann/json.hpp>

#include "fuzz/target.hpp"
#include "gis/backends/open311/wire.hpp"
#include "gis/backends/web/foreign.hpp"

namespace vigie::fuzz {

namespace {

void read_reply(std::string_view bytes) {
    if (bytes.empty()) return;
    using namespace gis::open311;
    const std::string body(bytes.substr(1));  // of its own, so that reading past its end is seen
    const auto tree = tree_of(body, bytes[0] == '<' ? Format::xml : Format::json);
    if (!tree) return;
    for (const ServiceRequest& r : requests_in(*tree).value_or(std::vector<ServiceRequest>{})) {
        require(!r.id.empty() || !r.token.empty(), "a request has an id or a token");
        require(!r.version().empty(), "and a version");
        const auto at = gis::web::checked_place(r.lon.value_or(0), r.lat.value_or(0));
        if (at.place) require(at.place->lat >= -90 && at.place->lat <= 90, "a place is on the earth");
        (void)gis::web::instant(r.requested, "Europe/Paris");
    }
    for (const Service& s : services_in(*tree).value_or(std::vector<Service>{})) require(!s.code.empty(), "a service has a code");
    for (const ServiceAttribute& a : attributes_in(*tree)) require(!a.code.empty(), "an attribute has a code");
    for (const Endpoint& e : endpoints_in(*tree)) require(!e.url.empty(), "an endpoint has an address");
    require(complaint_in(*tree).size() < 2'000'000, "a complaint is bounded");
}

} // namespace

Target open311_target() {
    return {"open311", read_reply,
            {"\"service_request_id\"", "\"service_requests\"", "\"request\"", "\"status\"", "\"lat\"", "\"long\"", "<request>", "</request>", "<service_request_id>", "<errors>", "<![CDATA[", "&lt;", "<a/>", "[", "]", "{}", "\"attributes\"", "\"values\"", "\"2026-11-24T09:00:00+01\"", "null"},
            [] {
                std::string deep = "<";
                for (int i = 0; i < 20'000; ++i) deep += "<a>";
                return std::vector{"[" + nested(20'000), deep};
            }};
}

} // namespace vigie::fuzz
