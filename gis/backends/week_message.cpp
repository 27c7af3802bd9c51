#include "gis/backends/week_message.hpp"

#include <nlohmann/json.hpp>

#include "gis/model/foreign_json.hpp"

namespace vigie::gis {

using nlohmann::json;

bool takes_week(const BackendDescription& backend) {
    const json abilities = foreign_json(backend.capabilities_json);
    return abilities.is_object() && abilities.contains("week") && abilities["week"] == true;
}

std::string week_message(Time from, Time to, std::span<const WeekCrew> crews) {
    json calendars = json::array();
    for (const WeekCrew& crew : crews) {
        json events = json::array();
        for (const CrewEvent* event : crew.events) events.push_back({{"uid", event->uid}, {"start", ms_since_epoch(event->start)}, {"text", event->text}});
        calendars.push_back({{"id", crew.id}, {"name", crew.name}, {"events", std::move(events)}});
    }
    return json{{"week", {{"from", ms_since_epoch(from)}, {"to", ms_since_epoch(to)}, {"calendars", std::move(calendars)}}}}.dump(-1, ' ', false, json::error_handler_t::replace);
}

} // namespace vigie::gis
