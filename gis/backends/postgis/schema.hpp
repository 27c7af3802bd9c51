// The schema `vigie` of a shared database: one table of entities partitioned by kind (neutral JSON, and beside it what is
// asked for: id, version, time, shape, number), observations and positions partitioned by month, a log of what changed,
// answers already given to edits, and who may do what. Any thread.
#pragma once

#include <string>

#include "gis/backends/postgis/connection.hpp"

namespace vigie::gis::postgis {

inline constexpr int shared_schema_version = 1;

// In the order they are run, inside one transaction. Triggers and rights come after the data: what is copied in is no news.
[[nodiscard]] std::string tables_sql();
[[nodiscard]] std::string triggers_sql();
[[nodiscard]] std::string functions_sql();
[[nodiscard]] std::string rights_sql();

// What stands in the database.
struct SharedState {
    int schema = 0;  // 0 = nothing of ours
    std::string uuid;
};
[[nodiscard]] Result<SharedState> shared_state(Connection& connection);
// Refused with the reason and what to do unless it is ours and of this version.
[[nodiscard]] Result<SharedState> require_shared(Connection& connection);
// The extension, and the roles of the cluster that are not there yet; apart, because they outlive the schema.
[[nodiscard]] Outcome prepare_database(Connection& connection);

} // namespace vigie::gis::postgis
