// The shared database as a source: PostgreSQL/PostGIS with the schema that `vigie migrate` makes. Behind the plugin
// interface like any other; its entry function is all the program knows of it.
#pragma once

#include <cstdint>

#include "gis/backends/vigie_backend.h"

namespace vigie::gis {

std::int32_t postgis_backend_main(std::uint32_t host_abi, vigie_backend* out, vigie_error* error);

} // namespace vigie::gis
