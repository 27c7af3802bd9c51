// Positions of vehicles from Traccar, from a GTFS-realtime feed, or from any service that gives them as JSON over HTTP. Behind the
// plugin interface like any other.
#pragma once

#include <cstdint>

#include "gis/backends/vigie_backend.h"

namespace vigie::gis {

std::int32_t avl_backend_main(std::uint32_t host_abi, vigie_backend* out, vigie_error* error);

} // namespace vigie::gis
