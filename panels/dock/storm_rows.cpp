#include "panels/dock/storm_rows.hpp"

#include <algorithm>
#include <unordered_map>

#include "panels/dock/dock_parts.hpp"
#include "panels/inspect/focus.hpp"
#include "panels/widgets/icon.hpp"

namespace vigie::panels {

void StormRows::sync(const gis::World& world, const gis::Catalog& catalog, std::span<const std::uint64_t> ids) {
    if (const std::uint64_t now = world.revision(gis::EntityKind::alert); now != seen_) {
        storms = gis::storms_of(world, catalog);
        seen_ = now;
    } else if (std::ranges::equal(ids, ids_) && open == open_) {
        return;
    }
    ids_.assign(ids.begin(), ids.end());
    open_ = open;
    std::unordered_map<std::uint64_t, std::size_t> storm_of;
    for (std::size_t s = 0; s < storms.size(); ++s)
        for (gis::AlertId id : storms[s].alerts) storm_of[id.value] = s;
    members.assign(storms.size(), {});
    for (const std::uint64_t id : ids)
        if (const auto it = storm_of.find(id); it != storm_of.end()) members[it->second].push_back(id);
    rows.clear();
    std::vector<bool> shown(storms.size());
    for (const std::uint64_t id : ids) {
        const auto it = storm_of.find(id);
        if (it == storm_of.end() || members[it->second].size() < gis::storm_size) {  // a filter left too few for a storm
            rows.push_back({id, none});
            continue;
        }
        const std::size_t s = it->second;
        if (shown[s]) continue;
        shown[s] = true;
        rows.push_back({0, s});
        if (open.contains(storms[s].first.value))
            for (const std::uint64_t member : members[s]) rows.push_back({member, s});
    }
}

namespace {

constexpr float member_indent = 14;

std::string storm_words(const Frame& frame, const gis::Storm& storm, std::size_t shown) {
    const gis::Domain* domain = frame.catalog.domain(storm.domain);
    std::string where;
    for (std::size_t i = 0; i < storm.quartiers.size(); ++i) where += (i ? ", " : "") + storm.quartiers[i];
    return frame.tr(gis::Text{where.empty() ? "desk.storm" : "desk.storm.where",
                              {{"n", std::to_string(shown)}, {"domain", domain ? domain->name.in(frame.language.code()) : storm.domain}, {"where", where}}});
}

Cell storm_cell(const Frame& frame, const StormRows& all, std::size_t s, std::string_view column) {
    const gis::Storm& storm = all.storms[s];
    const std::size_t raised = std::size_t(std::ranges::count_if(all.members[s], [&](std::uint64_t id) {
        const gis::Alert* a = frame.world.find(gis::AlertId{id});
        return a && a->state == gis::AlertState::raised;
    }));
    if (column == "state")
        return {.text = raised ? frame.tr(gis::Text{"desk.storm.to_take", {{"n", std::to_string(raised)}}}) : frame.tr("desk.storm.taken"),
                .look = CellLook::state, .state = raised ? gis::AlertState::raised : gis::AlertState::taken};
    if (column == "alert") return {.text = storm_words(frame, storm, all.members[s].size()), .look = CellLook::strong};
    if (column == "raised") return {.text = frame.language.moment(storm.from, frame.now, frame.zone)};
    if (column == "severity") return {.text = frame.language.number(storm.severity), .look = CellLook::number};
    return {.text = {}, .look = CellLook::plain};
}

std::vector<gis::EntityRef> refs_of(const std::vector<std::uint64_t>& ids) {
    std::vector<gis::EntityRef> refs;
    for (const std::uint64_t id : ids) refs.push_back({gis::EntityKind::alert, id});
    return refs;
}

void toggle(StormRows& all, std::size_t s) {
    const std::uint64_t id = all.storms[s].first.value;
    if (!all.open.erase(id)) all.open.insert(id);
}

// A click takes the whole storm, a second one (or one on its arrow) opens it.
void click_storm(Frame& frame, StormRows& all, std::size_t s, const TableEvents& events, float arrow_right) {
    if (ImGui::GetMousePos().x < arrow_right) return toggle(all, s);
    const std::vector<gis::EntityRef> refs = refs_of(all.members[s]);
    auto& chosen = frame.view.selection;
    const bool already = std::ranges::all_of(refs, [&](gis::EntityRef ref) { return chosen.contains(ref); });
    if (already) return toggle(all, s);
    if (!events.ctrl) chosen = {};
    chosen.feature.reset();
    for (gis::EntityRef ref : refs)
        if (!chosen.contains(ref)) chosen.entities.push_back(ref);
    frame.view.right_open = true;
}

} // namespace

void draw_alert_table(Frame& frame, BottomDockState& state, ListView& list) {
    StormRows& all = state.storms;
    all.sync(frame.world, frame.catalog, list.model.ids());
    const Theme& t = frame.theme;
    const ListContext context = list_context(frame, state.work);
    const ListSpec& spec = list.model.spec();
    const auto ref = [&](std::size_t row) { return gis::EntityRef{gis::EntityKind::alert, all.rows[row].alert}; };
    TableSpec drawn;
    drawn.columns = table_columns(frame, list);
    drawn.rows = all.rows.size();
    drawn.sort = &list.sort;
    const gis::EntityRef now = frame.view.selection.primary();
    if (now != state.follows) {  // chosen elsewhere: brought into view once
        state.follows = now;
        for (std::size_t row = 0; row < all.rows.size(); ++row)
            if (now.kind == gis::EntityKind::alert && (ref(row) == now || (!all.rows[row].alert && std::ranges::find(all.members[all.rows[row].storm], now.id) != all.members[all.rows[row].storm].end()))) drawn.scroll_to = long(row);
    }
    drawn.selected = [&](std::size_t row) {
        if (all.rows[row].alert) return frame.view.selection.contains(ref(row));
        return std::ranges::any_of(all.members[all.rows[row].storm], [&](std::uint64_t id) { return frame.view.selection.contains({gis::EntityKind::alert, id}); });
    };
    drawn.hovered_elsewhere = [&](std::size_t row) { return all.rows[row].alert && frame.view.hovered == ref(row); };
    drawn.row_id = [&](std::size_t row) {
        return all.rows[row].alert ? "alerts." + std::to_string(all.rows[row].alert) : "storm." + std::to_string(all.storms[all.rows[row].storm].first.value);
    };
    float arrow_right = 0;
    drawn.cell = [&](std::size_t row, int column, const CellBox& box) {
        const ListColumn& c = spec.columns[std::size_t(column)];
        const StormRows::Row& r = all.rows[row];
        CellBox inner = box;
        if (column == 0 && r.storm != StormRows::none) {
            if (!r.alert) {
                draw_icon(ImGui::GetWindowDrawList(), t, ImVec2(box.left + t.px(8), box.middle), IconSize::normal, t.colors.text_normal, all.open.contains(all.storms[r.storm].first.value) ? "expand_more" : "chevron_right");
                arrow_right = box.left + t.px(18);
            } else inner.left += t.px(member_indent);
        }
        const bool title = !r.alert && c.id == "alert";
        if (title)  // what a storm has nothing to say of is room for its words
            for (std::size_t next = std::size_t(column) + 1; next < spec.columns.size() && (spec.columns[next].id == "sensor" || spec.columns[next].id == "quartier"); ++next)
                if (!drawn.columns[next].hidden) inner.right += t.px(drawn.columns[next].width);
        ImDrawList* list_of_row = ImGui::GetWindowDrawList();
        if (title) list_of_row->PushClipRect(ImVec2(box.left, box.middle - t.px(13)), ImVec2(inner.right, box.middle + t.px(13)), false);
        draw_cell(frame, inner, r.alert ? c.cell(context, r.alert) : storm_cell(frame, all, r.storm, c.id));
        if (title) list_of_row->PopClipRect();
    };
    drawn.takes_drops = bool(frame.view.dragged);
    const TableEvents events = table(t, spec.id.data(), drawn);
    const auto alert_at = [&](long row) { return row >= 0 && all.rows[std::size_t(row)].alert != 0; };
    if (alert_at(events.hovered)) {
        frame.view.hovered = ref(std::size_t(events.hovered));
        state.hovers = true;
    }
    if (alert_at(events.dragged)) start_row_drag(frame, state, ref(std::size_t(events.dragged)));
    if (alert_at(events.double_clicked)) frame_on(frame, ref(std::size_t(events.double_clicked)));
    if (events.clicked < 0) return;
    if (!alert_at(events.clicked)) return click_storm(frame, all, all.rows[std::size_t(events.clicked)].storm, events, arrow_right);
    if (!events.shift || list.anchor < 0 || list.anchor >= std::ptrdiff_t(all.rows.size())) {
        select(frame, ref(std::size_t(events.clicked)), events.ctrl);
        list.anchor = events.clicked;
        return;
    }
    auto& chosen = frame.view.selection;
    chosen.feature.reset();
    chosen.entities.clear();
    const long step = events.clicked >= list.anchor ? 1 : -1;
    for (long row = list.anchor; row != events.clicked + step; row += step) {
        const StormRows::Row& r = all.rows[std::size_t(row)];
        if (r.alert) chosen.entities.push_back(ref(std::size_t(row)));
        else if (!all.open.contains(all.storms[r.storm].first.value))
            for (gis::EntityRef member : refs_of(all.members[r.storm])) chosen.entities.push_back(member);
    }
    frame.view.right_open = true;
}

} // namespace vigie::panels
