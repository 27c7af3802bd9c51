#include "gis/backends/postgis/connection.hpp"

#include <libpq-fe.h>
#include <poll.h>

#include <charconv>
#include <cstdlib>
#include <future>
#include <limits>
#include <thread>

#include "gis/backends/postgis/host_addresses.hpp"

namespace vigie::gis::postgis {

namespace {

using Steady = std::chrono::steady_clock;
constexpr std::chrono::milliseconds cancel_patience{400};  // for the cancel request to reach the server
constexpr Steady::time_point never = Steady::time_point::max();

enum class Ready { socket, cancelled, too_late };

Ready wait_for(int socket, short events, int cancel_fd, Steady::time_point until) {
    for (;;) {
        int ms = -1;
        if (until != never) {
            const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(until - Steady::now()).count();
            if (left <= 0) return Ready::too_late;
            ms = static_cast<int>(std::min<std::int64_t>(left + 1, 60'000));
        }
        pollfd fds[2] = {{socket, events, 0}, {cancel_fd, POLLIN, 0}};
        if (::poll(fds, cancel_fd < 0 ? 1 : 2, ms) < 0) continue;  // a signal
        if (cancel_fd >= 0 && fds[1].revents) return Ready::cancelled;
        if (fds[0].revents) return Ready::socket;
    }
}

Error error(ErrorClass klass, const char* key, std::string detail = {}) {
    return {.klass = klass, .text = {key, {}}, .remedy = {std::string(key) + ".remedy", {}}, .detail = std::move(detail)};
}
Error cancelled() { return error(ErrorClass::network, "postgis.error.cancelled"); }
Error too_late() { return error(ErrorClass::network, "postgis.error.timeout"); }

// What libpq says when it could not connect; only its words tell one cause from another.
Error not_connected(PGconn* conn) {
    std::string said = PQerrorMessage(conn);
    while (!said.empty() && said.back() == '\n') said.pop_back();
    const auto has = [&](const char* words) { return said.find(words) != std::string::npos; };
    if (PQconnectionNeedsPassword(conn)) return error(ErrorClass::auth, "postgis.error.password_missing", said);
    if (PQconnectionUsedPassword(conn)) return error(ErrorClass::auth, "postgis.error.password_refused", said);
    if (has("certificate") || has("SSL")) return error(ErrorClass::auth, "postgis.error.certificate", said);
    if (has("database \"") && has("does not exist")) return error(ErrorClass::config, "postgis.error.no_database", said);
    if (has("FATAL:") && (has("role \"") || has("pg_hba.conf") || has("authentication"))) return error(ErrorClass::auth, "postgis.error.login_refused", said);
    return error(ErrorClass::network, "postgis.error.unreachable", said);
}

} // namespace

Rows::Rows(pg_result* result) : result_(result, PQclear) {}
int Rows::count() const { return PQntuples(result_.get()); }
bool Rows::is_null(int row, int column) const { return PQgetisnull(result_.get(), row, column) != 0; }
std::string_view Rows::text(int row, int column) const {
    return {PQgetvalue(result_.get(), row, column), static_cast<std::size_t>(PQgetlength(result_.get(), row, column))};
}
std::int64_t Rows::integer(int row, int column) const {
    const std::string_view t = text(row, column);
    std::int64_t value = 0;
    std::from_chars(t.data(), t.data() + t.size(), value);
    return value;
}
double Rows::real(int row, int column) const {
    const std::string_view t = text(row, column);
    double value = std::numeric_limits<double>::quiet_NaN();
    std::from_chars(t.data(), t.data() + t.size(), value);
    return value;
}
std::int64_t Rows::changed() const { return std::atoll(PQcmdTuples(result_.get())); }

Connection::Connection(pg_conn* conn, Patience patience) : conn_(conn, PQfinish), patience_(patience) {}

Result<Connection> Connection::open(const Target& target, const Patience& patience) {
    const auto until = Steady::now() + patience.connect;
    Target resolved = target;
    if (auto found = add_addresses(resolved, patience.cancel_fd, patience.connect); !found) return found.error();
    std::vector<const char*> names, values;
    for (const auto& [keyword, value] : resolved.keywords) {
        names.push_back(keyword.c_str());
        values.push_back(value.c_str());
    }
    names.push_back(nullptr);
    values.push_back(nullptr);
    Connection c(PQconnectStartParams(names.data(), values.data(), 0), patience);
    PGconn* conn = c.conn_.get();
    if (!conn) return error(ErrorClass::internal, "postgis.error.unreachable", "out of memory");
    PostgresPollingStatusType state = PGRES_POLLING_WRITING;
    while (PQstatus(conn) != CONNECTION_BAD && state != PGRES_POLLING_OK && state != PGRES_POLLING_FAILED) {
        const Ready ready = wait_for(PQsocket(conn), state == PGRES_POLLING_READING ? POLLIN : POLLOUT, patience.cancel_fd, until);
        if (ready == Ready::cancelled) return cancelled();
        if (ready == Ready::too_late) return error(ErrorClass::network, "postgis.error.unreachable", "timeout");
        state = PQconnectPoll(conn);
    }
    if (PQstatus(conn) != CONNECTION_OK) return not_connected(conn);
    PQsetnonblocking(conn, 1);
    PQsetNoticeProcessor(conn, [](void*, const char*) {}, nullptr);
    return c;
}

bool Connection::wants_password(const Error& e) { return e.text.key == "postgis.error.password_missing"; }
bool Connection::is_cancelled(const Error& e) { return e.text.key == "postgis.error.cancelled"; }
int Connection::socket() const { return PQsocket(conn_.get()); }

Steady::time_point Connection::deadline() const {
    return patience_.answer.count() == 0 ? never : Steady::now() + patience_.answer;
}

Error Connection::failed(const pg_result* result) {
    const char* state = result ? PQresultErrorField(result, PG_DIAG_SQLSTATE) : nullptr;
    sqlstate_ = state ? state : "";
    std::string said = result ? PQresultErrorMessage(result) : PQerrorMessage(conn_.get());
    while (!said.empty() && said.back() == '\n') said.pop_back();
    const std::string detail = sqlstate_.empty() ? said : sqlstate_ + " " + said;
    if (PQstatus(conn_.get()) == CONNECTION_BAD || sqlstate_.starts_with("08") || sqlstate_.starts_with("57P"))
        return error(ErrorClass::network, "postgis.error.line_cut", detail);
    if (sqlstate_ == "42501") return error(ErrorClass::auth, "postgis.error.no_rights", detail);
    if (sqlstate_.starts_with("53")) return error(ErrorClass::remote, "postgis.error.server_full", detail);
    if (sqlstate_ == "25006") return error(ErrorClass::remote, "postgis.error.read_only", detail);
    return error(ErrorClass::remote, "postgis.error.statement", detail);
}

// libpq connects anew for it, and that blocks: it is done beside, and left alone when the server is not there any more.
void Connection::cancel_statement() {
    PGcancel* cancel = PQgetCancel(conn_.get());
    if (!cancel) return;
    auto done = std::make_shared<std::promise<void>>();
    const auto sent = done->get_future();
    std::thread([cancel, done] {
        char why[256];
        PQcancel(cancel, why, sizeof why);
        PQfreeCancel(cancel);
        done->set_value();
    }).detach();
    sent.wait_for(cancel_patience);
}

Outcome Connection::flush(Steady::time_point until) {
    for (;;) {
        const int left = PQflush(conn_.get());
        if (left == 0) return Done{};
        if (left < 0) return failed();
        const Ready ready = wait_for(PQsocket(conn_.get()), POLLIN | POLLOUT, patience_.cancel_fd, until);
        if (ready == Ready::cancelled) return cancelled();
        if (ready == Ready::too_late) return too_late();
        if (PQconsumeInput(conn_.get()) == 0) return failed();
    }
}

// The last answer of what was sent; the first that failed wins.
Result<Rows> Connection::await_rows() {
    const auto until = deadline();
    if (auto sent = flush(until); !sent) return sent.error();
    std::optional<Rows> rows;
    std::optional<Error> wrong;
    for (;;) {
        while (PQisBusy(conn_.get())) {
            const Ready ready = wait_for(PQsocket(conn_.get()), POLLIN, patience_.cancel_fd, until);
            if (ready != Ready::socket) {
                cancel_statement();
                return ready == Ready::cancelled ? cancelled() : too_late();
            }
            if (PQconsumeInput(conn_.get()) == 0) return failed();
        }
        PGresult* result = PQgetResult(conn_.get());
        if (!result) break;
        const ExecStatusType status = PQresultStatus(result);
        rows.emplace(result);
        if (status == PGRES_COPY_IN) break;
        if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK && !wrong) wrong = failed(result);
    }
    if (wrong) return *wrong;
    if (!rows) return failed();
    return std::move(*rows);
}

Result<Rows> Connection::run(const std::string& sql, const std::vector<Value>& parameters) {
    std::vector<const char*> values;
    for (const Value& p : parameters) values.push_back(p ? p->c_str() : nullptr);
    if (PQsendQueryParams(conn_.get(), sql.c_str(), static_cast<int>(values.size()), nullptr, values.data(), nullptr, nullptr, 0) == 0)
        return failed();
    return await_rows();
}

Outcome Connection::script(const std::string& sql) {
    if (PQsendQuery(conn_.get(), sql.c_str()) == 0) return failed();
    if (auto done = await_rows(); !done) return done.error();
    return Done{};
}

Outcome Connection::copy_in(const std::string& sql, const std::function<bool(std::string& lines)>& next) {
    if (PQsendQuery(conn_.get(), sql.c_str()) == 0) return failed();
    if (auto begun = await_rows(); !begun) return begun.error();
    std::string lines;
    for (bool more = true; more;) {
        lines.clear();
        more = next(lines);
        if (lines.empty()) continue;
        if (PQputCopyData(conn_.get(), lines.data(), static_cast<int>(lines.size())) < 0) return failed();
        if (auto sent = flush(deadline()); !sent) return sent;
    }
    if (PQputCopyEnd(conn_.get(), nullptr) < 0) return failed();
    if (auto ended = await_rows(); !ended) return ended.error();
    return Done{};
}

Result<bool> Connection::take_notifications() {
    if (PQconsumeInput(conn_.get()) == 0) return failed();
    bool any = false;
    while (PGnotify* n = PQnotifies(conn_.get())) {
        any = true;
        PQfreemem(n);
    }
    return any;
}

void append_copy_value(std::string& line, std::string_view value) {
    for (const char c : value) switch (c) {
        case '\\': line += "\\\\"; break;
        case '\n': line += "\\n"; break;
        case '\r': line += "\\r"; break;
        case '\t': line += "\\t"; break;
        default: line += c;
    }
}

} // namespace vigie::gis::postgis
