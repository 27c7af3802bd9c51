#include "tests/caldav/radicale.hpp"

#include <fcntl.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <catch2/catch_test_macros.hpp>
#include <chrono>
#include <cstdlib>
#include <fstream>
#include <nlohmann/json.hpp>
#include <thread>

#include "tests/loopback.hpp"

namespace vigie::test {

namespace fs = std::filesystem;

namespace {

constexpr const char* program = "/usr/bin/radicale";

std::string text_in(const fs::path& file) {
    std::ifstream in(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

std::string uid_of(const std::string& text) {
    const auto at = text.find("\nUID:");
    return at == std::string::npos ? std::string() : text.substr(at + 5, text.find_first_of("\r\n", at + 5) - at - 5);
}

} // namespace

Radicale::Radicale() {
    if (!fs::exists(program)) SKIP("radicale is not installed");
    static int counter = 0;
    folder_ = fs::path(VIGIE_BINARY_DIR) / "caldav" / (std::to_string(::getpid()) + "-" + std::to_string(++counter));
    fs::remove_all(folder_);
    fs::create_directories(folder_ / "store/collection-root" / user);
    port_ = free_port();
    const std::string certificate = "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=essai -addext subjectAltName=IP:127.0.0.1 -keyout '" +
                                    (folder_ / "server.key").string() + "' -out '" + (folder_ / "server.pem").string() + "' >/dev/null 2>&1";
    if (std::system(certificate.c_str()) != 0) SKIP("openssl is not installed");
    std::ofstream(folder_ / "users") << user << ":" << password << "\n";
    std::ofstream(folder_ / "config") << "[server]\nhosts = 127.0.0.1:" << port_ << "\nssl = True\ncertificate = " << ca_file() << "\nkey = " << (folder_ / "server.key").string()
                                      << "\n[auth]\ntype = htpasswd\nhtpasswd_filename = " << (folder_ / "users").string() << "\nhtpasswd_encryption = plain\ndelay = 0\n[rights]\ntype = owner_only\n"
                                      << "[storage]\nfilesystem_folder = " << (folder_ / "store").string() << "\n[logging]\nlevel = info\n";
    start();
}

Radicale::~Radicale() {
    stop();
    std::error_code ec;
    fs::remove_all(folder_, ec);
}

void Radicale::start() {
    pid_ = ::fork();
    REQUIRE(pid_ >= 0);
    if (pid_ == 0) {
        const int log = ::open((folder_ / "log").c_str(), O_WRONLY | O_CREAT | O_APPEND, 0600);
        ::dup2(log, 1);
        ::dup2(log, 2);
        ::execl(program, program, "--config", (folder_ / "config").c_str(), nullptr);
        ::_exit(77);
    }
    const auto patience = std::chrono::steady_clock::now() + std::chrono::seconds(60);
    while (!answers(port_) && std::chrono::steady_clock::now() < patience) std::this_thread::sleep_for(std::chrono::milliseconds(20));
    REQUIRE(answers(port_));
}

void Radicale::stop() {
    if (pid_ < 0) return;
    ::kill(pid_, SIGKILL);
    ::waitpid(pid_, nullptr, 0);
    pid_ = -1;
}

std::string Radicale::config() const { return nlohmann::json{{"url", url()}, {"user", user}, {"ca_file", ca_file()}, {"poll_s", 5}}.dump(); }

fs::path Radicale::folder_of(const std::string& calendar) const { return folder_ / "store/collection-root" / user / calendar; }

std::map<std::string, std::string> Radicale::events(const std::string& calendar) const {
    std::map<std::string, std::string> out;
    std::error_code ec;
    for (const auto& entry : fs::directory_iterator(folder_of(calendar), ec))
        if (entry.path().extension() == ".ics")
            if (const std::string text = text_in(entry.path()); !uid_of(text).empty()) out[uid_of(text)] = text;
    return out;
}

fs::path Radicale::file_of(const std::string& calendar, const std::string& uid) const {
    for (const auto& entry : fs::directory_iterator(folder_of(calendar)))
        if (entry.path().extension() == ".ics" && uid_of(text_in(entry.path())) == uid) return entry.path();
    return {};
}

int Radicale::requests(const std::string& begin) const {
    const std::string log = text_in(folder_ / "log");
    int count = 0;
    for (auto at = log.find(begin); at != std::string::npos; at = log.find(begin, at + 1)) ++count;
    return count;
}

} // namespace vigie::test
