#include "panels/palette/matching.hpp"

#include <algorithm>

#include "gis/layers/gazetteer.hpp"
#include "render/utf8.hpp"

namespace vigie::panels {

namespace {

std::vector<std::string_view> words_of(std::string_view text) {
    std::vector<std::string_view> words;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find(' '), text.size());
        if (end > 0) words.push_back(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return words;
}

bool letters_in_order(std::string_view needle, std::string_view word) {
    std::size_t at = 0;
    for (const char c : word)
        if (at < needle.size() && c == needle[at]) ++at;
    return at == needle.size();
}

int word_score(std::string_view needle, std::string_view text) {
    const std::size_t at = text.find(needle);
    if (at == 0) return 100;
    if (at != std::string_view::npos) return text[at - 1] == ' ' ? 80 : 40;
    if (needle.size() < 3) return 0;
    for (const std::string_view word : words_of(text))
        if (!word.empty() && word.front() == needle.front() && letters_in_order(needle, word)) return 15;
    return 0;
}

} // namespace

int match_score(std::string_view folded_question, std::string_view folded_text) {
    int total = 1;
    for (const std::string_view needle : words_of(folded_question)) {
        const int score = word_score(needle, folded_text);
        if (score == 0) return 0;
        total += score;
    }
    // Among equals the shorter text says it more exactly.
    return total * 100 - static_cast<int>(std::min<std::size_t>(folded_text.size(), 99));
}

std::vector<std::pair<std::size_t, std::size_t>> matched_ranges(std::string_view folded_question, std::string_view text) {
    std::string folded;                      // letter by letter, so that every byte knows where it came from
    std::vector<std::pair<std::size_t, std::size_t>> origin;
    std::string_view rest = text;
    while (!rest.empty()) {
        const std::size_t begin = text.size() - rest.size();
        static_cast<void>(render::next_codepoint(rest));
        const std::size_t end = text.size() - rest.size();
        std::string letter = gis::folded(text.substr(begin, end - begin));
        if (letter.empty()) letter = " ";
        folded += letter;
        origin.insert(origin.end(), letter.size(), {begin, end});
    }
    std::vector<std::pair<std::size_t, std::size_t>> ranges;
    for (const std::string_view needle : words_of(folded_question)) {
        std::size_t at = folded.find(' ' + std::string(needle));
        at = folded.starts_with(needle) ? 0 : at != std::string::npos ? at + 1 : folded.find(needle);
        if (at == std::string::npos) continue;
        ranges.emplace_back(origin[at].first, origin[at + needle.size() - 1].second);
    }
    std::ranges::sort(ranges);
    return ranges;
}

} // namespace vigie::panels
