#include "gis/store/schema.hpp"

#include <algorithm>
#include <cstdlib>
#include <set>

#include "gis/model/words.hpp"
#include "gis/store/entity_columns.hpp"

namespace vigie::gis {

namespace {

constexpr const char* gpkg_tables = R"sql(
CREATE TABLE gpkg_spatial_ref_sys (srs_name TEXT NOT NULL, srs_id INTEGER PRIMARY KEY, organization TEXT NOT NULL,
  organization_coordsys_id INTEGER NOT NULL, definition TEXT NOT NULL, description TEXT);
CREATE TABLE gpkg_contents (table_name TEXT NOT NULL PRIMARY KEY, data_type TEXT NOT NULL, identifier TEXT UNIQUE,
  description TEXT DEFAULT '', last_change DATETIME NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')),
  min_x DOUBLE, min_y DOUBLE, max_x DOUBLE, max_y DOUBLE, srs_id INTEGER,
  CONSTRAINT fk_gc_r_srs_id FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys(srs_id));
CREATE TABLE gpkg_geometry_columns (table_name TEXT NOT NULL, column_name TEXT NOT NULL, geometry_type_name TEXT NOT NULL,
  srs_id INTEGER NOT NULL, z TINYINT NOT NULL, m TINYINT NOT NULL, CONSTRAINT pk_geom_cols PRIMARY KEY (table_name, column_name),
  CONSTRAINT fk_gc_tn FOREIGN KEY (table_name) REFERENCES gpkg_contents(table_name),
  CONSTRAINT fk_gc_srs FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys (srs_id));
INSERT INTO gpkg_spatial_ref_sys VALUES
 ('Undefined cartesian SRS', -1, 'NONE', -1, 'undefined', 'undefined cartesian coordinate reference system'),
 ('Undefined geographic SRS', 0, 'NONE', 0, 'undefined', 'undefined geographic coordinate reference system'),
 ('WGS 84 geodetic', 4326, 'EPSG', 4326,
  'GEOGCS["WGS 84",DATUM["WGS_1984",SPHEROID["WGS 84",6378137,298.257223563,AUTHORITY["EPSG","7030"]],AUTHORITY["EPSG","6326"]],PRIMEM["Greenwich",0,AUTHORITY["EPSG","8901"]],UNIT["degree",0.0174532925199433,AUTHORITY["EPSG","9122"]],AXIS["Latitude",NORTH],AXIS["Longitude",EAST],AUTHORITY["EPSG","4326"]]',
  'longitude/latitude in degrees');
)sql";

// Instants of observations and positions are milliseconds since 1970 (there are millions of them); a roll-up's `hour` is
// hours since 1970, its `day` days since 1970 of the commune's wall clock. A reading's row holds what a meter took in the steps
// of a day, in 32 steps of a day, or in one step of another length: `begin` and `step` in seconds, the values as little-endian doubles (NaN = not known); `batch`
// is the file it was read from, 0 = a source.
constexpr const char* own_tables = R"sql(
CREATE TABLE vigie_meta (key TEXT PRIMARY KEY NOT NULL, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE schema_history (schema INTEGER PRIMARY KEY NOT NULL, since TEXT NOT NULL);
CREATE TABLE counter (kind TEXT PRIMARY KEY NOT NULL, next INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE setting (key TEXT PRIMARY KEY NOT NULL, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE source (id TEXT PRIMARY KEY NOT NULL, cursor TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE missing (kind TEXT NOT NULL, id INTEGER NOT NULL, PRIMARY KEY (kind, id)) WITHOUT ROWID;
CREATE TABLE pending_link (kind TEXT NOT NULL, id INTEGER NOT NULL, field TEXT NOT NULL, ordinal INTEGER NOT NULL,
  target_kind TEXT NOT NULL, source TEXT NOT NULL, remote_id TEXT NOT NULL, PRIMARY KEY (kind, id, field, ordinal)) WITHOUT ROWID;
CREATE TABLE observation (sensor INTEGER NOT NULL, at INTEGER NOT NULL, value REAL NOT NULL, PRIMARY KEY (sensor, at)) WITHOUT ROWID;
CREATE TABLE observation_hour (sensor INTEGER NOT NULL, hour INTEGER NOT NULL, count INTEGER NOT NULL, sum REAL NOT NULL,
  min REAL NOT NULL, max REAL NOT NULL, PRIMARY KEY (sensor, hour)) WITHOUT ROWID;
CREATE TABLE observation_day (sensor INTEGER NOT NULL, day INTEGER NOT NULL, count INTEGER NOT NULL, sum REAL NOT NULL,
  min REAL NOT NULL, max REAL NOT NULL, PRIMARY KEY (sensor, day)) WITHOUT ROWID;
CREATE TABLE reading (meter INTEGER NOT NULL, begin INTEGER NOT NULL, step INTEGER NOT NULL, batch INTEGER NOT NULL, value BLOB NOT NULL,
  PRIMARY KEY (meter, begin, step, batch)) WITHOUT ROWID;
CREATE TABLE position (crew INTEGER NOT NULL, at INTEGER NOT NULL, lon REAL NOT NULL, lat REAL NOT NULL, heading_deg REAL,
  speed_ms REAL, accuracy_m REAL, PRIMARY KEY (crew, at)) WITHOUT ROWID;
CREATE TABLE reporter (report INTEGER PRIMARY KEY NOT NULL, nonce BLOB NOT NULL, box BLOB NOT NULL, sealed_at INTEGER NOT NULL);
CREATE TABLE outbox (ticket INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, source TEXT NOT NULL, removal INTEGER NOT NULL,
  kind TEXT NOT NULL, id INTEGER NOT NULL, remote_id TEXT NOT NULL, expected_version TEXT NOT NULL, key TEXT NOT NULL UNIQUE,
  fields TEXT NOT NULL, created_at INTEGER NOT NULL, dispute INTEGER NOT NULL DEFAULT 0, why TEXT NOT NULL DEFAULT '',
  attempts INTEGER NOT NULL DEFAULT 0, theirs TEXT NOT NULL DEFAULT '', seen TEXT NOT NULL DEFAULT '');
CREATE INDEX outbox_source ON outbox (source, ticket);
CREATE INDEX outbox_entity ON outbox (kind, id, ticket);
CREATE TABLE journal (sequence INTEGER PRIMARY KEY NOT NULL, at INTEGER NOT NULL, actor TEXT NOT NULL, post TEXT NOT NULL,
  gesture TEXT NOT NULL, summary TEXT NOT NULL, touched TEXT NOT NULL, before TEXT NOT NULL, after TEXT NOT NULL, hash TEXT NOT NULL);
CREATE TABLE journal_touched (kind TEXT NOT NULL, id INTEGER NOT NULL, sequence INTEGER NOT NULL, PRIMARY KEY (kind, id, sequence)) WITHOUT ROWID;
CREATE TABLE picture (id TEXT PRIMARY KEY NOT NULL, width INTEGER NOT NULL, height INTEGER NOT NULL, at INTEGER NOT NULL,
  small BLOB NOT NULL, whole BLOB NOT NULL);
CREATE TRIGGER journal_no_update BEFORE UPDATE ON journal BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;
CREATE TRIGGER journal_no_delete BEFORE DELETE ON journal BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;
CREATE TRIGGER journal_touched_no_update BEFORE UPDATE ON journal_touched BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;
CREATE TRIGGER journal_touched_no_delete BEFORE DELETE ON journal_touched BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;
)sql";

Outcome create_entity_tables(Database& db) {
    for (int i = 0; i < entity_kind_count; ++i) {
        const auto kind = static_cast<EntityKind>(i);
        const std::string table(name(kind)), shape(geometry_type_of(kind));
        if (auto made = db.run(create_table_sql(kind)); !made) return made;
        const std::string contents = "INSERT INTO gpkg_contents (table_name, data_type, identifier, srs_id) VALUES ('" + table + "', '" +
                                     (shape.empty() ? "attributes" : "features") + "', '" + table + "', " + (shape.empty() ? "NULL" : "4326") + ")";
        if (auto listed = db.run(contents); !listed) return listed;
        if (shape.empty()) continue;
        if (auto listed = db.run("INSERT INTO gpkg_geometry_columns VALUES ('" + table + "', 'geom', '" + shape + "', 4326, 0, 0)"); !listed)
            return listed;
    }
    return Done{};
}

bool has_table(Database& db, std::string_view table) {
    Statement s = db.prepare("SELECT 1 FROM sqlite_master WHERE type='table' AND name=?");
    if (!s.ok()) return false;
    s.bind(1, table);
    const bool found = s.step();
    s.reset();
    return found;
}

// steps[i] carries schema i + 1 to i + 2. A step never changes once it has shipped.
constexpr const char* steps[] = {
    // 1 → 2: the file remembers which schema it had since when; its first date is that of its tables.
    R"sql(
CREATE TABLE schema_history (schema INTEGER PRIMARY KEY NOT NULL, since TEXT NOT NULL);
INSERT INTO schema_history SELECT 1, min(last_change) FROM gpkg_contents;
INSERT INTO schema_history VALUES (2, strftime('%Y-%m-%dT%H:%M:%fZ','now'));
)sql",
    // 2 → 3: an alert keeps what its rule saw, to be said in any language.
    R"sql(
ALTER TABLE alert ADD COLUMN facts TEXT;
INSERT INTO schema_history VALUES (3, strftime('%Y-%m-%dT%H:%M:%fZ','now'));
)sql",
    // 3 → 4: an edit remembers how far its source had been read when it was made.
    R"sql(
ALTER TABLE outbox ADD COLUMN seen TEXT NOT NULL DEFAULT '';
INSERT INTO schema_history VALUES (4, strftime('%Y-%m-%dT%H:%M:%fZ','now'));
)sql",
    // 4 → 5: an intervention has a state in the commune's words, several assets, questions to the director, what it took,
    // and pictures.
    R"sql(
ALTER TABLE intervention ADD COLUMN status TEXT;
ALTER TABLE intervention ADD COLUMN more_assets TEXT;
ALTER TABLE intervention ADD COLUMN escalations TEXT;
ALTER TABLE intervention ADD COLUMN hours TEXT;
ALTER TABLE intervention ADD COLUMN materials TEXT;
ALTER TABLE intervention ADD COLUMN vehicles TEXT;
ALTER TABLE intervention ADD COLUMN photos TEXT;
CREATE TABLE picture (id TEXT PRIMARY KEY NOT NULL, width INTEGER NOT NULL, height INTEGER NOT NULL, at INTEGER NOT NULL,
  small BLOB NOT NULL, whole BLOB NOT NULL);
INSERT INTO schema_history VALUES (5, strftime('%Y-%m-%dT%H:%M:%fZ','now'));
)sql",
    // 5 → 6: what meters took, beside what sensors see.
    R"sql(
CREATE TABLE reading (meter INTEGER NOT NULL, begin INTEGER NOT NULL, step INTEGER NOT NULL, batch INTEGER NOT NULL, value BLOB NOT NULL,
  PRIMARY KEY (meter, begin, step, batch)) WITHOUT ROWID;
INSERT INTO schema_history VALUES (6, strftime('%Y-%m-%dT%H:%M:%fZ','now'));
)sql"};
static_assert(std::size(steps) == static_cast<std::size_t>(schema_version - 1));

} // namespace

