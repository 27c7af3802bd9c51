// What the map answers: tooltip of what is under the pointer, context menu, list of stacked objects, "plus proche ici",
// and the ghost of a drag with its verdict. UI thread.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "panels/frame.hpp"
#include "panels/map/map_hands.hpp"
#include "panels/region.hpp"
#include "panels/status.hpp"

namespace vigie::panels {

// Name, second line and state of an entity, as tooltips, stacks and the palette show it.
struct Caption {
    std::string title, detail;
    std::string_view icon;
    std::optional<StatusLook> look;
    std::string words;  // of the state
};
[[nodiscard]] Caption caption_of(const Frame& frame, gis::EntityRef ref);

void draw_map_tooltip(Frame& frame, const MapHands& hands);
// Where Tab stands: a ring around the object and what it is.
void draw_walked(Frame& frame, const MapHands& hands, const Box& box);
void draw_map_menu(Frame& frame, MapHands& hands);
void draw_stack(Frame& frame, MapHands& hands);

// Crews for a place or for the work that lies there: by road time, with what speaks for each and against it. Kept until another
// place is asked, and made again when what it rests on changed.
class Nearest {
public:
    void draw(Frame& frame, const Box& box);

private:
    void look(const Frame& frame);
    void rows(Frame& frame, bool& open);
    std::optional<gis::LonLat> place_;
    gis::EntityRef for_;
    double made_at_ = -1;                 // of ImGui's clock
    std::vector<gis::RankedCrew> rows_;
};

// What a drop would do, with every reason when it is refused.
struct DropVerdict {
    gis::EntityRef what;       // the work
    std::vector<gis::EntityRef> all;  // … and what else was chosen with it: goes along as one piece of work
    gis::CrewId crew;
    gis::Time start{};
    std::vector<std::string> refused;
    std::string possible;      // the nearest slot that is, in words
    bool valid = false;        // there is something to assign to that crew at all
};
[[nodiscard]] DropVerdict judge_drop(const Frame& frame, gis::EntityRef dragged, gis::EntityRef target);

class MapDrag {
public:
    // Draws the ghost while something is dragged; drops it when the button is released over an object of the map or a row
    // of the lists. Call after both.
    void draw(Frame& frame);

private:
    gis::EntityRef target_;
    std::uint64_t revision_ = 0;
    std::optional<DropVerdict> verdict_;
};

} // namespace vigie::panels
