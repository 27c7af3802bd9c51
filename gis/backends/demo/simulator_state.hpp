// The insides of the simulator, shared by its source files only.
#pragma once

#include <optional>

#include "gis/backends/demo/simulator.hpp"

namespace vigie::gis::demo {

inline constexpr Millis tick_length{5'000};
inline constexpr std::int64_t history_hours = 12;
inline constexpr std::int64_t slots_remembered = 12 * 48;  // reports older than that are settled and forgotten
inline constexpr std::size_t most_jobs = 2'000, most_taken_reports = 500, most_created = 5'000;

// Tells one town from another: changes when the generator does.
[[nodiscard]] std::uint64_t fingerprint(const DemoCommune& commune);

struct Simulator::Job {
    std::string id;
    Intervention what{};
    bool by_hand = false;   // somebody moved it in Vigie: it goes as they say
    bool urgent = false;    // leave at once
};

struct Simulator::CrewLife {
    Crew crew;
    CrewDriver driver;
    Spot depot;
    CrewStatus status = CrewStatus::out_of_service;
    std::string job{};               // on the way to it or at it
    Time until{};                    // work or lunch ends
    Time last_fix{}, lunch_day{};
    bool homeward = false, duty = false;
    std::vector<Position> trail{};   // of the last minutes, for a snapshot
};

struct Simulator::Event {
    Time at{};
    std::uint64_t order = 0;
    std::string report;
    std::optional<Report> received;
    ReportStep step;
    [[nodiscard]] bool operator<(const Event& o) const { return at != o.at ? at > o.at : order > o.order; }  // earliest on top
};

struct Simulator::Resume {
    struct JobState {
        std::string id;
        InterventionState state{};
        std::vector<CrewId> crews{};
        MaybeTime start, actual_start, actual_end;
        bool by_hand = false;
        std::optional<Intervention> whole{};  // when born in Vigie
    };
    struct CrewState {
        Spot at;
        CrewStatus status{};
        std::string job;
        Time until{}, lunch_day{};
    };
    Time born{}, now{};
    MaybeTime metered;
    std::vector<JobState> jobs;
    std::vector<CrewState> crews;
    std::vector<std::string> taken;
    std::uint64_t created = 0, ground = 0;
    std::map<std::string, std::uint64_t> versions;
    std::optional<Past::Told> past{};
};

} // namespace vigie::gis::demo
