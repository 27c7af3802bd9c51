// The pages of one crew's day. Private to gis/paper.
#pragma once

#include "gis/paper/pdf_canvas.hpp"
#include "gis/paper/road_sheet.hpp"
#include "gis/paper/sheet_content.hpp"

namespace vigie::gis {

inline constexpr double a4_width = 595.276, a4_height = 841.89;  // pt

// Begins on the canvas' current page, which is empty, and ends on its last.
void draw_road_sheet(PdfCanvas& canvas, const PaperSource& from, const RoadSheetOptions& options, const SheetContent& content);

} // namespace vigie::gis
