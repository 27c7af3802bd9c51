#include <catch2/catch_approx.hpp>
#include <catch2/catch_test_macros.hpp>

#include "gis/layers/folding.hpp"
#include "gis/layers/gazetteer.hpp"
#include "panels/map/map_chrome.hpp"
#include "panels/overlay/marker_key.hpp"
#include "panels/palette/matching.hpp"

using namespace vigie;

TEST_CASE("the palette finds words by their beginnings, in any order, accents ignored") {
    const auto score = [](const char* question, const char* text) { return panels::match_score(gis::folded(question), gis::folded(text)); };
    CHECK(score("eclai", "Équipe Éclairage") > 0);
    CHECK(score("voi affec", "Affecter S-1187 à Voirie A") > 0);
    CHECK(score("affecter", "Rejeter le signalement") == 0);
    CHECK(score("rejeter voirie", "Rejeter le signalement") == 0);
    CHECK(score("", "Tout") > 0);
}

TEST_CASE("a beginning beats an inside, and letters in order come last") {
    const auto score = [](const char* question, const char* text) { return panels::match_score(question, text); };
    CHECK(score("voi", "voirie a") > score("voi", "ma voirie"));
    CHECK(score("voi", "ma voirie") > score("voi", "convoi exceptionnel"));
    CHECK(score("convoi", "convoi") > score("cvi", "convoi"));
    CHECK(score("cvi", "convoi") > 0);
}

TEST_CASE("what was found is marked on the letters shown, accents included") {
    const std::string title = "Équipe Éclairage";
    const auto ranges = panels::matched_ranges("eclai", title);
    REQUIRE(ranges.size() == 1);
    CHECK(title.substr(ranges[0].first, ranges[0].second - ranges[0].first) == "Éclai");
    CHECK(panels::matched_ranges("xyz", title).empty());
}

TEST_CASE("a scale bar is a round number of metres that fits") {
    for (const double metres_per_px : {0.013, 0.5, 1.1, 7.0, 44.4, 1234.0}) {
        const auto bar = panels::scale_bar(metres_per_px, 100);
        INFO(metres_per_px);
        CHECK(bar.px <= 100.0);
        CHECK(bar.px > 39.9);
        CHECK(bar.metres == Catch::Approx(bar.px * metres_per_px));
        double lead = bar.metres;
        while (lead >= 10 - 1e-9) lead /= 10;
        while (lead < 1 - 1e-9) lead *= 10;
        CHECK((std::abs(lead - 1) < 1e-6 || std::abs(lead - 2) < 1e-6 || std::abs(lead - 5) < 1e-6));
    }
}

TEST_CASE("a marker's key gives its entity back") {
    for (int kind = 0; kind < gis::entity_kind_count; ++kind)
        for (const std::uint64_t id : {1ull, 15ull, 16ull, 987654321ull}) {
            const gis::EntityRef ref{static_cast<gis::EntityKind>(kind), id};
            CHECK(panels::ref_of_marker(panels::marker_key(ref)) == ref);
        }
}
