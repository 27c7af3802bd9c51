// The catalogue that the demo speaks, carried in the program: a source knows its own nomenclature and asks nobody for it.
#pragma once

#include "gis/model/catalog.hpp"

namespace vigie::gis::demo {

[[nodiscard]] const Catalog& nomenclature();

} // namespace vigie::gis::demo
