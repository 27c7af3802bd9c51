#include <cmath>

#include <catch2/catch_test_macros.hpp>

#include "panels/energy/charts.hpp"

using namespace vigie;

TEST_CASE("ticks are 1, 2 or 5 times a power of ten, at least as many as asked for, and reach the highest value") {
    for (double most = 0.013; most < 4e6; most *= 1.37)
        for (const int fewest : {3, 4, 5}) {
            const auto ticks = panels::round_ticks(most, fewest);
            INFO(most << " in at least " << fewest << ": " << ticks.count << " of " << ticks.step);
            CHECK(ticks.top() >= most * (1 - 1e-9));
            CHECK(ticks.top() - ticks.step < most);
            CHECK(ticks.count >= fewest);
            CHECK(ticks.count <= fewest * 5 / 2 + 1);
            const double lead = ticks.step / std::pow(10, std::floor(std::log10(ticks.step) + 1e-9));
            CHECK((std::abs(lead - 1) < 1e-6 || std::abs(lead - 2) < 1e-6 || std::abs(lead - 5) < 1e-6));
        }
    CHECK(panels::round_ticks(63, 5).step == 10);
    CHECK(panels::round_ticks(63, 5).count == 7);
}

TEST_CASE("a chart of nothing still has an axis") {
    for (const double most : {0.0, -4.0, std::nan("")}) {
        const auto ticks = panels::round_ticks(most);
        CHECK(ticks.top() == 1);
        CHECK(ticks.count == 1);
    }
}
