#include "tests/mqtt/broker.hpp"

#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <catch2/catch_test_macros.hpp>
#include <chrono>
#include <cstdlib>
#include <fstream>
#include <thread>

#include "tests/loopback.hpp"

namespace vigie::test {

namespace fs = std::filesystem;

namespace {

constexpr const char* program = "/usr/sbin/mosquitto";

void run(const std::string& command) {
    INFO(command);
    REQUIRE(std::system((command + " >/dev/null 2>&1").c_str()) == 0);
}

std::string quoted(const std::string& text) { return "'" + text + "'"; }

} // namespace

bool eventually(const std::function<bool()>& true_at_last) {
    const auto until = std::chrono::steady_clock::now() + std::chrono::seconds(30);
    while (std::chrono::steady_clock::now() < until) {
        if (true_at_last()) return true;
        std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
    return false;
}

Broker::Broker() : Broker(Options{}) {}

Broker::Broker(Options options) : options_(std::move(options)) {
    if (!fs::exists(program)) SKIP("mosquitto is not installed");
    static int counter = 0;
    folder_ = fs::path(VIGIE_BINARY_DIR) / "mqtt" / ("broker-" + std::to_string(::getpid()) + "-" + std::to_string(++counter));
    fs::remove_all(folder_);
    fs::create_directories(folder_);
    port_ = free_port();
    if (options_.tls) write_certificates();
    if (!options_.user.empty()) run("mosquitto_passwd -b -c " + quoted((folder_ / "passwords").string()) + " " + options_.user + " " + options_.password);
    std::ofstream out(folder_ / "mosquitto.conf");
    out << "per_listener_settings true\nlistener " << port_ << " 127.0.0.1\npersistence false\n";
    out << "max_queued_messages 0\nmax_inflight_messages 0\nset_tcp_nodelay true\n";
    if (::geteuid() == 0) out << "user root\n";
    if (options_.user.empty()) out << "allow_anonymous true\n";
    else out << "allow_anonymous false\npassword_file " << (folder_ / "passwords").string() << "\n";
    if (options_.tls) out << "certfile " << (folder_ / "server.pem").string() << "\nkeyfile " << (folder_ / "server.key").string() << "\n";
    out << options_.more;
    out.close();
    start();
}

Broker::~Broker() {
    stop();
    std::error_code ec;
    fs::remove_all(folder_, ec);
}

// An authority of our own and what it signs.
void Broker::write_certificates() const {
    const std::string in = "cd " + quoted(folder_.string()) + " && ";
    run(in + "openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj '/CN=Vigie test authority' -keyout ca.key -out ca.pem");
    run(in + "openssl req -newkey rsa:2048 -nodes -subj '/CN=broker' -keyout server.key -out server.csr");
    std::ofstream(folder_ / "names") << "subjectAltName=" << options_.certificate_for << "\n";
    run(in + "openssl x509 -req -in server.csr -CA ca.pem -CAkey ca.key -CAcreateserial -days 2 -extfile names -out server.pem");
}

void Broker::start() {
    pid_ = ::fork();
    REQUIRE(pid_ >= 0);
    if (pid_ == 0) {
        const std::string config = (folder_ / "mosquitto.conf").string(), log = (folder_ / "log").string();
        if (!std::freopen(log.c_str(), "a", stderr) || !std::freopen(log.c_str(), "a", stdout)) ::_exit(78);
        ::execl(program, "mosquitto", "-c", config.c_str(), nullptr);
        ::_exit(77);
    }
    REQUIRE(eventually([&] { return answers(port_); }));
}

void Broker::stop() {
    if (pid_ < 0) return;
    ::kill(pid_, SIGKILL);
    ::waitpid(pid_, nullptr, 0);
    pid_ = -1;
}

void Broker::publish(const std::string& topic, const std::string& payload, bool retain) const {
    std::ofstream(folder_ / "payload", std::ios::binary) << payload;
    std::string command = "mosquitto_pub -h 127.0.0.1 -p " + std::to_string(port_) + " -q 1 -t " + quoted(topic) + " -f " + quoted((folder_ / "payload").string());
    if (retain) command += " -r";
    if (options_.tls) command += " --cafile " + quoted(ca_file());
    if (!options_.user.empty()) command += " -u " + options_.user + " -P " + options_.password;
    run(command);
}

void Broker::publish_lines(const std::string& topic, const fs::path& lines, int qos) const {
    run("mosquitto_pub -h 127.0.0.1 -p " + std::to_string(port_) + " -q " + std::to_string(qos) + " -t " + quoted(topic) + " -l < " + quoted(lines.string()));
}

gis::Time TestClock::now() const { return std::chrono::floor<gis::Millis>(std::chrono::system_clock::now()); }

void Listening::start(const std::string& config_json) { REQUIRE(hub.start({"s", "S", "mqtt", config_json, false}, cursor).ok()); }

gis::SourceStatus Listening::status() const {
    const auto all = hub.statuses();
    REQUIRE(all.size() == 1);
    return all.front();
}

bool Listening::until_health(gis::SourceHealth health) {
    return eventually([&] { return status().health == health; });
}

void Listening::drain() {
    for (gis::ChangeBatch& b : hub.drain(1'000'000)) {
        if (!b.cursor.empty()) cursor = b.cursor;
        changes.insert(changes.end(), std::make_move_iterator(b.changes.begin()), std::make_move_iterator(b.changes.end()));
    }
}

} // namespace vigie::test
