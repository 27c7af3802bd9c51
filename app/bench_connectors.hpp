// `vigie bench --connectors`: how many entities a second each kind of source takes in, at growing sizes, to see how the cost
// grows. Web sources are given a server in memory (their reading and everything behind it, no network), folders and programs are
// real, PostGIS and MQTT too where --database and --broker name one.
#pragma once

#include "app/verbs.hpp"

namespace vigie::app {

[[nodiscard]] Exit run_connectors_bench(const VerbContext& c);

} // namespace vigie::app
