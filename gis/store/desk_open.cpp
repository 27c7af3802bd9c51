// Opening a commune file: whose it is, how old it is, whether it is whole, and all of it into the world.
#include <fstream>
#include <system_error>

#include "gis/model/words.hpp"
#include "gis/model/zone.hpp"
#include "gis/store/desk_impl.hpp"
#include "gis/store/entity_columns.hpp"
#include "gis/store/history_store.hpp"
#include "gis/store/new_uuid.hpp"
#include "gis/store/recovery.hpp"
#include "gis/store/schema.hpp"

namespace vigie::gis {

namespace {

namespace fs = std::filesystem;

Error refusal(const char* key, const fs::path& file, std::vector<std::pair<std::string, std::string>> args = {}) {
    args.emplace_back("file", file.string());
    return {.klass = ErrorClass::storage, .text = {key, std::move(args)}, .remedy = {std::string(key) + ".remedy", {}}};
}

// SQLite would take a file of a few bytes for an empty one, and write into it.
bool is_sqlite_or_empty(const fs::path& file) {
    std::error_code code;
    if (!fs::exists(file, code)) return true;
    char magic[16] = {};
    std::ifstream in(file, std::ios::binary);
    in.read(magic, sizeof magic);
    return in.gcount() == 0 || std::string_view(magic, 15) == "SQLite format 3";
}

Outcome settle_in(Database& db) {
    // WAL lets QGIS read while we write; FULL makes an acknowledged gesture survive a power cut.
    return db.run("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-16000; PRAGMA temp_store=MEMORY");
}

bool was_closed(Database& db) { return meta(db, "closed") == "yes"; }

// After a crash everything is looked at; after a clean closing the tables are read anyway and tell.
bool is_whole(Database& db) {
    if (was_closed(db)) return true;
    return db.text("PRAGMA quick_check(1)").value_or("") == "ok";
}

Outcome bring_forward(Database& db, const fs::path& file, std::vector<Notice>& notices) {
    const int schema = schema_of(db);
    if (schema == schema_version) return Done{};
    if (schema == 0) return refusal("store.error.damaged", file);
    if (schema > schema_version)
        return refusal("store.error.newer", file, {{"theirs", std::to_string(schema)}, {"ours", std::to_string(schema_version)}});
    const fs::path backup = file.string() + ".schema" + std::to_string(schema) + ".bak";
    std::error_code code;
    fs::remove(backup, code);
    if (auto copied = db.copy_to(backup); !copied) {
        fs::remove(backup, code);  // half a backup would be taken for one
        return copied;
    }
    if (auto done = migrate(db, schema); !done) return done;
    notices.push_back({Severity::info, file.string(), {"store.migrated", {{"from", std::to_string(schema)}, {"to", std::to_string(schema_version)}, {"backup", backup.string()}}}, {}});
    return Done{};
}

} // namespace

Outcome Desk::Impl::load_entities() {
    EditSet edits;
    std::size_t unreadable = 0;
    for (int i = 0; i < entity_kind_count; ++i) {
        const RowsRead read = read_rows(db, static_cast<EntityKind>(i), edits.put);
        if (read.code != 0) return sqlite_error(read.code, "reading " + std::string(name(static_cast<EntityKind>(i))), db.file());
        unreadable += read.unreadable;
    }
    if (unreadable > 0)
        notices.push_back({Severity::warning, db.file().string(), {"store.unreadable_rows", {{"n", std::to_string(unreadable)}}}, {"store.unreadable_rows.remedy", {}}});
    world.apply(edits);
    return Done{};
}

Outcome Desk::Impl::load_history() {
    EditSet edits;
    for (const Sensor& sensor : world.sensors())
        if (sensor.last_at && !read_last_observations(db, sensor.id, max_recent_observations, edits.observations)) return db.error();
    for (const Crew& crew : world.crews())
        if (crew.fix_at && !read_last_positions(db, crew.id, max_trail_points, edits.positions)) return db.error();
    world.apply(edits);
    return Done{};
}

Outcome Desk::Impl::load_small_tables() {
    const auto read_pairs = [&](const char* sql, std::map<std::string, std::string>& into) {
        Statement s = db.prepare(sql);
        if (!s.ok()) return false;
        while (s.step()) into.emplace(s.text(0), s.text(1));
        return s.failed() == 0;
    };
    if (!read_pairs("SELECT id, cursor FROM source", cursors) || !read_pairs("SELECT key, value FROM setting", settings)) return db.error();
    for (const std::string_view key : alerting_keys) read_alerting(std::string(key));
    Statement counters = db.prepare("SELECT kind, next FROM counter");
    if (!counters.ok()) return db.error();
    while (counters.step()) {
        const auto next = static_cast<std::uint64_t>(counters.integer(1));
        if (counters.text(0).empty()) world.keep_counters(next, EntityKind::asset, 0);
        else if (const auto kind = from_name<EntityKind>(counters.text(0))) world.keep_counters(0, *kind, static_cast<std::uint32_t>(next));
    }
    Statement gone = db.prepare("SELECT kind, id FROM missing");
    if (!gone.ok()) return db.error();
    while (gone.step())
        if (const auto kind = from_name<EntityKind>(gone.text(0))) missing.insert({*kind, static_cast<std::uint64_t>(gone.integer(1))});
    if (counters.failed() != 0 || gone.failed() != 0 || !journal.load(db) || !waiting.load(db) || !pending.load(db)) return db.error();
    return Done{};
}

Outcome Desk::Impl::load() {
    for (const auto step : {&Impl::load_entities, &Impl::load_small_tables, &Impl::load_history})
        if (auto done = (this->*step)(); !done) return done;
    if (const Time last = journal.last_at(); last > options.clock->now()) (void)now();  // says so when the clock went back
    return Done{};
}

Outcome Desk::Impl::open_file() {
    auto opened = Database::open(options.file, OpenMode::create);
    if (!opened) return opened.error();
    db = std::move(*opened);
    switch (nature_of(db)) {
    case FileNature::foreign_geopackage: return refusal("store.error.other_geopackage", options.file);
    case FileNature::foreign_sqlite: return refusal("store.error.foreign", options.file);
    case FileNature::damaged: return refusal("store.error.damaged", options.file);
    case FileNature::empty:
        if (auto done = settle_in(db); !done) return done;
        if (auto made = create_schema(db, new_uuid()); !made) return made;
        break;
    case FileNature::commune:
        if (schema_of(db) > schema_version) return bring_forward(db, options.file, notices);  // refused, before anything is written
        if (auto done = settle_in(db); !done) return done;
        if (!is_whole(db)) return refusal("store.error.damaged", options.file);
        if (auto done = bring_forward(db, options.file, notices); !done) return done;
        break;
    }
    if (!has_all_columns(db)) return refusal("store.error.damaged", options.file);
    if (auto loaded = load(); !loaded) return loaded;
    if (!set_meta(db, "closed", "no")) return db.error();
    return Done{};
}

Desk::Impl::~Impl() {
    if (db.is_open() && !suspect) (void)set_meta(db, "closed", "yes");
}

Result<Desk> Desk::open(DeskOptions options) {
    auto impl = std::make_unique<Impl>();
    impl->options = std::move(options);
    const fs::path file = impl->options.file;
    if (!file.empty()) {
        auto lock = FileLock::take(file, impl->options.clock->now());
        if (!lock) return lock.error();
        impl->lock = std::move(*lock);
        if (!is_sqlite_or_empty(file)) return refusal("store.error.foreign", file);
    }
    auto opened = impl->open_file();
    if (opened) return Desk(std::move(impl));
    impl->suspect = true;  // whatever it was, this opening vouches for nothing
    const bool damaged = opened.error().text.key == "store.error.damaged";
    if (!damaged || file.empty()) return opened.error();

    impl->db.close();
    auto recovered = recover(file, impl->options.clock->now());
    if (!recovered) return recovered.error();
    auto again = std::make_unique<Impl>();
    again->options = std::move(impl->options);
    again->lock = std::move(impl->lock);
    again->notices.push_back({Severity::error, file.string(),
                              {recovered->whole ? "store.recovered" : "store.recovered_partly",
                               {{"file", file.string()}, {"kept", recovered->kept.string()}, {"n", std::to_string(recovered->entities)},
                                {"lines", std::to_string(recovered->journal_lines)}}},
                              {"store.recovered.remedy", {}}});
    if (auto second = again->open_file(); !second) { again->suspect = true; return second.error(); }
    return Desk(std::move(again));
}

} // namespace vigie::gis
