#include "gis/backends/postgis/schema.hpp"
#include "gis/model/words.hpp"

namespace vigie::gis::postgis {

namespace {

// `xid` is the transaction that wrote last. Readers take the log in the order (xid, seq): below the oldest transaction still
// running (pg_snapshot_xmin) nothing can appear any more, so a cursor there misses nothing, however long others take.
constexpr const char* tables = R"sql(
CREATE SCHEMA vigie;
CREATE TABLE vigie.meta (key text PRIMARY KEY, value text NOT NULL);
CREATE TABLE vigie.entity (
  kind text COLLATE "C" NOT NULL,
  id text COLLATE "C" NOT NULL,
  version bigint NOT NULL DEFAULT 1,
  updated timestamptz NOT NULL DEFAULT date_trunc('milliseconds', clock_timestamp()),
  author text NOT NULL DEFAULT session_user,
  desk text NOT NULL DEFAULT '',
  xid xid8 NOT NULL DEFAULT pg_current_xact_id(),
  origin_source text NOT NULL DEFAULT '', origin_remote_id text NOT NULL DEFAULT '', origin_version text NOT NULL DEFAULT '',
  geom geometry(Geometry, 4326),
  data jsonb NOT NULL,
  field_versions jsonb NOT NULL DEFAULT '{}',
  number bigint GENERATED ALWAYS AS (CASE WHEN jsonb_typeof(data->'number') = 'number' THEN (data->>'number')::numeric::bigint END) STORED,
  PRIMARY KEY (kind, id)
) PARTITION BY LIST (kind);
CREATE TABLE vigie.observation (sensor text COLLATE "C" NOT NULL, at timestamptz NOT NULL, value double precision NOT NULL,
  PRIMARY KEY (sensor, at)) PARTITION BY RANGE (at);
CREATE TABLE vigie.observation_default PARTITION OF vigie.observation DEFAULT;
CREATE TABLE vigie.position (crew text COLLATE "C" NOT NULL, at timestamptz NOT NULL, lon double precision NOT NULL,
  lat double precision NOT NULL, heading_deg double precision, speed_ms double precision, accuracy_m double precision,
  PRIMARY KEY (crew, at)) PARTITION BY RANGE (at);
CREATE TABLE vigie.position_default PARTITION OF vigie.position DEFAULT;
CREATE TABLE vigie.change_log (
  xid xid8 NOT NULL DEFAULT pg_current_xact_id(),
  seq bigint GENERATED ALWAYS AS IDENTITY,
  op text NOT NULL, kind text NOT NULL, id text NOT NULL,
  at timestamptz, value double precision, data jsonb,
  logged timestamptz NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (xid, seq));
CREATE INDEX change_log_logged ON vigie.change_log USING brin (logged);
CREATE TABLE vigie.edit (key text PRIMARY KEY, kind text NOT NULL, id text NOT NULL, version bigint NOT NULL,
  author text NOT NULL DEFAULT session_user, at timestamptz NOT NULL DEFAULT clock_timestamp());
CREATE TABLE vigie.number (kind text PRIMARY KEY, next bigint NOT NULL);
)sql";

constexpr const char* indexes = R"sql(
CREATE INDEX entity_geom ON vigie.entity USING gist (geom);
CREATE INDEX entity_updated ON vigie.entity (updated);
CREATE INDEX entity_number ON vigie.entity (kind, number);
CREATE INDEX intervention_xid ON vigie.intervention (xid);
)sql";

constexpr const char* triggers = R"sql(
CREATE TRIGGER entity_before BEFORE INSERT OR UPDATE ON vigie.entity FOR EACH ROW EXECUTE FUNCTION vigie.entity_before();
CREATE TRIGGER entity_made AFTER INSERT OR DELETE ON vigie.entity FOR EACH ROW EXECUTE FUNCTION vigie.entity_log();
CREATE TRIGGER entity_changed AFTER UPDATE ON vigie.entity FOR EACH ROW WHEN (OLD.version IS DISTINCT FROM NEW.version)
  EXECUTE FUNCTION vigie.entity_log();
CREATE TRIGGER observation_before BEFORE INSERT ON vigie.observation FOR EACH ROW EXECUTE FUNCTION vigie.whole_milliseconds();
CREATE TRIGGER position_before BEFORE INSERT ON vigie.position FOR EACH ROW EXECUTE FUNCTION vigie.whole_milliseconds();
CREATE TRIGGER observation_made AFTER INSERT ON vigie.observation REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT
  EXECUTE FUNCTION vigie.observation_log();
CREATE TRIGGER position_made AFTER INSERT ON vigie.position REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT
  EXECUTE FUNCTION vigie.position_log();
)sql";

// lecture reads; agent tells and says how the work goes; régie does everything on entities; direction also sees who
// reported and the journal that came with the commune's file. Each has what the one before has.
constexpr const char* rights = R"sql(
REVOKE ALL ON ALL FUNCTIONS IN SCHEMA vigie FROM PUBLIC;
GRANT USAGE ON SCHEMA vigie TO vigie_lecture;
GRANT SELECT ON vigie.meta, vigie.entity, vigie.observation, vigie.position, vigie.change_log TO vigie_lecture;
GRANT EXECUTE ON FUNCTION vigie.shape(jsonb), vigie.tidy(), vigie.entity_before(), vigie.whole_milliseconds() TO vigie_lecture;
GRANT INSERT, UPDATE ON vigie.entity TO vigie_agent;
GRANT INSERT ON vigie.position, vigie.observation TO vigie_agent;
GRANT SELECT, INSERT ON vigie.edit TO vigie_agent;
GRANT EXECUTE ON FUNCTION vigie.submit(text, text, text, text, bigint, jsonb, xid8, text), vigie.give_number(text, bigint),
  vigie.crew_taken(text, jsonb, xid8, text) TO vigie_agent;
GRANT DELETE ON vigie.entity TO vigie_regie;
ALTER TABLE vigie.entity ENABLE ROW LEVEL SECURITY;
CREATE POLICY reads ON vigie.entity FOR SELECT TO vigie_lecture USING (true);
CREATE POLICY tells ON vigie.entity FOR INSERT TO vigie_agent WITH CHECK (kind IN ('report', 'request'));
CREATE POLICY works ON vigie.entity FOR UPDATE TO vigie_agent USING (kind IN ('intervention', 'crew'));
CREATE POLICY makes ON vigie.entity FOR INSERT TO vigie_regie WITH CHECK (true);
CREATE POLICY changes ON vigie.entity FOR UPDATE TO vigie_regie USING (true);
CREATE POLICY removes ON vigie.entity FOR DELETE TO vigie_regie USING (true);
ALTER TABLE vigie.edit ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON vigie.edit TO vigie_agent USING (author = session_user) WITH CHECK (author = session_user);
)sql";

} // namespace

std::string tables_sql() {
    std::string sql = tables;
    for (int i = 0; i < entity_kind_count; ++i) {
        const std::string kind(name(static_cast<EntityKind>(i)));
        sql += "CREATE TABLE vigie." + kind + " PARTITION OF vigie.entity FOR VALUES IN ('" + kind + "');\n";
    }
    return sql + indexes;
}

std::string triggers_sql() { return triggers; }
std::string rights_sql() { return rights; }

} // namespace vigie::gis::postgis
