// Assets added, described, reshaped and deleted: what is refused and why, and that undo gives back the world.
#include <catch2/generators/catch_generators.hpp>
#include <catch2/generators/catch_generators_range.hpp>

#include <random>

#include "bench_desk.hpp"
#include "gis/model/catalog.hpp"

using namespace vigie::test;

namespace {

Geometry square(double lon, double lat, double side) {
    return {GeometryType::polygon, {{lon, lat}, {lon + side, lat}, {lon + side, lat + side}, {lon, lat + side}}, {0}, {0}};
}

Asset lamp(std::string code, LonLat at = {2.35, 43.2}) {
    Asset a;
    a.kind = "candelabre";
    a.code = std::move(code);
    a.geometry = {GeometryType::point, {at}};
    a.attributes = {{"hauteur", "8"}};
    return a;
}

const Catalog& catalog() {
    static const Catalog made = load_catalog({fs::path(VIGIE_SOURCE_DIR) / "assets/catalog"}).catalog;
    return made;
}

struct Bench {
    TestClock clock;
    Desk desk;
    explicit Bench(const fs::path& file = {}) : desk(open_desk(with_catalog(file, clock))) {}
    static DeskOptions with_catalog(const fs::path& file, const TestClock& clock) {
        DeskOptions o = options_for(file, clock);
        o.catalog = &catalog();
        o.takes_edits = [](const std::string& source, EntityKind) { return source == "open"; };
        return o;
    }
    AssetId add(Asset asset) { return {must(desk.execute(command::AddAsset{std::move(asset)}, dispatcher)).created.at(0).id}; }
    std::string refusal(const Command& command) {
        const auto receipt = desk.execute(command, dispatcher);
        return receipt ? std::string() : receipt.error().text.key;
    }
    const Asset& asset(AssetId id) { return *desk.world().find(id); }
};

} // namespace

TEST_CASE("an asset added is the commune's own, its ring closed, and undo takes it away") {
    Bench b;
    Asset park;
    park.kind = "parc";
    park.origin = {"demo", "x", "1"};
    park.geometry = square(2.3, 43.2, 0.001);
    park.attributes = {{"surface", "12"}, {"empty", ""}};
    const AssetId id = b.add(park);
    CHECK(b.asset(id).origin == Origin{});
    CHECK(b.asset(id).geometry.points.size() == 5);
    CHECK(b.asset(id).geometry.points.front() == b.asset(id).geometry.points.back());
    CHECK(b.asset(id).attributes == std::vector<Attribute>{{"surface", "12"}});
    must(b.desk.undo(dispatcher));
    CHECK(b.desk.world().assets().empty());
    must(b.desk.redo(dispatcher));
    CHECK(b.desk.world().assets().size() == 1);
}

TEST_CASE("what cannot be drawn is refused in words") {
    Bench b;
    Asset park;
    park.kind = "parc";
    park.geometry = {GeometryType::polygon, {{0, 0}, {1, 1}, {1, 0}, {0, 1}}, {0}, {0}};
    CHECK(b.refusal(command::AddAsset{park}) == "geometry.problem.crossing");
    park.geometry = {GeometryType::point, {{0, 0}}};
    CHECK(b.refusal(command::AddAsset{park}) == "desk.refused.asset_geometry");
    park.kind = "licorne";
    CHECK(b.refusal(command::AddAsset{park}) == "desk.refused.asset_kind");
    const AssetId id = b.add(lamp("L-1"));
    CHECK(b.refusal(command::AddAsset{lamp("L-1")}) == "desk.refused.code_taken");
    CHECK(b.refusal(command::ReshapeAsset{id, square(0, 0, 1)}) == "desk.refused.asset_geometry");
    CHECK(b.refusal(command::ReshapeAsset{id, {GeometryType::point, {{0, 400}}}}) == "desk.refused.place");
    CHECK(b.refusal(command::DeleteAssets{{}}) == "desk.refused.nothing_chosen");
    CHECK(b.refusal(command::DeleteAssets{{{999}}}) == "desk.refused.gone");
    const AssetId other = b.add(lamp("L-2"));
    CHECK(b.refusal(command::EditAsset{other, "L-1", {}, {}}) == "desk.refused.code_taken");
    CHECK(b.refusal(command::EditAsset{other, {}, {}, {{"", "x"}}}) == "desk.refused.attribute");
    CHECK(b.desk.world().assets().size() == 2);
}

TEST_CASE("editing changes what is given and keeps the rest; an empty value takes an attribute away") {
    Bench b;
    const AssetId id = b.add(lamp("L-1"));
    must(b.desk.execute(command::EditAsset{id, {}, "Place du Marché", {{"lampe", "LED"}, {"hauteur", ""}}}, dispatcher));
    CHECK(b.asset(id).code == "L-1");
    CHECK(b.asset(id).name == "Place du Marché");
    CHECK(b.asset(id).attributes == std::vector<Attribute>{{"lampe", "LED"}});
    must(b.desk.undo(dispatcher));
    CHECK(b.asset(id).attributes == std::vector<Attribute>{{"hauteur", "8"}});
}

