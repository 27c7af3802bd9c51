// The figures above the week: navigator, load, what is planned, conflicts, road, spread; "Proposer la semaine"; and the
// banner of a proposal. UI thread.
#pragma once

#include "panels/planning/board.hpp"

namespace vigie::panels {

void draw_kpi_row(Frame& frame, BoardState& state, const Box& box);
// True while there is something to say (a proposal, or one being made).
[[nodiscard]] bool has_banner(const Frame& frame);
void draw_proposal_banner(Frame& frame, BoardState& state, bool& show_unplanned, const Box& box);

} // namespace vigie::panels
