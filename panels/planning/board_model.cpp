#include "panels/planning/board_model.hpp"

#include <algorithm>
#include <unordered_map>
#include <unordered_set>

#include "gis/model/words.hpp"
#include "gis/planning/calendar.hpp"
#include "gis/planning/school_calendar.hpp"

namespace vigie::panels {
namespace {

constexpr std::size_t skills_shown = 3;  // in the crew column; the inspector has all
constexpr std::int64_t layout_age_ms = 15 * 60 * 1000;  // "today" and what may conflict follow the clock this closely

double hours_of(const BoardInput& in, std::chrono::local_days day, gis::Time t) {
    const double whole = 24.0 * static_cast<double>((gis::local_day(t, in.zone) - day).count());
    return whole + static_cast<double>(gis::wall_time(t, in.zone).count()) / 3600;
}

bool may_conflict(const gis::Intervention& what, gis::Time now) {
    using enum gis::InterventionState;
    return (what.state == planned || what.state == assigned) && what.start && *what.start + what.duration >= now;
}

struct Layout {
    const BoardInput& in;
    BoardModel out;
    std::unordered_map<std::uint64_t, std::size_t> lane_of;
    std::unordered_map<std::uint64_t, const gis::command::Assign*> moved;

    [[nodiscard]] std::optional<std::size_t> day_of(gis::Time t) const {
        const auto day = gis::local_day(t, in.zone);
        for (std::size_t d = 0; d < out.days.size(); ++d)
            if (out.days[d].day == day) return d;
        return std::nullopt;
    }

    void add_days() {
        const auto today = gis::local_day(in.now, in.zone);
        bool weekend[2] = {false, false};
        for (const auto& shift : in.world.shifts()) {
            const auto away = (gis::local_day(shift.start, in.zone) - in.monday).count();
            if (away >= 0 && away < 7 * in.weeks && away % 7 >= 5) weekend[away % 7 - 5] = true;
        }
        for (int d = 0; d < 7 * in.weeks; ++d) {
            const int weekday = d % 7;
            if (weekday >= 5 && !weekend[weekday - 5] && !(weekday == 5 && weekend[1])) continue;
            const auto day = in.monday + std::chrono::days{d};
            const auto holiday = gis::public_holiday(day);
            out.days.push_back({day, day == today, holiday ? std::optional(holiday->name) : std::nullopt, gis::school_holidays_on(in.catalog, in.school_zone, day)});
        }
    }

    void add_lanes() {
        for (const auto& crew : in.world.crews()) {
            BoardLane lane;
            lane.crew = crew.id;
            lane.name = crew.name;
            if (const auto* leader = in.world.find(crew.leader)) lane.leader = leader->name;
            std::vector<std::string> held;
            for (const auto& id : crew.agents)
                if (const auto* agent = in.world.find(id))
                    for (const auto& skill : agent->skills)
                        if ((!skill.expires_at || *skill.expires_at >= in.now) && std::ranges::find(held, skill.code) == held.end())
                            held.push_back(skill.code);
            for (std::size_t i = 0; i < std::min(held.size(), skills_shown); ++i) lane.skills += (i ? ", " : "") + held[i];
            std::ranges::replace(lane.skills, '_', ' ');
            lane.days.resize(out.days.size());
            out.lanes.push_back(std::move(lane));
            out.figures.agents += crew.agents.size();
        }
        // As they were made, whatever rows the table keeps where.
        std::ranges::sort(out.lanes, {}, [](const BoardLane& lane) { return lane.crew.value; });
        for (std::size_t i = 0; i < out.lanes.size(); ++i) lane_of[out.lanes[i].crew.value] = i;
        out.figures.crews = out.lanes.size();
    }

    void add_shifts() {
        for (const auto& shift : in.world.shifts()) {
            const auto lane = lane_of.find(shift.crew.value);
            const auto day = day_of(shift.start);
            if (lane == lane_of.end() || !day) continue;
            auto& cell = out.lanes[lane->second].days[*day];
            const double from = hours_of(in, out.days[*day].day, shift.start), to = hours_of(in, out.days[*day].day, shift.end);
            cell.shift = cell.shift ? std::pair(std::min(cell.shift->first, from), std::max(cell.shift->second, to)) : std::pair(from, to);
            cell.load.available += std::chrono::duration_cast<gis::Seconds>(shift.end - shift.start);
            if (shift.has_lunch) cell.load.available -= shift.lunch_duration;
            out.axis.first = std::min(out.axis.first, from);
            out.axis.last = std::max(out.axis.last, std::min(24.0, to + 0.75));
        }
    }

