// Files that end early when a stop token says so. GDAL parses some formats whole inside one call (GeoJSON on opening, the
// first pass over an OSM file), where nothing else can interrupt it; a read that gives nothing does.
#pragma once

#include <stop_token>
#include <string>

namespace vigie::gis {

// While alive, reads of this thread through `stoppable_name` watch the token. Does not nest.
class StoppableReading {
public:
    explicit StoppableReading(const std::stop_token& stop);
    ~StoppableReading();
    StoppableReading(const StoppableReading&) = delete;
    StoppableReading& operator=(const StoppableReading&) = delete;
};

// The same file under the watched prefix.
[[nodiscard]] std::string stoppable_name(const std::string& gdal_name);

} // namespace vigie::gis
