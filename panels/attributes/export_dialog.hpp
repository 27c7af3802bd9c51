// "Exporter…": which features of a layer, in what format, where; then a strip with progress until the file is there. UI
// thread; writing is the table worker's.
#pragma once

#include <string>

#include "panels/attributes/attribute_table.hpp"
#include "panels/frame.hpp"

namespace vigie::panels {

enum class ExportWhat : std::uint8_t { all, found, chosen };

struct ExportDialog {
    bool open = false, fresh = false;
    std::string layer, file;      // the file as typed
    bool file_typed = false;      // else its name follows the format
    ExportWhat what = ExportWhat::all;
    gis::ExportFormat format = gis::ExportFormat::geopackage;
    bool byte_order_mark = true;
    int csv_geometry = 0;         // gis::CsvGeometry
    bool found_counts = false;    // a filter was typed: the rows found are not all
    ChosenFeatures chosen;
};

// Draws the question while it is open and the progress while a file is written; says how it ended.
void draw_export(Frame& frame, ExportDialog& state);

} // namespace vigie::panels
