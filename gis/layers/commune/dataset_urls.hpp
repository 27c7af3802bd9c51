// Where a dataset of the catalogue is asked for: its address with the commune in it. Any thread.
#pragma once

#include <string>
#include <vector>

#include "gis/layers/commune/insee.hpp"
#include "gis/layers/commune/prepare.hpp"
#include "gis/layers/commune/public_dataset.hpp"

namespace vigie::gis {

// The commune's code and those of its arrondissements.
[[nodiscard]] std::vector<std::string> codes_of(const InseeCode& insee);

// It can only be asked for, or cut to the commune, once the boundary is known.
[[nodiscard]] bool needs_extent(const PublicDataset& dataset);

// One address, or one a district. `mirror` as FetchRequest; `boundary` null = not known yet: the extent stays as written.
[[nodiscard]] std::vector<std::string> urls_of(const PublicDataset& dataset, const InseeCode& insee, const std::string& mirror, const CommuneBoundary* boundary);

} // namespace vigie::gis
