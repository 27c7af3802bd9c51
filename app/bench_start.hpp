// `vigie bench --start`: how long the program takes from its launch to the first complete map, in processes of its own so
// that loading its libraries counts, with user folders of its own so that the first start is a first one.
#pragma once

#include "app/verbs.hpp"

namespace vigie::app {

// The demo when no path is given. Prints JSON or a sentence: first_start_to_map_ms, second_start_to_map_ms.
[[nodiscard]] Exit run_start_bench(const VerbContext& c, int width, int height);

} // namespace vigie::app
