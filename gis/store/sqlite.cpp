#include "gis/store/sqlite.hpp"

#include <sqlite3.h>

#include <utility>

namespace vigie::gis {

namespace {

// QGIS may hold the write lock for a moment while it saves.
constexpr int busy_timeout_ms = 3000;

} // namespace

void Statement::bind(int index, std::int64_t value) { sqlite3_bind_int64(statement_, index, value); }
void Statement::bind(int index, double value) { sqlite3_bind_double(statement_, index, value); }
void Statement::bind(int index, std::string_view value) {
    sqlite3_bind_text64(statement_, index, value.data() ? value.data() : "", value.size(), SQLITE_TRANSIENT, SQLITE_UTF8);
}
void Statement::bind_null(int index) { sqlite3_bind_null(statement_, index); }
void Statement::bind_blob(int index, std::string_view bytes) {
    sqlite3_bind_blob64(statement_, index, bytes.data(), bytes.size(), SQLITE_TRANSIENT);
}

void Statement::bind_value(int index, const Statement& row, int column) {
    sqlite3_bind_value(statement_, index, sqlite3_column_value(row.statement_, column));
}

bool Statement::step() {
    if (!statement_) { code_ = SQLITE_MISUSE; return false; }
    const int code = sqlite3_step(statement_);
    if (code == SQLITE_ROW) return true;
    if (code != SQLITE_DONE) code_ = sqlite3_extended_errcode(sqlite3_db_handle(statement_));
    sqlite3_reset(statement_);
    return false;
}

bool Statement::run() {
    while (step()) {}
    return code_ == 0;
}

void Statement::reset() {
    if (statement_) sqlite3_reset(statement_);
}

bool Statement::is_null(int column) const { return sqlite3_column_type(statement_, column) == SQLITE_NULL; }
std::int64_t Statement::integer(int column) const { return sqlite3_column_int64(statement_, column); }
double Statement::real(int column) const { return sqlite3_column_double(statement_, column); }
std::string_view Statement::text(int column) const {
    const auto* text = reinterpret_cast<const char*>(sqlite3_column_text(statement_, column));
    return text ? std::string_view(text, static_cast<std::size_t>(sqlite3_column_bytes(statement_, column))) : std::string_view{};
}
std::string_view Statement::blob(int column) const {
    const auto* bytes = static_cast<const char*>(sqlite3_column_blob(statement_, column));
    return bytes ? std::string_view(bytes, static_cast<std::size_t>(sqlite3_column_bytes(statement_, column))) : std::string_view{};
}

bool means_damage(int code) {
    const int primary = code & 0xff;
    return primary == SQLITE_CORRUPT || primary == SQLITE_NOTADB;
}

Error sqlite_error(int code, const std::string& message, const std::filesystem::path& file) {
    const char* key = "store.error.other";
    ErrorClass klass = ErrorClass::storage;
    switch (code & 0xff) {
    case SQLITE_FULL: key = "store.error.disk_full"; break;
    case SQLITE_READONLY: key = "store.error.read_only"; break;
    case SQLITE_PERM:
    case SQLITE_CANTOPEN: key = "store.error.cannot_open"; break;
    case SQLITE_BUSY:
    case SQLITE_LOCKED: key = "store.error.busy"; klass = ErrorClass::conflict; break;
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB: key = "store.error.damaged"; break;
    case SQLITE_IOERR: key = "store.error.disk"; break;
    case SQLITE_CONSTRAINT:
    case SQLITE_MISUSE:
    case SQLITE_ERROR: klass = ErrorClass::internal; break;
    default: break;
    }
    return {.klass = klass, .text = {key, {{"file", file.string()}}}, .remedy = {std::string(key) + ".remedy", {}},
            .detail = "SQLite " + std::to_string(code) + ": " + message};
}

Result<Database> Database::open(const std::filesystem::path& file, OpenMode mode) {
    Database db;
    db.file_ = file;
    int flags = SQLITE_OPEN_NOMUTEX;
    switch (mode) {
    case OpenMode::read_write: flags |= SQLITE_OPEN_READWRITE; break;
    case OpenMode::create: flags |= SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE; break;
    case OpenMode::read_only: flags |= SQLITE_OPEN_READONLY; break;
    }
    const std::string name = file.empty() ? std::string(":memory:") : file.string();
    if (sqlite3_open_v2(name.c_str(), &db.db_, flags, nullptr) != SQLITE_OK) return db.error();
    sqlite3_extended_result_codes(db.db_, 1);
    sqlite3_busy_timeout(db.db_, busy_timeout_ms);
    return db;
}

Database::Database(Database&& other) noexcept
    : db_(std::exchange(other.db_, nullptr)), file_(std::move(other.file_)), statements_(std::move(other.statements_)) {
    other.statements_.clear();
}

Database& Database::operator=(Database&& other) noexcept {
    if (this == &other) return *this;
    close();
    db_ = std::exchange(other.db_, nullptr);
    file_ = std::move(other.file_);
    statements_ = std::exchange(other.statements_, {});
    return *this;
}

Database::~Database() { close(); }

void Database::close() {
    for (auto& [sql, statement] : statements_) sqlite3_finalize(statement);
    statements_.clear();
    if (db_) sqlite3_close_v2(db_);
    db_ = nullptr;
}

Statement Database::prepare(std::string_view sql) {
    auto [it, fresh] = statements_.try_emplace(std::string(sql), nullptr);
    if (fresh && sqlite3_prepare_v3(db_, sql.data(), static_cast<int>(sql.size()), SQLITE_PREPARE_PERSISTENT, &it->second, nullptr) != SQLITE_OK) {
        statements_.erase(it);
        return Statement{};
    }
    sqlite3_reset(it->second);
    sqlite3_clear_bindings(it->second);
    return Statement{it->second};
}

Outcome Database::run(const std::string& sql) {
    if (sqlite3_exec(db_, sql.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK) return error();
    return Done{};
}

std::optional<std::int64_t> Database::integer(std::string_view sql) {
    Statement s = prepare(sql);
    if (!s.ok() || !s.step() || s.is_null(0)) return {};
    const std::int64_t value = s.integer(0);
    s.reset();
    return value;
}

std::optional<std::string> Database::text(std::string_view sql) {
    Statement s = prepare(sql);
    if (!s.ok() || !s.step() || s.is_null(0)) return {};
    std::string value(s.text(0));
    s.reset();
    return value;
}

int Database::last_code() const { return db_ ? sqlite3_extended_errcode(db_) : SQLITE_NOMEM; }
std::int64_t Database::changed_rows() const { return sqlite3_changes64(db_); }
Error Database::error() const { return sqlite_error(last_code(), db_ ? sqlite3_errmsg(db_) : "out of memory", file_); }

Outcome Database::copy_to(const std::filesystem::path& file) {
    auto target = open(file, OpenMode::create);
    if (!target) return target.error();
    sqlite3_backup* backup = sqlite3_backup_init(target->db_, "main", db_, "main");
    if (!backup) return target->error();
    sqlite3_backup_step(backup, -1);
    if (sqlite3_backup_finish(backup) != SQLITE_OK) return target->error();
    return Done{};
}

Transaction::~Transaction() {
    if (open_) (void)db_.run("ROLLBACK");
}

Outcome Transaction::begin() {
    auto begun = db_.run("BEGIN IMMEDIATE");
    open_ = begun.ok();
    return begun;
}

Outcome Transaction::commit() {
    auto committed = db_.run("COMMIT");
    // A failed commit leaves the transaction open (busy) or already rolled back (disk full): the destructor tries.
    open_ = !committed.ok();
    return committed;
}

} // namespace vigie::gis
