// The attribute table of a map layer, in the bottom dock: its features as rows, found and sorted by the worker, one
// selection with the map. Split by region: tools above, grid, figures of a column beside. UI thread.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "panels/frame.hpp"
#include "panels/map/feature_selection.hpp"
#include "panels/widgets/grid.hpp"

namespace vigie::panels {

inline constexpr std::size_t max_copied_rows = 50'000;  // to the clipboard; more is a file

struct AttributeTable {
    std::string layer;                // of what follows: another one starts fresh
    std::string filter;               // as typed
    double typed_at = -1;             // ImGui time of the last letter not yet searched
    bool only_chosen = false;
    bool figures_open = false, figures_of_chosen = false;
    std::string figures_column;
    GridView grid;
    ChosenFeatures chosen;
    long anchor = -1;                 // row of the last plain click, for Maj ranges
    bool hovers = false;              // the hovered feature was set here
    FeatureSet followed;              // the selection the grid last scrolled to
    std::string clicked_value;        // of the cell the menu was asked on
    std::string clicked_column;

    struct Asked {
        gis::LayerPtr layer;
        std::string filter, sort;
        bool descending = false;
        FeatureSet only;
        bool operator==(const Asked&) const = default;
    };
    std::optional<Asked> asked;
    struct AskedFigures {
        gis::LayerPtr layer;
        std::string column;
        FeatureSet rows;
        bool operator==(const AskedFigures&) const = default;
    };
    std::optional<AskedFigures> asked_figures;
};

void draw_attribute_table(Frame& frame, AttributeTable& table);
// When the table must be drawn again without news: what was typed is searched once the typing rests.
[[nodiscard]] std::optional<int> wants_frame_in_ms(const AttributeTable& table);

// ---- for the other files of the table ----

// What is shown: the layer of the rows found last (a layer just edited is searched again while these stay).
struct ShownRows {
    gis::LayerPtr layer;
    FeatureSet rows;
    [[nodiscard]] bool ready() const { return layer && rows; }
};
[[nodiscard]] ShownRows shown_rows(const Frame& frame);
[[nodiscard]] TableLook& look_of_table(Frame& frame);
// Columns of the source that are not hidden.
[[nodiscard]] std::vector<const gis::Column*> shown_columns(const Frame& frame, const gis::Layer& layer);
// Name of a column for a person: that of the catalogue's field where there is one.
[[nodiscard]] std::string column_title(const Frame& frame, const gis::Layer& layer, const gis::Column& column);
// A value as a table shows it: the decimal sign of the language, no grouping (years stay years).
[[nodiscard]] std::string attribute_text(const gis::Language& language, const gis::Column& column, std::uint32_t feature);
// Rows as tab-separated text with headers, for a spreadsheet.
[[nodiscard]] std::string rows_as_text(const Frame& frame, const gis::Layer& layer, const std::vector<std::uint32_t>& rows);

void ask_for_rows(Frame& frame, AttributeTable& table, const gis::LayerPtr& layer);
void draw_attribute_tools(Frame& frame, AttributeTable& table, const gis::LayerPtr& layer);
void draw_attribute_figures(Frame& frame, AttributeTable& table, const ShownRows& shown);
void fly_to_features(Frame& frame, const gis::Layer& layer, const std::vector<std::uint32_t>& features);
void copy_rows(Frame& frame, const gis::Layer& layer, const std::vector<std::uint32_t>& rows);
// Opens the table on a layer.
void open_table(Frame& frame, const std::string& layer);

} // namespace vigie::panels
