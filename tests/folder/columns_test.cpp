// Columns of delivered tables as fields: proposed, decided by a person, remembered per layout.
#include <catch2/catch_test_macros.hpp>

#include "gis/backends/folder/columns.hpp"

using namespace vigie::gis::folder;
using Columns = std::vector<std::string>;
using Fields = std::vector<Field>;

TEST_CASE("fields are proposed from names in French and English, accents and case ignored") {
    using enum Field;
    CHECK(proposed({"Référence", "CATÉGORIE", "Date de création", "Adresse", "x"}, Content::reports) == Fields{id, category, time, address, none});
    CHECK(proposed({"Service_Name", "Comment", "lat", "long", "Requested Datetime"}, Content::reports) == Fields{category, description, lat, lon, time});
    CHECK(proposed({"N° compteur", "Date relevé", "Index"}, Content::readings) == Fields{none, time, value});
    CHECK(proposed({"user.key", "datetime", "meter.reading", "diff"}, Content::readings) == Fields{id, time, value, none});
    CHECK(proposed({"datetime", "b0", "b1"}, Content::readings) == Fields{time, value, value});  // a column for each meter
    CHECK(proposed({"anything", "Libellé", "Numéro"}, Content::assets) == Fields{attribute, Field::name, id});
}

TEST_CASE("a layout is its columns, whatever their case and accents") {
    CHECK(layout_of({"Référence", "Date"}) == layout_of({"REFERENCE", "date"}));
    CHECK(layout_of({"a", "b"}) != layout_of({"b", "a"}));
    CHECK(layout_of({"a b"}) != layout_of({"a", "b"}));
}

TEST_CASE("what a person decided for a layout stands, for other layouts nothing is said") {
    const Columns columns{"Objet", "Quand"};
    std::vector<ColumnRule> rules = remembered({}, columns, {Field::category, Field::time});
    CHECK(decided({"OBJET", "quand"}, rules) == Fields{Field::category, Field::time});
    CHECK_FALSE(decided({"Objet", "Autre"}, rules));
    rules = remembered(rules, {"Objet", "Autre"}, {Field::description, Field::none});
    rules = remembered(rules, columns, {Field::none, Field::time});
    CHECK(rules.size() == 4);
    CHECK(decided(columns, rules) == Fields{Field::none, Field::time});
    CHECK(decided({"Objet", "Autre"}, rules) == Fields{Field::description, Field::none});
    CHECK(decided({"Nom", "Objet"}, {{"", "objet", "category"}}) == Fields{Field::none, Field::category});  // of every layout
}

TEST_CASE("a table that cannot be read at all says which field it lacks") {
    CHECK(missing({Field::time}, Content::readings, false) == Field::value);
    CHECK(missing({Field::value}, Content::readings, false) == Field::time);
    CHECK(missing({Field::time, Field::value}, Content::readings, false) == std::nullopt);
    CHECK(missing({Field::time}, Content::reports, true) == Field::category);
    CHECK(missing({Field::category}, Content::reports, false) == Field::lon);
    CHECK(missing({Field::category}, Content::reports, true) == std::nullopt);
}
