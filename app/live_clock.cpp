#include "app/live_clock.hpp"

#include <algorithm>

namespace vigie::app {

namespace {
constexpr gis::Millis ahead_by{2'000};      // a source this much ahead of the computer leads
constexpr double fastest_pace = 1'000;
constexpr gis::Millis coast{3'000};         // without news the picture goes on at that pace for this long, then waits
} // namespace

void LiveClock::heard(gis::Time newest, gis::Time computer_now) {
    if (newest < computer_now + ahead_by) {
        if (!following_) return;
        if (newest < anchor_live_) return;
    }
    if (following_ && computer_now > anchor_computer_ && newest > anchor_live_) {
        const double measured = double((newest - anchor_live_).count()) / double((computer_now - anchor_computer_).count());
        pace_ = std::clamp(0.7 * pace_ + 0.3 * measured, 0.0, fastest_pace);
    }
    following_ = true;
    if (newest > anchor_live_) {
        anchor_live_ = newest;
        anchor_computer_ = computer_now;
    }
}

gis::Time LiveClock::now(gis::Time computer_now) {
    gis::Time t = computer_now;
    if (following_) {
        const auto since = std::clamp(computer_now - anchor_computer_, gis::Millis{0}, coast);
        t = anchor_live_ + gis::Millis{static_cast<std::int64_t>(double(since.count()) * pace_)};
        if (computer_now > t) {  // the computer has caught up: the source no longer leads
            following_ = false;
            pace_ = 1;
            t = computer_now;
        }
    }
    last_ = std::max(last_, t);
    return last_;
}

} // namespace vigie::app
