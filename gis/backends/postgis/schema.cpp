#include "gis/backends/postgis/schema.hpp"

namespace vigie::gis::postgis {

namespace {

Error error(const char* key, std::vector<std::pair<std::string, std::string>> args = {}) {
    return {.klass = ErrorClass::config, .text = {key, std::move(args)}, .remedy = {std::string(key) + ".remedy", {}}};
}

// Each group has the rights of the one before.
constexpr const char* roles = R"sql(
DO $$
DECLARE one text; before text;
BEGIN
  FOREACH one IN ARRAY ARRAY['vigie_lecture', 'vigie_agent', 'vigie_regie', 'vigie_direction'] LOOP
    IF NOT EXISTS (SELECT 1 FROM pg_roles WHERE rolname = one) THEN EXECUTE format('CREATE ROLE %I NOLOGIN', one); END IF;
    IF before IS NOT NULL AND NOT pg_has_role(one, before, 'MEMBER') THEN EXECUTE format('GRANT %I TO %I', before, one); END IF;
    before := one;
  END LOOP;
END $$
)sql";

} // namespace

Result<SharedState> shared_state(Connection& connection) {
    auto there = connection.run("SELECT to_regclass('vigie.meta') IS NOT NULL, EXISTS (SELECT 1 FROM pg_namespace WHERE nspname = 'vigie'),"
                                " has_schema_privilege(CASE WHEN to_regnamespace('vigie') IS NULL THEN 'pg_catalog' ELSE 'vigie' END, 'USAGE')");
    if (!there) return there.error();
    if (there->text(0, 2) != "t") return Error{.klass = ErrorClass::auth, .text = {"postgis.error.no_rights", {}}, .remedy = {"postgis.error.no_rights.remedy", {}}};
    if (there->text(0, 1) == "t" && there->text(0, 0) != "t") return error("postgis.error.foreign_schema");
    if (there->text(0, 0) != "t") return SharedState{};
    auto meta = connection.run("SELECT (SELECT value FROM vigie.meta WHERE key = 'schema'), (SELECT value FROM vigie.meta WHERE key = 'uuid')");
    if (!meta) return meta.error();
    return SharedState{static_cast<int>(meta->integer(0, 0)), std::string(meta->text(0, 1))};
}

Result<SharedState> require_shared(Connection& connection) {
    auto state = shared_state(connection);
    if (!state) return state;
    if (state->schema == 0) return error("postgis.error.not_shared");
    if (state->schema != shared_schema_version)
        return error(state->schema > shared_schema_version ? "postgis.error.newer" : "postgis.error.older",
                     {{"theirs", std::to_string(state->schema)}, {"ours", std::to_string(shared_schema_version)}});
    return state;
}

Outcome prepare_database(Connection& connection) {
    if (auto made = connection.script("CREATE EXTENSION IF NOT EXISTS postgis"); !made) {
        Error e = error("postgis.error.no_extension");
        e.detail = made.error().detail;
        return e;
    }
    if (auto made = connection.script(roles); !made) {
        Error e = error("postgis.error.no_roles");
        e.detail = made.error().detail;
        return e;
    }
    return Done{};
}

} // namespace vigie::gis::postgis
