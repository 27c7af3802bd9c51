// The folder backend: files that arrive, of a portal, a supplier of meters, another service. Each content is read once; the
// folder is only read. Behind the plugin interface like any other; its entry function is all the program knows of it.
#pragma once

#include <cstdint>

#include "gis/backends/vigie_backend.h"

namespace vigie::gis {

std::int32_t folder_backend_main(std::uint32_t host_abi, vigie_backend* out, vigie_error* error);

} // namespace vigie::gis
