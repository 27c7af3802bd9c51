#include "gis/rules/tracking.hpp"

#include <algorithm>

namespace vigie::gis {

namespace {

// From the departure to the last hand: until it is over an intervention under way has no end.
std::optional<std::pair<Time, Time>> span_of(const Intervention& i) {
    using enum InterventionState;
    if (i.state == en_route || i.state == on_site || i.state == suspended) return std::pair{i.actual_start.value_or(i.state_since), Time::max()};
    if (i.actual_start && i.actual_end && *i.actual_start < *i.actual_end) return std::pair{*i.actual_start, *i.actual_end};
    if ((i.state == planned || i.state == assigned) && i.start) return std::pair{*i.start, *i.start + i.duration};
    return {};
}

} // namespace

void DutyHours::sync(const World& world) {
    const std::uint64_t revision = world.revision(EntityKind::shift) + world.revision(EntityKind::intervention);
    if (revision == revision_) return;
    revision_ = revision;
    crews_.clear();
    for (const Shift& s : world.shifts()) {
        Hours& hours = crews_[s.crew.value];
        hours.known = true;
        hours.spans.emplace_back(s.start, s.end);
    }
    for (const Intervention& i : world.interventions())
        if (const auto span = span_of(i))
            for (const CrewId crew : i.crews) crews_[crew.value].spans.push_back(*span);
    for (auto& [crew, hours] : crews_) {
        std::ranges::sort(hours.spans);
        std::vector<std::pair<Time, Time>> apart;
        for (const auto& span : hours.spans) {
            if (!apart.empty() && span.first <= apart.back().second) apart.back().second = std::max(apart.back().second, span.second);
            else apart.push_back(span);
        }
        hours.spans = std::move(apart);
    }
}

bool DutyHours::on_duty(const World& world, CrewId crew, Time at) {
    sync(world);
    const auto found = crews_.find(crew.value);
    if (found == crews_.end() || !found->second.known) return true;
    const auto& spans = found->second.spans;
    const auto after = std::ranges::upper_bound(spans, at, {}, [](const auto& span) { return span.first; });
    return after != spans.begin() && at <= std::prev(after)->second;
}

} // namespace vigie::gis
