// What crosses the interface becomes changes, item by item; what is wrong is left out and named.
#include <catch2/catch_test_macros.hpp>

#include <cmath>
#include <cstring>

#include "gis/backends/mapping.hpp"
#include "gis/backends/said.hpp"
#include "gis/backends/vigie_backend.hpp"

using namespace vigie::gis;

namespace {

vigie_str s(const char* text) { return {text, std::strlen(text)}; }

vigie_change item(std::uint32_t op, std::uint32_t kind, const char* id) {
    vigie_change c{};
    c.size = sizeof c;
    c.op = op;
    c.kind = kind;
    c.id = s(id);
    c.lon = c.lat = c.value = c.heading_deg = c.speed_ms = c.accuracy_m = std::nan("");
    return c;
}

vigie_batch batch_of(const vigie_change* items, std::uint32_t count) {
    return {sizeof(vigie_batch), count, items, sizeof(vigie_change), s("c1")};
}

} // namespace

TEST_CASE("an observation, a position, a removal and a snapshot arrive as such") {
    vigie_change items[5] = {item(VIGIE_OP_OBSERVE, VIGIE_KIND_SENSOR, "s1"), item(VIGIE_OP_POSITION, VIGIE_KIND_CREW, "c1"),
                             item(VIGIE_OP_DELETE, VIGIE_KIND_REPORT, "r1"), item(VIGIE_OP_SNAPSHOT_BEGIN, VIGIE_KIND_ASSET, ""),
                             item(VIGIE_OP_SNAPSHOT_END, VIGIE_KIND_ASSET, "")};
    items[0].value = 4.5;
    items[0].at_ms = 1000;
    items[1].lon = 2.3;
    items[1].lat = 43.2;
    items[1].speed_ms = 7;
    items[4].value = 1;
    const MappedBatch m = map_batch("src", batch_of(items, 5));
    REQUIRE(m.quarantined.empty());
    REQUIRE(m.batch.changes.size() == 5);
    CHECK(m.batch.cursor == "c1");
    CHECK(std::get<Observed>(m.batch.changes[0]).value == 4.5);
    CHECK(std::get<Observed>(m.batch.changes[0]).sensor.source == "src");
    CHECK(std::get<Positioned>(m.batch.changes[1]).position.speed_ms == 7);
    CHECK_FALSE(std::get<Positioned>(m.batch.changes[1]).position.heading_deg);
    CHECK(std::get<Removal>(m.batch.changes[2]).kind == EntityKind::report);
    CHECK(std::get<SnapshotMark>(m.batch.changes[3]).begin);
    CHECK(std::get<SnapshotMark>(m.batch.changes[4]).authoritative);
}

TEST_CASE("references to other entities of the source become links") {
    vigie_change c = item(VIGIE_OP_UPSERT, VIGIE_KIND_SENSOR, "s1");
    c.json = s(R"({"kind":"pluie","name":"CTM, toit","asset":"bat-7","place":[2.3,43.2]})");
    const MappedBatch m = map_batch("src", batch_of(&c, 1));
    REQUIRE(m.batch.changes.size() == 1);
    const Upsert& u = std::get<Upsert>(m.batch.changes[0]);
    CHECK(std::get<Sensor>(u.entity).name == "CTM, toit");
    CHECK(std::get<Sensor>(u.entity).origin.remote_id == "s1");
    REQUIRE(u.links.size() == 1);
    CHECK(u.links[0] == RemoteLink{"asset", "bat-7"});
}

TEST_CASE("an older plugin's shorter items are read by their stride, the rest is unknown") {
    struct Short {
        std::uint32_t size, op, kind, reserved;
        vigie_str id, version;
        std::int64_t at_ms;
        double lon, lat, value;
    } items[2] = {{sizeof(Short), VIGIE_OP_OBSERVE, VIGIE_KIND_SENSOR, 0, s("a"), {}, 1, 0, 0, 10},
                  {sizeof(Short), VIGIE_OP_OBSERVE, VIGIE_KIND_SENSOR, 0, s("b"), {}, 2, 0, 0, 20}};
    const vigie_batch batch{sizeof(vigie_batch), 2, reinterpret_cast<const vigie_change*>(items), sizeof(Short), {}};
    const MappedBatch m = map_batch("src", batch);
    REQUIRE(m.batch.changes.size() == 2);
    CHECK(std::get<Observed>(m.batch.changes[1]).value == 20);
    CHECK(std::get<Observed>(m.batch.changes[1]).sensor.remote_id == "b");
}

TEST_CASE("a batch over its bounds is refused whole, one at the bound is taken") {
    std::vector<vigie_change> items(VIGIE_MAX_BATCH_CHANGES + 1, item(VIGIE_OP_OBSERVE, VIGIE_KIND_SENSOR, "s"));
    for (auto& i : items) i.value = 1;
    CHECK(map_batch("src", batch_of(items.data(), VIGIE_MAX_BATCH_CHANGES + 1)).refused);
    CHECK(map_batch("src", batch_of(items.data(), VIGIE_MAX_BATCH_CHANGES)).batch.changes.size() == VIGIE_MAX_BATCH_CHANGES);
}

TEST_CASE("nonsense is left out by name and the rest is kept") {
    vigie_change items[6] = {item(77, VIGIE_KIND_SENSOR, "a"), item(VIGIE_OP_OBSERVE, 77, "b"), item(VIGIE_OP_OBSERVE, VIGIE_KIND_SENSOR, "c"),
                             item(VIGIE_OP_POSITION, VIGIE_KIND_CREW, "d"), item(VIGIE_OP_UPSERT, VIGIE_KIND_REPORT, "e"),
                             item(VIGIE_OP_DELETE, VIGIE_KIND_REPORT, "f")};
    items[3].lon = 181;
    items[3].lat = 0;
    items[4].json = s("[1,2");
    const MappedBatch m = map_batch("src", batch_of(items, 6));
    CHECK(m.quarantined.size() == 5);
    CHECK(m.batch.changes.size() == 1);
}

TEST_CASE("an instant that cannot be stored and read again is left out with its reason") {
    vigie_change items[2] = {item(VIGIE_OP_OBSERVE, VIGIE_KIND_SENSOR, "s1"), item(VIGIE_OP_OBSERVE, VIGIE_KIND_SENSOR, "s2")};
    items[0].value = items[1].value = 1;
    items[0].at_ms = INT64_MIN;
    items[1].at_ms = 253'402'300'799'999;
    const MappedBatch m = map_batch("src", batch_of(items, 2));
    REQUIRE(m.quarantined.size() == 1);
    CHECK(m.quarantined[0] == "s1: instant outside the years 0000 to 9999");
    CHECK(m.batch.changes.size() == 1);
}

TEST_CASE("what a backend says is shown as it stands, or is a sentence with its arguments") {
    CHECK(said_text("") == Text{});
    CHECK(said_text("Le serveur dort") == Text{"backends.said", {{"why", "Le serveur dort"}}});
    CHECK(said_text("@") == Text{"backends.said", {{"why", "@"}}});
    const std::string words = vigie::backend::sentence("a.key", {{"address", "host:1"}, {"why", "@b.key\nc=d"}});
    CHECK(said_text(words) == Text{"a.key", {{"address", "host:1"}, {"why", " @b.key c=d"}}});  // what came from outside is no key
    CHECK(said_text("@a.key\nno equals\n=x") == Text{"a.key", {}});
}
