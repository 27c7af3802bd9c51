// What others call a quantity and its unit, in the catalogue's words: kinds of sensor, UCUM units. The table is data,
// assets/connectors/quantities.json. Any thread.
#pragma once

#include <map>
#include <string>
#include <string_view>

namespace vigie::gis::web {

// Letters and digits only, in lower case: "Fill-Level" and "fillLevel" are one word.
[[nodiscard]] std::string plain_word(std::string_view name);
// The kind of sensor for a quantity: by `named` (of the source's settings) first, then the table; the quantity itself where neither knows it.
[[nodiscard]] std::string sensor_kind(std::string_view quantity, const std::map<std::string, std::string>& named);
// A unit as a symbol or a UN/CEFACT code, as UCUM; as it is where it is not known.
[[nodiscard]] std::string ucum(std::string_view unit);

} // namespace vigie::gis::web
