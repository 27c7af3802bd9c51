// Expressions of QGIS in the language of the style.
#include <catch2/catch_test_macros.hpp>

#include "gis/layers/qgis/expression.hpp"
#include "gis/layers/qgis/filters.hpp"

using namespace vigie::gis::qgis;
using Json = nlohmann::json;

namespace {
std::string filter(std::string_view text) {
    const Translated t = translate_filter(text);
    return t.ok() ? t.expression.dump() : "? " + t.unknown;
}
std::string value(std::string_view text) {
    const Translated t = translate_value(text);
    return t.ok() ? t.expression.dump() : "? " + t.unknown;
}
} // namespace

TEST_CASE("comparisons of fields with literals keep their meaning") {
    CHECK(filter("\"name\" = 'point 1'") == R"(["==","name","point 1"])");
    CHECK(filter("niv2_21 = 11") == R"(["==","niv2_21",11])");
    CHECK(filter("\"a \"\"b\"\"\" >= 1.5") == R"([">=",["get","a \"b\""],1.5])");
    CHECK(filter("x = 'l''eau'") == R"(["==","x","l'eau"])");
    CHECK(filter("x < -2") == R"(["<",["get","x"],-2])");
}

TEST_CASE("a null is neither equal nor different, and a negation does not change that") {
    CHECK(filter("x <> 'a'") == R"(["all",["!=",["get","x"],null],["!=","x","a"]])");
    CHECK(filter("NOT x = 'a'") == filter("x <> 'a'"));
    CHECK(filter("NOT (x = 'a' OR y > 2)") == R"(["all",["all",["!=",["get","x"],null],["!=","x","a"]],["<=",["get","y"],2]])");
    CHECK(filter("x IS NULL") == R"(["==",["get","x"],null])");
    CHECK(filter("x IS NOT NULL") == R"(["!=",["get","x"],null])");
    CHECK(filter("x NOT IN ('a', 'b')") == R"(["all",["!=",["get","x"],null],["!in","x","a","b"]])");
}

TEST_CASE("AND binds tighter than OR, NOT tighter than both") {
    CHECK(filter("a = 1 OR b = 2 AND c = 3") == R"(["any",["==","a",1],["all",["==","b",2],["==","c",3]]])");
    CHECK(filter("a IN (1, 2) AND b BETWEEN 3 AND 4 AND c = 5") ==
          R"(["all",["in","a",1,2],["all",[">=",["get","b"],3],["<=",["get","b"],4]],["==","c",5]])");
}

TEST_CASE("LIKE with % at an end or on both sides is a slice or a search") {
    CHECK(filter("niv4 LIKE '1%'") == R"(["==",["slice",["to-string",["get","niv4"]],0,1],"1"])");
    CHECK(filter("n LIKE '%rue'") == R"(["==",["slice",["to-string",["get","n"]],-3],"rue"])");
    CHECK(filter("n ILIKE '%Éco%'") == R"(["in",["downcase","Éco"],["downcase",["to-string",["get","n"]]]])");
    CHECK(filter("n LIKE 'é%'") == R"(["==",["slice",["to-string",["get","n"]],0,1],"é"])");  // letters, not bytes
    CHECK(filter("n LIKE 'a_b%'") == "? LIKE a_b%");
}

TEST_CASE("labels join, format, round and choose") {
    CHECK(value("\"a\" || ' ' || \"b\"") == R"(["concat",["get","a"]," ",["get","b"]])");
    CHECK(value("concat(a, b)") == R"(["concat",["get","a"],["get","b"]])");
    CHECK(value("format('%1 (%2 m)', nom, h)") == R"x(["concat",["get","nom"]," (",["get","h"]," m)"])x");
    CHECK(value("round(\"h\", 2)") == R"(["/",["round",["*",["get","h"],100]],100])");
    CHECK(value("CASE WHEN x > 1 THEN 'a' ELSE 'b' END") == R"(["case",[">",["get","x"],1],"a","b"])");
    CHECK(value("if(x = 1, upper(n), lower(n))") == R"(["case",["==",["get","x"],1],["upcase",["get","n"]],["downcase",["get","n"]]])");
    CHECK(value("a + b * 2") == R"(["+",["get","a"],["*",["get","b"],2]])");
    CHECK(value("coalesce(a, 'sans nom') -- commentaire") == R"(["coalesce",["get","a"],"sans nom"])");
}

TEST_CASE("what is not known is named") {
    CHECK(filter("$area > 100") == "? $area");
    CHECK(filter("regexp_match(n, 'a')") == "? regexp_match");
    CHECK(filter("n ~ 'a'") == "? ~");
    CHECK(filter("@map_scale < 5000") == "? @map_scale");
    CHECK(filter("a = ") == "? syntax");
    CHECK(filter("a = 'never closed") == "? syntax");
    CHECK(filter("") == "? syntax");
}

TEST_CASE("an expression of any depth or length ends") {
    CHECK(filter(std::string(50'000, '(') + "1").starts_with("? "));
    CHECK(filter(std::string(60'000, '-') + "1").starts_with("? "));
    std::string nots, sums = "1", ors = "a = 1";
    for (int i = 0; i < 10'000; ++i) nots += "NOT ";
    for (int i = 0; i < 20'000; ++i) sums += "+1";
    for (int i = 0; i < 5'000; ++i) ors += " OR a = 1";
    CHECK(filter(nots + "a").starts_with("? "));
    CHECK(value(sums) == "? too long");
    CHECK(filter(ors) == "? too long");
    CHECK(value(std::string(most_expression_bytes + 1, ' ') + "1") == "? too long");
}

TEST_CASE("filters that can never both hold are told apart, and doubt counts as both") {
    const auto f = [](std::string_view text) { return translate_filter(text).expression; };
    CHECK(exclude_each_other(f("a = 1"), f("a = 2")));
    CHECK_FALSE(exclude_each_other(f("a = 1"), f("a = 1")));
    CHECK_FALSE(exclude_each_other(f("a = 1"), f("b = 2")));
    CHECK(exclude_each_other(f("a IN (1, 2)"), f("a = 3 AND b = 1")));
    CHECK(exclude_each_other(f("a >= 1 AND a < 5"), f("a >= 5")));
    CHECK_FALSE(exclude_each_other(f("a >= 1 AND a <= 5"), f("a >= 5")));
    CHECK(exclude_each_other(f("n LIKE '1%'"), f("n LIKE '2%'")));
    CHECK_FALSE(exclude_each_other(f("n LIKE '1%'"), f("n LIKE '12%'")));
    CHECK(exclude_each_other(f("a = 1 OR a = 2"), f("a = 3 OR a = 4")));
    CHECK_FALSE(exclude_each_other(f("a = 1 OR b = 2"), f("a = 3")));
    CHECK_FALSE(exclude_each_other(nullptr, f("a = 3")));
}
