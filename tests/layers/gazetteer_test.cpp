#include <chrono>
#include <cmath>
#include <random>
#include <unordered_set>

#include "gis/layers/folding.hpp"
#include "gis/layers/gazetteer.hpp"
#include "gis/layers/open.hpp"
#include "gis/layers/word_index.hpp"
#include "tests/layers/shared_data.hpp"
#include "tests/pace.hpp"

using namespace vigie::gis;

namespace {

struct Spot {
    std::string name;
    double x, y;
};

LayerPtr layer_of_points(const std::string& theme, const std::vector<Spot>& spots) {
    auto layer = std::make_shared<Layer>();
    layer->info.id = theme;
    layer->info.name = theme;
    layer->info.theme = theme;
    Column name;
    name.name = "name";
    name.text_begin.push_back(0);
    layer->geometry.part_begin.push_back(0);
    layer->geometry.vertex_begin.push_back(0);
    for (const Spot& s : spots) {
        name.pool += s.name;
        name.text_begin.push_back(static_cast<std::uint32_t>(name.pool.size()));
        layer->geometry.type.push_back(GeometryType::point);
        layer->geometry.xy.insert(layer->geometry.xy.end(), {s.x, s.y});
        layer->geometry.vertex_begin.push_back(static_cast<std::uint32_t>(layer->geometry.type.size()));
        layer->geometry.ring_is_hole.push_back(0);
        layer->geometry.part_begin.push_back(static_cast<std::uint32_t>(layer->geometry.type.size()));
    }
    layer->columns.push_back(std::move(name));
    layer->finish();
    return layer;
}

LayerPtr district(const std::string& name, const PlaneBox& box) {
    auto layer = std::make_shared<Layer>();
    layer->info.id = layer->info.theme = "district";
    layer->geometry.type = {GeometryType::polygon};
    layer->geometry.part_begin = {0, 1};
    layer->geometry.vertex_begin = {0, 4};
    layer->geometry.xy = {box.min_x, box.min_y, box.max_x, box.min_y, box.max_x, box.max_y, box.min_x, box.max_y};
    layer->geometry.ring_is_hole = {0};
    Column column;
    column.name = "name";
    column.pool = name;
    column.text_begin = {0, static_cast<std::uint32_t>(name.size())};
    layer->columns.push_back(column);
    layer->finish();
    return layer;
}

Gazetteer town() {
    return Gazetteer::build({layer_of_points("address", {{"12 Rue de la Paix", 0, 0}, {"112 Rue de la Paix", 100, 0}, {"27 Avenue de Saint-Maur", 300, 300}, {"2 Boulevard Gambetta", 500, 0}}),
                             layer_of_points("site", {{"École Jean Moulin", 50, 50}, {"Hôtel de ville", 60, 60}, {"Gymnase Gambetta", 510, 5}}),
                             layer_of_points("tree", {{"Platane", 1, 1}}), district("Centre", {-10, -10, 200, 200})});
}

std::string first(const Gazetteer& g, std::string_view words) {
    const auto found = g.search(words, 5);
    return found.empty() ? "" : found[0].name;
}

} // namespace

TEST_CASE("an address is found as people type it: abbreviated, without accents, unfinished, with one slip") {
    const Gazetteer g = town();
    CHECK(first(g, "27 av st maur") == "27 Avenue de Saint-Maur");
    CHECK(first(g, "12 r de la paix") == "12 Rue de la Paix");
    CHECK(first(g, "112 rue paix") == "112 Rue de la Paix");
    CHECK(first(g, "2 bd gambeta") == "2 Boulevard Gambetta");
    CHECK(first(g, "ECOLE moul") == "École Jean Moulin");
    CHECK(first(g, "hotel de vlile") == "Hôtel de ville");
    CHECK(first(g, "gambetta") == "Gymnase Gambetta");
    CHECK(first(g, "paix 12 montpellier") == "12 Rue de la Paix");  // one word too many
    CHECK(g.search("platane", 5).empty());
    CHECK(g.search("", 5).empty());
    CHECK(g.search("zzzz", 5).empty());
    CHECK(g.search("rue", 1).size() == 1);
    CHECK(Gazetteer().search("rue", 5).empty());
}

TEST_CASE("an address knows its district, and a point its address") {
    const Gazetteer g = town();
    CHECK(g.search("12 rue de la paix", 1).at(0).detail == "Centre");
    CHECK(g.address_at({3, 4}) == "12 Rue de la Paix");
    CHECK(g.address_at({96, 1}) == "112 Rue de la Paix");
    CHECK(g.address_at({2000, 2000}).empty());
    CHECK(g.district_at({100, 100}) == "Centre");
    CHECK(g.district_at({300, 100}).empty());
}

