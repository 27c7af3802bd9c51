#include <catch2/catch_test_macros.hpp>

#include "app/live_clock.hpp"

using namespace vigie;
using namespace vigie::app;

namespace {
gis::Time at(std::int64_t ms) { return gis::time_from_ms(1'000'000'000 + ms); }
} // namespace

TEST_CASE("the live clock is the computer's while sources speak of the present") {
    LiveClock clock;
    CHECK(clock.now(at(0)) == at(0));
    clock.heard(at(-500), at(0));
    CHECK(clock.now(at(100)) == at(100));
    CHECK(clock.pace() == 1);
}

TEST_CASE("a source sixty times faster leads, and the picture keeps its pace between two batches") {
    LiveClock clock;
    for (int i = 0; i <= 40; ++i) clock.heard(at(100'000 + i * 60'000), at(i * 1'000));
    CHECK(clock.pace() > 55);
    CHECK(clock.pace() < 61);
    const gis::Time between = clock.now(at(40'500));
    CHECK(between > at(100'000 + 40 * 60'000 + 25'000));
    CHECK(between < at(100'000 + 41 * 60'000));
}

TEST_CASE("the live clock never goes backwards, whatever the computer's does") {
    LiveClock clock;
    gis::Time last = clock.now(at(10'000));
    for (const std::int64_t ms : {9'000, 5'000, -60'000, 10'500}) {
        const gis::Time now = clock.now(at(ms));
        CHECK(now >= last);
        last = now;
    }
    CHECK(last == at(10'500));
}

TEST_CASE("when the fast source falls silent the picture waits, and the computer catches up") {
    LiveClock clock;
    clock.heard(at(60'000), at(0));
    clock.heard(at(120'000), at(1'000));
    const gis::Time paused = clock.now(at(30'000));
    CHECK(paused == clock.now(at(40'000)));
    CHECK(clock.now(at(2'000'000)) == at(2'000'000));
}
