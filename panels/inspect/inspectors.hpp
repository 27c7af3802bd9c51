// One body and one footer per kind of object. Each draws at the cursor of its own window. UI thread.
#pragma once

#include "panels/inspector.hpp"

namespace vigie::panels {

void draw_report(Frame& frame, InspectorState& state, const gis::Report& report);
void draw_report_footer(Frame& frame, InspectorState& state, const gis::Report& report);
void draw_alert(Frame& frame, InspectorState& state, const gis::Alert& alert);
void draw_alert_footer(Frame& frame, const gis::Alert& alert);
void draw_intervention(Frame& frame, InspectorState& state, const gis::Intervention& what);
void draw_intervention_footer(Frame& frame, const gis::Intervention& what);
void draw_crew(Frame& frame, InspectorState& state, const gis::Crew& crew);
void draw_crew_footer(Frame& frame, const gis::Crew& crew);
void draw_sensor(Frame& frame, InspectorState& state, const gis::Sensor& sensor);
void draw_sensor_footer(Frame& frame, const gis::Sensor& sensor);
void draw_asset(Frame& frame, InspectorState& state, const gis::Asset& asset);
void draw_request(Frame& frame, InspectorState& state, const gis::Request& request);
void draw_request_footer(Frame& frame, const gis::Request& request);
void draw_feature(Frame& frame, const render::FeatureHit& feature);
void draw_place_footer(Frame& frame, gis::EntityRef ref, std::optional<gis::LonLat> place, const std::string& address);
void draw_several(Frame& frame, InspectorState& state);

// Shared regions.
void draw_proposals(Frame& frame, InspectorState& state, const std::vector<gis::EntityRef>& selected);
void draw_history(Frame& frame, InspectorState& state, gis::EntityRef of);
// "S-1187, Nid-de-poule": an object in a line; empty for one that is not there.
[[nodiscard]] std::string object_words(const Frame& frame, gis::EntityRef ref);
// A line that leads to another object; true when followed (already selected then).
bool draw_object_link(Frame& frame, const char* id, std::string_view label, gis::EntityRef ref, std::string_view note = {});
// What must be done before anything else where a category asks for it: the numbers to call, large, and what not to do.
void draw_guard(Frame& frame, const gis::ReportCategory* category);
void draw_sparkline(const Frame& frame, const gis::Sensor& sensor, float height);
// "Gravité 2, urgent" with its badge.
[[nodiscard]] std::string severity_words(const Frame& frame, int severity);
// Whether this post may see personal data, else why not.
[[nodiscard]] std::optional<gis::Text> personal_data_blocked(gis::Role role);
[[nodiscard]] std::string blocked_words(const Frame& frame, const std::optional<gis::Text>& reason);

} // namespace vigie::panels
