// The council's scenes as kept with the commune (JSON text in its settings).
#pragma once

#include <string>
#include <vector>

#include "gis/council/council_picture.hpp"

namespace vigie::gis {

[[nodiscard]] std::string scenes_text(const std::vector<Scene>& scenes);
// What cannot be read is left out; empty = none were kept.
[[nodiscard]] std::vector<Scene> read_scenes(const std::string& text);

} // namespace vigie::gis
