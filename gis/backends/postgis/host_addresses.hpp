// Name look-up that can be given up: the system's own may hang for many seconds when the network is gone.
#pragma once

#include <chrono>

#include "gis/backends/postgis/target.hpp"
#include "gis/model/result.hpp"

namespace vigie::gis::postgis {

// Gives the target the addresses of its host, so that libpq looks nothing up. Leaves socket folders, addresses and lists of
// hosts as they are.
[[nodiscard]] Outcome add_addresses(Target& target, int cancel_fd, std::chrono::milliseconds patience);

} // namespace vigie::gis::postgis
