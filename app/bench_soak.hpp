// `vigie bench --live N --feed RATE`: the whole program off screen under a stream of news, for as long as asked.
#pragma once

#include "app/verbs.hpp"

namespace vigie::app {

// A source pushes RATE observations and positions of N objects a second; session, commune file, world, rules, overlay,
// panels and map take them in as they do in the window. Prints what was applied, how long frames took, and how much memory
// the process held from one tenth of the time on to the end.
Exit run_soak_bench(const VerbContext& c, int width, int height);

} // namespace vigie::app
