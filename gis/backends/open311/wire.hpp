// Open311 GeoReport v2 as servers write it (https://wiki.open311.org/GeoReport_v2), JSON and XML read into one shape: single values
// as lists, objects as lists, numbers as texts and texts as numbers are all met in the field. Any thread.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <nlohmann/json_fwd.hpp>

namespace vigie::gis::open311 {

enum class Format : std::uint8_t { json, xml };
[[nodiscard]] const char* name(Format format);  // as at the end of addresses

inline constexpr std::size_t most_rows = 100'000;

struct ServiceRequest {
    std::string id, token;
    std::string status, notes, service_code, service_name, description, address, media_url;
    std::string requested, updated, expected;  // as written
    std::optional<double> lon, lat;
    [[nodiscard]] std::string version() const;  // of what may change: status, notes, time of update
    [[nodiscard]] std::string content() const;  // of all of it: a row that was garbled and is whole now is news
};

struct Service {
    std::string code, name, group;
    bool has_attributes = false;
};

struct ServiceAttribute {
    std::string code, description;
    bool is_asked = true;  // "variable": false is a text to show
    bool is_required = false, is_list = false;
    std::vector<std::pair<std::string, std::string>> values;  // key, name
};

struct Endpoint {
    std::string url, type;  // "production", "test"
};

// A body as a JSON value, XML elements as members; nothing when it is neither well formed nor within the bounds of depth.
[[nodiscard]] std::optional<nlohmann::json> tree_of(std::string_view body, Format format);

// Nothing: the tree is not such a list at all. Rows without an id, or code, are left out.
[[nodiscard]] std::optional<std::vector<ServiceRequest>> requests_in(const nlohmann::json& tree);
[[nodiscard]] std::optional<std::vector<Service>> services_in(const nlohmann::json& tree);
[[nodiscard]] std::vector<ServiceAttribute> attributes_in(const nlohmann::json& tree);
[[nodiscard]] std::vector<Endpoint> endpoints_in(const nlohmann::json& tree);
// What the server complains of, in its words; empty when it does not.
[[nodiscard]] std::string complaint_in(const nlohmann::json& tree);

} // namespace vigie::gis::open311
