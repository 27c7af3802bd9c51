#include "gis/backends/postgis/migrate.hpp"

#include <algorithm>

#include <nlohmann/json.hpp>

#include "gis/backends/postgis/entity_rows.hpp"
#include "gis/backends/postgis/history_rows.hpp"
#include "gis/backends/postgis/schema.hpp"
#include "gis/backends/postgis/small_tables.hpp"
#include "gis/model/entity_json.hpp"
#include "gis/model/words.hpp"
#include "gis/store/desk.hpp"
#include "gis/store/entity_columns.hpp"
#include "gis/store/file_lock.hpp"
#include "gis/store/new_uuid.hpp"
#include "gis/store/schema.hpp"

namespace vigie::gis::postgis {

namespace {

namespace fs = std::filesystem;
constexpr int rows_at_once = 2'000;
constexpr std::size_t copy_bytes = 1u << 20;

Error error(ErrorClass klass, const char* key, std::string what = {}) {
    return {.klass = klass, .text = {key, {{"what", std::move(what)}}}, .remedy = {std::string(key) + ".remedy", {}}};
}

template <class F>
Outcome each_kind(F&& f) {
    for (int i = 0; i < entity_kind_count; ++i)
        if (auto done = f(static_cast<EntityKind>(i)); !done) return done;
    return Done{};
}

// Every entity of a kind in the database, in pages.
Outcome each_entity(Connection& connection, EntityKind kind, const IdMap& ids, const std::function<Outcome(AnyEntity)>& take) {
    std::string after;
    for (bool first = true;; first = false) {
        auto rows = connection.run("SELECT id, origin_source, origin_remote_id, origin_version, data::text, (extract(epoch FROM updated) * 1000)::bigint"
                                   " FROM vigie.entity WHERE kind = $1 AND ($3 OR id > $2) ORDER BY id LIMIT " + std::to_string(rows_at_once),
                                   {std::string(name(kind)), after, first ? "t" : "f"});
        if (!rows) return rows.error();
        for (int row = 0; row < rows->count(); ++row) {
            const RowColumns columns{rows->text(row, 0), rows->text(row, 1), rows->text(row, 2), rows->text(row, 3), rows->text(row, 4), rows->integer(row, 5)};
            after = columns.id;
            auto entity = entity_of_row(kind, columns, ids);
            if (!entity) return error(ErrorClass::remote, "postgis.migrate.unreadable_row", std::string(name(kind)) + "/" + after);
            if (auto taken = take(std::move(*entity)); !taken) return taken;
        }
        if (rows->count() < rows_at_once) return Done{};
    }
}

Result<std::vector<AnyEntity>> entities_of(Database& file, EntityKind kind) {
    std::vector<AnyEntity> entities;
    const RowsRead read = read_rows(file, kind, entities);
    if (read.code != 0) return file.error();
    if (read.unreadable > 0) return error(ErrorClass::storage, "postgis.migrate.unreadable_file", std::string(name(kind)));
    return entities;
}

Outcome copy_entities(Database& file, Connection& connection) {
    if (auto made = connection.script("CREATE TEMPORARY TABLE staging (kind text, id text, updated timestamptz, origin_source text, origin_remote_id text,"
                                      " origin_version text, data jsonb) ON COMMIT DROP"); !made)
        return made;
    const auto copy_kind = [&](EntityKind kind) -> Outcome {
        auto entities = entities_of(file, kind);
        if (!entities) return entities.error();
        std::size_t at = 0;
        const auto next = [&](std::string& lines) {
            for (; at < entities->size() && lines.size() < copy_bytes; ++at) {
                const AnyEntity& entity = (*entities)[at];
                const std::string json = row_json(entity);
                std::visit([&](const auto& e) {
                    lines += name(kind);
                    for (const std::string& value : {std::to_string(e.id.value), rfc3339(e.updated_at), e.origin.source, e.origin.remote_id, e.origin.version, json}) {
                        lines += '\t';
                        append_copy_value(lines, value);
                    }
                    lines += '\n';
                }, entity);
            }
            return at < entities->size();
        };
        return connection.copy_in("COPY staging FROM STDIN", next);
    };
    if (auto copied = each_kind(copy_kind); !copied) return copied;
    return connection.script("INSERT INTO vigie.entity (kind, id, updated, origin_source, origin_remote_id, origin_version, data, geom)"
                             " SELECT kind, id, updated, origin_source, origin_remote_id, origin_version, data, vigie.shape(data) FROM staging;"
                             " INSERT INTO vigie.number SELECT kind, max(next) FROM (SELECT kind, next FROM vigie.commune_counter WHERE kind <> ''"
                             " UNION ALL SELECT kind, number + 1 FROM vigie.entity WHERE number IS NOT NULL) AS n GROUP BY kind");
}

Outcome compare_entities(Database& file, Connection& connection, const IdMap& ids, MigrationReport& report) {
    return each_kind([&](EntityKind kind) -> Outcome {
        auto entities = entities_of(file, kind);
        if (!entities) return entities.error();
        Compared compared{std::string(name(kind)), entities->size()};
        const auto id_of = [](const AnyEntity& e) { return ref_of(e).id; };
        std::ranges::sort(*entities, {}, id_of);
        const auto look = [&](const AnyEntity& there) -> Outcome {
            ++compared.in_database;
            const auto here = std::ranges::lower_bound(*entities, id_of(there), {}, id_of);
            compared.different += here == entities->end() || *here != there;
            return Done{};
        };
        if (auto read = each_entity(connection, kind, ids, look); !read) return read;
        report.push_back(std::move(compared));
        return Done{};
    });
}

// Rolls back unless committed.
class RemoteTransaction {
public:
    explicit RemoteTransaction(Connection& connection) : connection_(connection) {}
    ~RemoteTransaction() {
        if (open_) (void)connection_.script("ROLLBACK");
    }
    RemoteTransaction(const RemoteTransaction&) = delete;
    RemoteTransaction& operator=(const RemoteTransaction&) = delete;
    Outcome begin(const char* how) {
        auto begun = connection_.script(how);
        open_ = begun.ok();
        return begun;
    }
    Outcome commit() {
        open_ = false;
        return connection_.script("COMMIT");
    }

private:
    Connection& connection_;
    bool open_ = false;
};

// Opens it once as the program does, so that it is whole, of the present schema and nobody else's.
Result<Database> present_file(const fs::path& file, const Clock& clock) {
    DeskOptions options;
    options.file = file;
    options.clock = &clock;
    if (auto desk = Desk::open(std::move(options)); !desk) return desk.error();
    return Database::open(file, OpenMode::read_only);
}

Result<IdMap> ids_of(Connection& connection, std::uint64_t first_free) {
    IdMap ids(first_free);
    auto rows = connection.run("SELECT kind, id FROM vigie.entity");
    if (!rows) return rows.error();
    for (int row = 0; row < rows->count(); ++row)
        if (const auto kind = from_name<EntityKind>(rows->text(row, 0))) ids.add(*kind, rows->text(row, 1));
    ids.give_numbers();
    return ids;
}

Outcome write_entities(Connection& connection, const IdMap& ids, Database& file) {
    return each_kind([&](EntityKind kind) {
        return each_entity(connection, kind, ids, [&](const AnyEntity& entity) -> Outcome {
            return write_row(file, entity) ? Outcome(Done{}) : file.error();
        });
    });
}

Outcome keep_counters(Connection& connection, const IdMap& ids, Database& file) {
    auto numbers = connection.run("SELECT kind, next FROM vigie.number");
    if (!numbers) return numbers.error();
    std::vector<std::pair<std::string, std::int64_t>> counters{{"", static_cast<std::int64_t>(ids.next())}};
    for (int row = 0; row < numbers->count(); ++row) counters.emplace_back(numbers->text(row, 0), numbers->integer(row, 1));
    for (const auto& [kind, next] : counters) {
        Statement s = file.prepare("INSERT INTO counter VALUES (?,?) ON CONFLICT (kind) DO UPDATE SET next=max(next, excluded.next)");
        if (!s.ok()) return file.error();
        s.bind(1, std::string_view(kind));
        s.bind(2, next);
        if (!s.run()) return file.error();
    }
    return Done{};
}

Outcome fill_file(Connection& connection, Database& file, MigrationReport& report) {
    if (auto made = create_schema(file, new_uuid()); !made) return made;
    Transaction transaction(file);
    if (auto begun = transaction.begin(); !begun) return begun;
    if (auto restored = restore_small_tables(connection, file); !restored) return restored;
    MigrationReport small;
    if (auto compared = compare_small_tables(file, connection, small); !compared) return compared;
    const auto ids = ids_of(connection, static_cast<std::uint64_t>(file.integer("SELECT next FROM counter WHERE kind=''").value_or(1)));
    if (!ids) return ids.error();
    if (auto written = write_entities(connection, *ids, file); !written) return written;
    if (auto written = write_history(connection, *ids, file); !written) return written;
    if (auto kept = keep_counters(connection, *ids, file); !kept) return kept;
    if (!set_meta(file, "closed", "yes")) return file.error();
    if (auto committed = transaction.commit(); !committed) return committed;
    if (auto compared = compare_entities(file, connection, *ids, report); !compared) return compared;
    if (auto compared = compare_history(file, connection, *ids, report); !compared) return compared;
    std::ranges::move(small, std::back_inserter(report));
    return Done{};
}

} // namespace

bool all_equal(const MigrationReport& report) { return std::ranges::all_of(report, &Compared::equal); }

Result<MigrationReport> migrate_to(Connection& connection, const fs::path& file, const Clock& clock) {
    const auto state = shared_state(connection);
    if (!state) return state.error();
    if (state->schema != 0) return error(ErrorClass::input, "postgis.migrate.not_empty");
    auto opened = present_file(file, clock);
    if (!opened) return opened.error();
    Database& source = *opened;
    const auto lock = FileLock::take(file, clock.now());
    if (!lock) return lock.error();
    if (auto prepared = prepare_database(connection); !prepared) return prepared.error();

    RemoteTransaction transaction(connection);
    MigrationReport report;
    const auto steps = [&]() -> Outcome {
        if (auto begun = transaction.begin("BEGIN"); !begun) return begun;
        if (auto made = connection.script(tables_sql() + functions_sql()); !made) return made;
        if (auto copied = copy_small_tables(source, connection); !copied) return copied;
        if (auto copied = copy_entities(source, connection); !copied) return copied;
        if (auto copied = copy_history(source, connection); !copied) return copied;
        auto named = connection.run("INSERT INTO vigie.meta VALUES ('schema', $1), ('uuid', $2)", {std::to_string(shared_schema_version), new_uuid()});
        if (!named) return named.error();
        if (auto made = connection.script(triggers_sql() + rights_sql() + "SELECT vigie.tidy(); ANALYZE vigie.entity, vigie.observation, vigie.position"); !made)
            return made;
        const IdMap ids;
        if (auto compared = compare_entities(source, connection, ids, report); !compared) return compared;
        if (auto compared = compare_history(source, connection, ids, report); !compared) return compared;
        if (auto compared = compare_small_tables(source, connection, report); !compared) return compared;
        return all_equal(report) ? transaction.commit() : Outcome(Done{});  // else the caller is shown where, and nothing stays
    };
    if (auto done = steps(); !done) return done.error();
    return report;
}

Result<MigrationReport> migrate_from(Connection& connection, const fs::path& file, const Clock& clock) {
    std::error_code ec;
    if (fs::exists(file, ec)) return Error{.klass = ErrorClass::input, .text = {"app.file_exists", {{"path", file.string()}}}, .remedy = {"app.file_exists.remedy", {}}};
    if (const auto state = require_shared(connection); !state) return state.error();
    const auto lock = FileLock::take(file, clock.now());
    if (!lock) return lock.error();
    RemoteTransaction transaction(connection);
    if (auto begun = transaction.begin("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"); !begun) return begun.error();
    MigrationReport report;
    const auto steps = [&]() -> Outcome {
        auto made = Database::open(file, OpenMode::create);
        if (!made) return made.error();
        return fill_file(connection, *made, report);
    };
    if (auto done = steps(); !done) {
        fs::remove(file, ec);  // half a commune would be taken for one
        return done.error();
    }
    if (auto ended = transaction.commit(); !ended) return ended.error();
    return report;
}

} // namespace vigie::gis::postgis
