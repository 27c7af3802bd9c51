// The name of a map layer in the reader's language: the catalogue's for the commune's own assets, the generic name where
// one was recognised, else the source's own.
#pragma once

#include <string>

#include "panels/frame.hpp"

namespace vigie::panels {

[[nodiscard]] std::string layer_title(const gis::Catalog& catalog, const gis::Language& language, const gis::LayerInfo& info);
[[nodiscard]] inline std::string layer_title(const Frame& frame, const gis::LayerInfo& info) { return layer_title(frame.catalog, frame.language, info); }

// "Ne répond pas depuis 14:32 : … Prochain essai à 14:33."
[[nodiscard]] std::string outage_words(const Frame& frame, const ServiceOutage& outage);

} // namespace vigie::panels
