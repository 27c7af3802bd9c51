// What the council sees: one question, at most four figures, places counted by block, pictures before and after. Nothing
// personal: no names, no addresses of dwellings, no live positions; a count under `least_told` is told as "fewer than". Plain
// values, made from a frozen World on a worker.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "gis/model/geometry.hpp"
#include "gis/model/ids.hpp"
#include "gis/model/time.hpp"

namespace vigie::gis {

inline constexpr std::uint32_t least_told = 5;
inline constexpr std::size_t most_blocks = 12, tiles_of_scene = 4, tiles_of_year = 8, most_pairs = 3;

struct CouncilAsk {
    std::string quartier;      // empty = the whole commune
    int year = 0;              // 0 = the year of the live picture, up to its day
    std::size_t scene = 0;
    std::string tile;          // its places alone on the map; empty = those of the scene
    int month = 0;             // 1 … 12 of that year; 0 = the whole year, or the month of the live picture in a scene of one month
    bool operator==(const CouncilAsk&) const = default;
};

enum class FigureUnit : std::uint8_t { count, hours, days, percent, euros, cubic_metres, kwh };
// Against the same days of the year before. `even`: neither good nor bad says what was asked for (or nothing changed).
enum class Evolution : std::uint8_t { unknown, even, better, worse };

struct Tile {
    std::string id;                    // of the catalogue (assets/catalog/conseil.json)
    std::optional<double> value;       // nothing: no data
    bool few = false;                  // less than `least_told`: not told
    std::optional<double> before;      // same days of the year before
    std::optional<double> change;      // fraction for `count`, `euros`, `kwh`, `cubic_metres`; difference in the unit for the others
    Evolution verdict = Evolution::unknown;
    FigureUnit unit = FigureUnit::count;
    bool before_few = false;           // likewise of the year before
    bool withheld = false;             // not told: another quartier's small count would follow from it
};

enum class BlockState : std::uint8_t { to_do, under_way, done };

struct Block {
    LonLat place;                      // of the group, not of one of its places
    std::uint32_t count = 0;
    bool few = false;
    BlockState state{};
};

struct PhotoPair {
    InterventionId intervention;
    std::string before, after;         // Photo::id
    Time before_at{}, after_at{};
    std::string kind;                  // intervention template, or category of its report: told instead of its title
};

// As kept with the commune; words in French are those a person typed, else empty and told by `id`.
struct Scene {
    std::string id;
    std::string title;                 // the question; empty = the catalogue's
    std::vector<std::string> tiles;    // ids, at most tiles_of_scene (tiles_of_year in the opening scene)
    std::vector<std::string> domains;  // of what the map counts; empty = all
    std::vector<InterventionId> pairs; // chosen pictures; empty = the newest that fit
    std::string notes;                 // for who speaks, never projected
    bool operator==(const Scene&) const = default;
};

struct CouncilPicture {
    CouncilAsk ask;                    // with nothing left open
    Time frozen_at{};                  // the data are of then
    MaybeTime from, to;                // the period counted
    std::vector<Scene> scenes;
    std::vector<Tile> tiles;           // of the scene asked for, in its order
    std::vector<Block> blocks;         // at most most_blocks
    std::vector<PhotoPair> pairs;
    std::vector<std::string> quartiers;  // by name
    std::vector<int> years;            // that have reports (or, without any, finished work), newest first
    Geometry outline;                  // of the quartier; empty = of the commune, or none known
};

struct CouncilRecords;
struct Catalog;
struct ProvenSaving;
// The answer. Tiles: council_figures.hpp says what they count and what of few is not told. The map counts the reports received in
// the period, of the scene's domains or the tile's categories, as they stand at the freezing; of a tile that counts interventions,
// those. Pairs: chosen ones of that quartier first, then the newest of the period; never of a domain with rights of its own.
// What an ask names that is not there (a quartier, a scene, a tile) is left out of CouncilPicture::ask. `savings`: of whoever proves
// them (gis/energy). Any thread.
[[nodiscard]] CouncilPicture council_picture(const CouncilRecords& records, const Catalog& catalog, std::vector<Scene> scenes, const CouncilAsk& ask,
                                             std::span<const ProvenSaving> savings = {});
// The scenes of the catalogue, when the commune keeps none.
[[nodiscard]] std::vector<Scene> shipped_scenes(const Catalog& catalog);

} // namespace vigie::gis
