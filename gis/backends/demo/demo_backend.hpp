// The demo commune as a backend: the simulator behind the plugin interface, with no other door.
#pragma once

#include <cstdint>

#include "gis/backends/vigie_backend.h"

namespace vigie::gis {

// Fills `out`: name "demo", configuration {"seed":1,"speed":1}, control {"speed":60} {"paused":true}.
std::int32_t demo_backend_main(std::uint32_t host_abi, vigie_backend* out, vigie_error* error);

} // namespace vigie::gis
