// What public services publish about every commune: section "public_data" of the catalogue's files, so that an address, a
// licence or a further dataset changes without compiling. Any thread.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "gis/model/catalog.hpp"

namespace vigie::gis {

struct PublicDataset {
    std::string id;           // name of the file it becomes: "parcelles"
    LocalName name;
    std::string licence;      // "Licence Ouverte 2.0"
    std::string attribution;  // as its publisher wants to be named
    // {insee}: the commune; {district}: it, or each of its arrondissements (an address for each); {districts}: all of these,
    // quoted and separated by commas; {dep}: its département; {west} {south} {east} {north}: its extent, WGS 84 degrees.
    std::string url;
    std::string search;       // of the boundary: where communes are found by {name}
    std::string search_code;  // of the boundary: where one is found by its code, {insee}
    std::string format;       // "geojson" "geojson.gz" "csv.gz" (columns lon, lat) "osm" (XML)
    std::string code_column;  // of a csv.gz of a whole département: the rows of the commune are kept
    std::string theme;        // style layer, as AssetKind::style
    bool within = false;      // only what touches the commune's boundary
    int most_mb = 256;        // of what is sent; twenty times this uncompressed
    std::vector<std::string> not_in;  // départements that its publisher does not cover
};

struct LoadedPublicData {
    std::vector<PublicDataset> datasets;  // in the order of the files, the boundary before those that need it
    std::vector<Notice> notices;
};
// As load_catalog: every *.json of `folders` in order, later entries replacing earlier ones of the same id.
[[nodiscard]] LoadedPublicData load_public_data(const std::vector<std::filesystem::path>& folders);

} // namespace vigie::gis
