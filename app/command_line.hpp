// The command line: one description (CLI11) from which come parsing, --help, the man page and shell completion, so that
// their names cannot differ. Exit codes: 0 done, 1 done with notices that matter, 2 wrong usage, 3 could not.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "gis/model/language.hpp"
#include "gis/planning/commune_week.hpp"

namespace vigie::app {

enum class Exit : int { done = 0, notices = 1, usage = 2, failed = 3 };

enum class Verb : std::uint8_t { window, demo, open, create, import, export_layer, render, check, plan, duties, council, energy, migrate, backends, trust, bench, man, completion };

struct RenderArguments {
    bool demo = false;
    std::string size = "1600x1000";
    std::string extent;           // minx,miny,maxx,maxy[,EPSG:n]
    std::string at;               // 2026-11-23T10:00, local time of the commune
    std::string layers;           // a,b: only these
    std::string theme = "day";
    double scale = 1;
    bool interface = false;       // the whole window instead of the map alone
    std::string workspace = "carte";
    std::filesystem::path out;
};

struct NewArguments {
    std::filesystem::path file;    // an empty one; without it the public data of the commune are fetched
    std::string mirror;            // instead of the public services; empty = $VIGIE_PUBLIC_DATA_MIRROR, then none
    std::string only;              // a,b: these datasets; empty = all
};

struct ExportArguments {
    std::string layer;            // name or id; empty = the only one
    std::filesystem::path out;    // .gpkg .geojson .csv, .ics for the weeks of crews, .pdf for their sheets of a day or the board of a week
    std::string crew;             // .ics, .pdf, .gpkg with a day: name or code; empty = all
    std::string day;              // .pdf: 2026-11-24; empty = today. .gpkg: the stops of that day, for QField
    std::string week;             // .pdf: the board of that week instead, 2026-W48 or a day of it
    std::string filter, sort;
    bool descending = false, replace = false, no_bom = false;
    std::string csv_geometry = "lonlat", csv_separator = "semicolon";
};

struct DutiesArguments {
    int weeks = 12;                // ahead
    bool create = false;           // the interventions of what has a date and none yet
};

struct EnergyArguments {
    bool demo = false;
    std::string at;                // of the demo: 2026-11-24T14:30, local time of the commune
    std::string month;             // 2026-11; empty = this one
    std::string fluid = "electricity";
    std::string building;          // name; empty = the first of the ranking
    bool uncorrected = false;
    std::filesystem::path operat;  // the yearly table, written there
    std::filesystem::path readings; // a file of meter readings, taken in first
};

struct MigrateArguments {
    std::string to, from;          // postgresql://…, one of them
    std::filesystem::path file;
};

struct BenchArguments {
    std::filesystem::path camera;
    std::string size = "1600x1000";
    std::string style = "bench";
    bool window = false;
    std::size_t live = 0;
    double seconds = 10;
    double feed = 0;               // with `live`: updates a second through the whole program
    int wider = 0;                 // times the data, for the path once more
    int roads = 0;                 // places, of which the shortest times by road are asked from each to each
    int crossings = 0;             // with `roads`: of made-up streets instead of data
    int memory_mb = 0;             // what the map may hold; 0 = as the program by itself
    int desks = 0;                 // that read `database` while `rate` changes a second are written to it
    double rate = 1'000;
    std::string database;          // postgresql://…, shared
    bool connectors = false;       // what each kind of source takes in; also of `database` and `broker`
    std::string broker;            // HOST:PORT, without TLS
    bool start = false;            // the program's own start instead: twice, each in a process of its own
    bool start_once = false;       // one start of this process, with the user's folders as they are
};

struct CouncilArguments {
    bool demo = false, csv = false;
    std::string quartier;          // empty = the whole commune
    int year = 0, month = 0;       // 0 = this year, the whole year
    std::filesystem::path pdf;     // also into this file; empty = none
};

struct CommandLine {
    Verb verb = Verb::window;
    std::vector<std::filesystem::path> paths;
    std::filesystem::path plugin_config;  // of `check plugin`
    bool distrust = false;
    std::string language;          // empty = as in the settings, then as the desktop's
    std::filesystem::path style;   // vigie demo, open, render; empty = the usual one
    bool json = false;
    bool verbose = false;
    std::string insee, name;       // vigie new
    NewArguments create;
    std::filesystem::path into;    // vigie import, new
    int speed = 1;                 // vigie demo
    std::uint64_t seed = 1;
    RenderArguments render;
    BenchArguments bench;
    ExportArguments export_layer;
    MigrateArguments migrate;
    gis::PlanRequest plan;
    DutiesArguments duties;
    CouncilArguments council;
    EnergyArguments energy;
    std::filesystem::path vrptw;   // instead of a week: a routing instance
    bool fewest_vehicles = false;
    std::string shell = "bash";
};

// Either what to do, or how it ended (help and version were printed, or the usage error was).
struct Parsed {
    std::optional<CommandLine> command;
    Exit exit = Exit::done;
};
[[nodiscard]] Parsed parse_command_line(int argc, char** argv, const gis::Language& language);
// The man page (roff) and the completion script, from the same description.
[[nodiscard]] std::string man_page(const gis::Language& language);
[[nodiscard]] std::string completion_script(const std::string& shell, const gis::Language& language);

// "1600x1000" → width and height, 16 … 16384.
[[nodiscard]] std::optional<std::pair<int, int>> parse_size(const std::string& text);

} // namespace vigie::app
