#include "gis/store/recovery.hpp"

#include <algorithm>
#include <system_error>

#include "gis/model/words.hpp"
#include "gis/store/entity_columns.hpp"
#include "gis/store/new_uuid.hpp"
#include "gis/store/schema.hpp"

namespace vigie::gis {

namespace {

namespace fs = std::filesystem;

// Tables of ours that are copied row by row as they are; entity tables come on top.
struct Plain {
    const char* table;
    const char* key;  // to read from both ends
};
constexpr Plain plain_tables[] = {{"counter", "kind"},          {"setting", "key"},         {"source", "id"},
                                  {"missing", "kind, id"},      {"pending_link", "kind, id, field, ordinal"},
                                  {"reporter", "report"},       {"outbox", "ticket"},       {"journal", "sequence"},
                                  {"journal_touched", "kind, id, sequence"},                {"observation", "sensor, at"},
                                  {"reading", "meter, begin, step, batch"},               {"observation_hour", "sensor, hour"},                     {"observation_day", "sensor, day"},
                                  {"position", "crew, at"},     {"picture", "id"}};

std::string descending(const std::string& key) {
    std::string out;
    for (const char c : key) out += c == ',' ? std::string(" DESC,") : std::string(1, c);
    return out + " DESC";
}

std::vector<std::string> columns_there(Database& db, const std::string& table) {
    std::vector<std::string> columns;
    Statement s = db.prepare("SELECT name FROM pragma_table_info('" + table + "')");
    while (s.ok() && s.step()) columns.emplace_back(s.text(0));
    return columns;
}

// By name: an older or a migrated file has its columns in another order, or fewer.
std::vector<std::string> common_columns(Database& old, Database& db, const std::string& table) {
    std::vector<std::string> columns = columns_there(db, table);
    const std::vector<std::string> theirs = columns_there(old, table);
    std::erase_if(columns, [&](const std::string& column) { return std::ranges::find(theirs, column) == theirs.end(); });
    return columns;
}

// Copies rows of `old` until the damage, then from the other end until the damage. A page that cannot be read
// ends a scan; what lies between the two ends is lost.
bool copy_table(Database& old, Database& db, const std::string& table, const std::string& key) {
    bool whole = true;
    const std::vector<std::string> columns = common_columns(old, db, table);
    if (columns.empty()) return false;
    std::string list, marks;
    for (const std::string& column : columns) {
        list += (list.empty() ? "\"" : ", \"") + column + "\"";
        marks += marks.empty() ? "?" : ",?";
    }
    for (const std::string& order : {key, descending(key)}) {
        Statement read = old.prepare("SELECT " + list + " FROM \"" + table + "\" ORDER BY " + order);
        Statement write = db.prepare("INSERT OR IGNORE INTO \"" + table + "\" (" + list + ") VALUES (" + marks + ")");
        if (!read.ok() || !write.ok()) return false;
        while (read.step()) {
            write.reset();
            for (int i = 0; i < static_cast<int>(columns.size()); ++i) write.bind_value(i + 1, read, i);
            if (!write.run()) return false;
        }
        if (read.failed() == 0) return whole;
        whole = false;
    }
    return whole;
}

Error cannot_move(const fs::path& file, const std::error_code& code) {
    return {.klass = ErrorClass::storage, .text = {"store.error.cannot_keep_damaged", {{"file", file.string()}}},
            .remedy = {"store.error.cannot_keep_damaged.remedy", {}}, .detail = code.message()};
}

std::string time_stamp(Time now) {
    std::string text;
    const auto day = std::chrono::floor<std::chrono::days>(now);
    const std::chrono::year_month_day date{day};
    const std::chrono::hh_mm_ss clock{std::chrono::floor<Seconds>(now - day)};
    for (const auto& [value, width] : {std::pair<long, std::size_t>{int(date.year()), 4}, {unsigned(date.month()), 2}, {unsigned(date.day()), 2},
                                       {clock.hours().count(), 2}, {clock.minutes().count(), 2}, {clock.seconds().count(), 2}}) {
        std::string digits = std::to_string(value);
        text += std::string(digits.size() < width ? width - digits.size() : 0, '0') + digits;
    }
    return text;
}

std::uint64_t count_rows(Database& db, const std::string& table) {
    return static_cast<std::uint64_t>(db.integer("SELECT count(*) FROM \"" + table + "\"").value_or(0));
}

} // namespace

Result<Recovered> recover(const fs::path& file, Time now) {
    Recovered result{.kept = file.string() + ".damaged-" + time_stamp(now)};
    std::error_code code;
    fs::rename(file, result.kept, code);
    if (code) return cannot_move(file, code);
    // Its write-ahead log belongs to it: it may hold the newest edits. The index (-shm) is made again.
    for (const char* side : {"-wal", "-shm"}) {
        std::error_code ignored;
        fs::rename(file.string() + side, result.kept.string() + side, ignored);
    }
    auto opened = Database::open(file, OpenMode::create);
    if (!opened) return opened.error();
    Database db = std::move(*opened);
    if (auto made = create_schema(db, new_uuid()); !made) return made.error();
    auto old = Database::open(result.kept, OpenMode::read_write);  // to read its write-ahead log as well
    if (!old) { result.whole = false; return result; }             // nothing of it can be read
    Transaction transaction(db);
    if (auto begun = transaction.begin(); !begun) return begun.error();
    // The chain of the journal begins with the commune's name: it is carried over before anything is appended.
    if (const auto uuid = old->text("SELECT value FROM vigie_meta WHERE key='uuid'")) (void)set_meta(db, "uuid", *uuid);
    if (const auto head = old->text("SELECT value FROM vigie_meta WHERE key='journal_head'")) (void)set_meta(db, "journal_head", *head);
    for (int i = 0; i < entity_kind_count; ++i) {
        const std::string table(name(static_cast<EntityKind>(i)));
        result.whole = copy_table(*old, db, table, "id") && result.whole;
        result.entities += count_rows(db, table);
    }
    for (const Plain& plain : plain_tables) result.whole = copy_table(*old, db, plain.table, plain.key) && result.whole;
    result.journal_lines = count_rows(db, "journal");
    // Ids of lost rows stay given: everything that names an id counts.
    if (auto done = db.run("INSERT OR REPLACE INTO counter SELECT '', max(n) FROM (SELECT next AS n FROM counter WHERE kind='' UNION ALL"
                           " SELECT max(id) + 1 FROM journal_touched UNION ALL SELECT max(sensor) + 1 FROM observation UNION ALL"
                           " SELECT max(crew) + 1 FROM position UNION ALL SELECT 1)"); !done)
        return done.error();
    if (auto done = transaction.commit(); !done) return done.error();
    return result;
}

} // namespace vigie::gis
