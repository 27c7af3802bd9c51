// The computer's clock, and one that stands still (images made for a given moment).
#pragma once

#include "gis/model/time.hpp"

namespace vigie::app {

class SystemClock : public gis::Clock {
public:
    [[nodiscard]] gis::Time now() const override {
        return std::chrono::time_point_cast<gis::Millis>(std::chrono::system_clock::now());
    }
};

class StandingClock : public gis::Clock {
public:
    explicit StandingClock(gis::Time at) : at_(at) {}
    [[nodiscard]] gis::Time now() const override { return at_; }

private:
    gis::Time at_;
};

} // namespace vigie::app
