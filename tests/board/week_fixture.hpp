// A full week of ten crews on the stage's streets, as in the picture of INTERFACE.md: done, under way, planned, locked,
// late, absent, and a backlog with certificates, equipment, deadlines and legal duties. Tuesday 24 November 2026, 14:32.
#pragma once

#include <string>

#include "tests/ui/stage.hpp"

namespace vigie::board_test {

void put_week(ui::Stage& stage);
// I-0431 of the week planned on Wednesday at 11:30, though it was due the day before.
void put_late(ui::Stage& stage);
// Playgrounds whose last check was noted, one never: what « Échéances » lists beside the deadlines of the week.
void put_due(ui::Stage& stage);
// Many crews and interventions, for speed and for the low lanes.
void put_crowd(ui::Stage& stage, int crews, int interventions);

[[nodiscard]] gis::Time at(int day, int hour, int minute = 0);  // of the week of 23 November, local
[[nodiscard]] gis::CrewId crew_named(const ui::Stage& stage, const std::string& name);
[[nodiscard]] gis::AssetId asset_named(const ui::Stage& stage, const std::string& name);
[[nodiscard]] const gis::Intervention* work(const ui::Stage& stage, std::uint32_t number);

} // namespace vigie::board_test
