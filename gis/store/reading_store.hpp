// What meters took, in the commune file: a row for the steps of a day (schema.cpp).
#pragma once

#include <vector>

#include "gis/energy/readings.hpp"
#include "gis/store/sqlite.hpp"

namespace vigie::gis {

// The same meter, begin, step and batch again takes the new values; a value that is not known leaves the old one.
[[nodiscard]] bool write_readings(Database& db, const MeterReadings& readings, std::int64_t batch);
// Those that begin in [from, to), without the batches that were taken back (the setting "readings_kept" names the others).
[[nodiscard]] std::vector<MeterReadings> read_readings(Database& db, MeterId meter, Time from, Time to);

} // namespace vigie::gis
