#include "gis/backends/config_schema.hpp"

#include "gis/model/foreign_json.hpp"

namespace vigie::gis {

ConfigSchema read_config_schema(std::string_view text) {
    return is_nested_too_deep(text) ? ConfigSchema(ConfigSchema::value_t::discarded) : ConfigSchema::parse(text, nullptr, false);
}

std::vector<std::pair<std::string, const ConfigSchema*>> properties_of(const ConfigSchema& schema) {
    std::vector<std::pair<std::string, const ConfigSchema*>> out;
    if (!schema.is_object() || !schema.contains("properties") || !schema["properties"].is_object()) return out;
    for (const auto& [name, property] : schema["properties"].items())
        if (property.is_object()) out.emplace_back(name, &property);
    return out;
}

std::string default_configuration(std::string_view schema) {
    ConfigSchema config = ConfigSchema::object();
    const ConfigSchema read = read_config_schema(schema);
    for (const auto& [name, property] : properties_of(read))
        if (property->contains("default")) config[name] = (*property)["default"];
    return config.dump(-1, ' ', false, ConfigSchema::error_handler_t::replace);
}

} // namespace vigie::gis
