// Sensors, assets, buildings and reports from a FIWARE context broker, NGSI-LD or NGSIv2. Behind the plugin interface like any other.
#pragma once

#include <cstdint>

#include "gis/backends/vigie_backend.h"

namespace vigie::gis {

std::int32_t ngsi_backend_main(std::uint32_t host_abi, vigie_backend* out, vigie_error* error);

} // namespace vigie::gis
