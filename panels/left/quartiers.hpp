// Names of the commune's quartiers: from its assets, else from a layer of districts, else from what reports say.
// Sorted, once each; looked up again only when those changed. UI thread.
#pragma once

#include <string>
#include <vector>

#include "panels/frame.hpp"

namespace vigie::panels {

class Quartiers {
public:
    const std::vector<std::string>& names(const Frame& frame);

private:
    std::uint64_t seen_ = ~0ull;
    std::size_t layers_ = 0;
    std::vector<std::string> names_;
};

} // namespace vigie::panels
