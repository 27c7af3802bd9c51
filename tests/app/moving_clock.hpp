// A computer's clock that a test moves: hours pass in milliseconds.
#pragma once

#include <atomic>

#include "gis/model/time.hpp"

namespace vigie::tests {

class MovingClock : public gis::Clock {
public:
    explicit MovingClock(gis::Time at) : ms_(gis::ms_since_epoch(at)) {}
    [[nodiscard]] gis::Time now() const override { return gis::time_from_ms(ms_.load()); }
    void advance(gis::Millis by) { ms_ += by.count(); }

private:
    std::atomic<std::int64_t> ms_;
};

} // namespace vigie::tests
