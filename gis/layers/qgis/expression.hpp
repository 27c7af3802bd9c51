// QGIS expressions (https://docs.qgis.org/latest/en/docs/user_manual/expressions/) to the expressions of the style
// (https://maplibre.org/maplibre-style-spec/expressions/): fields, literals, comparisons, LIKE, IN, BETWEEN, CASE,
// arithmetic and the plain functions of text and numbers. What is not among them is named, never guessed. A null makes a
// QGIS comparison neither true nor false; negations are carried inwards so that ours keep the same features. Any thread.
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

namespace vigie::gis::qgis {

struct Translated {
    nlohmann::json expression;  // null when it could not be translated
    std::string unknown;        // then what stood in the way: "regexp_match", "$area", "syntax"
    [[nodiscard]] bool ok() const { return unknown.empty(); }
};

// Of a filter: true or false. Of a value: text or a number.
[[nodiscard]] Translated translate_filter(std::string_view text);
[[nodiscard]] Translated translate_value(std::string_view text);

inline constexpr std::size_t most_expression_bytes = 64 << 10;
inline constexpr int most_expression_depth = 100;

} // namespace vigie::gis::qgis
