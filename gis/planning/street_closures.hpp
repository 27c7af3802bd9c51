// Streets closed on some days or for some hours: works from one day to another, a market every Thursday from 6 to 14. Each is an asset of the kind
// `closure_kind`, so it is drawn, edited, journaled, undone and shared like every other; planning reads them here and goes
// around. Values; any thread.
#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "gis/model/world.hpp"
#include "gis/planning/travel.hpp"

namespace vigie::gis {

inline constexpr const char* closure_kind = "rue_fermee";

struct StreetClosure {
    AssetId asset;
    Geometry where;                        // a line along the street, an area, or a point on it; WGS84
    std::chrono::local_days from, to;      // both included
    std::string rule;                      // RFC 5545, days at the finest: "FREQ=WEEKLY;BYDAY=TH"; empty = every day
    Seconds opens{0}, closes{0};           // of the clock: closed from `closes` until `opens`, past midnight where that is earlier
                                           // (a night's works belong to the day they begin on); both alike = the whole day
    bool operator==(const StreetClosure&) const = default;
    [[nodiscard]] bool holds(std::chrono::local_days day) const;
};
// "6:00-14:00", also "6h-14h" or "22 h 30 – 5 h"; nothing when it is not two times of the clock.
[[nodiscard]] std::optional<std::pair<Seconds, Seconds>> read_hours(std::string_view text);
// Of the assets of that kind those whose days can be read; one without days is closed until it is removed, one whose hours
// cannot be read the whole day.
[[nodiscard]] std::vector<StreetClosure> street_closures(const World& world);

// The roads at each time, without the streets closed then. A place in a closed street is reached from the nearest open one. One
// graph for each set of closures in force, made when first asked for. Copies share them; any thread.
class OpenRoads {
public:
    OpenRoads() = default;
    OpenRoads(RoadGraph roads, MapPlane plane, std::vector<StreetClosure> closures, std::string zone);
    [[nodiscard]] RoadGraph on(std::chrono::local_days day) const;  // without whatever is closed at some hour of it
    [[nodiscard]] RoadGraph at(Time t) const;
    // By road, around what is closed when one leaves or closes while one is under way; straight where the plane or the graph
    // says nothing. `version`: of the travel times.
    [[nodiscard]] TravelTime travel(std::uint64_t version = 0) const;

private:
    struct Impl;
    std::shared_ptr<const Impl> impl_;
};

} // namespace vigie::gis
