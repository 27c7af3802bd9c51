// Delimited text as communes export it, with the places that hide in it.
#include "fuzz/target.hpp"
#include "gis/layers/csv_table.hpp"
#include "gis/layers/encodings.hpp"
#include "gis/layers/places_in_table.hpp"

namespace vigie::fuzz {

namespace {

void read_table(std::string_view bytes) {
    gis::CsvTable table = gis::read_csv(std::string(bytes));
    for (const gis::Column& column : table.columns) {
        require(column.text_begin.size() == table.rows + 1, "every column has a value per row");
        for (std::size_t row = 0; row < table.rows; ++row) require(gis::is_utf8(column.text(row)), "values are UTF-8");
        require(gis::is_utf8(column.name) && !column.name.empty(), "names are UTF-8 and not empty");
    }
    gis::type_columns(table.columns);
    for (const gis::Column& column : table.columns) {
        const bool text = column.type == gis::Column::Type::text;
        require(text || column.numbers.size() == table.rows, "typed columns keep a value per row");
        for (std::size_t row = 0; row < table.rows; ++row) (void)column.shown(row);
    }
    if (const auto where = gis::find_place_columns(table.columns, table.rows)) {
        require(where->x < table.columns.size() && where->y < table.columns.size(), "places stand in columns that exist");
        const gis::Placed placed = gis::place_rows(table.columns, *where, table.rows);
        require(placed.geometry.feature_count() == table.rows, "every row is a feature");
        require(placed.without <= table.rows, "not more rows are without a place than there are");
    }
}

} // namespace

Target csv_target() {
    return {"csv",
            read_table,
            {";", ",", "\t", "|", "\"", "\"\"", "\r\n", "\n", "lat", "lon", "x", "y", "WKT", "POINT (3 46)", "NOM,C,254", "48,85", "48°51'24\"N",
             "{'lon': 2.33, 'lat': 48.88}", "\xEF\xBB\xBF", "\xFF\xFE", "\xE9", "POLYGON ((", "geo_point_2d", "MULTIPOLYGON EMPTY"},
            nullptr};
}

} // namespace vigie::fuzz
