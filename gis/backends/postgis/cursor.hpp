// How far a desk has read the log of a shared database: every transaction below `xid` and, of it, up to `seq`. It also
// carries which database that was and the name the desk writes under, so that both survive with the commune file.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace vigie::gis::postgis {

struct Cursor {
    std::uint64_t xid = 0;
    std::int64_t seq = 0;
    std::string desk, database;

    [[nodiscard]] std::string text() const;
    [[nodiscard]] static std::optional<Cursor> parse(std::string_view text);
};

} // namespace vigie::gis::postgis
