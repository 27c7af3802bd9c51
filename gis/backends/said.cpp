#include "gis/backends/said.hpp"

#include <algorithm>
#include <string_view>

namespace vigie::gis {

Text said_text(const std::string& said) {
    if (!said.starts_with('@')) return said.empty() ? Text{} : Text{"backends.said", {{"why", said}}};
    std::string_view rest = std::string_view(said).substr(1);
    const auto next = [&] {
        const std::string_view part = rest.substr(0, rest.find('\t'));
        rest.remove_prefix(std::min(rest.size(), part.size() + 1));
        return part;
    };
    Text text{std::string(next()), {}};
    while (!rest.empty()) {
        const std::string_view argument = next();
        const auto equal = std::min(argument.find('='), argument.size());
        const bool has_value = equal < argument.size();
        text.args.emplace_back(argument.substr(0, equal), has_value ? argument.substr(equal + 1) : std::string_view());
    }
    return text;
}

} // namespace vigie::gis
