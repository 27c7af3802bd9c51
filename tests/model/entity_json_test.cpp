#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>
#include <catch2/generators/catch_generators_range.hpp>
#include <nlohmann/json.hpp>

#include "gis/model/entity_json.hpp"
#include "gis/model/words.hpp"
#include "samples.hpp"

using namespace vigie::gis;
using nlohmann::json;
using vigie::test::Samples;

TEST_CASE("every kind of entity comes back equal from its JSON") {
    const int kind = GENERATE(range(0, entity_kind_count));
    const std::uint64_t seed = GENERATE(range(1, 40));
    CAPTURE(kind, seed);
    Samples samples(seed);
    const AnyEntity entity = samples.any(static_cast<EntityKind>(kind), 7);
    const auto back = entity_from_text(static_cast<EntityKind>(kind), to_json(entity).dump(), LinkForm::local_ids);
    REQUIRE(back.ok());
    CHECK(back->entity == entity);
    CHECK(back->links.empty());
}

TEST_CASE("an entity's JSON uses the names people read") {
    Report r;
    r.id = {12};
    r.state = ReportState::service_done;
    r.place = {3.5, 43.25};
    r.received_at = time_from_ms(1'795'428'000'123);
    r.asset = {4};
    const json j = to_json(r);
    CHECK(j["state"] == "service_done");
    CHECK(j["place"] == json::array({3.5, 43.25}));
    CHECK(j["received_at"] == "2026-11-23T10:00:00.123Z");
    CHECK(j["due_at"].is_null());
    CHECK(j["asset"] == 4);
    CHECK(j["duplicate_of"].is_null());
}

TEST_CASE("a source's links stay texts and are listed with their fields") {
    const json j{{"title", "Fuite"}, {"crews", {"c1", "c2"}}, {"asset", "vanne-3"}, {"id", 99}, {"unknown", true}};
    const auto decoded = entity_from_json(EntityKind::intervention, j, LinkForm::remote_ids);
    REQUIRE(decoded.ok());
    CHECK(decoded->links == std::vector<RemoteLink>{{"asset", "vanne-3"}, {"crews", "c1"}, {"crews", "c2"}});
    CHECK(decoded->fields == std::vector<std::string>{"title", "asset", "crews"});
    CHECK(ref_of(decoded->entity).id == 0);
    CHECK(std::get<Intervention>(decoded->entity).crews.empty());
}

TEST_CASE("a bad value names its field") {
    const std::pair<const char*, json> bad[] = {
        {"severity", "high"},        {"severity", 3'000'000'000LL}, {"place", json::array({200, 10})}, {"place", json::array({1})},
        {"received_at", "yesterday"}, {"state", "open"},            {"photos", "a.jpg"},               {"number", -1},
        {"has_reporter", 1}};
    for (const auto& [field, value] : bad) {
        CAPTURE(field, value.dump());
        const auto decoded = entity_from_json(EntityKind::report, json{{field, value}}, LinkForm::local_ids);
        REQUIRE_FALSE(decoded.ok());
        CHECK(decoded.error().klass == ErrorClass::input);
        bool named = false;
        for (const auto& [key, text] : decoded.error().text.args) named = named || (key == "field" && text == field);
        CHECK(named);
    }
}

TEST_CASE("text that is not JSON, or not an object, is an error") {
    CHECK_FALSE(entity_from_text(EntityKind::crew, "{", LinkForm::local_ids).ok());
    CHECK_FALSE(entity_from_text(EntityKind::crew, "[]", LinkForm::local_ids).ok());
    CHECK_FALSE(entity_from_text(EntityKind::crew, std::string(max_entity_json_bytes + 1, ' '), LinkForm::local_ids).ok());
}

TEST_CASE("a difference carries the entity from before to after and back") {
    const int kind = GENERATE(range(0, entity_kind_count));
    const std::uint64_t seed = GENERATE(range(1, 20));
    CAPTURE(kind, seed);
    Samples samples(seed);
    AnyEntity before = samples.any(static_cast<EntityKind>(kind), 7), after = samples.any(static_cast<EntityKind>(kind), 7);
    std::visit([&](auto& b) {  // same identity, as of one entity at two moments
        const auto& a = std::get<std::decay_t<decltype(b)>>(after);
        b.origin = a.origin;
        b.updated_at = a.updated_at;
    }, before);
    const FieldDifference d = difference(&before, &after);
    AnyEntity there = before, back = after;
    REQUIRE(set_fields(there, json::parse(d.after)).ok());
    REQUIRE(set_fields(back, json::parse(d.before)).ok());
    CHECK(there == after);
    CHECK(back == before);

    AnyEntity copied = before;
    copy_fields(copied, after, d.fields);
    CHECK(copied == after);
    CHECK(difference(&before, &before).fields.empty());
}

TEST_CASE("what was created or removed is complete on its side") {
    const AnyEntity e = Samples(3).entity<Absence>(5);
    CHECK(difference(nullptr, &e).before == "null");
    CHECK(json::parse(difference(nullptr, &e).after) == to_json(e));
    CHECK(json::parse(difference(&e, nullptr).before) == to_json(e));
}

TEST_CASE("RFC 3339 times are read with offsets, fractions and spaces, and nonsense is refused") {
    const Time t = time_from_ms(1'795'428'000'000);
    CHECK(time_from_rfc3339("2026-11-23T10:00:00Z") == t);
    CHECK(time_from_rfc3339("2026-11-23 11:00:00+01:00") == t);
    CHECK(time_from_rfc3339("2026-11-23T05:30:00.000000-04:30") == t);
    CHECK(time_from_rfc3339("2026-11-23T10:00:00.25Z") == t + Millis{250});
    CHECK(time_from_rfc3339("2026-11-23T10:00") == t);
    CHECK(time_from_rfc3339("2026-11-23") == t - std::chrono::hours{10});
    for (const char* bad : {"", "2026", "2026-13-01", "2026-02-30", "2026-11-23T", "2026-11-23T25:00:00Z", "2026-11-23T10:61:00Z",
                            "2026-11-23T10:00:00Zx", "2026-11-23T10:00:00+25:00", "-026-11-23", "hier"}) {
        CAPTURE(bad);
        CHECK_FALSE(time_from_rfc3339(bad));
    }
    const std::uint64_t seed = GENERATE(range(1, 20));
    Time any{};
    Samples(seed).fill(any);
    CHECK(time_from_rfc3339(rfc3339(any)) == any);
}

TEST_CASE("a shape that is not GeoJSON is refused") {
    for (const char* bad : {"5", "{}", R"({"type":"Point"})", R"({"type":"Point","coordinates":["a","b"]})",
                            R"({"type":"Circle","coordinates":[1,2]})", R"({"type":"LineString","coordinates":[[1,2],[700000,6200000]]})"}) {
        CAPTURE(bad);
        CHECK_FALSE(geometry_from_json(json::parse(bad)).ok());
    }
    CHECK(geometry_from_json(nullptr)->type == GeometryType::none);
}
