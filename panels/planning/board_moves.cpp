#include "panels/planning/board_moves.hpp"

#include <algorithm>
#include <ranges>

#include <fmt/format.h>

#include "gis/model/zone.hpp"
#include "gis/planning/calendar.hpp"

namespace vigie::panels {
namespace {

constexpr int days_looked_ahead = 14;
constexpr std::uint64_t made_up_ids = ~0ull - 4096;  // of what does not exist yet, in the scratch plan only

gis::Intervention unplaced(gis::Intervention what, std::uint64_t id) {
    what.id = gis::InterventionId{id};
    return what;
}

} // namespace

void check_together(const gis::PlanningContext& c, std::vector<Placing>& placings) {
    gis::CrewDays plan = c.days ? *c.days : gis::CrewDays::build(c.world);
    for (const auto& p : placings)
        if (!p.makes()) plan.remove(p.what.id);
    gis::PlanningContext context = c;
    context.days = &plan;
    std::vector<std::size_t> order(placings.size());
    for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
    std::ranges::stable_sort(order, {}, [&](std::size_t i) { return placings[i].start; });
    for (const std::size_t i : order) {
        auto& p = placings[i];
        p.refused.clear();
        if (p.crews.empty()) {
            p.refused.push_back({gis::RefusalKind::crew_count, {"board.group.off_board", {}}});
            continue;
        }
        const auto what = p.makes() ? unplaced(p.what, made_up_ids + i) : p.what;
        p.refused = gis::refusals(context, what, p.crews, p.start);
        for (const auto& crew : p.crews) plan.add(crew, {what.id, p.start, p.start + what.duration, what.place});
    }
}

bool holds(const std::vector<Placing>& placings) {
    return !placings.empty() && std::ranges::all_of(placings, [](const Placing& p) { return p.refused.empty() && !p.crews.empty(); });
}

std::vector<gis::Command> gesture_of(const std::vector<Placing>& placings) {
    std::vector<gis::Command> out;
    gis::command::AdoptPlan plan;
    for (const auto& p : placings) {
        if (p.makes()) {
            out.push_back(gis::command::CreateIntervention{p.what});
            if (!p.crews.empty()) out.push_back(gis::command::Assign{{}, p.crews, p.start, {}});
        } else if (p.what.crews != p.crews || p.what.start != p.start) {
            plan.assignments.push_back({p.what.id, p.crews, p.start, {}});
        }
    }
    // As in check_together: the earliest is looked at first.
    std::ranges::stable_sort(plan.assignments, {}, &gis::command::Assign::start);
    if (!plan.assignments.empty()) out.insert(out.begin(), std::move(plan));
    return out;
}

gis::Intervention copy_of(const gis::Intervention& what) {
    gis::Intervention out = what;
    out.id = {};
    out.number = 0;
    out.origin = {};
    out.state = gis::InterventionState::to_plan;
    out.reports.clear();
    out.alerts.clear();
    out.after.clear();
    out.crews.clear();
    out.start.reset();
    out.actual_start.reset();
    out.actual_end.reset();
    out.locked = false;
    out.reason.clear();
    for (auto& task : out.tasks) task.done = false;
    return out;
}

Split split_over_days(const gis::PlanningContext& c, const gis::Intervention& what, gis::Seconds each) {
    Split out;
    out.first = what;
    if (each.count() <= 0 || each >= what.duration || !what.start || what.crews.empty()) return out;
    const auto parts = (what.duration + each - gis::Seconds{1}) / each;
    const auto name = [&](auto n) { return fmt::format("{} ({}/{})", what.title, n, parts); };
    out.first.duration = each;
    out.first.title = name(1);
    gis::CrewDays plan = c.days ? *c.days : gis::CrewDays::build(c.world);
    gis::PlanningContext context = c;
    context.days = &plan;
    // The first part is as short as it will be: the others start after it.
    plan.remove(what.id);
    for (const auto& crew : what.crews) plan.add(crew, {what.id, *what.start, *what.start + each, what.place});
    auto day = gis::local_day(*what.start, c.zone);
    const auto last_day = day + std::chrono::days{days_looked_ahead};
    auto left = what.duration - each;
    for (std::uint64_t n = 2; left.count() > 0; ++n) {
        Placing part;
        part.what = copy_of(what);
        part.what.title = name(n);
        part.what.duration = std::min(left, each);
        part.what.after = {what.id};
        part.what.tasks.clear();  // they stay with the first
        left -= part.what.duration;
        const auto probe = unplaced(part.what, made_up_ids + n);
        while (part.crews.empty() && ++day <= last_day)
            for (auto at = gis::instant(day, gis::Seconds{0}, c.zone); at < gis::instant(day + std::chrono::days{1}, gis::Seconds{0}, c.zone) && part.crews.empty(); at += gis::slot_step)
                if (gis::refusals(context, probe, what.crews, at).empty()) {
                    part.crews = what.crews;
                    part.start = at;
                }
        for (const auto& crew : part.crews) plan.add(crew, {probe.id, part.start, part.start + probe.duration, probe.place});
        out.rest.push_back(std::move(part));
    }
    return out;
}

std::vector<gis::Command> gesture_of(const Split& split) {
    if (split.rest.empty()) return {};
    std::vector<gis::Command> out{gis::command::EditIntervention{split.first}};
    auto made = gesture_of(split.rest);
    out.insert(out.end(), std::make_move_iterator(made.begin()), std::make_move_iterator(made.end()));
    return out;
}

} // namespace vigie::panels
