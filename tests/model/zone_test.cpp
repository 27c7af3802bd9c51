#include <catch2/catch_test_macros.hpp>

#include "gis/model/entity_json.hpp"
#include "gis/model/zone.hpp"

using namespace vigie::gis;

namespace {

LocalTime local(int y, unsigned m, unsigned d, int hour, int minute) {
    using namespace std::chrono;
    return local_days{year{y} / static_cast<int>(m) / static_cast<int>(d)} + hours{hour} + minutes{minute};
}
std::string utc(LocalTime t, const char* zone = "Europe/Paris") { return rfc3339(utc_from_local(t, zone)); }

} // namespace

TEST_CASE("wall-clock times become instants in winter, in summer and overseas") {
    CHECK(utc(local(2026, 11, 23, 11, 0)) == "2026-11-23T10:00:00.000Z");
    CHECK(utc(local(2026, 7, 1, 11, 0)) == "2026-07-01T09:00:00.000Z");
    CHECK(utc(local(2026, 7, 1, 11, 0), "Indian/Reunion") == "2026-07-01T07:00:00.000Z");
}

TEST_CASE("the hour that never happens is the jump, the hour that happens twice is the first") {
    CHECK(utc(local(2026, 3, 29, 2, 30)) == "2026-03-29T01:00:00.000Z");
    CHECK(utc(local(2026, 10, 25, 2, 30)) == "2026-10-25T00:30:00.000Z");
}

TEST_CASE("instants become wall-clock days") {
    const Time late = *time_from_rfc3339("2026-11-22T23:30:00Z");
    CHECK(local_day(late, "Europe/Paris") == std::chrono::local_days{std::chrono::year{2026} / 11 / 23});
    CHECK(local_day(late, "America/Cayenne") == std::chrono::local_days{std::chrono::year{2026} / 11 / 22});
}

TEST_CASE("an unknown zone is told apart and read as UTC") {
    CHECK(zone_exists("Europe/Paris"));
    CHECK_FALSE(zone_exists("Europe/Atlantis"));
    CHECK(utc(local(2026, 7, 1, 11, 0), "Europe/Atlantis") == "2026-07-01T11:00:00.000Z");
}
