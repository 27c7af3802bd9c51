#include <catch2/catch_test_macros.hpp>

#include <algorithm>
#include <chrono>
#include <iostream>
#include <random>

#include "gis/council/council_scenes.hpp"
#include "tests/council/small_commune.hpp"

using namespace vigie::gis;
using namespace vigie::tests;

namespace {

bool same(const CouncilPicture& a, const CouncilPicture& b) {
    const auto tiles = [](const Tile& x, const Tile& y) {
        return x.id == y.id && x.value == y.value && x.before == y.before && x.few == y.few && x.withheld == y.withheld && x.verdict == y.verdict;
    };
    const auto blocks = [](const Block& x, const Block& y) { return x.place == y.place && x.count == y.count && x.state == y.state; };
    const auto pairs = [](const PhotoPair& x, const PhotoPair& y) { return x.intervention == y.intervention && x.before == y.before && x.after == y.after; };
    return a.ask == b.ask && a.quartiers == b.quartiers && a.years == b.years && std::ranges::equal(a.tiles, b.tiles, tiles) &&
           std::ranges::equal(a.blocks, b.blocks, blocks) && std::ranges::equal(a.pairs, b.pairs, pairs);
}

SmallCommune lively(std::mt19937& dice, int reports) {
    static const char* categories[] = {"depot_sauvage", "tag", "nid_de_poule", "malproprete", "eclairage_point", "fuite_voirie"};
    SmallCommune c(4);
    for (int i = 0; i < reports; ++i) {
        const Time when = at(2025, 1, 1) + std::chrono::minutes{dice() % (692 * 1440)};
        MaybeTime done;
        if (dice() % 4) done = when + std::chrono::hours{1 + dice() % 120};
        c.report(categories[dice() % 6], int(dice() % 5), when, done, double(dice() % 1000) / 1000 - 0.5, double(dice() % 1000) / 1000 - 0.5);
    }
    return c;
}

Photo photo(const char* id, PhotoMoment moment, Time t) { return {.id = id, .moment = moment, .at = t, .by = "M. Ferrand", .caption = "Chez Mme Dupuis"}; }

} // namespace

TEST_CASE("the shipped scenes read, in both languages, with eight figures at most and icons of the font") {
    const LoadedCatalog c = load_catalog({std::string(VIGIE_SOURCE_DIR) + "/assets/catalog"});
    CHECK(c.notices.empty());
    REQUIRE(c.catalog.scenes.size() == 6);
    CHECK(c.catalog.scenes.front().tiles.size() == tiles_of_year);
    for (const CouncilScene& s : c.catalog.scenes) {
        INFO(s.id);
        CHECK(s.tiles.size() == (s.eight ? tiles_of_year : tiles_of_scene));
        CHECK_FALSE((s.name.fr.empty() || s.name.en.empty() || s.title.fr.empty() || s.title.en.empty()));
        CHECK(s.title.fr.ends_with(" ?"));
        for (const std::string& t : s.tiles) CHECK(c.catalog.indicator(t));
    }
    for (const Indicator& i : c.catalog.indicators) {
        INFO(i.id);
        CHECK_FALSE((i.name.fr.empty() || i.name.en.empty() || i.icon.empty()));
        CHECK(i.noun.fr.empty() == i.noun.en.empty());
        CHECK((i.name.fr + i.noun.fr).find('\'') == std::string::npos);
    }
}

TEST_CASE("what a commune writes into its catalogue is checked and told") {
    const auto loaded = read_catalog({{"conseil.json", R"({"council_indicators": [
        {"id": "a", "name": "A", "measure": "reports"}, {"id": "b", "name": "B", "measure": "gut feeling"}, {"id": "c", "name": "C", "measure": "done_within"},
        {"id": "d", "name": "D", "measure": "reports", "categories": ["nowhere"], "better": "sideways"}],
        "council_scenes": [{"id": "s", "name": "S", "title": "S ?", "tiles": ["a", "a", "a", "a", "missing"]}]})"}});
    CHECK(loaded.catalog.indicators.size() == 2);
    REQUIRE(loaded.catalog.scenes.size() == 1);
    CHECK(loaded.catalog.scenes[0].tiles.size() == 4);
    const auto told = [&](const char* key) { return std::ranges::count_if(loaded.notices, [&](const Notice& n) { return n.text.key == key; }); };
    CHECK(told("catalog.bad_value") == 2);
    CHECK(told("catalog.missing") == 1);
    CHECK(told("catalog.out_of_range") == 1);
    CHECK(told("catalog.dangling") == 1);
}

