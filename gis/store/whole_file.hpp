// A file that appears whole or not at all. Any thread.
#pragma once

#include <filesystem>
#include <string_view>

namespace vigie::gis {

// Written beside its place and renamed; the old file stays until then. False = it could not be, and nothing is left over.
[[nodiscard]] bool write_whole(const std::filesystem::path& file, std::string_view bytes);

} // namespace vigie::gis
