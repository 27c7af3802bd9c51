// Who is to be named for the public data on a commune's map: setting "credits" of its file. Any thread.
#pragma once

#include <string>
#include <vector>

namespace vigie::gis {

struct Credit {
    std::string dataset, licence, attribution;
    bool operator==(const Credit&) const = default;
};

// A JSON list of objects; what is none is left out.
[[nodiscard]] std::vector<Credit> read_credits(const std::string& json);
[[nodiscard]] std::string credits_json(const std::vector<Credit>& credits);
// Each name once, in the order of the list.
[[nodiscard]] std::vector<std::string> attributions(const std::vector<Credit>& credits);

} // namespace vigie::gis
