// What the council's map shows: at most twelve groups with a count inside, none of them a place of its own. Any thread.
#pragma once

#include <optional>
#include <vector>

#include "gis/council/council_picture.hpp"
#include "gis/model/entity.hpp"

namespace vigie::gis {

struct CountedPlace {
    LonLat place;
    BlockState state{};
};
// To do: received, qualified, reopened. Under way: taken, scheduled, in progress. Done: service done, closed.
[[nodiscard]] BlockState block_state(ReportState state);

// Groups of each state by nearness, never of less than `least_told` places while that state has more: what is left is one group
// marked `few`, placed in the middle of all places. Groups keep some distance, so that none lies on another, and a group's place is
// rounded to about 50 m: it never says more than the block. Where all together are few they stand at `middle`, which says nothing
// of them, and without one they are left out. Same places in any order: same groups.
[[nodiscard]] std::vector<Block> blocks_of(std::vector<CountedPlace> places, std::optional<LonLat> middle, std::size_t most = most_blocks);

} // namespace vigie::gis
