#include <catch2/catch_test_macros.hpp>

#include "gis/council/council_words.hpp"
#include "gis/layers/crs.hpp"
#include "gis/paper/council_sheet.hpp"
#include "tests/council/small_commune.hpp"
#include "tests/paper/written.hpp"

using namespace vigie::tests;
using vigie::test::has_poppler;
using vigie::test::said_by;
using vigie::test::words;
using vigie::test::Written;

namespace {

bool has(const std::string& text, const std::string& what) { return text.find(what) != std::string::npos; }

SmallCommune year_of_tips() {
    SmallCommune c;
    for (int i = 0; i < 20; ++i) c.report("depot_sauvage", 0, at(2025, 1, 8 + unsigned(i) % 20), at(2025, 1, 12 + unsigned(i) % 15), 0.02 * i - 0.2, 0.1);
    for (int i = 0; i < 15; ++i) c.report("depot_sauvage", 0, at(2026, 1, 8 + unsigned(i)), at(2026, 1, 9 + unsigned(i)), 0.02 * i - 0.2, -0.1);
    for (int i = 0; i < 3; ++i) c.report("tag", 1, at(2026, 1, 8), at(2026, 1, 9));
    return c;
}

} // namespace

TEST_CASE("figures are said in words of either language, with their change and what it means") {
    const Tile fewer{.id = "depots", .value = 1214, .few = false, .before = 1480, .change = -0.18, .verdict = Evolution::better, .unit = FigureUnit::count};
    CHECK(value_words(words("fr"), fewer) == "1\u202F214");
    CHECK(change_words(words("fr"), fewer) == "−18\u202F%");
    CHECK(verdict_words(words("fr"), fewer, 2026) == "mieux qu’en 2025");
    CHECK(verdict_words(words("en"), fewer, 2026) == "better than in 2025");
    const Tile slower{.id = "depots_delai", .value = 31, .few = false, .before = 22, .change = 9.0, .verdict = Evolution::worse, .unit = FigureUnit::hours};
    CHECK(value_words(words("fr"), slower) == "31\u00A0h");
    CHECK(change_words(words("fr"), slower) == "+9\u00A0h");
    const Tile same{.id = "depots_delai", .value = 31.2, .few = false, .before = 31, .change = 0.2, .verdict = Evolution::even, .unit = FigureUnit::hours};
    CHECK(change_words(words("fr"), same).empty());
    CHECK(verdict_words(words("fr"), same, 2026) == "comme en 2025");
    CHECK(value_words(words("fr"), Tile{.id = "depots", .value = {}, .few = true, .before = {}, .change = {}}) == "moins de 5");
    CHECK(value_words(words("fr"), Tile{.id = "depots", .value = {}, .few = false, .before = {}, .change = {}, .withheld = true}) == "non communiqué");
    CHECK(value_words(words("fr"), Tile{.id = "depots", .value = {}, .few = false, .before = {}, .change = {}}) == "pas de donnée");
    CHECK(label_words(*shipped().indicator("tags_48_h"), "fr") == "tags effacés en moins de 48 h");
}

TEST_CASE("a page for each scene says the question, the figures and of when they are, and nothing of few or of anybody") {
    if (!has_poppler()) SKIP("poppler-utils not installed");
    const SmallCommune c = year_of_tips();
    const World world = c.world();
    const CouncilRecords records = c.frozen(at(2026, 11, 24));
    const auto plane = MapPlane::create(2154);
    REQUIRE(plane);
    const std::vector<LayerPtr> layers;
    const RoadGraph roads;
    for (const char* language : {"fr", "en"}) {
        const PaperSource from{world, shipped(), words(language), *plane, layers, roads};
        std::vector<CouncilPicture> pictures;
        for (std::size_t s = 0; s < shipped().scenes.size(); ++s) pictures.push_back(council_picture(records, shipped(), {}, {.quartier = "Quartier A", .year = 0, .scene = s, .tile = {}}));
        const auto pdf = council_sheet(from, pictures, {"Valmont-sur-Aude", paris, {}});
        REQUIRE(pdf.ok());
        const Written written(*pdf);
        const std::string text = written.text();
        CHECK(has(said_by("pdfinfo " + written.file.string()), "Pages:           6"));
        CHECK(has(text, "Quartier A"));
        CHECK(has(text, std::string(language) == "fr" ? "Propreté : où en sommes-nous cette année ?" : "Cleanliness: where do we stand this year?"));
        CHECK(has(text, std::string(language) == "fr" ? "mieux qu’en 2025" : "better than in 2025"));
        CHECK(has(text, std::string(language) == "fr" ? "du 01/01/2026 au 24/11/2026" : "from 01/01/2026 to 24/11/2026"));
        for (const char* never : {"Dupuis", "Lilas", "Ferrand", "council."}) CHECK_FALSE(has(text, never));
    }
    CHECK_FALSE(council_sheet({world, shipped(), words("fr"), *plane, layers, roads}, {}, {}).ok());
}
