// Observations and positions between a commune file and the shared database. One thread.
#pragma once

#include "gis/backends/postgis/connection.hpp"
#include "gis/backends/postgis/entity_rows.hpp"
#include "gis/backends/postgis/migrate.hpp"
#include "gis/store/sqlite.hpp"

namespace vigie::gis::postgis {

// Into partitions made for the months that the file has.
[[nodiscard]] Outcome copy_history(Database& file, Connection& connection);
// Into a new file whose roll-ups are there already; those that the database's rows have outgrown are made again.
[[nodiscard]] Outcome write_history(Connection& connection, const IdMap& ids, Database& file);
[[nodiscard]] Outcome compare_history(Database& file, Connection& connection, const IdMap& ids, MigrationReport& report);

} // namespace vigie::gis::postgis
