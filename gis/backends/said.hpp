// What a backend says to a person, as a Text: its own sentence, or one of the language files that it names as
// "@key<TAB or LF>argument=value…" (vigie_backend.h). Any thread.
#pragma once

#include <functional>
#include <string>

#include "gis/backends/vigie_backend.h"
#include "gis/model/result.hpp"
#include "gis/model/text.hpp"

namespace vigie::gis {

[[nodiscard]] Text said_text(const std::string& said);
// An error of a backend, whose buffers may lack their end. `clean` sees each text before anybody else.
[[nodiscard]] Error error_from(const vigie_error& error, const std::function<std::string(std::string)>& clean = [](std::string text) { return text; });

} // namespace vigie::gis
