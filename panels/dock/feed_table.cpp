#include <algorithm>

#include "gis/layers/gazetteer.hpp"
#include "panels/dock/dock_parts.hpp"
#include "panels/inspect/focus.hpp"

namespace vigie::panels {

namespace {

// The feed obeys the replay cursor and the words typed; the other filters are about lists of work.
void pick_feed_rows(const ListContext& context, const Filter& filter, BottomDockState& state) {
    state.feed_rows.clear();
    const std::string needle = gis::folded(filter.text);
    const auto& items = state.feed.items();
    for (std::size_t i = 0; i < items.size(); ++i) {
        if (context.known_at && items[i].at > *context.known_at) continue;
        if (!needle.empty() &&
            !matches(state_label(context.language, items[i].state) + ' ' + feed_words(context, items[i]), needle))
            continue;
        state.feed_rows.push_back(i);
    }
}

} // namespace

void draw_feed(Frame& frame, BottomDockState& state) {
    const ListContext context = list_context(frame, state.work);
    pick_feed_rows(context, frame.view.filter, state);
    if (state.feed_rows.empty()) return draw_no_rows(frame, state);
    const auto item = [&](std::size_t row) -> const FeedItem& { return state.feed.items()[state.feed_rows[row]]; };
    TableSpec drawn;
    drawn.columns = {{frame.tr("desk.column.at") + "###at", 96, false, false, false, false},
                     {frame.tr("desk.column.event") + "###event", 150, false, false, false, false},
                     {frame.tr("desk.column.object") + "###object", 300, true, false, false, false}};
    drawn.rows = state.feed_rows.size();
    drawn.selected = [&](std::size_t row) { return frame.view.selection.contains(item(row).ref); };
    drawn.hovered_elsewhere = [&](std::size_t row) { return frame.view.hovered == item(row).ref; };
    drawn.row_id = [&](std::size_t row) {
        return "feed." + std::to_string(int(item(row).ref.kind)) + '.' + std::to_string(item(row).ref.id) + '.' +
               std::to_string(gis::ms_since_epoch(item(row).at));
    };
    drawn.cell = [&](std::size_t row, int column, const CellBox& box) {
        const FeedItem& it = item(row);
        if (column == 0) draw_cell(frame, box, {.text = frame.language.moment(it.at, frame.now, frame.zone), .look = CellLook::weak});
        else if (column == 1)
            draw_cell(frame, box, {.text = state_label(frame.language, it.state), .look = CellLook::state, .state = it.state});
        else draw_cell(frame, box, {.text = feed_words(context, it), .look = CellLook::icon, .icon = kind_icon(it.ref.kind)});
    };
    drawn.takes_drops = bool(frame.view.dragged);
    const TableEvents events = table(frame.theme, "feed", drawn);
    if (events.dragged >= 0) start_row_drag(frame, state, item(static_cast<std::size_t>(events.dragged)).ref);
    if (events.hovered >= 0) {
        frame.view.hovered = item(static_cast<std::size_t>(events.hovered)).ref;
        state.hovers = true;
    }
    if (events.clicked >= 0) select(frame, item(static_cast<std::size_t>(events.clicked)).ref, events.ctrl);
    if (events.double_clicked >= 0) frame_on(frame, item(static_cast<std::size_t>(events.double_clicked)).ref);
}

} // namespace vigie::panels
