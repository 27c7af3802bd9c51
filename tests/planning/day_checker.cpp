#include "day_checker.hpp"

#include <algorithm>
#include <map>

using namespace small_commune;

namespace {

struct Stop {
    const Intervention* what;
    Time from, to;
};

bool agent_away(const World& w, AgentId agent, Time from, Time to) {
    return std::ranges::any_of(w.absences(), [&](const Absence& a) { return a.agent == agent && a.from < to && from < a.to; });
}

// Six hours of work and road over several visits without twenty minutes of nothing between two.
void check_break(const Commune& c, const Crew& crew, const Shift& shift, const std::vector<Stop>& stops, std::vector<std::string>& out) {
    const auto way = [&](LonLat a, LonLat b) { return a == LonLat{} || b == LonLat{} ? Seconds{0} : c.travel(a, b); };
    std::vector<std::pair<Time, Time>> busy;
    LonLat at = crew.depot;
    for (const auto& s : stops) {
        if (s.from < shift.start || s.from >= shift.end) continue;
        busy.emplace_back(s.from - way(at, s.what->place), s.to);
        at = s.what->place;
    }
    busy.back().second += way(at, crew.depot);
    Time since = busy.front().first, done = busy.front().first;
    int visits = 0;
    for (const auto& [from, to] : busy) {
        if (from - done >= std::chrono::minutes{20}) {
            since = from;
            visits = 0;
        }
        ++visits;
        done = std::max(done, to);
        if (visits > 1 && done - since > std::chrono::hours{6}) return out.push_back(crew.name + ": no break after six hours");
    }
}

void check_crew(const Commune& c, const Crew& crew, std::vector<Stop> stops, std::vector<std::string>& out) {
    const auto& w = c.world;
    std::ranges::sort(stops, {}, &Stop::from);
    for (const auto& s : stops) {
        const auto bad = [&](const char* why) { out.push_back(s.what->title + " on " + crew.name + ": " + why); };
        int present = 0;
        for (const auto& id : crew.agents) present += !agent_away(w, id, s.from, s.to);
        if (present < s.what->people) bad("too few people");
        for (const auto& skill : s.what->skills) {
            bool held = false;
            for (const auto& id : crew.agents)
                for (const auto& have : w.find(id)->skills)
                    held = held || (have.code == skill && (!have.expires_at || *have.expires_at >= s.to) && !agent_away(w, id, s.from, s.to));
            if (!held) bad("skill");
        }
        for (const auto& item : s.what->equipment)
            if (std::ranges::find(crew.equipment, item) == crew.equipment.end()) bad("equipment");
        if (std::ranges::any_of(w.absences(), [&](const Absence& a) { return a.crew == crew.id && a.from < s.to && s.from < a.to; })) bad("crew away");
        if (std::ranges::none_of(w.shifts(), [&](const Shift& h) { return h.crew == crew.id && h.start <= s.from && s.to <= h.end; })) bad("outside shifts");
    }
    for (const auto& shift : w.shifts()) {
        if (shift.crew != crew.id) continue;
        Time free = shift.start;
        LonLat place = crew.depot;
        bool any = false, lunch = !shift.has_lunch;
        for (const auto& a : w.absences())  // away over lunch
            if (a.crew == crew.id && std::min(a.to, shift.lunch_to) - std::max(a.from, shift.lunch_from) >= shift.lunch_duration) lunch = true;
        const auto leg = [&](Time arrive, LonLat to, const std::string& name) {
            const bool known = !(place == LonLat{}) && !(to == LonLat{});  // a crew without depot starts anywhere
            const auto way = known ? c.travel(place, to) : Seconds{0};
            if (free + way > arrive) out.push_back(crew.name + ": too late at " + name);
            // Any minute in this gap at which lunch could begin?
            for (Time t = std::max(free, shift.lunch_from); !lunch && t + shift.lunch_duration <= std::min(arrive, shift.lunch_to); t += Seconds{60})
                lunch = arrive - free >= way + shift.lunch_duration;
        };
        for (const auto& s : stops) {
            if (s.from < shift.start || s.from >= shift.end) continue;
            any = true;
            leg(s.from, s.what->place, s.what->title);
            free = s.to;
            place = s.what->place;
        }
        if (!any) continue;
        check_break(c, crew, shift, stops, out);
        leg(shift.end, crew.depot, "the depot");
        if (!lunch) out.push_back(crew.name + ": no lunch");
    }
}

} // namespace

std::vector<std::string> plan_faults(const Commune& c) {
    std::vector<std::string> out;
    std::map<std::uint64_t, std::vector<Stop>> by_crew;
    for (const auto& what : c.world.interventions()) {
        if (what.crews.empty()) continue;
        const Time from = *what.start, to = from + what.duration;
        for (const auto& crew : what.crews) by_crew[crew.value].push_back({&what, from, to});
        const auto bad = [&](const char* why) { out.push_back(what.title + ": " + why); };
        if (static_cast<int>(what.crews.size()) != what.crews_needed) bad("crew count");
        if (what.deadline && *what.deadline >= c.now && to > *what.deadline) bad("deadline");
        if (!what.windows.empty() && std::ranges::none_of(what.windows, [&](const TimeWindow& w) { return w.from <= from && from <= w.to; })) bad("window");
        for (const auto& id : what.after) {
            const auto* before = c.world.find(id);
            if (before && (before->crews.empty() || *before->start + before->duration > from)) bad("precedence");
        }
    }
    for (const auto& crew : c.world.crews()) check_crew(c, crew, by_crew[crew.id.value], out);
    return out;
}
