#include "gis/planning/crew_days.hpp"

#include <algorithm>

namespace vigie::gis {
namespace {

std::array<std::uint64_t, 5> revisions(const World& world) {
    return {world.revision(EntityKind::intervention), world.revision(EntityKind::shift),
            world.revision(EntityKind::absence), world.revision(EntityKind::crew), world.revision(EntityKind::agent)};
}

ShiftSpan span_of(const Shift& shift) {
    ShiftSpan out{shift.start, shift.end, shift.has_lunch && shift.lunch_duration.count() > 0, shift.lunch_from,
                  shift.lunch_to - shift.lunch_duration, shift.lunch_duration};
    if (out.lunch_latest < out.lunch_earliest) out.lunch_latest = out.lunch_earliest;
    return out;
}

template <class T>
std::span<const T> view(const std::vector<T>* rows) {
    return rows ? std::span<const T>(*rows) : std::span<const T>();
}

} // namespace

std::optional<Occupation> occupation(const Intervention& what) {
    if (what.crews.empty() || (!what.start && !what.actual_start)) return std::nullopt;
    if (what.state == InterventionState::draft || what.state == InterventionState::to_plan) return std::nullopt;
    const Time start = what.actual_start.value_or(what.start.value_or(Time{}));
    const Time end = what.actual_end.value_or(start + what.duration);
    return Occupation{start, std::max(start, end)};
}

CrewDays CrewDays::build(const World& world, std::span<const CrewId> only) {
    CrewDays out;
    out.built_from_ = revisions(world);
    out.partial_ = !only.empty();
    for (const auto& crew : world.crews())
        for (const auto& agent : crew.agents) out.in_several_[agent.value].push_back(crew.id);
    std::erase_if(out.in_several_, [](const auto& entry) { return entry.second.size() < 2; });
    std::vector<CrewId> named(only.begin(), only.end());
    for (const auto& id : only)
        if (const auto* crew = world.find(id))
            for (const auto& agent : crew->agents)
                for (const auto& other : out.crews_of(agent)) named.push_back(other);
    const auto wanted = [&](CrewId crew) { return only.empty() || std::ranges::find(named, crew) != named.end(); };
    for (const auto& what : world.interventions()) {
        for (const auto& before : what.after) out.successors_[before.value].push_back(what.id);
        const auto when = occupation(what);
        if (!when) continue;
        out.planned_[what.id.value] = *when;
        for (const auto& crew : what.crews)
            if (wanted(crew)) out.lanes_[crew.value].visits.push_back({what.id, when->start, when->end, what.place});
    }
    for (const auto& shift : world.shifts())
        if (wanted(shift.crew)) out.lanes_[shift.crew.value].shifts.push_back(span_of(shift));
    std::unordered_map<std::uint64_t, std::vector<CrewId>> crews_of_agent;
    for (const auto& crew : world.crews())
        if (wanted(crew.id))
            for (const auto& agent : crew.agents) crews_of_agent[agent.value].push_back(crew.id);
    for (const auto& absence : world.absences()) {
        const AbsenceSpan span{absence.id, absence.agent, absence.from, absence.to};
        if (absence.crew && wanted(absence.crew)) out.lanes_[absence.crew.value].absences.push_back(span);
        if (!absence.agent) continue;
        if (auto it = crews_of_agent.find(absence.agent.value); it != crews_of_agent.end())
            for (const auto& crew : it->second)
                if (crew != absence.crew) out.lanes_[crew.value].absences.push_back(span);
    }
    for (auto& [crew, lane] : out.lanes_) {
        std::ranges::sort(lane.visits, {}, &PlannedVisit::start);
        std::ranges::sort(lane.shifts, {}, &ShiftSpan::start);
        std::ranges::sort(lane.absences, {}, &AbsenceSpan::from);
    }
    return out;
}

bool CrewDays::is_current(const World& world) const { return !partial_ && built_from_ == revisions(world); }

std::span<const PlannedVisit> CrewDays::visits(CrewId crew) const {
    auto it = lanes_.find(crew.value);
    return view(it == lanes_.end() ? nullptr : &it->second.visits);
}

std::span<const ShiftSpan> CrewDays::shifts(CrewId crew) const {
    auto it = lanes_.find(crew.value);
    return view(it == lanes_.end() ? nullptr : &it->second.shifts);
}

std::span<const AbsenceSpan> CrewDays::absences(CrewId crew) const {
    auto it = lanes_.find(crew.value);
    return view(it == lanes_.end() ? nullptr : &it->second.absences);
}

std::optional<Occupation> CrewDays::planned(InterventionId id) const {
    auto it = planned_.find(id.value);
    return it == planned_.end() ? std::nullopt : std::optional(it->second);
}

std::span<const CrewId> CrewDays::crews_of(AgentId agent) const {
    auto it = in_several_.find(agent.value);
    return view(it == in_several_.end() ? nullptr : &it->second);
}

std::span<const InterventionId> CrewDays::successors(InterventionId id) const {
    auto it = successors_.find(id.value);
    return view(it == successors_.end() ? nullptr : &it->second);
}

void CrewDays::add(CrewId crew, const PlannedVisit& visit) {
    auto& visits = lanes_[crew.value].visits;
    planned_[visit.id.value] = {visit.start, visit.end};
    visits.insert(std::ranges::upper_bound(visits, visit.start, {}, &PlannedVisit::start), visit);
}

void CrewDays::remove(InterventionId id) {
    planned_.erase(id.value);
    for (auto& [crew, lane] : lanes_) std::erase_if(lane.visits, [&](const PlannedVisit& v) { return v.id == id; });
}

} // namespace vigie::gis
