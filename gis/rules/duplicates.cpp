#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>
#include <string_view>

#include "gis/layers/folding.hpp"
#include "gis/model/words.hpp"
#include "gis/rules/rules.hpp"

namespace vigie::gis {

namespace {

constexpr double usual_radius_m = 50;
constexpr std::chrono::days longest_apart{30};
constexpr double least_score = 0.3;
// What makes two reports the same thing: near, of one category, close in time; a shared asset says it all.
constexpr double weight_distance = 0.45, weight_category = 0.35, weight_time = 0.2;
// Where both have words, what they say counts for this much of the whole; words that agree this much may tell of one thing
// under two categories that have nothing to do with each other ("branche" as a tree and as an obstacle of the road).
constexpr double weight_words = 0.25, words_agree = 0.5;
constexpr std::size_t least_letters = 4, told_words = 3;
constexpr std::size_t least_shared = 2;  // one word alone makes no agreement between categories

std::string domain_of(const Catalog& catalog, const std::string& category) {
    const ReportCategory* c = catalog.report_category(category);
    return c ? c->domain : std::string{};
}

// Words that say something: long enough, and none that every report has ("signalement", "depuis"…), as compared and as written.
struct Word {
    std::string folded, written;
};
std::vector<Word> telling_words(const std::string& text) {
    static constexpr std::array<std::string_view, 28> empty{"avec", "dans", "depuis", "devant", "pour", "plus", "tres", "sont", "cette", "leur", "bonjour", "merci",
                                                            "signale", "signalement", "probleme", "telephone", "with", "from", "this", "that", "there", "hello",
                                                            "please", "reported", "jour", "jours", "vers", "chez"};
    std::vector<Word> words;
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t end = std::min(text.size(), text.find_first_of(" \t\r\n,;.:!?()\"", at));
        const std::string written = text.substr(at, end - at), folded = folded_plain(written);
        at = end + 1;
        const auto parts = words_of(folded);
        for (std::string_view part : parts) {
            if (part.size() < least_letters || std::ranges::find(empty, part) != empty.end()) continue;
            std::string shown = parts.size() == 1 ? written : std::string(part);
            if (part.size() > least_letters && (part.back() == 's' || part.back() == 'x')) part.remove_suffix(1);
            words.push_back({std::string(part), std::move(shown)});
        }
    }
    std::ranges::sort(words, {}, &Word::folded);
    const auto same = std::ranges::unique(words, {}, &Word::folded);
    words.erase(same.begin(), same.end());
    return words;
}

// 0…1: how much of the shorter text is in the other one, with the words that both have.
struct Agreement {
    double share = 0;
    std::vector<std::string> words;
};
Agreement agreement(const std::vector<Word>& a, const std::vector<Word>& b) {
    Agreement out;
    for (const Word& word : a)
        if (std::ranges::binary_search(b, word.folded, {}, &Word::folded)) out.words.push_back(word.written);
    // Of one or two words any one in common would be everything.
    const std::size_t least = std::min(a.size(), b.size());
    if (least > 0) out.share = double(out.words.size()) / double(std::max<std::size_t>(least, 3));
    return out;
}

// Whole numbers below 1000, so they need no separators of any language.
Text why(double distance, bool same_category, Seconds apart) {
    const char* unit = apart < std::chrono::hours{1} ? "minutes" : apart < std::chrono::hours{48} ? "hours" : "days";
    const auto n = apart < std::chrono::hours{1} ? apart.count() / 60 : apart < std::chrono::hours{48} ? apart.count() / 3600 : apart.count() / 86400;
    return {std::string("rules.duplicate.") + (same_category ? "same_" : "other_") + unit,
            {{"metres", std::to_string(std::lround(distance))}, {"n", std::to_string(n)}}};
}

Text words_why(const std::vector<std::string>& words) {
    std::string some;
    for (std::size_t i = 0; i < words.size() && i < told_words; ++i) some += (some.empty() ? "" : ", ") + words[i];
    return {"rules.duplicate.words", {{"words", some}}};
}

// Degrees of latitude and longitude beyond which nothing is within `radius`: most reports are further away than that.
bool far_away(LonLat a, LonLat b, double radius) {
    constexpr double metres_per_degree = 110'000;  // a little less than anywhere
    if (std::abs(a.lat - b.lat) * metres_per_degree > radius) return true;
    const double across = std::abs(a.lon - b.lon) * metres_per_degree * std::cos((std::abs(a.lat) + 0.5) * 3.14159265358979 / 180);
    return across > radius;
}

} // namespace

std::vector<DuplicateCandidate> duplicate_candidates(const World& world, const Catalog& catalog, const Report& report, std::size_t limit) {
    const ReportCategory* category = catalog.report_category(report.category);
    const double radius = category && category->duplicate_radius_m > 0 ? category->duplicate_radius_m : usual_radius_m;
    const std::string domain = domain_of(catalog, report.category);
    const std::vector<Word> words = telling_words(report.description);
    std::vector<DuplicateCandidate> found;
    for (const Report& other : world.reports()) {
        if (other.id == report.id || !is_open(other.state) || other.place == LonLat{}) continue;
        const bool same_asset = report.asset && report.asset == other.asset;
        if (!same_asset && far_away(report.place, other.place, radius)) continue;
        const double distance = distance_m(report.place, other.place);
        if (distance > radius && !same_asset) continue;
        const Seconds apart{std::abs(std::chrono::duration_cast<Seconds>(report.received_at - other.received_at).count())};
        if (apart > longest_apart) continue;
        const std::vector<Word> theirs = words.empty() ? words : telling_words(other.description);
        const Agreement said = agreement(words, theirs);
        const bool same_words = said.share >= words_agree && said.words.size() >= least_shared;
        const bool same_category = report.category == other.category && !report.category.empty();
        const bool same_domain = same_category || (!domain.empty() && domain == domain_of(catalog, other.category));
        if (!same_domain && !same_asset && !same_words && !report.category.empty()) continue;
        const double near = same_asset ? 1 : 1 - distance / radius;
        const double recent = 1 - double(apart.count()) / double(Seconds{longest_apart}.count());
        double score = weight_distance * near + (same_category ? weight_category : 0) + weight_time * recent;
        // Silence is no disagreement: without words on both sides they do not count.
        if (!words.empty() && !theirs.empty()) score = (1 - weight_words) * score + weight_words * std::min(1.0, said.share / words_agree);
        if (score < least_score) continue;
        DuplicateCandidate candidate{other.id, distance, apart, std::min(1.0, score), why(distance, same_category, apart)};
        if (same_asset) candidate.reasons.push_back({"rules.duplicate.asset", {}});
        if (!said.words.empty()) candidate.reasons.push_back(words_why(said.words));
        found.push_back(std::move(candidate));
    }
    std::ranges::sort(found, [](const auto& a, const auto& b) { return a.score != b.score ? a.score > b.score : a.report < b.report; });
    if (found.size() > limit) found.resize(limit);
    return found;
}

} // namespace vigie::gis
