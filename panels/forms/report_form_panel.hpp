// The new-report form where the inspector stands: place, category, Enter. UI thread.
#pragma once

#include "panels/forms/report_form.hpp"
#include "panels/frame.hpp"

namespace vigie::panels {

struct ReportFormPanel {
    ReportForm form;
    bool open = false;
    ReportField focus = ReportField::none;       // takes the keyboard as soon as it can
    int focus_frames = 0;                        // how long it has been trying
    ReportField tabbed = ReportField::none;      // Tab was pressed in it
    ReportField error = ReportField::none;
    std::optional<gis::LonLat> place_seen;       // the place pointed at that the form already knows
};

void draw_report_form(Frame& frame, ReportFormPanel& panel);

} // namespace vigie::panels
