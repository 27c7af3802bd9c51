#include "gis/model/pseudo_language.hpp"

#include <vector>

namespace vigie::gis {

namespace {

std::string_view accented(char c) {
    switch (c) {
    case 'a': return "å";
    case 'c': return "ç";
    case 'e': return "ë";
    case 'i': return "ï";
    case 'n': return "ñ";
    case 'o': return "ø";
    case 'u': return "û";
    case 'y': return "ÿ";
    case 'A': return "Å";
    case 'C': return "Ç";
    case 'E': return "Ë";
    case 'I': return "Ï";
    case 'N': return "Ñ";
    case 'O': return "Ø";
    case 'U': return "Û";
    default: return {};
    }
}

} // namespace

std::string pseudo_sentence(std::string_view french) {
    // Inside braces stands a name, up to '|' or '}', which must stay; the forms after a bar are words again.
    std::string out = "[";
    std::vector<bool> in_name;  // one per open brace
    std::size_t letters = 0;
    for (const char c : french) {
        if (c == '{') in_name.push_back(true);
        if (c == '|' && !in_name.empty()) in_name.back() = false;
        const bool keep = !in_name.empty() && in_name.back();
        if (c == '}' && !in_name.empty()) in_name.pop_back();
        const std::string_view replacement = keep ? std::string_view{} : accented(c);
        if (!keep && (static_cast<unsigned char>(c) & 0xC0) != 0x80) ++letters;
        if (replacement.empty()) out += c;
        else out += replacement;
    }
    out.append(letters * 2 / 5, '~');
    return out + "]";
}

} // namespace vigie::gis
