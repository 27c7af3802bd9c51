// Where a value stands in a JSON text, so that a notice about a file a person edits can say line and column.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace vigie::gis {

struct TextPlace {
    std::size_t line = 1, column = 1;  // from 1, columns in bytes
};
[[nodiscard]] TextPlace place_of_offset(std::string_view text, std::size_t offset);

// Object member or array element, from the root.
using JsonStep = std::variant<std::string, std::size_t>;
// Place of the value at `path`; of its nearest ancestor when there is none. `json` must be well formed.
[[nodiscard]] TextPlace place_of_json(std::string_view json, const std::vector<JsonStep>& path);

} // namespace vigie::gis
