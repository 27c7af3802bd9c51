// When two filters of the style can never both hold: rules that exclude each other share one drawing of the layer, others
// are drawn over each other. Sound, not complete: "perhaps both" whenever the filters are not of a simple form. Any thread.
#pragma once

#include <nlohmann/json.hpp>

namespace vigie::gis::qgis {

// Null stands for "every feature".
[[nodiscard]] bool exclude_each_other(const nlohmann::json& a, const nlohmann::json& b);

// All of them hold; nulls left out; null when nothing is left.
[[nodiscard]] nlohmann::json both(const nlohmann::json& a, const nlohmann::json& b);

} // namespace vigie::gis::qgis
