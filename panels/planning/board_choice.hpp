// Which bars are chosen: by Ctrl and Shift, by a rectangle, by the arrow keys. It is the one selection of the program, so
// map, lists and inspector see the same. UI thread.
#pragma once

#include "panels/planning/board.hpp"

namespace vigie::panels {

// The last item is a bar and was pressed this frame.
void press_bar(const BoardView& view, int row, int day, const BoardBar& bar);
// The press ended on the bar without becoming a drag.
void release_bar(const BoardView& view, const BoardBar& bar);
// The last item is a crew-day's ground: a drag from it draws a rectangle.
void maybe_start_rectangle(const BoardView& view);
void run_rectangle(const BoardView& view);
// Arrow keys walk from bar to bar, with Shift they add.
void walk_bars(const BoardView& view);
// At four weeks: from crew-day to crew-day; Enter opens the day.
void walk_cells(const BoardView& view);
// Interventions of the selection that stand on the board and have not begun, in order of choice.
[[nodiscard]] std::vector<const gis::Intervention*> movable_choice(const Frame& frame);
// Where a bar stands.
struct BarPlace {
    int row = 0, day = 0;
    std::size_t index = 0;
};
[[nodiscard]] std::optional<BarPlace> bar_place(const BoardView& view, gis::InterventionId id);

} // namespace vigie::panels
