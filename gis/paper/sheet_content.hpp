// What stands on a crew's sheet of one day, before anything is drawn: the crew, its hours, its stops in order with what
// to do there and the way between them. Words are those of the reader's language; nothing of the citizens who reported
// (no name, no telephone, none of their own words). Pure values. Any thread.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "gis/model/result.hpp"
#include "gis/paper/paper_source.hpp"

namespace vigie::gis {

struct SheetStop {
    InterventionId id;
    std::string number;                 // I-0412
    std::string title, place, description;
    Time start{}, end{};
    std::optional<LonLat> at;           // WGS 84
    std::string domain;                 // of the catalogue
    bool regulatory = false, done = false;
    std::vector<Task> tasks;
    std::vector<std::string> links;     // reports, alert, asset
    std::vector<std::string> contacts;  // telephones noted about the asset
    std::vector<std::string> safety;    // skills, equipment, cautions, legal duty; a sentence each
    std::vector<std::string> with;      // other crews
    Seconds travel{0};                  // from the stop before, or the depot
    double way_m = 0;
};

// One stretch between two places of the day, in the plane.
struct SheetLeg {
    std::vector<PlanePoint> line;
    bool by_road = false;
};

struct SheetContent {
    std::string crew_name, crew_code;
    std::vector<std::string> people;    // empty when they may not be named
    std::string leader_phone;           // with `people`
    std::string vehicle;
    std::vector<std::string> equipment; // of the crew and of its vehicle, each once
    std::vector<std::string> hours;     // "08:00 – 17:00", one per shift
    std::string lunch;                  // "45 min, entre 12:00 et 13:30"; empty = none
    std::vector<std::string> absences;
    std::vector<SheetStop> stops;       // by start
    std::optional<LonLat> depot;
    std::vector<SheetLeg> legs;         // depot, stops, depot
    Seconds travel{0};
    double way_m = 0;
    MaybeTime back_at;
    bool urgent_numbers = false;        // a stop is dangerous or warns: emergency numbers belong on the sheet
};

// Those named, in that order, or all of the world by name. Refused when there is none, or one is gone.
[[nodiscard]] Result<std::vector<const Crew*>> crews_to_print(const World& world, const std::vector<CrewId>& wanted);

// Interventions of the crew that begin on that local day; actual times where known. `people` = agents may be named.
[[nodiscard]] SheetContent sheet_content(const PaperSource& from, const Crew& crew, std::chrono::local_days day, const std::string& zone, bool people);

} // namespace vigie::gis
