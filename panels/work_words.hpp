// An intervention's state and money in words, the same in inspector, lists, board and exports. Values; any thread.
#pragma once

#include <string>

#include "gis/model/catalog.hpp"
#include "gis/model/entity.hpp"
#include "gis/model/language.hpp"

namespace vigie::panels {

// "En attente de devis": the catalogue's name of its state, or the phase's words.
[[nodiscard]] std::string status_words(const gis::Catalog& catalog, const gis::Language& language, const gis::Intervention& i);
// "1 904,50 €".
[[nodiscard]] std::string euros(const gis::Language& language, double amount);

} // namespace vigie::panels
