// Foot of the map: "En direct", what arrived per half-hour of the day, and the time cursor that moves the whole picture.
// UI thread.
#pragma once

#include <array>

#include "panels/frame.hpp"
#include "panels/region.hpp"

namespace vigie::panels {

inline constexpr float time_strip_height = 38;

class TimeStrip {
public:
    void draw(Frame& frame, const Box& box);

private:
    static constexpr int first_hour = 6, last_hour = 20, bins = (last_hour - first_hour) * 2;
    void count(const Frame& frame, gis::Time day_start);
    std::array<int, bins> events_{};
    std::array<bool, bins> alert_{};
    std::uint64_t seen_ = ~0ull;
    gis::Time day_{};
    int most_ = 0;
};

} // namespace vigie::panels
