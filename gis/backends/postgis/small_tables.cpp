#include "gis/backends/postgis/small_tables.hpp"

#include <fmt/format.h>

#include <array>

namespace vigie::gis::postgis {

namespace {

constexpr std::array tables{"picture", "vigie_meta", "schema_history", "counter", "setting", "source", "missing", "pending_link", "reading", "observation_hour",
                            "observation_day", "reporter", "outbox", "journal", "journal_touched"};
constexpr int rows_at_once = 5'000;
constexpr std::size_t copy_bytes = 1u << 20;

struct Column {
    std::string name, type;  // as SQLite declares it
};

std::vector<Column> columns_of_table(Database& file, const std::string& table) {
    std::vector<Column> columns;
    Statement s = file.prepare("SELECT name, type FROM pragma_table_info(?)");
    if (!s.ok()) return columns;
    s.bind(1, std::string_view(table));
    while (s.step()) columns.push_back({std::string(s.text(0)), std::string(s.text(1))});
    return columns;
}

std::string list_of(const std::vector<Column>& columns) {
    std::string list;
    for (const Column& c : columns) list += (list.empty() ? "\"" : ", \"") + c.name + "\"";
    return list;
}

const char* postgres_type(const std::string& type) {
    if (type == "INTEGER") return "bigint";
    if (type == "REAL") return "double precision";
    return type == "BLOB" ? "bytea" : "text";
}

std::string hex(std::string_view bytes) {
    std::string out = "\\x";
    for (const char b : bytes) out += fmt::format("{:02x}", static_cast<unsigned char>(b));
    return out;
}

// One form for both sides, so that they can be compared.
Value value_of(const Statement& s, int column, const std::string& type) {
    if (s.is_null(column)) return {};
    if (type == "INTEGER") return std::to_string(s.integer(column));
    if (type == "REAL") return fmt::format("{}", s.real(column));
    if (type == "BLOB") return hex(s.blob(column));
    return std::string(s.text(column));
}
Value value_of(const Rows& rows, int row, int column, const std::string& type) {
    if (rows.is_null(row, column)) return {};
    if (type == "REAL") return fmt::format("{}", rows.real(row, column));
    return std::string(rows.text(row, column));
}

std::string rows_sql(const std::string& table, const std::vector<Column>& columns) {
    return "SELECT " + list_of(columns) + " FROM " + table + (table == "outbox" ? " ORDER BY ticket" : table == "journal" ? " ORDER BY sequence" : " ORDER BY 1, 2");
}

Outcome copy_table(Database& file, Connection& connection, const std::string& table) {
    const std::vector<Column> columns = columns_of_table(file, table);
    std::string sql = "CREATE TABLE vigie.commune_" + table + " (row_number bigint PRIMARY KEY";
    for (const Column& c : columns) sql += ", \"" + c.name + "\" " + postgres_type(c.type);
    if (auto made = connection.script(sql + ")"); !made) return made;
    Statement s = file.prepare(rows_sql(table, columns));
    if (!s.ok()) return file.error();
    std::int64_t row = 0;
    const auto next = [&](std::string& lines) {
        while (lines.size() < copy_bytes) {
            if (!s.step()) return false;
            lines += std::to_string(++row);
            for (std::size_t i = 0; i < columns.size(); ++i) {
                const Value value = value_of(s, static_cast<int>(i), columns[i].type);
                lines += '\t';
                if (value) append_copy_value(lines, *value);
                else lines += "\\N";
            }
            lines += '\n';
        }
        return true;
    };
    if (auto copied = connection.copy_in("COPY vigie.commune_" + table + " FROM STDIN", next); !copied) return copied;
    return s.failed() == 0 ? Outcome(Done{}) : file.error();
}

bool bind_value(Statement& s, int at, const Value& value, const std::string& type) {
    if (!value) s.bind_null(at);
    else if (type == "INTEGER") s.bind(at, std::int64_t{std::strtoll(value->c_str(), nullptr, 10)});
    else if (type == "REAL") s.bind(at, std::strtod(value->c_str(), nullptr));
    else if (type == "BLOB") {
        std::string bytes;
        for (std::size_t i = 2; i + 1 < value->size(); i += 2) bytes += static_cast<char>(std::strtol(value->substr(i, 2).c_str(), nullptr, 16));
        s.bind_blob(at, bytes);
    } else s.bind(at, std::string_view(*value));
    return true;
}

// Calls `take` with every row of a kept table, in order.
Outcome each_row(Connection& connection, const std::string& table, const std::vector<Column>& columns,
                 const std::function<Outcome(const std::vector<Value>&)>& take) {
    for (std::int64_t from = 0;;) {
        auto rows = connection.run("SELECT row_number, " + list_of(columns) + " FROM vigie.commune_" + table +
                                       " WHERE row_number > $1 ORDER BY row_number LIMIT " + std::to_string(rows_at_once),
                                   {std::to_string(from)});
        if (!rows) return rows.error();
        for (int row = 0; row < rows->count(); ++row) {
            std::vector<Value> values;
            for (std::size_t i = 0; i < columns.size(); ++i) values.push_back(value_of(*rows, row, static_cast<int>(i) + 1, columns[i].type));
            if (auto taken = take(values); !taken) return taken;
            from = rows->integer(row, 0);
        }
        if (rows->count() < rows_at_once) return Done{};
    }
}

// The columns that both sides have: a file's tables grow with its schema.
Result<std::vector<Column>> common_columns(Database& file, Connection& connection, const std::string& table) {
    auto there = connection.run("SELECT attname FROM pg_attribute WHERE attrelid = to_regclass($1) AND attnum > 0 AND NOT attisdropped",
                                {"vigie.commune_" + table});
    if (!there) return there.error();
    std::vector<Column> columns;
    for (Column& c : columns_of_table(file, table))
        for (int row = 0; row < there->count(); ++row)
            if (there->text(row, 0) == c.name) columns.push_back(c);
    return columns;
}

} // namespace

Outcome copy_small_tables(Database& file, Connection& connection) {
    for (const char* table : tables)
        if (auto copied = copy_table(file, connection, table); !copied) return copied;
    return connection.script("GRANT SELECT ON vigie.commune_setting TO vigie_lecture; GRANT SELECT ON vigie.commune_journal,"
                             " vigie.commune_journal_touched, vigie.commune_reporter, vigie.commune_vigie_meta TO vigie_direction");
}

Outcome restore_small_tables(Connection& connection, Database& file) {
    for (const char* table : tables) {
        auto columns = common_columns(file, connection, table);
        if (!columns) return columns.error();
        if (columns->empty()) continue;
        std::string marks;
        for (std::size_t i = 0; i < columns->size(); ++i) marks += i == 0 ? "?" : ",?";
        const std::string empty = "DELETE FROM " + std::string(table);  // what a new file is born with
        if (auto emptied = file.run(std::string_view(table) == "vigie_meta" ? empty + " WHERE key <> 'schema'" : empty); !emptied) return emptied;
        const std::string sql = "INSERT OR REPLACE INTO " + std::string(table) + " (" + list_of(*columns) + ") VALUES (" + marks + ")";
        const bool is_meta = std::string_view(table) == "vigie_meta";
        const auto take = [&](const std::vector<Value>& values) -> Outcome {
            if (is_meta && values[0] == "schema") return Done{};  // the new file is of the present schema
            Statement s = file.prepare(sql);
            if (!s.ok()) return file.error();
            for (std::size_t i = 0; i < values.size(); ++i) bind_value(s, static_cast<int>(i) + 1, values[i], (*columns)[i].type);
            return s.run() ? Outcome(Done{}) : file.error();
        };
        if (auto restored = each_row(connection, table, *columns, take); !restored) return restored;
    }
    return Done{};
}

Outcome compare_small_tables(Database& file, Connection& connection, MigrationReport& report) {
    for (const char* table : tables) {
        auto columns = common_columns(file, connection, table);
        if (!columns) return columns.error();
        if (columns->empty()) continue;
        Compared compared{table};
        Statement s = file.prepare(rows_sql(table, *columns));
        if (!s.ok()) return file.error();
        bool more = true;
        const auto take = [&](const std::vector<Value>& values) -> Outcome {
            ++compared.in_database;
            more = more && s.step();
            if (!more) return Done{};
            ++compared.in_file;
            const bool of_the_file = std::string_view(table) == "vigie_meta" && values[0] == "schema";
            bool same = true;
            for (std::size_t i = 0; i < values.size(); ++i) same = same && value_of(s, static_cast<int>(i), (*columns)[i].type) == values[i];
            compared.different += !same && !of_the_file;
            return Done{};
        };
        if (auto read = each_row(connection, table, *columns, take); !read) return read;
        while (more && s.step()) ++compared.in_file;
        report.push_back(std::move(compared));
    }
    return Done{};
}

} // namespace vigie::gis::postgis
