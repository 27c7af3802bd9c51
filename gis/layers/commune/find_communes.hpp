// Communes by name, from the service that the catalogue names (API Géo: a list of objects with "nom", "code", "population").
// Any thread; blocks.
#pragma once

#include <cstdint>
#include <stop_token>
#include <string>
#include <vector>

#include "gis/layers/commune/public_dataset.hpp"
#include "gis/model/result.hpp"

namespace vigie::gis {

struct FoundCommune {
    std::string name, code, department;
    std::uint64_t population = 0;  // 0 = not said
    std::string department_name = {};  // empty = not said
    bool operator==(const FoundCommune&) const = default;
};

// The most likely first, at most ten. `service` as PublicDataset::search, `mirror` as in FetchRequest.
[[nodiscard]] Result<std::vector<FoundCommune>> find_communes(const std::string& service, const std::string& name, const std::string& mirror,
                                                              const std::stop_token& stop);
// What a person typed: an INSEE code or (the beginning of) a name. `boundary` is the catalogue's dataset that names the services.
[[nodiscard]] Result<std::vector<FoundCommune>> look_up_communes(const PublicDataset& boundary, const std::string& typed, const std::string& mirror,
                                                                 const std::stop_token& stop);

} // namespace vigie::gis
