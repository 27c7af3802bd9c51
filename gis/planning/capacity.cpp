#include "gis/planning/capacity.hpp"

#include <algorithm>
#include <map>
#include <optional>
#include <unordered_map>

#include "gis/model/words.hpp"
#include "gis/planning/calendar.hpp"
#include "gis/planning/crew_days.hpp"

namespace vigie::gis {
namespace {

using std::chrono::days;
using std::chrono::local_days;

constexpr int no_week = -1;

Seconds overlap(Time a_from, Time a_to, Time b_from, Time b_to) {
    const Time from = std::max(a_from, b_from), to = std::min(a_to, b_to);
    return to > from ? std::chrono::duration_cast<Seconds>(to - from) : Seconds{0};
}

struct Counting {
    const World& world;
    const Catalog& catalog;
    const std::string& zone;
    local_days monday;
    int weeks;
    Capacity out{};
    std::map<std::string, std::size_t> row_of{};  // by skill, in the order of their ids
    CrewDays index{};

    [[nodiscard]] int week_of(local_days day) const {
        const auto away = (day - monday).count();
        return away < 0 || away >= 7L * weeks ? no_week : static_cast<int>(away / 7);
    }
    SkillRow& row(const std::string& skill) { return out.rows[row_of.at(skill)]; }
    [[nodiscard]] bool known(const std::string& skill) const { return row_of.contains(skill); }

    void add_rows(const std::vector<DueLine>& due) {
        row_of[""];
        const auto asked = [&](const std::vector<std::string>& skills) {
            for (const auto& skill : skills) row_of[skill];
        };
        for (const Intervention& i : world.interventions())
            if (is_open(i.state)) asked(i.skills);
        for (const DueLine& line : due)
            if (const auto* pattern = line.work.duty ? catalog.intervention(line.work.duty->intervention) : nullptr) asked(pattern->skills);
        for (auto& [skill, at] : row_of) {
            at = out.rows.size();
            out.rows.push_back({skill, std::vector<SkillWeek>(static_cast<std::size_t>(weeks)), Seconds{0}});
        }
    }

    template <class Add>
    void each_row(const std::vector<std::string>& skills, Add add) {
        add(row(""));
        for (std::size_t i = 0; i < skills.size(); ++i)
            if (std::find(skills.begin(), skills.begin() + static_cast<std::ptrdiff_t>(i), skills[i]) == skills.begin() + static_cast<std::ptrdiff_t>(i) && known(skills[i])) add(row(skills[i]));
    }

    // Somebody of the crew holds it on that day and is there.
    [[nodiscard]] bool held(const Crew& crew, const std::string& skill, const ShiftSpan& shift) const {
        if (skill.empty()) return true;
        return std::ranges::any_of(crew.agents, [&](AgentId id) {
            const Agent* agent = world.find(id);
            if (!agent || std::ranges::none_of(agent->skills, [&](const Skill& s) { return s.code == skill && (!s.expires_at || *s.expires_at >= shift.end); })) return false;
            return std::ranges::none_of(index.absences(crew.id), [&](const AbsenceSpan& a) { return a.agent == id && a.from <= shift.start && a.to >= shift.end; });
        });
    }

    [[nodiscard]] Seconds worked(const Crew& crew, const ShiftSpan& shift) const {
        Seconds length = std::chrono::duration_cast<Seconds>(shift.end - shift.start) - (shift.has_lunch ? shift.lunch : Seconds{0});
        for (const AbsenceSpan& a : index.absences(crew.id))
            if (!a.agent) length -= overlap(shift.start, shift.end, a.from, a.to);
        return std::max(length, Seconds{0});
    }

    // A shift of an earlier week, at the same hours of the clock so many weeks later.
    [[nodiscard]] ShiftSpan later(const ShiftSpan& shift, int by) const {
        const auto move = [&](Time t) { return instant(local_day(t, zone) + days{7 * by}, wall_time(t, zone), zone); };
        return {move(shift.start), move(shift.end), shift.has_lunch, move(shift.lunch_earliest), move(shift.lunch_latest), shift.lunch};
    }

    void add_available(const Crew& crew) {
        std::map<long, std::vector<ShiftSpan>> by_week;  // counted from `monday`; negative before
        for (const ShiftSpan& shift : index.shifts(crew.id)) by_week[(monday_of(local_day(shift.start, zone)) - monday).count() / 7].push_back(shift);
        for (int week = 0; week < weeks; ++week) {
            auto from = by_week.upper_bound(week);
            if (from == by_week.begin()) continue;
            --from;
            const bool estimated = from->first != week;
            for (const ShiftSpan& written : from->second) {
                const ShiftSpan shift = estimated ? later(written, week - static_cast<int>(from->first)) : written;
                if (estimated && public_holiday(local_day(shift.start, zone))) continue;
                const Seconds length = worked(crew, shift);
                for (auto& r : out.rows)
                    if (held(crew, r.skill, shift)) {
                        auto& cell = r.weeks[static_cast<std::size_t>(week)];
                        cell.available += length;
                        cell.estimated = cell.estimated || estimated;
                    }
            }
        }
    }

    void add_demand(const Intervention& i) {
        const Seconds length = i.duration * std::max(1, i.crews_needed);
        if (const auto when = occupation(i)) {
            if (const int week = week_of(local_day(when->start, zone)); week != no_week)
                each_row(i.skills, [&](SkillRow& r) { r.weeks[static_cast<std::size_t>(week)].planned += length; });
            return;
        }
        if (!is_open(i.state) || i.state == InterventionState::draft) return;
        if (!i.deadline) return each_row(i.skills, [&](SkillRow& r) { r.undated += length; });
        const auto day = std::max(local_day(*i.deadline, zone), monday);
        if (const int week = week_of(day); week != no_week) each_row(i.skills, [&](SkillRow& r) { r.weeks[static_cast<std::size_t>(week)].waiting += length; });
    }

    void add_duty(const DueLine& line) {
        if (!line.work.duty || !line.work.due || line.work.open) return;
        const auto* pattern = catalog.intervention(line.work.duty->intervention);
        const int week = week_of(std::max(*line.work.due, monday));
        if (!pattern || week == no_week) return;
        const Seconds length = std::chrono::duration_cast<Seconds>(pattern->duration) * std::max(1, pattern->crews_needed);
        each_row(pattern->skills, [&](SkillRow& r) { r.weeks[static_cast<std::size_t>(week)].duties += length; });
    }
};

} // namespace

Capacity capacity_by_skill(const World& world, const Catalog& catalog, const std::vector<DueLine>& due, const std::string& zone, local_days monday, int weeks) {
    Counting counting{world, catalog, zone, monday, std::max(1, weeks)};
    counting.out.monday = monday;
    counting.index = CrewDays::build(world);
    counting.add_rows(due);
    for (const Crew& crew : world.crews()) counting.add_available(crew);
    for (const Intervention& i : world.interventions()) counting.add_demand(i);
    for (const DueLine& line : due) counting.add_duty(line);
    return std::move(counting.out);
}

} // namespace vigie::gis
