// The raw table behind icons.hpp.
#pragma once

#include <string_view>

namespace vigie::render::icon_table {

[[nodiscard]] std::string_view pairs();  // "name hex name hex …"

} // namespace vigie::render::icon_table