std::string meta(Database& db, std::string_view key) {
    Statement s = db.prepare("SELECT value FROM vigie_meta WHERE key=?");
    if (!s.ok()) return {};
    s.bind(1, key);
    std::string value;
    if (s.step()) value = s.text(0);
    s.reset();
    return value;
}

bool set_meta(Database& db, std::string_view key, std::string_view value) {
    Statement s = db.prepare("INSERT OR REPLACE INTO vigie_meta VALUES (?, ?)");
    if (!s.ok()) return false;
    s.bind(1, key);
    s.bind(2, value);
    return s.run();
}

Outcome create_schema(Database& db, const std::string& uuid) {
    Transaction transaction(db);
    if (auto begun = transaction.begin(); !begun) return begun;
    // Inside the transaction as well: a crash half-way must leave an empty file, not a GeoPackage of somebody else.
    if (auto done = db.run("PRAGMA application_id=" + std::to_string(gpkg_application_id) +
                           "; PRAGMA user_version=" + std::to_string(gpkg_user_version)); !done)
        return done;
    for (const char* sql : {gpkg_tables, own_tables})
        if (auto done = db.run(sql); !done) return done;
    if (auto done = create_entity_tables(db); !done) return done;
    if (!set_meta(db, "schema", std::to_string(schema_version)) || !set_meta(db, "uuid", uuid)) return db.error();
    if (auto done = db.run("INSERT INTO schema_history VALUES (" + std::to_string(schema_version) + ", strftime('%Y-%m-%dT%H:%M:%fZ','now'))"); !done)
        return done;
    return transaction.commit();
}

