// Looking into a file without opening it as the commune: is it one of ours, which schema, does the journal's chain hold.
// Read-only, works on damaged files. Any thread.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <utility>
#include <vector>

#include "gis/model/ids.hpp"

namespace vigie::gis {

struct CommuneFileReport {
    bool is_commune_file = false;   // false for anything else, also for an ordinary GeoPackage
    bool readable = false;
    int schema_version = 0;
    std::uint64_t journal_entries = 0;
    bool chain_holds = false;
    std::optional<std::uint64_t> first_broken;
    std::vector<std::pair<EntityKind, std::uint64_t>> entities;  // of each kind that has any
};
[[nodiscard]] CommuneFileReport inspect_commune_file(const std::filesystem::path& file);
// The journal's chain alone, as it was at one moment, also while the commune is open: the first line that does not follow
// from the one before, or nothing. Nothing as well where there is no commune file to look into.
[[nodiscard]] std::optional<std::uint64_t> first_broken_line(const std::filesystem::path& file);

} // namespace vigie::gis
