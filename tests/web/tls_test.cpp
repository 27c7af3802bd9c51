// Certificates: a private authority vouches when its file is named, and nothing is read from a server that nobody vouches for.
#include <catch2/catch_test_macros.hpp>

#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <filesystem>

#include "gis/backends/vigie_backend.hpp"
#include "gis/backends/web/http_client.hpp"

using namespace vigie;

namespace {

struct FixedClock : gis::Clock {
    gis::Time now() const override { return gis::time_from_ms(0); }
};

struct TlsServer {
    std::filesystem::path folder = std::filesystem::temp_directory_path() / ("vigie-tls-" + std::to_string(::getpid()));
    int pid = -1, hold = -1, port = 0;
    explicit TlsServer(const char* name) {
        std::filesystem::create_directories(folder);
        std::array<int, 2> in{}, out{};
        REQUIRE((::pipe(in.data()) == 0 && ::pipe(out.data()) == 0));
        const std::string script = std::string(VIGIE_SOURCE_DIR) + "/tests/web/tls_serve.py", work = folder.string();
        pid = ::fork();
        REQUIRE(pid >= 0);
        if (pid == 0) {
            ::dup2(in[0], 0);
            ::dup2(out[1], 1);
            for (const int fd : {in[0], in[1], out[0], out[1]}) ::close(fd);
            ::execl("/usr/bin/python3", "python3", script.c_str(), work.c_str(), name, nullptr);
            ::_exit(77);
        }
        ::close(in[0]);
        ::close(out[1]);
        hold = in[1];
        std::string said;
        for (char c = 0; ::read(out[0], &c, 1) == 1 && c != '\n';) said += c;
        ::close(out[0]);
        if (!said.starts_with("ready ")) SKIP("python3 or openssl is not installed");
        port = std::stoi(said.substr(6));
    }
    ~TlsServer() {
        ::kill(pid, SIGKILL);
        ::waitpid(pid, nullptr, 0);
        ::close(hold);
        std::filesystem::remove_all(folder);
    }
};

std::string ask(const TlsServer& server, const std::string& ca_file) {
    const FixedClock clock;
    const gis::web::HttpHost host{-1, &clock, gis::this_machine().get(), [](const std::string&) { return std::optional<std::string>(); }, [](std::string text) { return text; }};
    const std::string url = "https://127.0.0.1:" + std::to_string(server.port) + "/";
    vigie_http_request request{};
    request.size = sizeof request;
    request.url = backend::str(url);
    request.ca_file = backend::str(ca_file);
    vigie_error error{};
    error.size = sizeof error;
    const vigie_http_reply* reply = nullptr;
    if (gis::web::send(host, request, &reply, &error) != VIGIE_HTTP_DONE) return std::string(error.message).substr(0, std::string(error.message).find('\t'));
    std::string body(backend::view(reply->body));
    gis::web::release(reply);
    return body;
}

} // namespace

TEST_CASE("a private authority is trusted when its file is named, and only then") {
    const TlsServer server("127.0.0.1");
    CHECK(ask(server, {}) == "@web.certificate");
    CHECK(ask(server, (server.folder / "absent.pem").string()) == "@web.certificate");
    CHECK(ask(server, (server.folder / "cert.pem").string()) == "{}");
}

TEST_CASE("a certificate for another name is refused though its authority is trusted") {
    const TlsServer server("ailleurs.example");
    CHECK(ask(server, (server.folder / "cert.pem").string()) == "@web.certificate");
}
