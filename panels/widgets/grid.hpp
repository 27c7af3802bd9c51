// A table of any size: rows and columns are virtual in both directions, the scroll position is a number of rows (a million
// rows of 26 px are more pixels than a float can tell apart), columns are resized at their header's edge. UI thread.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "panels/widgets/table.hpp"

namespace vigie::panels {

struct GridColumn {
    std::string label;       // "hauteur###column.hauteur"
    float width = 120;       // px at scale 1
    bool right = false;      // numbers
};

// Where a person is in the grid; kept by whoever shows it.
struct GridView {
    double top = 0;          // first row shown, fractional
    float left = 0;          // px hidden on the left
    long row = -1;           // with the keyboard, -1 = none
    int column = 0;
    int resizing = -1;       // column whose edge is held
};

struct GridSpec {
    std::vector<GridColumn> columns;
    std::size_t rows = 0;
    TableSort* sort = nullptr;
    GridView* view = nullptr;                                        // required
    long scroll_to = -1;                                             // row to bring into view
    std::function<std::string(std::size_t row, int column)> text;    // required
    std::function<bool(std::size_t row)> selected, hovered_elsewhere;
    std::function<std::string(std::size_t row)> row_id;              // stable item id
};

struct GridEvents {
    long hovered = -1, clicked = -1, double_clicked = -1, right_clicked = -1;
    int column = -1;          // under the pointer, with any of the above
    bool ctrl = false, shift = false;
    bool sort_changed = false;
    int resized = -1;         // column
    float width = 0;          // its new width, px at scale 1
    bool moved = false;       // the keyboard went to another row
};
GridEvents grid(const Theme& theme, const char* id, const GridSpec& spec);

} // namespace vigie::panels
