#include "tests/postgis/cluster.hpp"

#include <fcntl.h>
#include <grp.h>
#include <pwd.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <catch2/catch_test_macros.hpp>
#include <chrono>
#include <fstream>
#include <memory>
#include <thread>

#include "tests/loopback.hpp"

namespace vigie::test {

namespace fs = std::filesystem;
using gis::postgis::Connection;

namespace {

const fs::path programs = "/usr/lib/postgresql/15/bin";

const passwd* its_user() {
    if (::geteuid() != 0) return nullptr;
    if (const passwd* postgres = ::getpwnam("postgres")) return postgres;
    return ::getpwnam("nobody");
}

} // namespace

Cluster& Cluster::shared() {
    if (!fs::exists(programs / "initdb") || !fs::exists("/usr/share/postgresql/15/extension/postgis.control"))
        SKIP("postgresql-15 and postgresql-15-postgis-3 are not installed");
    static Cluster cluster;
    return cluster;
}

void Cluster::run_as_its_user(const char* program, const std::vector<std::string>& arguments, pid_t& pid) const {
    const std::string path = programs / program, log = folder_ / "log";
    std::vector<char*> argv{const_cast<char*>(program)};
    for (const std::string& a : arguments) argv.push_back(const_cast<char*>(a.c_str()));
    argv.push_back(nullptr);
    const passwd* user = its_user();
    pid = ::fork();
    REQUIRE(pid >= 0);
    if (pid != 0) return;
    ::prctl(PR_SET_PDEATHSIG, SIGQUIT);
    if (user && (::setgroups(0, nullptr) != 0 || ::setgid(user->pw_gid) != 0 || ::setuid(user->pw_uid) != 0)) ::_exit(78);
    ::prctl(PR_SET_PDEATHSIG, SIGQUIT);
    const int fd = ::open(log.c_str(), O_WRONLY | O_CREAT | O_APPEND, 0600);
    ::dup2(fd, 1);
    ::dup2(fd, 2);
    if (::chdir("/") != 0) ::_exit(78);
    ::execv(path.c_str(), argv.data());
    ::_exit(77);
}

Cluster::Cluster() : port_(free_port()) {
    // A short path: it holds the server's socket.
    folder_ = fs::temp_directory_path() / ("vigie-pg-" + std::to_string(::getpid()));
    fs::remove_all(folder_);
    REQUIRE(fs::create_directory(folder_));
    if (const passwd* user = its_user()) REQUIRE(::chown(folder_.c_str(), user->pw_uid, user->pw_gid) == 0);
    pid_t pid = -1;
    run_as_its_user("initdb", {"-D", folder_ / "data", "-A", "trust", "-U", "postgres", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync", "--no-instructions"}, pid);
    int status = 0;
    ::waitpid(pid, &status, 0);
    INFO("see " << folder_ / "log");
    REQUIRE(status == 0);
    // Users whose name says so need a password.
    std::ofstream(folder_ / "data/pg_hba.conf", std::ios::trunc) << "host all +with_password 127.0.0.1/32 scram-sha-256\nhost all all 127.0.0.1/32 trust\nlocal all all trust\n";
    start();
    Connection c = connect("postgres");
    REQUIRE(c.script("CREATE ROLE with_password NOLOGIN").ok());
}

Cluster::~Cluster() {
    stop();
    std::error_code ec;
    fs::remove_all(folder_, ec);
}

void Cluster::start() {
    run_as_its_user("postgres", {"-D", folder_ / "data", "-p", std::to_string(port_), "-k", folder_, "-c", "listen_addresses=127.0.0.1", "-c", "fsync=off",
                                 "-c", "full_page_writes=off", "-c", "max_connections=150"}, pid_);
    const auto until = std::chrono::steady_clock::now() + std::chrono::seconds(60);
    while (std::chrono::steady_clock::now() < until) {
        if (Connection::open(*gis::postgis::target_from_url(url("postgres")), {})) return;
        std::this_thread::sleep_for(std::chrono::milliseconds(30));
    }
    FAIL("PostgreSQL did not start");
}

void Cluster::stop() {
    if (pid_ < 0) return;
    ::kill(pid_, SIGQUIT);
    ::waitpid(pid_, nullptr, 0);
    pid_ = -1;
}

std::string Cluster::make_database() {
    const std::string name = "commune_" + std::to_string(++databases_);
    REQUIRE(connect("postgres").script("CREATE DATABASE " + name).ok());
    REQUIRE(connect(name).script("CREATE EXTENSION postgis").ok());
    return name;
}

std::string Cluster::url(const std::string& database, const std::string& user) const {
    return "postgresql://" + user + "@127.0.0.1:" + std::to_string(port_) + "/" + database;
}

std::string Cluster::config(const std::string& database, const std::string& user) const {
    return R"({"host":"127.0.0.1","port":)" + std::to_string(port_) + R"(,"database":")" + database + R"(","user":")" + user + "\"}";
}

Connection Cluster::connect(const std::string& database, const std::string& user) const {
    const auto target = gis::postgis::target_from_url(url(database, user));
    REQUIRE(target.ok());
    auto connection = Connection::open(*target, {});
    INFO((connection ? std::string{} : connection.error().text.key + " " + connection.error().detail));
    REQUIRE(connection.ok());
    return std::move(connection).value();
}

std::string Cluster::ask(const std::string& database, const std::string& sql) const {
    Connection c = connect(database);
    const auto rows = c.run(sql);
    INFO(sql << ": " << (rows ? std::string{} : rows.error().detail));
    REQUIRE(rows.ok());
    return rows->count() == 0 ? std::string{} : std::string(rows->text(0, 0));
}

} // namespace vigie::test
