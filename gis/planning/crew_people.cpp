#include <algorithm>

#include <fmt/format.h>

#include "gis/planning/crew_check.hpp"
#include "gis/planning/refusal_words.hpp"

namespace vigie::gis {
namespace {

const AbsenceSpan* absence_of(const CrewCheck& check, AgentId agent) {
    for (const auto& absence : check.days.absences(check.crew.id))
        if (absence.agent == agent && absence.from < check.end && check.start < absence.to) return &absence;
    return nullptr;
}

// Somebody who is in several crews is with one of them at a time.
struct Elsewhere {
    const Crew* crew = nullptr;
    Time until{};
};
std::optional<Elsewhere> elsewhere(const CrewCheck& check, AgentId agent) {
    for (const auto& id : check.days.crews_of(agent)) {
        const auto* crew = check.c.world.find(id);
        if (!crew || id == check.crew.id) continue;
        for (const auto& visit : check.days.visits(id))
            if (visit.id != check.what.id && visit.start < check.end && check.start < visit.end) return Elsewhere{crew, visit.end};
    }
    return std::nullopt;
}

std::string agent_name(const World& world, AgentId id) {
    const auto* agent = world.find(id);
    return agent ? plain(agent->name) : "?";
}

// Whether somebody of the crew holds a skill at the end of the work, else the best explanation why nobody does.
struct Holder {
    const Agent* present = nullptr;
    const Agent* expired = nullptr;
    Time expired_at{};
    const Agent* absent = nullptr;
    const AbsenceSpan* absence = nullptr;
    const Agent* taken = nullptr;
    Elsewhere where;
};

Holder find_holder(const CrewCheck& check, const std::string& code) {
    Holder found;
    for (const auto& id : check.crew.agents) {
        const auto* agent = check.c.world.find(id);
        if (!agent) continue;
        const auto skill = std::ranges::find(agent->skills, code, &Skill::code);
        if (skill == agent->skills.end()) continue;
        const auto* absence = absence_of(check, id);
        if (skill->expires_at && *skill->expires_at < check.end) {
            if (!found.expired || *skill->expires_at > found.expired_at) {
                found.expired = agent;
                found.expired_at = *skill->expires_at;
            }
        } else if (absence) {
            found.absent = agent;
            found.absence = absence;
        } else if (const auto where = elsewhere(check, id)) {
            found.taken = agent;
            found.where = *where;
        } else {
            found.present = agent;
            return found;
        }
    }
    return found;
}

bool carries(const World& world, const Crew& crew, const std::string& item) {
    if (std::ranges::find(crew.equipment, item) != crew.equipment.end()) return true;
    const auto* vehicle = world.find(crew.vehicle);
    return vehicle && std::ranges::find(vehicle->equipment, item) != vehicle->equipment.end();
}

} // namespace

void check_people(CrewCheck& check) {
    int present = 0;
    std::string absent;
    for (const auto& agent : check.crew.agents) {
        const auto where = elsewhere(check, agent);
        if (!absence_of(check, agent) && !where) {
            ++present;
            continue;
        }
        if (!absent.empty()) absent += ", ";
        absent += agent_name(check.c.world, agent);
        if (where) absent += " → " + plain(where->crew->name);
    }
    if (present >= check.what.people) return;
    std::vector<std::pair<std::string, std::string>> args{{"crew", plain(check.crew.name)},
                                                          {"need", fmt::format("{}", check.what.people)},
                                                          {"have", fmt::format("{}", present)}};
    if (absent.empty()) return check.refuse(RefusalKind::crew_too_small, {"planning.refusal.crew_too_small", args});
    args.emplace_back("absent", absent);
    check.refuse(RefusalKind::crew_too_small, {"planning.refusal.crew_too_small_absent", args});
}

void check_skills(CrewCheck& check) {
    for (const auto& code : check.what.skills) {
        const auto found = find_holder(check, code);
        const std::string skill = code_words(code), crew = plain(check.crew.name);
        if (found.present) continue;
        if (found.taken) {
            check.refuse(RefusalKind::skill_missing, {"planning.refusal.skill_elsewhere", {{"skill", skill},
                                                                                          {"agent", plain(found.taken->name)},
                                                                                          {"crew", plain(found.where.crew->name)},
                                                                                          {"until", clock_words(found.where.until, check.c.zone)}}});
        } else if (found.absent) {
            check.refuse(RefusalKind::skill_missing, {"planning.refusal.skill_absent",
                                                      {{"skill", skill},
                                                       {"agent", plain(found.absent->name)},
                                                       {"until", day_number(found.absence->to - Millis{1}, check.c.zone)}}});
        } else if (found.expired) {
            check.refuse(RefusalKind::skill_expired, {"planning.refusal.skill_expired",
                                                      {{"skill", skill},
                                                       {"agent", plain(found.expired->name)},
                                                       {"date", date_words(found.expired_at, check.c.zone)}}});
        } else {
            check.refuse(RefusalKind::skill_missing, {"planning.refusal.skill_missing", {{"skill", skill}, {"crew", crew}}});
        }
    }
}

void check_equipment(CrewCheck& check) {
    for (const auto& item : check.what.equipment) {
        if (carries(check.c.world, check.crew, item)) continue;
        std::string others;
        int named = 0;
        for (const auto& other : check.c.world.crews()) {
            if (named == 2 || !carries(check.c.world, other, item)) continue;
            if (named++) others += ", ";
            others += plain(other.name);
        }
        if (others.empty())
            check.refuse(RefusalKind::equipment_missing, {"planning.refusal.equipment_nowhere", {{"item", code_words(item)}}});
        else
            check.refuse(RefusalKind::equipment_missing, {"planning.refusal.equipment_missing",
                                                          {{"item", code_words(item)},
                                                           {"crew", plain(check.crew.name)},
                                                           {"others", others}}});
    }
}

} // namespace vigie::gis
