// Sensors and their values from an OGC SensorThings server, 1.0 or 1.1. Behind the plugin interface like any other.
#pragma once

#include <cstdint>

#include "gis/backends/vigie_backend.h"

namespace vigie::gis {

std::int32_t sensorthings_backend_main(std::uint32_t host_abi, vigie_backend* out, vigie_error* error);

} // namespace vigie::gis
