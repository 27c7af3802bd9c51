#include "gis/backends/said.hpp"

#include <algorithm>
#include <cstring>
#include <string_view>

namespace vigie::gis {

namespace {

ErrorClass class_from(std::int32_t klass) {
    switch (klass) {
    case VIGIE_ERROR_CONFIG: return ErrorClass::config;
    case VIGIE_ERROR_AUTH: return ErrorClass::auth;
    case VIGIE_ERROR_NETWORK: return ErrorClass::network;
    case VIGIE_ERROR_REMOTE: return ErrorClass::remote;
    case VIGIE_ERROR_PROTOCOL: return ErrorClass::protocol;
    case VIGIE_ERROR_LIMIT: return ErrorClass::limit;
    case VIGIE_ERROR_CONFLICT: return ErrorClass::conflict;
    case VIGIE_ERROR_UNSUPPORTED: return ErrorClass::unsupported;
    default: return ErrorClass::internal;
    }
}

} // namespace

Text said_text(const std::string& said) {
    if (!said.starts_with('@') || said.size() < 2) return said.empty() ? Text{} : Text{"backends.said", {{"why", said}}};
    std::string_view rest = std::string_view(said).substr(1);
    const auto next = [&] {
        const std::string_view part = rest.substr(0, rest.find_first_of("\t\n"));
        rest.remove_prefix(std::min(rest.size(), part.size() + 1));
        return part;
    };
    Text text{std::string(next()), {}};
    while (!rest.empty()) {
        const std::string_view argument = next();
        const std::size_t equal = argument.find('=');
        if (equal == std::string_view::npos || equal == 0) continue;
        std::string value(argument.substr(equal + 1));
        if (value.starts_with('@')) value.insert(0, " ");  // what came from outside is never taken for a key
        text.args.emplace_back(std::string(argument.substr(0, equal)), std::move(value));
    }
    return text;
}

Error error_from(const vigie_error& error, const std::function<std::string(std::string)>& clean) {
    const auto text = [&](const auto& buffer) { return clean(std::string(buffer, strnlen(buffer, sizeof buffer))); };
    return {class_from(error.klass), said_text(text(error.message)), {}, text(error.detail)};
}

} // namespace vigie::gis
