#include "tests/services/served.hpp"

#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <catch2/catch_test_macros.hpp>
#include <cstdio>
#include <string>

#include "gis/layers/remote/http.hpp"

namespace vigie::test {

namespace fs = std::filesystem;

fs::path fresh_folder(const std::string& name) {
    static int counter = 0;
    const fs::path folder = fs::path(VIGIE_BINARY_DIR) / "services" / (name + "-" + std::to_string(::getpid()) + "-" + std::to_string(++counter));
    fs::remove_all(folder);
    fs::create_directories(folder);
    return folder;
}

Served::Served(std::string script) : script_(std::move(script)), folder_(fresh_folder("served")) {
    fs::create_directories(folder_ / "files");
    start();
}

Served::~Served() {
    kill();
    std::error_code ec;
    fs::remove_all(folder_, ec);
}

void Served::start() {
    std::array<int, 2> in{}, out{};
    REQUIRE(::pipe(in.data()) == 0);
    REQUIRE(::pipe(out.data()) == 0);
    const std::string script = std::string(VIGIE_SOURCE_DIR) + "/tests/services/" + script_, work = folder_.string(), port = std::to_string(port_);
    pid_ = ::fork();
    REQUIRE(pid_ >= 0);
    if (pid_ == 0) {
        ::dup2(in[0], 0);
        ::dup2(out[1], 1);
        for (const int fd : {in[0], in[1], out[0], out[1]}) ::close(fd);
        ::execl("/usr/bin/python3", "python3", script.c_str(), work.c_str(), port.c_str(), nullptr);
        ::_exit(77);
    }
    ::close(in[0]);
    ::close(out[1]);
    hold_ = in[1];
    std::string said;
    for (char c = 0; ::read(out[0], &c, 1) == 1 && c != '\n';) said += c;
    ::close(out[0]);
    if (said.starts_with("ready ")) {
        port_ = std::stoi(said.substr(6));
        return;
    }
    int status = 0;
    ::waitpid(pid_, &status, 0);
    pid_ = -1;
    if (WIFEXITED(status) && WEXITSTATUS(status) == 77) SKIP("mapproxy and cgi-mapserver are not installed");
    FAIL(script_ << " did not start: " << said);
}

void Served::kill() {
    if (pid_ < 0) return;
    ::kill(pid_, SIGKILL);
    ::waitpid(pid_, nullptr, 0);
    ::close(hold_);
    pid_ = -1;
}

void Served::start_again() {
    kill();
    start();
}

int Served::count() const {
    const auto reply = gis::remote::http_get(url("/count"), {}, {}, {});
    REQUIRE(reply.ok());
    return std::stoi(reply->body);
}

} // namespace vigie::test
