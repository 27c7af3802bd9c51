// The pseudo language of layout tests: French with accents on its plain letters and 40 % more length, so that a clipped or
// an untranslated text is seen at once. Only characters of the product's font (Latin-1).
#pragma once

#include <string>
#include <string_view>

namespace vigie::gis {

[[nodiscard]] std::string pseudo_sentence(std::string_view french);

} // namespace vigie::gis
