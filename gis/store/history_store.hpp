// Observations (raw, and rolled up by hour and by day, which stay for ever) and positions in the commune file.
#pragma once

#include <string>
#include <vector>

#include "gis/model/entity.hpp"
#include "gis/store/desk.hpp"
#include "gis/store/sqlite.hpp"

namespace vigie::gis {

// The same (sensor, time) twice is one: then `fresh` is false and the roll-ups stay as they are.
[[nodiscard]] bool write_observation(Database& db, const Observation& observation, const std::string& zone, bool& fresh);
[[nodiscard]] bool write_position(Database& db, const Position& position);
[[nodiscard]] std::vector<Observation> read_observations(Database& db, SensorId sensor, Time from, Time to);
// The newest, oldest first.
[[nodiscard]] bool read_last_observations(Database& db, SensorId sensor, std::size_t limit, std::vector<Observation>& out);
[[nodiscard]] bool read_last_positions(Database& db, CrewId crew, std::size_t limit, std::vector<Position>& out);

[[nodiscard]] std::vector<RolledUp> read_hours(Database& db, SensorId sensor, Time from, Time to);
[[nodiscard]] std::vector<RolledUp> read_days(Database& db, SensorId sensor, Time from, Time to);

} // namespace vigie::gis