TEST_CASE("two clicks: a quartier and a year, and what was left open is said") {
    std::mt19937 dice(1);
    const CouncilRecords r = lively(dice, 3000).frozen(at(2026, 11, 24));
    const CouncilPicture open = council_picture(r, shipped(), {}, {});
    CHECK(open.ask.year == 2026);
    CHECK(open.ask.month == 0);
    CHECK(open.ask.quartier.empty());
    CHECK(open.scenes.size() == 6);
    CHECK(open.tiles.size() == tiles_of_year);
    CHECK(open.quartiers == std::vector<std::string>{"Quartier A", "Quartier B", "Quartier C", "Quartier D"});
    CHECK(open.years == std::vector<int>{2026, 2025});
    CHECK(open.outline.points.empty());
    const CouncilPicture chosen = council_picture(r, shipped(), {}, {.quartier = "Quartier B", .year = 2025, .scene = scene("proprete"), .tile = {}});
    CHECK(chosen.ask.quartier == "Quartier B");
    CHECK(chosen.outline.points.size() == 5);
    REQUIRE(tile(chosen, "depots"));
    CHECK(tile(chosen, "depots")->value);
    CHECK_FALSE(tile(chosen, "depots")->before);
    CHECK_FALSE(chosen.blocks.empty());
    const CouncilPicture lost = council_picture(r, shipped(), {}, {.quartier = "Atlantis", .year = 0, .scene = 99, .tile = "nothing"});
    CHECK((lost.ask.quartier.empty() && lost.ask.scene == 5 && lost.ask.tile.empty()));
    CHECK(lost.ask.month == 11);  // the scene of the month
    CHECK(lost.from == at(2026, 11, 1, 0));
}

TEST_CASE("the same commune in any order gives the same picture") {
    std::mt19937 dice(5);
    SmallCommune c = lively(dice, 1500);
    for (int i = 0; i < 12; ++i) {
        auto& w = c.work("enlevement_depot", i % 4, at(2026, 3, 2 + unsigned(i) / 3));
        w.photos = {photo("b", PhotoMoment::before, at(2026, 3, 1)), photo("a", PhotoMoment::after, at(2026, 3, 2))};
    }
    const CouncilPicture once = council_picture(c.frozen(at(2026, 11, 24)), shipped(), {}, {.quartier = "Quartier C", .year = 0, .scene = scene("proprete"), .tile = {}});
    CHECK(once.pairs.size() == 3);
    for (int round = 0; round < 5; ++round) {
        std::ranges::shuffle(c.entities, dice);
        CHECK(same(once, council_picture(c.frozen(at(2026, 11, 24)), shipped(), {}, {.quartier = "Quartier C", .year = 0, .scene = scene("proprete"), .tile = {}})));
    }
}

TEST_CASE("a year without data has no figures, and no commune is no trouble") {
    std::mt19937 dice(9);
    const CouncilRecords r = lively(dice, 500).frozen(at(2026, 11, 24));
    for (const int year : {2019, 2031}) {
        const CouncilPicture p = council_picture(r, shipped(), {}, {.quartier = {}, .year = year, .scene = 0, .tile = {}});
        for (const Tile& t : p.tiles) CHECK((!t.value && !t.before && !t.few && t.verdict == Evolution::unknown));
        CHECK(p.blocks.empty());
    }
    const CouncilPicture nothing = council_picture(freeze_council(World{}, shipped(), paris, "", at(2026, 11, 24)), shipped(), {}, {});
    CHECK((nothing.quartiers.empty() && nothing.years.empty() && nothing.blocks.empty() && nothing.tiles.size() == tiles_of_year));
    CHECK(council_picture(freeze_council(World{}, Catalog{}, paris, "", at(2026, 11, 24)), Catalog{}, {}, {.quartier = "A", .year = 0, .scene = 3, .tile = {}}).tiles.empty());
}

TEST_CASE("without outlines the quartiers are those that reports name") {
    SmallCommune c(0);
    for (int i = 0; i < 8; ++i) c.report("tag", 0, at(2026, 3, 2)).quartier = i % 2 ? "Écluse" : "Aubes";
    c.report("tag", 0, at(2026, 3, 2));
    const CouncilRecords r = c.frozen(at(2026, 11, 24));
    CHECK(r.quartiers == std::vector<std::string>{"Aubes", "Écluse"});
    CHECK(std::ranges::count(r.reports, CouncilRecords::nowhere, &CouncilRecords::Report::quartier) == 1);
}

