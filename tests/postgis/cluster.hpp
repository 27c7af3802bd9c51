// A PostgreSQL cluster of the test's own: in the folder of temporary files, on a free loopback port, gone with the test.
// PostgreSQL refuses to run as root: then it runs as `postgres` or `nobody`.
#pragma once

#include <filesystem>
#include <string>
#include <sys/types.h>

#include "gis/backends/postgis/connection.hpp"

namespace vigie::test {

class Cluster {
public:
    Cluster();
    ~Cluster();
    Cluster(const Cluster&) = delete;
    Cluster& operator=(const Cluster&) = delete;

    // One for the whole test program; skips the test where PostgreSQL or PostGIS is not installed.
    static Cluster& shared();

    // A fresh database with PostGIS in it; its name.
    std::string make_database();
    [[nodiscard]] std::string url(const std::string& database, const std::string& user = "postgres") const;
    [[nodiscard]] std::string config(const std::string& database, const std::string& user = "postgres") const;  // of a source
    // A connection for the test's own questions.
    [[nodiscard]] gis::postgis::Connection connect(const std::string& database, const std::string& user = "postgres") const;
    // One value of one row.
    [[nodiscard]] std::string ask(const std::string& database, const std::string& sql) const;

    void stop();  // at once, as a power cut would
    void start();
    [[nodiscard]] int port() const { return port_; }

private:
    void run_as_its_user(const char* program, const std::vector<std::string>& arguments, pid_t& pid) const;
    std::filesystem::path folder_;
    int port_ = 0;
    pid_t pid_ = -1;
    int databases_ = 0;
};

} // namespace vigie::test
