// Names in lines: as even as can be, and nothing torn apart that belongs together.
#include <catch2/catch_test_macros.hpp>

#include <algorithm>
#include <random>

#include "render/line_breaks.hpp"
#include "render/utf8.hpp"

using namespace vigie::render;

namespace {

// Every character is 1 em wide; the lines with their words, joined by '|'.
std::string lines_of(const std::string& text, float longest, std::size_t most = 0) {
    const std::vector<std::uint32_t> points = codepoints(text);
    const std::vector<float> advances(points.size(), 1);
    std::string out;
    std::vector<std::size_t> begins;  // bytes
    for (std::size_t i = 0; i < text.size(); ++i)
        if ((static_cast<unsigned char>(text[i]) & 0xC0) != 0x80) begins.push_back(i);
    begins.push_back(text.size());
    for (const TextLine& line : broken(points, advances, {longest, most})) {
        CHECK(line.width == static_cast<float>(line.end - line.first));
        out += (out.empty() ? "" : "|") + text.substr(begins[line.first], begins[line.end] - begins[line.first]);
    }
    return out;
}

} // namespace

TEST_CASE("a name is broken as evenly as can be, into as few lines as its width asks for") {
    CHECK(lines_of("École", 10) == "École");
    CHECK(lines_of("École maternelle", 16) == "École maternelle");
    CHECK(lines_of("École maternelle", 12) == "École|maternelle");
    CHECK(lines_of("un deux trois quatre cinq six", 14) == "un deux|trois quatre|cinq six");
    CHECK(lines_of("Médiathèque du quartier des Berges", 19) == "Médiathèque du|quartier des Berges");
}

TEST_CASE("only a word that is longer alone is let stand over the width") {
    CHECK(lines_of("La Bibliothèque municipale", 6) == "La|Bibliothèque|municipale");
    CHECK(lines_of("Anticonstitutionnellement", 5) == "Anticonstitutionnellement");
}

TEST_CASE("at most so many lines, the width notwithstanding") {
    CHECK(lines_of("un deux trois quatre cinq six", 5, 2) == "un deux trois|quatre cinq six");
    CHECK(lines_of("Étang de la Grande Sagne", 30, 2) == "Étang de la Grande Sagne");
}

TEST_CASE("French typography: nothing is left alone at the edge of a line") {
    CHECK(lines_of("Attention : travaux", 11) == "Attention :|travaux");
    CHECK(lines_of("Attention : travaux", 9) == "Attention :|travaux");
    CHECK(lines_of("Parking complet ! Fermé", 9) == "Parking|complet !|Fermé");
    CHECK(lines_of("Où ? Là ; ici", 4) == "Où ?|Là ;|ici");
    CHECK(lines_of("dit « la Vigie » ici", 8) == "dit « la|Vigie »|ici");
    CHECK(lines_of("pente de 12 % ici", 6) == "pente|de|12 %|ici");
    CHECK(lines_of("8\u00A0mai\u00A01945 square", 6) == "8\u00A0mai\u00A01945|square");      // U+00A0
    CHECK(lines_of("a\u202F! b", 1) == "a\u202F!|b");                               // U+202F
}

TEST_CASE("hyphens are a place to break, spaces a better one") {
    CHECK(lines_of("Saint-Maur-des-Fossés", 12) == "Saint-Maur-|des-Fossés");
    CHECK(lines_of("École Jules-Verne", 12) == "École|Jules-Verne");
    CHECK(lines_of("Pont - rail", 7) == "Pont -|rail");
}

TEST_CASE("a text breaks where it says so itself, and blank lines are left out") {
    CHECK(lines_of("Mairie\n24 h/24", 40) == "Mairie|24 h/24");
    CHECK(lines_of("Mairie\n24 h/24", 40, 2) == "Mairie|24 h/24");
    CHECK(lines_of("\nMairie\n\n", 40) == "Mairie");
    CHECK(lines_of("\n", 40) == "");
}

TEST_CASE("whatever the text, every character but the spaces between lines is in exactly one line") {
    std::mt19937 random(7);
    const std::u32string_view letters = U"ab  -:«»!\n\u00A0\u202Fé";
    for (int run = 0; run < 3000; ++run) {
        std::vector<std::uint32_t> text(1 + random() % 40);
        for (std::uint32_t& c : text) c = letters[random() % letters.size()];
        const std::vector<float> advances(text.size(), 0.5f);
        const auto lines = broken(text, advances, {1 + static_cast<float>(random() % 10), random() % 3});
        REQUIRE(!lines.empty());
        std::size_t at = 0;
        for (const TextLine& line : lines) {
            REQUIRE(line.first >= at);
            REQUIRE(line.end >= line.first);
            REQUIRE(line.end <= text.size());
            for (; at < line.first; ++at) REQUIRE((text[at] == ' ' || text[at] == '\n'));
            REQUIRE(std::count(text.begin() + static_cast<std::ptrdiff_t>(line.first), text.begin() + static_cast<std::ptrdiff_t>(line.end), std::uint32_t{'\n'}) == 0);
            at = line.end;
        }
        for (; at < text.size(); ++at) REQUIRE((text[at] == ' ' || text[at] == '\n'));
    }
}
