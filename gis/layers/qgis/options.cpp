#include "gis/layers/qgis/options.hpp"

#include <charconv>
#include <cmath>

namespace vigie::gis::qgis {

double number_of(std::string_view text, double otherwise) {
    double value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    return error == std::errc() && std::isfinite(value) ? value : otherwise;
}

std::string_view Options::text(const char* name) const {
    if (const pugi::xml_node option = map_.find_child_by_attribute("Option", "name", name)) return option.attribute("value").value();
    return element_.find_child_by_attribute("prop", "k", name).attribute("v").value();
}

double Options::number(const char* name, double otherwise) const { return number_of(text(name), otherwise); }

std::vector<DataDefined> data_defined(const pugi::xml_node& element) {
    pugi::xml_node holder = element.child("data_defined_properties");
    if (!holder) holder = element.child("dd_properties");
    std::vector<DataDefined> found;
    const pugi::xml_node properties = holder.child("Option").find_child_by_attribute("Option", "name", "properties");
    for (const pugi::xml_node property : properties.children("Option")) {
        const auto value = [&](const char* name) { return std::string(property.find_child_by_attribute("Option", "name", name).attribute("value").value()); };
        if (value("active") != "true" && value("active") != "1") continue;
        const std::string field = value("field");
        DataDefined one{property.attribute("name").value(), value("expression"), true, {}};
        if (!field.empty()) {
            one.expression = "\"";
            for (const char c : field) one.expression += c == '"' ? std::string("\"\"") : std::string(1, c);
            one.expression += '"';
        }
        one.transformer = property.find_child_by_attribute("Option", "name", "transformer");
        one.plain = !one.transformer;
        if (!one.expression.empty()) found.push_back(std::move(one));
    }
    return found;
}

} // namespace vigie::gis::qgis
