// Radicale, a CalDAV server of Debian, over TLS on loopback, with one user; started for a test and ended with it. Skips the test where
// it is not installed.
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <sys/types.h>
#include <vector>

namespace vigie::test {

class Radicale {
public:
    Radicale();
    ~Radicale();
    Radicale(const Radicale&) = delete;
    Radicale& operator=(const Radicale&) = delete;

    static constexpr const char* user = "services";
    static constexpr const char* password = "pelle&rateau";
    [[nodiscard]] std::string url() const { return "https://127.0.0.1:" + std::to_string(port_) + "/services"; }
    [[nodiscard]] std::string ca_file() const { return (folder_ / "server.pem").string(); }
    // Of a source.
    [[nodiscard]] std::string config() const;

    // As they lie on the server's disk: text of each event by its UID, of a calendar "vigie-ID"; nothing when there is none.
    [[nodiscard]] std::map<std::string, std::string> events(const std::string& calendar) const;
    [[nodiscard]] std::filesystem::path file_of(const std::string& calendar, const std::string& uid) const;
    [[nodiscard]] std::filesystem::path folder_of(const std::string& calendar) const;
    // Requests so far whose line begins so ("PUT request").
    [[nodiscard]] int requests(const std::string& begin) const;
    void stop();
    void start();

private:
    std::filesystem::path folder_;
    int port_ = 0;
    pid_t pid_ = -1;
};

} // namespace vigie::test
