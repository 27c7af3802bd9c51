#include "gis/layers/folding.hpp"

#include <algorithm>
#include <array>
#include <cstdint>

#include "gis/layers/gazetteer.hpp"

namespace vigie::gis {

namespace {

// Next code point of UTF-8 text; 0xfffd for a broken byte. Advances `at`.
char32_t next_code(std::string_view text, std::size_t& at) {
    const auto byte = [&](std::size_t i) { return static_cast<std::uint8_t>(text[i]); };
    const std::uint8_t lead = byte(at++);
    if (lead < 0x80) return lead;
    const int more = lead >= 0xf0 ? 3 : lead >= 0xe0 ? 2 : lead >= 0xc2 ? 1 : 0;
    if (more == 0 || at + static_cast<std::size_t>(more) > text.size()) return 0xfffd;
    char32_t code = lead & (0x3f >> more);
    for (int i = 0; i < more; ++i) {
        if ((byte(at) & 0xc0) != 0x80) return 0xfffd;
        code = code << 6 | (byte(at++) & 0x3f);
    }
    return code;
}

// Base letters of U+00C0…U+017F. A space stands for a sign, a dot for two letters (see below).
constexpr std::string_view latin =
    "aaaaaa.ceeeeiiiidnooooo ouuuuy.."
    "aaaaaa.ceeeeiiiidnooooo ouuuuy.y"
    "aaaaaaccccccccddddeeeeeeeeeegggggggghhhhiiiiiiiiii..jjkkklllllllllln"
    "nnnnnnnnoooooo..rrrrrrssssssssttttttuuuuuuuuuuuuwwyyyzzzzzzs";
static_assert(latin.size() == 0x180 - 0xc0);

void append_folded(std::string& out, char32_t code) {
    const auto space = [&] {
        if (!out.empty() && out.back() != ' ') out += ' ';
    };
    if (code < 0x80) {
        const auto c = static_cast<char>(code);
        if (c >= 'A' && c <= 'Z') out += static_cast<char>(c - 'A' + 'a');
        else if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) out += c;
        else space();
    } else if (code >= 0xc0 && code < 0x180) {
        const char c = latin[code - 0xc0];
        if (c == ' ') return space();
        if (c != '.') out += c;
        else if (code == 0xc6 || code == 0xe6) out += "ae";
        else if (code == 0xdf) out += "ss";
        else if (code == 0xde || code == 0xfe) out += "th";
        else if (code == 0x132 || code == 0x133) out += "ij";
        else out += "oe";  // U+0152, U+0153
    } else if (code >= 0x300 && code < 0x370) {
        return;  // combining accents of decomposed text
    } else if (code < 0xc0 || (code >= 0x2000 && code < 0x2c00) || code >= 0xe000) {
        space();  // signs, typographic spaces, private area, U+FFFD
    } else {
        if (code < 0x800) out += {static_cast<char>(0xc0 | code >> 6), static_cast<char>(0x80 | (code & 0x3f))};
        else out += {static_cast<char>(0xe0 | code >> 12), static_cast<char>(0x80 | (code >> 6 & 0x3f)), static_cast<char>(0x80 | (code & 0x3f))};
    }
}

struct Abbreviation {
    std::string_view shortened, full;
};
// Sorted by the short form. From the tables of the DGFiP (FANTOIR) and La Poste, plus what people type.
constexpr Abbreviation abbreviations[] = {
    {"all", "allee"},       {"allees", "allee"},    {"ave", "avenue"},       {"av", "avenue"},       {"bd", "boulevard"},
    {"bld", "boulevard"},   {"blvd", "boulevard"},  {"bvd", "boulevard"},    {"cdt", "commandant"},  {"ch", "chemin"},
    {"che", "chemin"},      {"chem", "chemin"},     {"col", "colonel"},      {"cpt", "capitaine"},   {"crs", "cours"},
    {"dr", "docteur"},      {"esp", "esplanade"},   {"fbg", "faubourg"},     {"fg", "faubourg"},     {"gal", "general"},
    {"gen", "general"},     {"imp", "impasse"},     {"lot", "lotissement"},  {"lt", "lieutenant"},   {"mal", "marechal"},
    {"mgr", "monseigneur"}, {"mte", "montee"},      {"pas", "passage"},      {"pass", "passage"},    {"pdt", "president"},
    {"pl", "place"},        {"pr", "professeur"},   {"prof", "professeur"},  {"prom", "promenade"},  {"qu", "quai"},
    {"res", "residence"},   {"rle", "ruelle"},      {"rpt", "rond point"},   {"rte", "route"},       {"sq", "square"},
    {"st", "saint"},        {"ste", "sainte"},      {"stes", "saintes"},     {"sts", "saints"},      {"tra", "traverse"},
    {"trav", "traverse"},   {"ven", "venelle"},     {"vla", "villa"},        {"zi", "zone industrielle"}};

bool is_number(std::string_view word) { return !word.empty() && word[0] >= '0' && word[0] <= '9'; }

bool is_small_word(std::string_view folded) {
    constexpr std::array<std::string_view, 14> small = {"de", "du", "des", "la", "le", "les", "et", "a", "au", "aux", "en", "sur", "sous", "d"};
    return std::find(small.begin(), small.end(), folded) != small.end() || folded == "l";
}

} // namespace

