// A fast 64-bit fingerprint for file names, cache keys and checksums (not against an attacker). Four lanes of
// multiply-rotate, the shape of xxHash64: about as fast as memory.
#pragma once

#include <bit>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>

namespace vigie::gis {

[[nodiscard]] inline std::uint64_t hash_mix(std::uint64_t h) {
    h ^= h >> 33;
    h *= 0xff51afd7ed558ccdull;
    h ^= h >> 33;
    h *= 0xc4ceb9fe1a85ec53ull;
    return h ^ h >> 33;
}

[[nodiscard]] inline std::uint64_t hash_bytes(const void* data, std::size_t size) {
    constexpr std::uint64_t k = 0x9e3779b185ebca87ull, m = 0xc2b2ae3d27d4eb4full;
    const auto* at = static_cast<const unsigned char*>(data);
    std::uint64_t lane[4] = {k + m, m, 0, 0 - k};
    std::size_t left = size;
    for (; left >= 32; left -= 32, at += 32) {
        std::uint64_t word[4];
        std::memcpy(word, at, 32);
        for (int i = 0; i < 4; ++i) lane[i] = std::rotl(lane[i] + word[i] * m, 31) * k;
    }
    std::uint64_t h = std::rotl(lane[0], 1) + std::rotl(lane[1], 7) + std::rotl(lane[2], 12) + std::rotl(lane[3], 18) + size;
    for (; left != 0; --left, ++at) h = std::rotl(h ^ *at * k, 11) * m;
    return hash_mix(h);
}

// Several values into one fingerprint; "ab" + "c" differs from "a" + "bc".
class Hash64 {
public:
    void add(std::uint64_t value) { state_ = hash_mix(std::rotl(state_, 27) ^ value * 0x9e3779b185ebca87ull); }
    void add(std::string_view text) {
        add(text.size());
        add(hash_bytes(text.data(), text.size()));
    }
    void add(const std::string& text) { add(std::string_view(text)); }
    [[nodiscard]] std::uint64_t value() const { return hash_mix(state_); }
    [[nodiscard]] std::string hex() const {
        constexpr char digits[] = "0123456789abcdef";
        std::string out(16, '0');
        for (std::size_t i = 0; i < 16; ++i) out[i] = digits[value() >> (60 - 4 * i) & 15];
        return out;
    }

private:
    std::uint64_t state_ = 0x27d4eb2f165667c5ull;
};

} // namespace vigie::gis
