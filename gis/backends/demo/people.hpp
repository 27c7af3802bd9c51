// Who works in the crews: names, certificates, what their vehicle carries. Written in one table (crews.cpp).
#pragma once

#include <span>

namespace vigie::gis::demo {

struct AgentPlan {
    const char* name = nullptr;
    const char* skills[8] = {};
};
struct CrewPlan {
    const char* code;
    const char* name;
    const char* domain;
    const char* vehicle;
    const char* equipment[12] = {};
    AgentPlan agents[4] = {};
};
[[nodiscard]] std::span<const CrewPlan> crew_plans();

} // namespace vigie::gis::demo
