#include "gis/backends/postgis/schema.hpp"

namespace vigie::gis::postgis {

namespace {

constexpr const char* shape = R"sql(
CREATE FUNCTION vigie.shape(data jsonb) RETURNS geometry LANGUAGE plpgsql IMMUTABLE AS $$
BEGIN
  IF jsonb_typeof(data->'geometry') = 'object' THEN RETURN ST_SetSRID(ST_GeomFromGeoJSON(data->'geometry'), 4326); END IF;
  IF jsonb_typeof(data->'place') = 'array' AND data->'place' NOT IN ('[0, 0]'::jsonb, '[0.0, 0.0]'::jsonb) THEN
    RETURN ST_SetSRID(ST_MakePoint((data->'place'->>0)::double precision, (data->'place'->>1)::double precision), 4326);
  END IF;
  RETURN NULL;
EXCEPTION WHEN OTHERS THEN RETURN NULL;  -- a shape that PostGIS refuses is still the commune's
END $$;
)sql";

// A field remembers the version that changed it last: two desks that edit different fields of one entity do not disturb
// each other. Programs that know only `geom` (QGIS) change the JSON through it.
constexpr const char* writing = R"sql(
CREATE FUNCTION vigie.give_number(p_kind text, p_wanted bigint) RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = pg_catalog AS $$
DECLARE upcoming bigint;
BEGIN
  INSERT INTO vigie.number VALUES (p_kind, 1) ON CONFLICT DO NOTHING;
  SELECT n.next INTO upcoming FROM vigie.number n WHERE n.kind = p_kind FOR UPDATE;
  IF p_wanted BETWEEN upcoming AND upcoming + 10000 THEN upcoming := p_wanted; END IF;
  UPDATE vigie.number n SET next = upcoming + 1 WHERE n.kind = p_kind;
  RETURN upcoming;
END $$;

CREATE FUNCTION vigie.entity_before() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE changed text[];
BEGIN
  NEW.xid := pg_current_xact_id();
  NEW.author := session_user;
  IF TG_OP = 'INSERT' THEN
    IF NEW.kind IN ('alert', 'report', 'request', 'intervention') THEN
      NEW.data := jsonb_set(NEW.data, '{number}', to_jsonb(vigie.give_number(NEW.kind, coalesce((NEW.data->>'number')::bigint, 0))));
    END IF;
    NEW.version := 1;
    NEW.field_versions := '{}';
    NEW.updated := date_trunc('milliseconds', clock_timestamp());
  ELSE
    IF NEW.id <> OLD.id OR NEW.kind <> OLD.kind THEN RAISE EXCEPTION 'an entity keeps its id' USING ERRCODE = '23514'; END IF;
    IF NEW.data = OLD.data AND NEW.geom IS DISTINCT FROM OLD.geom AND NEW.geom IS NOT NULL THEN
      IF OLD.data ? 'geometry' THEN NEW.data := jsonb_set(NEW.data, '{geometry}', ST_AsGeoJSON(NEW.geom, 15)::jsonb);
      ELSIF OLD.data ? 'place' AND GeometryType(NEW.geom) = 'POINT' THEN
        NEW.data := jsonb_set(NEW.data, '{place}', jsonb_build_array(ST_X(NEW.geom), ST_Y(NEW.geom)));
      END IF;
    END IF;
    SELECT coalesce(array_agg(k), '{}') INTO changed
      FROM (SELECT jsonb_object_keys(OLD.data) UNION SELECT jsonb_object_keys(NEW.data)) AS keys(k)
      WHERE OLD.data->k IS DISTINCT FROM NEW.data->k;
    NEW.version := OLD.version;
    NEW.updated := OLD.updated;
    NEW.field_versions := OLD.field_versions;
    IF cardinality(changed) > 0 THEN
      IF NOT pg_has_role(current_user, 'vigie_regie', 'USAGE') AND NOT changed <@ (CASE NEW.kind
          WHEN 'intervention' THEN ARRAY['state', 'state_since', 'tasks', 'actual_start', 'actual_end', 'reason']
          WHEN 'crew' THEN ARRAY['status', 'status_since', 'current', 'place', 'heading_deg', 'speed_ms', 'fix_at']
          ELSE '{}' END) THEN
        RAISE EXCEPTION 'not for an agent: %', array_to_string(changed, ', ') USING ERRCODE = '42501';
      END IF;
      NEW.version := OLD.version + 1;
      NEW.updated := date_trunc('milliseconds', clock_timestamp());
      NEW.field_versions := OLD.field_versions || (SELECT jsonb_object_agg(k, NEW.version) FROM unnest(changed) AS k);
    END IF;
  END IF;
  NEW.geom := vigie.shape(NEW.data);
  RETURN NEW;
END $$;
)sql";

