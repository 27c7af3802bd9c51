// What a shared database is found by and what its rows say: addresses, settings of a source, cursors, entities.
#include "fuzz/target.hpp"
#include "gis/backends/postgis/cursor.hpp"
#include "gis/backends/postgis/entity_rows.hpp"
#include "gis/backends/postgis/target.hpp"

namespace vigie::fuzz {

namespace {

using namespace gis::postgis;

void read_shared(std::string_view bytes) {
    if (const auto cursor = Cursor::parse(bytes)) require(Cursor::parse(cursor->text())->text() == cursor->text(), "a cursor that was read is written and read the same");
    const std::string text(bytes);
    for (const auto& target : {target_from_url(text), target_from_config(text)})
        if (target) {
            require(target->get("password").empty() && target->get("sslpassword").empty(), "no address brings a password");
            require(target->is_local() || !target->get("sslmode").empty(), "a server elsewhere is verified, or a person said how");
        }
    if (bytes.empty()) return;
    const auto kind = static_cast<gis::EntityKind>(static_cast<unsigned char>(bytes[0]) % gis::entity_kind_count);
    IdMap ids;
    ids.add(kind, bytes.substr(0, 8));
    ids.give_numbers();
    if (const auto entity = entity_of_row(kind, {"12", "", "", "", bytes.substr(1), 0}, ids)) {
        const auto again = entity_of_row(kind, {"12", "", "", "", row_json(*entity), 0}, ids);
        require(again.ok(), "an entity that was read is written so that it can be read");
    }
}

} // namespace

Target postgis_target() {
    return {"postgis", read_shared, {"postgresql://", "?sslmode=", "password", "@[::1]:", "%00", ":0:", "\"host\"", "\"database\"", "\"sslmode\"", "\"crews\":[", "\"place\":[", "\"start\""}, nullptr};
}

} // namespace vigie::fuzz
