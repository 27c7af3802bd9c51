// Weeks to plan, from other programs: whatever is accepted is planned, and the plan keeps every rule of the format.
#include <cmath>

#include <nlohmann/json.hpp>

#include "fuzz/target.hpp"
#include "gis/planning/commune_week.hpp"
#include "planning/week_checker.hpp"

namespace vigie::fuzz {

namespace {

constexpr double never_s = 1e9;

// The checker wants every member there, and reckons travel in whole seconds of an int.
bool can_be_checked(nlohmann::json& week) {
    for (auto& crew : week["crews"])
        for (auto& shift : crew["shifts"])
            if (!shift.contains("lunch")) shift["lunch"] = nullptr;
    for (auto& job : week["interventions"])
        for (const char* member : {"deadline", "pinned"})
            if (!job.contains(member)) job[member] = nullptr;
    const auto& travel = week["travel"];
    if (travel["model"] != "euclid") return true;
    constexpr double far_m = 1e6;
    double seconds = travel["factor"].get<double>() / travel["speed_kmh"].get<double>() * 3.6 * 3 * far_m;
    for (const auto& place : week["places"])
        if (std::abs(place["x"].get<double>()) > far_m || std::abs(place["y"].get<double>()) > far_m) seconds = never_s;
    return seconds < never_s;
}

void plan(std::string_view bytes) {
    const auto week = scratch() / "week.json", out = scratch() / "plan.json";
    write_file(week, bytes);
    const auto figures = gis::plan_commune_week({week, out, gis::Seconds{0}, 1, 1});
    if (!figures) return require(!figures.error().text.empty(), "a refusal says why");
    require(figures->assigned <= figures->interventions, "not more is planned than was asked");
    auto asked = nlohmann::json::parse(bytes, nullptr, false);
    const auto planned = nlohmann::json::parse(read_file(out), nullptr, false);
    require(!asked.is_discarded() && !planned.is_discarded(), "week and plan are JSON");
    if (!can_be_checked(asked)) return;
    for (const std::string& broken : violations(asked, planned)) require(false, broken.c_str());
}

} // namespace

Target commune_week_target() {
    return {"commune_week",
            plan,
            {"\"crews\":[", "\"interventions\":[", "\"places\":[", "\"windows\":[[0,86400]]", "\"after\":[1]", "\"pinned\":{\"crew\":1,\"start\":30600}", "\"crews_needed\":2", "\"deadline\":90000",
             "\"lunch\":{\"earliest\":41400,\"latest\":46800,\"duration\":2700}", "\"lunch\":null", "\"model\":\"matrix\"", "\"model\":\"euclid\"", "\"factor\":1.3", "null", "[]", "400000000", "1e308"},
            nullptr};
}

} // namespace vigie::fuzz
