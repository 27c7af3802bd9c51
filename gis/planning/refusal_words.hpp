// Arguments of refusal sentences, the same for all checks: clock times, days, lengths of time. A day goes into a
// sentence as weekday (a key) and numbers, so that every language orders them its own way. Private to gis/planning.
#pragma once

#include <string>

#include "gis/model/time.hpp"
#include "gis/model/world.hpp"

namespace vigie::gis {

[[nodiscard]] std::string clock_words(Time t, const std::string& zone);   // 14:30
[[nodiscard]] std::string hour_words(Seconds of_the_clock);               // 22:00
[[nodiscard]] std::string date_words(Time t, const std::string& zone);    // 03/11/2026
[[nodiscard]] std::string day_number(Time t, const std::string& zone);    // 27/11
[[nodiscard]] std::string weekday_key(Time t, const std::string& zone);   // @planning.weekday.4
[[nodiscard]] std::string span_words(Seconds length);                     // 45 min · 1 h 30
// Words of people and files as an argument: a leading '@' must not read as a key.
[[nodiscard]] std::string plain(std::string words);
// "camion_benne" is written "camion benne".
[[nodiscard]] std::string code_words(std::string code);
// "I-0412 Nid-de-poule".
[[nodiscard]] std::string work_words(const World& world, InterventionId id);
[[nodiscard]] std::string crew_words(const World& world, CrewId id);

} // namespace vigie::gis
