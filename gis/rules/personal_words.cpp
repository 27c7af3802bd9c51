#include "gis/rules/personal_words.hpp"

#include <algorithm>
#include <array>

namespace vigie::gis {

namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) { return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z'); }
bool is_gap(char c) { return c == ' ' || c == '-' || c == '.'; }
// Part of a word, accents (bytes of UTF-8) too.
bool is_word(char c) { return is_digit(c) || is_letter(c) || static_cast<unsigned char>(c) >= 0x80; }

// Reads `pattern` at `at`: 'L' a letter, 'D' a digit, '?' an optional gap. The end, or 0.
std::size_t read(std::string_view text, std::size_t at, std::string_view pattern) {
    for (const char p : pattern) {
        if (p == '?') {
            if (at < text.size() && is_gap(text[at])) ++at;
            continue;
        }
        if (at >= text.size() || !(p == 'L' ? is_letter(text[at]) : is_digit(text[at]))) return 0;
        ++at;
    }
    return at < text.size() && is_word(text[at]) ? 0 : at;
}

std::size_t phone(std::string_view text, std::size_t at) {
    if (text.substr(at).starts_with("+33")) return read(text, at + 3, "?D?DD?DD?DD?DD");
    return text[at] == '0' ? read(text, at, "DD?DD?DD?DD?DD") : 0;
}

// "RD 613 km 12" is a place, not a vehicle.
bool is_road(std::string_view text, std::size_t at) {
    constexpr std::array roads{std::string_view("rd "), std::string_view("rn "), std::string_view("vc "), std::string_view("cr ")};
    std::string begin(text.substr(at, 3));
    for (char& c : begin) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    return std::ranges::find(roads, begin) != roads.end();
}

std::size_t email(std::string_view text, std::size_t at) {
    const auto part = [&](std::size_t from) {
        while (from < text.size() && (is_digit(text[from]) || is_letter(text[from]) || std::string_view("._-+").find(text[from]) != std::string_view::npos)) ++from;
        return from;
    };
    const std::size_t sign = part(at);
    if (sign == at || sign >= text.size() || text[sign] != '@') return 0;
    std::size_t end = part(sign + 1);
    while (end > sign + 1 && !is_digit(text[end - 1]) && !is_letter(text[end - 1])) --end;
    return text.substr(sign + 1, end - sign - 1).find('.') == std::string_view::npos ? 0 : end;
}

} // namespace

std::vector<FoundWord> personal_words(std::string_view text) {
    std::vector<FoundWord> found;
    for (std::size_t at = 0; at < text.size();) {
        const bool begins = (is_word(text[at]) || text[at] == '+') && (at == 0 || !is_word(text[at - 1]));
        const std::array tries{std::pair{PersonalWord::email, begins ? email(text, at) : 0}, std::pair{PersonalWord::phone, begins ? phone(text, at) : 0},
                               std::pair{PersonalWord::plate, begins && !is_road(text, at) ? read(text, at, "LL?DDD?LL") : 0}};
        const auto hit = std::ranges::find_if(tries, [](const auto& t) { return t.second > 0; });
        if (hit == tries.end()) {
            ++at;
            continue;
        }
        found.push_back({hit->first, at, hit->second});
        at = hit->second;
    }
    return found;
}

std::string masked(std::string_view text) {
    std::string out;
    std::size_t at = 0;
    for (const FoundWord& word : personal_words(text)) {
        out += std::string(text.substr(at, word.begin - at)) + "[…]";
        at = word.end;
    }
    return out + std::string(text.substr(at));
}

} // namespace vigie::gis
