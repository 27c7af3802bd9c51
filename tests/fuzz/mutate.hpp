// Seeded changes of an input: what a fuzzer does, without one. Same input, same dice, same result.
#pragma once

#include <random>
#include <string>
#include <string_view>
#include <vector>

namespace vigie::fuzz {

inline constexpr std::size_t max_input_bytes = 64u << 10;  // longer ones are cut: readers are called thousands of times

// One to eight changes: bytes turned, put in, taken out or doubled, numbers made extreme, words of the format put in,
// a stretch of another input laid over.
[[nodiscard]] std::string mutated(std::string_view input, std::string_view other, const std::vector<std::string>& words, std::mt19937_64& dice);

} // namespace vigie::fuzz
