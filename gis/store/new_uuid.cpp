#include "gis/store/new_uuid.hpp"

#include <sodium.h>

namespace vigie::gis {

std::string new_uuid() {
    unsigned char bytes[16] = {};
    if (sodium_init() >= 0) randombytes_buf(bytes, sizeof bytes);
    bytes[6] = static_cast<unsigned char>((bytes[6] & 0x0f) | 0x40);
    bytes[8] = static_cast<unsigned char>((bytes[8] & 0x3f) | 0x80);
    char hex[sizeof bytes * 2 + 1];
    sodium_bin2hex(hex, sizeof hex, bytes, sizeof bytes);
    std::string text(hex);
    for (const std::size_t at : {20u, 16u, 12u, 8u}) text.insert(at, "-");
    return text;
}

} // namespace vigie::gis
