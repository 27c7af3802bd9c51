// Writing the town down as entities: one Inventory collects the assets while the parts of the generator walk the town.
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>

#include "gis/backends/demo/commune.hpp"
#include "gis/backends/demo/survey.hpp"
#include "gis/backends/demo/town.hpp"

namespace vigie::gis::demo {

class Inventory {
public:
    Inventory(const Town& its_town, const Relief& its_relief, DemoCommune& out)
        : town(its_town), relief(its_relief), survey(its_town), out_(out) {}

    using Attributes = std::initializer_list<std::pair<const char*, std::string>>;
    Asset& point(std::string_view kind, P at, std::string code, std::string name = {}, Attributes attributes = {});
    Asset& line(std::string_view kind, const std::vector<std::vector<P>>& parts, std::string code, std::string name, Attributes attributes = {});
    Asset& polygon(std::string_view kind, const std::vector<std::vector<P>>& rings, std::string code, std::string name, Attributes attributes = {});
    // "EP-0001", counting up per prefix.
    std::string code(const std::string& prefix, int digits);
    [[nodiscard]] std::string quartier(P at) const;
    [[nodiscard]] std::string street_name(int street) const;

    const Town& town;
    const Relief& relief;
    Survey survey;

private:
    Asset& begin(std::string_view kind, std::string code, std::string name, Attributes attributes, GeometryType type);

    DemoCommune& out_;
    std::unordered_map<std::string, int> numbers_;
};

// The parts, in order.
void write_ground(Inventory& in, DemoCommune& out, Rng rng);       // limits, streets, lots, buildings, addresses, greens
void write_lights(Inventory& in, Rng rng);
void write_trees(Inventory& in, Rng rng);
void write_furniture(Inventory& in, Rng rng);                      // bins, containers, benches, signs, cameras…
void write_networks(Inventory& in, Rng rng);                       // water, sewers
void write_buildings(Inventory& in, DemoCommune& out, Rng rng);    // Building and Meter entities of the commune
void write_sensors(Inventory& in, DemoCommune& out, Rng rng);
void write_crews(DemoCommune& out);
// Joins the streets into a net; a one-way street that would cut somebody off is opened both ways first.
void open_one_ways(Town& town);
void write_roads(const Town& town, RoadNet& roads);

[[nodiscard]] std::string decimal(double value, int digits);

} // namespace vigie::gis::demo
