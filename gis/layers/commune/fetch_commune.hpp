// The public data of a commune, dataset by dataset: fetched into the cache, prepared beside the commune file. One that fails
// says why and the rest goes on; running again takes up what is missing. Any thread; blocks; gives up within a second of the token.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "gis/layers/commune/insee.hpp"
#include "gis/layers/commune/public_dataset.hpp"
#include "gis/model/result.hpp"

namespace vigie::gis {

struct FetchRequest {
    InseeCode insee;
    std::vector<PublicDataset> datasets;  // the boundary before those that need it
    std::filesystem::path cache;          // what was sent, for this commune and its neighbours
    std::filesystem::path into;           // folder of the prepared files
    std::string mirror;                   // instead of the services themselves; empty = none
};

struct DatasetFetch {
    enum class State : std::uint8_t { waiting, coming, preparing, done, not_here, failed };
    std::string id;
    State state = State::waiting;
    std::uintmax_t bytes = 0, total = 0;  // total 0 = not said
    std::uintmax_t resumed_at = 0;        // bytes that were there already
    bool unchanged = false;               // what was kept still holds
    std::size_t features = 0;             // done
    std::filesystem::path file;           // done
    std::string layer;                    // LayerInfo::id that the file will have on the map; done
    std::optional<Error> error;           // failed
};

struct FetchedCommune {
    std::string name;                     // as the service calls it; empty when its boundary is not there
    std::vector<DatasetFetch> datasets;   // in the order of the request
    bool stopped = false;
};

// `on_progress` is called on this thread, at each step and at most ten times a second while bytes come.
[[nodiscard]] FetchedCommune fetch_commune(const FetchRequest& request, const std::stop_token& stop,
                                           const std::function<void(const std::vector<DatasetFetch>&)>& on_progress);

} // namespace vigie::gis
