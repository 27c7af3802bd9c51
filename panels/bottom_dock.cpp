#include "panels/bottom_dock.hpp"

#include <algorithm>

#include <imgui.h>

#include "gis/model/zone.hpp"
#include "panels/dock/dock_parts.hpp"
#include "panels/inspect/focus.hpp"

namespace vigie::panels {

ListView::ListView(const ListSpec& spec)
    : model(spec), sort{static_cast<int>(spec.default_sort), spec.default_descending} {
    for (std::size_t i = 0; i < spec.columns.size(); ++i)
        if (spec.columns[i].starts_hidden) hidden.insert(i);
}

ListContext list_context(const Frame& frame, const WorkIndex& work) {
    const auto day = gis::local_day(frame.now, frame.zone);
    const auto midnight = [&](std::chrono::local_days d) { return gis::utc_from_local(gis::LocalTime(d), frame.zone); };
    return {frame.world, work, frame.catalog, frame.language, frame.zone, frame.view.time_cursor.value_or(frame.now),
            {midnight(day), midnight(day + std::chrono::days{1})}, frame.view.time_cursor, &frame.desk.alerting()};
}

ListView* list_of(BottomDockState& state, BottomTab tab) {
    switch (tab) {
    case BottomTab::feed: case BottomTab::table: return nullptr;
    case BottomTab::reports: return &state.lists[0];
    case BottomTab::alerts: return &state.lists[1];
    case BottomTab::crews: return &state.lists[2];
    case BottomTab::interventions: return &state.lists[3];
    case BottomTab::sensors: return &state.lists[4];
    }
    return nullptr;
}

void sync_lists(Frame& frame, BottomDockState& state) {
    const int now = ImGui::GetFrameCount();
    const gis::Delta* delta = state.last_frame == now - 1 ? &frame.delta : nullptr;
    state.last_frame = now;
    state.work.sync(frame.world);
    const ListContext context = list_context(frame, state.work);
    const ListView* shown = list_of(state, frame.view.bottom_tab);
    for (ListView& list : state.lists) {
        ListQuery query{static_cast<std::size_t>(std::max(0, list.sort.column)), list.sort.descending, frame.view.filter};
        if (&list != shown) query.filter.text.clear();   // the words typed filter the list they were typed in
        list.model.sync(context, query, delta);
    }
    state.feed.sync(frame.world, delta, frame.now);
}

void step_queue(Frame& frame, BottomDockState& state) {
    const int step = std::exchange(frame.view.queue_step, 0);
    ListView* list = list_of(state, frame.view.bottom_tab);
    if (!list || list->model.ids().empty()) return;
    const gis::EntityKind kind = list->model.spec().kind;
    const gis::EntityRef now = frame.view.selection.primary();
    const auto last = static_cast<std::ptrdiff_t>(list->model.ids().size()) - 1;
    std::ptrdiff_t row = now && now.kind == kind ? list->model.position(now.id) : -1;
    if (step != 0) {
        // What was just rejected or merged is gone from the list: going on means the one that moved up into its row.
        const bool gone = row < 0 && now && now == state.queue_at && state.queue_row >= 0;
        if (gone) row = step > 0 ? state.queue_row - 1 : state.queue_row;
        row = row < 0 && !gone ? (step > 0 ? 0 : last) : std::clamp(row + step, std::ptrdiff_t{0}, last);
        select(frame, {kind, list->model.ids()[static_cast<std::size_t>(row)]});
    }
    if (row < 0) return;
    state.queue_row = row;
    state.queue_at = frame.view.selection.primary();
}

void draw_bottom_dock(Frame& frame, BottomDockState& state) {
    sync_lists(frame, state);
    step_queue(frame, state);
    if (!ImGui::IsMouseDown(ImGuiMouseButton_Left)) state.dragging = false;
    if (state.hovers) {
        frame.view.hovered = {};
        state.hovers = false;
    }
    ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, ImVec2(0, 0));
    draw_dock_tabs(frame, state);
    if (frame.view.bottom_open) {
        ListView* list = list_of(state, frame.view.bottom_tab);
        if (frame.view.bottom_tab == BottomTab::table) draw_attribute_table(frame, state.attributes);
        else if (!list) draw_feed(frame, state);
        else if (list->model.ids().empty()) draw_no_rows(frame, state);
        else draw_dock_table(frame, state, *list);
    }
    ImGui::PopStyleVar();
}

} // namespace vigie::panels
