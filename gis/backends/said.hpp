// What a backend says to a person, as a Text: its own sentence, or one of the language files that it names as
// "@key<TAB>argument=value…" (vigie_backend.h). Any thread.
#pragma once

#include <string>

#include "gis/model/text.hpp"

namespace vigie::gis {

[[nodiscard]] Text said_text(const std::string& said);

} // namespace vigie::gis
