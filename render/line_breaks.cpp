#include "render/line_breaks.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <string_view>

namespace vigie::render {

namespace {

constexpr std::u32string_view kept_to_before = U";:!?»%‰€°)]}…,.-–—", kept_to_after = U"«([{", hyphens = U"-‐";

bool is_one_of(std::u32string_view set, std::uint32_t c) { return set.find(static_cast<char32_t>(c)) != std::u32string_view::npos; }

// What stands between two places where a line may end. Spaces, and only ' ', are left out where it does.
struct Word {
    std::size_t first = 0, end = 0, next = 0;  // next: where the following word begins
    bool hyphen = false;                       // ends with one, so that a line should rather not end here
};

std::vector<Word> words_of(std::span<const std::uint32_t> text) {
    std::vector<Word> words;
    std::size_t first = 0;
    for (std::size_t i = 0; i + 1 < text.size(); ++i) {
        if (i < first) continue;
        const bool space = text[i] == ' ', hyphen = is_one_of(hyphens, text[i]) && text[i + 1] != ' ' && i > first;
        if (!space && !hyphen) continue;
        std::size_t next = i + 1;
        while (next < text.size() && text[next] == ' ') ++next;
        const bool together = space && (next == text.size() || i == first || is_one_of(kept_to_before, text[next]) || is_one_of(kept_to_after, text[i - 1]));
        if (together) continue;
        words.push_back({first, space ? i : i + 1, next, hyphen});
        first = next;
    }
    words.push_back({first, text.size(), text.size(), false});
    return words;
}

// The cheapest way to end so many lines after each word: each costs the square of how far it is from the mean.
class Breaking {
public:
    Breaking(std::span<const float> advances, std::vector<Word> words, const LineLimits& limits) : words_(std::move(words)), before_{0}, limits_(limits) {
        for (const float advance : advances) before_.push_back(before_.back() + advance);
    }

    std::vector<TextLine> run() {
        const float total = width(0, words_.size() - 1);
        if (total <= limits_.longest_em || words_.size() == 1) return {line(0, words_.size() - 1)};
        const auto enough = static_cast<std::size_t>(std::ceil(total / limits_.longest_em));
        const std::size_t most = limits_.most > 0 ? std::min(limits_.most, words_.size()) : words_.size();
        mean_ = total / static_cast<float>(std::min(enough, most));
        std::vector<Ends> ends{first_lines()};
        while (ends.size() < most) ends.push_back(next_lines(ends.back()));
        const auto best = std::ranges::min_element(ends, {}, [](const Ends& e) { return e.back().cost; });
        std::vector<TextLine> lines;
        std::size_t last = words_.size() - 1;
        for (auto at = best;; --at) {
            const std::size_t first = (*at)[last].first;
            lines.push_back(line(first, last));
            if (first == 0) break;
            last = first - 1;
        }
        std::ranges::reverse(lines);
        return lines;
    }

private:
    struct End {
        float cost = std::numeric_limits<float>::infinity();
        std::size_t first = 0;  // word of the line that ends here
    };
    using Ends = std::vector<End>;  // by word

    [[nodiscard]] float width(std::size_t first, std::size_t last) const { return before_[words_[last].end] - before_[words_[first].first]; }
    [[nodiscard]] TextLine line(std::size_t first, std::size_t last) const { return {words_[first].first, words_[last].end, width(first, last)}; }
    [[nodiscard]] float cost(std::size_t first, std::size_t last) const {
        constexpr float hyphen = 9, too_long = 1000;  // square em
        const float w = width(first, last), off = w - mean_;
        return off * off + (words_[last].hyphen ? hyphen : 0) + (limits_.most == 0 && first < last ? too_long * std::max(0.0f, w - limits_.longest_em) : 0);
    }
    [[nodiscard]] Ends first_lines() const {
        Ends ends(words_.size());
        for (std::size_t last = 0; last < words_.size(); ++last) ends[last] = {cost(0, last), 0};
        return ends;
    }
    [[nodiscard]] Ends next_lines(const Ends& before) const {
        Ends ends(words_.size());
        for (std::size_t last = 1; last < words_.size(); ++last)
            for (std::size_t first = 1; first <= last; ++first)
                if (const float c = before[first - 1].cost + cost(first, last); c < ends[last].cost) ends[last] = {c, first};
        return ends;
    }

    std::vector<Word> words_;
    std::vector<float> before_;  // em before each character
    LineLimits limits_;
    float mean_ = 0;
};

} // namespace

std::vector<TextLine> broken(std::span<const std::uint32_t> text, std::span<const float> advances, const LineLimits& limits) {
    std::vector<TextLine> lines;
    const float total = std::accumulate(advances.begin(), advances.end(), 0.0f);
    if (total <= limits.longest_em && std::ranges::find(text, '\n') == text.end()) return {{0, text.size(), total}};
    for (std::size_t begin = 0; begin <= text.size();) {
        const auto end = static_cast<std::size_t>(std::ranges::find(text.subspan(begin), '\n') - text.subspan(begin).begin()) + begin;
        const auto part = text.subspan(begin, end - begin);
        for (TextLine line : Breaking(advances.subspan(begin, end - begin), words_of(part), limits).run())
            lines.push_back({line.first + begin, line.end + begin, line.width});
        begin = end + 1;
    }
    if (lines.size() > 1) std::erase_if(lines, [](const TextLine& line) { return line.first == line.end; });
    if (lines.empty()) lines.push_back({});
    return lines;
}

} // namespace vigie::render
