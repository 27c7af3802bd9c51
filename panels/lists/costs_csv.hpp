// What interventions took, line by line, for a spreadsheet: one line for each person, material and vehicle. Pure.
#pragma once

#include <string>

#include "gis/model/catalog.hpp"
#include "gis/model/language.hpp"
#include "gis/model/world.hpp"

namespace vigie::panels {

struct CostsCsv {
    std::string text;        // UTF-8 with byte order mark, fields as csv.hpp writes them
    std::size_t lines = 0;   // without the header
};
// By date of the work, then number. Amounts as the language writes numbers, without spaces in them.
[[nodiscard]] CostsCsv costs_csv(const gis::World& world, const gis::Catalog& catalog, const gis::Language& language, const std::string& zone);

} // namespace vigie::panels
