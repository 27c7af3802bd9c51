// Reads a shared database for a desk: everything once, then what the log says. The source's own thread.
#pragma once

#include <set>
#include <string>
#include <utility>
#include <vector>

#include "gis/backends/postgis/connection.hpp"
#include "gis/backends/postgis/cursor.hpp"
#include "gis/backends/vigie_backend.hpp"

namespace vigie::gis::postgis {

class Reader {
public:
    Reader(Connection& connection, backend::Host& host) : connection_(connection), host_(host) {}

    // Takes up `stored` when it is of this database and its log still reaches so far, else sends everything first.
    Outcome begin(const std::string& stored);
    // What is new in the log. Rows of transactions above the oldest one still running are sent too, but the cursor stays
    // below it: they come again after a restart rather than being missed.
    Outcome take_news();
    [[nodiscard]] const Cursor& cursor() const { return cursor_; }
    // Some was sent ahead of the cursor; so much that reading it again and again costs more than waiting.
    [[nodiscard]] bool is_ahead() const { return !ahead_.empty(); }
    [[nodiscard]] bool is_far_ahead() const;

    // The entity as it is now, or that it is gone.
    [[nodiscard]] static Result<backend::Change> current(Connection& connection, const std::string& kind, const std::string& id);

private:
    Outcome snapshot();
    Outcome send_kind(int kind);
    Outcome send_history();
    [[nodiscard]] Outcome push(const std::vector<backend::Change>& changes, const std::string& cursor = {});

    Connection& connection_;
    backend::Host& host_;
    Cursor cursor_;
    std::string sent_cursor_;
    std::int64_t sent_at_ms_ = 0;
    std::set<std::pair<std::uint64_t, std::int64_t>> ahead_;  // (xid, seq) sent above the cursor
};

} // namespace vigie::gis::postgis
