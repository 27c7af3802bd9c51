// The commune's own vocabulary, edited by hand.
#include <cmath>

#include "fuzz/target.hpp"
#include "gis/model/catalog.hpp"

namespace vigie::fuzz {

namespace {

void read_vocabulary(std::string_view bytes) {
    const gis::LoadedCatalog loaded = gis::read_catalog({{"own.json", std::string(bytes)}});
    for (const auto& domain : loaded.catalog.domains) require(loaded.catalog.domain(domain.id) != nullptr, "a domain is found by its id");
    for (const auto& kind : loaded.catalog.sensor_kinds) require(std::isfinite(kind.hysteresis) && kind.expected_interval.count() > 0, "a sensor speaks at an interval");
    for (const auto& work : loaded.catalog.interventions) require(work.duration.count() > 0 && work.people >= 1 && work.crews_needed >= 1, "work takes time and people");
    for (const auto& level : loaded.catalog.service_levels) require(level.delay.count() > 0, "a delay is positive");
}

std::vector<std::string> our_catalog() {
    std::vector<std::string> seeds;
    for (const auto& file : files_in(std::filesystem::path(VIGIE_SOURCE_DIR) / "assets/catalog")) seeds.push_back(read_file(file));
    return seeds;
}

} // namespace

Target catalog_target() {
    return {"catalog", read_vocabulary, {"\"domains\":[", "\"sensor_kinds\":[", "\"interventions\":[", "\"service_levels\":[", "\"id\":\"a\"", "\"name\":{\"fr\":\"a\"}", "\"severity\":1", "null", "1e308", "[[", "{}", "\"tasks\""}, our_catalog};
}

} // namespace vigie::fuzz
