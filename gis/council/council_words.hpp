// The council's figures in words of the reader's language. Any thread.
#pragma once

#include <string>

#include "gis/council/council_picture.hpp"
#include "gis/model/catalog.hpp"
#include "gis/model/language.hpp"

namespace vigie::gis {

[[nodiscard]] std::string figure_words(const Language& language, FigureUnit unit, double value);  // 214 · 31 h · 2,4 j · 68 % · 1 240 €
// 214, « moins de 5 », « non communiqué » or « pas de donnée ».
[[nodiscard]] std::string value_words(const Language& language, const Tile& tile);
// −18 % · −9 h · +4 points; empty where nothing is known.
[[nodiscard]] std::string change_words(const Language& language, const Tile& tile);
// « mieux qu’en 2025 »; empty where nothing can be compared.
[[nodiscard]] std::string verdict_words(const Language& language, const Tile& tile, int year);
[[nodiscard]] std::string label_words(const Indicator& indicator, const std::string& language);   // « tags effacés en moins de 48 h »
[[nodiscard]] std::string title_words(const Scene& scene, const Catalog& catalog, const std::string& language);

} // namespace vigie::gis