std::string folded_plain(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    for (std::size_t at = 0; at < text.size();) append_folded(out, next_code(text, at));
    while (!out.empty() && out.back() == ' ') out.pop_back();
    return out;
}

std::vector<std::string_view> words_of(std::string_view folded) {
    std::vector<std::string_view> words;
    for (std::size_t at = 0; at < folded.size();) {
        const std::size_t end = std::min(folded.find(' ', at), folded.size());
        if (end > at) words.push_back(folded.substr(at, end - at));
        at = end + 1;
    }
    return words;
}

std::string folded(std::string_view text) {
    const std::string plain = folded_plain(text);
    std::string out;
    bool first_name_word = true;  // "r" is "rue" only in front
    for (const std::string_view word : words_of(plain)) {
        const auto* it = std::find_if(std::begin(abbreviations), std::end(abbreviations), [&](const Abbreviation& a) { return a.shortened == word; });
        if (!out.empty()) out += ' ';
        if (first_name_word && word == "r") out += "rue";
        else out += it != std::end(abbreviations) ? it->full : word;
        if (!is_number(word) && word != "bis" && word != "ter") first_name_word = false;
    }
    return out;
}

std::string readable_case(std::string_view text) {
    for (const char c : text)
        if (c >= 'a' && c <= 'z') return std::string(text);
    std::string out;
    std::size_t word_begin = 0;
    const auto close_word = [&] {
        const std::string folded = folded_plain(std::string_view(out).substr(word_begin));
        const bool roman = folded.find_first_not_of("ivxlcdm") == std::string::npos && folded.size() > 1 && folded != "di" && folded != "dix";
        if (roman)  // "LOUIS XIV" keeps its numeral
            for (std::size_t i = word_begin; i < out.size(); ++i) out[i] = static_cast<char>(out[i] >= 'a' && out[i] <= 'z' ? out[i] - 32 : out[i]);
        else if (word_begin != 0 && is_small_word(folded) && out[word_begin] >= 'A' && out[word_begin] <= 'Z')
            out[word_begin] = static_cast<char>(out[word_begin] + 32);
    };
    bool start = true;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        const bool ascii_upper = c >= 'A' && c <= 'Z';
        const bool letter = ascii_upper || (c & 0x80) != 0;
        if (!letter) {
            if (!start) close_word();
            out += c;
            start = true;
            word_begin = out.size();
        } else if (ascii_upper) {
            out += start ? c : static_cast<char>(c + 32);
            start = false;
        } else if (!start && static_cast<std::uint8_t>(c) == 0xc3 && i + 1 < text.size() && static_cast<std::uint8_t>(text[i + 1]) >= 0x80 && static_cast<std::uint8_t>(text[i + 1]) <= 0x9e) {
            out += c;  // É and its like inside a word: + 0x20 in the second byte is the small letter
            out += static_cast<char>(text[++i] + 0x20);
        } else {
            out += c;
            if (i + 1 < text.size() && (text[i + 1] & 0x80) != 0) out += text[++i];
            start = false;
        }
    }
    if (!start) close_word();
    return out;
}

} // namespace vigie::gis
