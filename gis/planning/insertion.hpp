// The cheapest place for a job in a week under construction. Private to gis/planning.
#pragma once

#include <optional>
#include <random>

#include "gis/planning/week_plan.hpp"

namespace vigie::gis {

// xorshift: a thousand times cheaper to copy than mt19937 and good enough to shuffle visits.
class Dice {
public:
    explicit Dice(std::uint64_t seed) : state_(seed * 0x9E3779B97F4A7C15ull + 0x2545F4914F6CDD1Dull) {}
    std::uint64_t operator()() {
        state_ ^= state_ << 13;
        state_ ^= state_ >> 7;
        state_ ^= state_ << 17;
        return state_;
    }
    int below(int n) { return static_cast<int>((*this)() % static_cast<std::uint64_t>(n)); }
    double unit() { return static_cast<double>((*this)() >> 11) * 0x1.0p-53; }

private:
    std::uint64_t state_;
};

struct BestInsertion {
    std::vector<WeekPlan::Insertion> at;
    std::int64_t cost = 0;  // extra travel, and the move when it leaves its home
};

// Over `routes` (those the job may take, ascending); a share of `blink` positions is overlooked, for variety.
// Nothing when it fits nowhere.
[[nodiscard]] std::optional<BestInsertion> best_insertion(const WeekPlan& week, int job, std::span<const int> routes,
                                                          double blink, Dice& dice);

} // namespace vigie::gis
