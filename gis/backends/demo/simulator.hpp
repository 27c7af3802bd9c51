// The town alive: a virtual clock that only `advance` moves, and what happens meanwhile as changes of the plugin interface.
// The same seed, start and calls give the same changes. One thread.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "gis/backends/demo/citizens.hpp"
#include "gis/backends/demo/commune.hpp"
#include "gis/backends/demo/crew_driver.hpp"
#include "gis/backends/demo/past.hpp"
#include "gis/backends/demo/sensor_values.hpp"
#include "gis/backends/demo/week.hpp"
#include "gis/backends/vigie_backend.hpp"

namespace vigie::gis::demo {

using Changes = std::vector<backend::Change>;

struct Verdict {  // on an edit made in Vigie
    bool accepted = true;
    std::string id, version, why;
};

class Simulator {
public:
    // Begins on the morning of `now` and lives up to it. With a cursor of an earlier run it takes up that thread instead.
    // `cancelled` is asked now and then on the way: then it stays where it has come to.
    // `past_months`: of reports and work before the books, told by `tell_past`.
    Simulator(std::uint64_t seed, Time now, std::string_view cursor = {}, const std::function<bool()>& cancelled = {}, int past_months = 0);
    ~Simulator();
    Simulator(const Simulator&) = delete;
    Simulator& operator=(const Simulator&) = delete;

    [[nodiscard]] Time now() const { return now_; }
    [[nodiscard]] const DemoCommune& commune() const { return commune_; }
    // Everything as it stands, with the measurements and tracks of the last hours. After a restart on the same ground: only
    // what lives, since the host has kept the rest.
    void snapshot(Changes& out) const;
    // More of what was before the snapshot, the newest first; false when all is told.
    bool tell_past(Changes& out);
    static constexpr std::size_t past_portion = 400;
    // Lives until `to`, at most `longest_leap` at once.
    void advance(Time to, Changes& out);
    static constexpr Millis longest_leap{10 * 60 * 1000};
    // An edit of Vigie: what it says is followed from now on.
    Verdict take(const backend::Command& command, Changes& out);
    [[nodiscard]] Time born() const { return born_; }
    [[nodiscard]] const SensorValues& values() const { return values_; }
    // How far the host knows the meters' readings; kept over a restart.
    [[nodiscard]] MaybeTime metered() const { return metered_; }
    void set_metered(Time until) { metered_ = until; }
    // What a restart needs.
    [[nodiscard]] std::string cursor() const;

private:
    struct Job;
    struct CrewLife;
    struct Event;
    struct Resume;

    void ground_snapshot(Changes& out) const;
    void measurements(Changes& out) const;
    void begin(Time born);
    void resume(const Resume& from);
    void catch_up(Time until, const std::function<bool()>& cancelled);
    void resume_job(const Resume& from, std::size_t index);
    [[nodiscard]] static std::unique_ptr<Resume> read_cursor(std::string_view cursor, std::uint64_t seed);
    void tick(Changes& out);
    void sensors(Changes& out);
    void citizens(Changes& out);
    void crews(Changes& out);
    void live(CrewLife& crew, Changes& out);
    void on_duty(CrewLife& crew, Changes& out);
    void leave_for(CrewLife& crew, Job& job, Changes& out);
    void arrive(CrewLife& crew, Changes& out);
    void finish(CrewLife& crew, Changes& out);
    void set_status(CrewLife& crew, CrewStatus status, Changes& out);
    void set_state(Job& job, InterventionState state, Changes& out);
    void report_position(CrewLife& crew, Changes& out);
    [[nodiscard]] bool on_shift(const Crew& crew) const;
    [[nodiscard]] Job* next_job(const CrewLife& crew);
    [[nodiscard]] Job* job(const std::string& id);
    void rollover(Changes& out);
    void take_intervention(const backend::Command& command, Verdict& verdict, Changes& out);
    void push_slot(std::int64_t slot);
    [[nodiscard]] std::string next_version(const std::string& id);

    std::uint64_t seed_;
    Time now_{}, born_{};
    DemoCommune commune_;
    Agenda agenda_;
    SensorValues values_;
    Citizens citizens_;
    std::unique_ptr<WeekPlanner> planner_;
    std::vector<Time> sensor_due_;
    std::vector<std::unique_ptr<Job>> jobs_;
    std::vector<CrewLife> crews_;
    std::vector<Event> events_;                      // a heap by time
    std::map<std::string, Report> reports_;          // by remote id, open ones and those of the last days
    std::set<std::string> ours_no_more_;             // reports somebody took in hand in Vigie
    std::map<std::string, std::uint64_t> versions_;
    std::chrono::local_days planned_until_{};        // Monday after the last week in the books
    std::int64_t next_slot_ = 0;
    std::uint64_t ground_ = 0;                       // fingerprint of the commune
    std::uint64_t created_ = 0;                      // entities born in Vigie
    MaybeTime metered_;
    MaybeTime resumed_at_;                           // the host knows the ground and what was before
    int past_months_ = 0;
    std::unique_ptr<Past> past_;                     // while there is some to tell
};

} // namespace vigie::gis::demo
