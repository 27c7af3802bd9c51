#include "panels/energy/month_gesture.hpp"

#include "gis/model/zone.hpp"
#include "panels/energy/figures.hpp"

namespace vigie::panels {

std::chrono::year_month live_month(const Frame& frame) {
    const std::chrono::year_month_day today{gis::local_day(frame.now, frame.zone)};
    return today.year() / today.month();
}

void choose_fluid(Frame& frame, gis::Fluid fluid) {
    frame.view.energy.fluid = fluid;
    frame.view.energy.week.reset();
}

void step_month(Frame& frame, int months) {
    const auto to = asked_month(frame) + std::chrono::months{months}, last = live_month(frame);
    if (to > last) return;
    frame.view.energy.week.reset();
    if (to == last) frame.view.energy.month.reset();  // goes on with the live picture
    else frame.view.energy.month = to;
}

} // namespace vigie::panels
