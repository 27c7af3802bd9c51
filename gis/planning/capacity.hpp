// Hours that crews have against hours that work asks for, by skill and ISO week. The unit is the crew-hour: work occupies
// a whole crew, of which somebody must hold the skill (feasibility.hpp). Pure; any thread.
#pragma once

#include <chrono>
#include <string>
#include <vector>

#include "gis/planning/due_lines.hpp"

namespace vigie::gis {

struct SkillWeek {
    Seconds available{0};            // of crews in which somebody present holds it, lunch and absences taken off
    Seconds planned{0};              // work that has its place in this week
    Seconds waiting{0};              // to plan, due in this week; what is late already asks for the first week
    Seconds duties{0};               // due in this week, without an intervention yet
    bool estimated = false;          // no shifts are written for this week: those of the last one that has some
    [[nodiscard]] Seconds demanded() const { return planned + waiting + duties; }
    [[nodiscard]] Seconds over() const { return demanded() > available ? demanded() - available : Seconds{0}; }
};

struct SkillRow {
    std::string skill;               // SkillKind::id; empty = all work, whatever it asks for
    std::vector<SkillWeek> weeks;
    Seconds undated{0};              // to plan, without a deadline: some week must take it
};

struct Capacity {
    std::chrono::local_days monday{};
    std::vector<SkillRow> rows;      // all work first, then by skill; only skills that work asks for
};

// Weeks from the Monday `monday`, local days of `zone`. `due` may be empty.
[[nodiscard]] Capacity capacity_by_skill(const World& world, const Catalog& catalog, const std::vector<DueLine>& due, const std::string& zone,
                                         std::chrono::local_days monday, int weeks);

} // namespace vigie::gis
