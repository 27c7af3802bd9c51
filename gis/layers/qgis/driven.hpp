// Properties of symbols that data decide (a field, an expression, with or without QGIS's size assistant) as expressions of the
// style. Any thread.
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

#include "gis/layers/qgis/options.hpp"

namespace vigie::gis::qgis {

// The value as QGIS reckons it; null when it cannot be said in the style.
[[nodiscard]] nlohmann::json driven_value(const DataDefined& defined);

// A number between bounds, `factor` times the value, plus `shift`; where the data have none, `otherwise` (in the style's unit).
struct DrivenNumber {
    double factor = 1, shift = 0, least = 0, most = 0, otherwise = 0;
};
[[nodiscard]] nlohmann::json driven_number(const nlohmann::json& value, const DrivenNumber& wanted);

// A property in a person's words: a key of the language files for an argument of a sentence, else the name itself.
[[nodiscard]] std::string property_words(std::string_view name);

} // namespace vigie::gis::qgis
