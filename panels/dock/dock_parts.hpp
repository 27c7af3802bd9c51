// Regions of the bottom dock, one function each. UI thread.
#pragma once

#include "panels/bottom_dock.hpp"

namespace vigie::panels {

void draw_dock_tabs(Frame& frame, BottomDockState& state);
// Right of the tabs: count and sort in words, filter, columns, export; or what can be done with several objects.
void draw_dock_tools(Frame& frame, BottomDockState& state, float left);
void draw_selection_bar(Frame& frame, float left);
void draw_dock_table(Frame& frame, BottomDockState& state, ListView& list);
// The alert list, whose storms are rows of their own.
void draw_alert_table(Frame& frame, BottomDockState& state, ListView& list);
[[nodiscard]] std::vector<TableColumn> table_columns(const Frame& frame, const ListView& list);
void draw_feed(Frame& frame, BottomDockState& state);
void draw_cell(const Frame& frame, const CellBox& box, const Cell& cell);
// A row that is pulled out of its list becomes what is dragged, when it is something that can be assigned.
void start_row_drag(Frame& frame, BottomDockState& state, gis::EntityRef row);
// One sentence and one offer where there is no row.
void draw_no_rows(Frame& frame, BottomDockState& state);
void export_list(Frame& frame, BottomDockState& state, const ListView& list);

} // namespace vigie::panels
