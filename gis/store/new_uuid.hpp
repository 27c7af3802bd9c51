// Fresh identifiers for what a person creates. Any thread.
#pragma once

#include <string>

namespace vigie::gis {

// A random name (RFC 9562, version 4), from the system's generator.
[[nodiscard]] std::string new_uuid();

} // namespace vigie::gis
