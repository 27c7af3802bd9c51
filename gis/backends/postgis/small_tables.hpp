// The commune file's small tables (settings, journal, outbox, roll-ups, sealed reporters …) kept beside the entities in the
// shared database as vigie.commune_…, row by row, so that a file made from it is the same file. One thread.
#pragma once

#include "gis/backends/postgis/connection.hpp"
#include "gis/backends/postgis/migrate.hpp"
#include "gis/store/sqlite.hpp"

namespace vigie::gis::postgis {

// Makes the tables and fills them, inside the caller's transaction.
[[nodiscard]] Outcome copy_small_tables(Database& file, Connection& connection);
// The other way, into the tables of a new file, inside the caller's transactions. Nothing where the database has none.
[[nodiscard]] Outcome restore_small_tables(Connection& connection, Database& file);
[[nodiscard]] Outcome compare_small_tables(Database& file, Connection& connection, MigrationReport& report);

} // namespace vigie::gis::postgis
