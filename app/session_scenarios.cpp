// The part of a Session that keeps what-if: proposals under a name, remembered with the commune.
#include <algorithm>

#include "app/session_workers.hpp"

namespace vigie::app {

namespace {

constexpr const char* scenarios_setting = "scenarios";

} // namespace

void Session::recall_scenarios() { scenarios_ = gis::read_scenarios(desk_->setting(scenarios_setting)); }

gis::Outcome Session::remember_scenarios() { return desk_->set_setting(scenarios_setting, gis::scenarios_text(scenarios_)); }

gis::Outcome Session::keep_scenario(const std::string& name, std::chrono::local_days monday) {
    if (!proposal_) return gis::Done{};
    gis::Scenario kept{name, monday, now(), *proposal_};
    const auto same = std::ranges::find_if(scenarios_, [&](const gis::Scenario& s) { return s.name == name && s.monday == monday; });
    if (same != scenarios_.end()) *same = std::move(kept);
    else scenarios_.push_back(std::move(kept));
    if (scenarios_.size() > gis::most_scenarios) scenarios_.erase(scenarios_.begin());
    return remember_scenarios();
}

void Session::show_scenario(std::size_t which) {
    if (which >= scenarios_.size()) return;
    workers_->proposer.request_stop();
    proposal_ = gis::still_possible(world(), scenarios_[which].proposal, now());
}

gis::Outcome Session::drop_scenario(std::size_t which) {
    if (which >= scenarios_.size()) return gis::Done{};
    scenarios_.erase(scenarios_.begin() + static_cast<std::ptrdiff_t>(which));
    return remember_scenarios();
}

} // namespace vigie::app
