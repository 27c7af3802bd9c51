// How the palette compares words: accents, case and punctuation ignored, every word of the question must be found at the
// beginning of a word, inside one, or as letters in order. Pure.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace vigie::panels {

// Higher is better; 0 = no match. An empty question matches everything a little.
[[nodiscard]] int match_score(std::string_view folded_question, std::string_view folded_text);

// Byte ranges of `text` that the question found, to be shown in the accent colour.
[[nodiscard]] std::vector<std::pair<std::size_t, std::size_t>> matched_ranges(std::string_view folded_question, std::string_view text);

} // namespace vigie::panels
