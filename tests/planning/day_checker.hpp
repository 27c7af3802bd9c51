// An independent judge of a World's plan: walks each crew-day second by second of its events, sharing nothing with the
// checks under test but the entities. Returns what is wrong, in words.
#pragma once

#include <string>
#include <vector>

#include "small_commune.hpp"

std::vector<std::string> plan_faults(const small_commune::Commune& commune);
