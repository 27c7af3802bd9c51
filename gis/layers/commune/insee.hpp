// A commune's code of the Code officiel géographique (INSEE): its département, the arrondissements of Paris, Lyon and Marseille,
// and the zone of its wall clock. Any thread.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace vigie::gis {

struct InseeCode {
    std::string code;                    // "34079", "2A004", "97411"
    std::string department;              // "34", "2A", "974"
    std::vector<std::string> districts;  // of Paris, Lyon or Marseille as a whole its arrondissements, else the code itself
    bool operator==(const InseeCode&) const = default;
};

// By its form alone: whether there is such a commune only the service knows. Spaces around and a small "a" or "b" are taken.
[[nodiscard]] std::optional<InseeCode> read_insee(std::string_view text);

// IANA name: "Indian/Reunion" for 974, "Europe/Paris" for all that are in Europe.
[[nodiscard]] std::string zone_of_department(std::string_view department);

} // namespace vigie::gis