    void add_absences() {
        const auto end = out.days.back().day + std::chrono::days{1};
        for (const auto& absence : in.world.absences()) {
            const auto* agent = in.world.find(absence.agent);
            bool counted = false;
            for (const auto& crew : in.world.crews()) {
                const bool whole = absence.crew == crew.id;
                if (!whole && !(absence.agent && crew.agents.size() == 1 && crew.agents.front() == absence.agent)) continue;
                auto& lane = out.lanes[lane_of[crew.id.value]];
                for (std::size_t d = 0; d < out.days.size(); ++d) {
                    const double from = hours_of(in, out.days[d].day, absence.from), to = hours_of(in, out.days[d].day, absence.to);
                    if (to <= 0 || from >= 24 || !lane.days[d].shift) continue;
                    BoardAbsence shown{absence.id, std::max(0.0, from), std::min(24.0, to), absence.reason, false};
                    if (agent) shown.label += (shown.label.empty() ? "" : ", ") + agent->name;
                    const auto [begin, stop] = *lane.days[d].shift;
                    const double away = std::min(shown.to_hour, stop) - std::max(shown.from_hour, begin);
                    shown.whole_day = away >= stop - begin - 1e-6;
                    if (away > 0) lane.days[d].load.available -= gis::Seconds{static_cast<long>(away * 3600)};
                    lane.days[d].absences.push_back(std::move(shown));
                }
            }
            for (const auto& day : out.days)
                counted = counted || (gis::local_day(absence.from, in.zone) <= day.day && day.day < end && absence.to > gis::instant(day.day, gis::Seconds{0}, in.zone));
            out.figures.absences += counted;
        }
    }

    BoardBar bar_of(const gis::Intervention& what, BarKind kind, gis::Time start, gis::Time end, std::size_t day) const {
        BoardBar bar;
        bar.id = what.id;
        bar.kind = kind;
        bar.state = what.state;
        bar.start = start;
        bar.end = end;
        bar.from_hour = hours_of(in, out.days[day].day, start);
        bar.to_hour = hours_of(in, out.days[day].day, end);
        bar.title = what.title;
        bar.place = !what.address.empty() ? what.address : what.quartier;
        if (const auto* kind_of = in.catalog.intervention(what.kind)) bar.icon = kind_of->icon;
        if (bar.icon.empty()) bar.icon = "build";
        bar.locked = what.locked;
        if (what.state == gis::InterventionState::on_site && !what.tasks.empty())
            bar.progress = static_cast<double>(std::ranges::count(what.tasks, true, &gis::Task::done)) / static_cast<double>(what.tasks.size());
        return bar;
    }

    // Of work still to be done.
    void remark(BoardBar& bar, const gis::Intervention& what, const std::vector<gis::CrewId>& crews) const {
        const bool ahead = bar.kind == BarKind::added || bar.kind == BarKind::moved || (bar.kind == BarKind::planned && may_conflict(what, in.now));
        if (!ahead) return;
        bar.remarks = gis::remarks({in.world, in.catalog, in.travel, in.zone, in.now, &out.index}, what, crews, bar.start);
        bar.late = what.deadline && bar.end > *what.deadline;
    }

    void put(const gis::Intervention& what, BarKind kind, const std::vector<gis::CrewId>& crews, gis::Time start, gis::Time end) {
        const auto day = day_of(start);
        if (!day) return;
        BoardBar bar = bar_of(what, kind, start, end, *day);
        remark(bar, what, crews);
        out.figures.late += bar.late;
        for (const auto& crew : crews)
            if (const auto lane = lane_of.find(crew.value); lane != lane_of.end()) out.lanes[lane->second].days[*day].bars.push_back(bar);
    }

    void add_bars() {
        const gis::PlanningContext context{in.world, in.catalog, in.travel, in.zone, in.now, &out.index};
        for (const auto& what : in.world.interventions()) {
            const auto when = gis::occupation(what);
            if (!when) continue;
            const bool leaves = moved.contains(what.id.value);
            put(what, leaves ? BarKind::leaving : BarKind::planned, what.crews, when->start, when->end);
            if (leaves || !day_of(when->start) || !may_conflict(what, in.now)) continue;
            const auto found = gis::refusals(context, what, what.crews, when->start);
            if (found.empty()) continue;
            ++out.figures.conflicts;
            for (const auto& crew : what.crews)
                if (const auto lane = lane_of.find(crew.value); lane != lane_of.end())
                    for (auto& bar : out.lanes[lane->second].days[*day_of(when->start)].bars)
                        if (bar.id == what.id)
                            for (const auto& refusal : found) bar.conflicts.push_back(refusal.text);
        }
        if (!in.proposal) return;
        const auto show = [&](const std::vector<gis::command::Assign>& list, BarKind kind) {
            for (const auto& assign : list)
                if (const auto* what = in.world.find(assign.intervention))
                    put(*what, kind, assign.crews, assign.start, assign.start + what->duration);
        };
        show(in.proposal->added, BarKind::added);
        show(in.proposal->moved, BarKind::moved);
    }

