// Work sheets: what stands on them, written by us, read back by poppler's tools.
#include <catch2/catch_test_macros.hpp>

#include <filesystem>

#include <fmt/format.h>

#include "gis/paper/qr_mark.hpp"
#include "gis/paper/road_sheet.hpp"
#include "gis/paper/sheet_content.hpp"
#include "tests/paper/sheet_commune.hpp"

using namespace small_commune;
using vigie::test::has_poppler;
using vigie::test::said_by;
using vigie::test::words;
using Sheet = vigie::test::SheetCommune;
using vigie::test::Written;
namespace fs = std::filesystem;

namespace {

std::size_t count(const std::string& text, const std::string& what) {
    std::size_t n = 0;
    for (std::size_t at = text.find(what); at != std::string::npos; at = text.find(what, at + what.size())) ++n;
    return n;
}

bool has(const std::string& text, const std::string& what) { return text.find(what) != std::string::npos; }

} // namespace

TEST_CASE_METHOD(Sheet, "a sheet's stops are those of the crew and the local day, in order, with the way by road between them") {
    planned(job("Second", 60, along(400)), {voirie}, at(1, 10));
    planned(job("First", 30, along(-400)), {voirie}, at(1, 8));
    planned(job("Other day", 30, place), {voirie}, at(2, 8));
    planned(job("Just before midnight of the day before", 30, place), {voirie}, at(0, 23, 59));
    planned(job("Nobody's", 30, place), {crew("Other", {})}, at(1, 9));
    const SheetContent c = sheet_content(source(), *world.find(voirie), monday + std::chrono::days{1}, zone, true);
    REQUIRE(c.stops.size() == 2);
    CHECK(c.stops[0].title == "First");
    CHECK(c.stops[1].start == at(1, 10));
    REQUIRE(c.legs.size() == 3);
    for (const SheetLeg& leg : c.legs) CHECK(leg.by_road);
    CHECK(c.way_m > 1590);
    CHECK(c.way_m < 1610);
    REQUIRE(c.back_at);
    CHECK(*c.back_at > at(1, 11));
    CHECK(c.people == std::vector<std::string>{"M. Ferrand", "Mme Noël"});
    CHECK(sheet_content(source(), *world.find(voirie), monday + std::chrono::days{1}, zone, false).people.empty());
}

TEST_CASE_METHOD(Sheet, "without roads the way goes straight, and a stop without a place has none") {
    layers.clear();
    roads = {};
    planned(job("Somewhere", 60, LonLat{}), {voirie}, at(1, 9));
    planned(job("There", 60, along(400)), {voirie}, at(1, 10));
    const SheetContent c = sheet_content(source(), *world.find(voirie), monday + std::chrono::days{1}, zone, true);
    REQUIRE(c.legs.size() == 2);
    CHECK_FALSE(c.legs[0].by_road);
    CHECK_FALSE(c.stops[0].at);
    CHECK(road_sheet(source(), options()).ok());
}

