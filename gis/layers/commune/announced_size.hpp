// How much a public service says it would send of a dataset. Any thread; blocks.
#pragma once

#include <cstdint>
#include <optional>
#include <stop_token>
#include <string>

#include "gis/layers/commune/insee.hpp"
#include "gis/layers/commune/public_dataset.hpp"

namespace vigie::gis {

// Asked by HEAD of files alone: an answer that a service makes up (an address with a query) has no size before, and asking would
// make it up. Nothing = not said. `mirror` as FetchRequest.
[[nodiscard]] std::optional<std::uintmax_t> announced_bytes(const PublicDataset& dataset, const InseeCode& insee, const std::string& mirror, const std::stop_token& stop);

} // namespace vigie::gis
