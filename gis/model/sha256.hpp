// SHA-256 (FIPS 180-4) of some bytes in lower-case hexadecimal, by libsodium. Any thread.
#pragma once

#include <string>
#include <string_view>

namespace vigie::gis {

[[nodiscard]] std::string sha256_hex(std::string_view bytes);

} // namespace vigie::gis
