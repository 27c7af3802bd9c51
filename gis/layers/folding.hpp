// Comparing French words: case, accents and punctuation away, ligatures opened. Any thread, no locale.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace vigie::gis {

// Lower case ASCII words separated by single spaces; "L'Œuvre-Dieu" gives "l oeuvre dieu". Letters outside Latin stay as
// they are; bytes that are not UTF-8 are dropped.
[[nodiscard]] std::string folded_plain(std::string_view text);

// The same with abbreviations of French addresses opened ("av", "bd", "St", "Gal"): declared in gazetteer.hpp as `folded`.

// Words of a folded text.
[[nodiscard]] std::vector<std::string_view> words_of(std::string_view folded);

// "HOPITAUX-FACULTES" to "Hopitaux-Facultes", small words ("de", "la"…) in lower case inside; mixed case is left alone.
[[nodiscard]] std::string readable_case(std::string_view text);

} // namespace vigie::gis
