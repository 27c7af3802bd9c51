// SQLite without exceptions: an open file, prepared statements that are kept, transactions that roll back by themselves.
// One thread per Database.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>

#include "gis/model/result.hpp"

struct sqlite3;
struct sqlite3_stmt;

namespace vigie::gis {

enum class OpenMode { read_write, create, read_only };

// A prepared statement. `step` returns true while there is a row; an error ends it and is kept in `failed()`.
class Statement {
public:
    Statement() = default;
    explicit Statement(sqlite3_stmt* statement) : statement_(statement) {}
    [[nodiscard]] bool ok() const { return statement_ != nullptr; }

    // Parameters are numbered from 1. Texts and blobs are copied.
    void bind(int index, std::int64_t value);
    void bind(int index, double value);
    void bind(int index, std::string_view value);
    void bind_null(int index);
    void bind_blob(int index, std::string_view bytes);
    void bind_value(int index, const Statement& row, int column);  // as it stands there

    bool step();
    // Runs a statement without rows; false when it failed.
    bool run();
    void reset();
    [[nodiscard]] int failed() const { return code_; }  // SQLite's extended code, 0 = none

    [[nodiscard]] bool is_null(int column) const;
    [[nodiscard]] std::int64_t integer(int column) const;
    [[nodiscard]] double real(int column) const;
    [[nodiscard]] std::string_view text(int column) const;  // until the next step
    [[nodiscard]] std::string_view blob(int column) const;

private:
    sqlite3_stmt* statement_ = nullptr;  // owned by the Database's cache
    int code_ = 0;
};

class Database {
public:
    Database() = default;
    static Result<Database> open(const std::filesystem::path& file, OpenMode mode);  // empty path = in memory
    Database(Database&& other) noexcept;
    Database& operator=(Database&& other) noexcept;
    ~Database();

    // The statement for this text, reset, ready to bind; made once. A bad text is our own mistake: not ok().
    [[nodiscard]] Statement prepare(std::string_view sql);
    // Runs one or more statements without parameters.
    Outcome run(const std::string& sql);
    [[nodiscard]] std::optional<std::int64_t> integer(std::string_view sql);
    [[nodiscard]] std::optional<std::string> text(std::string_view sql);
    [[nodiscard]] int last_code() const;
    [[nodiscard]] std::int64_t changed_rows() const;
    // What the last failure means for a person: disk full, read-only, busy, damaged…
    [[nodiscard]] Error error() const;
    Outcome copy_to(const std::filesystem::path& file);  // SQLite's online backup
    void close();
    [[nodiscard]] bool is_open() const { return db_ != nullptr; }
    [[nodiscard]] const std::filesystem::path& file() const { return file_; }

private:
    sqlite3* db_ = nullptr;
    std::filesystem::path file_;
    std::unordered_map<std::string, sqlite3_stmt*> statements_;
};

[[nodiscard]] Error sqlite_error(int code, const std::string& message, const std::filesystem::path& file);
// The file is not readable as SQLite any more.
[[nodiscard]] bool means_damage(int code);

// Begins at once (takes the write lock), rolls back unless committed.
class Transaction {
public:
    explicit Transaction(Database& db) : db_(db) {}
    ~Transaction();
    Transaction(const Transaction&) = delete;
    Transaction& operator=(const Transaction&) = delete;
    Outcome begin();
    Outcome commit();

private:
    Database& db_;
    bool open_ = false;
};

} // namespace vigie::gis
