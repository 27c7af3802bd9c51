#include "gis/layers/commune/insee.hpp"

#include <algorithm>
#include <charconv>
#include <utility>

namespace vigie::gis {

namespace {

struct City {
    std::string_view code;
    int first, last;  // codes of its arrondissements
};
constexpr City cities[] = {{"75056", 75'101, 75'120}, {"69123", 69'381, 69'389}, {"13055", 13'201, 13'216}};

constexpr std::pair<std::string_view, std::string_view> overseas[] = {
    {"971", "America/Guadeloupe"}, {"972", "America/Martinique"}, {"973", "America/Cayenne"}, {"974", "Indian/Reunion"},
    {"975", "America/Miquelon"}, {"976", "Indian/Mayotte"}, {"977", "America/St_Barthelemy"}, {"978", "America/Marigot"},
    {"984", "Indian/Kerguelen"}, {"986", "Pacific/Wallis"}, {"987", "Pacific/Tahiti"}, {"988", "Pacific/Noumea"},
    {"989", "America/Los_Angeles"}};

bool all_digits(std::string_view text) {
    return std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

// Empty = there is none.
std::string department_of(std::string_view code) {
    const std::string_view two = code.substr(0, 2);
    if (two == "2A" || two == "2B") return std::string(two);
    if (!all_digits(two)) return {};
    if (two == "97" || two == "98") {
        const bool known = std::ranges::any_of(overseas, [&](const auto& o) { return o.first == code.substr(0, 3); });
        return known ? std::string(code.substr(0, 3)) : std::string();
    }
    return two >= "01" && two <= "95" && two != "20" ? std::string(two) : std::string();
}

} // namespace

std::optional<InseeCode> read_insee(std::string_view text) {
    while (text.starts_with(' ')) text.remove_prefix(1);
    while (text.ends_with(' ')) text.remove_suffix(1);
    if (text.size() != 5) return {};
    std::string code(text);
    if (code[1] == 'a' || code[1] == 'b') code[1] = static_cast<char>(code[1] - 32);
    std::string department = department_of(code);
    if (department.empty() || !all_digits(std::string_view(code).substr(2))) return {};
    InseeCode out{code, std::move(department), {code}};
    if (const auto* city = std::ranges::find(cities, code, &City::code); city != std::end(cities)) {
        out.districts.clear();
        for (int district = city->first; district <= city->last; ++district) out.districts.push_back(std::to_string(district));
    }
    return out;
}

std::string zone_of_department(std::string_view department) {
    for (const auto& [known, zone] : overseas)
        if (known == department) return std::string(zone);
    return "Europe/Paris";
}

} // namespace vigie::gis
