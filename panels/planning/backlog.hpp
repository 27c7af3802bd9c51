// What waits to be planned: filters, sorting, cards to drag onto the board, and why a proposal left some out. UI thread.
#pragma once

#include <string>
#include <vector>

#include "panels/planning/board.hpp"

namespace vigie::panels {

struct BacklogState : BacklogFilter {
    bool show_unplanned = true;
    std::string filter_name;      // being typed
    // Made again when interventions, week or filters change.
    std::vector<gis::InterventionId> cards;
    gis::Seconds hours{0};
    std::size_t waiting = 0, regulatory_waiting = 0, arbitrate_waiting = 0;
    std::uint64_t made_from = 0;
    std::size_t at = 0;  // of the cards, where J and K go on when the one that was chosen is no more among them
};

// Fills `cards`; cheap when nothing changed.
void sync_backlog(const Frame& frame, BacklogState& state);
// After sync_backlog.
void draw_backlog(Frame& frame, BoardState& board, BacklogState& state, const Box& box);

} // namespace vigie::panels