TEST_CASE_METHOD(Sheet, "a French sheet is text with its accents, hours, cautions and boxes, and names no citizen") {
    if (!has_poppler()) SKIP("poppler-utils not installed");
    Report report;
    report.number = 1187;
    report.category = "affaissement";
    report.description = "Appelez Madame Durand au 06 12 34 56 78";
    report.received_at = at(0, 9);
    report.has_reporter = true;
    Intervention first = job("Réfection d’enrobé près de l’œuvre", 45, along(-300));
    first.address = "12, rue de la Forêt";
    first.description = "Purger, compacter à refus";
    first.tasks = {{"Baliser", false}, {"Nettoyer", true}};
    first.skills = {"BALISAGE"};
    first.people = 2;
    first.reports = {put(report)};
    planned(first, {voirie}, at(1, 8));
    planned(job("Curage d’avaloir", 60, along(300)), {voirie}, at(1, 10, 15));
    const std::string text = this->text(options());
    INFO(text);
    for (const char* expected : {"Saint-Étienne-d’Œuvre", "Feuille de route", "Voirie A", "mardi 24 novembre 2026", "M. Ferrand, Mme Noël", "08:00 – 17:00", "45 min, entre 12:00 et 13:30",
                                 "compresseur", "Réfection d’enrobé près de l’œuvre", "12, rue de la Forêt", "Purger, compacter à refus", "Baliser", "Habilitations : balisage de chantier",
                                 "À 2 personnes au moins", "Trou dangereux : restez à distance", "Signalement S-1187, Affaissement", "Urgence 112", "10:15", "– 11:15", "non fait, motif", "avenue des Cévennes",
                                 "© Réseau d’essai", "imprimé le 24/11/2026 à 07:05", "1/1"}) {
        INFO(expected);
        CHECK(has(text, expected));
    }
    CHECK(text.find("Réfection") < text.find("Curage"));
    CHECK_FALSE(has(text, "Durand"));
    CHECK_FALSE(has(text, "06 12"));
    RoadSheetOptions nameless = options();
    nameless.people = false;
    CHECK_FALSE(has(this->text(nameless), "Ferrand"));
}

TEST_CASE_METHOD(Sheet, "an English sheet says the same in English") {
    if (!has_poppler()) SKIP("poppler-utils not installed");
    planned(job("Pothole", 45, along(-300)), {voirie}, at(1, 8));
    const std::string text = this->text(options(), "en");
    INFO(text);
    for (const char* expected : {"Work sheet", "Tuesday 24 November 2026", "Equipment aboard", "45 min, between 12:00 and 13:30", "not done, reason:", "Notes of the day"}) CHECK(has(text, expected));
    CHECK_FALSE(has(text, "<paper."));
    CHECK_FALSE(has(text, "arrêt"));
}

TEST_CASE_METHOD(Sheet, "sixty stops take as many pages as they need, numbered, none lost, in order") {
    if (!has_poppler()) SKIP("poppler-utils not installed");
    for (int i = 0; i < 60; ++i) planned(job(fmt::format("Tâche n°{:02} du jour", i + 1), 5, along(-480 + 16 * i)), {voirie}, at(1, 8, 0) + std::chrono::minutes{8 * i});
    const auto made = road_sheet(source(), options());
    REQUIRE(made);
    CHECK(made->stops == 60);
    CHECK(made->pages >= 6);
    const Written file(made->pdf);
    const std::string text = file.text();
    std::size_t from = 0;
    for (int i = 1; i <= 60; ++i) {
        const std::size_t at = text.find(fmt::format("Tâche n°{:02} du jour", i), from);
        INFO(i);
        REQUIRE(at != std::string::npos);
        from = at;
    }
    for (std::size_t page = 1; page <= made->pages; ++page) {
        const std::string of_page = said_by(fmt::format("pdftotext -raw -f {} -l {} {} -", page, page, file.file.string()));
        CHECK(has(of_page, fmt::format("{}/{}", page, made->pages)));
        CHECK(has(of_page, "mardi 24 novembre 2026"));
    }
}

TEST_CASE_METHOD(Sheet, "the codes of a printed sheet are read by a telephone’s reader as the places of its stops") {
    if (!has_poppler() || std::system("zbarimg --version >/dev/null 2>&1") != 0) SKIP("poppler-utils or zbar-tools not installed: tests/run.sh does it");
    std::vector<LonLat> places;
    for (int i = 0; i < 4; ++i) {
        places.push_back(along(-400 + 230 * i));
        planned(job(fmt::format("Tâche {}", i + 1), 30, places.back()), {voirie}, at(1, 8 + i));
    }
    const auto made = road_sheet(source(), options());
    REQUIRE(made);
    const Written file(made->pdf);
    const std::string stem = file.file.string();  // 150 dots an inch: what an office copier gives
    (void)said_by("pdftoppm -r 150 -gray -png " + stem + " " + stem + " && zbarimg --quiet --raw " + stem + "-*.png >" + stem + ".txt 2>/dev/null");
    std::ifstream read(stem + ".txt");
    std::vector<std::string> found;
    for (std::string line; std::getline(read, line);) found.push_back(line);
    (void)said_by("rm -f " + stem + "-*.png " + stem + ".txt");
    std::vector<std::string> expected;
    for (const LonLat& p : places) expected.push_back(fmt::format("geo:{:.6f},{:.6f}", p.lat, p.lon));
    std::ranges::sort(found);
    std::ranges::sort(expected);
    CHECK(found == expected);
}

