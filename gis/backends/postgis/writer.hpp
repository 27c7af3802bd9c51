// Takes a desk's edits to the shared database, each in a transaction of its own, and answers what became of them. The
// source's own thread.
#pragma once

#include <string>

#include "gis/backends/postgis/connection.hpp"
#include "gis/backends/postgis/cursor.hpp"
#include "gis/backends/vigie_backend.hpp"

namespace vigie::gis::postgis {

class Writer {
public:
    Writer(Connection& connection, backend::Host& host) : connection_(connection), host_(host) {}

    // An Error only when the line or the server fails: then nobody knows whether the edit was done, and the host asks again.
    // `reader` says who we are and of which database the cursors are.
    Outcome take(const backend::Command& command, const Cursor& reader);

private:
    Outcome refuse(const backend::Command& command, const char* why);
    Outcome answer(const backend::Command& command, const std::string& kind, const Rows& rows);
    Outcome push_current(const std::string& kind, const std::string& id);

    Connection& connection_;
    backend::Host& host_;
};

} // namespace vigie::gis::postgis
