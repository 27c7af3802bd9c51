#include "gis/backends/demo/commune.hpp"

#include <algorithm>

#include "gis/backends/demo/inventory.hpp"

namespace vigie::gis::demo {

namespace {

Town build_town(std::uint64_t seed, const Relief& relief) {
    Town town;
    const Rng rng(seed);
    lay_skeleton(town, rng.part(1));
    cut_streets(town, rng.part(2));
    name_streets(town, rng.part(3));
    place_sites(town, relief, rng.part(4));
    cut_lots(town, rng.part(5));
    bend(town, relief);
    build_houses(town, relief, rng.part(6));
    pull_down_misfits(town);
    number_houses(town);
    settle_services(town);
    open_one_ways(town);
    return town;
}

} // namespace

DemoCommune make_commune(std::uint64_t seed) {
    const Relief relief(seed);
    const Town town = build_town(seed, relief);
    const Rng rng(seed);
    DemoCommune out;
    out.assets.reserve(32'000);
    Inventory in(town, relief, out);
    write_ground(in, out, rng.part(11));
    write_lights(in, rng.part(12));
    write_furniture(in, rng.part(14));
    write_networks(in, rng.part(15));
    write_trees(in, rng.part(13));
    write_buildings(in, out, rng.part(16));
    write_sensors(in, out, rng.part(17));
    write_roads(town, out.roads);
    const auto workshop = std::find_if(town.sites.begin(), town.sites.end(), [](const Site& s) { return s.type == "CTM"; });
    if (workshop != town.sites.end()) out.depot = workshop->door;
    write_crews(out);
    return out;
}

} // namespace vigie::gis::demo