TEST_CASE_METHOD(Sheet, "a day without visits says so, and whether the crew works") {
    if (!has_poppler()) SKIP("poppler-utils not installed");
    CHECK(has(text(options()), "Aucune intervention prévue ce jour pour cette équipe"));
    RoadSheetOptions sunday = options();
    sunday.day = monday + std::chrono::days{6};
    CHECK(has(text(sunday), "Pas de service ni d’intervention ce jour"));
    CHECK(has(text(options(), "en"), "No intervention is planned for this crew on this day"));
}

TEST_CASE_METHOD(Sheet, "long words wrap, what is endless ends in an ellipsis, and the next stop still stands") {
    if (!has_poppler()) SKIP("poppler-utils not installed");
    Intervention endless = job(std::string("Remise en état de la signalisation horizontale et verticale ") + std::string(200, 'x'), 60, place);
    for (int i = 0; i < 400; ++i) endless.description += fmt::format("Ligne {} de la consigne, assez longue pour passer à la ligne suivante.\n", i);
    for (int i = 0; i < 90; ++i) endless.tasks.push_back({fmt::format("Vérification {}", i), false});
    planned(endless, {voirie}, at(1, 8));
    planned(job("Bytes that are no text \xff\xfe", 60, place), {voirie}, at(1, 10));
    const auto made = road_sheet(source(), options());
    REQUIRE(made);
    CHECK(made->pages == 2);
    const std::string text = Written(made->pdf).text();
    CHECK(has(text, "…"));
    CHECK(has(text, "et 72 autres tâches"));
    CHECK(has(text, "Bytes that are no text"));
}

TEST_CASE_METHOD(Sheet, "every crew has its own pages and numbers, by name; fonts are embedded and pages are A4") {
    if (!has_poppler()) SKIP("poppler-utils not installed");
    crew("Éclairage", {});
    crew("Espaces verts", {});
    planned(job("Nid-de-poule", 60, place), {voirie}, at(1, 8));
    RoadSheetOptions all = options();
    all.crews.clear();
    const auto made = road_sheet(source(), all);
    REQUIRE(made);
    CHECK(made->crews == 3);
    const Written file(made->pdf);
    const std::string text = file.text();
    CHECK(text.find("Éclairage") < text.find("Espaces verts"));
    CHECK(text.find("Espaces verts") < text.find("Voirie A"));
    CHECK(count(text, "1/1") == 3);
    CHECK(has(said_by("pdfinfo " + file.file.string()), "595.276 x 841.89 pts (A4)"));
    const std::string fonts = said_by("pdffonts " + file.file.string());
    CHECK(count(fonts, " yes yes yes ") >= 2);
    CHECK_FALSE(has(fonts, " no  yes "));
}

TEST_CASE_METHOD(Sheet, "a crew that is gone, or a commune without crews, is refused") {
    RoadSheetOptions gone = options();
    gone.crews = {CrewId{999'999}};
    CHECK_FALSE(road_sheet(source(), gone));
    remove({EntityKind::crew, voirie.value});
    RoadSheetOptions none = options();
    none.crews.clear();
    CHECK_FALSE(road_sheet(source(), none));
}

TEST_CASE("the code beside a stop is a geo address, latitude first") {
    CHECK(geo_uri({2.361205, 43.178412}) == "geo:43.178412,2.361205");
    CHECK(geo_uri({-61.5, -0.00000049}) == "geo:0.000000,-61.500000");
}
