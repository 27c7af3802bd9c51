// Debian's mosquitto, started on a free loopback port for a test and ended with it. Skips the test where it is not installed.
#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "gis/backends/hub.hpp"

namespace vigie::test {

class Broker {
public:
    struct Options {
        bool tls = false;
        std::string user = {}, password = {};  // asked for when there is a user
        std::string certificate_for = "IP:127.0.0.1";
        std::string more = {};                  // lines of its configuration
    };
    Broker();
    explicit Broker(Options options);
    ~Broker();
    Broker(const Broker&) = delete;
    Broker& operator=(const Broker&) = delete;

    [[nodiscard]] int port() const { return port_; }
    [[nodiscard]] std::string ca_file() const { return (folder_ / "ca.pem").string(); }
    [[nodiscard]] const std::filesystem::path& folder() const { return folder_; }
    // Through mosquitto_pub, QoS 1.
    void publish(const std::string& topic, const std::string& payload, bool retain = false) const;
    void publish_lines(const std::string& topic, const std::filesystem::path& lines, int qos) const;
    void stop();
    void start();

private:
    void write_certificates() const;

    Options options_;
    std::filesystem::path folder_;
    int port_ = 0, pid_ = -1;
};

// Waits for something that another thread brings about; the bound only ends a test that would never end.
[[nodiscard]] bool eventually(const std::function<bool()>& true_at_last);

struct TestClock : gis::Clock {
    gis::Time now() const override;
};

// A hub with one MQTT source, "s", and what came of it.
struct Listening {
    TestClock clock;
    gis::BackendHub hub{clock, [] {}};
    std::vector<gis::Change> changes;
    std::string cursor;

    void start(const std::string& config_json);
    [[nodiscard]] gis::SourceStatus status() const;
    bool until_health(gis::SourceHealth health);
    void drain();
    template <class T>
    [[nodiscard]] std::vector<T> all() {
        drain();
        std::vector<T> out;
        for (const gis::Change& c : changes)
            if (const auto* t = std::get_if<T>(&c)) out.push_back(*t);
        return out;
    }
};

} // namespace vigie::test
