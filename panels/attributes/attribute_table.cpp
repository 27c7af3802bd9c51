#include "panels/attributes/attribute_table.hpp"

#include <algorithm>

#include "panels/layer_title.hpp"
#include "panels/widgets/feedback.hpp"

namespace vigie::panels {

namespace {

constexpr double typing_rests_s = 0.25;
constexpr float figures_width = 264, usual_width = 130;

bool is_chosen(const FeatureSet& chosen, std::uint32_t feature) { return std::ranges::binary_search(*chosen, feature); }

std::vector<GridColumn> grid_columns(Frame& frame, const gis::Layer& layer, const std::vector<const gis::Column*>& columns) {
    const TableLook& look = look_of_table(frame);
    std::vector<GridColumn> out;
    for (const gis::Column* column : columns) {
        const auto width = look.widths.find(column->name);
        out.push_back({column_title(frame, layer, *column) + "###column." + column->name, width == look.widths.end() ? usual_width : width->second,
                       column->type != gis::Column::Type::text});
    }
    return out;
}

// A selection made elsewhere is brought into view once.
long scroll_target(AttributeTable& table, const ShownRows& shown, const FeatureSet& chosen) {
    if (table.followed && (table.followed == chosen || *table.followed == *chosen)) return -1;
    const bool first = !table.followed;
    table.followed = chosen;
    if (chosen->size() != 1 || (first && chosen->empty())) return -1;
    const auto at = std::ranges::find(*shown.rows, chosen->front());
    return at == shown.rows->end() ? -1 : static_cast<long>(at - shown.rows->begin());
}

void click_row(Frame& frame, AttributeTable& table, const ShownRows& shown, long row, bool ctrl, bool shift) {
    const auto feature = [&](long r) { return (*shown.rows)[static_cast<std::size_t>(r)]; };
    if (shift && table.anchor >= 0 && table.anchor < static_cast<long>(shown.rows->size())) {
        const long low = std::min(table.anchor, row), high = std::max(table.anchor, row);
        choose_features(frame, *shown.layer, {shown.rows->begin() + low, shown.rows->begin() + high + 1}, ctrl);
    } else {
        choose_feature(frame, *shown.layer, feature(row), ctrl);
        table.anchor = row;
    }
    table.followed = table.chosen.of(frame, shown.layer);
}

void row_menu(Frame& frame, AttributeTable& table, const ShownRows& shown, const FeatureSet& chosen) {
    if (!ImGui::BeginPopup("attributes.menu")) return;
    const auto entry = [&](const char* key, const char* id, bool can = true) { return ImGui::MenuItem((frame.tr(key) + "###" + id).c_str(), nullptr, false, can); };
    const long row = table.grid.row;
    const bool there = row >= 0 && row < static_cast<long>(shown.rows->size());
    if (entry("table.menu.zoom", "table.menu.zoom", there)) fly_to_features(frame, *shown.layer, {(*shown.rows)[static_cast<std::size_t>(row)]});
    if (entry("table.menu.copy_cell", "table.menu.copy_cell", there)) frame.ask.clipboard = table.clicked_value;
    if (entry("table.menu.copy_rows", "table.menu.copy_rows", there)) {
        std::vector<std::uint32_t> rows;
        for (const std::uint32_t f : *shown.rows)
            if (is_chosen(chosen, f)) rows.push_back(f);
        if (rows.empty()) rows.push_back((*shown.rows)[static_cast<std::size_t>(row)]);
        copy_rows(frame, *shown.layer, rows);
    }
    if (entry("table.menu.same", "table.menu.same", there && !table.clicked_column.empty())) {
        table.filter = table.clicked_value.empty() ? "[" + table.clicked_column + "] " + frame.tr("table.is_empty")
                                                   : "[" + table.clicked_column + "] = \"" + table.clicked_value + "\"";
        table.typed_at = -1;
    }
    if (entry("table.menu.figures", "table.menu.figures", !table.clicked_column.empty())) {
        table.figures_open = true;
        table.figures_column = table.clicked_column;
    }
    ImGui::EndPopup();
}

void draw_rows(Frame& frame, AttributeTable& table, const ShownRows& shown) {
    const gis::Layer& layer = *shown.layer;
    const auto columns = shown_columns(frame, layer);
    const FeatureSet chosen = table.chosen.of(frame, shown.layer);
    TableLook& look = look_of_table(frame);
    TableSort sort;
    sort.descending = look.descending;
    for (std::size_t i = 0; i < columns.size(); ++i)
        if (columns[i]->name == look.sort_column) sort.column = static_cast<int>(i);
    GridSpec spec;
    spec.columns = grid_columns(frame, layer, columns);
    spec.rows = shown.rows->size();
    spec.sort = &sort;
    spec.view = &table.grid;
    spec.scroll_to = scroll_target(table, shown, chosen);
    const auto feature = [&](std::size_t row) { return (*shown.rows)[row]; };
    const auto& under = frame.view.hovered_feature;
    spec.text = [&](std::size_t row, int column) { return attribute_text(frame.language, *columns[static_cast<std::size_t>(column)], feature(row)); };
    spec.selected = [&](std::size_t row) { return is_chosen(chosen, feature(row)); };
    spec.hovered_elsewhere = [&](std::size_t row) { return under && under->layer == layer.info.id && under->feature == feature(row); };
    spec.row_id = [&](std::size_t row) { return "feature." + std::to_string(feature(row)); };
    const GridEvents events = grid(frame.theme, "attributes", spec);
    if (events.sort_changed) {
        look.sort_column = columns[static_cast<std::size_t>(sort.column)]->name;
        look.descending = sort.descending;
    }
    if (events.resized >= 0) look.widths[columns[static_cast<std::size_t>(events.resized)]->name] = events.width;
    if (events.hovered >= 0) {
        const std::uint32_t f = feature(static_cast<std::size_t>(events.hovered));
        frame.view.hovered_feature = render::FeatureHit{layer.info.id, f, 0};
        if (f < layer.entities.size()) frame.view.hovered = layer.entities[f];
        table.hovers = true;
    }
    if (events.clicked >= 0) click_row(frame, table, shown, events.clicked, events.ctrl, events.shift);
    else if (events.moved) click_row(frame, table, shown, table.grid.row, false, events.shift);
    if (events.double_clicked >= 0) fly_to_features(frame, layer, {feature(static_cast<std::size_t>(events.double_clicked))});
    if (events.right_clicked >= 0 && events.column >= 0) {
        const gis::Column& column = *columns[static_cast<std::size_t>(events.column)];
        table.clicked_column = column.name;
        table.clicked_value = column.shown(feature(static_cast<std::size_t>(events.right_clicked)));
        ImGui::OpenPopup("attributes.menu");
    }
    row_menu(frame, table, shown, chosen);
}

gis::LayerPtr layer_to_show(Frame& frame, AttributeTable& table) {
    if (frame.view.table_layer.empty() && frame.view.selection.feature) frame.view.table_layer = frame.view.selection.feature->layer;
    gis::LayerPtr layer = layer_named(frame, frame.view.table_layer);
    if (frame.view.table_layer != table.layer) {
        AttributeTable fresh;
        fresh.layer = frame.view.table_layer;
        fresh.figures_open = table.figures_open;
        table = std::move(fresh);
    }
    return layer;
}

} // namespace

ShownRows shown_rows(const Frame& frame) {
    const gis::TableRows& found = frame.tables.found();
    if (!found.layer || found.layer->info.id != frame.view.table_layer) return {};
    return {found.layer, found.rows};
}

TableLook& look_of_table(Frame& frame) { return frame.view.table_looks[frame.view.table_layer]; }

std::optional<int> wants_frame_in_ms(const AttributeTable& table) {
    if (table.typed_at < 0) return {};
    return std::max(0, static_cast<int>((typing_rests_s - (ImGui::GetTime() - table.typed_at)) * 1000)) + 1;
}

void ask_for_rows(Frame& frame, AttributeTable& table, const gis::LayerPtr& layer) {
    if (table.typed_at >= 0 && ImGui::GetTime() - table.typed_at < typing_rests_s) return;
    table.typed_at = -1;
    const TableLook& look = look_of_table(frame);
    AttributeTable::Asked now{layer, table.filter, look.sort_column, look.descending, table.only_chosen ? table.chosen.of(frame, layer) : nullptr};
    if (table.asked == now) return;
    gis::RowQuery query;
    query.filter = now.filter;
    query.sort_column = now.sort;
    query.descending = now.descending;
    if (now.only) query.only = *now.only;
    table.asked = std::move(now);
    table.anchor = -1;
    frame.tables.search(layer, std::move(query));
}

void draw_attribute_table(Frame& frame, AttributeTable& table) {
    const Theme& t = frame.theme;
    if (table.hovers) {
        frame.view.hovered_feature.reset();
        frame.view.hovered = {};
        table.hovers = false;
    }
    const gis::LayerPtr layer = layer_to_show(frame, table);
    draw_attribute_tools(frame, table, layer);
    if (!layer) {
        (void)empty_state(t, {.icon = "layers", .sentence = frame.tr(frame.view.table_layer.empty() ? "table.empty.no_layer" : "table.empty.gone")});
        return;
    }
    ask_for_rows(frame, table, layer);
    const ShownRows shown = shown_rows(frame);
    const ImVec2 at = ImGui::GetCursorScreenPos(), room = ImGui::GetContentRegionAvail();
    if (const auto fraction = frame.tables.searching()) progress_strip(t, at, room.x, *fraction);
    if (!shown.ready()) return;
    const float side = table.figures_open ? std::min(t.px(figures_width), room.x / 2) : 0;
    if (ImGui::BeginChild("attributes.rows", ImVec2(room.x - side, room.y), 0, ImGuiWindowFlags_NoScrollbar | ImGuiWindowFlags_NoScrollWithMouse)) {
        if (!shown.rows->empty()) draw_rows(frame, table, shown);
        else if (empty_state(t, {.sentence = frame.tr("desk.empty.filtered"), .offer = frame.tr("table.clear_filter") + "###table.clear_filter"})) table.filter.clear(), table.only_chosen = false;
    }
    ImGui::EndChild();
    if (side <= 0) return;
    ImGui::SetCursorScreenPos(ImVec2(at.x + room.x - side, at.y));
    draw_attribute_figures(frame, table, shown);
}

} // namespace vigie::panels
