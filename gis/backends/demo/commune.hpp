// The demo commune, Valmont-sur-Aude: everything it owns, employs and has to do, made from a seed. All of it is invented
// and stands on an uninhabited ridge of the Aude, where it deceives nobody. Same seed, same bytes, on every machine.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "gis/backends/demo/plane.hpp"
#include "gis/model/catalog.hpp"
#include "gis/model/entity.hpp"

namespace vigie::gis::demo {

// Where vehicles drive: crossings and the stretches between them. One-way stretches have one arc.
struct RoadNet {
    struct Arc {
        int from = 0, to = 0;
        std::vector<P> line;      // from … to
        double length_m = 0;
        double speed_ms = 8;
        std::string street;
    };
    std::vector<P> nodes;
    std::vector<Arc> arcs;
    std::vector<std::vector<int>> out;  // arcs leaving a node

    [[nodiscard]] int nearest_node(P p) const;
    // Arcs of the quickest way; empty when from == to or there is none.
    [[nodiscard]] std::vector<int> way(int from, int to) const;
    [[nodiscard]] std::size_t component_count() const;  // as a vehicle drives: mutually reachable pieces
};

struct DemoCommune {
    std::vector<Asset> assets;
    std::vector<Building> buildings;
    std::vector<Meter> meters;
    std::vector<Sensor> sensors;
    std::vector<Vehicle> vehicles;
    std::vector<Crew> crews;
    RoadNet roads;
    P depot;  // the municipal workshop, on the ground

    struct Door {  // every address, for reports and work to happen at
        P at;
        std::string address;
        int quartier = 0;
        bool old_centre = false;
    };
    std::vector<Door> doors;
    std::vector<std::string> quartiers;
    std::vector<P> sensor_at;  // same order as sensors
};

// What is in the books at `now`: weeks of shifts, absences, the reports and interventions of the last days, the plan of the
// ISO week, a backlog. Times are those of Europe/Paris.
struct Agenda {
    std::vector<Agent> agents;  // their certificates expire relative to `now`
    std::vector<Shift> shifts;
    std::vector<Absence> absences;
    std::vector<Report> reports;
    std::vector<Intervention> interventions;
};

[[nodiscard]] DemoCommune make_commune(std::uint64_t seed);
// `past_months`: numbers before those of the books are kept free for so many months (past.hpp).
[[nodiscard]] Agenda make_agenda(const DemoCommune& commune, const Catalog& catalog, std::uint64_t seed, Time now, int past_months = 0);
// From when on the books tell of reports.
[[nodiscard]] Time books_begin(Time now);

// Between metres east and north of the church and WGS 84.
[[nodiscard]] LonLat lonlat_from_ground(P ground);
[[nodiscard]] P ground_from_lonlat(LonLat place);

} // namespace vigie::gis::demo
