// The clock of a report or an intervention in words and as a bar: "reste 3 h 10", "+1 h 20". Pure.
#pragma once

#include <string>

#include "gis/model/catalog.hpp"
#include "gis/model/entity.hpp"
#include "gis/model/language.hpp"
#include "panels/lists/cell.hpp"

namespace vigie::panels {

// From this share of its delay on, a clock warns (INTERFACE.md §4).
inline constexpr double due_soon_share = 0.85;

struct Due {
    DueTone tone = DueTone::none;  // none = no clock runs
    gis::Seconds left{0};          // negative when late
    double share = 0;              // 0…1
    bool worked = false;           // `left` is worked time: a day is gis::worked_day long
};

// Reports count worked time (gis/rules); one that is done, closed or elsewhere has no clock.
[[nodiscard]] Due due_of(const gis::Report& report, const gis::Catalog& catalog, gis::Time now, const std::string& zone);
// Interventions count to their deadline, from their creation.
[[nodiscard]] Due due_of(const gis::Intervention& what, gis::Time now);
[[nodiscard]] Due due_from(gis::Seconds left, gis::Seconds whole);
// "46 h 50", then days once hours would be hard to read: "4 j".
[[nodiscard]] std::string due_length(gis::Seconds length, bool worked, const gis::Language& language);

// "reste 3 h 10" · "+1 h 20"; empty without a clock.
[[nodiscard]] std::string due_words(const Due& due, const gis::Language& language);
// Minutes, never seconds: "1 min" is what a person on the telephone says.
[[nodiscard]] std::string eta_words(const gis::Language& language, gis::Seconds eta);
// Without a sign a spreadsheet would take for a formula: "en retard de 1 h 20".
[[nodiscard]] std::string due_export(const Due& due, const gis::Language& language);

} // namespace vigie::panels
