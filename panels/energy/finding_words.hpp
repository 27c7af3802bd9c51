// A finding in words of the trade: what it is, what it says, how sure it is. Values; any thread.
#pragma once

#include <string>

#include "gis/energy/energy_picture.hpp"
#include "panels/frame.hpp"
#include "panels/status.hpp"

namespace vigie::panels {

[[nodiscard]] std::string finding_title(const Frame& frame, const gis::Finding& f);
[[nodiscard]] std::string finding_sentence(const Frame& frame, const gis::Finding& f);
[[nodiscard]] StatusLook finding_look(const gis::Finding& f);
[[nodiscard]] std::string confidence_words(const Frame& frame, gis::Confidence confidence);  // Confiance élevée

} // namespace vigie::panels
