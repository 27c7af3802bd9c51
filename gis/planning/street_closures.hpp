// Streets closed on some days: works from one day to another, a market every Thursday. Each is an asset of the kind
// `closure_kind`, so it is drawn, edited, journaled, undone and shared like every other; planning reads them here and goes
// around. Values; any thread.
#pragma once

#include <chrono>
#include <memory>
#include <string>
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
    bool operator==(const StreetClosure&) const = default;
    [[nodiscard]] bool holds(std::chrono::local_days day) const;
};
// Of the assets of that kind those whose days can be read; one without days is closed until it is removed.
[[nodiscard]] std::vector<StreetClosure> street_closures(const World& world);

// The roads day by day, without the streets closed then. A place in a closed street is reached from the nearest open one. One
// graph for each set of closures in force, made when first asked for. Copies share them; any thread.
class OpenRoads {
public:
    OpenRoads() = default;
    OpenRoads(RoadGraph roads, MapPlane plane, std::vector<StreetClosure> closures, std::string zone);
    [[nodiscard]] RoadGraph on(std::chrono::local_days day) const;
    [[nodiscard]] RoadGraph at(Time t) const;
    // By road, around what is closed on the day asked about; straight where the plane or the graph says nothing.
    [[nodiscard]] TravelTime travel() const;

private:
    struct Impl;
    std::shared_ptr<const Impl> impl_;
};

} // namespace vigie::gis
