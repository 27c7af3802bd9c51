// "Agendas CalDAV": the weeks of crews written to a calendar server (RFC 4791), a calendar for each crew. It brings nothing: the
// host hands it the week that should be there ("vigie.week/1"), it writes what differs from what is there. Vigie's own events
// alone are touched, and those of the past stay.
#pragma once

#include <cstdint>

#include "gis/backends/vigie_backend.h"

namespace vigie::gis {

std::int32_t caldav_backend_main(std::uint32_t host_abi, vigie_backend* out, vigie_error* error);

} // namespace vigie::gis
