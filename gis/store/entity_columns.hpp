// Entities as rows: one table per kind, one readable column per field (entity_fields.hpp), the shape as GeoPackage
// geometry in `geom`. Nothing is kept twice and nothing is lost: reading a row gives the entity back equal.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "gis/model/entity.hpp"
#include "gis/store/sqlite.hpp"

namespace vigie::gis {

struct ColumnInfo {
    std::string name, type;  // type as in GeoPackage: INTEGER, REAL, TEXT, DATETIME, BOOLEAN, or a geometry type
};
// All columns of a kind's table, id first.
[[nodiscard]] std::vector<ColumnInfo> columns_of(EntityKind kind);
[[nodiscard]] std::string create_table_sql(EntityKind kind);
// "POINT", "GEOMETRY", or empty for kinds without a place.
[[nodiscard]] std::string_view geometry_type_of(EntityKind kind);

// Inserts or replaces the row; false when SQLite refused (see Database::error).
[[nodiscard]] bool write_row(Database& db, const AnyEntity& entity);
[[nodiscard]] bool delete_row(Database& db, EntityRef ref);
// Only what news of a sensor or a crew changes (last value, last position).
[[nodiscard]] bool write_news(Database& db, const Sensor& sensor);
[[nodiscard]] bool write_news(Database& db, const Crew& crew);

// Appends every row of the table; a row that cannot be understood is counted and left out. Returns SQLite's code (0 = all
// read).
struct RowsRead {
    int code = 0;
    std::size_t unreadable = 0;
};
[[nodiscard]] RowsRead read_rows(Database& db, EntityKind kind, std::vector<AnyEntity>& out, std::string_view order_and_where = "");

} // namespace vigie::gis
