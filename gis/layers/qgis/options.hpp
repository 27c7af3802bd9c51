// Named values of a QGIS element, as its versions write them: <Option name value/> in a map, or <prop k v/>.
#pragma once

#include <pugixml.hpp>
#include <string>
#include <string_view>
#include <vector>

namespace vigie::gis::qgis {

class Options {
public:
    explicit Options(const pugi::xml_node& element) : element_(element), map_(element.child("Option")) {}
    // Empty when there is none.
    [[nodiscard]] std::string_view text(const char* name) const;
    [[nodiscard]] std::string_view text(const char* name, std::string_view otherwise) const {
        const std::string_view found = text(name);
        return found.empty() ? otherwise : found;
    }
    [[nodiscard]] double number(const char* name, double otherwise = 0) const;

private:
    pugi::xml_node element_, map_;
};

// A property that an expression or a field decides.
struct DataDefined {
    std::string name;        // "outlineColor"
    std::string expression;  // in QGIS's language
    bool plain = true;       // nothing is done with its result (no assistant)
    pugi::xml_node transformer{};  // the assistant
};
// The active ones of an element that has <data_defined_properties> or <dd_properties>.
[[nodiscard]] std::vector<DataDefined> data_defined(const pugi::xml_node& element);

// A number whatever the locale; `otherwise` when it is none.
[[nodiscard]] double number_of(std::string_view text, double otherwise);

} // namespace vigie::gis::qgis
