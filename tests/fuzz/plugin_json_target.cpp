// What a plugin pushes: the first byte is the kind of entity, the second the operation, then numbers, then the JSON.
#include <cmath>
#include <cstring>

#include <nlohmann/json.hpp>

#include "fuzz/target.hpp"
#include "gis/backends/mapping.hpp"
#include "gis/model/entity_json.hpp"

namespace vigie::fuzz {

namespace {

constexpr std::size_t head_bytes = 2 + 8 + 3 * 8;  // kind, operation, at_ms, lon, lat, value

vigie_str str(std::string_view text) { return {text.data(), text.size()}; }

template <class T>
T take(std::string_view& bytes) {
    T value{};
    std::memcpy(&value, bytes.data(), sizeof value);
    bytes.remove_prefix(sizeof value);
    return value;
}

void use(const gis::Upsert& upsert) {
    const nlohmann::json written = gis::to_json(upsert.entity);
    const std::string text = written.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
    const auto again = gis::entity_from_text(gis::kind_of(upsert.entity), text, gis::LinkForm::local_ids);
    require(again.ok(), "an entity that was taken can be stored and read");
    require(gis::difference(&upsert.entity, &again->entity).fields.empty(), "and is the same then");
}

void push(std::string_view bytes) {
    if (bytes.size() < head_bytes) return;
    vigie_change change{};
    change.size = sizeof change;
    change.kind = take<std::uint8_t>(bytes);
    change.op = take<std::uint8_t>(bytes);
    change.at_ms = take<std::int64_t>(bytes);
    change.lon = take<double>(bytes);
    change.lat = take<double>(bytes);
    change.value = take<double>(bytes);
    change.heading_deg = change.lon;
    change.speed_ms = change.accuracy_m = std::nan("");
    change.id = str("a-1");
    change.unit = str("bar");
    const std::string json(bytes);  // of its own, so that reading past its end is seen
    change.json = str(json);
    const vigie_batch batch{sizeof(vigie_batch), 1, &change, sizeof change, str("c")};
    const gis::MappedBatch mapped = gis::map_batch("s", batch);
    require(!mapped.refused && mapped.batch.changes.size() + mapped.quarantined.size() == 1, "an item is taken or left out with a reason");
    for (const gis::Change& item : mapped.batch.changes) {
        if (const auto* upsert = std::get_if<gis::Upsert>(&item)) use(*upsert);
        if (const auto* observed = std::get_if<gis::Observed>(&item)) require(std::isfinite(observed->value) && !gis::rfc3339(observed->at).empty(), "an observation is a number at an instant");
        if (const auto* there = std::get_if<gis::Positioned>(&item)) require(std::abs(there->position.place.lon) <= 180 && !gis::rfc3339(there->position.at).empty(), "a position is on the earth at an instant");
    }
}

} // namespace

Target plugin_json_target() {
    return {"plugin_json",
            push,
            {"\"name\"", "\"place\":[2.3,43.2]", "\"shape\":", "{\"type\":\"Point\",\"coordinates\":[2,43]}", "{\"type\":\"Polygon\",\"coordinates\":[[[2,43],[3,43],[3,44],[2,43]]]}",
             "\"MultiPolygon\"", "\"MultiLineString\"", "\"attributes\":[{\"name\":\"a\",\"value\":\"b\"}]", "\"2026-11-24T09:00:00Z\"", "null", "[]", "{}", "true", "-1", "1e999",
             "\"skills\":[{\"code\":\"BR\",\"expires_at\":null}]", "\"windows\":[{\"from\":0,\"to\":1}]", "\"tasks\":[{\"text\":\"t\",\"done\":true}]", "\\ud800", "\"asset\":\"b-7\"", "\"crews\":[\"c-1\"]"},
            [] { return std::vector{std::string("\0\1", 2) + std::string(head_bytes - 2, '\0') + R"({"kind":)" + nested(20'000) + "}"}; }};
}

} // namespace vigie::fuzz
