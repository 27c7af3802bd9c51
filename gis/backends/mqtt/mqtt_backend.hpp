// The MQTT backend: sensors and crews from a broker. Behind the plugin interface like any other; its entry function is all
// the program knows of it.
#pragma once

#include <cstdint>

#include "gis/backends/vigie_backend.h"

namespace vigie::gis {

std::int32_t mqtt_backend_main(std::uint32_t host_abi, vigie_backend* out, vigie_error* error);

} // namespace vigie::gis
