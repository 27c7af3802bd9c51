// The cheapest place for a job in a week under construction. Private to gis/planning.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

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

// A place for a job at a fixed hour.
struct TiedPlace {
    int route = 0;
    std::size_t position = 0;
    Sec start = 0, extra = 0;
};

struct BestInsertion {
    std::vector<WeekPlan::Insertion> at;
    std::int64_t cost = 0;  // extra travel, and the move when it leaves its home
};

// The cheapest place for a job over `routes` (ascending), looked for afresh: for the few looks at work changed after the plan was made.
[[nodiscard]] std::optional<BestInsertion> insertion_of(const WeekPlan& week, int job, std::span<const int> routes);

// Where a job costs least, route by route. What was found for a route is remembered until the route changes. One per
// thread; 12 bytes for each pair of a job and a route.
class Insertions {
public:
    explicit Insertions(const Problem& problem);

    // Over `routes` (those the job may take, ascending); a share of `blink` routes is overlooked, for variety.
    // `due`: it is over by then. Nothing when it fits nowhere.
    [[nodiscard]] std::optional<BestInsertion> best(const WeekPlan& week, int job, std::span<const int> routes, double blink, Dice& dice, Sec due = never);
    // Work done so far, in about nanoseconds.
    [[nodiscard]] std::uint64_t work() const { return work_; }

private:
    struct Known {
        std::uint32_t version = 0;
        Sec extra = never;  // never: it does not fit
        std::uint32_t position = 0;
    };
    const Known& in_route(const WeekPlan& week, int job, int route);
    std::optional<BestInsertion> plain(const WeekPlan& week, int job, std::span<const int> routes, double blink, Dice& dice);
    std::optional<BestInsertion> tied(const WeekPlan& week, int job, std::span<const int> routes, double blink, Dice& dice, Sec due);
    std::optional<BestInsertion> after_others(const WeekPlan& week, int job, std::span<const int> routes, double blink, Dice& dice, Sec due);

    std::size_t routes_;
    std::uint64_t work_ = 0, look_work_;
    std::vector<Known> known_;
    struct TiedRoute {
        std::uint32_t version = 0;
        Sec ready = 0, due = 0;
        std::vector<TiedPlace> at;
    };
    std::vector<std::vector<TiedRoute>> tied_;  // of linked jobs, by route
    std::vector<TiedPlace> all_;
    std::vector<int> later_, same_day_;
    std::vector<Sec> into_;  // travel to a place from each, place by place; empty where there and back take the same time
};

} // namespace vigie::gis