constexpr const char* logging = R"sql(
CREATE FUNCTION vigie.entity_log() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
  INSERT INTO vigie.change_log (op, kind, id) VALUES
    (CASE TG_OP WHEN 'DELETE' THEN 'delete' ELSE 'upsert' END, coalesce(NEW.kind, OLD.kind), coalesce(NEW.id, OLD.id));
  PERFORM pg_notify('vigie', '');  -- equal ones of a transaction are one
  RETURN NULL;
END $$;
CREATE FUNCTION vigie.whole_milliseconds() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.at := date_trunc('milliseconds', NEW.at);
  RETURN NEW;
END $$;
CREATE FUNCTION vigie.observation_log() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
  INSERT INTO vigie.change_log (op, kind, id, at, value) SELECT 'observe', 'sensor', sensor, at, value FROM fresh ORDER BY at;
  IF FOUND THEN PERFORM pg_notify('vigie', ''); END IF;
  RETURN NULL;
END $$;
CREATE FUNCTION vigie.position_log() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
  INSERT INTO vigie.change_log (op, kind, id, at, data) SELECT 'position', 'crew', crew, at,
    jsonb_build_object('lon', lon, 'lat', lat, 'heading_deg', heading_deg, 'speed_ms', speed_ms, 'accuracy_m', accuracy_m)
    FROM fresh ORDER BY at;
  IF FOUND THEN PERFORM pg_notify('vigie', ''); END IF;
  RETURN NULL;
END $$;
)sql";

// One edit of one desk. The same key twice is one edit. `p_seen` is where the desk's reading stood when the person acted:
// a crew that somebody else has given other work for the same hours since then is a conflict, not a surprise.
constexpr const char* editing = R"sql(
CREATE FUNCTION vigie.crew_taken(p_id text, p_data jsonb, p_seen xid8, p_desk text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE crew text; other text; begins timestamptz; ends timestamptz;
BEGIN
  IF p_seen IS NULL OR p_data->>'start' IS NULL OR jsonb_typeof(p_data->'crews') IS DISTINCT FROM 'array' OR
     p_data->>'state' IN ('finished', 'checked', 'closed', 'suspended') THEN RETURN NULL; END IF;
  begins := (p_data->>'start')::timestamptz;
  ends := begins + coalesce((p_data->>'duration')::double precision, 0) * interval '1 second';
  FOR crew IN SELECT jsonb_array_elements_text(p_data->'crews') ORDER BY 1 LOOP
    PERFORM pg_advisory_xact_lock(hashtextextended('vigie.crew.' || crew, 0));
  END LOOP;
  SELECT o.id INTO other FROM vigie.entity o
    WHERE o.kind = 'intervention' AND o.id <> p_id AND o.xid >= p_seen AND o.desk <> p_desk
      AND o.data->'crews' ?| ARRAY(SELECT jsonb_array_elements_text(p_data->'crews'))
      AND o.data->>'start' IS NOT NULL AND o.data->>'state' NOT IN ('finished', 'checked', 'closed', 'suspended')
      AND (o.data->>'start')::timestamptz < ends
      AND (o.data->>'start')::timestamptz + coalesce((o.data->>'duration')::double precision, 0) * interval '1 second' > begins
    LIMIT 1;
  RETURN other;
END $$;

CREATE FUNCTION vigie.submit(p_key text, p_op text, p_kind text, p_id text, p_expected bigint, p_patch jsonb, p_seen xid8, p_desk text,
  OUT outcome text, OUT id text, OUT version bigint, OUT other text) LANGUAGE plpgsql AS $$
#variable_conflict use_column
DECLARE
  target text := CASE WHEN p_id <> '' THEN p_id WHEN p_key <> '' THEN p_key ELSE gen_random_uuid()::text END;
  now_there vigie.entity;
BEGIN
  PERFORM pg_advisory_xact_lock(hashtextextended('vigie.edit.' || p_key, 0));
  SELECT 'done', e.id, e.version INTO outcome, id, version FROM vigie.edit e WHERE e.key = p_key;
  IF FOUND THEN RETURN; END IF;
  id := target;
  IF NOT EXISTS (SELECT 1 FROM vigie.entity e WHERE e.kind = p_kind AND e.id = target) THEN
    IF p_op = 'delete' THEN outcome := 'done'; version := 0; RETURN; END IF;
    IF p_id <> '' THEN outcome := 'gone'; RETURN; END IF;
    IF p_kind = 'intervention' THEN other := vigie.crew_taken(target, p_patch, p_seen, p_desk); END IF;
    INSERT INTO vigie.entity AS e (kind, id, desk, data) VALUES (p_kind, target, p_desk,
      CASE WHEN other IS NULL THEN p_patch ELSE p_patch || '{"crews":[],"start":null,"state":"to_plan"}' END)
      RETURNING e.version INTO version;
    IF other IS NOT NULL THEN outcome := 'crew_taken'; RETURN; END IF;
  ELSE
    SELECT * INTO now_there FROM vigie.entity e WHERE e.kind = p_kind AND e.id = target FOR UPDATE;
    IF NOT FOUND THEN RAISE EXCEPTION 'not for this role' USING ERRCODE = '42501'; END IF;
    version := now_there.version;
    -- What only tells when a state was reached follows the state.
    IF (p_op = 'delete' AND now_there.version > coalesce(p_expected, 0)) OR (p_op <> 'delete' AND EXISTS (
        SELECT 1 FROM jsonb_each(p_patch) AS f(k, v)
        WHERE k NOT IN ('state_since', 'status_since', 'number') AND coalesce((now_there.field_versions->>k)::bigint, 1) > coalesce(p_expected, 0)
          AND now_there.data->k IS DISTINCT FROM v)) THEN
      outcome := 'conflict';
      RETURN;
    END IF;
    IF p_op = 'delete' THEN
      DELETE FROM vigie.entity e WHERE e.kind = p_kind AND e.id = target;
      IF NOT FOUND THEN RAISE EXCEPTION 'not for this role' USING ERRCODE = '42501'; END IF;
    ELSE
      IF p_kind = 'intervention' AND p_patch ?| ARRAY['crews', 'start', 'duration'] THEN
        other := vigie.crew_taken(target, now_there.data || p_patch, p_seen, p_desk);
        IF other IS NOT NULL THEN outcome := 'crew_taken'; RETURN; END IF;
      END IF;
      UPDATE vigie.entity e SET data = e.data || (p_patch - 'number'), desk = p_desk WHERE e.kind = p_kind AND e.id = target
        RETURNING e.version INTO version;
    END IF;
  END IF;
  outcome := 'done';
  INSERT INTO vigie.edit (key, kind, id, version) SELECT p_key, p_kind, target, coalesce(version, 0) WHERE p_key <> '';
END $$;
)sql";

