// The properties of one layer of a MapLibre style in the words of our styles, each tried on the reader of styles before it is
// taken: what it would not understand is lost by name. Values; any thread.
#pragma once

#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

namespace vigie::gis {

struct TilePaint {
    nlohmann::json properties = nlohmann::json::object();  // of a rule's "paint"
    std::vector<std::string> lost;                         // names of properties
    bool icon = false;                                     // it had one: pictures of a style's sprite are not drawn
    bool empty = false;                                    // nothing is left to draw
};
// Nothing for kinds of layer that are not drawn.
[[nodiscard]] std::optional<TilePaint> tile_paint(const std::string& kind, const nlohmann::json& paint, const nlohmann::json& layout);

// One value, functions with stops as expressions; nothing when the reader of styles does not take it for `property` (of ours).
[[nodiscard]] std::optional<nlohmann::json> tile_property(const std::string& property, const nlohmann::json& value);

// Does the reader of styles take this rule without a word?
[[nodiscard]] bool is_understood(const nlohmann::json& rule);

} // namespace vigie::gis
