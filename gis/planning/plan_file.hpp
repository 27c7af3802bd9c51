// A plan written to a file. Private to gis/planning.
#pragma once

#include <filesystem>
#include <string>

#include "gis/model/result.hpp"

namespace vigie::gis {

// The old plan stays until the new one is whole.
[[nodiscard]] Outcome write_plan(const std::filesystem::path& file, const std::string& text);

} // namespace vigie::gis
