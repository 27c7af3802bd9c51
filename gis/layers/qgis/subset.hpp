// The condition under which a table's rows belong to a layer of a project: an expression of QGIS, evaluated by the style's
// expressions. Any thread.
#pragma once

#include <string>

#include "gis/layers/layer.hpp"

namespace vigie::gis::qgis {

// Drops the rows for which it does not hold. The columns are text, as the table was read; numbers are compared as numbers
// where a column holds nothing else. False, and every row is kept, when the condition cannot be said or asks for a field that is
// not there. An empty condition keeps everything.
[[nodiscard]] bool keep_subset(Layer& table, const std::string& subset);

} // namespace vigie::gis::qgis
