// The week board on paper, read back by poppler's tools.
#include <catch2/catch_test_macros.hpp>

#include "gis/paper/week_sheet.hpp"
#include "tests/paper/written.hpp"
#include "tests/planning/small_commune.hpp"

using namespace small_commune;
using vigie::test::has_poppler;
using vigie::test::said_by;
using vigie::test::words;
using vigie::test::Written;

namespace {

struct Board : Commune {
    LonLat place{2.36, 43.18};
    CrewId voirie = crew("Voirie A", {agent("M. Ferrand"), agent("Mme Noël")}, {}, place);
    CrewId verts = crew("Espaces verts", {agent("M. Roux")}, {}, place);
    std::uint32_t number = 400;

    Board() {
        for (int day = 0; day < 5; ++day) shift(voirie, day);
        shift(verts, 3);
    }
    void visit(CrewId by, const std::string& title, Time from, int minutes) {
        Intervention what = job(title, minutes, place);
        what.number = ++number;
        what.address = "12, rue de l’Église";
        planned(what, {by}, from);
    }
    [[nodiscard]] Result<WeekSheet> sheet(const char* language, std::vector<CrewId> crews = {}, std::string_view monday = "2026-11-23") const {
        return week_sheet(world, words(language), {.commune = "Valmont-sur-Aude", .crews = std::move(crews), .monday = *read_day(monday), .now = at(-3, 16)});
    }
};

} // namespace

TEST_CASE("the week on paper has every crew's visits, hours, load and absences, in both languages, and names nobody") {
    if (!has_poppler()) SKIP("poppler-utils is not installed: tests/run.sh does it");
    Board b;
    b.visit(b.voirie, "Nid-de-poule", at(1, 8, 30), 90);
    b.visit(b.voirie, "Pose de potelet", at(1, 13, 30), 30);
    b.visit(b.verts, "Élagage", at(5, 9), 60);
    b.visit(b.verts, "La semaine d’après", at(7, 9), 60);
    Absence away;
    away.crew = b.verts;
    away.from = at(3, 13, 30);
    away.to = at(3, 16);
    away.reason = "Formation CACES";
    b.put(away);
    const auto french = b.sheet("fr");
    REQUIRE(french);
    CHECK(french->crews == 2);
    CHECK(french->visits == 3);
    CHECK(french->pages == 1);
    const Written fr(french->pdf);
    const std::string text = fr.text();
    INFO(text);
    for (const char* here : {"Semaine 48 – du lundi 23 novembre 2026 au dimanche 29 novembre 2026", "Valmont-sur-Aude", "Voirie A", "08:30–10:00", "I-0401 · Nid-de-poule", "12, rue de l’Église", "I-0402 · Pose de potelet", "Élagage", "sam. 28 nov.", "2 h prévues sur 41,3", "Équipe absente de 13:30 à 16:00 : Formation CACES", "imprimé le 20/11/2026 à 16:00"})
        CHECK(text.find(here) != std::string::npos);
    for (const char* gone : {"Ferrand", "Noël", "Roux", "semaine d’après", "dim. 29"}) CHECK(text.find(gone) == std::string::npos);
    CHECK(said_by("pdfinfo " + fr.file.string()).find("1190.55 x 841.89") != std::string::npos);
    const auto english = b.sheet("en", {b.verts});
    REQUIRE(english);
    const std::string other = Written(english->pdf).text();
    CHECK(other.find("Week 48") != std::string::npos);
    CHECK(other.find("Voirie A") == std::string::npos);
}

TEST_CASE("a public holiday stands at the head of its day, and who does not work says so") {
    if (!has_poppler()) SKIP("poppler-utils is not installed: tests/run.sh does it");
    Board b;
    const auto sheet = b.sheet("fr", {}, "2026-11-09");
    REQUIRE(sheet);
    CHECK(Written(sheet->pdf).text().find("Armistice") != std::string::npos);
}

TEST_CASE("many crews go over several pages, a day with too many visits says how many are left out") {
    Board b;
    for (int i = 0; i < 40; ++i) b.crew("Équipe " + std::to_string(i), {}, {}, b.place);
    for (int i = 0; i < 60; ++i) b.visit(b.voirie, "Visite " + std::to_string(i), at(1, 8, 30), 5);
    const auto sheet = b.sheet("fr");
    REQUIRE(sheet);
    CHECK(sheet->crews == 42);
    CHECK(sheet->pages > 2);
    if (has_poppler()) CHECK(Written(sheet->pdf).text().find("autres interventions") != std::string::npos);
}

TEST_CASE("without crews, or with one that is gone, there is no board") {
    Board b;
    CHECK(b.sheet("fr", {CrewId{999}}).error().text.key == "paper.no_crew");
    CHECK(week_sheet(World{}, words("fr"), {}).error().text.key == "paper.no_crew");
}

TEST_CASE("a week is written by its number or by a day of it") {
    CHECK(read_week("2026-W48") == read_day("2026-11-23"));
    CHECK(read_week("2026-11-29") == read_day("2026-11-23"));
    CHECK(read_week("2027-01-01") == read_day("2026-12-28"));
    CHECK(read_week("2026-W53") == read_day("2026-12-28"));
    for (const char* bad : {"2025-W53", "2026-W00", "2026-W54", "2026-48", "2026-W4", "2026-02-31", "W48", ""}) {
        INFO(bad);
        CHECK_FALSE(read_week(bad).has_value());
    }
}
