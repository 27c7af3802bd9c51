// A damaged commune file: it is kept beside, and what can still be read is copied into a new one.
#pragma once

#include <filesystem>
#include <vector>

#include "gis/model/result.hpp"
#include "gis/model/time.hpp"

namespace vigie::gis {

struct Recovered {
    std::filesystem::path kept;  // where the damaged file lies now
    std::uint64_t entities = 0;
    std::uint64_t journal_lines = 0;
    bool whole = true;           // every table was read to its end
};
// Moves `file` (with its -wal) aside and makes a new one of this schema in its place.
[[nodiscard]] Result<Recovered> recover(const std::filesystem::path& file, Time now);

} // namespace vigie::gis
