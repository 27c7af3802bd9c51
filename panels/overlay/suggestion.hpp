// The crew that could go to what is selected, and its way there: the dotted route of INTERFACE.md §8; while crews are compared
// for a place, the way of the one under the pointer. Looked up again when the selection or the work changed, else every quarter of a minute. UI thread.
#pragma once

#include <optional>

#include "panels/frame.hpp"

namespace vigie::panels {

class Suggestion {
public:
    // True when the route is another one than before.
    bool update(const Frame& frame);

    std::optional<render::RouteLine> route;
    gis::CrewId crew;

private:
    void look_up(const Frame& frame);
    void draw_way(const Frame& frame, gis::CrewId crew, gis::LonLat to);

    gis::EntityRef about_;
    gis::CrewId compared_;                   // under the pointer in the list of crews for a place
    std::optional<gis::LonLat> compared_to_;
    std::uint64_t work_revision_ = 0;
    gis::Time looked_at_{};
    bool night_ = false;
};

} // namespace vigie::panels
