// Readings across the plugin interface, and as a line of a plugin in a process of its own.
#include <catch2/catch_test_macros.hpp>
#include <nlohmann/json.hpp>

#include <cmath>
#include <cstddef>
#include <limits>

#include "gis/backends/mapping.hpp"
#include "gis/backends/programs/lines.hpp"
#include "gis/backends/vigie_backend.hpp"

using namespace vigie;
using namespace vigie::gis;

namespace {

backend::Change readings() {
    backend::Change c;
    c.op = VIGIE_OP_READINGS;
    c.kind = VIGIE_KIND_METER;
    c.id = "m1";
    c.at_ms = 1'795'000'000'000;
    c.step_ms = 1'800'000;
    c.values = {1.5, backend::unknown, 0};
    c.unit = "kWh";
    return c;
}
MappedBatch mapped(const vigie_change& raw) {
    const vigie_batch batch{sizeof(vigie_batch), 1, &raw, sizeof(vigie_change), {}};
    return map_batch("src", batch);
}

} // namespace

TEST_CASE("readings arrive with their step, their gaps and their unit") {
    const backend::Change told = readings();
    const MappedBatch m = mapped(backend::raw(told));
    REQUIRE(m.quarantined.empty());
    REQUIRE(m.batch.changes.size() == 1);
    const auto& r = std::get<Metered>(m.batch.changes[0]);
    CHECK(r.meter == Origin{"src", "m1", ""});
    CHECK(r.from == time_from_ms(told.at_ms));
    CHECK(r.step == Seconds{1800});
    REQUIRE(r.values.size() == 3);
    CHECK(r.values[0] == 1.5);
    CHECK(std::isnan(r.values[1]));
    CHECK(r.unit == "kWh");
    CHECK_FALSE(r.is_register);
}

TEST_CASE("readings that cannot be are left out and named") {
    const auto refused = [](auto change) {
        backend::Change c = readings();
        change(c);
        return mapped(backend::raw(c)).quarantined.size() == 1;
    };
    CHECK(refused([](auto& c) { c.id.clear(); }));
    CHECK(refused([](auto& c) { c.kind = VIGIE_KIND_SENSOR; }));
    CHECK(refused([](auto& c) { c.step_ms = 0; }));
    CHECK(refused([](auto& c) { c.step_ms = 1'500; }));
    CHECK(refused([](auto& c) { c.step_ms = std::int64_t{500} * 86'400'000; }));
    CHECK(refused([](auto& c) { c.values.assign(VIGIE_MAX_SERIES_VALUES + 1, 1); }));
    CHECK(refused([](auto& c) { c.at_ms = std::numeric_limits<std::int64_t>::max(); }));
    vigie_change raw = backend::raw(readings());
    raw.values = nullptr;
    CHECK(mapped(raw).quarantined.size() == 1);
    // A plugin of the interface before it knew readings: what it does not have is not read.
    raw = backend::raw(readings());
    raw.size = offsetof(vigie_change, step_ms);
    CHECK(mapped(raw).quarantined.size() == 1);
}

TEST_CASE("readings are the same after their way as a line") {
    backend::Change told = readings();
    told.series_flags = VIGIE_SERIES_REGISTER;
    std::string why;
    const auto back = change_from(nlohmann::json::parse(change_to_json(told).dump()), why);
    INFO(why);
    REQUIRE(back);
    CHECK(back->op == VIGIE_OP_READINGS);
    CHECK(back->id == "m1");
    CHECK(back->at_ms == told.at_ms);
    CHECK(back->step_ms == told.step_ms);
    CHECK(back->series_flags == VIGIE_SERIES_REGISTER);
    REQUIRE(back->values.size() == 3);
    CHECK(std::isnan(back->values[1]));
    for (const char* wrong : {R"({"m":"readings","meter":"m1","at":0,"step":0,"values":[1]})", R"({"m":"readings","at":0,"step":60,"values":[1]})", R"({"m":"readings","meter":"m1","at":0,"step":60,"values":3})",
                              R"({"m":"readings","meter":"m1","at":0,"step":"x","values":[1]})"}) {
        INFO(wrong);
        CHECK_FALSE(change_from(nlohmann::json::parse(wrong), why));
        CHECK_FALSE(why.empty());
    }
}
