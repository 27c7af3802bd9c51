// `vigie bench --roads N PATH…`: the streets of these data (or made-up ones: --crossings N) as a graph, and the shortest times from
// each to each of N places, with all streets open and with one in a hundred closed.
#pragma once

#include "app/verbs.hpp"

namespace vigie::app {

[[nodiscard]] Exit run_roads_bench(const VerbContext& c);

} // namespace vigie::app
