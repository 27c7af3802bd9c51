#include "gis/backends/sensorthings/wire.hpp"

#include <algorithm>
#include <limits>

#include "gis/backends/web/foreign.hpp"
#include "gis/backends/web/url.hpp"
#include "gis/model/foreign_json.hpp"

namespace vigie::gis::sensorthings {

using nlohmann::json;
using web::at;
using web::text_at;

namespace {

// Of the newest of a list, or of the entity itself where it is one.
const json& first_of(const json& entity) {
    static const json nothing;
    if (entity.is_array()) return entity.empty() ? nothing : entity[0];
    return entity;
}

struct Box {
    double west = std::numeric_limits<double>::infinity(), east = -west, south = west, north = -west;
};

void widen(const json& coordinates, Box& box, int depth) {
    if (!coordinates.is_array() || depth > 5) return;
    if (coordinates.size() >= 2 && coordinates[0].is_number() && coordinates[1].is_number()) {
        const double lon = coordinates[0].get<double>(), lat = coordinates[1].get<double>();
        box = {std::min(box.west, lon), std::max(box.east, lon), std::min(box.south, lat), std::max(box.north, lat)};
        return;
    }
    for (const json& inner : coordinates) widen(inner, box, depth + 1);
}

} // namespace

std::optional<Page> page_of(std::string_view body) {
    json tree = foreign_json(body);
    Page page;
    json* rows = tree.is_object() && tree.contains("value") ? &tree["value"] : &tree;
    if (!rows->is_array()) return {};
    for (json& row : *rows)
        if (row.is_object()) page.rows.push_back(std::move(row));
    page.next = text_at(tree, "@iot.nextLink");
    if (page.next.empty()) page.next = text_at(tree, "@nextLink");
    return page;
}

std::string id_of(const json& entity) {
    const std::string id = text_at(entity, "@iot.id");
    return id.empty() ? text_at(entity, "id") : id;
}

std::string address_of(const json& datastream) {
    const std::string self = text_at(datastream, "@iot.selfLink");
    if (const auto tail = self.rfind("/Datastreams("); tail != std::string::npos && self.ends_with(')')) return self.substr(tail + 1);
    const json& id = at(datastream, "@iot.id");
    if (id.is_number()) return "Datastreams(" + web::text(id) + ")";
    std::string quoted;
    for (const char c : id_of(datastream)) quoted += c == '\'' ? "''" : std::string(1, c);
    return "Datastreams('" + web::encoded(quoted) + "')";
}

std::string complaint_in(std::string_view body) {
    const json tree = foreign_json(body);
    const json& error = at(tree, "error");
    const json& message = at(error.is_object() ? error : tree, "message");
    if (message.is_array() && !message.empty()) return web::text(message[0]);
    for (const std::string& words : {text_at(tree, "detail"), web::text(message), web::text(error)})
        if (!words.empty()) return words;
    return {};
}

std::optional<LonLat> point_of(const json& location) {
    const json& geometry = at(location, "geometry").is_object() ? at(location, "geometry") : location;
    Box box;
    widen(at(geometry, "coordinates"), box, 0);
    if (box.west > box.east) return {};
    return LonLat{(box.west + box.east) / 2, (box.south + box.north) / 2};
}

std::optional<Stream> stream_of(const json& datastream, const std::string& zone) {
    Stream out;
    out.id = id_of(datastream);
    if (out.id.empty()) return {};
    const json& thing = first_of(at(datastream, "Thing"));
    out.thing = text_at(thing, "name");
    out.name = text_at(datastream, "name");
    const json& property = first_of(at(datastream, "ObservedProperty"));
    out.property = text_at(property, "name");
    const json& unit = at(datastream, "unitOfMeasurement");
    out.unit = text_at(unit, "symbol");
    if (out.unit.empty()) out.unit = text_at(unit, "name");
    out.newest = web::instant(text_at(datastream, "phenomenonTime"), zone);
    std::optional<LonLat> place = point_of(at(first_of(at(thing, "Locations")), "location"));
    if (!place) place = point_of(at(datastream, "observedArea"));
    if (place) {
        out.lon = place->lon;
        out.lat = place->lat;
    }
    return out;
}

Reading reading_of(const json& observation, const std::string& zone) {
    Reading out;
    out.id = id_of(observation);
    out.stream = id_of(first_of(at(observation, "Datastream")));
    if (out.stream.empty()) out.stream = text_at(observation, "DatastreamId");
    out.at = web::instant(text_at(observation, "phenomenonTime"), zone);
    if (!out.at) out.at = web::instant(text_at(observation, "resultTime"), zone);
    out.value = web::number(at(observation, "result"));
    return out;
}

} // namespace vigie::gis::sensorthings
