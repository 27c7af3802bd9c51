// How QGIS draws a layer (single, categorised, graduated, rule-based; inverted, displaced or clustered around one of
// these) as rules of the style, in as many looks over each other as its symbols and rules need. Any thread.
#pragma once

#include <nlohmann/json.hpp>
#include <pugixml.hpp>
#include <set>
#include <string>
#include <vector>

#include "gis/layers/qgis/losses.hpp"
#include "gis/layers/qgis/measures.hpp"
#include "gis/layers/qgis/symbol.hpp"

namespace vigie::gis::qgis {

// What the reader of a layer's drawing knows about the layer.
struct LayerContext {
    const Measures& measures;
    Losses& losses;
    std::set<std::string> fields;   // as the project lists them; may be empty
    ZoomRange zoom;                 // where the layer is seen
    double opacity = 1;
    std::string geometry;           // "point", "line", "polygon"
};

// One rule of a look: the features it is for and what they look like.
struct Rule {
    nlohmann::json filter;          // null = all
    ZoomRange zoom;
    nlohmann::json paint, layout;
    int level = 0;                  // looks are drawn by rising level
    std::vector<int> place;         // in a tree of rules: child of child…
    bool otherwise = false;         // an ELSE of its siblings
};
using Look = std::vector<Rule>;     // the first that holds decides

struct Drawing {
    std::vector<Look> looks;        // bottom first
    bool inverted = false;          // the ground outside the polygons is drawn
};
// Column of an inverted layer: 1 for the ground outside its polygons, a feature more than the file has.
inline constexpr const char* outside_field = "vigie:outside";
[[nodiscard]] Drawing drawing_of(const pugi::xml_node& renderer, const LayerContext& layer);

// A field or an expression of the project as a value of the style; null and a loss when it cannot be said.
[[nodiscard]] nlohmann::json value_of(const std::string& field_or_expression, const LayerContext& layer, const char* loss);

// Sorts rules into looks such that no two of a look hold for one feature at once, keeping their order.
[[nodiscard]] std::vector<Look> looks_of(std::vector<Rule> rules);

// Rules of a tree: their places, filters with those of the rules around them, and the zooms both allow.
struct TreeRule {
    pugi::xml_node node;
    nlohmann::json filter;
    ZoomRange zoom;
    std::vector<int> place;
    bool otherwise = false;
};
[[nodiscard]] std::vector<TreeRule> tree_rules(const pugi::xml_node& rules, const LayerContext& layer);

inline constexpr std::size_t most_looks = 48, most_rules = 2'000;
inline constexpr int deepest_rule = 16;

} // namespace vigie::gis::qgis