// Once a day from any desk: the coming months get their partitions, an old log and old answers go.
constexpr const char* tidying = R"sql(
CREATE FUNCTION vigie.make_partitions(p_first date, p_last date) RETURNS void LANGUAGE plpgsql SET timezone = 'UTC' AS $$
DECLARE month date; part text;
BEGIN
  FOR month IN SELECT generate_series(date_trunc('month', p_first::timestamp), p_last, interval '1 month') LOOP
    FOREACH part IN ARRAY ARRAY['observation', 'position'] LOOP
      BEGIN
        EXECUTE format('CREATE TABLE IF NOT EXISTS vigie.%I PARTITION OF vigie.%I FOR VALUES FROM (%L) TO (%L)',
                       part || to_char(month, '_YYYY_MM'), part, month, month + interval '1 month');
      EXCEPTION WHEN check_violation THEN NULL;  -- its rows lie in the default partition already and stay there
      END;
    END LOOP;
  END LOOP;
END $$;
CREATE FUNCTION vigie.tidy() RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE last_gone xid8;
BEGIN
  IF NOT pg_try_advisory_xact_lock(hashtextextended('vigie.tidy', 0)) THEN RETURN; END IF;
  PERFORM vigie.make_partitions(current_date, (current_date + interval '2 months')::date);
  DELETE FROM vigie.edit WHERE at < now() - interval '60 days';
  WITH gone AS (DELETE FROM vigie.change_log WHERE logged < now() - interval '7 days' RETURNING xid)
    SELECT xid INTO last_gone FROM gone ORDER BY xid DESC LIMIT 1;
  IF last_gone IS NOT NULL THEN
    INSERT INTO vigie.meta VALUES ('log_floor', last_gone::text) ON CONFLICT (key) DO UPDATE SET value = excluded.value;
  END IF;
END $$;
)sql";

} // namespace

std::string functions_sql() { return std::string(shape) + writing + logging + editing + tidying; }

} // namespace vigie::gis::postgis
