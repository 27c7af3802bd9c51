// Which PostgreSQL database is meant: from a URL (the command line) or from a source's configuration. Never holds a
// password that came with the address: such an address is refused. Any thread.
#pragma once

#include <map>
#include <string>

#include "gis/model/result.hpp"

namespace vigie::gis::postgis {

// libpq's connection keywords (PostgreSQL 15 documentation, 34.1.2) and their values.
struct Target {
    std::map<std::string, std::string> keywords;

    [[nodiscard]] std::string get(const std::string& keyword) const;
    // "host/database", for logs and messages.
    [[nodiscard]] std::string shown() const;
    // Every server of it is this machine (a socket folder or a loopback address).
    [[nodiscard]] bool is_local() const;
};

[[nodiscard]] bool is_postgres_url(const std::string& text);
// "postgresql://user@host:port/database?sslmode=…". Refused with the remedy when it holds a password.
[[nodiscard]] Result<Target> target_from_url(const std::string& url);
// {"host","port","database","user","sslmode","sslrootcert"} of a source; the password is a secret and comes apart.
[[nodiscard]] Result<Target> target_from_config(const std::string& json);

} // namespace vigie::gis::postgis
