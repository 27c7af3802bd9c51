// What working-time law lets a crew, and each person of it, do in a day, a week and twelve, whatever the shifts say: limits as data
// (section "working_time" of the catalogue), each with the text behind it; and who may go beyond (section "overrides"). The values
// here are those of the catalogue as delivered (décret 2000-815, art. 3, made the communes' by décret 2001-623; directive
// 2003/88/CE for who works at night), so that planning is lawful without a catalogue too. A value; any thread.
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
    LegalLimit average_work_max{std::chrono::hours{44}, "décret 2000-815, art. 3"};  // a week, over any `average_span` in a row
    LegalLimit average_span{std::chrono::weeks{12}, "décret 2000-815, art. 3"};      // whole weeks
    LegalLimit night_from{std::chrono::hours{22}, "décret 2000-815, art. 3"};        // of the clock
    LegalLimit night_to{std::chrono::hours{5}, "décret 2000-815, art. 3"};           // of the clock, the morning after
    LegalLimit night_share{std::chrono::hours{3}, "directive 2003/88/CE, art. 2"};   // of night in a day makes it a night's work
    LegalLimit night_work_max{std::chrono::hours{8}, "directive 2003/88/CE, art. 8"};  // in such a day
};

} // namespace vigie::gis
