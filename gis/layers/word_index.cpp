#include "gis/layers/word_index.hpp"

#include <algorithm>
#include <cmath>

#include "gis/layers/folding.hpp"

namespace vigie::gis {

namespace {

constexpr std::size_t max_query_words = 12;
constexpr std::size_t typo_from_letters = 4;
constexpr double prefix_quality = 0.8, typo_quality = 0.55;

std::vector<std::string_view> telling_words(std::string_view text) {
    std::vector<std::string_view> all = words_of(text);
    std::vector<std::string_view> telling = all;
    std::erase_if(telling, is_filler);
    return telling.empty() ? all : telling;
}

bool starts_with_digit(std::string_view word) { return !word.empty() && word[0] >= '0' && word[0] <= '9'; }

} // namespace

bool is_filler(std::string_view word) {
    for (const std::string_view filler : {"de", "du", "des", "la", "le", "les", "d", "l", "a", "au", "aux", "et", "en"})
        if (word == filler) return true;
    return false;
}

bool is_one_typo(std::string_view a, std::string_view b) {
    if (a.size() > b.size()) std::swap(a, b);
    if (b.size() - a.size() > 1) return false;
    std::size_t i = 0;
    while (i < a.size() && a[i] == b[i]) ++i;
    const std::string_view x = a.substr(i), y = b.substr(i);
    if (x == y) return true;
    if (a.size() != b.size()) return x == y.substr(1);
    if (x.substr(1) == y.substr(1)) return true;
    return x.size() > 1 && x[0] == y[1] && x[1] == y[0] && x.substr(2) == y.substr(2);
}

void WordIndex::add(std::uint32_t item, const std::string& folded_name) {
    const auto words = telling_words(folded_name);
    for (const std::string_view word : words) {
        const auto [it, is_new] = by_text_.emplace(std::string(word), words_.size());
        if (is_new) words_.push_back({std::string(word), {}, 1});
        std::vector<std::uint32_t>& items = words_[it->second].items;
        if (items.empty() || items.back() != item) items.push_back(item);
    }
    names_.push_back(folded_name);
    word_count_.push_back(static_cast<std::uint8_t>(std::min<std::size_t>(words.size(), 255)));
}

void WordIndex::finish() {
    by_text_.clear();
    std::ranges::sort(words_, {}, &Word::text);
    for (Word& word : words_) {
        word.items.shrink_to_fit();
        word.weight = 0.2 + std::log1p(static_cast<double>(names_.size()) / static_cast<double>(word.items.size()));
    }
}

std::vector<WordIndex::Match> WordIndex::matches(std::string_view asked, bool unfinished) const {
    std::vector<Match> found;
    const auto first = std::ranges::lower_bound(words_, asked, {}, [](const Word& w) { return std::string_view(w.text); });
    for (auto it = first; it != words_.end() && it->text.starts_with(asked); ++it) {
        const bool exact = it->text.size() == asked.size();
        // A house number is whole; the beginning of a word counts less the more of it is missing.
        if (!exact && starts_with_digit(asked) && !unfinished) break;
        const double share = static_cast<double>(asked.size()) / static_cast<double>(it->text.size());
        found.push_back({static_cast<std::size_t>(it - words_.begin()), exact ? 1 : prefix_quality * (0.7 + 0.3 * share)});
    }
    if (asked.size() < typo_from_letters || starts_with_digit(asked)) return found;
    for (std::size_t w = 0; w < words_.size(); ++w) {
        const std::string& text = words_[w].text;
        if (text.size() + 1 < asked.size() || text.size() > asked.size() + 1 || text.starts_with(asked)) continue;
        if (is_one_typo(asked, text)) found.push_back({w, typo_quality});
    }
    return found;
}

std::vector<WordIndex::Hit> WordIndex::search(std::string_view query, bool last_is_complete) const {
    std::vector<std::string_view> asked = telling_words(query);
    if (asked.size() > max_query_words) asked.resize(max_query_words);
    std::vector<Hit> hits;
    if (asked.empty()) return hits;
    struct State {
        float score = 0, best = 0;   // of finished words; of the present one
        std::uint8_t words = 0, round = 0;
    };
    std::vector<State> states(names_.size());
    double total_weight = 0;
    for (std::size_t k = 0; k < asked.size(); ++k) {
        const auto found = matches(asked[k], k + 1 == asked.size() && !last_is_complete);
        double weight = 0.2 + std::log1p(static_cast<double>(names_.size()));
        for (const Match& match : found)
            if (match.quality == 1) weight = words_[match.word].weight;
        total_weight += weight;
        const auto round = static_cast<std::uint8_t>(k + 1);
        for (const Match& match : found)
            for (const std::uint32_t item : words_[match.word].items) {
                State& state = states[item];
                const auto value = static_cast<float>(match.quality * weight);
                if (state.round != round) {
                    state.round = round;
                    ++state.words;
                    state.score += state.best;
                    state.best = value;
                } else if (value > state.best) {
                    state.best = value;
                }
            }
    }
    const auto collect = [&](std::size_t least) {
        for (std::uint32_t item = 0; item < states.size(); ++item) {
            const State& state = states[item];
            if (state.words < least) continue;
            double score = (state.score + state.best) / total_weight;
            score += 0.4 * std::min(1.0, static_cast<double>(state.words) / std::max<double>(1, word_count_[item]));
            if (names_[item] == query) score += 0.4;
            else if (names_[item].starts_with(query)) score += 0.15;
            hits.push_back({item, score});
        }
    };
    collect(asked.size());
    if (hits.empty() && asked.size() > 1) collect(asked.size() - 1);
    return hits;
}

} // namespace vigie::gis
