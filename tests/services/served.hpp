// The map servers of serve.py, started for a test and ended with it. Skips the test where they are not installed.
#pragma once

#include <filesystem>
#include <string>

namespace vigie::test {

class Served {
public:
    explicit Served(std::string script = "serve.py");  // of this folder
    ~Served();
    Served(const Served&) = delete;
    Served& operator=(const Served&) = delete;

    [[nodiscard]] std::string url(const std::string& path) const { return "http://127.0.0.1:" + std::to_string(port_) + path; }
    [[nodiscard]] const std::filesystem::path& folder() const { return folder_; }  // what lies in files/ is served under /files/
    [[nodiscard]] int count() const;  // requests so far
    void kill();                      // at once, as a machine that loses its power
    void start_again();               // on the same port

private:
    void start();
    std::string script_;
    std::filesystem::path folder_;
    int port_ = 0, pid_ = -1, hold_ = -1;
};

// An empty folder of its own for each call.
[[nodiscard]] std::filesystem::path fresh_folder(const std::string& name);

} // namespace vigie::test
