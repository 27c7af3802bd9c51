// A peer that means no good, or is none: silent, cut off at any byte, talking nonsense, a flood. Whatever it does, the
// source says so and stops within a second.
#include <arpa/inet.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <atomic>
#include <catch2/catch_test_macros.hpp>
#include <chrono>
#include <nlohmann/json.hpp>
#include <thread>

#include "tests/mqtt/broker.hpp"

using namespace vigie::gis;
using namespace vigie::test;
using nlohmann::json;

namespace {

// Listens, takes connections, sends `bytes` to each after its CONNECT came, then closes or holds.
class Peer {
public:
    Peer(std::string bytes, bool hold) : bytes_(std::move(bytes)), hold_(hold) {
        fd_ = ::socket(AF_INET, SOCK_STREAM, 0);
        sockaddr_in a{};
        a.sin_family = AF_INET;
        a.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        REQUIRE(::bind(fd_, reinterpret_cast<const sockaddr*>(&a), sizeof a) == 0);
        REQUIRE(::listen(fd_, 16) == 0);
        socklen_t size = sizeof a;
        REQUIRE(::getsockname(fd_, reinterpret_cast<sockaddr*>(&a), &size) == 0);
        port_ = ntohs(a.sin_port);
        thread_ = std::jthread([this](std::stop_token stop) { serve(stop); });
    }
    ~Peer() {
        thread_.request_stop();
        thread_.join();
        ::close(fd_);
    }
    [[nodiscard]] int port() const { return port_; }
    [[nodiscard]] int taken() const { return taken_; }

private:
    void serve(const std::stop_token& stop) {
        std::vector<int> held;
        while (!stop.stop_requested()) {
            pollfd p{fd_, POLLIN, 0};
            if (::poll(&p, 1, 20) != 1) continue;
            const int peer = ::accept(fd_, nullptr, nullptr);
            char request[512];
            pollfd asks{peer, POLLIN, 0};
            ::poll(&asks, 1, 1'000);
            [[maybe_unused]] const auto got = ::recv(peer, request, sizeof request, MSG_DONTWAIT);
            [[maybe_unused]] const auto sent = ::send(peer, bytes_.data(), bytes_.size(), MSG_NOSIGNAL);
            ++taken_;
            if (hold_) held.push_back(peer);
            else ::close(peer);
        }
        for (const int peer : held) ::close(peer);
    }
    std::string bytes_;
    bool hold_;
    int fd_ = -1, port_ = 0;
    std::atomic<int> taken_{0};
    std::jthread thread_;
};

json config(int port, bool tls = false) { return {{"address", "127.0.0.1"}, {"port", port}, {"tls", tls}, {"profile", "json"}, {"topics", "#"}, {"device", "id"}, {"values", {{{"path", "v"}}}}}; }

std::chrono::milliseconds time_to_stop(Listening& l) {
    const auto begin = std::chrono::steady_clock::now();
    l.hub.stop_all();
    return std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - begin);
}

constexpr std::chrono::milliseconds a_second{1'000};
const std::string accepted("\x20\x02\x00\x00", 4);  // CONNACK of 3.1.1

std::string publication(const std::string& topic, const std::string& payload) {
    std::string body{static_cast<char>(topic.size() >> 8), static_cast<char>(topic.size() & 0xff)};
    body += topic + payload;
    std::string out{'\x30'};
    for (std::size_t n = body.size();;) {
        out += static_cast<char>((n & 0x7f) | (n > 0x7f ? 0x80 : 0));
        if ((n >>= 7) == 0) break;
    }
    return out + body;
}

} // namespace

TEST_CASE("a peer that accepts and stays silent is left within a second, with and without TLS") {
    for (const bool tls : {false, true}) {
        const Peer peer("", true);
        Listening l;
        l.start(config(peer.port(), tls).dump());
        REQUIRE(eventually([&] { return peer.taken() > 0; }));
        CHECK(time_to_stop(l) < a_second);
    }
}

TEST_CASE("an address that swallows packets is left within a second") {
    Listening l;
    json c = config(1883);
    c["address"] = "192.0.2.1";  // reserved for documentation: nobody answers, or the network says so
    l.start(c.dump());
    std::this_thread::sleep_for(std::chrono::milliseconds(300));
    CHECK(time_to_stop(l) < a_second);
}

TEST_CASE("what is no MQTT ends the connection with a sentence") {
    for (const std::string& bytes : {std::string("HTTP/1.1 400 Bad Request\r\n\r\n"), std::string("\xff\xff\xff\xff\xff\xff", 6), std::string(300, '\0'), std::string("\x20\x7f\x00", 3)}) {
        const Peer peer(bytes, false);
        Listening l;
        json c = config(peer.port());
        c["protocol"] = "3.1.1";
        l.start(c.dump());
        REQUIRE(l.until_health(SourceHealth::offline));
        CHECK(l.status().why.key.starts_with("backends.mqtt."));
        CHECK(time_to_stop(l) < a_second);
    }
}

TEST_CASE("a session cut at any byte loses nothing that was whole") {
    const std::string session = accepted + std::string("\x90\x03\x00\x01\x00", 5) + publication("t", R"({"id":"a","v":1})");
    for (std::size_t cut = 1; cut <= session.size(); cut += 3) {
        const Peer peer(session.substr(0, cut), false);
        Listening l;
        json c = config(peer.port());
        c["protocol"] = "3.1.1";
        l.start(c.dump());
        REQUIRE(l.until_health(SourceHealth::offline));
    }
    const Peer peer(session, true);
    Listening l;
    json c = config(peer.port());
    c["protocol"] = "3.1.1";
    l.start(c.dump());
    REQUIRE(eventually([&] { return l.all<Observed>().size() == 1; }));
}

TEST_CASE("payloads that mean harm are left out with a reason and what follows them arrives") {
    const std::string deep(100'000, '['), bad = "{\"id\":\"\xff\xfe\",\"v\":1}";
    std::string session = accepted + std::string("\x90\x03\x00\x01\x00", 5);
    for (const std::string& payload : {deep, bad, std::string(R"({"id":"a","v":1e999})"), std::string(R"({"id":"a","v":{"v":1}})"), std::string(R"({"id":[],"v":1})"), std::string("\0\1\2", 3), std::string(400'000, '1')})
        session += publication("t", payload);
    session += publication("t", R"({"id":"good","v":2})");
    const Peer peer(session, true);
    Listening l;
    json c = config(peer.port());
    c["protocol"] = "3.1.1";
    l.start(c.dump());
    REQUIRE(eventually([&] { return !l.all<Observed>().empty(); }));
    CHECK(l.all<Observed>().back().sensor.remote_id == "good/v");
    CHECK(time_to_stop(l) < a_second);
}

TEST_CASE("a broker of the older version is spoken to in it") {
    const Peer peer(std::string("\x20\x02\x00\x01", 4), false);  // CONNACK: unacceptable protocol version
    Listening l;
    l.start(config(peer.port()).dump());
    REQUIRE(eventually([&] { return peer.taken() >= 2; }));
    REQUIRE(l.until_health(SourceHealth::refused));
    CHECK(l.status().why.key == "backends.mqtt.version");
}
