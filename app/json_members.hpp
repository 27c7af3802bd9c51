// Members of JSON that was kept for us in a file anybody can edit: one that is missing or of another type changes nothing.
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <type_traits>

namespace vigie::app {

template <class T>
void read(const nlohmann::json& object, const char* key, T& into) {
    const auto it = object.find(key);  // the end for what is no object
    if (it == object.end()) return;
    if constexpr (std::is_same_v<T, bool>) { if (it->is_boolean()) into = it->template get<bool>(); }
    else if constexpr (std::is_arithmetic_v<T>) { if (it->is_number()) into = it->template get<T>(); }
    else if (it->is_string()) into = it->template get<std::string>();
}

} // namespace vigie::app
