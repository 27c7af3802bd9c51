// The rows of an attribute table: features that pass a filter, in the order of a column. Made for a million rows on a
// worker; nothing here waits or draws.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "gis/layers/layer.hpp"
#include "gis/model/result.hpp"

namespace vigie::gis {

struct RowQuery {
    std::string filter{};                              // row_filter.hpp; empty = every feature
    std::string sort_column{};                         // empty = the order of the layer
    bool descending = false;
    std::optional<std::vector<std::uint32_t>> only{};  // of these features (rising), or of all
    bool operator==(const RowQuery&) const = default;
};

struct FoundRows {
    std::vector<std::uint32_t> rows{}; // features in the order to show
    bool is_expression = false;        // how the filter was understood
    std::optional<Error> error{};      // of the filter: then `rows` holds what there would be without it
    bool complete = true;              // false = stopped
};

// Numbers as numbers, text by its folded form; equal values keep the order of the layer, empty ones come last in both
// directions. Any thread; looks at `stop` every few thousand rows, says its progress (0…1) about a hundred times.
[[nodiscard]] FoundRows find_rows(const LayerPtr& layer, const RowQuery& query, std::stop_token stop = {},
                                  const std::function<void(double)>& progress = {});

} // namespace vigie::gis
