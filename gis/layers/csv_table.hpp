// Delimited text as communes export it: separator, encoding, quotes and line ends found out, dbf-style headers
// ("NOM,C,254") cleaned, decimal commas understood. Any thread.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "gis/layers/layer.hpp"

namespace vigie::gis {

struct CsvTable {
    std::vector<Column> columns;  // all text; `type_columns` makes numbers of those that are
    std::size_t rows = 0;
    char separator = ',';
    std::string encoding;
    std::size_t open_quotes = 0;   // quotes never closed, read as plain characters
    std::size_t uneven_rows = 0;   // with more or fewer values than the header
    bool cut = false;              // a bound was reached
};
[[nodiscard]] CsvTable read_csv(std::string bytes, std::string_view encoding = {});

// Text columns whose every value is a number become numbers ("12", "3.5", "3,5"); codes with leading zeros stay text.
void type_columns(std::vector<Column>& columns);

// A decimal number with point or comma, spaces around allowed; NaN when it is not one.
[[nodiscard]] double number_from_text(std::string_view text);

} // namespace vigie::gis
