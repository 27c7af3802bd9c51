// How much of this machine's memory the map takes when nobody chose.
#pragma once

namespace vigie::app {

// A quarter of what is built in, in whole steps within the bounds that the settings offer (panels::Settings). MiB.
[[nodiscard]] int default_map_memory_mb();

} // namespace vigie::app
