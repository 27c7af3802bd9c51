// Sentences that leave a room. `gis` decides *what* is said (a key and its arguments); the language tables in
// assets/lang decide *how*. Key and shown text are different types, so an untranslated key cannot reach the screen.
#pragma once

#include <string>
#include <utility>
#include <vector>

namespace vigie::gis {

// A sentence not yet in any language: key into assets/lang/*.json, named arguments already formatted as text
// (an argument whose value begins with '@' is itself a key: its sentence is filled with the same arguments).
struct Text {
    std::string key{};
    std::vector<std::pair<std::string, std::string>> args{};

    bool operator==(const Text&) const = default;
    [[nodiscard]] bool empty() const { return key.empty(); }
};

} // namespace vigie::gis
