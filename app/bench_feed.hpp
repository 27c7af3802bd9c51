// A source for measurements: sensors and crews over a town, and as many observations and positions a second as asked for.
// Speaks the plugin interface like any other; only a session that is given it knows it.
#pragma once

#include <cstdint>

#include "gis/backends/vigie_backend.h"

namespace vigie::app {

// Configuration: {"objects": N, "updates_per_s": N}. One object in ten is a crew. Name "bench_feed".
std::int32_t bench_feed_main(std::uint32_t host_abi, vigie_backend* out, vigie_error* error);

} // namespace vigie::app
