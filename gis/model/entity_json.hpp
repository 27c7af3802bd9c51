// Entities as neutral JSON and back: the one form used by the store, the journal, the outbox and the plugin interface.
// A member per field, named as in entity.hpp; states by their names (words.hpp); times as RFC 3339 UTC text with
// milliseconds (milliseconds since 1970 are read too); places as [lon, lat]; geometry as GeoJSON; durations in seconds;
// absent values are null. Any thread.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "gis/model/change.hpp"
#include "gis/model/entity.hpp"
#include "gis/model/result.hpp"

namespace vigie::gis {

// How links to other entities are written: our ids as numbers (store, journal) or the source's ids as text (plugins).
enum class LinkForm : std::uint8_t { local_ids, remote_ids };

// Every field, plus "id", "origin" {"source","remote_id","version"} and "updated_at".
[[nodiscard]] nlohmann::json to_json(const AnyEntity& entity);

struct DecodedEntity {
    AnyEntity entity;
    std::vector<RemoteLink> links;    // only with LinkForm::remote_ids
    std::vector<std::string> fields;  // the known fields that were present, in the entity's order
};
// Members that are not a field are ignored (foreign programs grow); a bad value is an Error naming kind and field.
// Missing members keep the default of entity.hpp. With remote_ids, "id" and "origin" are ignored: the caller sets them.
[[nodiscard]] Result<DecodedEntity> entity_from_json(EntityKind kind, const nlohmann::json& json, LinkForm links);
// The same from text, with a bound on its size and depth.
[[nodiscard]] Result<DecodedEntity> entity_from_text(EntityKind kind, std::string_view json, LinkForm links);
inline constexpr std::size_t max_entity_json_bytes = 8u << 20;

// The fields that differ, as two JSON objects (compact text) of the same members. With a null `before` (created) or
// `after` (removed) that text is "null" and the other complete, with origin and updated_at.
struct FieldDifference {
    std::string before, after;
    std::vector<std::string> fields;
};
[[nodiscard]] FieldDifference difference(const AnyEntity* before, const AnyEntity* after);
// Sets the fields present in `values` (as `difference` wrote them) on `entity`.
[[nodiscard]] Outcome set_fields(AnyEntity& entity, const nlohmann::json& values);
// Copies the named fields; both must be of the same kind. Unknown names are ignored.
void copy_fields(AnyEntity& to, const AnyEntity& from, const std::vector<std::string>& fields);

[[nodiscard]] nlohmann::json geometry_to_json(const Geometry& geometry);
[[nodiscard]] Result<Geometry> geometry_from_json(const nlohmann::json& json);

// "2026-11-23T10:00:00.000Z"
[[nodiscard]] std::string rfc3339(Time t);
// Also with an offset, without fraction, with a space for the T; a date alone is midnight UTC. Nothing outside the years
// 0000 … 9999, the only ones that RFC 3339 can write: what was taken must be readable once it is stored.
[[nodiscard]] MaybeTime time_from_rfc3339(std::string_view text);
// The same bound for instants that others count in milliseconds.
[[nodiscard]] MaybeTime time_from_foreign_ms(std::int64_t ms);

} // namespace vigie::gis
