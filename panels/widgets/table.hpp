// Lists of thousands of rows: fixed header with sort arrows, 26 px rows, hover and selection grounds, clipper, numbers
// aligned right. Cells draw themselves at the box they are given. UI thread.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "panels/widgets/glyph.hpp"

namespace vigie::panels {

struct TableColumn {
    std::string label;          // "Délai###due"
    float width = 100;          // px at scale 1; the weights of what is left when `stretch`
    bool stretch = false;
    bool right = false;         // numbers
    bool sortable = true;
    bool hidden = false;
};

struct TableSort {
    int column = -1;
    bool descending = false;
    bool operator==(const TableSort&) const = default;
};

// Where a cell draws: text baseline centred on `middle`, between left and right.
struct CellBox {
    float left = 0, right = 0, middle = 0;
    bool selected = false, hovered = false;
    [[nodiscard]] float width() const { return right - left; }
};

struct TableSpec {
    float row_height = 26, header_height = 26;  // px at scale 1
    float height = 0;                            // px at scale 1; 0 = what is left
    std::vector<TableColumn> columns;
    std::size_t rows = 0;
    TableSort* sort = nullptr;                   // changed by a click on a header
    std::function<bool(std::size_t row)> selected;
    std::function<bool(std::size_t row)> hovered_elsewhere;  // the same object under the pointer on the map
    std::function<std::string(std::size_t row)> row_id;      // stable: "S-1187", for ids and tests
    std::function<void(std::size_t row, int column, const CellBox&)> cell;
    bool takes_drops = false;                    // rows answer to a drag that began elsewhere
    long scroll_to = -1;                         // bring this row into view once
};

struct TableEvents {
    long clicked = -1, double_clicked = -1, hovered = -1, right_clicked = -1, dragged = -1;
    bool ctrl = false, shift = false;
    bool sort_changed = false;
    float hovered_top = 0;                       // screen y of the hovered row
};
TableEvents table(const Theme& theme, const char* id, const TableSpec& spec);

// Cell contents.
void cell_text(const Theme& theme, const CellBox& box, std::string_view text, bool strong = false, bool weak = false);
void cell_number(const Theme& theme, const CellBox& box, std::string_view text, bool strong = false);
void cell_mono(const Theme& theme, const CellBox& box, std::string_view text);
void cell_state(const Theme& theme, const CellBox& box, const StatusLook& look, std::string_view words);
void cell_icon_text(const Theme& theme, const CellBox& box, std::string_view icon, std::string_view text);

} // namespace vigie::panels
