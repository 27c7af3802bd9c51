// Files of meter readings as suppliers and loggers give them: load curves, daily values, registers, one column for each meter.
// Separator, encoding, decimal comma and date order are found out; what a person or an earlier file settled is remembered in a
// mapping. Nothing is guessed silently: a column or a meter that is not understood is named, with what to do.
#pragma once

#include <filesystem>
#include <span>
#include <string>
#include <vector>

#include "gis/energy/readings.hpp"
#include "gis/model/entity.hpp"
#include "gis/model/result.hpp"

namespace vigie::gis {

struct ReadingContext {
    std::vector<Meter> meters;
    std::vector<Building> buildings;
    std::string zone = "Europe/Paris";  // of times without one
    // {"meters":{"<as the file says it>":"<code of the meter>"}}: also what files say otherwise than the commune. Empty = none.
    std::string mapping;
};

struct ReadReadingFile {
    std::vector<MeterReadings> readings;  // by meter, then time
    std::vector<Notice> notices;          // what was left out, and why
    std::size_t rows = 0, meters = 0;
};

// Up to 256 MiB. Any thread.
[[nodiscard]] Result<ReadReadingFile> read_reading_file(const std::filesystem::path& file, const ReadingContext& context);
// The same from its bytes; `name` is what notices call it.
[[nodiscard]] Result<ReadReadingFile> read_reading_text(std::string bytes, const std::string& name, const ReadingContext& context);

} // namespace vigie::gis
