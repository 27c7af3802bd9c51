// Citizens' reports from an Open311 GeoReport v2 server, new ones and updates of status back to it. Behind the plugin interface
// like any other.
#pragma once

#include <cstdint>

#include "gis/backends/vigie_backend.h"

namespace vigie::gis {

std::int32_t open311_backend_main(std::uint32_t host_abi, vigie_backend* out, vigie_error* error);

} // namespace vigie::gis
