// Servers in memory for the benchmark of connectors: so many entities, given as their protocol says, in pages and windows. Any
// thread, as of its making.
#pragma once

#include <cstddef>
#include <functional>
#include <string>

#include "gis/layers/remote/transfer.hpp"
#include "gis/model/time.hpp"

namespace vigie::app {

struct WebWorkload {
    std::string backend, config;
    std::function<gis::remote::TransferReply(const gis::remote::TransferRequest&)> answer;
    std::size_t changes = 0;  // that say an entity or a value, when all is read
};
// "open311", "sensorthings", "ngsi", "avl".
[[nodiscard]] WebWorkload web_workload(const std::string& backend, std::size_t entities, gis::Time now);

} // namespace vigie::app
