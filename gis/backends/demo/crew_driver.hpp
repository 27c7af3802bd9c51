// One crew on the road: drives the net from where it is to where it must be, stops, works, has lunch, comes home. Moves only
// along arcs; a place beside the road is served from the nearest point of it.
#pragma once

#include <optional>
#include <vector>

#include "gis/backends/demo/commune.hpp"

namespace vigie::gis::demo {

// A point of the net.
struct Spot {
    int arc = 0;
    double metres = 0;
};
[[nodiscard]] Spot nearest_spot(const RoadNet& net, P p);
[[nodiscard]] P point_of(const RoadNet& net, Spot spot, P* direction = nullptr);

class CrewDriver {
public:
    CrewDriver(const RoadNet& net, Spot at) : net_(&net), at_(at) {}

    void go(Spot to);
    void halt() { way_.clear(), speed_ms_ = 0; }
    // Drives for that long at `pace` of the usual speed; true when it has arrived (or stands).
    bool drive(double seconds, double pace);

    [[nodiscard]] bool moving() const { return !way_.empty(); }
    [[nodiscard]] Spot at() const { return at_; }
    [[nodiscard]] P place() const { return point_of(*net_, at_); }
    [[nodiscard]] double heading() const;
    [[nodiscard]] double speed_ms() const { return speed_ms_; }
    // Seconds from here to there.
    [[nodiscard]] double seconds_to(Spot to) const;

private:
    struct Leg { int arc; double from, to; };
    [[nodiscard]] std::vector<Leg> legs(Spot to) const;

    const RoadNet* net_;
    Spot at_;
    std::vector<Leg> way_;
    std::size_t leg_ = 0;
    double on_leg_ = 0;  // metres from the beginning of the leg's arc
    double speed_ms_ = 0;
};

} // namespace vigie::gis::demo
