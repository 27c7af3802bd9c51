// FIWARE's types of entity in Vigie's words, by the table of assets/connectors/fiware.json: sensors with their values, assets,
// buildings, reports. Any thread.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "gis/backends/ngsi/entity.hpp"
#include "gis/backends/vigie_backend.hpp"
#include "gis/backends/web/foreign.hpp"

namespace vigie::gis::ngsi {

struct Naming {
    std::map<std::string, std::string> kinds, categories;  // of the source's settings
    std::string zone;
};

[[nodiscard]] std::vector<std::string> known_types();
// What an entity is and, as observations, what it measures. An observation without any time is of `now_ms`.
[[nodiscard]] std::vector<backend::Change> changes_of(const Entity& entity, const Naming& naming, std::int64_t now_ms, const backend::Host& host, web::LeftOut& left_out);

} // namespace vigie::gis::ngsi
