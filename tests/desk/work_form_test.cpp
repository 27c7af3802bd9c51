// What an intervention took, as typed, and as a spreadsheet gets it.
#include <catch2/catch_test_macros.hpp>

#include <filesystem>

#include "gis/model/entity_json.hpp"
#include "panels/forms/work_form.hpp"
#include "panels/lists/costs_csv.hpp"

using namespace vigie;
using namespace vigie::panels;

TEST_CASE("times of work are read as people write them") {
    const auto minutes = [](const char* typed) {
        const auto t = work_time_from_typed(typed);
        return t ? t->count() / 60 : -1;
    };
    CHECK(minutes("45") == 45);
    CHECK(minutes("45 min") == 45);
    CHECK(minutes("1h30") == 90);
    CHECK(minutes("1 h 30") == 90);
    CHECK(minutes("1\u00a0h\u202f30") == 90);
    CHECK(minutes("1:30") == 90);
    CHECK(minutes("35 h") == 35 * 60);
    CHECK(minutes("1,5") == 90);
    CHECK(minutes("1,5 h") == 90);
    CHECK(minutes("") == 0);
    for (const char* wrong : {"abc", "1h75", "h", "-3", "1h30h", "800 h", "1e400"}) CHECK(minutes(wrong) == -1);
    for (const long m : {0, 5, 59, 60, 61, 90, 600, 1439, 3000}) CHECK(work_time_from_typed(typed_work_time(gis::Minutes{m})) == gis::Minutes{m});
}

TEST_CASE("amounts are read with comma or point and written with a comma") {
    CHECK(amount_from_typed("1,5") == 1.5);
    CHECK(amount_from_typed("1.5") == 1.5);
    CHECK(amount_from_typed("1 904,5") == 1904.5);
    CHECK(amount_from_typed("") == 0.0);
    for (const char* wrong : {"x", "-1", "1,2,3", "2000000", "nan", "inf"}) CHECK_FALSE(amount_from_typed(wrong));
    for (const double v : {0.0, 0.45, 1.0, 12.5, 999999.999}) CHECK(amount_from_typed(typed_amount(v)) == v);
}

TEST_CASE("a form reads back what it was filled with, leaves out what is empty, and names what is wrong") {
    const gis::WorkLines lines{{{"M. Ferrand", gis::Seconds{5400}, 27}}, {{"Enrobé à froid", "kg", 50, 0.45}}, {{"Fourgon", 12, 0.45, gis::Seconds{0}, 18}}};
    WorkForm form = work_form(lines);
    form.people.push_back({});
    form.materials.push_back({});
    form.vehicles.push_back({"Balayeuse", "", "0,45", "", "18"});  // did not leave the yard
    const ReadWork read = read_work(form, gis::InterventionId{7});
    REQUIRE(read.work);
    CHECK(read.work->intervention == gis::InterventionId{7});
    CHECK(read.work->hours == lines.hours);
    CHECK(read.work->materials == lines.materials);
    CHECK(read.work->vehicles == lines.vehicles);
    form.people[0].duration = "longtemps";
    CHECK(read_work(form, gis::InterventionId{7}).error == "work.error.duration");
    form = work_form(lines);
    form.materials[0].price = "x";
    CHECK(read_work(form, gis::InterventionId{7}).error == "work.error.amount");
    form = work_form(lines);
    form.vehicles[0].name.clear();
    CHECK(read_work(form, gis::InterventionId{7}).error == "work.error.vehicle");
}

TEST_CASE("costs leave line by line, one for each person, material and measure of a vehicle") {
    const std::filesystem::path assets = std::filesystem::path(VIGIE_SOURCE_DIR) / "assets";
    const gis::Language french = gis::Language::load(assets / "lang", "fr").value();
    gis::World world;
    gis::EditSet edits;
    gis::Intervention i;
    i.id.value = 5;
    i.number = 412;
    i.title = "=Nid-de-poule; rue \"Haute\"";
    i.quartier = "Centre";
    i.actual_end = *gis::time_from_rfc3339("2026-11-24T09:00:00Z");
    i.hours = {{"M. Ferrand", gis::Seconds{5400}, 27}};
    i.materials = {{"Enrobé à froid", "kg", 1250.4, 0.45}};
    i.vehicles = {{"Fourgon", 12, 0.45, gis::Seconds{3600}, 18}};
    edits.put.emplace_back(i);
    gis::Intervention none;
    none.id.value = 6;
    none.number = 413;
    edits.put.emplace_back(none);
    (void)world.apply(edits);
    const CostsCsv csv = costs_csv(world, {}, french, "Europe/Paris");
    CHECK(csv.lines == 4);
    CHECK(csv.text.starts_with("\xEF\xBB\xBF"));
    CHECK(csv.text.find("24/11/2026;I-0412;\"'=Nid-de-poule; rue \"\"Haute\"\"\";;Centre;Main-d’œuvre;M. Ferrand;1,500;h;27,000;40,50\r\n") != std::string::npos);
    CHECK(csv.text.find(";Enrobé à froid;1250,400;kg;0,450;562,68\r\n") != std::string::npos);
    CHECK(csv.text.find(";Fourgon;12,000;km;0,450;5,40\r\n") != std::string::npos);
    CHECK(csv.text.find(";Fourgon;1,000;h;18,000;18,00\r\n") != std::string::npos);
    CHECK(csv.text.find("I-0413") == std::string::npos);
}
