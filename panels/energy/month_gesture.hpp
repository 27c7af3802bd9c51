// What hands change of the question, the same from the row and from the palette. UI thread.
#pragma once

#include <chrono>

#include "panels/frame.hpp"

namespace vigie::panels {

[[nodiscard]] std::chrono::year_month live_month(const Frame& frame);   // of the live picture
void choose_fluid(Frame& frame, gis::Fluid fluid);                      // the week chosen is forgotten, the building stays
void step_month(Frame& frame, int months);                              // never beyond the live picture's

} // namespace vigie::panels
