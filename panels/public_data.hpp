// What the assistant « Ma commune » shows: communes found, how big what public services publish of one is, and how its fetching
// goes. Values; made by app, beside the UI thread.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "gis/layers/commune/fetch_commune.hpp"
#include "gis/layers/commune/find_communes.hpp"

namespace vigie::panels {

// What a person wants fetched, and into which commune file (made when it is not there).
struct PublicDataOrder {
    gis::FoundCommune commune;
    std::vector<std::string> datasets;  // PublicDataset::id
    std::filesystem::path file;
    bool operator==(const PublicDataOrder&) const = default;
};

struct PublicDataState {
    std::vector<gis::PublicDataset> datasets;              // of the catalogue
    std::filesystem::path folder;                          // where a new commune file is proposed
    std::string asked;                                     // what was typed
    bool searching = false;
    std::vector<gis::FoundCommune> found;                  // of it
    std::optional<gis::Error> search_error;
    std::string weighed;                                   // code of the commune that `sizes` is of
    std::vector<std::optional<std::uintmax_t>> sizes;      // bytes, of `datasets`; nothing = not said, or not yet
    bool weighing = false;
    std::optional<PublicDataOrder> order;                  // the last one
    std::vector<gis::PublicDataset> ordered;               // its datasets
    std::vector<gis::DatasetFetch> progress;               // of them
    bool fetching = false, stopped = false, ready = false; // ready: what came is in the commune file
    std::optional<gis::Error> error;                       // of the file: nothing was fetched, or nothing kept
};

} // namespace vigie::panels