TEST_CASE("one typo is one letter wrong, missing, too many or exchanged") {
    CHECK(is_one_typo("gambeta", "gambetta"));
    CHECK(is_one_typo("gambettta", "gambetta"));
    CHECK(is_one_typo("gambatta", "gambetta"));
    CHECK(is_one_typo("gmabetta", "gambetta"));
    CHECK(is_one_typo("paix", "paix"));
    CHECK_FALSE(is_one_typo("gmabeta", "gambetta"));
    CHECK_FALSE(is_one_typo("paix", "pont"));
    CHECK_FALSE(is_one_typo("", "ab"));
}

TEST_CASE("every name of a large made-up town is found by its own words, in under five milliseconds") {
    const unsigned seed = 7;
    INFO("seed " << seed);
    std::mt19937 random(seed);
    const std::vector<std::string> types{"Rue", "Avenue", "Impasse", "Chemin", "Place", "Allée"};
    const std::vector<std::string> syllables{"mar", "tin", "lou", "bel", "cha", "pin", "ro", "vie", "gar", "son", "del", "mas", "fon", "ter", "nou", "sau"};
    const auto pick = [&](const auto& list) -> const std::string& { return list[random() % list.size()]; };
    std::vector<Spot> spots;
    for (int i = 0; i < 50'000; ++i) {
        std::string name = std::to_string(1 + random() % 300) + " " + pick(types) + " ";
        for (int s = 0; s < 3; ++s) name += pick(syllables);
        name += " " + pick(syllables) + pick(syllables);
        spots.push_back({name, static_cast<double>(i % 250) * 10, static_cast<double>(i / 250) * 10});
    }
    const auto begin = std::chrono::steady_clock::now();
    const Gazetteer g = Gazetteer::build({layer_of_points("address", spots)});
    const auto built = std::chrono::steady_clock::now();
    double worst = 0, sum = 0;
    constexpr int tries = 100;
    for (int i = 0; i < tries; ++i) {
        const std::string& name = spots[random() % spots.size()].name;
        const auto start = std::chrono::steady_clock::now();
        const auto found = g.search(name, 10);
        const double ms = std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start).count();
        worst = std::max(worst, ms);
        sum += ms;
        REQUIRE_FALSE(found.empty());
        REQUIRE(folded(found[0].name) == folded(name));
    }
    const double build_ms = std::chrono::duration<double, std::milli>(built - begin).count();
    INFO("built in " << build_ms << " ms, worst search " << worst << " ms");
    CHECK(sum / tries < 5 * vigie::tests::slower);
}

TEST_CASE("Montpellier answers with its streets, addresses and quartiers") {
    const auto folder = shared_data("communes/montpellier");
    const auto file = [&](const char* name) { return folder / name; };
    const OpenedData data = open_paths({file("VilleMTP_MTP_PointAdresse.zip"), file("VilleMTP_MTP_FilaireVoies.zip"), file("VilleMTP_MTP_Quartiers.geojson"), file("VilleMTP_MTP_EtabliPublic.geojson")}, {});
    const Gazetteer g = Gazetteer::build(data.layers);
    const auto address = g.search("118 rue bernard blier", 3).at(0);
    CHECK(address.kind == Place::Kind::address);
    CHECK(address.name == "118 Rue Bernard Blier");
    CHECK(std::hypot(address.at.x - 769'588.6226, address.at.y - 6'276'876.7512) < 0.01);
    CHECK(g.address_at(address.at) == "118 Rue Bernard Blier");
    CHECK(address.detail == g.district_at(address.at));
    CHECK_FALSE(address.detail.empty());
    const auto street = g.search("pl de la celete", 3).at(0);
    CHECK(street.kind == Place::Kind::street);
    CHECK(street.name == "Place de la Célette");
    CHECK(g.search("hopitaux facultes", 3).at(0).kind == Place::Kind::district);
    // A street of many segments is one place.
    std::unordered_set<std::string> streets;
    for (const Place& p : g.search("avenue de lodeve", 50))
        if (p.kind == Place::Kind::street) CHECK(streets.insert(p.name).second);
    // Every address finds itself.
    const Column& name = *data.layers.at(0)->column("name");
    for (std::size_t f = 0; f < 36'395; f += 997) {
        INFO(name.text(f));
        const auto found = g.search(name.text(f), 5);
        REQUIRE_FALSE(found.empty());
        CHECK(folded(found[0].name) == folded(name.text(f)));
    }
}
