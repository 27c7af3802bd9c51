// « Échéances »: what is due and overdue, by date, beside the backlog. A press selects the place; `I` or the button at
// the foot makes the intervention, `C` shows it on the map. UI thread.
#pragma once

#include <string>
#include <vector>

#include "gis/planning/due_lines.hpp"
#include "panels/planning/board.hpp"

namespace vigie::panels {

enum class DueShown : std::uint8_t { all, overdue, without_work };

struct DueListState {
    gis::DueBook book;
    std::string domain;                 // Domain::id; empty = all
    DueShown shown = DueShown::all;
    std::string text;
    // Made again when the book or the filters change: lines by index, and headings before them.
    struct Row {
        std::string heading;            // not empty: a heading
        bool late = false;
        std::size_t line = 0;
    };
    std::vector<Row> rows;
    std::size_t overdue = 0, without_work = 0, listed = 0;
    std::uint64_t made_from = 0;
};

void sync_due_list(const Frame& frame, DueListState& state);
void draw_due_list(Frame& frame, BoardState& board, DueListState& state, const Box& box);

} // namespace vigie::panels
