// Any executable as a source: "exec". Starts it, speaks the program protocol with it (lines.hpp, PLUGINS.md), and passes on
// what it says. Configuration: "command" (a line of words, or an array of them), "folder", "settings" (the program's own
// configuration), "secrets" (names to hand over), "memory_mb".
#pragma once

#include <string>
#include <vector>

#include "gis/backends/vigie_backend.h"

namespace vigie::gis {

std::int32_t program_backend_main(std::uint32_t host_abi, vigie_backend* out, vigie_error* error);
inline constexpr const char* program_backend_name = "exec";

// A command line cut into words; quotes hold words with spaces together.
[[nodiscard]] std::vector<std::string> words_of_command(std::string_view line);

} // namespace vigie::gis
