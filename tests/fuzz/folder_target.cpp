// A delivered table: the first byte chooses what it tells, the rest is delimited text.
#include <cmath>

#include "fuzz/target.hpp"
#include "gis/backends/folder/rows.hpp"
#include "gis/layers/csv_table.hpp"
#include "gis/model/entity_json.hpp"

namespace vigie::fuzz {

namespace {

using namespace gis::folder;

Table table_of(const gis::CsvTable& csv) {
    Table out;
    out.file = "f";
    for (const gis::Column& c : csv.columns) out.columns.push_back(c.name);
    for (std::size_t row = 0; row < csv.rows; ++row) {
        auto& values = out.rows.emplace_back();
        for (const gis::Column& c : csv.columns) values.push_back(c.shown(row));
        out.lines.push_back(row + 2);
    }
    return out;
}

void read(std::string_view bytes) {
    if (bytes.empty()) return;
    const Content content = bytes[0] & 1 ? Content::readings : Content::reports;
    const Table table = table_of(gis::read_csv(std::string(bytes.substr(1))));
    const std::vector<Field> fields = proposed(table.columns, content);
    require(fields.size() == table.columns.size(), "each column has a field or none");
    const auto again = decided(table.columns, remembered({}, table.columns, fields));
    require(table.columns.empty() || again.has_value(), "what was decided for a layout is found again");
    const ReadRows rows = read_rows(table, fields, {content, "Europe/Paris", "L", "water"});
    require(content == Content::readings || rows.changes.size() + rows.left_out.size() == table.rows.size(), "a row is read or left out");
    for (const backend::Change& c : rows.changes) {
        if (c.op == VIGIE_OP_OBSERVE) require(std::isfinite(c.value), "a reading is a number");
        else require(gis::entity_from_text(static_cast<gis::EntityKind>(c.kind), c.json, gis::LinkForm::remote_ids).ok(), "an entity can be read");
    }
}

} // namespace

Target folder_target() {
    return {"folder", read,
            {"ref", "categorie", "date", "lon", "lat", "compteur", "index", "datetime", "[kWh]", "02/05/2026 12:00", "2026-05-02T10:00:00Z", "2/5/26 7h30", "48,88", "2.33", ";", "\n", "\"", "99999999999/1/1"}};
}

} // namespace vigie::fuzz
