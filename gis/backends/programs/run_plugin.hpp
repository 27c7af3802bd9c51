// A shared object behind the program protocol: what `vigie run-plugin FILE` does, so that a plugin's crash or hang ends a
// helper process and not the window.
#pragma once

#include <filesystem>

#include "gis/backends/vigie_backend.h"
#include "gis/model/time.hpp"

namespace vigie::gis {

// Serves one instance of a backend on these descriptors until told to stop; the process's exit status. The calling thread
// reads, one more thread runs the plugin.
[[nodiscard]] int serve_backend(const vigie_backend& table, int in, int out, const Clock& clock);

// The same for a shared object, on standard input and output, its faults on standard error: a helper process's whole life.
[[nodiscard]] int run_plugin(const std::filesystem::path& object, const Clock& clock);

} // namespace vigie::gis
