// JSON that others wrote, refused when it is nested deeper than anything of ours: the library copies and writes values by
// recursion, so that a megabyte of brackets would run through the stack. Any thread.
#pragma once

#include <cstddef>
#include <string_view>

#include <nlohmann/json_fwd.hpp>

namespace vigie::gis {

inline constexpr std::size_t max_json_depth = 64;  // brackets open at once

// Looks at brackets outside texts only: for what is not JSON the answer means nothing.
[[nodiscard]] bool is_nested_too_deep(std::string_view json);
// Discarded (`is_discarded()`) when it is not JSON, or nested too deep.
[[nodiscard]] nlohmann::json foreign_json(std::string_view text);

} // namespace vigie::gis
