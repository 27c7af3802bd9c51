// What a list shows, as a file a spreadsheet opens: UTF-8 with byte order mark, semicolons in French (the decimal sign is
// a comma), formulas made harmless. Writes beside nothing it would overwrite.
#pragma once

#include <filesystem>
#include <span>
#include <string>

#include "gis/model/result.hpp"
#include "panels/lists/list_model.hpp"

namespace vigie::panels {

// The rows in their order, the visible columns (indices into the spec) in theirs, headers first.
[[nodiscard]] std::string csv_of(const ListContext& context, const ListSpec& spec, std::span<const std::uint64_t> ids,
                                 std::span<const std::size_t> columns);
// One field: quoted when needed; a leading = + - @ tab gets an apostrophe, else opening the file could run it.
[[nodiscard]] std::string csv_field(std::string_view text, char separator);

// The user's documents folder (XDG user directories), else the home folder.
[[nodiscard]] std::filesystem::path documents_folder();
// Writes `content` as folder/name.csv, or "name 2.csv"… when that exists; returns the path used.
[[nodiscard]] gis::Result<std::filesystem::path> write_new_file(const std::filesystem::path& folder, const std::string& name,
                                                                const std::string& content);

} // namespace vigie::panels
