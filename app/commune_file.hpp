// The commune file as the verbs and the window make and open it: the catalogue it is read with, a new one, an old one.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "app/places.hpp"
#include "gis/model/catalog.hpp"
#include "gis/store/desk.hpp"

namespace vigie::app {

// The program's catalogue, then the user's own folder ($XDG_CONFIG_HOME/vigie/catalog) over it when there is one.
[[nodiscard]] std::vector<std::filesystem::path> catalog_folders(const Places& places);
[[nodiscard]] gis::LoadedCatalog catalog_of(const Places& places);

// Opens a commune file that must exist; `catalog` and `clock` outlive the desk.
[[nodiscard]] gis::Result<gis::Desk> open_commune(const std::filesystem::path& file, const gis::Catalog& catalog, const gis::Clock& clock);
// Makes an empty one, never over another file. Without a name it is called like the file.
[[nodiscard]] gis::Outcome create_commune(const std::filesystem::path& file, const std::string& name, const std::string& insee,
                                          const gis::Catalog& catalog, const gis::Clock& clock);

// The configuration of the demo source. Its past: the month in hand and the 22 before it, told behind the first picture or before.
enum class DemoPast : std::uint8_t { none, behind, first };
[[nodiscard]] std::string demo_config_json(std::uint64_t seed, int speed, DemoPast past = DemoPast::none);

} // namespace vigie::app
