// Pictures of interventions, in a table of the commune file named by what they show (SHA-256): the same picture is kept
// once, and nothing is lost when the file it came from goes. One thread.
#pragma once

#include <optional>
#include <set>
#include <string>

#include "gis/model/command.hpp"
#include "gis/store/sqlite.hpp"

namespace vigie::gis {

[[nodiscard]] bool write_picture(Database& db, const KeptPicture& picture, Time at);
// JPEG bytes: the whole picture, or the small one; nothing when it is not in this file.
[[nodiscard]] std::optional<std::string> read_picture(Database& db, const std::string& id, bool small);
// Drops pictures added before `before` that are not in `wanted`; how many went.
std::int64_t forget_pictures(Database& db, const std::set<std::string>& wanted, Time before);

} // namespace vigie::gis
