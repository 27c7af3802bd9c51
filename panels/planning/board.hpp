// The week board: crews × days with hours, drawn with draw lists from a BoardModel; drags, menus and keys become
// commands. Regions: tool row, day header, lanes. UI thread.
#pragma once

#include <optional>
#include <set>
#include <string>
#include <vector>

#include <imgui.h>

#include "panels/frame.hpp"
#include "panels/planning/board_model.hpp"
#include "panels/planning/board_moves.hpp"
#include "panels/planning/capacity_view.hpp"
#include "panels/planning/scenario_table.hpp"
#include "panels/region.hpp"

namespace vigie::panels {

// A bar or card on its way.
struct BoardDrag {
    gis::InterventionId what;             // none = nothing is dragged
    double grab_hours = 0;                // from the bar's start to the hand
    struct Target {
        gis::CrewId crew;
        gis::Time start{};
        bool operator==(const Target&) const = default;
    };
    std::optional<Target> target;
    std::vector<gis::CrewId> crews;       // of the target, partners included
    std::vector<gis::Refusal> refused;
    std::vector<gis::Text> remarks;       // what forbids nothing: too late, no road known
    std::optional<gis::Slot> nearest;     // where it could go instead
    std::optional<ImVec2> jumped_at;      // Tab: `target` is the nearest slot until the hand moves on
    bool copies = false;                  // Ctrl: what lies there stays
    std::vector<Placing> together;        // of several, or of copies: where each would go
    [[nodiscard]] bool active() const { return bool(what); }
};

// Popups of the board.
struct BoardMenus {
    gis::InterventionId bar;              // right-clicked
    gis::CrewId crew;
    int day = 0;
    bool open_bar = false, open_cell = false, open_absence = false, open_force = false;
    std::string absence_reason;
    int absence_part = 0, absence_who = 0;  // whole day, morning, afternoon; crew, then its agents
    gis::command::Assign forced;            // waits for its reason
    std::string force_reason;
    std::vector<gis::Refusal> force_refused;
    bool open_split = false;
    float split_minutes = 60;             // of each part
};

// Hands and keys on the selection of bars.
struct BarChoice {
    bool was_chosen = false, ctrl = false;  // of the bar under the press
    std::optional<ImVec2> from;           // of a rectangle; y from the top of the first lane
    std::vector<gis::InterventionId> copied;  // Ctrl+C
};

// What of a proposal is taken: everything but these.
struct ProposalChoice {
    bool choosing = false;
    std::set<std::uint64_t> left_aside;
    int only = 0;                         // chips: 0 all, 1 added, 2 moved
    [[nodiscard]] bool takes(gis::InterventionId id) const { return !left_aside.contains(id.value); }
};

// From near to far; `capacity` is the table of twelve weeks by skill.
enum class BoardZoom : std::uint8_t { hours, day, week, two_weeks, four_weeks, capacity };
[[nodiscard]] constexpr int weeks_of(BoardZoom zoom) { return zoom == BoardZoom::two_weeks ? 2 : zoom == BoardZoom::four_weeks ? 4 : 1; }
inline constexpr double hours_shown = 4;  // of BoardZoom::hours

struct BoardState {
    BoardModel model;
    BoardKey key;
    bool show_travel = true, show_breaks = true, locked_only = false;
    BoardZoom zoom = BoardZoom::week;
    int only_day = 0;                     // shown by `day` and `hours`
    double hour_from = 8;                 // first hour shown by `hours`
    CapacityState capacity;
    std::set<std::uint64_t> hidden_crews;
    gis::CrewId tour_crew;                // the chosen crew-day
    int tour_day = 0;
    BoardDrag drag;
    BoardMenus menus;
    ProposalChoice choice;
    ScenarioTable scenarios;
    BarChoice bars;
    int open_day = -1;                    // double-clicked this frame: to be shown alone
    gis::InterventionId wants_inspector;  // double-clicked this frame
};

// Where everything stands this frame, in screen px.
struct BoardGeometry {
    Box lanes;                            // scrolling part, crew column included
    Box header;
    float crew_width = 0, day_width = 0, lane_height = 0;
    float top = 0;                        // of the first lane, scrolled
    int first_day = 0, day_count = 0;
    std::vector<int> shown;               // lanes after the crew filter
    DayAxis axis;

    [[nodiscard]] float day_left(int day) const { return lanes.min.x + crew_width + static_cast<float>(day - first_day) * day_width; }
    [[nodiscard]] float x(int day, double hour) const { return day_left(day) + static_cast<float>(axis.share(hour)) * (day_width - 1); }
    [[nodiscard]] Box cell(int row, int day) const {
        const float y = top + static_cast<float>(row) * lane_height, left = day_left(day);
        return {ImVec2(left, y), ImVec2(left + day_width, y + lane_height)};
    }
    struct Hit {
        int row = 0, day = 0;
        double hour = 0;
    };
    [[nodiscard]] std::optional<Hit> hit(ImVec2 at) const;
};

// Everything a drawing function of the board needs.
struct BoardView {
    Frame& frame;
    BoardState& state;
    const BoardGeometry& at;
    [[nodiscard]] const BoardLane& lane(int row) const { return state.model.lanes[static_cast<std::size_t>(at.shown[static_cast<std::size_t>(row)])]; }
    [[nodiscard]] gis::PlanningContext context() const;
    [[nodiscard]] bool load_cells() const { return state.zoom == BoardZoom::four_weeks; }
};

// A sum of working time in hours, however many: 31 h 30, 45 min.
[[nodiscard]] std::string hours_words(const Frame& frame, gis::Seconds length);

void sync_board(Frame& frame, BoardState& state);
void draw_board(Frame& frame, BoardState& state, const Box& box);

// Nearer (positive) or farther, about a day of the board.
void zoom_board(Frame& frame, BoardState& state, int steps, int day);
void show_zoom(Frame& frame, BoardState& state, BoardZoom zoom, int day);
// By as much as is shown.
void page_board(Frame& frame, BoardState& state, int pages);

void draw_tool_row(Frame& frame, BoardState& state, const Box& box);
void draw_day_header(const BoardView& view);
void draw_lane(const BoardView& view, int row);
// At four weeks a crew-day is one cell: how full it is, in figures and as a level.
void draw_load_cell(const BoardView& view, int row, int day);
void draw_callouts(const BoardView& view);

// Begins when the last item (a bar or a card) is dragged more than 6 px.
void maybe_start_drag(Frame& frame, BoardState& state, gis::InterventionId what, double grab_hours);
// Follows the hand, says what would happen, drops. `backlog`: dropping there puts it back to plan.
void run_drag(const BoardView& view, const Box& backlog);
void run_board_keys(const BoardView& view);
void draw_split_form(Frame& frame, BoardState& state);
void draw_board_menus(Frame& frame, BoardState& state);

} // namespace vigie::panels
