// Who can go: crews for a job now, with their reasons; and how full a crew-day is.
#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "gis/planning/calendar.hpp"
#include "gis/planning/crew_check.hpp"
#include "gis/planning/feasibility_parts.hpp"
#include "gis/planning/refusal_words.hpp"

namespace vigie::gis {
namespace {

constexpr Seconds rank_horizon{7 * 24 * 3600};
constexpr Millis fresh_position = std::chrono::minutes(15);

bool has_fresh_place(const PlanningContext& c, const Crew& crew) {
    return crew.place && (!crew.fix_at || c.now - *crew.fix_at <= fresh_position);
}

LonLat place_of(const PlanningContext& c, const Crew& crew) { return has_fresh_place(c, crew) ? *crew.place : crew.depot; }

// What is left of its working day once what is planned is done, with the way there and back.
Text left_reason(Seconds left) {
    const long long minutes = std::max<long long>(0, left.count() / 60 / 5 * 5);
    if (minutes < 60) return {"planning.reason.minutes_left", {{"n", fmt::format("{}", minutes)}}};
    return {"planning.reason.hours_left", {{"h", fmt::format("{}", minutes / 60)}, {"min", fmt::format("{:02}", minutes % 60)}}};
}

// What a person weighs beside the minutes of the way: how full the day is, and whether somebody sits in the vehicle at all.
struct Weight {
    bool off = false;
    double load = 0;
};
constexpr Seconds about_as_near{3 * 60};  // no difference that a dispatcher would send another crew for

Text distance_reason(double metres) {
    if (metres < 1000) return {"planning.reason.metres", {{"n", fmt::format("{:.0f}", std::round(metres / 10) * 10)}}};
    const auto tenths = static_cast<long long>(std::llround(metres / 100));
    return {"planning.reason.kilometres", {{"whole", fmt::format("{}", tenths / 10)}, {"tenth", fmt::format("{}", tenths % 10)}}};
}

Weight add_reasons(const PlanningContext& c, const CrewDays& days, const Intervention& what, const Crew& crew, RankedCrew& out) {
    Weight weight{.off = crew.status == CrewStatus::out_of_service};
    out.reasons.push_back(distance_reason(out.distance_m));
    if (!has_fresh_place(c, crew)) out.reasons.push_back({"planning.reason.from_depot", {}});
    if (weight.off) out.reasons.push_back({"planning.reason.out_of_service", {}});
    if (crew.status == CrewStatus::on_break) out.reasons.push_back({"planning.reason.on_break", {}});
    for (const auto& skill : what.skills) out.reasons.push_back({"planning.reason.skill", {{"skill", code_words(skill)}}});
    for (const auto& item : what.equipment) out.reasons.push_back({"planning.reason.equipment", {{"item", code_words(item)}}});
    const ShiftSpan* shift = shift_at(c, days, crew.id, c.now);
    if (!shift || c.now >= shift->end || c.now < shift->start) {
        out.reasons.push_back({"planning.reason.off_duty", {}});
        weight.off = true;
        return weight;
    }
    Time until = shift->end;
    bool busy = false;
    for (const auto& visit : days.visits(crew.id)) {
        if (visit.start <= c.now && c.now < visit.end) {
            busy = true;
            out.reasons.push_back({"planning.reason.busy_until", {{"at", clock_words(visit.end, c.zone)}}});
        } else if (visit.start > c.now) {
            until = std::min(until, visit.start);
        }
    }
    if (!busy) out.reasons.push_back({"planning.reason.free_until", {{"at", clock_words(until, c.zone)}}});
    const auto load = day_load(c, crew.id, local_day(c.now, c.zone));
    out.reasons.push_back({"planning.reason.load", {{"n", fmt::format("{}", std::lround(load.ratio() * 100))}}});
    Seconds planned{0};
    for (const auto& visit : days.visits(crew.id))
        if (visit.end > c.now && visit.start < shift->end)
            planned += std::chrono::duration_cast<Seconds>(std::min(visit.end, shift->end) - std::max(visit.start, c.now));
    out.reasons.push_back(left_reason(std::chrono::duration_cast<Seconds>(shift->end - c.now) - planned));
    weight.load = load.ratio();
    return weight;
}

} // namespace

std::vector<RankedCrew> ranked_crews(const PlanningContext& c, const Intervention& what, std::size_t limit) {
    const DaysOf days(c, {});
    PlanningContext shared = c;
    shared.days = &*days;
    std::vector<std::pair<RankedCrew, Weight>> all;
    for (const auto& crew : c.world.crews()) {
        RankedCrew ranked;
        ranked.crew = crew.id;
        const LonLat from = place_of(c, crew);
        ranked.eta = travel_between(c, from, what.place, c.now);
        ranked.distance_m = distance_m(from, what.place);
        ranked.refused = crew_refusals(shared, *days, what, crew.id, c.now + ranked.eta);
        if (ranked.refused.empty()) ranked.possible_start = c.now + ranked.eta;
        else if (const auto slot = first_slot(shared, what, crew.id, c.now + ranked.eta, rank_horizon))
            ranked.possible_start = slot->start;
        const Weight weight = add_reasons(shared, *days, what, crew, ranked);
        all.emplace_back(std::move(ranked), weight);
    }
    const auto rank = [](const RankedCrew& r) { return r.refused.empty() ? 0 : r.possible_start ? 1 : 2; };
    std::ranges::stable_sort(all, [&](const auto& x, const auto& y) {
        const RankedCrew &a = x.first, &b = y.first;
        if (rank(a) != rank(b)) return rank(a) < rank(b);
        if (rank(a) == 1 && *a.possible_start != *b.possible_start) return *a.possible_start < *b.possible_start;
        if (x.second.off != y.second.off) return y.second.off;
        if (a.eta / about_as_near != b.eta / about_as_near) return a.eta < b.eta;
        if (x.second.load != y.second.load) return x.second.load < y.second.load;
        return a.eta < b.eta;
    });
    std::vector<RankedCrew> out;
    for (auto& [ranked, weight] : all)
        if (out.size() < limit) out.push_back(std::move(ranked));
    return out;
}

DayLoad day_load(const PlanningContext& c, CrewId id, std::chrono::local_days day) {
    DayLoad out;
    const auto* crew = c.world.find(id);
    if (!crew) return out;
    const DaysOf days(c, std::span<const CrewId>(&id, 1));
    for (const auto& shift : (*days).shifts(id)) {
        if (local_day(shift.start, c.zone) != day) continue;
        auto available = std::chrono::duration_cast<Seconds>(shift.end - shift.start) - shift.lunch;
        for (const auto& absence : (*days).absences(id))
            if (!absence.agent && absence.from < shift.end && shift.start < absence.to)
                available -= std::chrono::duration_cast<Seconds>(std::min(absence.to, shift.end) - std::max(absence.from, shift.start));
        out.available += std::max(available, Seconds{0});
        const auto visits = visits_of_shift(*days, id, shift, {});
        for (const auto& visit : visits) out.work += std::chrono::duration_cast<Seconds>(visit.end - visit.start);
        for (const auto& leg : legs_of(c, *crew, visits)) out.travel += leg.way;
    }
    return out;
}

} // namespace vigie::gis
