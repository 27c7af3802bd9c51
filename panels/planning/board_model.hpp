// What the week board shows, laid out once per change and not per frame: lanes, crew-days, bars with their conflicts,
// loads and the figures above the board. Pure: World and proposal in, values out. UI thread.
#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "gis/planning/crew_days.hpp"
#include "gis/planning/proposal.hpp"
#include "panels/planning/day_axis.hpp"

namespace vigie::panels {

enum class BarKind : std::uint8_t { planned, added, moved, leaving };  // leaving: where a moved bar is now

struct BoardBar {
    gis::InterventionId id;
    BarKind kind = BarKind::planned;
    gis::InterventionState state = gis::InterventionState::planned;
    gis::Time start{}, end{};
    double from_hour = 0, to_hour = 0;      // wall clock, of its day
    double travel_hours = 0;                // on the road before it
    std::string title, place, icon;
    bool locked = false;
    std::optional<double> progress;         // tasks done, while under way
    std::vector<gis::Text> conflicts;       // why it does not hold as it stands
    std::vector<gis::Text> remarks;         // what is to be said of it all the same: late, no road known
    bool late = false;                      // ends after its deadline
};

struct BoardAbsence {
    gis::AbsenceId id;
    double from_hour = 0, to_hour = 24;
    std::string label;
    bool whole_day = false;
};

struct BoardCell {  // one crew-day
    std::vector<BoardBar> bars;             // by start
    std::vector<BoardAbsence> absences;
    gis::DayLoad load;
    std::optional<std::pair<double, double>> shift;  // hours
};

struct BoardLane {
    gis::CrewId crew;
    std::string name, leader, skills;
    std::vector<BoardCell> days;
};

struct BoardDay {
    std::chrono::local_days day;
    bool today = false;
    std::optional<gis::Text> holiday;
    std::vector<const gis::SchoolHoliday*> school;  // of the commune's zone, of all where it is not known
};

struct BoardFigures {
    double load = 0;                        // of all crews, 0 … 1
    std::size_t planned = 0, wanted = 0;    // interventions of the week, and with the backlog
    std::size_t regulatory_placed = 0, regulatory = 0;
    std::size_t conflicts = 0, late = 0;
    gis::Seconds travel{0}, travel_in_force{0};
    gis::Seconds spread{0};                 // between the fullest and the emptiest crew, per day worked
    std::size_t crews = 0, agents = 0, absences = 0;
};

struct BoardModel {
    std::vector<BoardDay> days;
    std::vector<BoardLane> lanes;
    DayAxis axis;
    BoardFigures figures;
    gis::CrewDays index;                    // of the plan in force

    [[nodiscard]] const BoardBar* find(gis::InterventionId id) const;
};

struct BoardInput {
    const gis::World& world;
    const gis::Catalog& catalog;
    const gis::TravelTime& travel;
    std::string zone;
    gis::Time now{};
    std::chrono::local_days monday;
    const gis::Proposal* proposal = nullptr;
    int weeks = 1;                          // shown side by side, from `monday`
    std::string school_zone{};              // empty = not known
};
[[nodiscard]] BoardModel lay_out_board(const BoardInput& input);

// Changes when a new layout is needed.
struct BoardKey {
    std::array<std::uint64_t, 12> parts{};
    bool operator==(const BoardKey&) const = default;
};
[[nodiscard]] BoardKey board_key(const BoardInput& input);

} // namespace vigie::panels
