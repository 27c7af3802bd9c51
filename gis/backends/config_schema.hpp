// The JSON Schema with which a backend says what its configuration is: read tolerantly, for whoever makes a form of it, looks
// for secrets, or wants the values it has by itself. Any thread.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

namespace vigie::gis {

using ConfigSchema = nlohmann::ordered_json;  // properties stand as the backend wrote them

// Discarded where it is not JSON, or nested too deep.
[[nodiscard]] ConfigSchema read_config_schema(std::string_view text);
// Those that are objects, lent by `schema`.
[[nodiscard]] std::vector<std::pair<std::string, const ConfigSchema*>> properties_of(const ConfigSchema& schema);
// The configuration of default values.
[[nodiscard]] std::string default_configuration(std::string_view schema);

} // namespace vigie::gis
