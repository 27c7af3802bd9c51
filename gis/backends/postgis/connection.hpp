// One connection to PostgreSQL through libpq, never blocking longer than it is told: every wait also watches a descriptor
// that says "stop", name look-up included. Failures are Errors in words (keys "postgis.error.…"). One thread.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "gis/backends/postgis/target.hpp"
#include "gis/model/result.hpp"

struct pg_conn;
struct pg_result;

namespace vigie::gis::postgis {

using Value = std::optional<std::string>;  // a parameter in text form; nothing = NULL

// The rows of one answer.
class Rows {
public:
    explicit Rows(pg_result* result);
    [[nodiscard]] int count() const;
    [[nodiscard]] bool is_null(int row, int column) const;
    [[nodiscard]] std::string_view text(int row, int column) const;  // while the Rows live; empty when NULL
    [[nodiscard]] std::int64_t integer(int row, int column) const;
    [[nodiscard]] double real(int row, int column) const;  // NaN when NULL
    [[nodiscard]] std::int64_t changed() const;            // rows an INSERT, UPDATE or DELETE touched

private:
    std::unique_ptr<pg_result, void (*)(pg_result*)> result_;
};

struct Patience {
    int cancel_fd = -1;                     // readable = give up at once; -1 = none
    std::chrono::milliseconds connect{10'000};
    std::chrono::milliseconds answer{30'000};  // for one statement; 0 = as long as it takes
};

class Connection {
public:
    static Result<Connection> open(const Target& target, const Patience& patience);
    Connection(Connection&&) noexcept = default;
    Connection& operator=(Connection&&) noexcept = default;

    // One statement with parameters $1, $2, …
    Result<Rows> run(const std::string& sql, const std::vector<Value>& parameters = {});
    // Several statements without parameters.
    Outcome script(const std::string& sql);
    // COPY … FROM STDIN in text form; `next` appends lines and says whether there is more.
    Outcome copy_in(const std::string& sql, const std::function<bool(std::string& lines)>& next);

    [[nodiscard]] int socket() const;
    // Takes in what arrived without a question. Whether there was a notification; an Error when the line is dead.
    Result<bool> take_notifications();
    // Of the last failure: PostgreSQL's five characters, empty when the line itself failed.
    [[nodiscard]] const std::string& sqlstate() const { return sqlstate_; }
    // The server asked for a password and none was there.
    [[nodiscard]] static bool wants_password(const Error& error);
    [[nodiscard]] static bool is_cancelled(const Error& error);

private:
    Connection(pg_conn* conn, Patience patience);
    Result<Rows> await_rows();
    Outcome flush(std::chrono::steady_clock::time_point until);
    void cancel_statement();
    Error failed(const pg_result* result = nullptr);
    [[nodiscard]] std::chrono::steady_clock::time_point deadline() const;

    std::unique_ptr<pg_conn, void (*)(pg_conn*)> conn_;
    Patience patience_;
    std::string sqlstate_;
};

// One value of a COPY line.
void append_copy_value(std::string& line, std::string_view value);

} // namespace vigie::gis::postgis
