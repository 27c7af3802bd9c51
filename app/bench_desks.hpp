// `vigie bench --desks N --rate R --database URL`: N desks read one shared database while R changes a second are written to
// it; how late each change is on each desk, and whether any is lost or comes twice.
#pragma once

#include "app/verbs.hpp"

namespace vigie::app {

[[nodiscard]] Exit run_desks_bench(const VerbContext& c);

} // namespace vigie::app
