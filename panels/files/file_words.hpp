// Words about files. Any thread.
#pragma once

#include <cstdint>
#include <string>

#include "gis/model/language.hpp"

namespace vigie::panels {

// "860 octets", "12 ko", "3,4 Mo".
[[nodiscard]] std::string file_size_words(const gis::Language& language, std::uintmax_t bytes);

} // namespace vigie::panels
