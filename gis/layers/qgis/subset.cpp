#include "gis/layers/qgis/subset.hpp"

#include <algorithm>
#include <vector>

#include "gis/layers/csv_table.hpp"
#include "gis/layers/expression_reader.hpp"
#include "gis/layers/qgis/expression.hpp"

namespace vigie::gis::qgis {

namespace {

Column with_rows(const Column& column, const std::vector<std::size_t>& rows) {
    Column kept;
    kept.name = column.name;
    kept.type = column.type;
    kept.derived = column.derived;
    kept.text_begin.reserve(rows.size() + 1);
    for (const std::size_t row : rows) {
        kept.text_begin.push_back(static_cast<std::uint32_t>(kept.pool.size()));
        kept.pool += column.text(row);
    }
    kept.text_begin.push_back(static_cast<std::uint32_t>(kept.pool.size()));
    return kept;
}

} // namespace

bool keep_subset(Layer& table, const std::string& subset) {
    if (subset.empty()) return true;
    const Translated translated = translate_filter(subset);
    if (!translated.ok()) return false;
    bool understood = true;
    ExpressionReader reader(std::make_shared<Palette>(), [&](const JsonPath&, const Text&) { understood = false; });
    const ExpressionPtr condition = reader.read_filter(translated.expression, {});
    if (!condition || !understood) return false;
    Layer typed;
    typed.columns = table.columns;
    typed.geometry.type = table.geometry.type;
    type_columns(typed.columns);
    const std::vector<const Column*> columns = condition->columns_of(typed);
    if (std::ranges::find(columns, nullptr) != columns.end()) return false;
    std::vector<std::size_t> rows;
    for (std::size_t row = 0; row < table.geometry.feature_count(); ++row) {
        StyleSubject subject;
        subject.columns = columns;
        subject.row = row;
        const StyleValue holds = condition->at(subject);
        if (holds.boolean() && *holds.boolean()) rows.push_back(row);
    }
    for (Column& column : table.columns) column = with_rows(column, rows);
    table.geometry.type.resize(rows.size());
    return true;
}

} // namespace vigie::gis::qgis
