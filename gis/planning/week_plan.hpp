// A whole week under construction: the routes, where each job is, what is left out. Every change can be taken back as
// one step. Links are kept: a job for several crews stands in all of them at one time; a job never stands without those
// it waits for. Private to gis/planning.
#pragma once

#include <span>

#include "gis/planning/route_plan.hpp"

namespace vigie::gis {

class WeekPlan {
public:
    explicit WeekPlan(const Problem& problem);

    [[nodiscard]] const Problem& problem() const { return *p_; }
    [[nodiscard]] const RoutePlan& route(int r) const { return routes_[static_cast<std::size_t>(r)]; }
    [[nodiscard]] std::span<const int> where(int job) const { return where_[static_cast<std::size_t>(job)]; }
    [[nodiscard]] bool placed(int job) const { return !where(job).empty(); }
    [[nodiscard]] const std::vector<int>& left_out() const { return left_out_; }
    // Cost: travel + weights of what is left out + moves. Smaller is better.
    [[nodiscard]] std::int64_t cost() const { return cost_; }
    [[nodiscard]] std::int64_t travel() const;
    [[nodiscard]] Solved solved() const;

    struct Insertion {
        int route = 0;
        std::size_t position = 0;
        Sec fixed = -1;
    };
    void place(int job, std::span<const Insertion> at);
    // Takes the job out, and with it every job that waits for it.
    void remove(int job);
    // The job and what waits for it may be taken out (no pin among them).
    [[nodiscard]] bool removable(int job) const;
    void protect(int job) { protected_[static_cast<std::size_t>(job)] = 1; }

    // The visits of two routes that are alike change places.
    void swap_routes(int a, int b);

    // Still feasible? Where the travel matrix breaks the triangle inequality, even a removal may make a day too long.
    [[nodiscard]] bool holds(int r) const;

    // Latest end of the jobs it waits for; `never` when one of them is not placed.
    [[nodiscard]] Sec ready_at(int job) const;
    [[nodiscard]] bool at_home(int job) const;

    // One undoable step.
    void begin_step();
    void take_back();
    [[nodiscard]] const std::vector<int>& touched_routes() const { return touched_; }

private:
    void touch_route(int r);
    void touch_job(int job);
    void set_left_out(int job, bool out);

    const Problem* p_;
    std::vector<RoutePlan> routes_;
    std::vector<std::vector<int>> where_;
    std::vector<Sec> end_;          // of placed jobs, at the latest
    std::vector<int> left_out_, left_out_at_;
    std::vector<char> protected_;
    std::int64_t cost_ = 0;
    std::uint32_t version_ = 0;  // the last given to a route

    std::int64_t saved_cost_ = 0;
    std::vector<std::uint64_t> route_mark_, job_mark_;
    std::uint64_t mark_ = 1;
    std::vector<int> touched_;
    std::vector<RoutePlan> saved_routes_;
    struct SavedJob {
        int job;
        std::vector<int> where;
        Sec end;
    };
    std::vector<SavedJob> saved_jobs_;
};

// When the job is over at the latest: a visit without a fixed start may still move within its day.
[[nodiscard]] Sec latest_end(const Problem& p, int job, const WeekPlan::Insertion& at);

} // namespace vigie::gis
