// What a folder holds, as the file dialog shows it: folders first, names in the order a person reads ("rue 2" before
// "rue 10", accents and case aside). Bounded; an unreadable folder says why. Any thread.
#pragma once

#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "gis/model/text.hpp"

namespace vigie::panels {

struct FileEntry {
    std::string name, key;      // key: folded, what order and typing compare
    bool folder = false, readable = false, hidden = false;
    bool picture = false;                 // by its ending: what people take with a camera
};

struct FolderListing {
    static constexpr std::size_t most_entries = 50'000;
    std::filesystem::path folder;         // absolute
    std::vector<FileEntry> entries;       // in order
    std::optional<gis::Text> trouble;     // why there is nothing, or not everything
};
[[nodiscard]] FolderListing list_folder(const std::filesystem::path& folder);

// Indices of the entries to show: folders, and what Vigie reads (`only_communes`: GeoPackages alone) unless `all`.
[[nodiscard]] std::vector<std::size_t> shown_entries(const FolderListing& listing, bool only_communes, bool folders_only, bool all);
// Folders and pictures, unless `all`.
[[nodiscard]] std::vector<std::size_t> shown_pictures(const FolderListing& listing, bool all);
// The row (of `rows`) whose name begins with what was typed, looked for from `from` on and around; -1 = none.
[[nodiscard]] long row_beginning_with(const FolderListing& listing, const std::vector<std::size_t>& rows, std::string_view typed, long from);

struct Crumb {
    std::string name;
    std::filesystem::path folder;
};
[[nodiscard]] std::vector<Crumb> crumbs_of(const std::filesystem::path& folder);

// "Valmont-sur-Aude" → "valmont-sur-aude.gpkg"; empty for a name without a letter or digit.
[[nodiscard]] std::string commune_file_name(std::string_view name);

} // namespace vigie::panels
