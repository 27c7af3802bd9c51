#include "gis/backends/demo/crew_driver.hpp"

#include <algorithm>

#include "gis/backends/demo/exact.hpp"

namespace vigie::gis::demo {

Spot nearest_spot(const RoadNet& net, P p) {
    Spot best;
    double best_d = 1e300;
    for (std::size_t a = 0; a < net.arcs.size(); ++a) {
        const auto& line = net.arcs[a].line;
        if (line.empty() || distance(line.front(), p) > best_d + net.arcs[a].length_m) continue;
        double before = 0;
        for (std::size_t i = 1; i < line.size(); ++i) {
            const P d = line[i] - line[i - 1];
            const double l = length(d), t = l > 0 ? std::clamp(dot(p - line[i - 1], d) / (l * l), 0.0, 1.0) : 0;
            const double off = distance(p, line[i - 1] + d * t);
            if (off < best_d) best_d = off, best = {static_cast<int>(a), before + t * l};
            before += l;
        }
    }
    return best;
}

P point_of(const RoadNet& net, Spot spot, P* direction) { return along(net.arcs[static_cast<std::size_t>(spot.arc)].line, spot.metres, direction); }

std::vector<CrewDriver::Leg> CrewDriver::legs(Spot to) const {
    const auto& here = net_->arcs[static_cast<std::size_t>(at_.arc)];
    if (to.arc == at_.arc && to.metres >= at_.metres) return {{at_.arc, at_.metres, to.metres}};
    std::vector<Leg> out{{at_.arc, at_.metres, here.length_m}};
    const int gate = net_->arcs[static_cast<std::size_t>(to.arc)].from;
    for (const int arc : net_->way(here.to, gate)) out.push_back({arc, 0, net_->arcs[static_cast<std::size_t>(arc)].length_m});
    out.push_back({to.arc, 0, to.metres});
    return out;
}

void CrewDriver::go(Spot to) {
    way_ = legs(to);
    leg_ = 0;
    on_leg_ = way_.front().from;
}

double CrewDriver::seconds_to(Spot to) const {
    double seconds = 0;
    for (const Leg& leg : legs(to)) seconds += (leg.to - leg.from) / net_->arcs[static_cast<std::size_t>(leg.arc)].speed_ms;
    return seconds;
}

bool CrewDriver::drive(double seconds, double pace) {
    while (leg_ < way_.size() && seconds > 0) {
        const Leg& leg = way_[leg_];
        const double speed = net_->arcs[static_cast<std::size_t>(leg.arc)].speed_ms * pace;
        const double reach = (leg.to - on_leg_) / speed;
        speed_ms_ = speed;
        if (reach > seconds) {
            on_leg_ += speed * seconds;
            at_ = {leg.arc, on_leg_};
            return false;
        }
        at_ = {leg.arc, leg.to};
        seconds -= reach;
        if (++leg_ < way_.size()) on_leg_ = way_[leg_].from;
    }
    if (leg_ < way_.size()) return false;
    halt();
    return true;
}

double CrewDriver::heading() const {
    P d;
    (void)point_of(*net_, at_, &d);
    return heading_deg(d.x, d.y);
}

} // namespace vigie::gis::demo
