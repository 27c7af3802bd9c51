// What was fetched of a commune's public data enters its file: name, code, zone, the layers with their themes, and who is to be
// credited. Any thread that has the desk.
#pragma once

#include <string>
#include <vector>

#include "app/places.hpp"
#include "gis/layers/commune/fetch_commune.hpp"
#include "gis/store/desk.hpp"

namespace vigie::app {

[[nodiscard]] gis::LoadedPublicData public_data_of(const Places& places);

// The commune file of `insee`: made empty when it is not there, refused when it is another commune's. Any thread.
[[nodiscard]] gis::Result<gis::Desk> commune_file_of(const gis::InseeCode& insee, const std::string& name, const std::filesystem::path& file,
                                                     const gis::Catalog& catalog, const gis::Clock& clock);

// The request for a commune whose file is `file`: prepared data lie in the folder "STEM_donnees" beside it.
[[nodiscard]] gis::FetchRequest fetch_request(const Places& places, const gis::InseeCode& insee, const std::filesystem::path& file,
                                              std::vector<gis::PublicDataset> datasets, const std::string& mirror);

// Adds to what the file has; what a person chose there stays.
[[nodiscard]] gis::Outcome adopt_public_data(gis::Desk& desk, const gis::FetchRequest& request, const gis::FetchedCommune& fetched);

} // namespace vigie::app
