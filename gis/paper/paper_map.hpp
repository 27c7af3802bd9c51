// The vector map of a sheet: the commune's own layers in a quiet style that a black-and-white printer keeps legible, the
// way along the roads, and numbered stops that never cover each other. North is up (the arrow shows true north), with
// scale bar and credits of the data. Private to gis/paper.
#pragma once

#include <string>
#include <vector>

#include "gis/paper/paper_source.hpp"
#include "gis/paper/pdf_canvas.hpp"
#include "gis/paper/sheet_content.hpp"

namespace vigie::gis {

struct MapStop {
    PlanePoint at;
    std::string mark;  // "3"
};

struct PaperMap {
    std::vector<MapStop> stops;
    std::optional<PlanePoint> depot;
    std::vector<SheetLeg> legs;
    std::vector<std::string> credits;  // besides those of the layers drawn
    std::vector<PlanePoint> frame{};   // in view too, not drawn
};

// From the plane to the page: y turned, one scale.
struct PaperView {
    PaperBox box;
    PlaneBox plane;
    double scale = 1;  // pt per plane unit
    [[nodiscard]] double x(double px) const { return box.x + (px - plane.min_x) * scale; }
    [[nodiscard]] double y(double py) const { return box.bottom() - (py - plane.min_y) * scale; }
};

struct PaperDisc {
    double x = 0, y = 0, radius = 0;
};

// Everything of the map lies in view, with a margin; at least 300 m wide.
[[nodiscard]] PaperView view_of(const PaperMap& map, const PaperBox& box, double metres_per_unit);
void draw_paper_map(PdfCanvas& canvas, const PaperSource& from, const PaperMap& map, const PaperBox& box);

// Names along their streets, longest stretch first, none over another, a disc or the frame; beside the way where the way
// goes through their street. `taken` gains what they cover; `way` are the points of the way on the page, close together.
void draw_street_names(PdfCanvas& canvas, const std::vector<LayerPtr>& layers, const PaperView& view, const std::vector<PaperDisc>& way, std::vector<PaperDisc>& taken);

} // namespace vigie::gis
