// Numbers as a person writes them. Any thread.
#pragma once

#include <string>

namespace vigie::gis {

// The shortest text that gives the same number back; whole numbers with all their digits, never 1e+05 for 100000.
[[nodiscard]] std::string shortest(double number);

} // namespace vigie::gis