FileNature nature_of(Database& db) {
    const auto application = db.integer("PRAGMA application_id");
    if (!application) return means_damage(db.last_code()) ? FileNature::damaged : FileNature::foreign_sqlite;
    const auto tables = db.integer("SELECT count(*) FROM sqlite_master");
    if (!tables) return FileNature::damaged;
    if (*tables == 0 && *application == 0) return FileNature::empty;
    if (has_table(db, "vigie_meta")) return FileNature::commune;
    return *application == gpkg_application_id ? FileNature::foreign_geopackage : FileNature::foreign_sqlite;
}

int schema_of(Database& db) {
    const std::string version = meta(db, "schema");
    if (version.empty() || version.size() > 6 || !std::ranges::all_of(version, [](char c) { return c >= '0' && c <= '9'; })) return 0;
    return std::atoi(version.c_str());
}

Outcome migrate(Database& db, int from) {
    Transaction transaction(db);
    if (auto begun = transaction.begin(); !begun) return begun;
    for (int version = from; version < schema_version; ++version)
        if (auto done = db.run(steps[version - 1]); !done) return done;
    if (!set_meta(db, "schema", std::to_string(schema_version))) return db.error();
    return transaction.commit();
}

bool has_all_columns(Database& db) {
    for (int i = 0; i < entity_kind_count; ++i) {
        const auto kind = static_cast<EntityKind>(i);
        Statement s = db.prepare("SELECT name FROM pragma_table_info(?)");
        if (!s.ok()) return false;
        s.bind(1, name(kind));
        std::set<std::string> there;
        while (s.step()) there.emplace(s.text(0));
        for (const ColumnInfo& column : columns_of(kind))
            if (!there.contains(column.name)) return false;
    }
    return true;
}

} // namespace vigie::gis
