// How much of this machine's memory the map takes when nobody chose, and what the program gives back of it.
#pragma once

namespace vigie::app {

// A quarter of what is built in, in whole steps within the bounds that the settings offer (panels::Settings). MiB.
[[nodiscard]] int default_map_memory_mb();

// From here on memory that threads have set free goes back to the system instead of being kept for them: tiles are made by
// workers and kept elsewhere. Called first, once.
void give_back_free_memory();

} // namespace vigie::app
