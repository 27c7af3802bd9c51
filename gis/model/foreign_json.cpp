#include "gis/model/foreign_json.hpp"

#include <nlohmann/json.hpp>

namespace vigie::gis {

bool is_nested_too_deep(std::string_view json) {
    std::size_t depth = 0;
    bool in_text = false;
    for (std::size_t i = 0; i < json.size(); ++i) {
        const char c = json[i];
        if (in_text && c == '\\') ++i;  // whatever follows is no end of the text
        else if (c == '"') in_text = !in_text;
        else if (in_text) continue;
        else if ((c == '[' || c == '{') && ++depth > max_json_depth) return true;
        else if ((c == ']' || c == '}') && depth > 0) --depth;
    }
    return false;
}

nlohmann::json foreign_json(std::string_view text) {
    if (is_nested_too_deep(text)) return nlohmann::json(nlohmann::json::value_t::discarded);
    return nlohmann::json::parse(text, nullptr, false);
}

} // namespace vigie::gis
