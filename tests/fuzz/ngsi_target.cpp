// Replies of context brokers, NGSI-LD and NGSIv2.
#include "fuzz/target.hpp"
#include "gis/backends/ngsi/entity.hpp"
#include "gis/backends/sensorthings/wire.hpp"
#include "gis/backends/web/foreign.hpp"

namespace vigie::fuzz {

namespace {

void read_reply(std::string_view bytes) {
    using namespace gis::ngsi;
    const std::string body(bytes);  // of its own, so that reading past its end is seen
    (void)complaint_in(body);
    const auto entities = entities_in(body);
    if (!entities) return;
    for (const nlohmann::json& row : *entities) {
        const Entity entity(row, "Europe/Paris");
        require(entity.type().find('#') == std::string::npos || entity.type().find("://") == std::string::npos, "a type is short");
        (void)entity.short_id();
        (void)entity.observed();
        const nlohmann::json geometry = entity.geometry();
        require(geometry.is_null() || geometry.is_object(), "a geometry is an object");
        if (const auto point = gis::sensorthings::point_of(geometry)) (void)gis::web::checked_place(point->lon, point->lat);
        for (const std::string& name : entity.names()) (void)entity.attribute(name);
    }
}

} // namespace

Target ngsi_target() {
    return {"ngsi", read_reply,
            {"\"id\"", "\"type\"", "\"value\"", "\"object\"", "\"metadata\"", "\"unitCode\"", "\"observedAt\"", "\"datasetId\"", "\"@value\"", "\"location\"", "\"geo:point\"", "\"43.2, 2.1\"", "\"coordinates\"", "[2.1,43.2]",
             "\"https://uri.fiware.org/ns/data-models#status\"", "\"dateObserved\"", "\"modifiedAt\"", "null", "[]", "{}", "\"urn:ngsi-ld:Device:\""},
            [] { return std::vector{R"([{"id":)" + nested(20'000) + "}]"}; }};
}

} // namespace vigie::fuzz
