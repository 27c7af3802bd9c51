#include <algorithm>
#include <cmath>

#include "panels/attributes/attribute_table.hpp"
#include "panels/inspect/parts.hpp"
#include "panels/widgets/field.hpp"

namespace vigie::panels {

namespace {

std::string figure(const gis::Language& language, double value) {
    const double size = std::abs(value);
    const int decimals = value == std::floor(value) ? 0 : size >= 1000 ? 1 : size >= 1 ? 2 : 4;
    return language.number(value, decimals);
}

void draw_values(const Frame& frame, const gis::ColumnStatistics& s) {
    const Theme& t = frame.theme;
    const auto count = [&](const char* id, const char* key, std::size_t n) { fact(t, id, frame.tr(key), frame.language.number(double(n))); };
    const auto number = [&](const char* id, const char* key, const std::optional<double>& value) {
        if (value) fact(t, id, frame.tr(key), figure(frame.language, *value));
    };
    count("figure.count", "table.figure.count", s.count);
    count("figure.empty", "table.figure.empty", s.empty);
    count("figure.distinct", "table.figure.distinct", s.distinct);
    number("figure.min", "table.figure.min", s.min);
    number("figure.max", "table.figure.max", s.max);
    number("figure.mean", "table.figure.mean", s.mean);
    number("figure.median", "table.figure.median", s.median);
    number("figure.sum", "table.figure.sum", s.sum);
    if (s.sum || s.first.empty()) return;
    fact(t, "figure.first", frame.tr("table.figure.first"), s.first);
    fact(t, "figure.last", frame.tr("table.figure.last"), s.last);
    fact(t, "figure.frequent", frame.tr("table.figure.frequent"), s.most_frequent + " (" + frame.language.number(double(s.most_frequent_count)) + ")");
}

// Of the first column of numbers, when none was chosen.
void choose_column(const Frame& frame, AttributeTable& table, const gis::Layer& layer) {
    const auto columns = shown_columns(frame, layer);
    std::vector<std::string> entries;
    int chosen = -1;
    for (std::size_t i = 0; i < columns.size(); ++i) {
        if (columns[i]->name == table.figures_column) chosen = static_cast<int>(i);
        entries.push_back(column_title(frame, layer, *columns[i]) + "###figures." + columns[i]->name);
    }
    if (chosen < 0 && !columns.empty()) {
        const auto numbers = std::ranges::find_if(columns, [](const gis::Column* c) { return c->type != gis::Column::Type::text; });
        chosen = numbers == columns.end() ? 0 : static_cast<int>(numbers - columns.begin());
    }
    (void)combo_field(frame.theme, "###table.figures_column", chosen, entries, {.width = 0});
    table.figures_column = chosen >= 0 ? columns[static_cast<std::size_t>(chosen)]->name : std::string{};
}

} // namespace

void draw_attribute_figures(Frame& frame, AttributeTable& table, const ShownRows& shown) {
    const Theme& t = frame.theme;
    const ImVec2 at = ImGui::GetCursorScreenPos(), room = ImGui::GetContentRegionAvail();
    ImGui::GetWindowDrawList()->AddRectFilled(at, ImVec2(at.x + 1, at.y + room.y), u32(t.colors.line));
    ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, ImVec2(t.px(12), t.px(8)));
    ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, ImVec2(t.px(8), t.px(2)));
    if (ImGui::BeginChild("attributes.side", room, ImGuiChildFlags_AlwaysUseWindowPadding)) {
        section_header(t, frame.tr("table.figures"));
        choose_column(frame, table, *shown.layer);
        const FeatureSet chosen = table.chosen.of(frame, shown.layer);
        check_field(t, (frame.tr("table.figures.of_chosen") + "###figures.of_chosen").c_str(), table.figures_of_chosen,
                    chosen->empty() && !table.figures_of_chosen ? frame.tr("panels.reason.nothing_selected") : std::string{});
        AttributeTable::AskedFigures now{shown.layer, table.figures_column, table.figures_of_chosen ? chosen : shown.rows};
        if (!now.column.empty() && table.asked_figures != now) {
            frame.tables.describe(now.layer, now.column, now.rows);
            table.asked_figures = std::move(now);
        }
        const gis::TableFigures& figures = frame.tables.figures();
        if (table.asked_figures && figures.layer == table.asked_figures->layer && figures.column == table.asked_figures->column && figures.rows == table.asked_figures->rows)
            draw_values(frame, figures.values);
        else if (frame.tables.describing()) caption(t, frame.tr("table.figures.counting"));
    }
    ImGui::EndChild();
    ImGui::PopStyleVar(2);
}

} // namespace vigie::panels
