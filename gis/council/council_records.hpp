// What the council's figures are counted from: a copy of the commune as it was, reduced to what may be counted. No words a
// person wrote, nobody's name, no address are in it, so none can come out. Made on the thread that owns the World, once for
// a sitting ("frozen"); then read by any thread.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "gis/model/catalog.hpp"
#include "gis/model/geometry.hpp"
#include "gis/model/world.hpp"

namespace vigie::gis {

struct CouncilRecords {
    static constexpr std::int32_t nowhere = -1;  // of no quartier, or unknown to the catalogue
    // Doubles, rejected and forwarded reports are not in here: they are told twice, or none of the commune's business.
    struct Report {
        ReportId id;
        AssetId asset;
        LonLat place;
        Time received{};
        // When it was dealt with: the earliest end of a finished intervention made for it, else since when it is « service
        // fait » or closed (for a closed one the day of closing, not before the work). Nothing while it is open.
        MaybeTime done;
        std::int32_t category = nowhere;  // place in Catalog::report_categories
        std::int32_t quartier = nowhere;  // place in `quartiers`
        ReportState state{};
    };
    struct Work {
        InterventionId id;
        LonLat place;
        MaybeTime done;                   // its end, once finished; nothing while it goes on
        double cost_eur = 0;              // what was noted that it took; 0 = nothing was noted
        std::int32_t kind = nowhere;      // place in Catalog::interventions
        std::int32_t quartier = nowhere;
        bool restricted = false;          // of a domain with rights of its own: counted, never pictured
        std::string before, after;        // Photo::id of the first before and the last after; both or neither
        Time before_at{}, after_at{};
        std::string pictured;             // PhotoPair::kind
    };
    struct Duty {                         // legal, with a date
        std::int32_t quartier = nowhere;
        bool overdue = false;
    };
    struct House {
        BuildingId id;
        std::string kind;
        std::int32_t quartier = nowhere;
    };

    Time frozen_at{};
    std::string zone;
    std::vector<std::string> quartiers;   // by name
    std::vector<Geometry> outlines;       // of each; empty where none is known
    std::vector<Report> reports;
    std::vector<Work> works;
    std::vector<Duty> duties;
    std::vector<House> houses;
    // From when on such data exist: before it a figure is unknown, not 0. Work done before the first report came from a register
    // that was taken over, not from a year that was kept.
    MaybeTime first_report, first_done, first_work, first_cost;
};

// Quartiers are the assets of kind "quartier"; without any, the names that reports and interventions carry. An entity is of
// the one it names, else of the one whose outline its place lies in. `school`: the commune's school zone, for legal duties.
[[nodiscard]] CouncilRecords freeze_council(const World& world, const Catalog& catalog, const std::string& zone, const std::string& school, Time now);

} // namespace vigie::gis
