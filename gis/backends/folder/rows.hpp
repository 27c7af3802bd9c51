// Rows of a delivered table as changes; what cannot be read is left out with its line and its reason. Any thread.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "gis/backends/folder/columns.hpp"
#include "gis/backends/vigie_backend.hpp"
#include "gis/model/geometry.hpp"

namespace vigie::gis::folder {

// A table as read, whatever its format.
struct Table {
    std::string file;  // its name, without extension
    std::vector<std::string> columns;
    std::vector<std::vector<std::string>> rows;
    std::vector<std::optional<LonLat>> places;  // per row, where the reader found them
    std::vector<std::size_t> lines;             // per row, of the file
};

struct RowSettings {
    Content content = Content::reports;
    std::string zone = "Europe/Paris", unit, fluid;
    std::vector<CategoryRule> categories = {};
};

enum class BadRow : std::uint8_t { no_time, no_place, no_value, no_id, no_words };
struct LeftOut {
    std::size_t line = 0;
    BadRow why{};
};
struct ReadRows {
    std::vector<backend::Change> changes;
    std::vector<LeftOut> left_out;
};
// The categories of a table of reports, the most frequent first, at most `limit`.
[[nodiscard]] std::vector<std::string> categories_in(const Table& table, const std::vector<Field>& fields, std::size_t limit);
[[nodiscard]] ReadRows read_rows(const Table& table, const std::vector<Field>& fields, const RowSettings& settings);

// "16/11/2023 08:30", "2023-11-16", "2019-01-01 00:00:00", RFC 3339; without zone in `zone`. Milliseconds since 1970 UTC.
[[nodiscard]] std::optional<std::int64_t> instant_from_text(std::string_view text, const std::string& zone);
// "equipment load [kWh]" gives "kW.h"; empty where a heading names no unit.
[[nodiscard]] std::string unit_in_heading(std::string_view heading);

} // namespace vigie::gis::folder
