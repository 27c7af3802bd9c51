// Bottom dock of the Carte workspace: tabs of lists (feed, signalements, alertes, équipes, interventions, capteurs)
// and the attribute table of a map layer. Draws into the current window, which is the dock. UI thread.
#pragma once

#include <array>
#include <set>

#include "panels/attributes/attribute_table.hpp"
#include "panels/dock/storm_rows.hpp"
#include "panels/frame.hpp"
#include "panels/lists/feed.hpp"
#include "panels/lists/lists.hpp"
#include "panels/widgets/table.hpp"

namespace vigie::panels {

// One list as this person set it: sort, hidden columns, and the rows kept between frames.
struct ListView {
    explicit ListView(const ListSpec& spec);
    ListModel model;
    TableSort sort;
    std::set<std::size_t> hidden;   // columns
    std::ptrdiff_t anchor = -1;     // row of the last plain click, for Maj ranges
    long scroll_to = -1;
};

struct BottomDockState {
    std::array<ListView, 5> lists{ListView(report_list()), ListView(alert_list()), ListView(crew_list()),
                                  ListView(intervention_list()), ListView(sensor_list())};
    WorkIndex work;
    StormRows storms;                     // of the alert list
    Feed feed;
    std::vector<std::size_t> feed_rows;   // items that pass the filter
    AttributeTable attributes;
    std::string filter_name;              // being typed
    int last_frame = -1;                  // a gap means that Deltas were missed
    bool hovers = false;                  // the hovered object was set here
    gis::EntityRef follows;               // the selection the table last scrolled to
    std::ptrdiff_t queue_row = -1;        // where the selection stood: what is settled leaves the list, the next one takes its place
    gis::EntityRef queue_at;              // … and what it was
    bool dragging = false;                // a row was picked up; the button has not been let go since
};

void draw_bottom_dock(Frame& frame, BottomDockState& state);

// For the other files of the dock and for tests.
[[nodiscard]] ListContext list_context(const Frame& frame, const WorkIndex& work);
[[nodiscard]] ListView* list_of(BottomDockState& state, BottomTab tab);   // nullptr for feed and table
void sync_lists(Frame& frame, BottomDockState& state);
// Moves the selection by frame.view.queue_step rows of the shown list.
void step_queue(Frame& frame, BottomDockState& state);

} // namespace vigie::panels
