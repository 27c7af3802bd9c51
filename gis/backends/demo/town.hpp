// The town before it becomes entities: streets, blocks, lots, buildings, greens, water. Made in the "paper" plane where
// every block is convex, then bent by one smooth relief (Relief) so that straight cuts become the gentle curves of real
// streets; whatever did not touch on paper does not touch on the ground. Pure values; any thread.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "gis/backends/demo/exact.hpp"
#include "gis/backends/demo/plane.hpp"

namespace vigie::gis::demo {

enum class StreetClass : std::uint8_t { boulevard, avenue, rue, ruelle, chemin };
[[nodiscard]] const char* class_name(StreetClass c);
[[nodiscard]] double drawn_half_width_m(StreetClass c);   // of the carriageway as the style draws it
[[nodiscard]] double reserve_half_width_m(StreetClass c); // from the axis to the building line

// How a part of town was built, and so how its blocks and houses look.
enum class Fabric : std::uint8_t { old_centre, faubourg, grid, estate, flats, works, valley, field, corridor };

// A straight piece of street on paper. Nodes are shared by value: a crossing is the same P in both lines.
struct Line {
    struct Node {
        double t = 0;  // 0 at a, 1 at b
        P at;
    };
    P a{}, b{};
    int street = -1;
    std::vector<Node> nodes{};  // kept sorted by t
};

struct Street {
    std::string name{};
    StreetClass klass = StreetClass::rue;
    Fabric fabric = Fabric::faubourg;
    bool one_way = false;
    int speed_kmh = 30;
    bool on_bridge = false;
    bool turning_circle = false;  // at its end
    int quartier = -1;
    std::vector<int> lines{};     // in order, end to end
    std::vector<std::vector<P>> parts{};  // axes on the ground: dense, every crossing is a vertex
};

// A block between streets, on paper, before streets' widths are taken off.
struct Cell {
    Ring ring{};
    Fabric fabric = Fabric::faubourg;
    int quartier = -1;
    bool taken = false;  // by a site: no lots
};

struct Lot {
    Ring ring;              // on paper
    std::size_t front = 0;  // edge towards the street of its address
    Fabric fabric = Fabric::faubourg;
    int street = -1;
    int quartier = -1;
    int house_number = 0;
    P door;                 // on the ground
    bool built = false;
};

struct House {
    std::vector<P> ring;    // on the ground
    const char* use = "habitation";
    int levels = 1;
    int year = 1950;
    int lot = -1;
    bool annex = false;
};

// A place of the commune: school, park, church… Kind and style come from the catalogue.
struct Site {
    std::string kind;       // asset kind
    std::string type;       // "école élémentaire"
    std::string name;
    std::vector<P> ring;    // on the ground
    P door;
    int street = -1;
    int quartier = -1;
    int levels = 1;
    int year = 1960;
    bool communal = true;
};

struct Roundabout {
    P paper;
    const char* name = "";
};

struct Quartier {
    std::string name;
    std::vector<std::vector<P>> rings;  // on the ground
};

struct Town {
    std::vector<Line> lines;
    std::vector<Street> streets;
    std::vector<Cell> cells;
    std::vector<Lot> lots;
    std::vector<House> houses;
    std::vector<Site> sites;
    std::vector<std::vector<P>> blocks;      // on the ground
    std::vector<Quartier> quartiers;
    std::vector<P> river_axis;               // on the ground, downstream
    std::vector<double> river_half_width_m;
    std::vector<P> river;                    // ring
    std::vector<P> rail;
    std::vector<P> boundary;
    std::vector<Roundabout> roundabouts;
};

// The bend from paper to ground.
class Relief {
public:
    explicit Relief(std::uint64_t seed);
    [[nodiscard]] P ground(P paper) const;
    [[nodiscard]] std::vector<P> ground(const std::vector<P>& paper) const;
    // A paper ring with its long edges made dense first, so that they bend.
    [[nodiscard]] std::vector<P> ground_ring(const std::vector<P>& paper, double step_m) const;
    [[nodiscard]] std::vector<P> ground_line(const std::vector<P>& paper, double step_m) const;
    // A rigid shape: placed where `origin` goes, turned as the plan turns there. `shape` is in metres along u and its left.
    [[nodiscard]] std::vector<P> place(P origin, P u, const std::vector<P>& shape) const;
    // Metres above the sea; the river is the lowest.
    [[nodiscard]] double height_m(P ground_point) const;

private:
    struct Wave {
        P k;        // turns per metre
        P amount;   // metres
        double phase;
    };
    std::array<Wave, 8> waves_{};
};

// The steps, in order. Each reads what the ones before made.
void lay_skeleton(Town& town, Rng rng);                        // avenues, river, quartiers
void cut_streets(Town& town, Rng rng);                         // cells into blocks, with streets
void name_streets(Town& town, Rng rng);
void bend(Town& town, const Relief& relief);                   // axes, river, rail, boundary
void place_sites(Town& town, const Relief& relief, Rng rng);   // squares, schools, parks; takes their cells
void cut_lots(Town& town, Rng rng);
void build_houses(Town& town, const Relief& relief, Rng rng);
void pull_down_misfits(Town& town);                             // what the bend pushed onto a street or a neighbour
void settle_services(Town& town);                              // town services move into houses that suit them
void number_houses(Town& town);

// The cell less the width of its streets (and of a roundabout at its corner).
[[nodiscard]] Ring block_of(const Town& town, const Cell& cell, double extra_m = 0);
inline constexpr double roundabout_radius_m = 15;

} // namespace vigie::gis::demo
