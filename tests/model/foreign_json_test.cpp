#include <catch2/catch_test_macros.hpp>

#include <nlohmann/json.hpp>

#include "gis/model/entity_json.hpp"
#include "gis/model/foreign_json.hpp"

using namespace vigie::gis;

namespace {
std::string nested(std::size_t depth) { return std::string(depth, '[') + std::string(depth, ']'); }
} // namespace

TEST_CASE("JSON is read up to its depth, and one bracket more is not") {
    CHECK_FALSE(foreign_json(nested(max_json_depth)).is_discarded());
    CHECK(foreign_json(nested(max_json_depth + 1)).is_discarded());
    CHECK(foreign_json("[1,").is_discarded());
}

TEST_CASE("brackets beside each other or inside texts are not depth") {
    std::string row = "[";
    for (std::size_t i = 0; i < 10 * max_json_depth; ++i) row += "[],{},";
    CHECK_FALSE(is_nested_too_deep(row + "0]"));
    CHECK_FALSE(is_nested_too_deep("[\"" + std::string(1'000, '[') + "\\\"" + std::string(1'000, '{') + "\"]"));
    CHECK(is_nested_too_deep("[\"\\\\\"" + std::string(1'000, '[')));  // the text ended before them
}

TEST_CASE("an entity of a hundred thousand brackets is refused, not followed to the end of the stack") {
    const auto deep = entity_from_text(EntityKind::asset, R"({"kind":)" + nested(100'000) + "}", LinkForm::remote_ids);
    REQUIRE_FALSE(deep);
    CHECK(deep.error().text.key == "model.json.bad_field");
    CHECK_FALSE(entity_from_text(EntityKind::asset, nested(100'000), LinkForm::local_ids));
}

TEST_CASE("instants of years that RFC 3339 cannot write are not read from anybody") {
    CHECK(time_from_foreign_ms(0) == Time{});
    CHECK(time_from_rfc3339("9999-12-31T23:59:59.999Z") == time_from_foreign_ms(253'402'300'799'999));
    CHECK_FALSE(time_from_foreign_ms(253'402'300'800'000));
    CHECK(time_from_rfc3339("0000-01-01") == time_from_foreign_ms(-62'167'219'200'000));
    CHECK_FALSE(time_from_foreign_ms(-62'167'219'200'001));
    CHECK_FALSE(time_from_rfc3339("0000-01-01T00:00:00+00:01"));  // the year before
    CHECK_FALSE(entity_from_text(EntityKind::alert, R"({"updated_at":9223372036854775807})", LinkForm::remote_ids));
}