TEST_CASE("pictures: chosen ones first, then the newest of the period; never of the police") {
    SmallCommune c;
    const auto pictured = [&](const char* kind, int quartier, Time t) {
        auto& w = c.work(kind, quartier, t);
        w.photos = {photo("avant", PhotoMoment::before, t - std::chrono::hours{30}), photo("apres", PhotoMoment::after, t)};
        return w.id;
    };
    const InterventionId old = pictured("enlevement_depot", 0, at(2025, 3, 2)), first = pictured("enlevement_tag", 0, at(2026, 3, 2)), newest = pictured("enlevement_depot", 0, at(2026, 5, 2));
    pictured("fourriere", 0, at(2026, 6, 2));
    pictured("bouchage_nid", 0, at(2026, 6, 3));
    const InterventionId elsewhere = pictured("enlevement_depot", 1, at(2026, 4, 2));
    c.work("enlevement_depot", 0, at(2026, 7, 2)).photos = {photo("avant", PhotoMoment::before, at(2026, 7, 1))};
    const CouncilRecords r = c.frozen(at(2026, 11, 24));
    std::vector<Scene> scenes = shipped_scenes(shipped());
    const CouncilAsk ask{.quartier = "Quartier A", .year = 0, .scene = scene("proprete"), .tile = {}};
    const auto ids = [](const CouncilPicture& p) {
        std::vector<InterventionId> out;
        for (const PhotoPair& x : p.pairs) out.push_back(x.intervention);
        return out;
    };
    CHECK(ids(council_picture(r, shipped(), scenes, ask)) == std::vector{newest, first});
    scenes[ask.scene].pairs = {old, elsewhere};
    CHECK(ids(council_picture(r, shipped(), scenes, ask)) == std::vector{old, newest, first});
    CHECK(council_picture(r, shipped(), scenes, ask).pairs.front().kind == "enlevement_depot");
    CHECK(read_scenes(scenes_text(scenes)) == scenes);
}

TEST_CASE("no word that a person wrote is in a picture") {
    std::mt19937 dice(4);
    SmallCommune c = lively(dice, 400);
    for (int i = 0; i < 8; ++i) c.work("enlevement_depot", 0, at(2026, 3, 2)).photos = {photo("b", PhotoMoment::before, at(2026, 3, 1)), photo("a", PhotoMoment::after, at(2026, 3, 2))};
    const CouncilPicture p = council_picture(c.frozen(at(2026, 11, 24)), shipped(), {}, {});
    std::string all = scenes_text(p.scenes);
    for (const Tile& t : p.tiles) all += t.id;
    for (const PhotoPair& x : p.pairs) all += x.kind + x.before + x.after;
    for (const std::string& q : p.quartiers) all += q;
    CHECK(all.find("Dupuis") == std::string::npos);
    CHECK(all.find("Lilas") == std::string::npos);
    CHECK(all.find("Ferrand") == std::string::npos);
}

TEST_CASE("a hundred thousand reports are frozen and told in the time ten times ten thousand take") {
    std::mt19937 dice(11);
    const auto timed = [&](int n, double& freeze_ms, double& picture_ms) {
        const World w = lively(dice, n).world();
        const auto a = std::chrono::steady_clock::now();
        const CouncilRecords r = freeze_council(w, shipped(), paris, "", at(2026, 11, 24));
        const auto b = std::chrono::steady_clock::now();
        for (std::size_t s = 0; s < 6; ++s) (void)council_picture(r, shipped(), {}, {.quartier = "Quartier A", .year = 0, .scene = s, .tile = {}});
        const auto e = std::chrono::steady_clock::now();
        freeze_ms = std::chrono::duration<double, std::milli>(b - a).count();
        picture_ms = std::chrono::duration<double, std::milli>(e - b).count() / 6;
        std::cout << n << " reports: frozen in " << freeze_ms << " ms, a picture in " << picture_ms << " ms\n";
    };
    double freeze_small = 0, picture_small = 0, freeze_large = 0, picture_large = 0;
    timed(10'000, freeze_small, picture_small);
    timed(100'000, freeze_large, picture_large);
    CHECK(freeze_large < 30 * freeze_small + 50);
    CHECK(picture_large < 30 * picture_small + 50);
}
