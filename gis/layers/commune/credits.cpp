#include "gis/layers/commune/credits.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

namespace vigie::gis {

using nlohmann::json;

std::vector<Credit> read_credits(const std::string& text) {
    const json stored = json::parse(text, nullptr, false);
    std::vector<Credit> credits;
    if (!stored.is_array()) return credits;
    for (const json& entry : stored) {
        const auto member = [&](const char* name) {
            return entry.is_object() && entry.contains(name) && entry[name].is_string() ? entry[name].get<std::string>() : std::string();
        };
        if (Credit credit{member("dataset"), member("licence"), member("attribution")}; !credit.attribution.empty()) credits.push_back(std::move(credit));
    }
    return credits;
}

std::string credits_json(const std::vector<Credit>& credits) {
    json list = json::array();
    for (const Credit& c : credits) list.push_back({{"dataset", c.dataset}, {"licence", c.licence}, {"attribution", c.attribution}});
    return list.dump(-1, ' ', false, json::error_handler_t::replace);
}

std::vector<std::string> attributions(const std::vector<Credit>& credits) {
    std::vector<std::string> names;
    for (const Credit& c : credits)
        if (std::ranges::find(names, c.attribution) == names.end()) names.push_back(c.attribution);
    return names;
}

} // namespace vigie::gis
