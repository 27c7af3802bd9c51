// Rows as changes, and those that are left out with their line.
#include <catch2/catch_test_macros.hpp>
#include <nlohmann/json.hpp>

#include "gis/backends/folder/rows.hpp"

using namespace vigie::gis::folder;
using vigie::gis::LonLat;
using nlohmann::json;

namespace {
constexpr const char* paris = "Europe/Paris";
}

TEST_CASE("dates are read as France writes them, in the commune's zone") {
    CHECK(instant_from_text("2026-05-02T10:00:00Z", paris) == 1'777'716'000'000);
    CHECK(instant_from_text("2026-05-02 12:00:00", paris) == 1'777'716'000'000);
    CHECK(instant_from_text("2026-05-02 12:00", paris) == 1'777'716'000'000);
    CHECK(instant_from_text("02/05/2026 12:00", paris) == 1'777'716'000'000);
    CHECK(instant_from_text("2/5/2026 12h00", paris) == 1'777'716'000'000);
    CHECK(instant_from_text("02/05/26 12:00:00", paris) == 1'777'716'000'000);
    CHECK(instant_from_text("02/05/2026", paris) == 1'777'672'800'000);
    CHECK(instant_from_text("2026-05-02", paris) == 1'777'672'800'000);
    for (const char* bad : {"", "hier", "31/02/2026", "02/13/2026", "02/05/2026 25:61", "2026", "99999999999999999999/1/1", "1/1/99999999999"}) {
        INFO(bad);
        CHECK_FALSE(instant_from_text(bad, paris));
    }
}

TEST_CASE("headings name units") {
    CHECK(unit_in_heading("equipment load [kWh]") == "kW.h");
    CHECK(unit_in_heading("Volume (m³)") == "m3");
    CHECK(unit_in_heading("Index").empty());
    CHECK(unit_in_heading("GIA (m2)").empty());
}

TEST_CASE("a report without place, words or a readable date is left out with its line") {
    const Table table{"f", {"ref", "type", "date", "lon", "lat"},
                      {{"1", "Tag", "02/05/2026", "2.33", "48.88"}, {"2", "", "02/05/2026", "2.33", "48.88"}, {"3", "Tag", "demain", "2.33", "48.88"}, {"4", "Tag", "02/05/2026", "0", "0"}, {"", "Tag", "", "2,33", "48,88"}},
                      {}, {2, 3, 4, 5, 9}};
    const ReadRows rows = read_rows(table, {Field::id, Field::category, Field::time, Field::lon, Field::lat}, {});
    REQUIRE(rows.changes.size() == 2);
    CHECK(rows.changes[0].id == "1");
    CHECK(json::parse(rows.changes[0].json)["place"] == json{2.33, 48.88});
    CHECK_FALSE(rows.changes[1].id.empty());  // told apart by what it says
    REQUIRE(rows.left_out.size() == 3);
    CHECK((rows.left_out[0].line == 3 && rows.left_out[0].why == BadRow::no_words));
    CHECK((rows.left_out[1].line == 4 && rows.left_out[1].why == BadRow::no_time));
    CHECK((rows.left_out[2].line == 5 && rows.left_out[2].why == BadRow::no_place));
}

TEST_CASE("readings: one row a value, or one column a meter") {
    RowSettings settings{Content::readings, paris, "L", "water"};
    const ReadRows tall = read_rows({"f", {"meter", "time", "index"}, {{"m1", "02/05/2026 12:00", "1,5"}, {"m1", "02/05/2026 13:00", "x"}, {"", "02/05/2026 14:00", "2"}}, {}, {2, 3, 4}},
                                    {Field::id, Field::time, Field::value}, settings);
    REQUIRE(tall.changes.size() == 3);
    CHECK(json::parse(tall.changes[0].json)["unit"] == "L");
    CHECK(json::parse(tall.changes[1].json) == json{{"name", "m1"}, {"code", "m1"}, {"fluid", "water"}, {"sensor", "m1"}, {"unit", "L"}});
    CHECK(tall.changes[2].value == 1.5);
    REQUIRE(tall.left_out.size() == 2);
    CHECK((tall.left_out[0].why == BadRow::no_value && tall.left_out[1].why == BadRow::no_id));
    settings.fluid.clear();
    const ReadRows wide = read_rows({"f", {"time", "a [kWh]", "b"}, {{"02/05/2026 12:00", "1", ""}, {"02/05/2026 13:00", "2", "3"}}, {}, {2, 3}}, {Field::time, Field::value, Field::value}, settings);
    CHECK(wide.left_out.empty());
    REQUIRE(wide.changes.size() == 5);
    CHECK(json::parse(wide.changes[0].json)["unit"] == "kW.h");
    CHECK(wide.changes[4].id == "b");
    const ReadRows alone = read_rows({"b0", {"time", "load"}, {{"02/05/2026 12:00", "1"}}, {}, {2}}, {Field::time, Field::value}, settings);
    CHECK(alone.changes.at(0).id == "b0");
}

TEST_CASE("a category of theirs becomes ours, the subcategory's rule first, and what they called it stays readable") {
    const Table table{"f", {"ref", "type", "soustype", "lon", "lat"},
                      {{"1", "Objets abandonnés", "Gravats", "2.33", "48.88"}, {"2", "OBJETS ABANDONNES", "Matelas", "2.33", "48.88"}, {"3", "Eau", "", "2.33", "48.88"}, {"4", "Eau", "", "2.34", "48.88"}},
                      {}, {2, 3, 4, 5}};
    const std::vector<Field> fields{Field::id, Field::category, Field::detail, Field::lon, Field::lat};
    RowSettings settings;
    settings.categories = {{"objets abandonnés", "encombrants"}, {"Gravats", "depot_sauvage"}, {"Eau", ""}};
    const ReadRows rows = read_rows(table, fields, settings);
    REQUIRE(rows.changes.size() == 4);
    CHECK(json::parse(rows.changes[0].json)["category"] == "depot_sauvage");
    CHECK(json::parse(rows.changes[0].json)["description"] == "Objets abandonnés\nGravats");
    CHECK(json::parse(rows.changes[1].json)["category"] == "encombrants");
    CHECK(json::parse(rows.changes[2].json)["category"] == "Eau");  // nothing was decided
    CHECK(categories_in(table, fields, 2) == std::vector<std::string>{"Eau", "OBJETS ABANDONNES"});
}
