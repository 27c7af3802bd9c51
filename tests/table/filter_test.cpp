// The filter box: what is typed and which rows are meant.
#include <catch2/catch_test_macros.hpp>

#include "gis/layers/row_filter.hpp"
#include "layer_builder.hpp"

using namespace vigie::gis;
using namespace vigie::tests;

namespace {

LayerPtr trees() {
    return LayerBuilder()
        .text("espece", {"Platane", "Érable", "Tilleul", "", "platane d’Orient"})
        .number("hauteur", {12, 8.5, 4, null, 20})
        .number("annee", {1970, 1999, 2010, 2020, null}, Column::Type::integer)
        .text("nom de la voie", {"Rue Gambetta", "Place de l’Église", "rue gambetta", "Quai", ""})
        .text("diametre", {"0,45", "0,3", "12", "", "x"})
        .text("class", {"secret", "secret", "secret", "secret", "secret"})
        .derived()
        .points(5)
        .done();
}

std::string kept(std::string_view text) {
    const auto filter = RowFilter::read(text, trees());
    if (!filter) return filter.error().text.key;
    std::string out;
    for (std::uint32_t f = 0; f < 5; ++f)
        if (filter->passes(f)) out += std::to_string(f);
    return out;
}

std::string argument(std::string_view text, const char* name) {
    const auto filter = RowFilter::read(text, trees());
    REQUIRE_FALSE(filter.ok());
    for (const auto& [key, value] : filter.error().text.args)
        if (key == name) return value;
    return {};
}

} // namespace

TEST_CASE("plain words look in every column, without case and accents, and all of them must be found") {
    CHECK(kept("platane") == "04");
    CHECK(kept("EGLISE") == "1");
    CHECK(kept("tilleul gambetta") == "2");
    CHECK(kept("gambetta  érable").empty());
    CHECK(kept("1999") == "1");
    CHECK(kept("8,5") == "1");
    CHECK(kept("") == "01234");
    CHECK(kept("secret").empty());  // a column of ours is nobody's business
}

TEST_CASE("numbers are compared as numbers, in French or English") {
    CHECK(kept("hauteur > 10") == "04");
    CHECK(kept("hauteur >= 8.5 et hauteur <= 12") == "01");
    CHECK(kept("hauteur ≥ 8,5 and annee < 2000") == "01");
    CHECK(kept("hauteur entre 4 et 9") == "12");
    CHECK(kept("hauteur between 4 and 9 or annee = 2020") == "123");
    CHECK(kept("diametre < 1") == "01");   // numbers written as text
    CHECK(kept("hauteur = -3").empty());
}

TEST_CASE("text is compared without case and accents") {
    CHECK(kept("espece = \"PLATANE\"") == "0");
    CHECK(kept("espece = erable") == "1");
    CHECK(kept("espece = « Tilleul »") == "2");
    CHECK(kept("espece contient orient") == "4");
    CHECK(kept("espece commence par \"pla\"") == "04");
    CHECK(kept("espece ends with 'ul'") == "2");
    CHECK(kept("espece dans (\"Platane\", tilleul)") == "02");
    CHECK(kept("espece not in (Platane, Tilleul)") == "134");
    CHECK(kept("[nom de la voie] contient gambetta") == "02");
    CHECK(kept("hauteur > 10 et espece = \"Platane\"") == "0");
}

TEST_CASE("an empty value is equal to nothing and differs from everything") {
    CHECK(kept("espece est vide") == "3");
    CHECK(kept("hauteur is not empty") == "0124");
    CHECK(kept("annee n’est pas vide") == "0123");
    CHECK(kept("hauteur <> 12") == "1234");
    CHECK(kept("hauteur < 1000") == "0124");
    CHECK(kept("espece != Platane") == "1234");
}

TEST_CASE("and binds closer than or, brackets and not closer still") {
    CHECK(kept("hauteur > 15 ou hauteur < 5 et annee = 2010") == "24");
    CHECK(kept("(hauteur > 15 ou hauteur < 5) et annee = 2010") == "2");
    CHECK(kept("non (hauteur > 10)") == "123");
    CHECK(kept("not espece = platane and hauteur > 5") == "14");
}

TEST_CASE("a mistake is said with its place") {
    CHECK(kept("hauteur > ") == "table.filter.expected_value");
    CHECK(argument("hauteur > ", "at") == "11");
    CHECK(kept("hautr > 10") == "table.filter.no_column_but");
    CHECK(argument("hautr > 10", "near") == "hauteur");
    CHECK(argument("espece = a et hautr > 10", "at") == "15");
    CHECK(argument("espèce = \"é\" et zzz > 10", "at") == "17");  // characters, not bytes
    CHECK(kept("hauteur = haut") == "table.filter.not_a_number");
    CHECK(kept("(hauteur > 3") == "table.filter.open_bracket");
    CHECK(kept("hauteur > 3 espece = a") == "table.filter.expected_and");
    CHECK(kept("espece = \"Plat") == "table.filter.open_quote");
    CHECK(kept("hauteur entre 3") == "table.filter.expected_and_value");
    CHECK(kept("espece dans Platane") == "table.filter.expected_list");
    CHECK(kept("= 3") == "table.filter.expected_column");
    CHECK(kept("hauteur = 3 et espece") == "table.filter.expected_operator");
    CHECK(kept("hauteur = 3 & 4") == "table.filter.unknown_sign");
}

TEST_CASE("brackets have a bound, tested at it and one past it") {
    const auto nested = [](int depth) { return std::string(std::size_t(depth), '(') + "hauteur > 10" + std::string(std::size_t(depth), ')'); };
    CHECK(kept(nested(max_filter_depth)) == "04");
    CHECK(kept(nested(max_filter_depth + 1)) == "table.filter.too_deep");
    CHECK(kept("hauteur > 10" + std::string(max_filter_bytes - 12, ' ')) == "04");
    CHECK(kept("hauteur > 10" + std::string(max_filter_bytes - 11, ' ')) == "table.filter.too_long");
}
