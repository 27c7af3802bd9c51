// Names and values of the attribute table as people read and copy them.
#include <algorithm>

#include "panels/attributes/attribute_table.hpp"
#include "panels/region.hpp"

namespace vigie::panels {

std::vector<const gis::Column*> shown_columns(const Frame& frame, const gis::Layer& layer) {
    const auto look = frame.view.table_looks.find(layer.info.id);
    std::vector<const gis::Column*> out;
    for (const gis::Column& column : layer.columns)
        if (!column.derived && (look == frame.view.table_looks.end() || !look->second.hidden.contains(column.name))) out.push_back(&column);
    return out;
}

std::string column_title(const Frame& frame, const gis::Layer& layer, const gis::Column& column) {
    if (layer.info.kind.empty()) return column.name;
    if (column.name == "name") return frame.tr("table.column.name");
    if (column.name == "code") return frame.tr("table.column.code");
    const gis::AssetKind* kind = frame.catalog.asset_kind(layer.info.kind);
    const gis::AssetField* field = kind ? kind->field(column.name) : nullptr;
    if (!field) return column.name;
    const std::string name = field->name.in(frame.language.code());
    return field->unit.empty() ? name : name + " (" + field->unit + ")";
}

std::string attribute_text(const gis::Language& language, const gis::Column& column, std::uint32_t feature) {
    std::string text = column.shown(feature);
    if (column.type != gis::Column::Type::text && language.code() != "en") std::ranges::replace(text, '.', ',');
    return text;
}

std::string rows_as_text(const Frame& frame, const gis::Layer& layer, const std::vector<std::uint32_t>& rows) {
    const auto columns = shown_columns(frame, layer);
    std::string out;
    const auto line = [&](auto value_of) {
        for (std::size_t i = 0; i < columns.size(); ++i) {
            std::string value = value_of(*columns[i]);
            for (char& c : value)
                if (c == '\t' || c == '\n' || c == '\r') c = ' ';
            out += (i ? "\t" : "") + value;
        }
        out += '\n';
    };
    line([&](const gis::Column& c) { return column_title(frame, layer, c); });
    for (const std::uint32_t row : rows) line([&](const gis::Column& c) { return attribute_text(frame.language, c, row); });
    return out;
}

void copy_rows(Frame& frame, const gis::Layer& layer, const std::vector<std::uint32_t>& rows) {
    Toast toast;
    toast.at = frame.now;
    if (rows.size() > max_copied_rows) {
        toast.level = gis::Severity::warning;
        toast.text = {"table.copy.too_many", {{"most", std::to_string(max_copied_rows)}}};
    } else {
        frame.ask.clipboard = rows_as_text(frame, layer, rows);
        toast.text = {"table.copy.done", {{"n", std::to_string(rows.size())}}};
    }
    frame.ask.toasts.push_back(std::move(toast));
}

void fly_to_features(Frame& frame, const gis::Layer& layer, const std::vector<std::uint32_t>& features) {
    gis::PlaneBox box = box_of(layer, features);
    if (box.empty()) return;
    const double least = 30 / frame.plane.metres_per_unit(box.centre());  // a place is shown with its street
    box.include(box.min_x - least, box.min_y - least);
    box.include(box.max_x + least, box.max_y + least);
    frame.view.rig.fly_to(box, double(frame.theme.px(80)));
}

void open_table(Frame& frame, const std::string& layer) {
    frame.view.table_layer = layer;
    frame.view.bottom_tab = BottomTab::table;
    frame.view.bottom_open = true;
    frame.view.workspace = Workspace::map;
}

} // namespace vigie::panels