TEST_CASE("what pointed at a deleted asset points at nothing, and undo links it again") {
    Bench b;
    const AssetId id = b.add(lamp("L-1"));
    auto report = new_report();
    report.report.asset = id;
    const ReportId told{must(b.desk.execute(report, dispatcher)).created.at(0).id};
    must(b.desk.execute(command::DeleteAssets{{id, id}}, dispatcher));
    CHECK(b.desk.world().find(id) == nullptr);
    CHECK_FALSE(b.desk.world().find(told)->asset);
    must(b.desk.undo(dispatcher));
    REQUIRE(b.desk.world().find(id));
    CHECK(b.desk.world().find(told)->asset == id);
}

TEST_CASE("an asset of a source that takes no edits is left alone, one of a source that does is queued for it") {
    Bench b;
    for (const char* source : {"closed", "open"}) {
        Asset a = lamp("L-9");
        a.origin = {source, "r9", "v1"};
        ChangeBatch batch;
        batch.source = source;
        batch.changes = {Upsert{a, {}, {}}};
        must(b.desk.accept(batch));
    }
    AssetId closed, open;
    for (const Asset& a : b.desk.world().assets()) (a.origin.source == "open" ? open : closed) = a.id;
    const auto refused = b.desk.execute(command::ReshapeAsset{closed, {GeometryType::point, {{2.4, 43.2}}}}, dispatcher);
    REQUIRE_FALSE(refused.ok());
    CHECK(refused.error().text.key == "desk.refused.asset_of_source");
    CHECK_FALSE(refused.error().remedy.empty());
    CHECK(b.refusal(command::EditAsset{closed, {}, "x", {}}) == "desk.refused.asset_of_source");
    CHECK(b.refusal(command::DeleteAssets{{closed}}) == "desk.refused.asset_of_source");
    must(b.desk.execute(command::ReshapeAsset{open, {GeometryType::point, {{2.4, 43.2}}}}, dispatcher));
    CHECK(b.desk.waiting("open") == 1);
    CHECK(b.desk.waiting("closed") == 0);
}

TEST_CASE("undo of any sequence of edits on the map gives the world before, redo the world after, a restart the same") {
    const std::uint64_t seed = GENERATE(range(1, 12));
    CAPTURE(seed);
    std::mt19937_64 random(seed);
    const auto below = [&](std::uint64_t n) { return random() % n; };
    const auto place = [&] { return LonLat{2.3 + double(below(1000)) / 1e4, 43.2 + double(below(1000)) / 1e4}; };
    const Folder folder;
    std::vector<Picture> worlds;
    Picture last;
    {
        Bench b(folder.file());
        worlds.push_back(picture_of(b.desk.world(), false));
        for (int i = 0; i < 80; ++i) {
            b.clock.pass(Seconds{5});
            const auto& assets = b.desk.world().assets();
            const AssetId any = assets.empty() ? AssetId{1} : assets.rows()[below(assets.size())].id;
            const Asset* known = b.desk.world().find(any);
            Command command;
            switch (below(6)) {
            case 0: command = command::AddAsset{lamp(below(2) ? "L-" + std::to_string(below(30)) : "", place())}; break;
            case 1: {
                Asset a;
                a.kind = below(2) ? "parc" : "haie";
                std::vector<LonLat> corners(2 + below(4));
                for (LonLat& p : corners) p = place();
                a.geometry = {a.kind == "parc" ? GeometryType::polygon : GeometryType::line, corners, {0}, {}};
                command = command::AddAsset{a};
                break;
            }
            case 2: command = command::EditAsset{any, {}, "nom " + std::to_string(below(5)), {{"etat", std::to_string(below(3))}, {"vu", below(2) ? "" : "oui"}}}; break;
            case 3: {
                Geometry g = known ? known->geometry : Geometry{GeometryType::point, {place()}};
                if (!g.points.empty()) g.points[below(g.points.size())] = place();
                command = command::ReshapeAsset{any, g};
                break;
            }
            case 4: {
                auto report = new_report();
                report.report.asset = known ? any : AssetId{};
                command = report;
                break;
            }
            default: command = command::DeleteAssets{{any}};
            }
            const auto receipt = b.desk.execute(command, dispatcher);
            if (receipt && !receipt->delta.empty()) worlds.push_back(picture_of(b.desk.world(), false));
            if (!receipt) REQUIRE_FALSE(receipt.error().text.empty());
        }
        REQUIRE(worlds.size() > 20);
        for (std::size_t i = worlds.size() - 1; i-- > 0;) {
            must(b.desk.undo(dispatcher));
            REQUIRE(picture_of(b.desk.world(), false) == worlds[i]);
        }
        for (std::size_t i = 1; i < worlds.size(); ++i) {
            must(b.desk.redo(dispatcher));
            REQUIRE(picture_of(b.desk.world(), false) == worlds[i]);
        }
        last = picture_of(b.desk.world());
    }
    Bench again(folder.file());
    CHECK(picture_of(again.desk.world()) == last);
    CHECK_FALSE(again.desk.first_broken_link());
}
