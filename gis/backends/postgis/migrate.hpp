// `vigie migrate`: a commune file into a shared database and back, all or nothing. What was written is read again and
// compared, value by value, before it is kept. One thread; long.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "gis/backends/postgis/connection.hpp"
#include "gis/model/catalog.hpp"
#include "gis/model/result.hpp"
#include "gis/model/time.hpp"

namespace vigie::gis::postgis {

struct Compared {
    std::string what;  // an entity kind, "observation", "position", or a small table of the commune file
    std::uint64_t in_file = 0, in_database = 0, different = 0;
    [[nodiscard]] bool equal() const { return in_file == in_database && different == 0; }
};
using MigrationReport = std::vector<Compared>;
[[nodiscard]] bool all_equal(const MigrationReport& report);

// The database must hold nothing of ours yet. The file is brought to the present schema first, else left as it is.
[[nodiscard]] Result<MigrationReport> migrate_to(Connection& connection, const std::filesystem::path& file, const Clock& clock);
// The file must not exist. What was made in the database since gets the next free numbers.
[[nodiscard]] Result<MigrationReport> migrate_from(Connection& connection, const std::filesystem::path& file, const Clock& clock);

} // namespace vigie::gis::postgis
