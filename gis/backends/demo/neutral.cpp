#include "gis/backends/demo/neutral.hpp"

#include <nlohmann/json.hpp>

#include "gis/model/entity_fields.hpp"
#include "gis/model/entity_json.hpp"

namespace vigie::gis::demo {

namespace {

template <class I>
nlohmann::json name_of(I id, const ReportName& report_name) {
    if constexpr (std::is_same_v<I, ReportId>)
        if (report_name) return report_name(id);
    return std::to_string(id.value);
}

// Fields that Vigie derives or keeps apart are not ours to send.
void drop_derived(EntityKind kind, nlohmann::json& json) {
    const auto drop = [&](std::initializer_list<const char*> names) {
        for (const char* name : names) json.erase(name);
    };
    drop({"id", "origin", "updated_at"});
    if (kind == EntityKind::sensor) drop({"state", "state_since", "last_value", "last_at"});
    if (kind == EntityKind::crew) drop({"place", "heading_deg", "speed_ms", "fix_at"});
    if (kind == EntityKind::report) drop({"due_at", "has_reporter", "duplicate_of", "photos"});
    if (json.contains("number") && json["number"] == 0) drop({"number"});
    for (auto it = json.begin(); it != json.end();)
        if (it->is_null() || (it->is_string() && it->get_ref<const std::string&>().empty()) || (it->is_array() && it->empty())) it = json.erase(it);
        else ++it;
}

} // namespace

backend::Change upsert(const AnyEntity& entity, const std::string& id, const ReportName& report_name) {
    nlohmann::json json = to_json(entity);
    std::visit([&](const auto& e) {
        using E = std::decay_t<decltype(e)>;
        for_each_field<E>([&](const auto& field) {
            using T = std::decay_t<decltype(e.*field.member)>;
            if constexpr (is_id_v<T>) {
                if (e.*field.member) json[field.name] = name_of(e.*field.member, report_name);
                else json.erase(field.name);
            } else if constexpr (is_link_v<T>) {
                auto names = nlohmann::json::array();
                for (const auto link : e.*field.member) names.push_back(name_of(link, report_name));
                json[field.name] = std::move(names);
            }
        });
    }, entity);
    drop_derived(kind_of(entity), json);
    return partial(kind_of(entity), id, json.dump());
}

backend::Change partial(EntityKind kind, const std::string& id, std::string json) {
    backend::Change c;
    c.op = VIGIE_OP_UPSERT;
    c.kind = static_cast<std::uint32_t>(kind);
    c.id = id;
    c.json = std::move(json);
    return c;
}

backend::Change observation(SensorId sensor, Time at, double value) {
    backend::Change c;
    c.op = VIGIE_OP_OBSERVE;
    c.kind = VIGIE_KIND_SENSOR;
    c.id = std::to_string(sensor.value);
    c.at_ms = ms_since_epoch(at);
    c.value = value;
    return c;
}

backend::Change position(const Crew& crew, const Position& fix) {
    constexpr double accuracy_m = 6;
    backend::Change c;
    c.op = VIGIE_OP_POSITION;
    c.kind = VIGIE_KIND_CREW;
    c.id = crew.origin.remote_id;
    c.at_ms = ms_since_epoch(fix.at);
    c.lon = fix.place.lon;
    c.lat = fix.place.lat;
    c.heading_deg = fix.heading_deg.value_or(backend::unknown);
    c.speed_ms = fix.speed_ms.value_or(backend::unknown);
    c.accuracy_m = accuracy_m;
    return c;
}

backend::Change snapshot_mark(EntityKind kind, bool begin) {
    backend::Change c;
    c.op = begin ? VIGIE_OP_SNAPSHOT_BEGIN : VIGIE_OP_SNAPSHOT_END;
    c.kind = static_cast<std::uint32_t>(kind);
    if (!begin) c.value = 0;  // what another run brought is missing, not gone
    return c;
}

} // namespace vigie::gis::demo
