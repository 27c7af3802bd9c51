// OGC SensorThings 1.0 and 1.1 as servers write it: pages, datastreams with what is expanded in them, observations. Ids come as
// numbers or texts, expanded entities with raw column names, results as texts. Any thread.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json.hpp>

#include "gis/model/geometry.hpp"
#include "gis/model/time.hpp"

namespace vigie::gis::sensorthings {

struct Page {
    std::vector<nlohmann::json> rows;
    std::string next;  // as written; empty = the last
};
// Nothing: not a page.
[[nodiscard]] std::optional<Page> page_of(std::string_view body);
// "@iot.id", or "id" of a raw row; empty when there is none.
[[nodiscard]] std::string id_of(const nlohmann::json& entity);
// "Datastreams(1)" or "Datastreams('a%20b')": as its selfLink ends, or made of its id.
[[nodiscard]] std::string address_of(const nlohmann::json& datastream);
// The server's words in an error, whichever of the three forms in use.
[[nodiscard]] std::string complaint_in(std::string_view body);

struct Stream {
    std::string id, thing, name, property, unit;
    std::optional<double> lon, lat;
    MaybeTime newest;  // phenomenonTime of the datastream, where it is told
};
[[nodiscard]] std::optional<Stream> stream_of(const nlohmann::json& datastream, const std::string& zone);
// Longitude and latitude of a Location's `location`: of a point, or the middle of what it is.
[[nodiscard]] std::optional<LonLat> point_of(const nlohmann::json& location);

struct Reading {
    std::string id, stream;  // stream: empty when it is not said
    MaybeTime at;
    std::optional<double> value;
};
[[nodiscard]] Reading reading_of(const nlohmann::json& observation, const std::string& zone);

} // namespace vigie::gis::sensorthings
