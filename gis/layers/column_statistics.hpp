// What a column holds, in figures: for the whole layer, the rows found, or those selected. For a worker.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <stop_token>
#include <string>

#include "gis/layers/layer.hpp"

namespace vigie::gis {

struct ColumnStatistics {
    std::size_t count = 0;      // rows looked at
    std::size_t empty = 0;      // of them without a value
    std::size_t distinct = 0;   // different values
    std::optional<double> min{}, max{}, mean{}, sum{}, median{};  // of numbers; a text column has them when every value is a number
    std::string first{}, last{};    // of text, in folded order
    std::string most_frequent{};  // of text
    std::size_t most_frequent_count = 0;
    bool complete = true;       // false = stopped
    bool operator==(const ColumnStatistics&) const = default;
};

// `rows`: features; any order, each once. Sums are compensated (Neumaier), the median of an even count is the mean of
// the two in the middle. Any thread.
[[nodiscard]] ColumnStatistics statistics_of(const Column& column, std::span<const std::uint32_t> rows, std::stop_token stop = {});

} // namespace vigie::gis
