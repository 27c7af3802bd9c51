// What the printer prints, as a picture: poppler's rendering of a work sheet and of a week board against what was agreed.
#include <catch2/catch_test_macros.hpp>

#include "gis/paper/week_sheet.hpp"
#include "tests/paper/sheet_commune.hpp"
#include "tests/render/golden.hpp"

using namespace vigie::test;
using small_commune::at;

namespace {

std::string printed(const std::string& pdf, const std::string& name, int page = 1) {
    const Written file(pdf);
    const std::string stem = file.file.string();
    (void)said_by(fmt::format("pdftoppm -r 90 -png -singlefile -f {} -l {} {} {}", page, page, stem, stem));
    const auto image = vigie::render::read_png(stem + ".png");
    fs::remove(stem + ".png");
    if (!image.ok()) return name + ": poppler wrote no picture";
    return compare_golden(*image, fs::path(VIGIE_SOURCE_DIR) / "tests/golden/paper" / (name + ".png"), name, 0.0005);
}

struct FullDay : SheetCommune {
    CrewId verts = crew("Espaces verts, secteur des Hauts-de-Cessenon", {agent("M. Roux")}, {}, place);

    FullDay() {
        for (int day = 0; day < 5; ++day) shift(verts, day, 7, 15);
        Intervention first = job("Réfection d’enrobé près de l’œuvre d’art", 45, along(-300));
        first.address = "12, rue de la Forêt";
        first.description = "Purger, compacter à refus, garder une voie ouverte aux riverains.";
        first.tasks = {{"Baliser", false}, {"Nettoyer", true}};
        first.skills = {"BALISAGE"};
        first.number = 402;
        planned(first, {voirie}, at(1, 8, 30));
        Intervention second = job("Curage d’avaloir", 60, along(300));
        second.number = 403;
        planned(second, {voirie}, at(1, 13, 30));
        Intervention third = job("Taille de haie et évacuation des déchets verts à la déchèterie", 240, along(100));
        third.number = 404;
        planned(third, {verts}, at(3, 8));
    }
};

} // namespace

TEST_CASE_METHOD(FullDay, "a work sheet and a week board look as agreed, in both languages") {
    if (!has_poppler()) SKIP("poppler-utils not installed: tests/run.sh does it");
    for (const char* language : {"fr", "en"}) {
        const auto day = road_sheet(source(language), options());
        REQUIRE(day);
        CHECK(printed(day->pdf, fmt::format("work_sheet_{}", language)) == "");
        const auto week = week_sheet(world, words(language), {.commune = "Saint-Étienne-d’Œuvre", .crews = {}, .monday = small_commune::monday, .now = at(-3, 16)});
        REQUIRE(week);
        CHECK(printed(week->pdf, fmt::format("week_board_{}", language)) == "");
    }
}
