// The sentence about work that is too long for every place left: "Aucune équipe avec nacelle n'a 1 h 30 avant ven. 27/11 à
// 12:00 ; le plus proche : Éclairage 2, jeu. 26/11 à 15:40, il manque 20 min". Private to gis/planning.
#pragma once

#include <string>
#include <vector>

#include "gis/model/text.hpp"
#include "gis/model/time.hpp"

namespace vigie::gis {

// A moment as arguments: a weekday's key, a date (empty in a week without dates), a clock time.
struct MomentWords {
    std::string weekday{}, day{}, at{};
};

struct Shortage {
    std::vector<std::string> skills{}, equipment{};  // codes the work asks for
    int people = 1;
    Seconds need{0}, missing{0};                 // nothing missing: there is room, and nobody looked there in time
    std::string crew{};                          // of the nearest place
    MomentWords nearest{};
    enum class Until : std::uint8_t { week, windows, deadline } until = Until::week;
    MomentWords deadline{};
    std::string later_crew{};                    // where it goes after the week; empty = not known
    MomentWords later{};
};
[[nodiscard]] Text shortage_text(const Shortage& shortage);

} // namespace vigie::gis
