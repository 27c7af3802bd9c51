#include <algorithm>

#include "panels/dock/dock_parts.hpp"
#include "panels/inspect/focus.hpp"
#include "panels/inspect/parts.hpp"
#include "panels/widgets/feedback.hpp"

namespace vigie::panels {

namespace {

constexpr float due_bar_width = 34, share_bar_width = 40;

void draw_due(const Frame& frame, const CellBox& box, const Cell& cell) {
    const Theme& t = frame.theme;
    ImDrawList* list = ImGui::GetWindowDrawList();
    progress_bar(list, t, ImVec2(box.left, box.middle), t.px(due_bar_width), cell.share, due_color(t, cell.tone));
    float x = box.left + t.px(due_bar_width + 6);
    const bool calm = cell.tone == DueTone::calm;
    if (!calm) {
        const bool late = cell.tone == DueTone::late;
        draw_state(list, t, ImVec2(x + t.px(7), box.middle), t.px(14),
                   {"", late ? Outline::triangle : Outline::lozenge, render::Glyph::bang, late ? Family::danger : Family::warn});
        x += t.px(19);
    }
    ImFont* font = calm ? t.fonts.body : t.fonts.body_strong;
    draw_text_clipped(list, font, ImVec2(x, box.middle - font->FontSize / 2),
                      calm ? t.colors.text_normal : due_ink(t, cell.tone), cell.text, box.right - x);
}

void draw_share(const Frame& frame, const CellBox& box, const Cell& cell) {
    const Theme& t = frame.theme;
    const DueTone tone = cell.tone == DueTone::none ? DueTone::calm : cell.tone;
    progress_bar(ImGui::GetWindowDrawList(), t, ImVec2(box.left, box.middle), t.px(share_bar_width), cell.share,
                 due_color(t, tone));
    CellBox rest = box;
    rest.left += t.px(share_bar_width + 8);
    cell_text(t, rest, cell.text);
}

void draw_state_cell(const Frame& frame, const CellBox& box, const Cell& cell) {
    const auto dress = [&](const auto& state) {
        if constexpr (std::is_same_v<std::decay_t<decltype(state)>, std::monostate>)
            cell_text(frame.theme, box, cell.text);
        else
            cell_state(frame.theme, box, look_of(state), cell.text);
    };
    std::visit(dress, cell.state);
}

constexpr std::size_t kept_columns = 3;      // the first ones say what it is
constexpr float least_stretch = 60, least_words = 84;

// On a narrow dock the rightmost columns give way, but never the clock: it is what the list is sorted by.
void make_room(const Frame& frame, std::vector<TableColumn>& columns) {
    const float room = ImGui::GetContentRegionAvail().x / frame.theme.scale - 10;
    const auto wanted = [&] {
        float sum = 0;
        for (const TableColumn& c : columns)
            if (!c.hidden) sum += c.stretch ? least_stretch : c.width;
        return sum;
    };
    const auto clock = [&](const TableColumn& c) { return c.label.ends_with("###due") || c.label.ends_with("###deadline"); };
    for (std::size_t i = columns.size(); i-- > kept_columns && wanted() > room;)
        if (!clock(columns[i])) columns[i].hidden = true;
    // Then the words of the kept ones are shortened, the last first; the first, a number, stays whole.
    for (std::size_t i = std::min(kept_columns, columns.size()); i-- > 1;)
        if (!clock(columns[i]) && !columns[i].hidden && !columns[i].stretch)
            columns[i].width = std::clamp(columns[i].width - std::max(0.0f, wanted() - room), std::min(columns[i].width, least_words), columns[i].width);
}

} // namespace

std::vector<TableColumn> table_columns(const Frame& frame, const ListView& list) {
    std::vector<TableColumn> columns;
    const auto& spec = list.model.spec();
    for (std::size_t i = 0; i < spec.columns.size(); ++i) {
        const ListColumn& c = spec.columns[i];
        const std::string id(c.id);
        columns.push_back({frame.tr("desk.column." + id) + "###" + id, c.width, c.stretches, c.right, true,
                           list.hidden.contains(i)});
    }
    make_room(frame, columns);
    return columns;
}

namespace {

// Ctrl adds, Maj takes everything since the last plain click, double click frames.
void click_row(Frame& frame, ListView& list, const TableEvents& events) {
    const auto ids = list.model.ids();
    const auto ref = [&](long row) { return gis::EntityRef{list.model.spec().kind, ids[static_cast<std::size_t>(row)]}; };
    if (events.clicked >= 0) {
        if (events.shift && list.anchor >= 0 && list.anchor < static_cast<std::ptrdiff_t>(ids.size())) {
            auto& chosen = frame.view.selection;
            chosen.feature.reset();
            chosen.entities.clear();
            const long step = events.clicked >= list.anchor ? 1 : -1;
            for (long row = list.anchor; row != events.clicked + step; row += step) chosen.entities.push_back(ref(row));
            frame.view.right_open = true;
        } else {
            select(frame, ref(events.clicked), events.ctrl);
            list.anchor = events.clicked;
        }
    }
    if (events.double_clicked >= 0) frame_on(frame, ref(events.double_clicked));
}

// A selection made elsewhere (map, palette, J/K) is brought into view once.
long scroll_target(Frame& frame, BottomDockState& state, const ListView& list) {
    const gis::EntityRef now = frame.view.selection.primary();
    if (now == state.follows) return -1;
    state.follows = now;
    return now && now.kind == list.model.spec().kind ? static_cast<long>(list.model.position(now.id)) : -1;
}

} // namespace

void draw_cell(const Frame& frame, const CellBox& box, const Cell& cell) {
    const Theme& t = frame.theme;
    switch (cell.look) {
    case CellLook::plain: cell_text(t, box, cell.text); break;
    case CellLook::weak: cell_text(t, box, cell.text, false, true); break;
    case CellLook::strong: cell_text(t, box, cell.text, true); break;
    case CellLook::id: cell_mono(t, box, cell.text); break;
    case CellLook::state: draw_state_cell(frame, box, cell); break;
    case CellLook::icon: cell_icon_text(t, box, cell.icon, cell.text); break;
    case CellLook::due: draw_due(frame, box, cell); break;
    case CellLook::number: cell_number(t, box, cell.text); break;
    case CellLook::bar: draw_share(frame, box, cell); break;
    }
}

void start_row_drag(Frame& frame, BottomDockState& state, gis::EntityRef row) {
    using enum gis::EntityKind;
    if (state.dragging || (row.kind != report && row.kind != alert && row.kind != intervention && row.kind != crew)) return;
    state.dragging = true;
    frame.view.dragged = row;
}

void draw_dock_table(Frame& frame, BottomDockState& state, ListView& list) {
    if (list.model.spec().kind == gis::EntityKind::alert && !frame.view.time_cursor) return draw_alert_table(frame, state, list);
    const ListContext context = list_context(frame, state.work);
    const auto ids = list.model.ids();
    const ListSpec& spec = list.model.spec();
    const auto ref = [&](std::size_t row) { return gis::EntityRef{spec.kind, ids[row]}; };
    TableSpec drawn;
    drawn.columns = table_columns(frame, list);
    drawn.rows = ids.size();
    drawn.sort = &list.sort;
    drawn.scroll_to = scroll_target(frame, state, list);
    drawn.selected = [&](std::size_t row) { return frame.view.selection.contains(ref(row)); };
    drawn.hovered_elsewhere = [&](std::size_t row) { return frame.view.hovered == ref(row); };
    drawn.row_id = [&](std::size_t row) { return std::string(spec.id) + '.' + std::to_string(ids[row]); };
    drawn.cell = [&](std::size_t row, int column, const CellBox& box) {
        draw_cell(frame, box, spec.columns[static_cast<std::size_t>(column)].cell(context, ids[row]));
    };
    drawn.takes_drops = bool(frame.view.dragged);
    const TableEvents events = table(frame.theme, spec.id.data(), drawn);
    if (events.hovered >= 0) {
        frame.view.hovered = ref(static_cast<std::size_t>(events.hovered));
        state.hovers = true;
    }
    if (events.dragged >= 0) start_row_drag(frame, state, ref(static_cast<std::size_t>(events.dragged)));
    click_row(frame, list, events);
}

void draw_no_rows(Frame& frame, BottomDockState&) {
    const bool filtered = frame.view.filter.active_count() > 0;
    const auto name = [&]() -> std::string {
        switch (frame.view.bottom_tab) {
        case BottomTab::feed: return "feed";
        case BottomTab::reports: return "reports";
        case BottomTab::alerts: return "alerts";
        case BottomTab::crews: return "crews";
        case BottomTab::interventions: return "interventions";
        case BottomTab::sensors: return "sensors";
        case BottomTab::table: break;  // says it itself
        }
        return {};
    }();
    const std::string sentence = frame.tr(filtered ? "desk.empty.filtered" : "desk.empty." + name);
    std::string offer;
    if (filtered) offer = frame.tr("desk.empty.clear_filters") + "###dock.clear_filters";
    else if (frame.view.bottom_tab == BottomTab::reports) offer = frame.tr("desk.report.new") + "###dock.new_report";
    else if (frame.view.bottom_tab == BottomTab::alerts) offer = frame.tr("desk.empty.show_cleared") + "###dock.show_cleared";
    if (!empty_state(frame.theme, {.sentence = sentence, .offer = offer})) return;
    if (filtered) frame.view.filter = {};
    else if (frame.view.bottom_tab == BottomTab::reports) frame.view.report_form_open = frame.view.right_open = true;
    else frame.view.filter.open_only = false;
}

} // namespace vigie::panels
