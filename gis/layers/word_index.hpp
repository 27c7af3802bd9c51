// Names by the words in them: exact, beginning, or one typing error; rare words weigh more than common ones. Built once,
// then immutable; any thread.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace vigie::gis {

class WordIndex {
public:
    // `item` are numbers from 0 without gaps, in order; `folded_name` as by `folded`.
    void add(std::uint32_t item, const std::string& folded_name);
    void finish();

    struct Hit {
        std::uint32_t item;
        double score;  // 0…2: share of the query found, weighted, plus a share for how much of the name was asked for
    };
    // Items that have every word of the query (every word but one when none has all). The last word is still being typed
    // unless `last_is_complete`. Unordered.
    [[nodiscard]] std::vector<Hit> search(std::string_view folded_query, bool last_is_complete) const;

private:
    struct Word {
        std::string text;
        std::vector<std::uint32_t> items;
        double weight = 1;
    };
    struct Match {
        std::size_t word;
        double quality;
    };
    [[nodiscard]] std::vector<Match> matches(std::string_view asked, bool unfinished) const;

    std::vector<Word> words_;  // sorted by text after finish
    std::unordered_map<std::string, std::size_t> by_text_;
    std::vector<std::string> names_;
    std::vector<std::uint8_t> word_count_;
};

// Words of French names that say nothing alone: "de", "la", "du"…
[[nodiscard]] bool is_filler(std::string_view folded_word);
// Equal up to one letter wrong, missing, too many, or two neighbours exchanged.
[[nodiscard]] bool is_one_typo(std::string_view a, std::string_view b);

} // namespace vigie::gis
