#include <catch2/catch_test_macros.hpp>

#include <algorithm>
#include <chrono>
#include <map>
#include <random>

#include "gis/council/council_blocks.hpp"
#include "gis/council/council_figures.hpp"
#include "tests/council/small_commune.hpp"

using namespace vigie::gis;
using namespace vigie::tests;

namespace {

const Indicator& indicator(const char* id) { return *shipped().indicator(id); }

// Random small numbers of reports in each quartier and in none.
SmallCommune commune_of(std::mt19937& dice, std::vector<int>& counts) {
    SmallCommune c(4);
    counts.assign(5, 0);
    for (int q = 0; q < 5; ++q) {
        counts[static_cast<std::size_t>(q)] = static_cast<int>(dice() % 3 ? dice() % 7 : dice() % 30);
        for (int i = 0; i < counts[static_cast<std::size_t>(q)]; ++i)
            c.report("depot_sauvage", q, at(2026, 5, 1 + unsigned(dice() % 28)), {}, double(dice() % 80) / 100 - 0.4, double(dice() % 80) / 100 - 0.4);
    }
    return c;  // the fifth lies in no quartier
}

} // namespace

TEST_CASE("quartiers and what lies in none add up to the commune") {
    std::mt19937 dice(20261124);
    for (int round = 0; round < 60; ++round) {
        std::vector<int> counts;
        const CouncilRecords r = commune_of(dice, counts).frozen(at(2026, 11, 24));
        std::map<std::int32_t, int> found;
        for (const auto& report : r.reports) ++found[report.quartier];
        for (int q = 0; q < 4; ++q) CHECK(found[q] == counts[static_cast<std::size_t>(q)]);
        CHECK(found[CouncilRecords::nowhere] == counts[4]);
    }
}

TEST_CASE("a count from one to four is not told, and does not follow from what is told") {
    std::mt19937 dice(7);
    int kept_back = 0;
    for (int round = 0; round < 400; ++round) {
        INFO("round " << round);
        std::vector<int> counts;
        const CouncilRecords r = commune_of(dice, counts).frozen(at(2026, 11, 24));
        const CouncilPeriod year = council_period(0, 0, r.frozen_at, paris);
        const auto of = [&](std::int32_t q) { return figure_of(r, shipped(), indicator("depots"), q, year.from, year.to, {}); };
        const CouncilFigure all = of(whole_commune);
        double told = 0;
        int small = 0, hidden = 0;
        for (int q = 0; q < 5; ++q) {
            const int n = counts[static_cast<std::size_t>(q)];
            small += n > 0 && n < 5 ? 1 : 0;
            if (q == 4) {
                hidden += n;  // never told of: whoever knows that nothing lies there can take it away
                continue;
            }
            const CouncilFigure f = of(q);
            if (all.value || n == 0) CHECK(f.few == (n > 0 && n < 5));
            if (f.value) {
                CHECK(*f.value == n);
                told += *f.value;
            } else {
                hidden += n;
                if (all.value) CHECK((f.few || f.withheld));
                kept_back += f.withheld ? 1 : 0;
            }
            CHECK_FALSE((f.few && f.withheld));
        }
        if (!all.value) continue;
        CHECK(*all.value == told + hidden);
        // What is left over after subtraction is more than any small count.
        const bool could_help = std::ranges::any_of(counts.begin(), counts.begin() + 4, [](int n) { return n >= 5; });
        if (small > 0 && could_help) CHECK(*all.value - told >= 5);
    }
    CHECK(kept_back > 20);
}

TEST_CASE("few are told apart from none, and say nothing of their delays") {
    SmallCommune c;
    for (int i = 0; i < 4; ++i) c.report("tag", 0, at(2026, 3, 2), at(2026, 3, 5));
    for (int i = 0; i < 9; ++i) c.report("tag", 1, at(2026, 3, 2), at(2026, 3, 5));
    for (int i = 0; i < 30; ++i) c.report("tag", 0, at(2025, 1, 2), at(2025, 1, 5)), c.report("tag", 1, at(2025, 1, 2), at(2025, 1, 5));
    const CouncilRecords r = c.frozen(at(2026, 11, 24));
    const CouncilPeriod year = council_period(0, 0, r.frozen_at, paris);
    const Tile few = tile_of(r, shipped(), indicator("traites"), 0, year, {});
    CHECK(few.few);
    CHECK_FALSE(few.value);
    CHECK_FALSE(few.change);
    CHECK(few.before == 30);
    CHECK(few.verdict == Evolution::worse);  // fewer dealt with: so much can be said
    CHECK(tile_of(r, shipped(), indicator("delai"), 0, year, {}).few);
    CHECK_FALSE(tile_of(r, shipped(), indicator("delai"), 0, year, {}).value);
    CHECK(tile_of(r, shipped(), indicator("traites"), 1, year, {}).withheld);  // else 13 − 9 says the four
    CHECK(figure_of(r, shipped(), indicator("traites"), 2, year.from, year.to, {}).value == 0);
}

TEST_CASE("no block is a place of its own, and none of few says where") {
    std::mt19937 dice(3);
    for (int round = 0; round < 150; ++round) {
        INFO("round " << round);
        std::vector<CountedPlace> places;
        const std::size_t n = dice() % 120;
        for (std::size_t i = 0; i < n; ++i) places.push_back({SmallCommune::place(0, double(dice() % 1000) / 1000 - 0.5, double(dice() % 1000) / 1000 - 0.5), static_cast<BlockState>(dice() % 5 % 3)});
        const LonLat middle = SmallCommune::place(0);
        const std::vector<Block> blocks = blocks_of(places, middle);
        CHECK(blocks.size() <= most_blocks);
        std::map<BlockState, std::size_t> of, told;
        for (const CountedPlace& p : places) ++of[p.state];
        for (const Block& b : blocks) {
            CHECK(b.few == (of[b.state] < least_told));
            CHECK((b.few ? b.count == 0 : b.count >= least_told));
            told[b.state] += b.count;
        }
        for (const auto& [state, count] : of) CHECK(told[state] == (count < least_told ? 0 : count));
        for (std::size_t a = 0; a < blocks.size(); ++a)
            for (std::size_t b = a + 1; b < blocks.size(); ++b) CHECK(distance_m(blocks[a].place, blocks[b].place) > 50);
        std::ranges::shuffle(places, dice);
        const std::vector<Block> again = blocks_of(places, middle);
        REQUIRE(again.size() == blocks.size());
        for (std::size_t i = 0; i < blocks.size(); ++i) CHECK((again[i].place == blocks[i].place && again[i].count == blocks[i].count));
    }
}

TEST_CASE("fewer than five in all stand in the middle of the quartier, or nowhere") {
    const LonLat home = SmallCommune::place(0, 0.31, -0.27), middle = SmallCommune::place(0);
    const std::vector<CountedPlace> one{{home, BlockState::to_do}};
    const auto shown = blocks_of(one, middle);
    REQUIRE(shown.size() == 1);
    CHECK(shown[0].few);
    CHECK(distance_m(shown[0].place, middle) < 80);
    CHECK(distance_m(shown[0].place, home) > 200);
    CHECK(blocks_of(one, {}).empty());
}
