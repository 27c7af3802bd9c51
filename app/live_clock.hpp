// The clock of the live picture. It is the computer's, until a source speaks of later moments (a simulator at 60×, a
// server whose clock is ahead): then it follows that source's pace between two batches. Never goes backwards while
// live, whatever the computer's clock does. UI thread.
#pragma once

#include "gis/model/time.hpp"

namespace vigie::app {

class LiveClock {
public:
    // The newest instant spoken of by what was just drained.
    void heard(gis::Time newest, gis::Time computer_now);
    [[nodiscard]] gis::Time now(gis::Time computer_now);
    // Milliseconds of live time per millisecond of computer time, as last measured (1 when following the computer).
    [[nodiscard]] double pace() const { return pace_; }

private:
    gis::Time anchor_live_{}, anchor_computer_{}, last_{};
    double pace_ = 1;
    bool following_ = false;
};

} // namespace vigie::app
