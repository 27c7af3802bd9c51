// The rows of the alert list: a storm is one row that opens onto its alerts, every other alert is its own. Made from the list
// as it is sorted and filtered; nothing of it is left out. UI thread.
#pragma once

#include <set>
#include <span>
#include <vector>

#include "gis/rules/storms.hpp"

namespace vigie::panels {

struct StormRows {
    static constexpr std::size_t none = ~std::size_t{0};
    struct Row {
        std::uint64_t alert = 0;      // 0 = the storm itself
        std::size_t storm = none;     // of `storms`
    };
    std::vector<gis::Storm> storms;   // of the open alerts
    std::set<std::uint64_t> open;     // Storm::first of those that show their alerts
    std::vector<Row> rows;
    std::vector<std::vector<std::uint64_t>> members;  // of each storm: those in the list, in its order

    // `ids`: the list's rows. Storms are found anew only when alerts changed, rows laid out anew only when anything did.
    void sync(const gis::World& world, const gis::Catalog& catalog, std::span<const std::uint64_t> ids);

private:
    std::uint64_t seen_ = ~std::uint64_t{0};
    std::vector<std::uint64_t> ids_;   // as they were laid out last
    std::set<std::uint64_t> open_;
};

} // namespace vigie::panels