    // Work and road of a crew-day; bars on their way out do not count.
    void add_load(const gis::Crew& crew, BoardCell& cell) {
        std::ranges::sort(cell.bars, {}, [](const BoardBar& b) { return std::pair(b.start, b.id.value); });
        std::vector<gis::PlannedVisit> visits;
        std::vector<BoardBar*> of_visit;
        for (auto& bar : cell.bars) {
            if (bar.kind == BarKind::leaving) continue;
            visits.push_back({bar.id, bar.start, bar.end, in.world.find(bar.id)->place});
            of_visit.push_back(&bar);
            cell.load.work += std::chrono::duration_cast<gis::Seconds>(bar.end - bar.start);
        }
        const auto legs = gis::legs_of({in.world, in.catalog, in.travel, in.zone, in.now, &out.index}, crew, visits);
        for (std::size_t i = 0; i < legs.size(); ++i) {
            cell.load.travel += legs[i].way;
            if (i < of_visit.size()) of_visit[i]->travel_hours = static_cast<double>(legs[i].way.count()) / 3600;
        }
        cell.load.available = std::max(cell.load.available, gis::Seconds{0});
    }

    void add_figures() {
        gis::Seconds used{0}, available{0};
        double fullest = 0, emptiest = 1e9;
        for (auto& lane : out.lanes) {
            const auto* crew = in.world.find(lane.crew);
            double busy = 0;
            int worked = 0;
            for (auto& cell : lane.days) {
                add_load(*crew, cell);
                used += cell.load.work + cell.load.travel;
                out.figures.travel += cell.load.travel;
                available += cell.load.available;
                if (cell.load.available.count() == 0) continue;
                ++worked;
                busy += static_cast<double>((cell.load.work + cell.load.travel).count());
            }
            if (!worked) continue;
            fullest = std::max(fullest, busy / worked);
            emptiest = std::min(emptiest, busy / worked);
        }
        auto& f = out.figures;
        f.load = available.count() > 0 ? static_cast<double>(used.count()) / static_cast<double>(available.count()) : 0;
        if (fullest > emptiest) f.spread = gis::Seconds{static_cast<long>(fullest - emptiest)};
        f.travel_in_force = in.proposal ? f.travel - in.proposal->travel_after + in.proposal->travel_before : f.travel;
        std::unordered_set<std::uint64_t> placed;
        for (const auto& lane : out.lanes)
            for (const auto& cell : lane.days)
                for (const auto& bar : cell.bars) placed.insert(bar.id.value);
        for (const auto& what : in.world.interventions()) {
            const bool here = placed.contains(what.id.value);
            const bool waits = !gis::occupation(what) && gis::is_open(what.state) && what.state != gis::InterventionState::draft;
            if (!here && !waits) continue;
            ++f.wanted;
            f.planned += here;
            f.regulatory += what.regulatory;
            f.regulatory_placed += what.regulatory && here;
        }
    }
};

std::uint64_t mix(std::uint64_t a, std::uint64_t b) { return (a ^ b) * 0x9E3779B97F4A7C15ull + (a >> 17); }

} // namespace

const BoardBar* BoardModel::find(gis::InterventionId id) const {
    const BoardBar* found = nullptr;
    for (const auto& lane : lanes)
        for (const auto& cell : lane.days)
            for (const auto& bar : cell.bars)
                if (bar.id == id && (!found || bar.kind != BarKind::leaving)) found = &bar;
    return found;
}

BoardModel lay_out_board(const BoardInput& input) {
    Layout layout{input, {}, {}, {}};
    layout.out.index = gis::CrewDays::build(input.world);
    if (input.proposal)
        for (const auto& assign : input.proposal->moved) layout.moved[assign.intervention.value] = &assign;
    layout.add_days();
    layout.add_lanes();
    layout.add_shifts();
    layout.add_absences();
    layout.add_bars();
    layout.add_figures();
    return std::move(layout.out);
}

BoardKey board_key(const BoardInput& in) {
    BoardKey key;
    using enum gis::EntityKind;
    // Crews change with every position: only what the board writes of them counts.
    std::uint64_t crews = in.world.crews().size();
    for (const auto& crew : in.world.crews()) {
        crews = mix(crews, crew.id.value);
        crews = mix(crews, std::hash<std::string>{}(crew.name));
        for (const auto& agent : crew.agents) crews = mix(crews, agent.value);
    }
    key.parts = {in.world.revision(intervention), in.world.revision(shift), in.world.revision(absence), in.world.revision(agent),
                 in.world.revision(vehicle), crews, static_cast<std::uint64_t>(in.monday.time_since_epoch().count()) * 16 + static_cast<std::uint64_t>(in.weeks) + std::hash<std::string>{}(in.school_zone),
                 static_cast<std::uint64_t>(gis::ms_since_epoch(in.now) / layout_age_ms),
                 static_cast<std::uint64_t>(in.proposal != nullptr) + 2 * in.travel.version()};
    if (in.proposal) {
        key.parts[9] = in.proposal->added.size() * 1000003 + in.proposal->moved.size();
        key.parts[10] = static_cast<std::uint64_t>(in.proposal->travel_after.count());
        for (const auto& list : {&in.proposal->added, &in.proposal->moved})
            for (const auto& assign : *list) key.parts[11] = mix(key.parts[11], mix(assign.intervention.value, static_cast<std::uint64_t>(gis::ms_since_epoch(assign.start))));
    }
    return key;
}

} // namespace vigie::panels
