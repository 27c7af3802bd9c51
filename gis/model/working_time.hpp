// What working-time law lets a crew do in a day and a week, whatever its shifts say: limits as data (section "working_time"
// of the catalogue), each with the text behind it. The values here are those of the catalogue as delivered (décret 2000-815,
// art. 3, made the communes' by décret 2001-623), so that planning is lawful without a catalogue too. A value; any thread.
#pragma once

#include <string>

#include "gis/model/time.hpp"

namespace vigie::gis {

struct LegalLimit {
    Seconds value{0};
    std::string source;  // "décret 2000-815, art. 3"
};

struct WorkingTime {
    LegalLimit day_work_max{std::chrono::hours{10}, "décret 2000-815, art. 3"};      // work and travel, lunch taken off
    LegalLimit day_span_max{std::chrono::hours{12}, "décret 2000-815, art. 3"};      // first departure to last return (amplitude)
    LegalLimit day_rest_min{std::chrono::hours{11}, "décret 2000-815, art. 3"};      // between two days
    LegalLimit week_work_max{std::chrono::hours{48}, "décret 2000-815, art. 3"};     // ISO week
    LegalLimit week_rest_min{std::chrono::hours{35}, "décret 2000-815, art. 3"};     // in one piece, begun in the ISO week
    LegalLimit unbroken_work_max{std::chrono::hours{6}, "décret 2000-815, art. 3"};  // without a break
    LegalLimit break_min{std::chrono::minutes{20}, "décret 2000-815, art. 3"};       // what counts as one
};

} // namespace vigie::gis
