// An independent reading of commune-week/1: what a plan must respect, written from the format's description and sharing
// nothing with the solver. Returns every violation in words.
#pragma once

#include <string>
#include <vector>

#include <nlohmann/json.hpp>

std::vector<std::string> violations(const nlohmann::json& week, const nlohmann::json& plan);
