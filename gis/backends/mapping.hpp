// From what crosses the plugin interface to Changes: reads sized structs field by field, checks bounds and texts, turns
// neutral JSON into entities and ids of other entities into links. The backend's thread.
#pragma once

#include <string>
#include <vector>

#include "gis/backends/vigie_backend.h"
#include "gis/model/change.hpp"

namespace vigie::gis {

struct MappedBatch {
    ChangeBatch batch;
    std::vector<std::string> quarantined;  // one line each: what was wrong with an item that was left out
    bool refused = false;                  // the batch itself breaks a bound: nothing of it was taken
};
[[nodiscard]] MappedBatch map_batch(const std::string& source, const vigie_batch& batch);

} // namespace vigie::gis
