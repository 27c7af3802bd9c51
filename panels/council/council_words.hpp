// What a council scene says: figures with their units, how they moved since the year before, months of pictures, titles.
// The catalogue's words where a person typed none. Pure.
#pragma once

#include <string>
#include <string_view>

#include "panels/frame.hpp"

namespace vigie::panels {

struct IndicatorWords {
    std::string icon, label;   // "delete_outline", "dépôts sauvages signalés"
    std::string noun;          // beside the figure: "tags"; may be empty
};
[[nodiscard]] IndicatorWords indicator_words(const Frame& frame, std::string_view id);

// The question of a scene, and its short name in the strip.
[[nodiscard]] std::string scene_title(const Frame& frame, const gis::Scene& scene);
[[nodiscard]] std::string scene_name(const Frame& frame, const gis::Scene& scene);
// Of one month instead of the year.
[[nodiscard]] bool is_of_a_month(const Frame& frame, const gis::Scene& scene);
// Tiles it may have: four, or eight where it shows the year or the month without a map.
[[nodiscard]] std::size_t room_for_tiles(const Frame& frame, const gis::Scene& scene);

struct FigureWords {
    std::string figure;        // "214", "31 h"; "moins de 5"
    std::string unit;          // smaller, beside it: "tags", "€", "m³"; may be empty
    bool measured = false;     // the unit is one of measure
    bool in_words = false;     // the figure is a sentence
};
[[nodiscard]] FigureWords figure_words(const Frame& frame, const gis::Tile& tile);

struct EvolutionWords {
    int direction = 0;         // −1 down, 1 up
    std::string amount;        // "−18 %"; empty = nothing to compare with
    std::string verdict;       // "mieux qu’en 2025"
};
[[nodiscard]] EvolutionWords evolution_words(const Frame& frame, const gis::Tile& tile);

// What the figures are of: "2026", or "novembre 2026" in a scene of one month.
[[nodiscard]] std::string period_words(const Frame& frame, int year, int month);

[[nodiscard]] std::string quartier_words(const Frame& frame, const std::string& quartier);   // empty = the whole commune
[[nodiscard]] std::string plain_date(const Frame& frame, gis::Time t);                       // 24 novembre 2026
// "Avant, mars" and "Après, octobre"; with the year, or the day, where the month alone would not tell them apart.
struct PairWords {
    std::string before, after;
};
[[nodiscard]] PairWords pair_words(const Frame& frame, const gis::PhotoPair& pair);

} // namespace vigie::panels
