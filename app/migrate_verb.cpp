// `vigie migrate`: a commune file into a shared PostgreSQL/PostGIS database, and back.
#include <fmt/format.h>
#include <termios.h>
#include <unistd.h>

#include <cstdio>
#include <iostream>
#include <nlohmann/json.hpp>

#include "app/keyring.hpp"
#include "app/verbs.hpp"
#include "gis/backends/postgis/migrate.hpp"

namespace vigie::app {

namespace {

namespace postgis = gis::postgis;

// Typed without being shown; empty when nobody is there to type.
std::string ask_password(const gis::Language& language, const postgis::Target& target) {
    termios shown{};
    if (!::isatty(STDIN_FILENO) || ::tcgetattr(STDIN_FILENO, &shown) != 0) return {};
    fmt::print(stderr, "{} ", language(gis::Text{"app.migrate.password", {{"database", target.shown()}}}));
    termios hidden = shown;
    hidden.c_lflag &= ~static_cast<tcflag_t>(ECHO);
    ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &hidden);
    std::string typed;
    std::getline(std::cin, typed);
    ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &shown);
    fmt::print(stderr, "\n");
    return typed;
}

// libpq itself looks into PGPASSFILE; then the keyring, then the person.
gis::Result<postgis::Connection> connect(const gis::Language& language, const std::string& url) {
    auto target = postgis::target_from_url(url);
    if (!target) return target.error();
    postgis::Patience patience;
    patience.answer = std::chrono::milliseconds{0};
    auto connection = postgis::Connection::open(*target, patience);
    if (connection || !postgis::Connection::wants_password(connection.error())) return connection;
    target->keywords["password"] = database_password(target->get("host"), target->get("port"), target->get("user"));
    if (target->get("password").empty()) target->keywords["password"] = ask_password(language, *target);
    if (target->get("password").empty()) return connection;
    return postgis::Connection::open(*target, patience);
}

std::string report_text(const gis::Language& language, const postgis::MigrationReport& report) {
    std::string out;
    for (const postgis::Compared& c : report) {
        if (c.in_file == 0 && c.in_database == 0) continue;
        const char* key = c.equal() ? "app.migrate.equal" : "app.migrate.different";
        out += fmt::format("{:<18} {:>9} {:>9}  {}\n", c.what, c.in_file, c.in_database,
                           language(gis::Text{key, {{"n", std::to_string(c.different)}}}));
    }
    return out;
}

nlohmann::json report_json(const postgis::MigrationReport& report) {
    auto rows = nlohmann::json::array();
    for (const postgis::Compared& c : report)
        rows.push_back({{"what", c.what}, {"in_file", c.in_file}, {"in_database", c.in_database}, {"different", c.different}, {"equal", c.equal()}});
    return {{"equal", postgis::all_equal(report)}, {"compared", rows}};
}

} // namespace

Exit run_migrate(const VerbContext& c) {
    const MigrateArguments& m = c.line.migrate;
    if (m.to.empty() == m.from.empty()) {
        print_error(c.language, {gis::ErrorClass::input, {"app.migrate.usage", {}}, {"app.migrate.usage.remedy", {}}, {}});
        return Exit::usage;
    }
    const bool up = !m.to.empty();
    auto connection = connect(c.language, up ? m.to : m.from);
    if (!connection) {
        print_error(c.language, connection.error());
        return connection.error().klass == gis::ErrorClass::config ? Exit::usage : Exit::failed;
    }
    const auto report = up ? postgis::migrate_to(*connection, m.file, c.clock) : postgis::migrate_from(*connection, m.file, c.clock);
    if (!report) {
        print_error(c.language, report.error());
        return Exit::failed;
    }
    if (c.line.json) fmt::print("{}\n", report_json(*report).dump());
    else fmt::print("{}", report_text(c.language, *report));
    const bool equal = postgis::all_equal(*report);
    const char* key = !equal ? "app.migrate.not_equal" : up ? "app.migrate.done_to" : "app.migrate.done_from";
    fmt::print(stderr, "{}\n", c.language(gis::Text{key, {{"path", m.file.string()}}}));
    return equal ? Exit::done : Exit::failed;
}

} // namespace vigie::app
