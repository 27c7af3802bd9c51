// The tables of a commune file: an ordinary GeoPackage 1.3 (application_id "GPKG") whose entity tables are its layers,
// plus our own tables, named by vigie_meta('schema'). Older schemas are carried forward, newer ones refused.
#pragma once

#include "gis/store/sqlite.hpp"

namespace vigie::gis {

inline constexpr int schema_version = 6;
inline constexpr std::int64_t gpkg_application_id = 0x47504B47;  // "GPKG"
inline constexpr std::int64_t gpkg_user_version = 10300;         // GeoPackage 1.3.0

// Writes every table into an empty file, in one transaction. `uuid` names this commune file for ever (start of its
// journal's chain).
Outcome create_schema(Database& db, const std::string& uuid);

enum class FileNature { commune, empty, foreign_geopackage, foreign_sqlite, damaged };
[[nodiscard]] FileNature nature_of(Database& db);
// 0 = unknown.
[[nodiscard]] int schema_of(Database& db);
// From an older schema to this one, step by step in one transaction. The caller has made the backup.
Outcome migrate(Database& db, int from);
// Every column that this program needs is there.
[[nodiscard]] bool has_all_columns(Database& db);

[[nodiscard]] std::string meta(Database& db, std::string_view key);
[[nodiscard]] bool set_meta(Database& db, std::string_view key, std::string_view value);

} // namespace vigie::gis
