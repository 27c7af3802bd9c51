#include <algorithm>
#include <cmath>
#include <cstdlib>

#include "gis/model/words.hpp"
#include "gis/rules/rules.hpp"

namespace vigie::gis {

namespace {

constexpr double usual_radius_m = 50;
constexpr std::chrono::days longest_apart{30};
constexpr double least_score = 0.3;
// What makes two reports the same thing: near, of one category, close in time; a shared asset says it all.
constexpr double weight_distance = 0.45, weight_category = 0.35, weight_time = 0.2;

std::string domain_of(const Catalog& catalog, const std::string& category) {
    const ReportCategory* c = catalog.report_category(category);
    return c ? c->domain : std::string{};
}

// Whole numbers below 1000, so they need no separators of any language.
Text why(double distance, bool same_category, Seconds apart) {
    const char* unit = apart < std::chrono::hours{1} ? "minutes" : apart < std::chrono::hours{48} ? "hours" : "days";
    const auto n = apart < std::chrono::hours{1} ? apart.count() / 60 : apart < std::chrono::hours{48} ? apart.count() / 3600 : apart.count() / 86400;
    return {std::string("rules.duplicate.") + (same_category ? "same_" : "other_") + unit,
            {{"metres", std::to_string(std::lround(distance))}, {"n", std::to_string(n)}}};
}

} // namespace

std::vector<DuplicateCandidate> duplicate_candidates(const World& world, const Catalog& catalog, const Report& report, std::size_t limit) {
    const ReportCategory* category = catalog.report_category(report.category);
    const double radius = category && category->duplicate_radius_m > 0 ? category->duplicate_radius_m : usual_radius_m;
    const std::string domain = domain_of(catalog, report.category);
    std::vector<DuplicateCandidate> found;
    for (const Report& other : world.reports()) {
        if (other.id == report.id || !is_open(other.state) || other.place == LonLat{}) continue;
        const double distance = distance_m(report.place, other.place);
        const bool same_asset = report.asset && report.asset == other.asset;
        if (distance > radius && !same_asset) continue;
        const Seconds apart{std::abs(std::chrono::duration_cast<Seconds>(report.received_at - other.received_at).count())};
        if (apart > longest_apart) continue;
        const bool same_category = report.category == other.category && !report.category.empty();
        const bool same_domain = same_category || (!domain.empty() && domain == domain_of(catalog, other.category));
        if (!same_domain && !same_asset && !report.category.empty()) continue;
        const double near = same_asset ? 1 : 1 - distance / radius;
        const double recent = 1 - double(apart.count()) / double(Seconds{longest_apart}.count());
        const double score = weight_distance * near + (same_category ? weight_category : 0) + weight_time * recent;
        if (score >= least_score) found.push_back({other.id, distance, apart, std::min(1.0, score), why(distance, same_category, apart)});
    }
    std::ranges::sort(found, [](const auto& a, const auto& b) { return a.score != b.score ? a.score > b.score : a.report < b.report; });
    if (found.size() > limit) found.resize(limit);
    return found;
}

} // namespace vigie::gis
